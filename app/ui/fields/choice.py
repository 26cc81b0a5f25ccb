"""One of a few options: a row of buttons, with the reasons for no answer in the same row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.records.record import Answer, AnswerState
from app.ui.fields import states
from app.ui.fields.answer_row import AnswerRow
from app.ui.fields.field import Field
from app.ui.parts.inputs import SearchCombo

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.forms.question import Choice, Question

MOST_BUTTONS = 9
"""More options than this become a list to search: 1 to 9 are one key each."""


class ChoiceField(Field):
    """Buttons for a question of at most nine options."""

    def __init__(
        self,
        question: Question,
        address: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
        *,
        with_states: bool = True,
    ) -> None:
        super().__init__(question, address, parent)
        offered = states.offered(question) if with_states else ()
        self.row = AnswerRow(
            [(choice.code, choice.label) for choice in choices],
            [(state, states.words(state, question, brief=True)) for state in offered],
            self,
        )
        self.row.settled.connect(self._settled)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.row)

    @override
    def set_answer(self, answer: Answer | None) -> None:
        self._answer = answer
        self.row.show_key(_key(answer))

    @override
    def focus_first(self) -> None:
        self.row.focus_first()

    @override
    def flush(self) -> None:
        self.row.flush()

    def _settled(self, key: object) -> None:
        if isinstance(key, AnswerState):
            self.give_answer(Answer(state=key))
        else:
            self.give(key)


class CodeListField(Field):
    """A long list of options, found by typing any part of a name."""

    def __init__(
        self,
        question: Question,
        address: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(question, address, parent)
        self.combo = SearchCombo(question.label, self)
        self.combo.fill([(choice.code, choice.label) for choice in choices])
        self.combo.chosen.connect(self.give)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.combo)

    @override
    def show_answer(self, answer: Answer | None) -> None:
        self.combo.show_code(answer.value if answer is not None else None)

    @override
    def focus_first(self) -> None:
        self.combo.setFocus()

    @override
    def flush(self) -> None:
        self.combo.settle_typed()


def _key(answer: Answer | None) -> object:
    if answer is None:
        return None
    return answer.value if answer.state is AnswerState.ANSWERED else answer.state
