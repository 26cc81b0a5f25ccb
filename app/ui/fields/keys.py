"""The keys that say why a question has no answer; they act on the question that has the focus."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.fields.frame import frame_of
from app.ui.fields.states import KEYS

if TYPE_CHECKING:
    from app.records.record import AnswerState

CLEAR, NOTE = "Alt+C", "Alt+O"


class QuestionKeys(QObject):
    """One set of shortcuts for all the questions below a widget."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        for keys, state in KEYS.items():
            self._bind(keys).activated.connect(lambda state=state: self._give(state))
        self._bind(CLEAR).activated.connect(self._clear)
        self._bind(NOTE).activated.connect(self._note)

    def _bind(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut

    def _give(self, state: AnswerState) -> None:
        if frame := frame_of(QApplication.focusWidget()):
            frame.give_state(state)

    def _clear(self) -> None:
        if frame := frame_of(QApplication.focusWidget()):
            frame.clear()

    def _note(self) -> None:
        if frame := frame_of(QApplication.focusWidget()):
            frame.open_note()
