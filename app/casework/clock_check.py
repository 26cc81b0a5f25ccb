"""A laptop whose clock runs hours behind: noticed by what the store has already seen, and said.

Times are evidence, and the 72 hours run from them. Nothing is blocked or changed: a person looks at
the clock and decides.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.records import clock

if TYPE_CHECKING:
    from datetime import datetime

    from app.casework.desk import Desk

TOLERANCE = timedelta(minutes=5)
"""A clock that is set right by a few minutes is no cause for alarm."""


def clock_warning(desk: Desk) -> str:
    """What to say of this laptop's clock on opening the store; empty when it seems right."""
    if desk.practice:
        return ""  # its history is invented, up to a time that may be set for training
    with desk.open_work() as work:
        seen = [at for at in (work.audit.latest(), work.outbox.waiting().latest) if at is not None]
    return behind(desk.clock(), max(seen)) if seen else ""


def behind(now: datetime, seen: datetime) -> str:
    """Plain words when `now` is before the latest instant this store has seen."""
    if now >= seen - TOLERANCE:
        return ""
    shows, saved = clock.local(now), clock.local(seen)
    day = "" if shows.date() == saved.date() else " on {0.day} {0:%B %Y}"
    return (
        f"This laptop's clock shows {shows:%H:%M}{day.format(shows)}, but work was saved here "
        f"at {saved:%H:%M}{day.format(saved)}, which is later. "
        "Check the clock before you record times."
    )
