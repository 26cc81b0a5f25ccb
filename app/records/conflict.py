"""A conflict as data: the values that contest one path of one record, closed only by a person.

It travels and is kept as a record of kind `conflict`, in the case of the record it is about.
"""

from __future__ import annotations

import uuid
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Final

import msgspec

from app.records import codec
from app.records.record import (
    Answer,
    Cell,
    FormRef,
    JsonValue,
    Path,
    Record,
    RecordId,
    RecordKind,
    Stage,
    answered,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

_NAMESPACE: Final = uuid.UUID("6c0f5c9e-2f0b-5d53-9f0e-5d3f7a1b8c42")
OPEN: Final = "open"
CLOSED: Final = "closed"
STAGE_ORDER: Final = (
    Stage.REOPENED,
    Stage.RETURNED,
    Stage.DRAFT,
    Stage.SUBMITTED,
    Stage.APPROVED,
    Stage.CLOSED,
    Stage.ENTERED_IN_ERROR,
)
"""Of two contested stages the more open one is shown: open over closed."""


class Why(StrEnum):
    """What kind of contradiction a conflict is; the screen has words for each."""

    VALUES = "values"
    REMOVAL = "removal"
    CONTAINER = "container"
    EXCLUSIVE = "exclusive"
    SIGNED_OLDER = "signed_older"


class Contested(msgspec.Struct, frozen=True):
    """One side of a conflict: who wrote what, at a path that may lie under the conflict's."""

    op_id: str
    path: Path
    value: Cell | None
    user: str
    at: str
    seq: int
    device: str
    n: int


class Conflict(msgspec.Struct, frozen=True):
    """The values contesting one path of one record; one per path while open."""

    id: RecordId
    case: RecordId
    about: RecordId
    path: Path
    why: Why
    merge_class: str
    values: tuple[Contested, ...]
    closed_by: str | None = None

    @property
    def open(self) -> bool:
        """Whether a person still has to decide."""
        return self.closed_by is None

    @property
    def op_ids(self) -> frozenset[str]:
        """What a resolving edit must name."""
        return frozenset(value.op_id for value in self.values)


def conflict_id(record: RecordId, path: Path, first_op: str) -> RecordId:
    """The id of the conflict an operation opens on a path: the same wherever it is computed."""
    return str(uuid.uuid5(_NAMESPACE, f"{record} {path} {first_op}"))


def displayed(conflict: Conflict, current: Cell | None, order: Sequence[str]) -> Cell | None:
    """What to show while contested: for a judgement the most protective side, else the current one.

    `order` lists values from most to least protective; a value it does not name comes last.
    """
    if conflict.merge_class != "judgement":
        return current
    sides = [current, *(side.value for side in conflict.values if side.path == conflict.path)]
    rank = {value: place for place, value in enumerate(order)}
    return min(sides, key=lambda cell: rank.get(_word(cell), len(order)))


def _word(cell: Cell | None) -> str:
    return cell.value if isinstance(cell, Answer) and isinstance(cell.value, str) else ""


def to_record(conflict: Conflict, la: str, form: FormRef, ver: int) -> Record:
    """Write a conflict as the record that travels: same case, so same scope and same erasure."""
    said = _said(conflict)
    return Record(
        id=conflict.id,
        kind=RecordKind.CONFLICT,
        la=la,
        case=conflict.case,
        form=form,
        ver=ver,
        answers={name: answered(value) for name, value in sorted(said.items())},
    )


def from_record(record: Record) -> Conflict:
    """Read a conflict back from its record."""
    said = {path: record.value(path) for path in record.answers}
    return _read(said, record.id, record.case)


def to_bytes(conflict: Conflict) -> bytes:
    """Write what a store keeps beside the columns that it looks conflicts up by."""
    return codec.canonical(_said(conflict))


def from_bytes(data: bytes, conflict: RecordId, case: RecordId) -> Conflict:
    """Read a conflict back from what a store kept of it."""
    return _read(msgspec.json.decode(data), conflict, case)


def _read(said: dict[str, Any], conflict: RecordId, case: RecordId) -> Conflict:
    return Conflict(
        id=conflict,
        case=case,
        about=said["about"],
        path=said["path"],
        why=Why(said["why"]),
        merge_class=said["merge_class"],
        values=tuple(_side(side) for side in said["values"]),
        closed_by=said.get("closed_by"),
    )


def _said(conflict: Conflict) -> dict[str, JsonValue]:
    said: dict[str, JsonValue] = {
        "about": conflict.about,
        "path": conflict.path,
        "why": str(conflict.why),
        "merge_class": conflict.merge_class,
        "values": [
            {**msgspec.structs.asdict(side), "value": msgspec.to_builtins(side.value)}
            for side in conflict.values
        ],
        "state": OPEN if conflict.open else CLOSED,
    }
    if conflict.closed_by is not None:
        said["closed_by"] = conflict.closed_by
    return said


def _side(raw: dict[str, JsonValue]) -> Contested:
    told = raw["value"]
    side: dict[str, Any] = {**raw}
    side["value"] = None if told is None else codec.cell_of(raw["path"], told)
    return Contested(**side)
