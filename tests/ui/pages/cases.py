"""A child with a story, as records: Ruby Tansley of the first acceptance scenario."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from app.records.record import Answer, AnswerState, RecordKind, Source, answered
from tests import making
from tests.making import at

if TYPE_CHECKING:
    from app.records.record import Record
    from tests.ui.pages.desks import Shelf

UNNAMED: dict[str, Any] = {"child_local_id": "RT4417"}
RUBY: dict[str, Any] = {
    "child_forename": "Ruby",
    "child_surname": "Tansley",
    "child_known_as": "Rubes",
    "child_dob": "2011-03-17",
    "child_local_id": "RT4417",
    "record_ref": "NMR-26-7K3Q-4",
    "safe_contact": "Text before ringing; never through her mother's partner.",
    "interpreter_needed": answered("no", Source.COORDINATOR),
    "child_communication": Answer(
        AnswerState.ANSWERED,
        "Likes to walk and talk.",
        source=Source.CHILD,
        said_at="2026-10-17T11:00:00.000Z",
    ),
}


def child(shelf: Shelf, **answers: Any) -> Record:
    made = making.record(RecordKind.PERSON, **answers)
    return keep(shelf, made)


def keep(shelf: Shelf, record: Record) -> Record:
    shelf.records[record.id] = record
    return record


def episode(shelf: Shelf, of: Record, left: str, back: str = "", **more: Any) -> Record:
    made = making.episode(left, back, **more)
    return keep(shelf, msgspec.structs.replace(made, case=of.id))


def ruby(shelf: Shelf) -> Record:
    """Three times missing in ten days, the last one a day only known as such."""
    made = child(shelf, **RUBY)
    held = making.record(RecordKind.ASSIGNMENT, made.id, user="t.beale")
    keep(shelf, held)
    episode(shelf, made, "2026-10-11 21:40", "2026-10-12 06:15", record_ref="NMR-26-0001-1")
    first = episode(shelf, made, "2026-10-15 21:40", "2026-10-16 06:15", offer_made="yes")
    keep(shelf, msgspec.structs.replace(making.interview(first), case=made.id))
    episode(shelf, made, "2026-10-18", missing_from_at=at("2026-10-18"))
    episode(
        shelf,
        made,
        "2026-09-02 20:00",
        "2026-09-02 23:00",
        recorded_in_error="yes",
        record_ref="NMR-26-0009-1",
    )
    return made
