"""What most questions never show, each made when it is first wanted and put in its place.

Problem line, ways to ask and marks stand above the field; note and put-back below everything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from app.forms.question import OTHER
from app.ui.fields.extras import Marks, NoteBox, PutBack
from app.ui.parts.words import label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QLabel, QVBoxLayout

    from app.records.record import Answer
    from app.ui.fields.field import Field


class FrameParts(QObject):
    """The rarely used parts of one frame."""

    noted = Signal(object)
    """(Answer): the same answer with another note or reason."""
    put_back_wanted = Signal()
    source_checked = Signal()
    contested_opened = Signal()

    def __init__(self, frame: QWidget, column: QVBoxLayout, field: Field) -> None:
        super().__init__(frame)
        self._frame = frame
        self._column = column
        self._field = field
        self._problem: QLabel | None = None
        self._prompts: QLabel | None = None
        self._marks: Marks | None = None
        self._note: NoteBox | None = None
        self._put_back: PutBack | None = None
        self.note_after: QWidget | None = None
        """What Tab comes from on its way to the note."""

    @property
    def problem(self) -> str:
        """The problem line that is shown, or nothing."""
        return "" if self._problem is None else self._problem.text()

    def show_problem(self, text: str) -> None:
        """Show a problem line above the field, or take it away when there is none."""
        if self._problem is None:
            if not text:
                return
            self._problem = label("", "problem", self._frame)
            self._above_field(self._problem)
        self._problem.setText(f"! {text}" if text else "")
        self._problem.setVisible(bool(text))

    def open_prompts(self) -> None:
        """Show or fold the optional wordings."""
        prompts = self._field.question.prompts
        if self._prompts is not None:
            self._prompts.setVisible(self._prompts.isHidden())
        elif prompts:
            self._prompts = label("\n".join(f"• {words}" for words in prompts), "hint", self._frame)
            self._above_field(self._prompts)

    def show_contested(self, lines: Sequence[str], *, on: bool) -> None:
        """Mark the answer as one of several versions, each of them a line to read."""
        if on or self._marks is not None:
            self._get_marks().show_contested(lines, on=on)

    def show_answer(self, answer: Answer | None) -> None:
        """Show where an answer is from and what is noted beside it."""
        source = answer.source if answer is not None else None
        if source is not None or self._marks is not None:
            self._get_marks().show_source(source)
        other = answer is not None and OTHER in self._field.codes
        wants = other or (answer is not None and bool(answer.note or answer.why))
        if wants or self._note is not None:
            self.note.show_for(answer, other=other)

    def open_note(self, answer: Answer) -> None:
        """Open the note and put the focus in it."""
        self.note.open_for(answer, other=OTHER in self._field.codes)

    @property
    def note(self) -> NoteBox:
        """The note beside the answer."""
        if self._note is None:
            self._note = NoteBox(self._field.question.label, self._frame)
            self._note.changed.connect(self.noted)
            self._column.addWidget(self._note)
            if self.note_after is not None:
                QWidget.setTabOrder(self.note_after, self._note.box)
        return self._note

    @property
    def put_back(self) -> PutBack:
        """What stood here before a state or a clearing took its place."""
        if self._put_back is None:
            self._put_back = PutBack(self._frame)
            self._put_back.wanted.connect(self.put_back_wanted)
            self._column.addWidget(self._put_back)
        return self._put_back

    @property
    def holds_back(self) -> bool:
        """Whether there is something to put back."""
        return self._put_back is not None and self._put_back.holds

    def forget(self) -> None:
        """Keep nothing to put back any longer."""
        if self._put_back is not None:
            self._put_back.forget()

    def _get_marks(self) -> Marks:
        if self._marks is None:
            self._marks = Marks(self._frame)
            self._marks.source_checked.connect(self.source_checked)
            self._marks.contested_opened.connect(self.contested_opened)
            self._above_field(self._marks)
        return self._marks

    def _above_field(self, part: QWidget) -> None:
        self._column.insertWidget(self._column.indexOf(self._field), part)
