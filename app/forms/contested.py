"""Contested answers in words: which question they are about, and what each side says."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.answer_types import format_answer
from app.forms.told_times import short_day
from app.records.clock import from_text, local
from app.records.record import Answer, Presence, Tick

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.forms.question import Question
    from app.forms.session import FormSession
    from app.records.conflict import Conflict, Contested


@dataclass(frozen=True, slots=True)
class Version:
    """One side: what it says, who wrote it, and when, in words."""

    words: str
    by: str
    when: str

    @property
    def line(self) -> str:
        """The whole side as one line."""
        return ", ".join(part for part in (f"“{self.words}”", self.by, self.when) if part)


def versions(
    session: FormSession, conflicts: Iterable[Conflict]
) -> Mapping[str, tuple[Version, ...]]:
    """The sides of every open conflict on this screen, by address."""
    open_ones = {(each.about, each.path): each for each in conflicts if each.open}
    if not open_ones:
        return {}
    found: dict[str, tuple[Version, ...]] = {}
    for address in session.addresses():
        _, record, path = session.locate(address)
        sides = [
            side
            for (about, contested), conflict in open_ones.items()
            if about == record and _is_about(contested, path, session.question(address))
            for side in conflict.values
        ]
        if sides:
            question = session.question(address)
            found[address] = tuple(version(side, question) for side in sides)
    return found


def version(side: Contested, question: Question) -> Version:
    """One side of a conflict in words."""
    return Version(_words(side, question), side.user, _when(side.at))


def _is_about(contested: str, path: str, question: Question) -> bool:
    """An option's tick is shown at its question; an item's answer at its own."""
    if contested == path:
        return True
    return bool(question.choices) and contested.rpartition("/")[0] == path


def _words(side: Contested, question: Question) -> str:
    match side.value:
        case Answer() as answer:
            return format_answer(answer, question)
        case Tick(value=on):
            option = question.label_of(side.path.rsplit("/", 1)[-1])
            return option if on else f"not: {option}"
        case Presence(present=present):
            return "kept" if present else "taken out"
        case None:
            return "no answer"


def _when(at: str) -> str:
    try:
        wall = local(from_text(at))
    except ValueError:
        return at
    return f"{wall:%H:%M}, {short_day(wall.date())}"
