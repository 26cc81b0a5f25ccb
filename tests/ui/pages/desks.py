"""A desk for page tests: a store in memory whose worklist can be counted and broken."""

from __future__ import annotations

from dataclasses import dataclass, field, fields, replace
from datetime import date, datetime, timedelta
from functools import cache
from typing import TYPE_CHECKING, Any

from typing_extensions import override

from app.analysis.matching import fold
from app.analysis.rules import RuleLibrary
from app.casework.desk import Desk
from app.forms.definition import FormLibrary
from app.records.permissions import Actor, Role
from app.records.ports import (
    Page,
    SearchHit,
    WorklistQuery,
    WorklistRow,
    WorklistView,
)
from app.records.record import new_id
from app.ui.services import Services
from tests.fakes import FakeLists, FakeRecords, FakeWork, Memory
from tests.making import NORTHMERE, ROOT, RULES, local

if TYPE_CHECKING:
    from app.records.errors import ProductError
    from app.ui.background import Background

NOW = local("2026-10-20 09:00")
HOUR = timedelta(hours=1)
MANY = 5_000


@dataclass
class Shelf(Memory):
    """A store that also holds a worklist; `failing` breaks the next reads."""

    rows: list[WorklistRow] = field(default_factory=list)
    queries: list[WorklistQuery] = field(default_factory=list)
    searches: list[str] = field(default_factory=list)
    failing: ProductError | None = None

    @override
    def open_work(self) -> FakeWork:
        return ShelfWork(self)

    def check(self) -> None:
        """Fail where a real store would."""
        if self.failing is not None:
            raise self.failing


class ShelfWork(FakeWork):
    @property
    @override
    def records(self) -> FakeRecords:
        assert isinstance(self._memory, Shelf)
        self._memory.check()
        return super().records

    @property
    @override
    def lists(self) -> FakeLists:
        assert isinstance(self._memory, Shelf)
        return ShelfLists(self._memory)


class ShelfLists(FakeLists):
    @override
    def today(self, query: WorklistQuery) -> Page:
        shelf = self.memory
        assert isinstance(shelf, Shelf)
        shelf.queries.append(query)
        shelf.check()
        if len(shelf.rows) > MANY:  # the cost of a real store is measured there, not here
            window = shelf.rows[query.offset : query.offset + query.limit]
            return Page(tuple(window), len(shelf.rows))
        named = [row for row in shelf.rows if fold(query.text) in _names(row)]
        found = [row for row in named if belongs(row, query.view, query.now)]
        counts = {
            view: sum(belongs(row, view, query.now) for row in named) for view in WorklistView
        }
        window = found[query.offset : query.offset + query.limit]
        return Page(tuple(window), len(found), counts)

    @override
    def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        shelf = self.memory
        assert isinstance(shelf, Shelf)
        shelf.searches.append(text)
        shelf.check()
        return super().search(text, limit)

    @override
    def children(self, offset: int, limit: int, text: str = "") -> tuple[list[SearchHit], int]:
        found = self.search(text)
        return found[offset : offset + limit], len(found)


def belongs(row: WorklistRow, view: WorklistView, now: datetime) -> bool:
    done = row.stage == "approved"
    if view in (WorklistView.ALL, WorklistView.DONE):
        return done is (view is WorklistView.DONE)
    if view is WorklistView.MISSING_NOW:
        return row.outcome == "not_due"
    if view is WorklistView.SIGN_OFF:
        return row.stage == "submitted" and row.interview is not None
    if row.due is None or row.completed is not None:
        return False
    return {
        WorklistView.OVERDUE: row.due < now,
        WorklistView.DUE_TODAY: now <= row.due < now + 15 * HOUR,
        WorklistView.DUE_72H: now <= row.due < now + 72 * HOUR,
        WorklistView.DUE_LATER: row.due >= now + 15 * HOUR,
    }.get(view, False)


def _names(row: WorklistRow) -> str:
    return fold(f"{row.forename} {row.surname} {row.known_as} {row.reference}")


def row(name: str = "Ruby Tansley", **more: Any) -> WorklistRow:
    """A row that is due in two hours, unless told otherwise."""
    forename, _, surname = name.partition(" ")
    made = WorklistRow(
        episode=new_id(),
        case=new_id(),
        interview=None,
        reference="NMR-26-7K3Q-4",
        surname=surname,
        forename=forename,
        known_as="",
        born=date(2011, 3, 17),
        responsible=NORTHMERE,
        host=NORTHMERE,
        missing_from=NOW - 80 * HOUR,
        missing_from_said="",
        returned=NOW - 70 * HOUR,
        due=NOW + 2 * HOUR,
        outcome="due",
        booked_for=None,
        completed=None,
        attempts=0,
        stage="draft",
        missing_again=False,
        host_not_told=False,
        waiting=0,
        contested=False,
    )
    return replace(made, **more)


def missing_row(name: str = "Jonah Pettifer", hours: float = 26.0, **more: Any) -> WorklistRow:
    begun = NOW - timedelta(hours=hours)
    gone: dict[str, Any] = {"returned": None, "due": None, "outcome": "not_due"}
    return row(name, missing_from=begun, **(gone | more))


@cache
def forms() -> FormLibrary:
    return FormLibrary(ROOT / "resources" / "forms")


def desk(shelf: Shelf) -> Desk:
    actor = Actor("t.beale", "Tomasz Beale", frozenset({Role.INTERVIEWER}), NORTHMERE)
    rules = RuleLibrary(RULES)
    return Desk(shelf.open_work, actor, forms(), rules, clock=lambda: NOW, practice=True)


def services(shelf: Shelf, background: Background, **more: Any) -> Services:
    given: dict[str, Any] = {
        "desk": desk(shelf),
        "background": background,
        "settings": Chosen(),
    }
    for each in fields(Services):  # what these pages never ask for
        given.setdefault(each.name, _nobody_asks)
    return Services(**(given | more))


def _nobody_asks(*_: object) -> Any:
    raise NotImplementedError


@dataclass(frozen=True)
class Chosen:
    """Settings as bootstrap gives them."""

    theme: str = "light"
    text_scale: int = 100
    locked: frozenset[str] = frozenset()
    problems: tuple[str, ...] = ()
