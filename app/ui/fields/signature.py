"""A signature: a typed name and the moment, or drawn with pen or mouse.

Value: {"name": "...", "at": a Time as dict, "strokes": [[[x, y], ...], ...]}.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.forms.told_times import as_time, as_value, format_time
from app.records import clock
from app.ui.fields.canvas import Canvas, Stroke
from app.ui.fields.field import Field, map_of
from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import LineEdit
from app.ui.parts.words import button, label
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.forms.question import Question
    from app.records.record import Answer, JsonValue
    from app.ui.fields.context import FieldContext


class SignatureField(Field):
    """Nothing is signed until the button is pressed; a name in the box alone is not."""

    def __init__(
        self, question: Question, address: str, context: FieldContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, address, parent)
        self._now_text = context.now_text
        self._strokes: list[Stroke] = []
        self._canvas: Canvas | None = None
        self.name = LineEdit(f"Name: {question.label}", self, "Type the full name")
        self.name.setMinimumWidth(theme().px(220))
        self.sign = button("Sign now", "", self)
        self.draw = button("Draw instead", "quiet", self)
        self._signed = label("", "understood", self)
        self.sign.clicked.connect(self.commit)
        self.name.returnPressed.connect(self.commit)
        self.draw.clicked.connect(self.open_canvas)
        top = QWidget(self)
        flow = FlowLayout(top)
        for widget in (self.name, self.sign, self.draw):
            flow.addWidget(widget)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(2)
        self._column.addWidget(top)
        self._column.addWidget(self._signed)
        self._signed.hide()

    @override
    def show_answer(self, answer: Answer | None) -> None:
        value = map_of(answer)
        self._strokes = value.get("strokes", [])
        if value.get("name", "") != self.name.text():
            self.name.setText(str(value.get("name", "")))
        if self._strokes:
            self.open_canvas()
        if self._canvas is not None:
            self._canvas.show_strokes(self._strokes)
        self._say(value)

    @override
    def focus_first(self) -> None:
        self.name.setFocus()

    @override
    def commit(self) -> None:
        name = self.name.text().strip()
        if not name and not self._strokes:
            self.unread.emit("Type the name, or draw, and then sign.")
            return
        self.unread.emit("")
        value: dict[str, Any] = {"name": name, "at": self._moment()}
        if self._strokes:
            value["strokes"] = self._strokes
        self.give({key: part for key, part in value.items() if part})
        self._say(value)

    @override
    def flush(self) -> None:
        """Nothing: leaving the page signs nothing."""

    def open_canvas(self) -> None:
        """Open the paper to draw on."""
        if self._canvas is None:
            self._canvas = Canvas(f"Drawn signature: {self.question.label}", self, height=120)
            self._canvas.drawn.connect(self._drawn)
            self._column.insertWidget(1, self._canvas)
        self._canvas.show()

    def _drawn(self, stroke: Stroke) -> None:
        self._strokes = [*self._strokes, stroke]
        if self._canvas is not None:
            self._canvas.show_strokes(self._strokes)

    def _moment(self) -> JsonValue:
        text = self._now_text()
        now = clock.from_text(text) if text else clock.now()
        return as_value(clock.at_local(clock.local(now)))

    def _say(self, value: dict[str, Any]) -> None:
        if value.get("at"):
            told = as_time(value["at"])
            who = value.get("name") or "Drawn signature"
            when = format_time(told) if told is not None else str(value["at"])
            self._signed.setText(f"✓ Signed: {who}, {when}")
        self._signed.setVisible(bool(value.get("at")))
        self.sign.setText("Sign again" if value.get("at") else "Sign now")
