"""The chips of Today: one part of the list each, with how many are in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QGroupBox, QPushButton, QWidget
from typing_extensions import override

from app.records.ports import WorklistView
from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button

if TYPE_CHECKING:
    from collections.abc import Mapping

_WORDS = {
    WorklistView.MISSING_NOW: "Missing now",
    WorklistView.OVERDUE: "Overdue",
    WorklistView.DUE_TODAY: "Due today",
    WorklistView.DUE_72H: "Due in 72 h",
    WorklistView.DUE_LATER: "Due later",
    WorklistView.SIGN_OFF: "Waiting sign-off",
    WorklistView.ALL: "All open",
    WorklistView.DONE: "Done",
}

NOTHING = {
    WorklistView.MISSING_NOW: "No child is missing now.",
    WorklistView.OVERDUE: "Nothing is overdue.",
    WorklistView.DUE_TODAY: "Nothing is due today.",
    WorklistView.DUE_72H: "Nothing is due in the next 72 hours.",
    WorklistView.DUE_LATER: "Nothing is due later.",
    WorklistView.SIGN_OFF: "Nothing waits for sign-off.",
    WorklistView.ALL: "Nothing due.",
    WorklistView.DONE: "Nothing is done yet.",
}
"""What to say where a part of the list is empty."""


def chip_words(view: WorklistView) -> str:
    """What a chip is called."""
    return _WORDS[view]


class ViewChips(QGroupBox):
    """One of several, chosen by a press or by its number; arrows only move the focus."""

    chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Show")
        self.views = tuple(_WORDS)
        self.view = WorklistView.ALL
        self._counts: Mapping[WorklistView, int] = {}
        self.buttons: dict[WorklistView, QPushButton] = {}
        flow = FlowLayout(self, gap=6, line_gap=2)
        for number, view in enumerate(self.views, 1):
            made = button(_WORDS[view])
            made.setCheckable(True)
            made.setAutoExclusive(True)
            made.setChecked(view is self.view)
            made.setToolTip(f"Key {number}")
            made.installEventFilter(self)
            made.clicked.connect(lambda _=False, view=view: self.choose(view))
            self.buttons[view] = made
            flow.addWidget(made)

    def choose(self, view: WorklistView) -> None:
        """Choose a part of the list and tell it, also when it was chosen already."""
        self.view = view
        self.buttons[view].setChecked(True)
        self.chosen.emit()

    def count(self, counts: Mapping[WorklistView, int]) -> None:
        """Show how many are in each part."""
        self._counts = counts
        for view, made in self.buttons.items():
            words = _WORDS[view]
            made.setText(f"{words} {counts[view]:,}" if view in counts else words)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()))
            if step is not None:
                self._move_focus(watched, -step if self.isRightToLeft() else step)
                return True
        return super().eventFilter(watched, event)

    def _move_focus(self, at: QObject, step: int) -> None:
        made = list(self.buttons.values())
        place = next((n for n, each in enumerate(made) if each is at), 0)
        made[(place + step) % len(made)].setFocus(Qt.FocusReason.TabFocusReason)
