"""What every field of an answer has in common."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QWidget

from app.records.record import Answer, AnswerState, JsonValue

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from app.forms.question import Question

SETTLE_MS = 400
"""A choice counts once it has stood this long, or the focus has left: passing over is no answer."""


class Field(QWidget):
    """A widget for the answer at one address. Showing an answer tells nobody; changing it does."""

    answered = Signal(str, object)
    """(address, Answer or None): of this field or, in a repeat or grid, of one inside it."""
    ticked = Signal(str, str, bool)
    """(address, option, on): of a multiple choice."""
    structure_changed = Signal(str)
    """(address): items were added, removed or moved; the answers already know."""
    unread = Signal(str)
    """(words): what is typed cannot be used yet, in plain words; empty once it can."""

    def __init__(self, question: Question, address: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.question = question
        self.address = address
        self._answer: Answer | None = None
        self._timer: QTimer | None = None

    @property
    def answer(self) -> Answer | None:
        """The answer as it was last shown or given."""
        return self._answer

    def set_answer(self, answer: Answer | None) -> None:
        """Show an answer; an unfinished choice is dropped in its favour."""
        if self._timer is not None:
            self._timer.stop()
        self._answer = answer
        self.show_answer(answer if answer and answer.state is AnswerState.ANSWERED else None)

    def show_answer(self, answer: Answer | None) -> None:
        """Put an answered answer, or nothing, on the screen."""
        raise NotImplementedError

    def focus_first(self) -> None:
        """Put the focus where answering starts."""
        self.setFocus()

    def flush(self) -> None:
        """Give at once what has not settled yet."""
        if self._timer is not None and self._timer.isActive():
            self._timer.stop()
            self.commit()

    def commit(self) -> None:
        """Read what is on the screen and give it as the answer."""

    def refresh(self) -> None:
        """Show again what the answers say, where a field holds more than its own answer."""

    def settle(self) -> None:
        """Wait until the choice has stood a moment, then commit it."""
        if self._timer is None:
            self._timer = QTimer(self)
            self._timer.setSingleShot(True)
            self._timer.setInterval(SETTLE_MS)
            self._timer.timeout.connect(self.commit)
        self._timer.start()

    def give(self, value: JsonValue) -> None:
        """Tell the new value; nothing, an empty text or an empty map is no answer."""
        if value is None or value in ("", {}):
            self.give_answer(None)
        else:
            self.give_answer(self.compose(value))

    def give_answer(self, answer: Answer | None) -> None:
        """Tell a new answer, unless it is the one already told."""
        if answer != self._answer:
            self._answer = answer
            self.answered.emit(self.address, answer)

    @property
    def codes(self) -> Collection[str]:
        """The options that are chosen now."""
        value = self._answer.value if self._answer is not None else None
        return (value,) if isinstance(value, str) and self.question.choices else ()

    def keep(self, answer: Answer | None) -> None:
        """Take over an answer of the same value with another note, without telling."""
        self._answer = answer

    def compose(self, value: JsonValue) -> Answer:
        """Return an answer of this value that keeps the note beside it."""
        kept = self._answer
        return Answer(
            state=AnswerState.ANSWERED, value=value, note=kept.note if kept is not None else None
        )

    def let_go(self) -> None:
        """Empty what is kept beside the answer itself, and tell it (ticks, rows)."""

    @property
    def extras(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        """Rarely used things a person may open: words for a button, and what it does."""
        return ()

    @property
    def read_only(self) -> bool:
        """Whether it only shows what others answered."""
        return False

    @property
    def takes_states(self) -> bool:
        """Whether there may be a reason for no answer: not while there are items."""
        return True

    @property
    def clearable(self) -> bool:
        """Whether there is anything to clear."""
        return self._answer is not None or self.holds_something

    @property
    def holds_something(self) -> bool:
        """Whether an answered value would be lost if a state took its place."""
        return self._answer is not None and self._answer.state is AnswerState.ANSWERED


def map_of(answer: Answer | None) -> dict[str, JsonValue]:
    """Return a copy of an answer's map of parts, empty when it has none."""
    value: JsonValue = answer.value if answer is not None else None
    if not isinstance(value, dict):
        return {}
    parts: dict[str, JsonValue] = {**value}
    return parts


def is_state(answer: Answer | None) -> bool:
    """Whether an answer says why there is none."""
    return answer is not None and answer.state is not AnswerState.ANSWERED
