"""An answer that is shown and not asked for: another role answers it, or it needs a reason now."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from app.casework.guard import Access
from app.forms.answer_types import format_answer
from app.ui.fields.field import Field
from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QWidget

    from app.forms.question import Question
    from app.records.record import Answer
    from app.ui.fields.context import FieldContext


class ReadOnlyField(Field):
    """The answer in words; beside a recorded time, the way to correct it."""

    def __init__(
        self,
        question: Question,
        address: str,
        context: FieldContext,
        access: Access,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(question, address, parent)
        self.value = label("", "value", self)
        self.value.setWordWrap(True)
        self.correct: QPushButton | None = None
        row = FlowLayout(self, gap=12)
        row.addWidget(self.value)
        if access is Access.CORRECT:
            self.correct = button("Correct a time…", "quiet", self)
            self.correct.setAccessibleName(f"Correct a time: {question.label}")
            self.correct.setToolTip("Change this recorded time and say why")
            self.correct.clicked.connect(lambda: context.correct(address))
            row.addWidget(self.correct)
            self.setFocusProxy(self.correct)

    @property
    @override
    def read_only(self) -> bool:
        return True

    @property
    @override
    def takes_states(self) -> bool:
        return False

    @property
    @override
    def clearable(self) -> bool:
        return False

    @override
    def set_answer(self, answer: Answer | None) -> None:
        super().set_answer(answer)
        words = format_answer(answer, self.question)
        self.value.setText(words)
        self.value.setAccessibleName(f"{self.question.label}: {words}")

    @override
    def show_answer(self, answer: Answer | None) -> None:
        """Nothing more: the words say a state as well as a value."""
