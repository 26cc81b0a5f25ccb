"""What the fields of a screen are given: where answers come from and how times are read."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from app.casework.guard import Access

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.forms.question import Choice, Question
    from app.records.record import Answer, Time


class Answers(Protocol):
    """The answers being given; a FormSession is one, and the page saves after each change."""

    def answer(self, address: str) -> Answer | None:
        """Return the answer at an address."""
        ...

    def ticked(self, address: str) -> list[str]:
        """Return the options ticked under a multiple choice."""
        ...

    def items(self, address: str) -> list[str]:
        """Return the ids of the items of a repeat, in order."""
        ...

    def choices(self, address: str) -> tuple[Choice, ...]:
        """Return the options that may be chosen."""
        ...

    def calculated(self, address: str) -> str:
        """Return a calculated value in words, or nothing when it is unknown."""
        ...

    def is_visible(self, address: str) -> bool:
        """Whether a question is asked now."""
        ...

    def add_item(self, group_address: str) -> str:
        """Add an item to a repeat and return its id."""
        ...

    def remove_item(self, group_address: str, item: str) -> object:
        """Take an item out; its answers are kept."""
        ...

    def restore_item(self, group_address: str, item: str) -> object:
        """Put a removed item back."""
        ...

    def move_item(self, group_address: str, item: str, before: str | None) -> object:
        """Move an item before another, or to the end."""
        ...


def _no_references(_address: str) -> Sequence[tuple[str, str]]:
    return ()


def _no_time() -> str:
    return ""


def _open(_address: str) -> Access:
    return Access.OPEN


def _not_here(_address: str) -> None:
    return None


@dataclass(frozen=True, slots=True)
class FieldContext:
    """Everything a field may need beyond its question; one for a whole screen."""

    answers: Answers
    children: Callable[[str], Sequence[Question]]
    """Sub-questions of a group, in order (Form.children)."""
    parse_time: Callable[[str], Time]
    """Reads "about 2am"; raises BadInput in plain words."""
    format_time: Callable[[Time], str]
    """Says a time in words."""
    parse_planned: Callable[[str], Time] | None = None
    """The same for what is yet to come: "Thursday" is the next one."""
    references: Callable[[str], Sequence[tuple[str, str]]] = _no_references
    """What a reference may point at: pairs of record id and words, for an address."""
    now_text: Callable[[], str] = _no_time
    """The laptop's clock as the machine writes it, for when a quote was said."""
    access: Callable[[str], Access] = _open
    """How a question stands for whoever looks at this screen."""
    correct: Callable[[str], None] = _not_here
    """Ask for the right time in place of one that is recorded, and why."""

    def is_shown(self, address: str) -> bool:
        """Whether a question stands on the screen: asked, and something for this person to see."""
        answers = self.answers
        if not answers.is_visible(address):
            return False
        return answers.answer(address) is not None or self.access(address) is not Access.READ
