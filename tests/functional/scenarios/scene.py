"""A scene: one encrypted practice store, a clock that is set, and people who work in turn."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from app import bootstrap
from app.analysis.rules import RuleLibrary
from app.casework.desk import Desk
from app.casework.practice.scenarios import make_scenario_fixture
from app.casework.practice.words import Words
from app.casework.worker import Worker, keep_worker
from app.records.record import Record, RecordId, RecordKind, answered
from app.resources import resource
from app.settings import Settings
from app.storage import vault
from tests.functional.scenarios.screens import Screens
from tests.making import local
from tests.storage.making import QUICK

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime
    from pathlib import Path

    from app.forms.definition import FormLibrary
    from app.storage.store import Store

PASSPHRASE = "practice makes calm"  # noqa: S105 - of a practice store
NORTHMERE, CALDERFEN, SOUTHHAVEN = "E06999001", "E06999002", "E10999003"


def _worker(name: str, role: str, *grants: str) -> Worker:
    user = name.lower().replace(" ", ".")
    return Worker(user, name, NORTHMERE, (role,), grants)


TOMASZ = _worker("Tomasz Beale", "interviewer", CALDERFEN)
PRIYA = _worker("Priya Nand", "coordinator", CALDERFEN)
GWEN = _worker("Gwen Achterberg", "supervisor", CALDERFEN)
LEON = _worker("Leon Sharrock", "supervisor", CALDERFEN)
DOT = _worker("Dot Pelham", "data_officer")


@cache
def forms() -> FormLibrary:
    """Northmere's forms, read once."""
    return bootstrap.forms_for(NORTHMERE)


@cache
def rules() -> RuleLibrary:
    """Every authority's rules, read once."""
    return RuleLibrary(resource("rules"))


@dataclass
class Scene:
    """The store of one story; `at` sets the clock by the wall."""

    folder: Path
    screens: Path
    now: datetime = field(default_factory=lambda: local("2026-01-01 09:00"))
    played: set[int] = field(default_factory=set)
    broken_at: int = 0
    case: RecordId = ""
    _store: Store | None = None

    @property
    def store(self) -> Store:
        """The open store: made at first, unlocked after it was closed."""
        if self._store is None and self.folder.exists():
            self._store = vault.unlock(self.folder, PASSPHRASE, patience=5.0)
        elif self._store is None:
            made = vault.create_store(self.folder, PASSPHRASE, practice=True, cost=QUICK)
            self._store = made.store
            keep_worker(self._store.open_work, TOMASZ)
        return self._store

    def close(self) -> None:
        """Close the store, as leaving the program does."""
        if self._store is not None:
            self._store.close()
            self._store = None

    def at(self, wall: str) -> None:
        """Set the clock: "2026-10-16 08:50", local time."""
        self.now = local(wall)

    def desk(self, worker: Worker) -> Desk:
        """The desk of a person on this store, at the time that is set."""
        return Desk(
            open_work=self.store.open_work,
            actor=worker.actor(),
            forms=forms(),
            rules=rules(),
            clock=lambda: self.now,
            practice=True,
        )

    @contextmanager
    def working(self, worker: Worker, wall: str = "") -> Iterator[Screens]:
        """The window as a person has it, from opening until it is closed."""
        if wall:
            self.at(wall)
        wiring = bootstrap.Wiring(Settings(theme="light"), self.folder)
        screens = Screens(self.desk(worker), wiring.services, self.screens)
        try:
            yield screens
        finally:
            screens.close()

    # ---- what stands in the store ------------------------------------------------------------

    def put_child(self, name: str) -> None:
        """The child of a story, as the case system sent it, held by Tomasz."""
        forms = {code: bootstrap.forms_for(code).current.ref for code in (NORTHMERE, CALDERFEN)}
        words = Words.load(resource("practice"))
        desk = self.desk(PRIYA)
        with desk.open_work() as work:
            (edit,) = make_scenario_fixture(name, words, forms, self.now)
            person = work.records.apply(edit)
            held = desk.blank(RecordKind.ASSIGNMENT, person.la, person.id)
            work.records.apply(desk.edit(held, {"user": answered(TOMASZ.user)}))
            work.index_text(person.id)
            work.commit()
        self.case = person.id

    def episodes(self) -> list[Record]:
        """The child's episodes, in the order in which they were recorded as beginning."""
        with self.store.open_work() as work:
            found = work.records.of_case(self.case, RecordKind.MISSING_EPISODE)
        return sorted(found, key=lambda one: str((one.value("missing_from_at") or {}).get("at")))

    def records(self, kind: RecordKind) -> list[Record]:
        """The child's records of a kind."""
        with self.store.open_work() as work:
            return work.records.of_case(self.case, kind)

    def interview(self, episode: Record) -> Record:
        """The interview that covers an episode."""
        with self.store.open_work() as work:
            (found,) = work.records.linking_to(episode.id, RecordKind.RETURN_INTERVIEW)
        return found
