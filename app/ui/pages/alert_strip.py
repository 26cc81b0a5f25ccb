"""Alerts to acknowledge, at the top of Today: how many, which child, why; Enter opens the child."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button, label, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent

    from app.casework.waiting_alerts import WaitingAlert

AT_FIRST = 3
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class AlertStrip(QFrame):
    """A calm panel that takes no focus by itself and is gone when nothing waits."""

    opened = Signal(str)
    """(case)"""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "amber")
        self.buttons: list[QPushButton] = []
        self._found: tuple[WaitingAlert, ...] = ()
        self._all = False
        self._title = label("", "question", self)
        self._lines = QWidget(self)
        self._flow = FlowLayout(self._lines, gap=6)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 6, 14, 6)
        column.setSpacing(2)
        column.addWidget(self._title)
        column.addWidget(self._lines)
        self.hide()

    def show_alerts(self, found: Sequence[WaitingAlert]) -> None:
        """Show what waits, the longest first; the same as before changes nothing."""
        waiting = tuple(sorted(found, key=lambda one: one.alert.since))
        if waiting != self._found:
            self._found = waiting
            self._fill()

    def _fill(self) -> None:
        focused = [one for one in self.buttons if one.hasFocus()]
        for gone in self.buttons:
            gone.hide()
            gone.deleteLater()
        shown = self._found if self._all else self._found[:AT_FIRST]
        self.buttons = [self._line(one) for one in shown]
        if len(shown) < len(self._found):
            self.buttons.append(self._more(len(self._found) - len(shown)))
        for made in self.buttons:
            self._flow.addWidget(made)
        count = len(self._found)
        title = f"{count} alert{'' if count == 1 else 's'} to acknowledge"
        self._title.setText(f"◆ {title}")
        self.setAccessibleName(title)
        self.setVisible(bool(self._found))
        if focused and self.buttons:
            self.buttons[0].setFocus()

    def _line(self, one: WaitingAlert) -> QPushButton:
        made = button(plain(f"{one.name}: {one.alert.why}"), "quiet", self._lines)
        made.setAccessibleName(f"{one.name}: {one.alert.why}. Opens the child's record")
        made.clicked.connect(partial(self.opened.emit, one.case))
        return made

    def _more(self, count: int) -> QPushButton:
        made = button(f"Show {count} more", "quiet", self._lines)
        made.clicked.connect(self._show_all)
        return made

    def _show_all(self) -> None:
        self._all = True
        self._fill()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter does what Space does on a button."""
        focused = QApplication.focusWidget()
        if event.key() in _ENTER and isinstance(focused, QPushButton) and focused in self.buttons:
            focused.click()
            return
        super().keyPressEvent(event)
