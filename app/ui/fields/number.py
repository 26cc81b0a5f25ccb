"""A number, typed as people type it: 14, 1,200, about 15."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.records.record import Answer, JsonValue
from app.ui.fields.field import Field
from app.ui.parts.inputs import LineEdit
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.forms.question import Question

_NUMBER = re.compile(
    r"(?:(about|around|roughly|maybe)\s+|~\s*)?(-?\d[\d,\s]*)(\.\d+)?", re.IGNORECASE
)
UNREAD = "Not kept yet: write a number, for example 14, or add a note."


def read_number(text: str) -> int | str | None:
    """Return a whole number, a decimal as text, or None when it is neither."""
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return None
    whole = re.sub(r"[,\s]", "", match.group(2))
    return f"{whole}{match.group(3)}" if match.group(3) else int(whole)


class NumberField(Field):
    """A short box; what is not a number is left standing and said to be not kept."""

    def __init__(self, question: Question, address: str, parent: QWidget | None = None) -> None:
        super().__init__(question, address, parent)
        self.line = LineEdit(question.label, self)
        self.line.setMaximumWidth(theme().px(220))
        self.line.textEdited.connect(self.settle)
        self.line.editingFinished.connect(self.flush)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.addWidget(self.line)
        layout.setAlignment(self.line, Qt.AlignmentFlag(0))

    @override
    def show_answer(self, answer: Answer | None) -> None:
        text = "" if answer is None or answer.value is None else str(answer.value)
        typed = read_number(self.line.text())
        if not self.line.text() or typed is None or str(typed) != text:
            self.line.setText(text)
        self.unread.emit("")

    @override
    def focus_first(self) -> None:
        self.line.setFocus()

    @override
    def commit(self) -> None:
        text = self.line.text().strip()
        value = read_number(text)
        self.unread.emit(UNREAD if text and value is None else "")
        if value is not None or not text:
            self.give(value)

    @override
    def compose(self, value: JsonValue) -> Answer:
        answer = super().compose(value)
        typed = self.line.text().strip()
        if typed[:1].isalpha() or typed.startswith("~"):  # "about 15": the doubt is kept as a note
            return Answer(state=answer.state, value=value, note=answer.note or typed)
        return answer
