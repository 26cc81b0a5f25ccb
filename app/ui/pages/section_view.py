"""One section of a form: its questions in order, shown and hidden as answers change.

Where one talk covers several episodes, what each of them is asked stands under its own heading.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QScrollArea, QVBoxLayout, QWidget

from app.forms.answer_types import told_words
from app.forms.question import SYSTEM, Question, Section
from app.records.record import Answer, RecordKind
from app.ui.fields.column import QuestionColumn
from app.ui.fields.factory import load
from app.ui.fields.frame import QuestionFrame, frame_of
from app.ui.parts.flow import set_shown
from app.ui.parts.words import label

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from app.forms.contested import Version
    from app.forms.session import FormSession
    from app.ui.fields.context import FieldContext

MARGIN = 32


class SectionView(QScrollArea):
    """Builds a question when it is first asked, and keeps all true to the session."""

    answered = Signal(str, object)
    ticked = Signal(str, str, bool)
    structure_changed = Signal(str)
    grown = Signal()
    """A question was built, so the line of Tab has to be chained again."""

    def __init__(
        self,
        section: Section,
        questions: Sequence[Question],
        session: FormSession,
        context: FieldContext,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.section = section
        self._session = session
        self._context = context
        self._doubted: set[str] = set()
        self._contested: Mapping[str, Sequence[Version]] = {}
        self._columns: list[QuestionColumn] = []
        self._headings: list[QWidget] = []
        self._plain_area()
        inside = QWidget()
        inside.setObjectName("scrolled")
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(MARGIN, 20, MARGIN, 24)
        self._column.setSpacing(18)
        self.setWidget(inside)
        self._column.addWidget(label(section.title, "h1"))
        if section.note:
            self._column.addWidget(label(section.note, "hint"))
        self._add_episodes(questions)
        self.nothing = label("Nothing is asked here for this child.", "hint")
        self._column.addWidget(self.nothing)
        self._column.addStretch(1)
        self.refresh()

    def _plain_area(self) -> None:
        self.setWidgetResizable(True)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)

    def _add_episodes(self, questions: Sequence[Question]) -> None:
        of_episode = [one for one in questions if _is_of_episode(one)]
        scopes = self._session.worksheet.scopes
        several = len(scopes) > 1 and bool(of_episode)
        for scope in scopes if several else ("",):
            if several:
                self._headings.append(label(self._name_of(scope), "h2"))
                self._column.addWidget(self._headings[-1])
            self._add_column(of_episode if scope else questions, scope)

    def _add_column(self, questions: Sequence[Question], scope: str) -> None:
        column = QuestionColumn(questions, self._context, self.widget(), scope=scope)
        column.answered.connect(self.answered)
        column.ticked.connect(self.ticked)
        column.structure_changed.connect(self.structure_changed)
        column.source_checked.connect(self._confirmed)
        column.grown.connect(self._grew)
        self._columns.append(column)
        self._column.addWidget(column)

    def _name_of(self, scope: str) -> str:
        episode = self._session.worksheet.episode(scope)
        began = told_words(episode, "missing_from_at") if episode else ""
        return f"The episode that began {began}" if began else "The episode without a time"

    # ---- what is shown ------------------------------------------------------------------------

    @property
    def frames(self) -> dict[str, QuestionFrame]:
        """Every question that has been built, by address, items included."""
        return {frame.address: frame for column in self._columns for frame in column.frames()}

    def frame_at(self, address: str) -> QuestionFrame | None:
        """The frame of an address, also inside a repeat."""
        found = (column.frame(address) for column in self._columns)
        return next((frame for frame in found if frame is not None), None)

    def fill(self, frame: QuestionFrame) -> None:
        """Show what the session holds for a question."""
        load(frame, self._context)

    def refresh(self, changed: Collection[str] | None = None) -> None:
        """Show and hide what changed, or everything; renew calculated values and repeats."""
        for column in self._columns:
            if changed is None:
                column.show_asked()
            else:
                column.apply(changed)
        for heading, column in zip(self._headings, self._columns, strict=False):
            set_shown(heading, on=bool(column.top_frames()))
        set_shown(self.nothing, on=not any(column.top_frames() for column in self._columns))

    def reload(self) -> None:
        """Show everything again as the session has it."""
        for column in self._columns:
            column.reload()

    def mark(self, problems: Mapping[str, str]) -> None:
        """Show these problems beside their questions, and no others."""
        for column in self._columns:
            column.show_problems(problems)

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

    def show_contested(self, contested: Mapping[str, Sequence[Version]]) -> None:
        """Mark the answers of which there are two versions; each can be read."""
        for address in self._contested.keys() | contested.keys():
            frame = self.frame_at(address)
            if frame is not None:
                lines = [version.line for version in contested.get(address, ())]
                frame.show_contested(lines, on=bool(lines))
        self._contested = contested

    def show_recorded(self, addresses: Iterable[str], words: str) -> None:
        """Say beside these questions when their answers became durable."""
        for address in addresses:
            frame = self.frame_at(address)
            if frame is not None and not frame.compact:
                answered = self._session.has_answer(address)
                frame.show_recorded(words if answered else "")

    def flush(self) -> None:
        """Let every field give what has not settled yet."""
        for column in self._columns:
            column.flush()

    # ---- going there --------------------------------------------------------------------------

    def go_to(self, address: str, caret: int | None = None) -> bool:
        """Put the focus, and the caret, into a question; False when it is not here."""
        frame = self.frame_at(address)
        if frame is None or frame.isHidden():
            return False
        frame.focus_first()
        self.ensureWidgetVisible(frame, 0, 80)
        if caret is not None:
            _place_caret(frame, caret)
        return True

    def focus_start(self) -> bool:
        """Put the focus where typing starts; False when nothing is typed here."""
        for column in self._columns:
            for frame in column.top_frames():
                if frame.question.type not in SYSTEM and not frame.field.read_only:
                    frame.focus_first()
                    return True
        return False

    def _grew(self) -> None:
        self.show_contested(self._contested)
        self.grown.emit()

    def _confirmed(self, address: str) -> None:
        """A pre-filled answer that the worker has checked becomes the worker's own."""
        kept, frame = self._session.answer(address), self.frame_at(address)
        if kept is not None and frame is not None:
            own = Answer(state=kept.state, value=kept.value, note=kept.note, why=kept.why)
            frame.set_answer(own)
            self.answered.emit(address, own)


def _is_of_episode(question: Question) -> bool:
    return question.home is RecordKind.MISSING_EPISODE and not question.every


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
