"""What is changed after signing: the sealed text stays readable for ever, beside its correction."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Final

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


_NOT_SENT: Final = 1 << 62


def sealed_by(record: Record, fver: FieldVersions) -> str | None:
    """The operation of the record's latest seal, or None; until it is sent, the seal's own id."""
    found: list[tuple[int, str]] = []
    for path in record.answers:
        if path.startswith(SEALS + "/"):
            version = fver.get(path)
            unsent = (_NOT_SENT, path.partition("/")[2])
            found.append(unsent if version is None else (version.seq, version.op_id))
    return max(found)[1] if found else None


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
