"""A field in a named group, with the parts that most questions never show."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGroupBox, QVBoxLayout

from app.ui.fields.frame_parts import FrameParts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget

    from app.forms.question import Question
    from app.ui.fields.extras import NoteBox
    from app.ui.fields.field import Field


class FramedField(QGroupBox):
    """What a frame is before it knows of states: a field, a column and rarely used parts."""

    def __init__(self, field: Field, parent: QWidget | None, *, compact: bool) -> None:
        super().__init__(parent)
        self.field = field
        self.compact = compact
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.setSpacing(2 if compact else 4)
        self.parts = FrameParts(self, self.column, field)

    @property
    def question(self) -> Question:
        """The question as the form has it."""
        return self.field.question

    @property
    def address(self) -> str:
        """Where its answer lives on this screen."""
        return self.field.address

    @property
    def note(self) -> NoteBox:
        """The note beside the answer, made when it is first wanted."""
        return self.parts.note

    @property
    def problem(self) -> str:
        """The problem line that is shown, or nothing."""
        return self.parts.problem

    def show_problem(self, text: str) -> None:
        """Show a problem line above the field, or take it away when there is none."""
        self.parts.show_problem(text)

    def show_contested(self, lines: Sequence[str] = (), *, on: bool) -> None:
        """Mark the answer as one of several versions, each of them a line to read."""
        self.parts.show_contested(lines, on=on)

    def open_prompts(self) -> None:
        """Show or fold the optional wordings."""
        self.parts.open_prompts()

    def open_extra(self) -> None:
        """Open what else the field has: who said a quote."""
        for _, act in self.field.extras:
            act()
