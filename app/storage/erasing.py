"""Erasing a case for good: every copy of what was said, in every table, index and free page.

Only retention or a decision of two persons comes here. What stays is the trail, which names records
by id and never says what was in them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.records.record import RecordId
    from app.storage.held import Held

_PER_RECORD = (
    "DELETE FROM search WHERE rowid IN (SELECT pk FROM head WHERE case_id = ?)",
    "DELETE FROM outbox WHERE record_pk IN (SELECT pk FROM head WHERE case_id = ?)",
    "DELETE FROM central_copy WHERE pk IN (SELECT pk FROM head WHERE case_id = ?)",
    "DELETE FROM body WHERE pk IN (SELECT pk FROM head WHERE case_id = ?)",
    "DELETE FROM identifier WHERE record_pk IN (SELECT pk FROM head WHERE case_id = ?)",
    "DELETE FROM link WHERE from_pk IN (SELECT pk FROM head WHERE case_id = ?)",
    "DELETE FROM conflict WHERE case_id = ?",
    "DELETE FROM head WHERE case_id = ?",
)


@dataclass(frozen=True, slots=True)
class Erased:
    """A receipt: how much of a case is gone."""

    case: RecordId
    records: int
    edits: int


def erase(held: Held, case: RecordId) -> Erased:
    """Delete all of a case and rewrite the full-text index without its words.

    A contentless index keeps deleted words in its blocks until it is optimised; the caller empties
    the journal once this is committed.
    """
    records = held.all("SELECT id FROM head WHERE case_id = ?", (case,))
    edits = held.one(
        "SELECT count(*) FROM outbox WHERE record_pk IN (SELECT pk FROM head WHERE case_id = ?)",
        (case,),
    )
    for (record,) in records:
        held.run("DELETE FROM local_state WHERE instr(key, ?) > 0", (record,))
        held.run("DELETE FROM local_state WHERE instr(content, ?) > 0", (record.encode(),))
    for statement in _PER_RECORD:
        held.run(statement, (case,))
    held.run("INSERT INTO search (search) VALUES ('optimize')")
    return Erased(case, len(records), edits[0] if edits else 0)
