"""What is changed after signing: the sealed text stays readable for ever, beside its correction.

A path is sealed when it was set before the seal or with it. What was not answered then may be
added: nothing that was signed is replaced.
"""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final, NamedTuple

import msgspec

from app.records.record import (
    RESERVED,
    SEALS,
    Cell,
    FormRef,
    JsonValue,
    Path,
    Record,
    RecordId,
    RecordKind,
    answered,
)

if TYPE_CHECKING:
    from app.records.edit import Edit, FieldVersions

_SEALS: Final = SEALS + "/"
_NAMESPACE: Final = uuid.UUID("b3f0a0de-8a55-5f0e-a2f1-0f6f0c6a7d11")


class Amendment(msgspec.Struct, frozen=True):
    """One path that changed after its record was sealed; `of` is the operation of the seal."""

    id: RecordId
    case: RecordId
    about: RecordId
    path: Path
    of: str
    before: Cell | None
    after: Cell | None
    reason: str | None
    op_id: str
    user: str
    at: str


class SealedBy(NamedTuple):
    """The operation that put a seal on a record, and its number."""

    op_id: str
    seq: int


def sealed_by(record: Record, fver: FieldVersions) -> SealedBy | None:
    """The record's latest seal that central has, None when it has none."""
    found = [
        SealedBy(fver[path].op_id, fver[path].seq)
        for path in record.answers
        if path.startswith(_SEALS) and path in fver
    ]
    return max(found, key=lambda seal: seal.seq) if found else None


def is_seal(path: Path) -> bool:
    """Whether a path holds a seal."""
    return path.startswith(_SEALS)


def is_sealed_content(path: Path) -> bool:
    """Whether a path is content that a seal covers; stage, links, group and seals are not."""
    return path.partition("/")[0] not in RESERVED


def amend(
    record: Record, seal: str, edit: Edit, path: Path, before: Cell | None, after: Cell | None
) -> Amendment:
    """The amendment that an edit of a sealed path is."""
    return Amendment(
        id=str(uuid.uuid5(_NAMESPACE, f"{record.id} {path} {edit.op_id}")),
        case=record.case,
        about=record.id,
        path=path,
        of=seal,
        before=before,
        after=after,
        reason=edit.reason,
        op_id=edit.op_id,
        user=edit.user,
        at=edit.at,
    )


def to_record(amendment: Amendment, la: str, form: FormRef, ver: int) -> Record:
    """Write an amendment as the record that travels."""
    told: dict[str, JsonValue] = {
        name: msgspec.to_builtins(value)
        for name, value in msgspec.structs.asdict(amendment).items()
        if name not in {"id", "case"} and value is not None
    }
    return Record(
        id=amendment.id,
        kind=RecordKind.AMENDMENT,
        la=la,
        case=amendment.case,
        form=form,
        ver=ver,
        answers={name: answered(value) for name, value in sorted(told.items())},
    )
