"""Reading times and plain facts out of records, the same way everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

import msgspec

from app.records.clock import earliest
from app.records.record import STAGE, Record, RecordKind, Stage, Time

HISTORY = "import.history"
"""Reserved path: "yes" on a period taken over from an earlier return, which owes no offer here."""

MISSING = "missing"
AWAY = "away_without_authorisation"

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
"""Ways an episode ends although the child is not back (form.md, `returned`)."""


def told(record: Record, path: str) -> Time | None:
    """The time told at a path, or None when it is not answered or not readable as a time."""
    value = record.value(path)
    if not isinstance(value, dict):
        return None
    try:
        return msgspec.convert(value, Time)
    except msgspec.ValidationError:
        return None


def instant(record: Record, path: str) -> datetime | None:
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


def counts(record: Record) -> bool:
    """Whether a record counts at all: an episode that was not struck out."""
    if record.answers.get(STAGE) is not None and record.stage is Stage.ENTERED_IN_ERROR:
        return False
    return record.kind is RecordKind.MISSING_EPISODE and text(record, "recorded_in_error") != "yes"


def is_history(record: Record) -> bool:
    """Whether an episode was taken over from an earlier return and owes nothing here."""
    return text(record, HISTORY) == "yes"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch of an episode; `end` is None while it runs."""

    type: str
    start: datetime
    end: datetime | None


def stretches(episode: Record) -> list[Stretch]:
    """The stretches of an episode in order; one without phases is a single stretch.

    A missing stretch ends when the child is found, an away stretch when the child is back.
    """
    phases = _phases(episode)
    if phases:
        return phases
    start = instant(episode, "missing_from_at")
    if start is None:
        return []
    kind = text(episode, "episode_type") or MISSING
    return [Stretch(kind, start, _end(episode, kind))]


def still_running(episode: Record) -> bool:
    """Whether nothing says that the episode has ended."""
    if instant(episode, "returned_at") is not None:
        return False
    return text(episode, "return_how") not in ENDED_WITHOUT_RETURN


def _phases(episode: Record) -> list[Stretch]:
    found: list[Stretch] = []
    for item in episode.items("episode_phases"):
        path = f"episode_phases/{item}"
        start = instant(episode, f"{path}/from_at")
        if start is not None:
            kind = text(episode, f"{path}/type") or MISSING
            end = instant(episode, f"{path}/to_at")
            found.append(Stretch(kind, start, end))
    found.sort(key=lambda stretch: stretch.start)
    return [_closed(found, n, episode) for n in range(len(found))]


def _closed(found: list[Stretch], n: int, episode: Record) -> Stretch:
    """An open stretch ends where the next one begins, and the last where the episode ends."""
    stretch = found[n]
    if stretch.end is not None:
        return stretch
    if n + 1 < len(found):
        return Stretch(stretch.type, stretch.start, found[n + 1].start)
    return Stretch(stretch.type, stretch.start, _end(episode, stretch.type))


def _end(episode: Record, kind: str) -> datetime | None:
    returned = instant(episode, "returned_at")
    if kind == MISSING:
        return instant(episode, "found_at") or returned
    return returned
