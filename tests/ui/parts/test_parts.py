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
from app.ui.parts.section_nav import SectionNav
from app.ui.parts.status_pill import StatusPill, due_words

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.forms.definition import Form
    from app.forms.session import FormSession
    from app.ui.theme import Appearance

pytestmark = pytest.mark.ui
NOW = datetime(2026, 11, 21, 14, 31, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due_in", "words", "shown"),
    [
        (timedelta(minutes=-1280), "Overdue by 21 h 20 min", "▲ Overdue by 21 h 20 min"),
        (timedelta(hours=2), "Due in 2 h 00 min", "◆ Due in 2 h 00 min"),
        (timedelta(hours=51), "Due in 51 h 00 min", "Due in 51 h 00 min"),
    ],
)
def test_a_pill_says_it_without_colour(
    qtbot: QtBot, appearance: Appearance, due_in: timedelta, words: str, shown: str
) -> None:
    assert appearance.look
    pill = StatusPill()
    qtbot.addWidget(pill)
    pill.say(*due_words(NOW + due_in, NOW))
    assert (pill.accessibleName(), pill.text()) == (words, shown)


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
    empty = EmptyState("worklist-empty")
    qtbot.addWidget(empty)
    empty.say("Nothing due", action="New missing episode")
    empty.show()
    assert empty.hint.isHidden()
    with qtbot.waitSignal(empty.acted):
        QTest.mouseClick(empty.action, Qt.MouseButton.LeftButton)


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
