"""What lists show of a record: the one function that derives a head from records.

A head holds no clock: `phase` changes only with the records, and what changes with time (overdue,
due today) is asked of `due_at` in the query.
"""

from __future__ import annotations

from enum import IntEnum
from typing import TYPE_CHECKING, NamedTuple

from app.analysis.matching import fold
from app.forms.derived import (
    INPUTS,
    away_only,
    completed_at,
    due_at,
    outcome_of,
    still_missing,
)
from app.forms.plain_facts import day, found_not_back, holder_of, struck_out, text, told
from app.records.clock import earliest, to_text
from app.records.record import Presence, Record, RecordKind, Stage, Time

if TYPE_CHECKING:
    from datetime import datetime

REFERENCE = "record_ref"
EPISODE_ROLE = "episode"
ATTEMPTS = "offer_attempts"
_TIMES = ("missing_from_at", "returned_at", "booked_for")

IDENTIFIERS = frozenset(
    {
        REFERENCE,
        "child_local_id",
        "child_upn",
        "child_nhs_number",
        "police_ref",
        "police_ref_found",
    }
)
"""Answers by which a record is looked up whole (ports.Records.by_value)."""

NAMES = frozenset({"child_forename", "child_surname", "child_known_as"})

_TOLD = frozenset({"yes", "not_needed"})
_OWED = frozenset({"due", "offered", "accepted", "booked"})
_NOTHING_OWED = frozenset({"not_applicable", "superseded"})
_INTERVIEW_SETTLED = frozenset({Stage.APPROVED, Stage.CLOSED})


NOT_STARTED = "9999-12-31T00:00:00.000Z"
"""Sorts an open episode whose clock has not started after those that are due."""


class Phase(IntEnum):
    """Where an episode stands in the work, in the order of urgency."""

    MISSING = 0
    OWED = 1
    WRITING = 2
    SIGN_OFF = 3
    DONE = 4
    STRUCK = 5


class Rank(IntEnum):
    """How the worklist is ordered: missing now, then open by time, then the rest."""

    MISSING = 0
    OPEN = 1
    DONE = 2
    STRUCK = 3


_RANKS = {Phase.MISSING: Rank.MISSING, Phase.DONE: Rank.DONE, Phase.STRUCK: Rank.STRUCK}


class Head(NamedTuple):
    """The columns of `head` after its key, in their order."""

    id: str
    kind: str
    la: str
    case_id: str
    stage: str
    ver: int
    reference: str = ""
    surname: str = ""
    forename: str = ""
    known_as: str = ""
    local_id: str = ""
    born: str | None = None
    sort_name: str | None = None
    rank: int | None = None
    phase: int | None = None
    sort_at: str | None = None
    responsible: str = ""
    host: str = ""
    host_not_told: int = 0
    missing_from: str | None = None
    missing_from_precision: str = ""
    missing_from_said: str = ""
    away: int = 0
    found: int = 0
    returned: str | None = None
    returned_precision: str = ""
    due_at: str | None = None
    outcome: str = ""
    booked_for: str | None = None
    booked_precision: str = ""
    completed: str | None = None
    attempts: int = 0
    interview: str | None = None
    worker: str = ""


def head_of(record: Record, interview: Record | None) -> Head:
    """Derive the head of a record; an episode's also from the interview that covers it."""
    plain = Head(
        id=record.id,
        kind=record.kind.value,
        la=record.la,
        case_id=record.case,
        stage=record.stage.value,
        ver=record.ver,
        reference=text(record, REFERENCE),
    )
    if record.kind is RecordKind.PERSON:
        return _person(plain, record)
    if record.kind is RecordKind.MISSING_EPISODE:
        return _episode(plain, record, interview)
    if record.kind is RecordKind.ASSIGNMENT:
        return plain._replace(worker=holder_of(record))
    return plain


def matters(record: Record, paths: frozenset[str]) -> bool:
    """Whether a change of these questions can change any head; most autosaves cannot."""
    if record.kind is RecordKind.MISSING_EPISODE:
        return True
    return not paths.isdisjoint(_MATTERS.get(record.kind, _COMMON))


def sort_name(forename: str, surname: str, known_as: str) -> str:
    """A child's names folded for sorting and for comparing, the surname first."""
    return fold(f"{surname} {forename} {known_as}")


def folded_identifier(value: str) -> str:
    """An identifier as it is compared: no case, no spaces."""
    return "".join(value.split()).casefold()


_COMMON = frozenset({"stage", "links", REFERENCE})
_MATTERS = {
    RecordKind.PERSON: _COMMON | NAMES | {"child_dob", "child_local_id"},
    RecordKind.ASSIGNMENT: _COMMON | {"user", "until"},
    RecordKind.RETURN_INTERVIEW: _COMMON | INPUTS,
}


def _person(head: Head, record: Record) -> Head:
    forename = text(record, "child_forename")
    surname = text(record, "child_surname")
    known_as = text(record, "child_known_as")
    born = day(record, "child_dob")
    return head._replace(
        surname=surname,
        forename=forename,
        known_as=known_as,
        local_id=text(record, "child_local_id"),
        born=born.isoformat() if born else None,
        sort_name=sort_name(forename, surname, known_as),
    )


def _episode(head: Head, record: Record, interview: Record | None) -> Head:
    outcome = outcome_of(record, interview)
    phase = phase_of(record, interview, outcome)
    began, back, booked = (told(record, path) for path in _TIMES)
    missing_from, due = _text(earliest(began)), _text(due_at(record))
    responsible, host = text(record, "responsible_la"), text(record, "host_la")
    elsewhere = bool(host) and bool(responsible) and host != responsible
    return head._replace(
        stage=(interview or record).stage.value,
        rank=_RANKS.get(phase, Rank.OPEN).value,
        phase=phase.value,
        sort_at=_sort_at(phase, missing_from, due),
        responsible=responsible,
        host=host,
        host_not_told=int(elsewhere and text(record, "host_la_informed") not in _TOLD),
        missing_from=missing_from,
        missing_from_precision=_precision(began),
        missing_from_said=(began.said or "") if began else "",
        away=int(away_only(record)),
        found=int(outcome == "not_due" and found_not_back(record)),
        returned=_text(earliest(back)),
        returned_precision=_precision(back),
        due_at=due,
        outcome=outcome,
        booked_for=_text(earliest(booked)),
        booked_precision=_precision(booked),
        completed=_text(earliest(completed_at(record, interview))),
        attempts=_attempts(record),
        interview=interview.id if interview else None,
    )


def phase_of(record: Record, interview: Record | None, outcome: str) -> Phase:
    """Where an episode stands: struck, settled, waiting for sign-off, owed, or still missing."""
    if struck_out(record):
        return Phase.STRUCK
    if interview is not None and interview.stage is Stage.SUBMITTED:
        return Phase.SIGN_OFF
    settled = interview is not None and interview.stage in _INTERVIEW_SETTLED
    if settled or outcome in _NOTHING_OWED:
        return Phase.DONE
    if outcome == "not_due":
        # Found but not back: no longer missing, and the clock has not started.
        return Phase.MISSING if still_missing(record) else Phase.OWED
    return Phase.OWED if outcome in _OWED else Phase.WRITING


def _sort_at(phase: Phase, missing_from: str | None, due: str | None) -> str | None:
    """Missing the longest, due the soonest, done the latest first; a clock not started, last."""
    if phase is Phase.MISSING:
        return missing_from
    return due or (missing_from if phase is Phase.DONE else NOT_STARTED)


def _attempts(record: Record) -> int:
    """Contacts tried: items of the repeat that are in."""
    prefix = ATTEMPTS + "/"
    return sum(
        isinstance(cell, Presence) and cell.present
        for path, cell in record.answers.items()
        if path.startswith(prefix) and path.endswith("/@")
    )


def _precision(time: Time | None) -> str:
    return "" if time is None else time.precision.value


def _text(instant_: datetime | None) -> str | None:
    return None if instant_ is None else to_text(instant_)
