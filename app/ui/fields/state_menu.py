"""Why a question inside an item has no answer, and its tools: folded into one menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from app.ui.fields import states

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton

    from app.records.record import AnswerState
    from app.ui.fields.frame import QuestionFrame

EMPTY = "Not answered?"


def show_state(tool: QPushButton, frame: QuestionFrame, state: AnswerState | None) -> None:
    """Show on the button why there is no answer, or the question whether there is a reason."""
    text = EMPTY if state is None else f"✓ {states.words(state, frame.question)}"
    if tool.text() != text:
        tool.setText(text)
    tool.setAccessibleName(f"{text} {frame.question.label}")


def state_menu(frame: QuestionFrame) -> QMenu:
    """Return the menu of a question as it stands now."""
    menu = QMenu(frame)
    for keys, state in states.KEYS.items():
        if state in states.offered(frame.question):
            action = menu.addAction(f"{states.words(state, frame.question)}\t{keys}")
            action.setData(state)
            action.triggered.connect(partial(frame.give_state, state))
    menu.addSeparator()
    for text, act, keys in frame.tools():
        action = menu.addAction(f"{text}\t{keys}")
        action.triggered.connect(act)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
