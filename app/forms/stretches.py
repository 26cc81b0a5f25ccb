"""The stretches of an episode, missing and away, and how long they were.

Found and returned are two times: a missing stretch ends when the child is found, an away stretch
when the child is back, and the 72 hours start with the return.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.forms.told_times import as_time
from app.records import clock

if TYPE_CHECKING:
    from app.forms.question import Choice
    from app.records.record import Record

MISSING = "missing"
AWAY = "away_without_authorisation"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch; `end` is None while it runs."""

    type: str
    start: datetime
    end: datetime | None

    def length(self, now: datetime) -> timedelta:
        """How long it was, or has been so far."""
        return max((self.end or now) - self.start, timedelta())


def episode_type(episode: Record) -> str:
    """What the episode was at its start; missing until somebody says otherwise."""
    return str(episode.value("episode_type") or MISSING)


def kinds_for(choices: tuple[Choice, ...], episode: Record | None) -> tuple[Choice, ...]:
    """Away without authorisation is for looked-after children, or while that is not known."""
    status = None if episode is None else episode.value("child_status")
    looked_after = status in (None, "cla")
    return tuple(choice for choice in choices if looked_after or choice.code != AWAY)


def stretches(episode: Record) -> tuple[Stretch, ...]:
    """The stretches in the order in which they began; one when the kind never changed."""
    phases = [_phase(episode, item) for item in episode.items("episode_phases")]
    known = sorted((phase for phase in phases if phase is not None), key=lambda one: one.start)
    if known:
        return tuple(known)
    start = _instant(episode, "missing_from_at")
    if start is None:
        return ()
    kind = episode_type(episode)
    return (Stretch(kind, start, _end(episode, kind)),)


def longest_missing(episode: Record, now: datetime) -> timedelta:
    """The longest missing stretch, up to now while it runs (the hour rules look at this)."""
    lengths = (one.length(now) for one in stretches(episode) if one.type == MISSING)
    return max(lengths, default=timedelta())


def whole_length(episode: Record, now: datetime) -> timedelta | None:
    """From leaving until back (or found, or now); None when the start is not known."""
    start = _instant(episode, "missing_from_at")
    if start is None:
        return None
    end = _instant(episode, "returned_at") or _instant(episode, "found_at") or now
    return max(end - start, timedelta())


def _phase(episode: Record, item: str) -> Stretch | None:
    path = f"episode_phases/{item}"
    start = _instant(episode, f"{path}/from_at")
    if start is None:
        return None
    kind = str(episode.value(f"{path}/type") or MISSING)
    return Stretch(kind, start, _instant(episode, f"{path}/to_at") or _end(episode, kind))


def _end(episode: Record, kind: str) -> datetime | None:
    """A missing stretch ends when found, or with the return where nobody noted the finding."""
    back = _instant(episode, "returned_at")
    return (_instant(episode, "found_at") or back) if kind == MISSING else back


def _instant(episode: Record, path: str) -> datetime | None:
    return clock.earliest(as_time(episode.value(path)))
