"""Erasing: everything of a case or of some records that must go, named before anything is touched.

Only retention and two persons lead here. What stays are ids and hashes, so that the log still adds
up. The store deletes what is named, optimises its index, empties its write-ahead log and then
writes the receipt; central does the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.records.errors import Refused
from app.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from app.records.conflict import Conflict
    from app.records.edit import Edit
    from app.records.record import Record, RecordId

_ABOUT = "about"
_BLOB = "blob"


@dataclass(frozen=True, slots=True)
class Erasure:
    """All that goes; whatever is not listed stays."""

    records: frozenset[RecordId]
    """Head, body, field versions, search words and local state of these."""
    conflicts: frozenset[RecordId]
    operations: frozenset[str]
    """Payload, reason and salt of these go, from outbox and log; their headers and hashes stay."""
    blobs: frozenset[str]


def erasure(
    asked: Collection[RecordId],
    records: Iterable[Record],
    conflicts: Iterable[Conflict],
    edits: Iterable[Edit],
    held: Collection[RecordId] = (),
) -> Erasure:
    """Name all that goes with these records: what is about them too. A legal hold refuses it."""
    known = list(records)
    gone = set(asked)
    gone |= {
        record.id
        for record in known
        if record.kind in {RecordKind.CONFLICT, RecordKind.AMENDMENT}
        and record.value(_ABOUT) in gone
    }
    if not gone.isdisjoint(held):
        raise Refused("A legal hold stands on this record, so nothing was erased.")
    return Erasure(
        records=frozenset(gone),
        conflicts=frozenset(conflict.id for conflict in conflicts if conflict.about in gone),
        operations=frozenset(edit.op_id for edit in edits if edit.record in gone),
        blobs=_blobs(known, gone),
    )


def case_of(case: RecordId, records: Iterable[Record]) -> frozenset[RecordId]:
    """Every record of a case: what erasing a child's case asks for."""
    return frozenset(record.id for record in records if record.case == case)


def _blobs(records: Iterable[Record], gone: Collection[RecordId]) -> frozenset[str]:
    """Attachments that go; a blob that a record which stays also holds is kept."""
    goes: set[str] = set()
    stays: set[str] = set()
    for record in records:
        blob = record.value(_BLOB) if record.kind is RecordKind.ATTACHMENT else None
        if isinstance(blob, str):
            (goes if record.id in gone else stays).add(blob)
    return frozenset(goes - stays)
