"""The questions of a section, one below the other, with everything a page asks of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.fields.factory import field_for, load
from app.ui.fields.keys import QuestionKeys
from app.ui.fields.repeat import RepeatField
from app.ui.fields.tab_order import follow_layout

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence

    from app.forms.question import Question
    from app.ui.fields.context import FieldContext
    from app.ui.fields.frame import QuestionFrame


class QuestionColumn(QWidget):
    """Frames in the form's order; a question is built when it is first asked."""

    answered = Signal(str, object)
    ticked = Signal(str, str, bool)
    structure_changed = Signal(str)
    source_checked = Signal(str)
    contested_opened = Signal(str)

    def __init__(
        self, questions: Sequence[Question], context: FieldContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._questions = tuple(questions)
        self._context = context
        self._frames: dict[str, QuestionFrame] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(22)
        self._column.addStretch(1)
        QuestionKeys(self)
        self.show_asked()

    def frame(self, address: str) -> QuestionFrame | None:
        """Return the frame at an address, also inside an item."""
        return next((frame for frame in self.frames() if frame.address == address), None)

    def frames(self) -> Iterator[QuestionFrame]:
        """Yield every frame that has been built, items included."""
        for frame in self._frames.values():
            yield from with_items(frame)

    def show_asked(self) -> None:
        """Show the questions that are asked now and hide the others, keeping Tab in order."""
        built = False
        place = 0
        for question in self._questions:
            asked = self._context.answers.is_visible(question.id)
            frame = self._frames.get(question.id)
            if frame is None and asked:
                frame = self._build(question, place)
                built = True
            if frame is None:
                continue
            if frame.isHidden() == asked:
                frame.setVisible(asked)
            place += 1
        if built:
            follow_layout(self)

    def apply(self, changed: Collection[str]) -> None:
        """Show what a change brought about: visibility, calculated values, items."""
        if not changed:
            return
        self.show_asked()
        for frame in self._frames.values():
            frame.refresh()

    def reload(self) -> None:
        """Show again what the answers say (after undo, or when newer ones have come)."""
        self.show_asked()
        for frame in list(self.frames()):
            load(frame, self._context)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Show these problems by address and take away all others."""
        for frame in self.frames():
            frame.show_problem(problems.get(frame.address, ""))

    def flush(self) -> None:
        """Give at once what has not settled yet."""
        for frame in self._frames.values():
            frame.flush()

    def focus_on(self, address: str) -> bool:
        """Put the focus on a question; False when it is not here."""
        frame = self.frame(address)
        if frame is None or frame.isHidden():
            return False
        frame.focus_first()
        return True

    def _build(self, question: Question, place: int) -> QuestionFrame:
        frame = field_for(question, question.id, self._context, self)
        frame.answered.connect(self.answered)
        frame.ticked.connect(self.ticked)
        frame.structure_changed.connect(self.structure_changed)
        frame.source_checked.connect(self.source_checked)
        frame.contested_opened.connect(self.contested_opened)
        self._frames[question.id] = frame
        self._frames = {q.id: self._frames[q.id] for q in self._questions if q.id in self._frames}
        self._column.insertWidget(place, frame)
        return frame


def with_items(frame: QuestionFrame) -> Iterator[QuestionFrame]:
    """Yield a frame and those inside its items."""
    yield frame
    if isinstance(frame.field, RepeatField):
        for inner in frame.field.frames():
            yield from with_items(inner)
