"""Words: one line, several lines, and the child's own words kept exactly as they were said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.fields.field import Field
from app.ui.parts.inputs import LineEdit, TextBox

if TYPE_CHECKING:
    from app.forms.question import Question
    from app.records.record import Answer


class TextField(Field):
    """One line of words, told on each change; the page decides when to save."""

    def __init__(self, question: Question, address: str, parent: QWidget | None = None) -> None:
        super().__init__(question, address, parent)
        self.line = LineEdit(question.label, self)
        self.line.textEdited.connect(self._typed)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)

    @override
    def show_answer(self, answer: Answer | None) -> None:
        text = str(answer.value or "") if answer is not None else ""
        if text != self.line.text():
            self.line.setText(text)

    @override
    def focus_first(self) -> None:
        self.line.setFocus()

    def _typed(self, text: str) -> None:
        self.give(text if text.strip() else None)


class LongTextField(Field):
    """Several lines of the worker's words."""

    kind = "long_text"

    def __init__(self, question: Question, address: str, parent: QWidget | None = None) -> None:
        super().__init__(question, address, parent)
        self.box = TextBox(question.label, self)
        self.box.setProperty("kind", self.kind)
        self.box.textChanged.connect(self._typed)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(self.box)

    @override
    def show_answer(self, answer: Answer | None) -> None:
        self.box.show_text(str(answer.value or "") if answer is not None else "")

    @override
    def focus_first(self) -> None:
        self.box.setFocus()

    def _typed(self) -> None:
        text = self.box.toPlainText()
        self.give(text if text.strip() else None)
