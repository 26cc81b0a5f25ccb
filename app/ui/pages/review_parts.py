"""The parts of a review: what to look at, what to say is right, and the story itself."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QPushButton, QVBoxLayout, QWidget

from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import TextBox
from app.ui.parts.link import Link
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.casework.readback import ReadLine, ReadPart
    from app.forms.validation import Problem


def link(words: str, address: str, follow: Callable[[str], None]) -> Link:
    """Return words that lead to a question."""
    made = Link(words)
    made.setObjectName(address)
    made.clicked.connect(partial(follow, address))
    return made


class DoubtRow(QFrame):
    """What looks like a slip: go there, or say that it is right and why."""

    settled = Signal(str, str)
    """(address, reason)"""

    def __init__(self, problem: Problem, follow: Callable[[str], None]) -> None:
        super().__init__()
        self.address = problem.address
        self.setProperty("kind", "item")
        self.reason = TextBox(f"Why is it right? {problem.message}", self, lines=1)
        self.reason.setPlaceholderText("Why is it right?")
        self.reason.hide()
        self.right = button("It is right …")
        self.right.setAccessibleName(f"It is right: {problem.message}")
        self.right.clicked.connect(self._press)
        line = QWidget()
        FlowLayout(line, gap=10).addWidget(self.right)
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 4, 8, 6)
        column.setSpacing(2)
        column.addWidget(link(problem.message, problem.address, follow))
        column.addWidget(self.reason)
        column.addWidget(line)

    def _press(self) -> None:
        if self.reason.isHidden():
            self.reason.show()
            self.right.setText("Keep this reason")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif self.reason.toPlainText().strip():
            self.settled.emit(self.address, self.reason.toPlainText())
        else:
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)


def add_part(column: QVBoxLayout, part: ReadPart, change: Callable[[str], None] | None) -> None:
    """Add one part of the story: quotes set apart, everything else as question and answer."""
    column.addSpacing(8)
    column.addWidget(label(part.title, "h2"))
    for section in part.sections:
        if len(part.sections) > 1:
            column.addWidget(label(section.title, "sub"))
        rows: list[ReadLine] = []
        for line in section.lines:
            if line.quote:
                _flush(column, rows, change)
                column.addWidget(_quote(line, change))
            else:
                rows.append(line)
        _flush(column, rows, change)


def _flush(column: QVBoxLayout, rows: list[ReadLine], change: Callable[[str], None] | None) -> None:
    if not rows:
        return
    grid = QGridLayout()
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    grid.setHorizontalSpacing(16)
    grid.setVerticalSpacing(2)
    for row, line in enumerate(rows):
        grid.addWidget(label(line.label, "hint"), row, 0, Qt.AlignmentFlag.AlignTop)
        said = label(line.words, "state" if line.state else "value")
        grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)
        if change is not None:
            grid.addWidget(_change(line, change), row, 2, Qt.AlignmentFlag.AlignTop)
    column.addLayout(grid)
    rows.clear()


def _quote(line: ReadLine, change: Callable[[str], None] | None) -> QWidget:
    """Somebody's own words as they are printed: apart, with the question and who said them."""
    panel = QFrame()
    panel.setProperty("kind", "quoted")
    panel.setAccessibleName(f"{line.label} {line.by}: {line.words}")
    inside = QVBoxLayout()
    inside.setSpacing(2)
    inside.addWidget(label(line.label, "hint"))
    inside.addWidget(label(f"“{line.words}”", "quote"))
    if line.translation:
        inside.addWidget(label(f"In English: {line.translation}", "value"))
    inside.addWidget(label(line.by, "stamp"))
    grid = QGridLayout(panel)
    grid.setContentsMargins(14, 8, 4, 8)
    grid.addLayout(inside, 0, 0)
    grid.setColumnStretch(0, 1)
    if change is not None:
        grid.addWidget(_change(line, change), 0, 1, Qt.AlignmentFlag.AlignTop)
    return panel


def _change(line: ReadLine, change: Callable[[str], None]) -> QPushButton:
    made = button("Change", "tool")
    made.setAccessibleName(f"Change: {line.label}")
    made.clicked.connect(partial(change, line.address))
    return made
