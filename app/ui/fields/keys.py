"""The keys that say why a question has no answer; they act on the question that has the focus."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.fields import key_names
from app.ui.fields.frame import QuestionFrame, frame_of
from app.ui.fields.states import KEYS

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.records.record import AnswerState


class QuestionKeys(QObject):
    """One set of shortcuts for all the questions below a widget."""

    def __init__(self, page: QWidget) -> None:
        super().__init__(page)
        self._page = page
        for keys, state in KEYS.items():
            self._bind(keys).activated.connect(partial(self._give, state))
        acts: dict[str, Callable[[QuestionFrame], None]] = {
            key_names.CLEAR: QuestionFrame.clear,
            key_names.NOTE: QuestionFrame.open_note,
            key_names.PROMPTS: QuestionFrame.open_prompts,
            key_names.EXTRA: QuestionFrame.open_extra,
        }
        for keys, act in acts.items():
            self._bind(keys).activated.connect(partial(self._do, act))

    def _bind(self, keys: str) -> QShortcut:
        shortcut = QShortcut(QKeySequence(keys), self._page)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        return shortcut

    def _give(self, state: AnswerState) -> None:
        if frame := frame_of(QApplication.focusWidget()):
            frame.give_state(state)

    def _do(self, act: Callable[[QuestionFrame], None]) -> None:
        if frame := frame_of(QApplication.focusWidget()):
            act(frame)
