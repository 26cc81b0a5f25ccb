"""One section of a form: its questions in order, shown and hidden as answers change."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.forms.question import AnswerType, Question, Section
from app.records.record import Answer
from app.ui.fields.factory import field_for, load
from app.ui.fields.frame import QuestionFrame, frame_of
from app.ui.parts.words import label

if TYPE_CHECKING:
    from app.forms.session import FormSession
    from app.ui.fields.context import FieldContext

MARGIN = 32


class SectionView(QScrollArea):
    """Builds a section's questions once and keeps them true to the session."""

    answered = Signal(str, object)
    ticked = Signal(str, str, bool)
    structure_changed = Signal(str)
    contested_opened = Signal(str)

    def __init__(
        self,
        section: Section,
        questions: Iterable[Question],
        session: FormSession,
        context: FieldContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.section = section
        self._session = session
        self._context = context
        self.frames: dict[str, QuestionFrame] = {}
        self._doubted: set[str] = set()
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(MARGIN, 20, MARGIN, 24)
        self._column.setSpacing(18)
        self.setWidget(inside)
        self._column.addWidget(label(section.title, "h1"))
        if section.note:
            self._column.addWidget(label(section.note, "hint"))
        for question in questions:
            self._add(question, context)
        self.nothing = label("Nothing is asked here for this child.", "hint")
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        self.refresh()

    def _add(self, question: Question, context: FieldContext) -> None:
        frame = field_for(question, question.id, context, self.widget())
        frame.answered.connect(self.answered)
        frame.ticked.connect(self.ticked)
        frame.structure_changed.connect(self.structure_changed)
        frame.contested_opened.connect(self.contested_opened)
        frame.source_checked.connect(self._confirmed)
        frame.setVisible(self._session.is_visible(question.id))
        self.frames[question.id] = frame
        self._column.addWidget(frame)

    def _confirmed(self, address: str) -> None:
        """A pre-filled answer that the worker has checked becomes the worker's own."""
        kept = self._session.answer(address)
        if kept is not None:
            own = Answer(state=kept.state, value=kept.value, note=kept.note, why=kept.why)
            self.frames[address].set_answer(own)
            self.answered.emit(address, own)

    def fill(self, frame: QuestionFrame) -> None:
        """Show what the session holds for a question."""
        load(frame, self._context)

    def refresh(self, changed: Iterable[str] | None = None) -> None:
        """Show and hide what changed, or everything; renew calculated values and repeats."""
        roots = None if changed is None else {address.split("/")[0] for address in changed}
        for address, frame in self.frames.items():
            if roots is not None and address not in roots:
                continue
            asked = self._session.is_visible(address)
            if asked == frame.isHidden():
                frame.setVisible(asked)
            if frame.question.type in (AnswerType.CALCULATED, AnswerType.AUTO) or roots is not None:
                frame.refresh()
        self.nothing.setVisible(all(frame.isHidden() for frame in self.frames.values()))

    def mark(self, problems: dict[str, str]) -> None:
        """Show these problems beside their questions, and no others."""
        for frame in self.findChildren(QuestionFrame):
            frame.show_problem(problems.get(frame.address, ""))

    def show_doubts(self) -> None:
        """Show what is true but more often a slip; a doubt with a reason given is settled."""
        doubts = {
            address: words
            for address, words in self._session.doubts().items()
            if not ((given := self._session.answer(address)) and given.why)
        }
        for address in sorted(self._doubted | doubts.keys()):
            frame = self.frame_at(address)
            if frame is not None:
                frame.show_problem(doubts.get(address, ""))
        self._doubted = set(doubts)

    def flush(self) -> None:
        """Let every field give what has not settled yet."""
        for frame in self.frames.values():
            frame.flush()

    def frame_at(self, address: str) -> QuestionFrame | None:
        """The frame of an address, also inside a repeat."""
        if address in self.frames:
            return self.frames[address]
        return next((f for f in self.findChildren(QuestionFrame) if f.address == address), None)

    def go_to(self, address: str, caret: int | None = None) -> bool:
        """Put the focus, and the caret, into a question; False when it is not here."""
        frame = self.frame_at(address)
        if frame is None:
            return False
        frame.focus_first()
        self.ensureWidgetVisible(frame, 0, 80)
        if caret is not None:
            _place_caret(frame, caret)
        return True

    def focus_start(self) -> bool:
        """Put the focus into the first question that is asked; False when none is."""
        for frame in self.frames.values():
            if not frame.isHidden():
                frame.focus_first()
                return True
        return False


def caret_of(widget: QWidget | None) -> tuple[str, int]:
    """The address and caret position of a widget inside a question; empty when in none."""
    frame = frame_of(widget)
    if frame is None:
        return "", 0
    if isinstance(widget, QPlainTextEdit):
        return frame.address, widget.textCursor().position()
    if isinstance(widget, QLineEdit):
        return frame.address, widget.cursorPosition()
    return frame.address, 0


def _place_caret(frame: QuestionFrame, caret: int) -> None:
    box = frame.findChild(QPlainTextEdit)
    if box is not None:
        cursor = box.textCursor()
        cursor.setPosition(min(caret, len(box.toPlainText())))
        box.setTextCursor(cursor)
        box.setFocus(Qt.FocusReason.OtherFocusReason)
        return
    line = frame.findChild(QLineEdit)
    if line is not None:
        line.setCursorPosition(caret)


BuildSection = Callable[[Section], SectionView]
