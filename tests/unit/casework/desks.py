"""A desk over a store in memory, for people of every role."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

from app.analysis.rules import RuleLibrary
from app.casework.desk import Desk
from app.forms.definition import FormLibrary
from app.records.permissions import Actor, Role
from app.records.record import RecordKind
from tests.fakes import Memory
from tests.making import NORTHMERE, ROOT, RULES, episode, local, record

if TYPE_CHECKING:
    from app.records.record import Record

NOW = local("2026-10-20 09:00")


@cache
def forms() -> FormLibrary:
    return FormLibrary(ROOT / "resources")


@dataclass
class Office:
    """A child, what is stored of it, and desks of the people who work with it."""

    memory: Memory = field(default_factory=Memory)
    child: Record = field(
        default_factory=lambda: record(
            RecordKind.PERSON, child_forename="Ruby", child_surname="Tansley"
        )
    )

    def __post_init__(self) -> None:
        self.keep(self.child)

    def keep(self, *records: Record) -> None:
        self.memory.records.update({one.id: one for one in records})

    def episode(self, left: str, back: str = "", **more: Any) -> Record:
        made = episode(left, back, **more)
        kept = _of_case(made, self.child.case)
        self.keep(kept)
        return kept

    def desk(self, *roles: Role, user: str = "tomasz.beale") -> Desk:
        self.keep(
            _of_case(record(RecordKind.ASSIGNMENT, user=user), self.child.case),
        )
        actor = Actor(user, "Tomasz Beale", frozenset(roles or {Role.INTERVIEWER}), NORTHMERE)
        desk = Desk(self.memory.open_work, actor, forms(), RuleLibrary(RULES), clock=lambda: NOW)
        return replace(desk, practice=True)

    def now(self, one: Record) -> Record:
        """A record as it is stored by now."""
        return self.memory.records[one.id]


def _of_case(made: Record, case: str) -> Record:
    from msgspec.structs import replace as changed  # noqa: PLC0415 - msgspec's, not dataclasses'

    return changed(made, case=case)
