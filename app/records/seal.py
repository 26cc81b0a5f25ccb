"""Signing: what was on the screen, held by digest; and whether a sealed part changed since.

A seal is an append-only item of the record it seals, at `seals/<id>`. It names every record that
was shown with its version, the forms they were shown with, and one digest of all that was
displayed, calculated values included. What is set afterwards is an amendment.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.records import codec
from app.records.amendment import is_seal, is_sealed_content
from app.records.errors import BadInput
from app.records.record import SEALS, Answer, Cell, JsonValue, Path, RecordId, answered, path_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from app.records.conflict import Conflict
    from app.records.edit import FieldVersions
    from app.records.record import Record


class Seal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a person signed."""

    forms: tuple[str, ...]
    shown: tuple[tuple[RecordId, int], ...]
    digest: str
    purpose: str

    def version_of(self, record: RecordId) -> int | None:
        """The version of a record that was on the screen, None when it was not."""
        return dict(self.shown).get(record)


def build(purpose: str, shown: Iterable[Record], displayed: Mapping[str, JsonValue]) -> Seal:
    """Seal what is displayed: `displayed` maps each address to what the screen shows there."""
    records = sorted(shown, key=lambda record: record.id)
    return Seal(
        forms=tuple(sorted({record.form.digest for record in records})),
        shown=tuple((record.id, record.ver) for record in records),
        digest=codec.digest(dict(displayed)),
        purpose=purpose,
    )


def sealing(seal: Seal, item: str) -> dict[Path, Cell | None]:
    """The change that puts a seal on a record."""
    # By way of its bytes, so that what is kept is what a reader of those bytes would have.
    return {path_of(SEALS, item): answered(msgspec.json.decode(codec.canonical(seal)))}


def read(cell: Cell | None) -> Seal:
    """Read a seal back; BadInput when the cell holds none."""
    if not isinstance(cell, Answer):
        raise BadInput("This is not a signature.")
    try:
        return msgspec.convert(cell.value, Seal)
    except msgspec.ValidationError:
        raise BadInput("This is not a signature.") from None


def seals_of(record: Record) -> dict[Path, Seal]:
    """Every seal on a record, by path."""
    return {path: read(cell) for path, cell in record.answers.items() if is_seal(path)}


def still_shows(seal: Seal, displayed: Mapping[str, JsonValue]) -> bool:
    """Whether this is exactly what was signed."""
    return codec.digest(dict(displayed)) == seal.digest


def changed_since(
    seal: Seal, record: Record, fver: FieldVersions, conflicts: Iterable[Conflict] = ()
) -> tuple[Path, ...]:
    """The sealed paths of one record that were set or contested after the version signed.

    Central asks this for every record a seal shows ("signed an older text"), a screen for the note
    beside a signature. What the signing laptop sent itself before the seal is left to `merge`.
    """
    ver = seal.version_of(record.id)
    if ver is None:
        return ()
    changed = {path for path, version in fver.items() if version.seq > ver}
    for conflict in conflicts:
        if conflict.open and any(side.seq > ver for side in conflict.values):
            changed.add(conflict.path)
    return tuple(sorted(path for path in changed if is_sealed_content(path)))
