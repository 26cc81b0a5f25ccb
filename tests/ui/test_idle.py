"""Nobody there: the window says so once, and any key or movement winds the clock up again."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from app.ui.idle import Idle


def _watched(qtbot: QtBot) -> tuple[QLineEdit, Idle]:
    box = QLineEdit()
    qtbot.addWidget(box)
    box.show()
    handle = box.windowHandle()
    assert handle is not None
    return box, Idle(handle, 5, box)


def test_it_counts_in_minutes(qtbot: QtBot) -> None:
    _box, idle = _watched(qtbot)
    assert idle.timer.interval() == 5 * 60_000
    assert idle.timer.isSingleShot()


def test_a_key_winds_the_clock_up_again(qtbot: QtBot) -> None:
    box, idle = _watched(qtbot)
    idle.timer.stop()
    handle = box.windowHandle()
    assert handle is not None
    QTest.keyClick(handle, Qt.Key.Key_A)
    assert idle.timer.isActive()
    assert box.text() == "a"


def test_silence_is_told(qtbot: QtBot) -> None:
    _box, idle = _watched(qtbot)
    with qtbot.waitSignal(idle.reached):
        idle.timer.setInterval(1)
        idle.timer.start()
