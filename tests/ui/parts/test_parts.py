"""The small parts: words that stand without colour, messages that never block, lists that walk."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.ui.parts.banner import Banner
from app.ui.parts.empty_state import EmptyState
from app.ui.parts.flow import FlowLayout
from app.ui.parts.identity_bar import IdentityBar
from app.ui.parts.search_box import SearchBox
from app.ui.parts.section_nav import SectionNav
from app.ui.parts.status_pill import StatusPill, due_words
from app.ui.parts.timeline import SHOWN_AT_ONCE, Timeline, TimelineEntry

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.forms.definition import Form
    from app.forms.session import FormSession
    from app.ui.theme import Appearance

pytestmark = pytest.mark.ui
NOW = datetime(2026, 11, 21, 14, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_in", "completed_in", "said"),
    [
        (-timedelta(hours=21, minutes=20), None, ("Overdue by 21h 20m", "red")),
        (timedelta(hours=2, minutes=10), None, ("Due in 2h 10m", "amber")),
        (timedelta(days=2, hours=3), None, ("Due in 2d 3h", "plain")),
        (timedelta(minutes=9), None, ("Due in 9m", "amber")),
        (timedelta(hours=10), -timedelta(hours=21), ("Done in 41h", "green")),
        (-timedelta(hours=10), timedelta(hours=0), ("Done in 82h", "plain")),
    ],
)
def test_a_limit_in_words(
    due_in: timedelta, completed_in: timedelta | None, said: tuple[str, str]
) -> None:
    completed = None if completed_in is None else NOW + completed_in
    assert due_words(NOW + due_in, NOW, completed) == said


def test_a_pill_says_it_without_colour(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.look
    pill = StatusPill()
    qtbot.addWidget(pill)
    pill.say_due(NOW - timedelta(hours=1), NOW)
    assert pill.text() == "▲ Overdue by 1h 0m"
    assert pill.accessibleName() == "Overdue by 1h 0m"


def test_a_banner_tells_and_offers_to_try_again(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.look
    banner = Banner()
    qtbot.addWidget(banner)
    assert banner.isHidden()
    banner.tell("Not saved yet", "The disk is full.")
    assert banner.accessibleName() == "Not saved yet. The disk is full."
    again = next(b for b in banner.findChildren(QPushButton) if "again" in b.text())
    with qtbot.waitSignal(banner.again):
        QTest.mouseClick(again, Qt.MouseButton.LeftButton)
    banner.tell("Sent", tone="green", retry=False)
    assert again.isHidden()


def test_an_empty_list_says_what_to_do(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.look
    empty = EmptyState("Nothing due", "Next: tomorrow", "New missing episode")
    qtbot.addWidget(empty)
    empty.show()
    with qtbot.waitSignal(empty.wanted):
        QTest.mouseClick(empty.findChildren(QPushButton)[0], Qt.MouseButton.LeftButton)


def test_identity_is_shown_in_the_page_and_renewed(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.look
    bar = IdentityBar()
    qtbot.addWidget(bar)
    bar.show_identity("K. Marsh", ["NMR-26-7K3Q-4", "14"], [("Missing again", "red")])
    bar.show()
    bar.show_identity("A. Bell", ["15"])
    QApplication.processEvents()
    shown = [words.text() for words in bar.findChildren(QLabel) if words.isVisible()]
    assert shown == ["A. Bell", "15"]
    assert bar.accessibleName() == "A. Bell, 15"
    assert bar.window().windowTitle() == ""


def test_search_tells_once_typing_pauses(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.look
    box = SearchBox("Find a child by name or reference")
    qtbot.addWidget(box)
    told: list[str] = []
    box.searched.connect(told.append)
    QTest.keyClicks(box, "mar")
    qtbot.waitUntil(lambda: told == ["mar"])
    QTest.keyClick(box, Qt.Key.Key_Escape)
    assert told == ["mar", ""]


def test_a_timeline_of_any_length_opens_at_once(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.look
    line = Timeline()
    qtbot.addWidget(line)
    entries = [TimelineEntry(str(n), f"Event {n}", "") for n in range(SHOWN_AT_ONCE + 7)]
    line.show_entries(entries)
    line.show()

    def titles() -> list[str]:
        buttons = [b for b in line.findChildren(QPushButton) if b.isVisible()]
        return [b.text() for b in buttons if b.text().startswith("Event")]

    assert len(titles()) == SHOWN_AT_ONCE
    words = [label.text() for label in line.findChildren(QLabel)]
    assert "Time not known" in words
    assert not [text for text in words if "00:00" in text]
    line.show_more()
    QApplication.processEvents()
    assert len(titles()) == SHOWN_AT_ONCE + 7
    with qtbot.waitSignal(line.opened) as caught:
        first = next(b for b in line.findChildren(QPushButton) if b.text() == "Event 0")
        QTest.mouseClick(first, Qt.MouseButton.LeftButton)
    assert caught.args == ["0"]
    line.show_entries(entries[:2])
    QApplication.processEvents()
    assert len(titles()) == 2


def nav(qtbot: QtBot, form: Form, session: FormSession) -> SectionNav:
    made = SectionNav()
    qtbot.addWidget(made)
    made.set_heading("Return interview", "NMR-26-7K3Q-4")
    sections = [(section, session.section_status(section.id)) for section in form.sections]
    made.show_sections(sections, "before")
    made.resize(260, 700)
    with qtbot.waitActive(made):
        made.show()
        made.activateWindow()
    return made


def test_arrows_walk_the_sections_and_enter_opens_one(
    qtbot: QtBot, appearance: Appearance, form: Form, session: FormSession
) -> None:
    assert appearance.look
    made = nav(qtbot, form, session)
    told: list[str] = []
    made.chosen.connect(told.append)
    made.focus_list()
    for _ in range(2):
        QTest.keyClick(made.list, Qt.Key.Key_Down)
    assert told == []
    QTest.keyClick(made.list, Qt.Key.Key_Return)
    assert told == ["harm"]


def test_sections_say_how_far_they_are(
    qtbot: QtBot, appearance: Appearance, form: Form, session: FormSession
) -> None:
    assert appearance.look
    made = nav(qtbot, form, session)
    model = made.list.model()
    said = model.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert ", " in said
    node = QAccessible.queryAccessibleInterface(made.list)
    assert node.text(QAccessible.Text.Name) == "Sections"
    assert "of 20 sections complete" in made.progress.words()


def test_sections_become_a_box_where_room_is_short(
    qtbot: QtBot, appearance: Appearance, form: Form, session: FormSession
) -> None:
    assert appearance.look
    made = nav(qtbot, form, session)
    made.set_narrow(narrow=True)
    assert made.list.isHidden()
    assert not made.combo.isHidden()
    assert made.combo.currentData() == "before"
    told: list[str] = []
    made.chosen.connect(told.append)
    made.combo.activated.emit(0)
    assert told == [form.sections[0].id]


def test_a_flow_wraps_and_mirrors(qtbot: QtBot, appearance: Appearance) -> None:
    assert appearance.look
    holder = QWidget()
    qtbot.addWidget(holder)
    flow = FlowLayout(holder)
    parts = [QPushButton(f"Button {n}", holder) for n in range(6)]
    for part in parts:
        flow.addWidget(part)
    end = QLabel("end", holder)
    flow.put_at_end(end)
    holder.resize(260, flow.heightForWidth(260))
    holder.show()
    assert len({part.y() for part in parts}) > 1
    assert end.geometry().right() == 259
    assert all(part.geometry().right() < 260 for part in parts)
    holder.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    QApplication.processEvents()
    assert end.mapTo(holder, QPoint(0, 0)).x() == 0
    assert parts[0].x() > parts[1].x()
