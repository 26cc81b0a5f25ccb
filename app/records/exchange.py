"""The messages of push and pull, and what they promise.

An operation travels as the bytes its laptop made; central stores and hashes those bytes and never
writes them anew. There is no status that means "discarded".
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeAlias

import msgspec

from app.records import codec
from app.records.conflict import Conflict
from app.records.conflict import to_record as conflict_record
from app.records.edit import Change, Edit, FieldVersion, FieldVersions
from app.records.errors import BadInput
from app.records.record import FormRef, JsonValue, Path, Record, RecordId, RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.records.merging import Merged

PROTOCOL: Final = 1
OPS_A_PUSH: Final = 200
BYTES_A_PUSH: Final = 1024 * 1024
CHANGES_A_PAGE: Final = 500
BYTES_A_PAGE: Final = 4 * 1024 * 1024


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What central advertises; the laptop cuts its batches to it."""

    ops: int = OPS_A_PUSH
    push_bytes: int = BYTES_A_PUSH
    changes: int = CHANGES_A_PAGE
    page_bytes: int = BYTES_A_PAGE
    field_bytes: int = codec.FIELD_BYTES
    depth: int = codec.DEPTH
    requests_a_minute: int = 60
    burst: int = 120


class Status(StrEnum):
    """What became of one operation."""

    APPLIED = "applied"
    MERGED = "merged"
    CONFLICT = "conflict"
    QUARANTINED = "quarantined"


class Push(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One signed batch: operations in order, the first numbered `n`; `sig` covers `statement`."""

    device: str
    n: int
    ops: list[msgspec.Raw]
    sig: str = ""
    protocol: int = PROTOCOL

    def edits(self) -> list[Edit]:
        """Read the operations; BadInput when one is damaged or not numbered in order."""
        found = [codec.decode_edit(bytes(op)) for op in self.ops]
        for place, edit in enumerate(found):
            if (edit.device, edit.n) != (self.device, self.n + place):
                raise BadInput("This batch is not numbered in order.", op_id=edit.op_id)
        return found


class OpResult(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Central's lasting answer to one operation; a resend is given the same one.

    `prior` is the record's version before it, so that a form knows whether anything lies between.
    """

    n: int
    op_id: str
    status: Status
    ver: int
    prior: int
    conflicts: list[RecordId] = []


class PushAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Durable at central, and signed: only now may the laptop forget these operations."""

    seq: int
    results: list[OpResult]
    next_n: int
    time: str = ""
    nonce: str = ""
    sig: str = ""


class Pull(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ask for what happened after `since`."""

    device: str
    since: int
    limit: int = CHANGES_A_PAGE
    protocol: int = PROTOCOL


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="verb", tag="set"):
    """What one log entry did to a record: the cells that became current, never the raw edit."""

    seq: int
    record: RecordId
    kind: RecordKind
    la: str
    case: RecordId
    form: FormRef
    op_id: str
    user: str
    at: str
    set: dict[Path, JsonValue]
    """A path set to null was cleared; every path here has the version `fver` now."""
    fver: FieldVersion
    conflicts: list[msgspec.Raw] = []
    """Conflict records opened, joined or closed by this entry, in canonical bytes."""

    @property
    def cells(self) -> Change:
        """What became current, as cells."""
        return codec.changes(self.set)


class Snapshot(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="verb", tag="snapshot"
):
    """A whole record as it is now: at the first download and for a new grant."""

    seq: int
    body: msgspec.Raw
    fver: FieldVersions
    conflicts: list[msgspec.Raw] = []


class Revoke(
    msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="verb", tag="revoke"
):
    """A case left this device's scope: push what waits, then let it go and send the receipt."""

    seq: int
    case: RecordId
    reason: str


class Erase(msgspec.Struct, frozen=True, forbid_unknown_fields=True, tag_field="verb", tag="erase"):
    """A record was lawfully erased: destroy it here as well and send the receipt."""

    seq: int
    record: RecordId


LogEntry: TypeAlias = Entry | Snapshot | Revoke | Erase


class Checkpoint(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Central's signed word about its log so far; laptops keep them and are its witnesses."""

    seq: int
    chain: str
    key_id: str
    at: str
    sig: str


class PullAnswer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One page of changes; `next` is the highest number looked at, not the highest returned."""

    changes: list[LogEntry]
    next: int
    more: bool
    digest: str = ""
    """Of the whole scope, when `more` is false: a difference asks for a check, never a wipe."""
    checkpoint: Checkpoint | None = None


class Problem(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A refusal with a stable code; the laptop keeps its queue whatever it says."""

    code: str
    expected: int | None = None
    max: int | None = None
    retry_after: int | None = None


_PUSH: Final = msgspec.json.Decoder(Push)
_PULL_ANSWER: Final = msgspec.json.Decoder(PullAnswer)


def read_push(data: bytes) -> Push:
    """Read a pushed batch; its operations stay the bytes they were."""
    try:
        return _PUSH.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadInput("This batch is damaged.") from None


def read_pull_answer(data: bytes) -> PullAnswer:
    """Read a page of changes."""
    try:
        return _PULL_ANSWER.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise BadInput("This page of changes is damaged.") from None


def seal_batch(device: str, n: int, edits: Iterable[Edit]) -> list[Edit]:
    """Number edits for their first send: from here on their bytes never change."""
    return [
        msgspec.structs.replace(edit, device=device, n=number)
        for number, edit in enumerate(edits, start=n)
    ]


def push_of(edits: Sequence[Edit], limits: Limits | None = None) -> tuple[Push, int]:
    """The next batch of numbered edits within the limits, and how many of them it takes."""
    bounds = limits or Limits()
    ops: list[msgspec.Raw] = []
    size = 0
    for edit in edits[: bounds.ops]:
        data = codec.encode_edit(edit)
        size += len(data)
        if ops and size > bounds.push_bytes:
            break
        ops.append(msgspec.Raw(data))
    first = edits[0]
    return Push(device=first.device or "", n=first.n or 0, ops=ops), len(ops)


def statement(device: str, n: int, hashes: Sequence[str]) -> bytes:
    """What a device signs for a batch: who, from which number on, and every operation's hash."""
    return codec.canonical({"device": device, "n": n, "ops": list(hashes)})


def result_of(edit: Edit, merged: Merged, prior: int, *, between: bool) -> OpResult:
    """Central's answer; `between` when others changed the record after the edit's base."""
    status = Status.MERGED if between else Status.APPLIED
    touched = (*merged.opened, *merged.updated)
    return OpResult(
        n=edit.n or 0,
        op_id=edit.op_id,
        status=Status.CONFLICT if touched else status,
        ver=merged.record.ver,
        prior=prior,
        conflicts=[conflict.id for conflict in touched],
    )


def entry_of(edit: Edit, merged: Merged, seq: int) -> Entry:
    """What an accepted edit did, for everybody in scope."""
    record = merged.record
    mine = [path for path in merged.applied if merged.fver[path].op_id == edit.op_id]
    touched = (*merged.opened, *merged.updated, *merged.closed)
    return Entry(
        seq=seq,
        record=record.id,
        kind=record.kind,
        la=record.la,
        case=record.case,
        form=record.form,
        op_id=edit.op_id,
        user=edit.user,
        at=edit.at,
        set=codec.plain({path: record.answers.get(path) for path in mine}),
        fver=FieldVersion(seq, edit.device or "", edit.n or 0, edit.op_id),
        conflicts=[msgspec.Raw(_conflict_bytes(conflict, record, seq)) for conflict in touched],
    )


def follow(record: Record, fver: FieldVersions, entry: Entry) -> tuple[Record, FieldVersions]:
    """Central's copy on a laptop after one more entry; an entry it already has changes nothing."""
    if entry.seq <= record.ver:
        return record, fver
    answers = dict(record.answers)
    versions = dict(fver)
    for path, cell in entry.cells.items():
        if cell is None:
            answers.pop(path, None)
        else:
            answers[path] = cell
        versions[path] = entry.fver
    followed = msgspec.structs.replace(
        record, answers=dict(sorted(answers.items())), ver=entry.seq, form=entry.form
    )
    return followed, versions


def scope_digest(versions: dict[RecordId, int]) -> str:
    """The digest both ends compare after a pull: every record in scope with its version."""
    return codec.digest(sorted(versions.items()))


def _conflict_bytes(conflict: Conflict, record: Record, seq: int) -> bytes:
    return codec.encode(conflict_record(conflict, record.la, record.form, seq))
