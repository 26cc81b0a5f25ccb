"""The frame around every question: its words, the field, why there is no answer, and what is known.

Keys while the focus is in a frame (app/ui/fields/keys.py): Alt+N not asked, Alt+D declined,
Alt+K does not know, Alt+A not applicable, Alt+C clear, Alt+O note, Alt+W ways to ask,
Alt+Q who said it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal

from app.records.record import Answer, AnswerState
from app.ui.fields import key_names as keys
from app.ui.fields import states
from app.ui.fields.answer_row import AnswerRow
from app.ui.fields.choice import ChoiceField
from app.ui.fields.field import is_state
from app.ui.fields.framed_field import FramedField
from app.ui.fields.heading import Heading
from app.ui.fields.multi import MultiField
from app.ui.fields.state_menu import EMPTY, Tool, show_state, state_menu
from app.ui.parts.flow import set_shown
from app.ui.parts.words import label

if TYPE_CHECKING:
    from collections.abc import Collection

    from PySide6.QtWidgets import QMenu, QPushButton, QWidget

    from app.forms.question import Question
    from app.ui.fields.field import Field

PROMPTS, NOTE, CLEAR = "Ways to ask", "Note", "Clear"


class QuestionFrame(FramedField):
    """One question on the screen. `compact` is for questions inside an item of a repeat."""

    answered = Signal(str, object)
    ticked = Signal(str, str, bool)
    structure_changed = Signal(str)
    source_checked = Signal(str)
    """(address): the worker says a pre-filled answer is right."""
    contested_opened = Signal(str)
    """(address): the worker wants to see both versions."""

    def __init__(
        self, field: Field, parent: QWidget | None = None, *, compact: bool = False
    ) -> None:
        super().__init__(field, parent, compact=compact)
        self._heading: Heading | None = None
        self._menu: QPushButton | None = None
        self._row: AnswerRow | None = None
        self._answer: Answer | None = None
        in_row = isinstance(field, ChoiceField) or states.in_a_row(field.question)
        self._folds = compact or not in_row
        self._build(field.question)
        field.answered.connect(self._field_answered)
        field.ticked.connect(self._field_ticked)
        field.structure_changed.connect(self.structure_changed)
        field.unread.connect(self.show_problem)
        self.parts.noted.connect(self._note_changed)
        self.parts.put_back_wanted.connect(self._restore)
        self.parts.source_checked.connect(lambda: self.source_checked.emit(self.address))
        self.parts.contested_opened.connect(lambda: self.contested_opened.emit(self.address))

    @property
    def offered(self) -> tuple[AnswerState, ...]:
        """The states it may be given: none where nothing is asked of this person."""
        return () if self.field.read_only else states.offered(self.question)

    @property
    def answer(self) -> Answer | None:
        """The answer as it stands."""
        return self._answer

    def set_answer(self, answer: Answer | None) -> None:
        """Show an answer and tell nobody."""
        self._answer = answer
        self.field.set_answer(answer)
        self._sync()

    def set_ticks(self, codes: Collection[str]) -> None:
        """Show the ticked options of a multiple choice and tell nobody."""
        if isinstance(self.field, MultiField):
            self.field.set_ticks(codes)
            self._sync()

    def focus_first(self) -> None:
        """Put the focus where answering starts."""
        self.field.focus_first()

    def flush(self) -> None:
        """Give at once what has not settled yet."""
        self.field.flush()
        if self._row is not None:
            self._row.flush()

    def show_recorded(self, text: str) -> None:
        """Say when the answer was recorded: "Recorded 14:31"."""
        if self._heading is not None:
            self._heading.show_stamp(text)

    def refresh(self) -> None:
        """Show again what the answers say inside a repeat, a grid or a calculated value."""
        self.field.refresh()
        self._sync()

    def give_state(self, state: AnswerState) -> None:
        """Say why there is no answer; the same once more takes it back."""
        if state not in self.offered or not self.field.takes_states:
            return
        self.flush()
        if self._answer is not None and self._answer.state is state:
            self._take_back()
            return
        self._keep_for_later(states.words(state, self.question))
        self._give(Answer(state=state))

    def clear(self) -> None:
        """Leave the question unanswered."""
        self.flush()
        if not self.field.clearable:
            return
        self._keep_for_later("Cleared")
        self._give(None)

    def open_note(self) -> None:
        """Open the note beside an answer, or why there is none."""
        if self._answer is not None and not self.field.read_only:
            self.parts.open_note(self._answer)

    def open_menu(self) -> None:
        """Open the states and tools of a question inside an item."""
        if self._menu is not None:
            self.menu().popup(self._menu.mapToGlobal(self._menu.rect().bottomLeft()))

    def menu(self) -> QMenu:
        """Return the states and tools of this question as they stand now."""
        return state_menu(self, self.question, self.give_state, self.tools())

    def tools(self) -> list[Tool]:
        """Return the rarely used things of this question: words, what they do, the key."""
        found: list[Tool] = []
        if self.question.prompts:
            found.append((PROMPTS, self.open_prompts, keys.PROMPTS))
        found += [(text, act, keys.EXTRA) for text, act in self.field.extras]
        if self.offered:
            found += [(NOTE, self.open_note, keys.NOTE), (CLEAR, self.clear, keys.CLEAR)]
        return found

    def _build(self, question: Question) -> None:
        self.setAccessibleName(question.label)
        offered = self.offered
        words = label(question.label, "sub" if self.compact else "question", self)
        if offered or question.prompts:
            self._heading = Heading(words, self)
            self.column.addWidget(self._heading)
            self._add_tools(self._heading)
        else:
            self.column.addWidget(words)
        if question.guidance:
            self.column.addWidget(label(question.guidance, "hint", self))
        self.column.addWidget(self.field)
        if offered and not self._folds:
            self._add_row(question, offered)
        if self._row is not None:
            self.parts.note_after = self._row.buttons[-1]

    def _add_tools(self, heading: Heading) -> None:
        if self.compact:
            if self.offered:
                self._menu = heading.add_tool(EMPTY, self.open_menu)
            return
        for text, act, key in reversed(self.tools()):  # what comes and goes stands first
            heading.add_tool(text, act, key)
        if self._folds and self.offered:
            self._menu = heading.add_tool(EMPTY, self.open_menu)
        for text in (NOTE, CLEAR):
            heading.show_tool(text, on=False)

    def _add_row(self, question: Question, offered: tuple[AnswerState, ...]) -> None:
        if isinstance(self.field, ChoiceField):
            self._row = self.field.row
            return
        named = [(state, states.words(state, question)) for state in offered]
        self._row = AnswerRow([], named, self, caption="Not answered?")
        self._row.settled.connect(self._row_settled)
        self.column.addWidget(self._row)

    def _row_settled(self, key: object) -> None:
        if isinstance(key, AnswerState):
            self.give_state(key)
        elif self._answer is not None and self._answer.state is not AnswerState.ANSWERED:
            self._take_back()

    def _field_answered(self, address: str, answer: Answer | None) -> None:
        if address == self.address:
            self._answer = answer
            if answer is not None:
                self.parts.forget()
            self._sync()
        self.answered.emit(address, answer)

    def _field_ticked(self, address: str, code: str, on: bool) -> None:
        if address == self.address:
            self._ticks_changed()
        self.ticked.emit(address, code, on)
        if address == self.address and self._answer is not None and self._answer.note:
            # A tick makes the container's own answer go; its note stays with what is ticked.
            self.answered.emit(self.address, self._answer)

    def _ticks_changed(self) -> None:
        """A state goes when something is told, and a told list counts as answered."""
        held = self.field.holds_something
        if held and (self._answer is None or is_state(self._answer)):
            self._answer = Answer(state=AnswerState.ANSWERED)
        elif not held and not is_state(self._answer):
            self._answer = None
        self.field.keep(self._answer)
        self._sync()

    def _give(self, answer: Answer | None) -> None:
        held = self.field.holds_something or self._answer is not None
        self.field.let_go()
        self._answer = answer
        self.field.set_answer(answer)
        self._sync()
        if held or answer is not None:
            self.answered.emit(self.address, answer)

    def _keep_for_later(self, words: str) -> None:
        if isinstance(self.field, ChoiceField) or not self.field.holds_something:
            return
        ticks = self.field.ticks() if isinstance(self.field, MultiField) else []
        self.parts.put_back.keep(words, self._answer, ticks)

    def _take_back(self) -> None:
        if self.parts.holds_back:
            self._restore()
        else:
            self._give(None)

    def _restore(self) -> None:
        answer, ticks = self.parts.put_back.take()
        self._give(answer)
        if isinstance(self.field, MultiField):
            self.field.tick_all(ticks)
        self.focus_first()

    def _sync(self) -> None:
        answer = self._answer
        state = answer.state if answer is not None else None
        given = is_state(answer)
        if self._row is not None:
            if not isinstance(self.field, ChoiceField):
                self._row.show_key(state if given else None)
            set_shown(self._row, on=self.field.takes_states)
        if self._menu is not None:
            show_state(self._menu, self.question, state if given else None)
            set_shown(self._menu, on=self.field.takes_states)
        if self._heading is not None:
            self._heading.show_tool(NOTE, on=answer is not None)
            self._heading.show_tool(CLEAR, on=self.field.clearable)
        self.parts.show_answer(answer)

    def _note_changed(self, answer: Answer) -> None:
        self._answer = answer
        self.field.keep(answer)
        self.answered.emit(self.address, answer)


def frame_of(widget: QWidget | None) -> QuestionFrame | None:
    """Return the innermost question a widget belongs to."""
    while widget is not None and not isinstance(widget, QuestionFrame):
        widget = widget.parentWidget()
    return widget
