"""Answers of several short parts: a phone, a person, a place, an address, a vehicle, an account.

The value is a map of the parts that were filled in; a phone is one line of text.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QCheckBox, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.forms.question import AnswerType, Question
from app.forms.shapes import NUMBERS, SHAPES
from app.records.record import Answer
from app.ui.fields.field import Field, map_of
from app.ui.fields.tab_order import follow_layout, place_before
from app.ui.fields.text import TextField
from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import LineEdit
from app.ui.parts.words import button, label
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.records.record import JsonValue


_LETTERS = {
    "name": 30, "address": 34, "line1": 36, "description": 36, "organisation": 22, "email": 26,
    "postcode": 12, "age": 10, "sex": 10, "colour": 14, "vrm": 18,
}  # fmt: skip
_USUAL_LETTERS = 20
_RARE = {
    AnswerType.PERSON: frozenset({"nickname", "email", "age", "sex", "description", "address"}),
    AnswerType.LOCATION: frozenset({"kind", "description"}),
}
"""Parts that open on demand: most answers never need them."""
NOT_SURE = "Not sure where exactly"


class PartsField(Field):
    """Short labelled boxes side by side; told on each change, as text is."""

    def __init__(self, question: Question, address: str, parent: QWidget | None = None) -> None:
        super().__init__(question, address, parent)
        self._flow = FlowLayout(self, gap=8, line_gap=4)
        self._flow.align_bottom = True
        self._kept: dict[str, JsonValue] = {}
        self.lines: dict[str, LineEdit] = {}
        rare = _RARE.get(question.type, frozenset())
        self._rare = [key for key in self._keys() if key in rare]
        self._open([key for key in self._keys() if key not in rare])
        self.more: QPushButton | None = None
        if self._rare:
            self.more = button("More about them" if question.type is AnswerType.PERSON else "More")
            self.more.setAccessibleName(f"More: {question.label}")
            self.more.clicked.connect(self.open_more)
            self._flow.addWidget(self.more)
            self.more.setProperty("kind", "quiet")

    @override
    def show_answer(self, answer: Answer | None) -> None:
        parts = map_of(answer)
        if any(parts.get(key) for key in self._rare):
            self.open_more()
        for key, line in self.lines.items():
            text = str(parts.pop(key, ""))
            if text != line.text().strip():
                line.setText(text)
        self._kept = parts  # what has no box here is kept (lat, lon)

    @override
    def focus_first(self) -> None:
        next(iter(self.lines.values())).setFocus()

    @override
    def commit(self) -> None:
        typed = {key: line.text().strip() for key, line in self.lines.items()}
        parts = {key: text for key, text in typed.items() if text}
        self.give({**self._kept, **parts} if parts else None)

    def open_more(self) -> None:
        """Open the boxes that most answers do not need."""
        if self.more is None or not self._rare:
            return
        had_focus = self.more.hasFocus()
        first, self._rare = self._rare[0], []
        before = place_before(self)
        self._open([key for key in self._keys() if key not in self.lines])
        self.more.hide()
        follow_layout(self, before)
        if had_focus:
            self.lines[first].setFocus()

    def _keys(self) -> list[str]:
        return [key for key in SHAPES[self.question.type] if key not in NUMBERS]

    def _open(self, keys: list[str]) -> None:
        words = SHAPES[self.question.type]
        for key in keys:
            box = _Labelled(words[key], _LETTERS.get(key, _USUAL_LETTERS), self)
            box.line.setAccessibleName(f"{words[key]}: {self.question.label}")
            box.line.textEdited.connect(self.commit)
            self.lines[key] = box.line
            self._flow.addWidget(box)
            box.show()


class LocationField(PartsField):
    """A place, a postcode, and a plain way to say that it is not certain."""

    def __init__(self, question: Question, address: str, parent: QWidget | None = None) -> None:
        super().__init__(question, address, parent)
        self.not_sure = QCheckBox(NOT_SURE, self)
        self.not_sure.clicked.connect(self._sure_changed)
        self._flow.addWidget(self.not_sure)

    @override
    def show_answer(self, answer: Answer | None) -> None:
        parts = map_of(answer)
        description = str(parts.get("description", ""))
        self.not_sure.setChecked(description.startswith(NOT_SURE))
        if description == NOT_SURE and answer is not None:
            del parts["description"]
            answer = Answer(state=answer.state, value=parts)
        super().show_answer(answer)

    @override
    def give(self, value: JsonValue) -> None:
        parts: dict[str, JsonValue] = {**(value or {})}
        if self.not_sure.isChecked():
            told = str(parts.get("description", ""))
            parts["description"] = (
                told if told.startswith(NOT_SURE) else (f"{NOT_SURE}: {told}" if told else NOT_SURE)
            )
        super().give(parts)

    def _sure_changed(self) -> None:
        line = self.lines.get("description")
        if line is not None and not self.not_sure.isChecked():
            line.setText(line.text().removeprefix(NOT_SURE).removeprefix(": "))
        self.commit()


class PhoneField(TextField):
    """A telephone number, kept as it was told."""

    def __init__(self, question: Question, address: str, parent: QWidget | None = None) -> None:
        super().__init__(question, address, parent)
        self.line.setMaximumWidth(theme().px(280))
        self.line.setPlaceholderText("Even part of a number")


class _Labelled(QWidget):
    """A box below its words, as wide as what is usually written there."""

    def __init__(self, words: str, letters: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._letters = letters
        self.line = LineEdit(words, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(label(words, "hint", self, wrap=False))
        column.addWidget(self.line)

    @override
    def sizeHint(self) -> QSize:
        hint = super().sizeHint()
        wide = self._letters * self.fontMetrics().averageCharWidth() + theme().px(30)
        return QSize(max(hint.width(), wide), hint.height())
