"""The whole window on practice data, by its keys: ways there and back, forms, review, hiding."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPlainTextEdit, QPushButton, QWidget

from app import bootstrap
from app.casework.return_interview import cover_episode
from app.forms.sheet import in_scope
from app.records import conflict
from app.records.conflict import Conflict, Contested, Why
from app.records.errors import DiskFull
from app.records.record import RecordKind, answered, new_id
from app.settings import Settings
from app.ui.dialogs.jump import JumpDialog
from app.ui.fields.choice import ChoiceField
from app.ui.main_window import MainWindow
from app.ui.pages.missing_episode import MissingEpisodePage
from app.ui.pages.return_interview import ReturnInterviewPage
from app.ui.pages.review import ReviewPage
from app.ui.pages.settings import SettingsPage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pytestqt.qtbot import QtBot

    from app.bootstrap import OpenStore
    from app.records.edit import Change
    from app.records.ports import WorklistRow
    from app.ui.background import Background
    from app.ui.pages.form_page import FormPage

PASSPHRASE = "practice makes calm"  # noqa: S105 - of a practice store
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
Page = TypeVar("Page", bound=QWidget)


@pytest.fixture(scope="module")
def practice(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Practice data made once; every test works on a copy of its own."""
    folder = tmp_path_factory.mktemp("whole") / "store"
    bootstrap.create_practice(folder, PASSPHRASE, children=25, seed=3).close()
    return folder


@pytest.fixture
def opened(practice: Path, tmp_path: Path) -> Iterator[OpenStore]:
    copied = tmp_path / "store"
    shutil.copytree(practice, copied)
    made = bootstrap.open_store(copied, PASSPHRASE)
    yield made
    made.close()


class Sitting:
    """One person at the window."""

    def __init__(self, qtbot: QtBot, background: Background, opened: OpenStore) -> None:
        self.bot, self.background = qtbot, background
        self.now = opened.desk.clock()
        desk = replace(opened.desk, clock=lambda: self.now)
        wiring = bootstrap.Wiring(Settings(theme="light"), Path("unused"))
        self.window = MainWindow(wiring.services(desk, background))
        self.window.show()
        self.window.activateWindow()
        qtbot.waitUntil(self.window.isActiveWindow)
        self.settle()

    def settle(self) -> None:
        self.bot.waitUntil(lambda: not self.background.busy, timeout=10_000)
        QTest.qWait(5)

    def key(
        self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        QTest.keyClick(QApplication.focusWidget() or self.window, key, modifier)
        self.settle()

    def page(self, kind: type[Page]) -> Page:
        self.bot.waitUntil(lambda: isinstance(self.window.page, kind), timeout=10_000)
        found = self.window.page
        assert isinstance(found, kind)
        self.settle()
        return found

    def row(self, wanted: Callable[[WorklistRow], bool]) -> WorklistRow:
        model = self.window.today.model
        rows = [model.row_at(number) for number in range(model.rowCount())]
        return next(row for row in rows if row is not None and wanted(row))

    def interview(self, wanted: Callable[[WorklistRow], bool]) -> ReturnInterviewPage:
        self.window.open_interview(self.row(wanted).episode)
        return self.page(ReturnInterviewPage)

    def choose(self, page: FormPage, address: str, code: str) -> None:
        page.go_to(address)
        frame = page.view.frame_at(address)
        assert frame is not None
        assert isinstance(frame.field, ChoiceField)
        made = next(button for button in frame.field.row.buttons if button.key == code)
        QTest.mouseClick(made, Qt.MouseButton.LeftButton)
        frame.flush()
        self.settle()

    def write(self, page: FormPage, address: str, text: str) -> None:
        page.go_to(address)
        type_into_focus(text)
        page.view.flush()
        self.bot.waitUntil(lambda: page.autosave.quiet, timeout=5_000)
        self.settle()


@pytest.fixture
def at(qtbot: QtBot, background: Background, opened: OpenStore) -> Iterator[Sitting]:
    sitting = Sitting(qtbot, background, opened)
    yield sitting
    sitting.settle()
    sitting.window.close()
    sitting.settle()
    sitting.window.deleteLater()


def type_into_focus(text: str) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClicks(focus, text)


def due(row: WorklistRow) -> bool:
    return row.outcome in ("accepted", "booked") and row.stage == "draft"


def sections(page: FormPage) -> list[str]:
    return [item.id for item in page.asked_sections]


def words(widget: QWidget) -> str:
    shown = [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]
    return "\n".join(shown)


def test_tab_goes_once_round_everything_and_back(at: Sitting) -> None:
    page = at.interview(due)
    start = page.nav.list
    start.setFocus(Qt.FocusReason.TabFocusReason)
    seen: list[QWidget] = []
    for _ in range(200):
        at.key(Qt.Key.Key_Tab)
        focus = QApplication.focusWidget()
        assert focus is not None
        seen.append(focus)
        if focus is start:
            break
    assert seen[-1] is start, "Tab never came round"
    first = page.view.frames["offer_required"]
    assert first.isAncestorOf(seen[0]), "the first question follows the sections"
    assert page.bar.hide_screen in seen
    at.key(Qt.Key.Key_Backtab, SHIFT)
    assert QApplication.focusWidget() is seen[-2]


def test_hiding_keeps_the_caret_and_shows_nothing(at: Sitting) -> None:
    page = at.interview(due)
    page.go_to("safe_contact", 0)
    box = QApplication.focusWidget()
    assert isinstance(box, QPlainTextEdit)
    QTest.keyClicks(box, "by text")
    cursor = box.textCursor()
    cursor.setPosition(3)
    box.setTextCursor(cursor)
    title = at.window.windowTitle()
    at.key(Qt.Key.Key_F9)
    assert at.window.windowTitle() == "Notes"
    assert not at.window.menuBar().isVisible()
    at.key(Qt.Key.Key_1, CONTROL)
    assert at.window.covered, "no other key brings a page back"
    at.key(Qt.Key.Key_F9)
    assert QApplication.focusWidget() is box
    assert box.textCursor().position() == 3
    assert at.window.windowTitle() == title


def test_the_title_holds_a_reference_and_no_name(at: Sitting) -> None:
    row = at.row(due)
    at.window.open_interview(row.episode)
    at.page(ReturnInterviewPage)
    assert at.window.windowTitle() == f"Homeward · {row.reference}"
    assert row.surname not in at.window.windowTitle()


def test_escape_leads_back_to_the_same_caret(at: Sitting) -> None:
    page = at.interview(due)
    at.write(page, "safe_contact", "Ring ")
    at.key(Qt.Key.Key_Comma, CONTROL)
    at.page(SettingsPage)
    at.key(Qt.Key.Key_Escape)
    page = at.page(ReturnInterviewPage)
    assert page.place().address == "safe_contact"
    assert page.place().caret >= len("Ring ")
    at.key(Qt.Key.Key_Escape)
    at.page(type(at.window.today))


def test_a_question_is_found_by_its_words(at: Sitting) -> None:
    page = at.interview(due)
    at.key(Qt.Key.Key_G, CONTROL)
    dialog = QApplication.activeModalWidget()
    assert isinstance(dialog, JumpDialog)
    QTest.keyClicks(dialog.search, "likely harm")
    QTest.keyClick(dialog.search, Qt.Key.Key_Return)
    at.settle()
    assert page.section == "analysis"
    assert page.place().address == "risk_harm_if_missing"


def test_it_says_recorded_only_after_the_save(at: Sitting) -> None:
    page = at.interview(due)
    page.go_to("safe_contact")
    frame = page.view.frames["safe_contact"]
    type_into_focus("Text first")
    assert "Recorded" not in words(frame)
    at.bot.waitUntil(lambda: "Recorded" in words(frame), timeout=5_000)
    assert page.autosave.quiet
    assert at.window.saved.text().startswith("Saved ")


@pytest.mark.logs_warnings
def test_a_failed_save_is_red_and_can_be_tried_again(
    at: Sitting, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = at.interview(due)

    def full(*_: object) -> None:
        raise DiskFull

    with monkeypatch.context() as broken:
        broken.setattr("app.ui.autosave.save", full)
        page.go_to("safe_contact")
        type_into_focus("not lost")
        at.bot.waitUntil(at.window.bottom.try_again.isVisible, timeout=5_000)
        at.settle()
    assert at.window.saved.property("tone") == "red"
    assert page.banner.isVisible()
    at.window.bottom.try_again.click()
    at.bot.waitUntil(lambda: at.window.saved.text().startswith("Saved "), timeout=5_000)
    assert not at.window.bottom.try_again.isVisible()


def test_an_intake_that_is_left_untouched_keeps_nothing(at: Sitting, opened: OpenStore) -> None:
    with opened.desk.open_work() as work:
        before = work.outbox.waiting().count
    at.window.intake()
    at.page(MissingEpisodePage)
    at.key(Qt.Key.Key_Tab)
    at.key(Qt.Key.Key_Escape)
    with opened.desk.open_work() as work:
        assert work.outbox.waiting().count == before


def test_a_child_who_is_here_is_offered_and_the_report_goes_on(
    at: Sitting, opened: OpenStore
) -> None:
    known = at.row(lambda row: f"{row.forename}{row.surname}".isascii() and bool(row.surname))
    at.window.intake()
    page = at.page(MissingEpisodePage)
    at.write(page, "child_forename", known.forename)
    at.write(page, "child_surname", known.surname)
    at.write(page, "missing_from_at", "yesterday 21:40")
    draft = page.episode
    at.bot.waitUntil(page.likely_child.isVisible, timeout=5_000)
    page.likely_child.buttons[0].click()
    at.bot.waitUntil(lambda: at.window.page is not page, timeout=5_000)
    went_on = at.page(MissingEpisodePage)
    assert went_on.session.records()[went_on.episode].case == known.case
    assert went_on.session.value("missing_from_at") is not None
    with opened.desk.open_work() as work:
        assert work.records.get(draft).stage.value == "entered_in_error"


@pytest.mark.parametrize(
    ("answers", "gone"),
    [
        ({"offer_accepted": "no"}, True),
        ({"offer_accepted": "no_response"}, True),
        ({"offer_made": "no"}, True),
    ],
)
def test_nobody_is_led_through_sections_where_nothing_is_asked(
    at: Sitting, answers: dict[str, str], gone: bool
) -> None:
    page = at.interview(due)
    for address, code in answers.items():
        at.choose(page, address, code)
    page.renew_nav()
    left = sections(page)
    assert ("before" not in left) is gone
    assert {"coding", "analysis", "intelligence", "actions"} <= set(left)
    assert f"of {len(left)} sections" in page.nav.progress.words()


def test_a_minute_passes_on_an_open_form(at: Sitting) -> None:
    row = at.row(lambda row: due(row) and row.due is not None and row.due > at.now)
    at.window.open_interview(row.episode)
    page = at.page(ReturnInterviewPage)
    assert page.nav.due.text().endswith(("min", "h")) or "Due in" in page.nav.due.text()
    at.now += timedelta(hours=100)
    page.minute.timeout.emit()
    assert "Overdue by" in page.nav.due.text()
    assert page.session.derived()["due_passed"]


def test_each_episode_of_one_talk_is_asked_its_own_questions(
    at: Sitting, opened: OpenStore
) -> None:
    row = at.row(due)
    assert row.interview is not None
    with opened.desk.open_work() as work:
        first = work.records.get(row.episode)
        second = opened.desk.blank(RecordKind.MISSING_EPISODE, first.la, first.case)
        kept = ("episode_type", "missing_from_at", "returned_at", "child_status", "return_how")
        change: Change = {path: first.answers[path] for path in kept if path in first.answers}
        work.records.apply(opened.desk.edit(second, change))
        work.commit()
    cover_episode(opened.desk, row.interview, second.id, covered=True)
    at.window.open_interview(row.episode)
    page = at.page(ReturnInterviewPage)
    page.open_section("episode")
    other = in_scope(second.id, "missing_from_at")
    assert {"missing_from_at", other} <= set(page.view.frames)
    headings = [one.text() for one in page.view.findChildren(QLabel) if one.isVisible()]
    assert sum("The episode that began" in one for one in headings) == 2
    at.write(page, other, " 04:10")
    assert page.place().address == other


@contextmanager
def contested(opened: OpenStore, about: str, case: str, path: str) -> Iterator[None]:
    sides = [
        Contested(new_id(), path, answered(said), user, "2026-11-20T09:00:00.000Z", n, "d", n)
        for n, (said, user) in enumerate([("Ring her aunt", "priya"), ("Only by text", "tom")], 1)
    ]
    made = Conflict(new_id(), case, about, path, Why.VALUES, "fact", tuple(sides))
    driver = opened.store.sealed.driver
    driver.execute(
        "INSERT INTO conflict (id, record, case_id, path, contested, open)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (made.id, about, case, path, conflict.to_bytes(made), made.open),
    )
    yield
    driver.execute("DELETE FROM conflict WHERE id = ?", (made.id,))


def test_two_versions_are_marked_and_read_on_demand(at: Sitting, opened: OpenStore) -> None:
    row = at.row(due)
    with contested(opened, row.case, row.case, "safe_contact"):
        at.window.open_interview(row.episode)
        page = at.page(ReturnInterviewPage)
        page.go_to("safe_contact")
        frame = page.view.frames["safe_contact"]
        marks = [b for b in frame.findChildren(QPushButton) if "Two versions" in b.text()]
        assert marks
        assert "Only by text" not in words(frame)
        marks[0].click()
        assert "“Ring her aunt”, priya, 09:00, Fri 20 Nov 2026" in words(frame)
        assert "Only by text" in words(frame)
        page.go_to_review()
        review = at.page(ReviewPage)
        at.bot.waitUntil(lambda: "Two people answered differently" in words(review))


def test_the_review_sets_quotes_apart_and_names_what_is_owed(at: Sitting) -> None:
    page = at.interview(lambda row: row.stage == "returned")
    page.go_to_review()
    review = at.page(ReviewPage)
    quoted = [one for one in review.findChildren(QLabel) if one.property("kind") == "quote"]
    assert quoted
    assert all(one.text().startswith("“") for one in quoted)
    assert "What the worker saw and judged" in words(review)


def test_a_doubt_is_settled_with_a_reason(at: Sitting) -> None:
    page = at.interview(due)
    doubts = page.session.doubts()
    page.go_to_review()
    review = at.page(ReviewPage)
    assert {row.address for row in review.doubts} == set(doubts)
    for row in review.doubts[:1]:
        row.right.click()
        QTest.keyClicks(row.reason, "Checked with the home")
        row.right.click()
        at.settle()
        assert row.address not in {one.address for one in review.doubts}


def test_only_who_may_decide_sees_how(opened: OpenStore, at: Sitting) -> None:
    waiting = at.row(lambda row: row.stage == "submitted" and row.interview is not None)
    at.window.open_interview(waiting.episode)
    mine = at.page(ReviewPage)
    supervises = "supervisor" in {role.value for role in opened.desk.actor.roles}
    assert mine.approve.isVisible() is supervises
    assert not mine.sign.isVisible()


def test_the_calendar_file_names_nobody(at: Sitting) -> None:
    booked = at.row(lambda row: row.outcome == "booked")
    at.window.open_interview(booked.episode)
    at.page(ReturnInterviewPage)
    proposed: list[str] = []

    def choose(_: QWidget, name: str) -> None:
        proposed.append(name)

    at.window.choose_file = choose
    at.window._calendar()
    at.settle()
    assert proposed == [f"{booked.reference}.ics"]


def test_every_record_of_a_confirmed_episode_is_told(at: Sitting, opened: OpenStore) -> None:
    known = at.row(lambda row: row.outcome == "completed")
    at.window.intake(known.case)
    page = at.page(MissingEpisodePage)
    assert page.section == "episode", "a known child is not asked for again"
    at.choose(page, "episode_type", "missing")
    at.write(page, "missing_from_at", "today 01:10")
    episode = page.episode
    page.confirm()
    at.bot.waitUntil(lambda: at.window.page is not page, timeout=5_000)
    assert "Episode confirmed" in at.window.saved.text()
    with opened.desk.open_work() as work:
        kept = work.records.of_case(known.case, RecordKind.MISSING_EPISODE)
    assert episode in {record.id for record in kept}
