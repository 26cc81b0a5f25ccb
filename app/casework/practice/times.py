"""Times for practice: on the five minutes, by day when a worker acts, told as people tell them."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

import msgspec

from app.records.clock import LONDON, at_local, local

if TYPE_CHECKING:
    from app.casework.practice.words import Chance
    from app.records.record import JsonValue, Precision

TRIES = 12
FIRST_HOUR, LAST_HOUR = 9, 18


def told_at(
    instant: datetime, precision: Precision | None = None, said: str | None = None
) -> JsonValue:
    """An instant as the value of a time answer."""
    wall = local(five_minutes(instant))
    told = at_local(wall, precision, said) if precision else at_local(wall)
    return msgspec.to_builtins(told)


def five_minutes(instant: datetime) -> datetime:
    """The last five minutes before an instant: nobody writes down 17:43."""
    return instant - timedelta(
        minutes=instant.minute % 5, seconds=instant.second, microseconds=instant.microsecond
    )


def daytime(chance: Chance, low: datetime, high: datetime) -> datetime:
    """A moment between the two, by day if there is one."""
    if high <= low:
        return five_minutes(low)
    span = (high - low).total_seconds()
    moment = low
    for _ in range(TRIES):
        moment = five_minutes(low + timedelta(seconds=chance.random.random() * span))
        if moment >= low and by_day(moment):
            return moment
    return max(moment, low)


def by_day(moment: datetime) -> bool:
    """Whether a worker would ring or knock at this hour."""
    return FIRST_HOUR <= local(moment).hour < LAST_HOUR


def after(instant: datetime, minutes: int, before: datetime) -> datetime:
    """So many minutes later, or half-way if that is past `before`."""
    later = instant + timedelta(minutes=minutes)
    return later if later < before else instant + (before - instant) / 2


def shares_of_today(now: datetime, share: float) -> datetime:
    """A moment of what is left of today; late at night, of what has been."""
    end = datetime.combine(local(now).date(), time(23, 55), LONDON)
    start = local(now) + timedelta(minutes=20)
    if start >= end:
        start = end - timedelta(hours=2)
    return (start + (end - start) * share).astimezone(now.tzinfo)
