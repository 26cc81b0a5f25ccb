"""A drawing or body map, and beside it the same in words: a line for each mark.

Value: {"marks": [{"points": [[x, y], ...], "text": "..."}, {"text": "..."}]}; whole thousandths of
the sheet. A mark without points was only told in words. It records what the child showed, and is
no medical finding.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.fields.canvas import Canvas, body_outline
from app.ui.fields.field import Field, map_of
from app.ui.icons import add_icon
from app.ui.parts.inputs import LineEdit
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from app.forms.question import Question
    from app.records.record import Answer

BODY_MAPS = frozenset({"injuries_map"})


class DrawingField(Field):
    """Paper, and a list that needs no pen."""

    def __init__(self, question: Question, address: str, parent: QWidget | None = None) -> None:
        super().__init__(question, address, parent)
        body = question.id in BODY_MAPS
        self.canvas = Canvas(
            f"Drawing: {question.label}. The list below does the same in words.",
            self,
            body_outline() if body else None,
            height=380 if body else 260,
        )
        self.canvas.drawn.connect(self._drawn)
        self._body = body
        self._marks: list[dict[str, Any]] = []
        self.rows: list[_MarkRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self._column.addWidget(self.canvas)
        if body:
            self._column.addWidget(label("Front on the left, back on the right.", "hint", self))
        self.add = button("Add a mark in words", "", self)
        add_icon(self.add, "plus")
        self.add.clicked.connect(self.add_in_words)
        self._column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)

    @override
    def show_answer(self, answer: Answer | None) -> None:
        marks: list[dict[str, Any]] = map_of(answer).get("marks", [])
        if marks != self._kept():
            self._marks = [dict(mark) for mark in marks]
            self._show_rows()
        self.canvas.show_strokes([mark["points"] for mark in self._marks if mark.get("points")])

    @override
    def focus_first(self) -> None:
        (self.rows[0].line if self.rows else self.add).setFocus()

    def add_in_words(self) -> None:
        """Add a mark that is only told in words."""
        self._marks.append({"text": ""})
        self._show_rows()
        self.rows[-1].line.setFocus()

    def _drawn(self, points: list[list[int]]) -> None:
        self._marks.append({"points": points, "text": ""})
        self._show_rows()
        self._tell()

    def _text_changed(self, place: int, text: str) -> None:
        self._marks[place]["text"] = text
        self._tell()

    def _remove(self, place: int, _checked: bool = False) -> None:
        del self._marks[place]
        self._show_rows()
        self._tell()
        self.add.setFocus()

    def _kept(self) -> list[dict[str, Any]]:
        return [
            {name: part for name, part in mark.items() if part}
            for mark in self._marks
            if mark.get("points") or str(mark.get("text", "")).strip()
        ]

    def _tell(self) -> None:
        marks = self._kept()
        self.canvas.show_strokes([mark["points"] for mark in self._marks if mark.get("points")])
        self.give({"marks": marks} if marks else None)

    def _show_rows(self) -> None:
        for row in self.rows:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self.rows = []
        before: QWidget = self.add
        for place, mark in enumerate(self._marks):
            row = _MarkRow(place, mark, self)
            row.line.textEdited.connect(partial(self._text_changed, place))
            row.remove.clicked.connect(partial(self._remove, place))
            self._column.insertWidget(self._column.count() - 1, row)
            self.rows.append(row)
        for row in self.rows:
            row.show()
            QWidget.setTabOrder(before, row.line)
            QWidget.setTabOrder(row.line, row.remove)
            before = row.remove


class _MarkRow(QWidget):
    """What one mark shows, in words."""

    def __init__(self, place: int, mark: dict[str, Any], parent: QWidget) -> None:
        super().__init__(parent)
        drawn = bool(mark.get("points"))
        caption: QLabel = label(f"{place + 1}" if drawn else "·", "hint", self, wrap=False)
        example = "What the child showed or said here"
        self.line = LineEdit(f"Mark {place + 1}: {example.lower()}", self, example)
        self.line.setText(str(mark.get("text", "")))
        self.remove: QPushButton = button("Take out", "quiet", self)
        self.remove.setAccessibleName(f"Take out mark {place + 1}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(caption)
        row.addWidget(self.line, 1)
        row.addWidget(self.remove)
