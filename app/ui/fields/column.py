"""The questions of a section, one below the other, with everything a page asks of them at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.forms.question import SYSTEM
from app.forms.sheet import in_scope
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
    """Frames in the form's order; a question is built when it is first asked.

    `scope` is the episode whose answers are shown, "" for the first of the screen.
    """

    answered = Signal(str, object)
    ticked = Signal(str, str, bool)
    structure_changed = Signal(str)
    source_checked = Signal(str)
    contested_opened = Signal(str)
    grown = Signal()
    """A question was built: what chains Tab over the whole page does so again."""

    def __init__(
        self,
        questions: Sequence[Question],
        context: FieldContext,
        parent: QWidget | None = None,
        *,
        scope: str = "",
    ) -> None:
        super().__init__(parent)
        self._questions = {in_scope(scope, question.id): question for question in questions}
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
        if address in self._frames:
            return self._frames[address]
        return next((frame for frame in self.frames() if frame.address == address), None)

    def frames(self) -> Iterator[QuestionFrame]:
        """Yield every frame that has been built, items included."""
        for frame in self._frames.values():
            yield from with_items(frame)

    def top_frames(self) -> list[QuestionFrame]:
        """The frames that are shown, in order, without those inside items."""
        return [frame for frame in self._frames.values() if not frame.isHidden()]

    def show_asked(self) -> None:
        """Show the questions that are asked now and hide the others, keeping Tab in order."""
        built = False
        place = 0
        for address, question in self._questions.items():
            asked = self._context.is_shown(address)
            frame = self._frames.get(address)
            if frame is None and asked:
                frame = self._build(question, address, place)
                built = True
            if frame is None:
                continue
            if frame.isHidden() == asked:
                frame.setVisible(asked)
            place += 1
        if built:
            follow_layout(self)
            self.grown.emit()

    def apply(self, changed: Collection[str]) -> None:
        """Show what a change brought about: visibility, calculated values, items."""
        if not changed:
            return
        self.show_asked()
        roots = {address.split("/", maxsplit=1)[0] for address in changed}
        for address, frame in self._frames.items():
            if address in roots or frame.question.type in SYSTEM:
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

    def _build(self, question: Question, address: str, place: int) -> QuestionFrame:
        frame = field_for(question, address, self._context, self)
        frame.answered.connect(self.answered)
        frame.ticked.connect(self.ticked)
        frame.structure_changed.connect(self.structure_changed)
        frame.source_checked.connect(self.source_checked)
        frame.contested_opened.connect(self.contested_opened)
        self._frames[address] = frame
        self._frames = {at: self._frames[at] for at in self._questions if at in self._frames}
        self._column.insertWidget(place, frame)
        return frame


def with_items(frame: QuestionFrame) -> Iterator[QuestionFrame]:
    """Yield a frame and those inside its items."""
    yield frame
    if isinstance(frame.field, RepeatField):
        for inner in frame.field.frames():
            yield from with_items(inner)
