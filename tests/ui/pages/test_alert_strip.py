"""Alerts that wait stand above the list of Today, and one key opens the child."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.analysis.thresholds import Alert
from app.casework.alerts import acknowledge
from app.casework.waiting_alerts import WaitingAlert
from app.ui.pages.alert_strip import AT_FIRST, AlertStrip
from app.ui.pages.today import TodayPage
from tests.ui.pages import cases
from tests.ui.pages.desks import HOUR, NOW, Shelf, services

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.ui.background import Background


def test_today_says_what_waits_until_it_is_acknowledged(
    shelf: Shelf, background: Background, qtbot: QtBot
) -> None:
    ruby = cases.ruby(shelf)
    page = TodayPage(services(shelf, background))
    qtbot.addWidget(page)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: not background.busy)
    line, longer = page.alerts.buttons
    assert page.alerts.accessibleName() == "2 alerts to acknowledge"
    assert line.text() == "Ruby Tansley: Three or more missing episodes in 30 days"
    assert longer.text().startswith("Ruby Tansley: Missing for 24 hours or more")
    assert not line.hasFocus(), "the keyboard stays where the work is"
    line.setFocus()
    with qtbot.waitSignal(page.open_child) as opened:
        QTest.keyClick(line, Qt.Key.Key_Return)
    assert opened.args == [ruby.id]
    desk = page._desk
    for one in page.alerts._found:
        acknowledge(desk, one.alert.episode, one.alert.rule)
    page.minute.timeout.emit()
    qtbot.waitUntil(lambda: not page.alerts.isVisible())


def test_many_are_shown_when_asked_for(qtbot: QtBot) -> None:
    strip = AlertStrip()
    qtbot.addWidget(strip)
    many = [
        WaitingAlert(
            f"case {n}",
            f"Child {n}",
            Alert("rule", "manager_notified", NOW - n * HOUR, False, "e", False, "Why"),
        )
        for n in range(AT_FIRST + 2)
    ]
    strip.show_alerts(many)
    assert [one.text() for one in strip.buttons] == [
        "Child 4: Why", "Child 3: Why", "Child 2: Why", "Show 2 more",
    ]  # fmt: skip
    strip.buttons[-1].click()
    assert len(strip.buttons) == AT_FIRST + 2
    strip.show_alerts([])
    assert strip.isHidden()
