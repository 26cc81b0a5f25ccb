"""Why a question inside an item has no answer, and its tools: folded into one menu."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from PySide6.QtWidgets import QMenu, QWidget

from app.ui.fields import states

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QPushButton

    from app.forms.question import Question
    from app.records.record import AnswerState

EMPTY = "Not answered?"
Tool: TypeAlias = "tuple[str, Callable[[], None], str]"
"""Words, what they do, and the key."""


def show_state(tool: QPushButton, question: Question, state: AnswerState | None) -> None:
    """Show on the button why there is no answer, or the question whether there is a reason."""
    text = EMPTY if state is None else f"✓ {states.words(state, question)}"
    if tool.text() != text:
        tool.setText(text)
    tool.setAccessibleName(f"{text} {question.label}")


def state_menu(
    parent: QWidget,
    question: Question,
    give: Callable[[AnswerState], None],
    tools: Sequence[Tool],
) -> QMenu:
    """Return the menu of a question as it stands now."""
    menu = QMenu(parent)
    for keys, state in states.KEYS.items():
        if state in states.offered(question):
            action = menu.addAction(f"{states.words(state, question)}\t{keys}")
            action.setData(state)
            action.triggered.connect(partial(give, state))
    menu.addSeparator()
    for text, act, keys in tools:
        menu.addAction(f"{text}\t{keys}").triggered.connect(act)
    menu.aboutToHide.connect(menu.deleteLater)
    return menu
