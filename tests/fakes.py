"""Stand-ins for the ports: an in-memory Work that keeps the promises of records/ports.py.

It folds edits, undoes what was not committed, and counts what a test may want to know. It merges
nothing and searches only by equality; whatever needs more is tested against the real store.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, Self

from app.records.clock import from_text
from app.records.edit import Edit, blank, fold
from app.records.errors import NotFound
from app.records.ports import AuditEvent, Page, SearchHit, Waiting, WorklistQuery
from app.records.record import Answer, Record, RecordId, RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from types import TracebackType

    from app.records.conflict import Conflict


@dataclass
class Memory:
    """Everything a store would hold; `open_work` gives units of work over it."""

    records: dict[RecordId, Record] = field(default_factory=dict)
    edits: list[Edit] = field(default_factory=list)
    events: list[AuditEvent] = field(default_factory=list)
    local: dict[str, Any] = field(default_factory=dict)
    indexed: list[RecordId] = field(default_factory=list)
    commits: int = 0

    def open_work(self) -> FakeWork:
        return FakeWork(self)

    def of_kind(self, kind: RecordKind) -> list[Record]:
        return [record for record in self.records.values() if record.kind is kind]


class FakeWork:
    """One unit of work over a Memory: nothing is seen by others before commit."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._draft = Memory()

    def __enter__(self) -> Self:
        self._draft = Memory(
            records=dict(self._memory.records),
            edits=list(self._memory.edits),
            events=list(self._memory.events),
            local=dict(self._memory.local),
            indexed=list(self._memory.indexed),
        )
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._draft = Memory()

    @property
    def records(self) -> FakeRecords:
        return FakeRecords(self._draft)

    @property
    def lists(self) -> FakeLists:
        return FakeLists(self._draft)

    @property
    def outbox(self) -> FakeOutbox:
        return FakeOutbox(self._draft)

    @property
    def local(self) -> FakeLocalState:
        return FakeLocalState(self._draft)

    @property
    def audit(self) -> FakeAudit:
        return FakeAudit(self._draft)

    def commit(self) -> None:
        kept = self._draft
        self._memory.records = dict(kept.records)
        self._memory.edits = list(kept.edits)
        self._memory.events = list(kept.events)
        self._memory.local = dict(kept.local)
        self._memory.indexed = list(kept.indexed)
        self._memory.commits += 1

    def index_text(self, record: RecordId) -> None:
        self._draft.indexed.append(record)


@dataclass
class FakeRecords:
    memory: Memory

    def get(self, record: RecordId) -> Record:
        found = self.find(record)
        if found is None:
            raise NotFound(record=record)
        return found

    def find(self, record: RecordId) -> Record | None:
        return self.memory.records.get(record)

    def of_case(self, case: RecordId, *kinds: RecordKind) -> list[Record]:
        return [
            record
            for record in self.memory.records.values()
            if record.case == case and (not kinds or record.kind in kinds)
        ]

    def linking_to(self, record: RecordId, kind: RecordKind | None = None) -> list[Record]:
        return [
            other
            for other in self.memory.records.values()
            if record in other.linked() and (kind is None or other.kind is kind)
        ]

    def by_value(self, kind: RecordKind, path: str, value: str) -> list[Record]:
        return [
            record
            for record in self.memory.records.values()
            if record.kind is kind and record.value(path) == value
        ]

    def apply(self, edit: Edit) -> Record:
        if any(edit.op_id == known.op_id for known in self.memory.edits):
            message = f"the same operation twice: {edit.op_id}"
            raise AssertionError(message)
        shown = fold(self.memory.records.get(edit.record) or blank(edit), [edit])
        self.memory.records[edit.record] = shown
        self.memory.edits.append(edit)
        return shown

    def conflicts(self, case: RecordId) -> list[Conflict]:
        return []


@dataclass
class FakeLists:
    memory: Memory

    def today(self, query: WorklistQuery) -> Page:
        raise NotImplementedError

    def open_episodes(self) -> list[tuple[RecordId, RecordId]]:
        """Every episode: what is open is the real store's to know."""
        return [
            (record.case, record.id)
            for record in self.memory.records.values()
            if record.kind is RecordKind.MISSING_EPISODE
        ]

    def search(self, text: str, limit: int = 20) -> list[SearchHit]:
        """Every word must be part of a name; good enough to find a child by surname."""
        words = text.casefold().split()
        found = [
            _hit(record)
            for record in self.memory.records.values()
            if record.kind is RecordKind.PERSON
            and all(word in _name(record).casefold() for word in words)
        ]
        return found[:limit]

    def children(self, offset: int, limit: int, text: str = "") -> tuple[list[SearchHit], int]:
        found = self.search(text, limit=len(self.memory.records))
        return found[offset : offset + limit], len(found)


@dataclass
class FakeOutbox:
    memory: Memory

    def waiting(self, record: RecordId | None = None) -> Waiting:
        edits = self.edits(record)
        times = [from_text(edit.at) for edit in edits]
        return Waiting(len(edits), min(times, default=None), max(times, default=None))

    def edits(self, record: RecordId | None = None) -> list[Edit]:
        return [edit for edit in self.memory.edits if record in (None, edit.record)]


@dataclass
class FakeLocalState:
    memory: Memory

    def get(self, key: str) -> Any:
        return self.memory.local.get(key)

    def put(self, key: str, value: Any) -> None:
        self.memory.local[key] = value


@dataclass
class FakeAudit:
    memory: Memory

    def add(self, event: AuditEvent) -> None:
        self.memory.events.append(replace(event))

    def events(self, record: RecordId | None = None) -> Sequence[Mapping[str, Any]]:
        return [
            {"user": event.user, "action": event.action, "record": event.record}
            for event in self.memory.events
            if record in (None, event.record)
        ]

    def latest(self) -> datetime | None:
        return None

    def verify(self) -> int:
        return len(self.memory.events)


def _name(record: Record) -> str:
    return f"{record.value('child_forename') or ''} {record.value('child_surname') or ''}"


def _hit(record: Record) -> SearchHit:
    born = record.value("child_dob")
    reference = record.answers.get("record_ref")
    return SearchHit(
        record=record.id,
        kind=record.kind,
        case=record.case,
        title=_name(record).strip(),
        reference=str(reference.value) if isinstance(reference, Answer) else "",
        born=date.fromisoformat(born) if born else None,
    )
