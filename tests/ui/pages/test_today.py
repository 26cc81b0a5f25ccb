"""Today: what is due, found and opened by the keyboard alone; old data outlives an error."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget

from app.records.errors import StoreDamaged
from app.records.ports import WorklistView
from app.records.record import Precision
from app.ui.pages import worklist_words
from app.ui.pages.today import TodayPage
from app.ui.pages.worklist_model import CHUNK, Column
from app.ui.theme import Look
from tests.ui.pages.desks import HOUR, NOW, Shelf, missing_row, row, services

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.background import Background
    from app.ui.theme import Appearance

    OpenPage = Callable[..., TodayPage]


@pytest.fixture
def open_page(qtbot: QtBot, background: Background, shelf: Shelf) -> OpenPage:
    def make(width: int = 1366, height: int = 700) -> TodayPage:
        page = TodayPage(services(shelf, background))
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        page.activateWindow()
        settled(qtbot, background)
        return page

    return make


def settled(qtbot: QtBot, background: Background) -> None:
    qtbot.waitUntil(lambda: not background.busy)


def said(page: TodayPage, line: int, column: Column) -> str:
    return str(page.model.index(line, column).data(Qt.ItemDataRole.ToolTipRole))


def try_again(page: TodayPage) -> None:
    shown = [each for each in page.notice.findChildren(QPushButton) if "again" in each.text()]
    shown[0].click()


def type_keys(key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(focused(), key, modifier)


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_each_cell_says_what_matters_in_words(open_page: OpenPage, shelf: Shelf) -> None:
    shelf.rows = [
        missing_row("Jonah Pettifer", 26 + 40 / 60),
        row("Ruby Tansley", due=NOW - 21 * HOUR, attempts=2, waiting=3),
        row("Yonas Tekle", due=NOW + 2 * HOUR, host="E10999003", host_not_told=True),
        row("Kit Marsh", outcome="booked", booked_for=NOW + 30 * HOUR, contested=True),
        row("Lee Price", outcome="completed", completed=NOW, stage="submitted", interview="i"),
        row("Ana Bell", outcome="declined", due=NOW + 41 * HOUR),
    ]
    page = open_page()
    assert said(page, 0, Column.LIMIT) == "Missing 26 h 40 min"
    assert said(page, 1, Column.LIMIT).startswith("Overdue by 21 h 00 min")
    assert said(page, 1, Column.INTERVIEW) == "Attempted twice"
    assert said(page, 1, Column.LAPTOP) == "Saved, not sent yet"
    assert said(page, 2, Column.LIMIT).startswith("Due in 2 h 00 min")
    assert said(page, 2, Column.AUTHORITY) == "Northmere, ! Southhaven not told yet"
    assert said(page, 3, Column.INTERVIEW) == "Booked Wed 21 Oct 15:00, after the 72 hours"
    assert said(page, 3, Column.LAPTOP) == "Two versions, to decide"
    assert said(page, 4, Column.LIMIT) == "Done, 2 h 00 min left"
    assert said(page, 4, Column.INTERVIEW) == "Waiting sign-off"
    assert said(page, 5, Column.INTERVIEW) == "Declined, try again until due"
    assert said(page, 0, Column.CHILD).startswith("Jonah Pettifer, 15")


def test_a_time_is_shown_as_exactly_as_it_was_told(open_page: OpenPage, shelf: Shelf) -> None:
    midnight = NOW.replace(hour=0, minute=0) - 48 * HOUR
    told = row(missing_from=midnight, returned=NOW - 40 * HOUR)
    shelf.rows = [
        told,
        replace(told, missing_from_precision=Precision.DATE),
        replace(told, missing_from_precision=Precision.ABOUT),
        replace(told, missing_from_precision=Precision.DATE, missing_from_said="the weekend"),
    ]
    page = open_page()
    shown = [said(page, line, Column.TIMES) for line in range(4)]
    assert shown == [
        "Back Sun 18 Oct 17:00, From Sun 18 Oct 00:00",
        "Back Sun 18 Oct 17:00, From Sun 18 Oct",
        "Back Sun 18 Oct 17:00, From about Sun 18 Oct 00:00",
        "Back Sun 18 Oct 17:00, From the weekend",
    ]


def test_no_hour_is_made_up_for_a_child_missing_since_a_day(
    open_page: OpenPage, shelf: Shelf
) -> None:
    gone = missing_row("Jonah Pettifer", 26)
    shelf.rows = [
        replace(gone, missing_from_precision=Precision.DATE),
        replace(gone, missing_from_precision=Precision.ABOUT),
        replace(gone, away=True),
        row(due=NOW + 2 * HOUR, returned_precision=Precision.DATE),
    ]
    page = open_page()
    shown = [said(page, line, Column.LIMIT) for line in range(4)]
    assert shown[:3] == [
        "Missing, since Mon 19 Oct",
        "Missing about 26 h 00 min",
        "Away 26 h 00 min",
    ]
    assert shown[3].endswith("(estimated)")


def test_a_child_whom_an_import_brought_without_a_name_has_a_number(
    open_page: OpenPage, shelf: Shelf
) -> None:
    shelf.rows = [replace(row(), forename="", surname="", local_id="RT4417")]
    assert said(open_page(), 0, Column.CHILD).startswith("Child RT4417")


def test_missing_again_is_flagged_on_the_row(open_page: OpenPage, shelf: Shelf) -> None:
    shelf.rows = [row(missing_again=True)]
    assert "Missing again before interview" in said(open_page(), 0, Column.CHILD)


def test_a_hundred_thousand_rows_cost_a_query_a_screen(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    shelf.rows = [row()] * 100_000
    page = open_page()
    assert page.model.rowCount() == 100_000
    opened_with = len(shelf.queries)
    assert opened_with == 1
    bar = page.table.verticalScrollBar()
    for step in range(1, 61):  # one drag over the whole list, nothing awaited on the way
        bar.setValue(bar.maximum() * step // 60)
    settled(qtbot, background)
    assert len(shelf.queries) - opened_with <= 4
    assert page.model.row_at(99_999) is not None
    assert all(query.limit == CHUNK for query in shelf.queries)


def test_end_and_home_reach_the_last_and_first_row(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    shelf.rows = [row(reference=f"{n}") for n in range(1000)]
    page = open_page()
    page.table.setFocus()
    type_keys(Qt.Key.Key_End)
    settled(qtbot, background)
    assert page.current_row is not None
    assert page.current_row.reference == "999"
    type_keys(Qt.Key.Key_Home)
    assert page.current_row.reference == "0"


def test_find_a_child_and_open_the_interview_in_few_keys(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    shelf.rows = [row("Ruby Tansley"), row("Łukasz Nowak"), row("Ana Bell")]
    page = open_page()
    page.table.setFocus()
    page.focus_search()
    assert focused() is page.search
    QTest.keyClicks(page.search, "lukasz")
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    type_keys(Qt.Key.Key_Return)
    with qtbot.waitSignal(page.open_interview) as opened:
        type_keys(Qt.Key.Key_Return)
    assert opened.args == [shelf.rows[1].episode]


def test_digits_choose_chips_but_type_in_the_search(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    shelf.rows = [missing_row(), row("Ruby Tansley", due=NOW - HOUR), row("Ana Bell")]
    page = open_page()
    page.table.setFocus()
    type_keys(Qt.Key.Key_2)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    assert page.chips.view is WorklistView.OVERDUE
    assert page.chips.buttons[WorklistView.OVERDUE].text() == "Overdue 1"
    page.search.setFocus()
    type_keys(Qt.Key.Key_7)
    assert page.search.text() == "7"
    assert page.chips.view is WorklistView.OVERDUE


def test_a_missing_child_opens_the_episode(open_page: OpenPage, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.rows = [missing_row()]
    page = open_page()
    page.table.setFocus()
    with qtbot.waitSignal(page.open_episode) as opened, qtbot.assertNotEmitted(page.open_interview):
        type_keys(Qt.Key.Key_Return)
    assert opened.args == [shelf.rows[0].episode]


def test_every_action_of_a_row_is_in_its_menu(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.rows = [row()]
    page = open_page()
    menu = page.actions_for(page.current_row)
    assert menu is not None
    wanted = [
        (page.open_interview, shelf.rows[0].episode),
        (page.open_episode, shelf.rows[0].episode),
        (page.open_child, shelf.rows[0].case),
    ]
    for action, (signal, target) in zip(menu.actions(), wanted, strict=True):
        with qtbot.waitSignal(signal) as opened:
            action.trigger()
        assert opened.args == [target]


def test_an_error_keeps_what_was_shown(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    shelf.rows = [row("Ruby Tansley")]
    page = open_page()
    shelf.failing = StoreDamaged()
    page.refresh()
    qtbot.waitUntil(page.notice.isVisible)
    assert page.model.rowCount() == 1
    assert "What you see is from 09:00." in page.notice.accessibleName()
    assert StoreDamaged.default_advice in page.notice.accessibleName()
    shelf.failing = None
    try_again(page)
    qtbot.waitUntil(lambda: not page.notice.isVisible())


def test_a_failed_chip_asks_again_and_never_mixes_two_lists(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    shelf.rows = [row(f"Ruby {n}", reference=str(n)) for n in range(1000)]
    page = open_page()
    shelf.failing = StoreDamaged()
    page.chips.choose(WorklistView.OVERDUE)
    qtbot.waitUntil(page.notice.isVisible)
    shelf.failing = None
    before = len(shelf.queries)
    page.table.verticalScrollBar().setValue(20_000)
    settled(qtbot, background)
    assert len(shelf.queries) == before
    try_again(page)
    settled(qtbot, background)
    assert page.model.rowCount() == 0
    assert shelf.queries[before].view is WorklistView.OVERDUE
    assert shelf.queries[before].offset == 0


def test_nothing_due_says_what_comes_next(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    shelf.rows = [row("Ana Bell", due=NOW + 69 * HOUR)]
    page = open_page()
    page.chips.choose(WorklistView.OVERDUE)
    qtbot.waitUntil(page.nothing.isVisible)
    assert page.nothing.title.text() == "Nothing is overdue."
    assert page.nothing.hint.text() == "Next: Ana Bell, due in 69 h 00 min"
    page.nothing.action.click()
    qtbot.waitUntil(page.table.isVisible)
    assert page.chips.view is WorklistView.ALL


def test_an_empty_store_offers_a_new_episode(open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page()
    assert page.nothing.isVisible()
    with qtbot.waitSignal(page.new_episode):
        page.nothing.action.click()


def test_a_search_without_hits_can_be_cleared(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot
) -> None:
    shelf.rows = [row()]
    page = open_page()
    page.search.setText("nobody")
    qtbot.waitUntil(page.nothing.isVisible)
    assert "nobody" in page.nothing.title.text()
    page.nothing.action.click()
    qtbot.waitUntil(page.table.isVisible)
    assert page.search.text() == ""


def test_a_search_looks_among_the_done_too(open_page: OpenPage, shelf: Shelf, qtbot: QtBot) -> None:
    shelf.rows = [row("Ana Bell"), row("Ruby Tansley", stage="approved", interview="i")]
    page = open_page()
    page.search.setText("ruby")
    qtbot.waitUntil(page.nothing.isVisible)
    assert page.nothing.hint.text() == "1 found under Done."
    page.nothing.action.click()
    qtbot.waitUntil(page.table.isVisible)
    assert page.chips.view is WorklistView.DONE
    assert page.search.text() == "ruby"


def test_the_clock_runs_without_asking_the_store(
    qtbot: QtBot, background: Background, shelf: Shelf
) -> None:
    shelf.rows = [row(due=NOW + 2 * HOUR)]
    at = [NOW]
    given = services(shelf, background)
    page = TodayPage(replace(given, desk=replace(given.desk, clock=lambda: at[0])))
    qtbot.addWidget(page)
    settled(qtbot, background)
    asked = len(shelf.queries)
    at[0] = NOW + HOUR
    page.minute.timeout.emit()
    assert said(page, 0, Column.LIMIT).startswith("Due in 1 h 00 min")
    assert len(shelf.queries) == asked
    at[0] = NOW + 3 * HOUR
    page.minute.timeout.emit()
    settled(qtbot, background)
    assert said(page, 0, Column.LIMIT).startswith("Overdue by 1 h 00 min")
    assert len(shelf.queries) == asked + 1, "the counts of the chips are old now"


def test_refresh_stays_on_the_same_episode(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    shelf.rows = [row("Ana Bell"), row("Ruby Tansley")]
    page = open_page()
    page.table.select_row(1)
    shelf.rows = [missing_row(), *shelf.rows]
    page.refresh()
    settled(qtbot, background)
    assert page.current_row is not None
    assert page.current_row.forename == "Ruby"


@pytest.mark.parametrize(
    ("width", "cards"), [(1366, False), (1180, False), (900, False), (820, False), (640, True)]
)
def test_cards_take_over_where_columns_would_be_cut(
    open_page: OpenPage, shelf: Shelf, width: int, cards: bool
) -> None:
    shelf.rows = [row(due=NOW - 100 * HOUR, host="E10999003", host_not_told=True)]
    page = open_page(width)
    assert page.table.cards is cards


def test_waiting_is_quiet_until_it_is_long() -> None:
    short = worklist_words.laptop(row(waiting=3, waiting_since=NOW - 2 * HOUR), NOW)
    long = worklist_words.laptop(row(waiting=3, waiting_since=NOW - 25 * HOUR), NOW)
    assert (short.tone, long.tone) == ("hint", "amber")
    assert long.spoken == "Not sent, since Mon 19 Oct 08:00"


def test_it_fits_640_at_double_text(
    open_page: OpenPage, shelf: Shelf, appearance: Appearance
) -> None:
    appearance.apply(Look.DARK, 2.0)
    shelf.rows = [row("Christabel Featherstonehaugh-Wetherby"), missing_row()]
    page = open_page(640)
    assert page.minimumSizeHint().width() <= 640
    assert page.table.cards
    assert page.table.horizontalScrollBar().maximum() == 0
