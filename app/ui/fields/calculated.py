"""What the system works out or fills in: shown, never typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from app.forms.question import AnswerType, Question
from app.ui.fields.field import Field
from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.records.record import Answer
    from app.ui.fields.context import FieldContext

NOT_YET = "Not known yet"


class CalculatedField(Field):
    """Words that follow from other answers."""

    def __init__(
        self, question: Question, address: str, context: FieldContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, address, parent)
        self._calculated = context.answers.calculated
        self.value = label("", "value", self)
        self.value.setAccessibleName(question.label)
        self.value.setWordWrap(False)
        flow = FlowLayout(self, gap=12)
        flow.addWidget(self.value)
        if question.type is AnswerType.CALCULATED and not question.guidance:
            flow.addWidget(label("Worked out from the other answers", "hint", self, wrap=False))

    @override
    def show_answer(self, answer: Answer | None) -> None:
        known = str(answer.value) if answer is not None and answer.value is not None else ""
        if self.question.type is AnswerType.CALCULATED:
            known = self._calculated(self.address)
        self.value.setText(known or NOT_YET)

    @override
    def refresh(self) -> None:
        self.show_answer(self._answer)
