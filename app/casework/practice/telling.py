"""How an invented account is gathered: quotes, plain answers, silences, ticks and items."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.casework.practice.people import fill
from app.records.record import Answer, AnswerState, Cell, Presence, Source, Tick, answered

if TYPE_CHECKING:
    from app.casework.practice.episodes import Plan
    from app.casework.practice.people import Child
    from app.casework.practice.words import Chance, Words
    from app.records.record import JsonValue

STATES = (AnswerState.DECLINED, AnswerState.DOES_NOT_KNOW, AnswerState.NOT_ASKED)


@dataclass(slots=True)
class Account:
    """Answers of one interview as they are gathered."""

    chance: Chance
    words: Words
    child: Child
    plan: Plan
    cells: dict[str, Cell] = field(default_factory=dict[str, Cell])

    def say(self, path: str, line: str) -> None:
        """The child's own words."""
        self.cells[path] = Answer(
            AnswerState.ANSWERED,
            fill(line, self.plan.slots),
            speaker="child",
            source=Source.CHILD,
        )

    def tell(self, path: str, value: JsonValue, source: Source = Source.CHILD) -> None:
        """A plain answer."""
        self.cells[path] = answered(value, source)

    def silent(self, path: str) -> None:
        """The child would not say, did not know, or was not asked."""
        self.cells[path] = Answer(self.chance.one(STATES))

    def tick(self, question: str, *codes: str) -> None:
        """Options of a multiple choice."""
        for code in codes:
            self.cells[f"{question}/{code}"] = Tick(value=True)

    def item(self, question: str, order: str | None = None, **leaves: JsonValue) -> None:
        """One item of a repeat."""
        path = f"{question}/{self.chance.new_id()}"
        self.cells[f"{path}/@"] = Presence(present=True, order=order)
        for leaf, value in leaves.items():
            self.cells[f"{path}/{leaf}"] = answered(value, Source.CHILD)


def place_name(chance: Chance, words: Words, child: Child, kind: str) -> str:
    """An invented place of a kind, in or near the child's town."""
    slots = {
        "town": chance.one(child.authority.towns),
        "street": chance.next(words.places["streets"]),
        "school": child.school,
        "friend": chance.one(child.friends),
    }
    return fill(chance.next(words.places[kind]), slots)
