"""The Protocols at which layers meet, and the frozen values that cross them.

Use cases are given these by `bootstrap`; nobody else knows which package fulfils them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Protocol, Self, TypeAlias

from app.records.record import Precision

if TYPE_CHECKING:
    from types import TracebackType

    from app.records.conflict import Conflict
    from app.records.edit import Edit
    from app.records.record import JsonValue, Record, RecordId, RecordKind

Clock: TypeAlias = Callable[[], datetime]
"""Gives aware UTC; tests and practice set it."""


class WorklistView(StrEnum):
    """The chips of Today."""

    ALL = "all"
    MISSING_NOW = "missing_now"
    OVERDUE = "overdue"
    DUE_72H = "due_72h"
    DUE_TODAY = "due_today"
    DUE_LATER = "due_later"
    SIGN_OFF = "sign_off"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class WorklistQuery:
    """What Today asks for; `text` searches names and references, `worker` has the case."""

    now: datetime
    view: WorklistView = WorklistView.ALL
    text: str = ""
    authority: str | None = None
    worker: str | None = None
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True, slots=True)
class WorklistRow:
    """One missing episode as Today shows it; instants in UTC."""

    episode: RecordId
    case: RecordId
    interview: RecordId | None
    reference: str
    surname: str
    forename: str
    known_as: str
    born: date | None
    responsible: str
    host: str
    missing_from: datetime | None
    missing_from_said: str
    returned: datetime | None
    due: datetime | None
    outcome: str
    booked_for: datetime | None
    completed: datetime | None
    attempts: int
    stage: str
    missing_again: bool
    """Missing again before anybody talked about this return; its clock does not start anew."""
    host_not_told: bool
    waiting: int
    contested: bool
    found_not_back: bool = False
    """Found, and not yet back: no longer missing, and the 72 hours have not begun."""
    missing_from_precision: Precision = Precision.EXACT
    returned_precision: Precision = Precision.EXACT
    booked_precision: Precision = Precision.EXACT
    """How exactly a time was told: of a bare date no hour is shown."""
    away: bool = False
    """Away without authorisation, not missing."""
    local_id: str = ""
    waiting_since: datetime | None = None
    """When the oldest of what waits was written."""


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one window of a list, with how many there are in all and under each chip."""

    rows: tuple[WorklistRow, ...]
    total: int
    counts: Mapping[WorklistView, int] = field(default_factory=dict[WorklistView, int])


@dataclass(frozen=True, slots=True)
class SearchHit:
    """A record that matches a search, with what identifies it to a worker."""

    record: RecordId
    kind: RecordKind
    case: RecordId
    title: str
    reference: str
    born: date | None
    extract: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """What has not been sent yet: how many edits, and since when (UTC).

    `latest` is when the last edit of the whole store was made.
    """

    count: int
    since: datetime | None = None
    latest: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditEvent:
    """Who did what to which record, and whether it was allowed; never what was said."""

    user: str
    action: str
    record: RecordId | None = None
    reason: str | None = None
    result: str = "done"


class Records(Protocol):
    """Records as they are shown: central's copy with this laptop's waiting edits laid over it."""

    def get(self, record: RecordId) -> Record:
        """Return the record; raise NotFound."""
        ...

    def find(self, record: RecordId) -> Record | None:
        """Return the record or None."""
        ...

    def of_case(self, case: RecordId, *kinds: RecordKind) -> list[Record]:
        """Return the records of a case, of these kinds or of all."""
        ...

    def linking_to(self, record: RecordId, kind: RecordKind | None = None) -> list[Record]:
        """Return the records that hold a link to this one."""
        ...

    def by_value(self, kind: RecordKind, path: str, value: str) -> list[Record]:
        """Return records of a kind by an identifier (child_local_id, police_ref, reference)."""
        ...

    def apply(self, edit: Edit) -> Record:
        """Fold an edit into the shown copy and put it in the outbox, squashed where it may be."""
        ...

    def conflicts(self, case: RecordId) -> list[Conflict]:
        """Return the open conflicts of a case."""
        ...


class Lists(Protocol):
    """Queries over index columns only; a body is never scanned."""

    def today(self, query: WorklistQuery) -> Page:
        """Return one window of the worklist."""
        ...

    def open_episodes(self) -> list[tuple[RecordId, RecordId]]:
        """Return (case, episode) of all that are missing or still owed something."""
        ...

    def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """Find records by name, reference or words, forgiving accents and word endings."""
        ...

    def children(self, offset: int, limit: int, text: str = "") -> tuple[list[SearchHit], int]:
        """Return one window of the children held here, by name, and how many there are."""
        ...


class Outbox(Protocol):
    """What waits to be sent."""

    def waiting(self, record: RecordId | None = None) -> Waiting:
        """Count what waits, for one record or in all."""
        ...

    def edits(self, record: RecordId | None = None) -> list[Edit]:
        """Return the waiting edits in the order they were made."""
        ...


class LocalState(Protocol):
    """What belongs to this laptop alone and never travels: caret, section, window."""

    def get(self, key: str) -> JsonValue:
        """Return what was kept under a key, or None."""
        ...

    def put(self, key: str, value: JsonValue) -> None:
        """Keep a small JSON value under a key."""
        ...


class Audit(Protocol):
    """The hash-chained trail of reads and changes."""

    def add(self, event: AuditEvent) -> None:
        """Append an event to this device's chain."""
        ...

    def events(self, record: RecordId | None = None) -> Sequence[Mapping[str, JsonValue]]:
        """Return the events, oldest first."""
        ...

    def latest(self) -> datetime | None:
        """Return the latest instant among the last events, or None while there is none (UTC)."""
        ...

    def verify(self) -> int:
        """Check the whole chain and return its length; raise RecordChainBroken."""
        ...


class Work(Protocol):
    """One unit of work: one transaction. Leaving the block without commit changes nothing."""

    @property
    def records(self) -> Records:
        """The records, as they are shown."""
        ...

    @property
    def lists(self) -> Lists:
        """Today, search and the list of children."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What waits to be sent."""
        ...

    @property
    def local(self) -> LocalState:
        """What stays on this laptop."""
        ...

    @property
    def audit(self) -> Audit:
        """The trail."""
        ...

    def __enter__(self) -> Self: ...
    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...
    def commit(self) -> None:
        """Make everything durable, or raise a StoreError and change nothing."""
        ...

    def index_text(self, record: RecordId) -> None:
        """Renew a record's words in the full-text index (on leaving a section)."""
        ...


OpenWork: TypeAlias = Callable[[], Work]


@dataclass(frozen=True, slots=True)
class ImportedRow:
    """A row of a file handed in that did not come in, and why."""

    file: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """How many came in, were there already, and which rows did not and why.

    `changed` counts what an earlier import had brought and this one sets anew; `flagged` are rows
    that came in and should be looked at.
    """

    added: Mapping[str, int]
    unchanged: Mapping[str, int]
    refused: tuple[ImportedRow, ...]
    changed: Mapping[str, int] = field(default_factory=dict[str, int])
    flagged: tuple[ImportedRow, ...] = ()
