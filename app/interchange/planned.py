"""What a file would bring in, before anything is written, and the writing of it.

Planning is pure. Writing compares each planned record with the one already here: what is the same
is left alone, what a person has answered stands, and only what is new or was imported is set. So
the same file handed in twice changes nothing.
"""

from __future__ import annotations

import secrets
import uuid
from collections import Counter
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from app.forms.codes import code_list
from app.records import clock as clocks
from app.records.edit import Edit
from app.records.record import Answer, Presence, Record, RecordKind, Source, answered, new_id
from app.records.reference import make
from app.resources import resource

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import datetime

    from app.records.edit import Change
    from app.records.ports import Clock, OpenWork, Work
    from app.records.record import Cell, FormRef, Path, RecordId

BATCH = 500
REFERRED_TO = frozenset({RecordKind.PERSON, RecordKind.MISSING_EPISODE})
"""Kinds that people speak of by a reference."""
_NAMESPACE = uuid.UUID("5f0a2f4e-6c1d-5b7a-9d55-0f8f7f3f6c11")


def steady_id(*parts: str) -> RecordId:
    """The same id for the same thing in every import, on every laptop."""
    return str(uuid.uuid5(_NAMESPACE, "\x1f".join(parts)))


@dataclass(frozen=True, slots=True)
class Planned:
    """A record a file speaks of: what it would set, and what it counts as.

    `parts` are paths inside it that are counted by themselves (a placement of a child).
    """

    record: RecordId
    kind: RecordKind
    case: RecordId
    set: Change
    counts_as: str
    parts: Mapping[Path, str] = field(default_factory=dict[str, str])


@dataclass(frozen=True, slots=True)
class Envelope:
    """What every edit of one import has in common."""

    la: str
    form: FormRef
    user: str
    at: datetime
    authority_name: str

    @classmethod
    def of(cls, la: str, form: FormRef, user: str, clock: Clock) -> Envelope:
        """An envelope stamped with the present."""
        return cls(la, form, user, clock(), _authority_name(la))

    def reference(self) -> Answer:
        """A fresh reference for a record people will speak of."""
        made = make(self.authority_name, clocks.local(self.at).year, secrets.choice)
        return answered(made.text, Source.SYSTEM)

    def edit(self, planned: Planned, base: int, change: Change) -> Edit:
        """An edit of a planned record."""
        return Edit(
            op_id=new_id(),
            record=planned.record,
            kind=planned.kind,
            la=self.la,
            case=planned.case,
            base=base,
            set=dict(sorted(change.items())),
            form=self.form,
            at=clocks.to_text(self.at),
            user=self.user,
            salt=secrets.token_hex(16),
        )


@dataclass(slots=True)
class Written:
    """How many came in, changed, and were here already, by what they count as."""

    added: Counter[str] = field(default_factory=Counter[str])
    changed: Counter[str] = field(default_factory=Counter[str])
    unchanged: Counter[str] = field(default_factory=Counter[str])


def write(plans: Iterable[Planned], open_work: OpenWork, envelope: Envelope) -> Written:
    """Bring planned records in, a few hundred to a transaction."""
    written = Written()
    for some in _batches(plans):
        with open_work() as work:
            for planned in some:
                write_into(work, envelope, planned, written)
            work.commit()
    return written


def _authority_name(la: str) -> str:
    """The authority's name for the letters of a reference, or its code when no list knows it."""
    codes = code_list(resource("codes"), "local_authorities")
    return next((choice.label for choice in codes if choice.code == la), la)


def _batches(plans: Iterable[Planned]) -> Iterator[tuple[Planned, ...]]:
    waiting = iter(plans)
    while some := tuple(islice(waiting, BATCH)):
        yield some


def write_into(work: Work, envelope: Envelope, planned: Planned, written: Written) -> None:
    """Write one planned record into an open unit of work, counting what became of it."""
    here = work.records.find(planned.record)
    change: Change = {
        path: cell
        for path, cell in planned.set.items()
        if cell is not None and (here is None or _differs(here, path, cell))
    }
    _count(planned, here, change, written)
    if here is None and planned.kind in REFERRED_TO:
        change["record_ref"] = envelope.reference()
    if change:
        work.records.apply(envelope.edit(planned, here.ver if here else 0, change))
        if here is None and planned.kind is RecordKind.PERSON:
            work.index_text(planned.record)


def _differs(here: Record, path: Path, cell: Cell) -> bool:
    """Whether an import may and must set this: never over what a person has answered."""
    present = here.answers.get(path)
    if present is None or present == cell:
        return present is None
    if isinstance(present, Presence):
        return False
    return isinstance(present, Answer) and present.source is Source.IMPORT


def _count(planned: Planned, here: Record | None, change: Change, written: Written) -> None:
    new_parts = 0
    for path, counts_as in planned.parts.items():
        is_new = path in change
        new_parts += is_new
        (written.added if is_new else written.unchanged)[counts_as] += 1
    if here is None:
        written.added[planned.counts_as] += 1
    elif change and not new_parts:
        written.changed[planned.counts_as] += 1
    else:
        written.unchanged[planned.counts_as] += 1
