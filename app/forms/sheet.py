"""The records behind one screen, and the addresses of the screen.

An address is a path as a record has it, with two additions: `<episode id>:<path>` means another
episode than the first of the sheet, and in a group whose items are records of their own the item
is the record: `intel_items/<record id>/what`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.records.record import Record

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.forms.question import Question
    from app.records.edit import Change
    from app.records.record import Path, RecordId, RecordKind

_SCOPE = ":"


@dataclass(frozen=True)
class Sheet:
    """The records one screen shows; the first episode is the one it was opened for."""

    person: Record | None = None
    episodes: tuple[Record, ...] = ()
    interview: Record | None = None
    involvement: Record | None = None
    items: Mapping[str, tuple[Record, ...]] = field(default_factory=dict[str, tuple[Record, ...]])
    screen: str = "interview"


@dataclass(frozen=True, slots=True)
class PendingChange:
    """What one record is to be given since the changes were last taken."""

    record_id: RecordId
    kind: RecordKind
    change: Change
    creates: bool
    group: str | None = None


@dataclass(frozen=True, slots=True)
class Place:
    """Where an address lies: its question, the record and the path there."""

    address: str
    question: Question
    record: RecordId
    kind: RecordKind
    path: Path
    scope: str = ""
    group: str = ""
    item: str = ""


def split_scope(address: str) -> tuple[str, str]:
    """The episode an address names, "" for the first, and the rest of it."""
    scope, found, rest = address.partition(_SCOPE)
    return (scope, rest) if found else ("", address)


def in_scope(scope: str, address: str) -> str:
    """An address in another episode than the first."""
    return f"{scope}{_SCOPE}{address}" if scope else address
