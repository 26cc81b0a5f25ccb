"""The one shape: a record is an envelope and a flat, sorted map from path to cell.

A path names one value for ever (see `path_of`); a cell is an `Answer`, a `Tick` (one option of a
multiple choice) or a `Presence` (the life of a repeat item or a link). Nothing is nested, in the
store or on the wire.
"""

from __future__ import annotations

import re
import uuid
from enum import StrEnum
from typing import Any, TypeAlias

import msgspec

RecordId: TypeAlias = str
"""A UUIDv4 in its usual text form."""
Path: TypeAlias = str
JsonValue: TypeAlias = Any
"""str, int, bool, None, list or dict of these. Never a float: decimals are strings."""

STAGE = "stage"
LINKS = "links"
GROUP = "group"
AUTHOR = "author"
"""The user who wrote an item that a second person checks: set once, when it is made."""
SEALS = "seals"
LIFE = "@"
RESERVED = frozenset({STAGE, LINKS, GROUP, AUTHOR, SEALS})
"""First segments that no question id may take (see docs/adr/0006 for `group` and `author`)."""

_SEGMENT = re.compile(r"[A-Za-z0-9_.@-]+")


class RecordKind(StrEnum):
    """What a record is about. A new kind is one member here, one TOML file, one use-case file."""

    PERSON = "person"
    MISSING_EPISODE = "missing_episode"
    RETURN_INTERVIEW = "return_interview"
    ASSESSMENT = "assessment"
    INTELLIGENCE_ITEM = "intelligence_item"
    ACTION = "action"
    REFERRAL = "referral"
    INVOLVEMENT = "involvement"
    COHORT_ENTRY = "cohort_entry"
    MEETING = "meeting"
    SHARE = "share"
    LINK = "link"
    ASSIGNMENT = "assignment"
    ATTACHMENT = "attachment"
    AMENDMENT = "amendment"
    COMMENT = "comment"
    QUALITY_MARK = "quality_mark"
    CONFLICT = "conflict"


class AnswerState(StrEnum):
    """What happened to a question; an absent path is unanswered, no state implies another."""

    ANSWERED = "answered"
    NOT_ASKED = "not_asked"
    DECLINED = "declined"
    DOES_NOT_KNOW = "does_not_know"
    NOT_APPLICABLE = "not_applicable"


class Source(StrEnum):
    """Where an answer came from; shown beside every pre-filled answer."""

    CHILD = "child"
    CARER = "carer"
    WORKER = "worker"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    POLICE = "police"
    IMPORT = "import"
    LAST_RECORD = "last_record"
    SYSTEM = "system"


class Stage(StrEnum):
    """Where a record stands. `closed` is the stage of an involvement only."""

    DRAFT = "draft"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    CLOSED = "closed"
    REOPENED = "reopened"
    ENTERED_IN_ERROR = "entered_in_error"


class Precision(StrEnum):
    """How well a time is known. Nobody ever sees an invented 00:00."""

    EXACT = "exact"
    ABOUT = "about"
    DATE = "date"
    UNKNOWN = "unknown"


class Time(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A human time as it was told.

    `at` is local wall time with its offset ("2026-10-25T01:30+01:00"), the bare date when
    `precision` is date, absent when unknown. `said` keeps the words ("Tuesday night").
    """

    precision: Precision
    at: str | None = None
    said: str | None = None


class Answer(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One answer, atomic: set, compared, contested and shown whole. Text is kept exactly as typed.

    `value` by answer type (see forms/answer_types.py): text, quote, phone, choice, date: str;
    yes_no(_unsure): "yes" | "no" | "unsure"; number: int or decimal string; datetime: a `Time` as
    dict; person, location, address, vehicle, account: dict of str (places also `lat`, `lon` in
    1e-6 degree); reference: record id; drawing, signature: dict. A multi or grid container has a
    state and no value: its options are `Tick`s on their own paths.
    """

    state: AnswerState
    value: JsonValue = None
    note: str | None = None
    why: str | None = None
    speaker: str | None = None
    said_at: str | None = None
    language: str | None = None
    translation: str | None = None
    source: Source | None = None


class Tick(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One option of a multiple choice, ticked or expressly not."""

    value: bool
    note: str | None = None
    source: Source | None = None


class Presence(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Whether a repeat item or a link is in, and its place when the repeat is ordered."""

    present: bool = msgspec.field(name="in")
    order: str | None = None
    role: str | None = None


Cell: TypeAlias = Answer | Tick | Presence
Answers: TypeAlias = dict[Path, Cell]


class FormRef(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The exact form a record was taken with: core and overlay version, held by digest."""

    core: int
    overlay: str
    digest: str


class Record(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Envelope and answers. `id`, `kind`, `la` and `case` never change.

    `case` is the root person's id (its own id for a person); `ver` is central's sequence number of
    the last entry, 0 while central has never seen it.
    """

    id: RecordId
    kind: RecordKind
    la: str
    case: RecordId
    form: FormRef
    ver: int = 0
    answers: Answers = msgspec.field(default_factory=Answers)

    @property
    def stage(self) -> Stage:
        """The stage is an ordinary answer on the reserved path `stage`, so it merges like one."""
        cell = self.answers.get(STAGE)
        return Stage(cell.value) if isinstance(cell, Answer) and cell.value else Stage.DRAFT

    def answer(self, path: Path) -> Answer | None:
        """The answer at a path, or None when unanswered."""
        cell = self.answers.get(path)
        return cell if isinstance(cell, Answer) else None

    def value(self, path: Path) -> JsonValue:
        """The value at a path when it is answered, else None."""
        cell = self.answers.get(path)
        if isinstance(cell, Answer):
            return cell.value if cell.state is AnswerState.ANSWERED else None
        return None

    def items(self, question: Path) -> list[str]:
        """Ids of the items that are in under a repeat, in told order (equal keys by id)."""
        prefix = question + "/"
        depth = question.count("/") + 2
        found: list[tuple[str, str]] = []
        for path, cell in self.answers.items():
            if not (path.startswith(prefix) and path.endswith("/" + LIFE)):
                continue
            if path.count("/") == depth and isinstance(cell, Presence) and cell.present:
                found.append((cell.order or "", path.split("/")[-2]))
        return [item for _, item in sorted(found)]

    def ticked(self, question: Path) -> list[str]:
        """Codes of the options ticked under a multiple choice, in code order."""
        prefix = question + "/"
        return sorted(
            path[len(prefix) :]
            for path, cell in self.answers.items()
            if path.startswith(prefix) and isinstance(cell, Tick) and cell.value
        )

    def linked(self, role: str | None = None) -> list[RecordId]:
        """Ids this record links to, of one role or of any."""
        return sorted(
            path.split("/")[1]
            for path, cell in self.answers.items()
            if path.startswith(LINKS + "/")
            and isinstance(cell, Presence)
            and cell.present
            and (role is None or cell.role == role)
        )


def path_of(*segments: str) -> Path:
    """Join segments into a path; a question id, an item id, an option code or `@` each."""
    for segment in segments:
        if not _SEGMENT.fullmatch(segment):
            message = f"not a path segment: {segment!r}"
            raise ValueError(message)
    return "/".join(segments)


def new_id() -> str:
    """A fresh random id for a record, an item or an operation."""
    return str(uuid.uuid4())


def answered(value: JsonValue, source: Source | None = None) -> Answer:
    """Shorthand for an answered Answer."""
    return Answer(state=AnswerState.ANSWERED, value=value, source=source)
