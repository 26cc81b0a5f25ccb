"""The stretches of an episode, missing and away, and how long they were.

Found and returned are two times: a missing stretch ends when the child is found, an away stretch
when the child is back, and the 72 hours start with the return.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.forms.plain_facts import instant, returned, text

if TYPE_CHECKING:
    from app.forms.question import Choice
    from app.records.record import Record

MISSING = "missing"
AWAY = "away_without_authorisation"


@dataclass(frozen=True, slots=True)
class Stretch:
    """One stretch; `end` is None while it runs, or when nobody knows when it ended (`over`)."""

    type: str
    start: datetime
    end: datetime | None
    over: bool = False

    @property
    def running(self) -> bool:
        """Whether it still goes on."""
        return self.end is None and not self.over

    def length(self, now: datetime) -> timedelta:
        """How long it was, or has been so far; nothing when its end is not known."""
        if self.over and self.end is None:
            return timedelta()
        return max((self.end or now) - self.start, timedelta())


def episode_type(episode: Record) -> str:
    """What the episode was at its start; missing until somebody says otherwise."""
    return text(episode, "episode_type") or MISSING


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
        return tuple(_closed(known, n, episode) for n in range(len(known)))
    start = instant(episode, "missing_from_at")
    if start is None:
        return ()
    return (_last(episode, Stretch(episode_type(episode), start, None)),)


def whole_length(episode: Record, now: datetime) -> timedelta | None:
    """From leaving until back (or found, or now); None when the start is not known."""
    start = instant(episode, "missing_from_at")
    if start is None:
        return None
    end = instant(episode, "returned_at") or instant(episode, "found_at") or now
    return max(end - start, timedelta())


def _phase(episode: Record, item: str) -> Stretch | None:
    path = f"episode_phases/{item}"
    start = instant(episode, f"{path}/from_at")
    if start is None:
        return None
    return Stretch(
        text(episode, f"{path}/type") or MISSING, start, instant(episode, f"{path}/to_at")
    )


def _closed(known: list[Stretch], n: int, episode: Record) -> Stretch:
    """An open stretch ends where the next one begins, and the last where the episode ends."""
    stretch = known[n]
    if stretch.end is not None:
        return stretch
    if n + 1 < len(known):
        return replace(stretch, end=known[n + 1].start)
    return _last(episode, stretch)


def _last(episode: Record, stretch: Stretch) -> Stretch:
    """A missing stretch ends when found, or with the return where nobody noted the finding."""
    end = instant(episode, "returned_at")
    if stretch.type == MISSING:
        end = instant(episode, "found_at") or end
    return replace(stretch, end=end, over=returned(episode))
