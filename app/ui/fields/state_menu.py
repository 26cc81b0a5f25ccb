"""The heading of a question inside an item, and folded in one button why it has no answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QPushButton, QWidget

from app.ui.fields import states
from app.ui.parts.words import button

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records.record import AnswerState
    from app.ui.fields.frame import QuestionFrame

EMPTY = "Not answered?"


class StateMenu(QWidget):
    """A label with one quiet button; its menu is made when it is first opened."""

    def __init__(self, frame: QuestionFrame, words: QLabel, offered: Sequence[AnswerState]) -> None:
        super().__init__(frame)
        self._frame = frame
        self._offered = tuple(offered)
        self.button: QPushButton = button(EMPTY, "quiet", self)
        self.button.setAccessibleName(f"{EMPTY} {frame.field.question.label}")
        self.button.clicked.connect(self.open_menu)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(words, 1)
        row.addWidget(self.button)

    def show_state(self, state: AnswerState | None) -> None:
        """Show why there is no answer, or the question whether there is a reason."""
        question = self._frame.field.question
        text = EMPTY if state is None else f"✓ {states.words(state, question)}"
        self.button.setText(text)
        self.button.setAccessibleName(f"{text} {question.label}")

    def open_menu(self) -> None:
        """Offer the states, clearing, a note and what else the field has."""
        menu = self.menu()
        menu.popup(self.button.mapToGlobal(self.button.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Return the menu as it stands now."""
        menu = QMenu(self)
        frame = self._frame
        for state in self._offered:
            action = menu.addAction(states.words(state, frame.field.question))
            action.setData(state)
            action.triggered.connect(lambda _=False, state=state: frame.give_state(state))
        menu.addSeparator()
        for text, act in (*frame.field.extras, ("Note", frame.open_note), ("Clear", frame.clear)):
            menu.addAction(text).triggered.connect(act)
        menu.aboutToHide.connect(menu.deleteLater)
        return menu
