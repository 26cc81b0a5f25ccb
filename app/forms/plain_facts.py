"""Reading times and plain facts out of records, the same way everywhere."""

from __future__ import annotations

from datetime import UTC, date, datetime

import msgspec

from app.forms.told_times import as_time
from app.records.clock import earliest
from app.records.record import STAGE, Record, RecordKind, Stage, Time

HISTORY = "import.history"
"""Reserved path: "yes" on a period taken over from an earlier return, which owes no offer here."""

ENDED_WITHOUT_RETURN = frozenset(
    {
        "in_custody",
        "in_hospital",
        "located_refused_to_return",
        "moved_to_new_placement",
        "turned_18_while_missing",
        "died",
    }
)
"""Ways an episode ends although the child is not back (the form's `returned`)."""


def told(record: Record | None, path: str) -> Time | None:
    """The time told at a path, None when it is not answered or not readable as a time."""
    try:
        return None if record is None else as_time(record.value(path))
    except msgspec.ValidationError:
        return None


def instant(record: Record | None, path: str) -> datetime | None:
    """The earliest instant (UTC) that the time told at a path can mean."""
    try:
        return earliest(told(record, path))
    except ValueError:
        return None


def text(record: Record, path: str) -> str:
    """The answered text or code at a path, else an empty string."""
    value = record.value(path)
    return value if isinstance(value, str) else ""


def day(record: Record, path: str) -> date | None:
    """The answered date at a path, or None."""
    try:
        return date.fromisoformat(text(record, path))
    except ValueError:
        return None


def age_on(born: date | None, at: date | None) -> int | None:
    """Whole years on a day, None when the birthday or the day is not known."""
    if born is None or at is None:
        return None
    return at.year - born.year - ((at.month, at.day) < (born.month, born.day))


def began(episode: Record) -> datetime:
    """When an episode began, to put them in order; one whose start nobody knows comes first."""
    return instant(episode, "missing_from_at") or datetime.min.replace(tzinfo=UTC)


def struck_out(record: Record) -> bool:
    """Whether a record was entered in error, by its stage or by its own answer."""
    if record.answers.get(STAGE) is not None and record.stage is Stage.ENTERED_IN_ERROR:
        return True
    return text(record, "recorded_in_error") == "yes"


def counts(record: Record) -> bool:
    """Whether a record counts at all: an episode that was not struck out."""
    return record.kind is RecordKind.MISSING_EPISODE and not struck_out(record)


def is_history(record: Record) -> bool:
    """Whether an episode was taken over from an earlier return and owes nothing here."""
    return text(record, HISTORY) == "yes"


def returned(episode: Record) -> bool:
    """Whether the child is back, or the episode ended in another way."""
    back = told(episode, "returned_at")
    return back is not None or text(episode, "return_how") in ENDED_WITHOUT_RETURN


def found_not_back(episode: Record) -> bool:
    """Whether the child has been found and is not yet back: the clock has not started."""
    return told(episode, "found_at") is not None and not returned(episode)


def full_name(forename: str, surname: str, local_id: str = "") -> str:
    """A child's name as it is said; one whom an import brought without a name has a number."""
    unnamed = f"Child {local_id}" if local_id else "Name not recorded"
    return f"{forename} {surname}".strip() or unnamed


def holder_of(assignment: Record) -> str:
    """The user to whom an assignment gives its case, empty once it is over or struck out."""
    over = assignment.value("until") is not None or assignment.stage is Stage.ENTERED_IN_ERROR
    return "" if over else text(assignment, "user")
