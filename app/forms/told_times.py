"""Times as people tell them, and back into words; never an invented 00:00.

“Tuesday evening” is a day that is known and an hour that is not, so only the day is kept, with the
words. An hour that happened twice (clocks going back) is asked about, not guessed.
"""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta

import msgspec

from app.forms.told_words import (
    Found,
    about,
    find_clock,
    find_day,
    is_unknown,
    leftover,
    plain,
)
from app.records import clock
from app.records.errors import BadInput
from app.records.record import JsonValue, Precision, Time

_HALF_A_DAY = timedelta(hours=12)
_QUOTED = re.compile(r"\s*\(“(.*)”\)$")
_ZONE = re.compile(r"\b(bst|gmt)\b", re.IGNORECASE)
_ASK = (
    "Write a day and a time as it was told, such as “about 2am”, “Tuesday evening”, "
    "“18 Oct 19:30” or “not known”."
)


def parse_time(text: str, near: datetime | None = None, *, future: bool = False) -> Time:
    """Read a time as told; `near` says which day is meant, `future` that it is yet to come."""
    words = text.strip()
    quoted = _QUOTED.search(words)
    said = quoted.group(1) if quoted else words
    told = _QUOTED.sub("", words)
    if is_unknown(told):
        return Time(Precision.UNKNOWN, said=said if quoted else None)
    machine = _machine_time(told)
    if machine is not None:
        return machine
    around = _around(near)
    lowered = plain(told)
    zone = _ZONE.search(lowered)
    found = find_clock(find_day(_ZONE.sub(" ", lowered), around.date(), future=future))
    if found.time is None:
        return _day_only(found, said, keep=quoted is not None)
    wall = _wall(found, found.time, around)
    hedged = about(found.rest)
    precision = Precision.ABOUT if hedged else Precision.EXACT
    vague = found.relative or (hedged and not _only_about(found))
    return clock.at_local(
        _once(wall, zone.group(1) if zone else ""), precision, said if vague else None
    )


def parse_date(text: str, near: datetime | None = None, *, future: bool = False) -> str:
    """Read a calendar date; the day comes before the month."""
    found = find_day(plain(text.strip()), _around(near).date(), future=future)
    if found.day is None or find_clock(found).time is not None or leftover(found.rest):
        msg = "Write a date with the day first, such as 15/07/2009 or 15 July 2009."
        raise BadInput(msg)
    return found.day.isoformat()


def format_time(told: Time) -> str:
    """A told time in words: “about 02:00, Tue 20 Oct 2026”."""
    said = f" (“{told.said}”)" if told.said else ""
    if told.at is None or told.precision is Precision.UNKNOWN:
        return f"Time not known{said}"
    if told.precision is Precision.DATE:
        return f"{short_day(date.fromisoformat(told.at))}{said}"
    wall = datetime.fromisoformat(told.at).astimezone(clock.LONDON)
    which = f" {wall:%Z}" if _offsets(wall.replace(tzinfo=None)) == _TWICE else ""
    hedge = "about " if told.precision is Precision.ABOUT else ""
    return f"{hedge}{wall:%H:%M}{which}, {short_day(wall.date())}"


def format_instant(instant: datetime) -> str:
    """A computed instant with the zone it is told in: “06:15 BST, Mon 19 Oct 2026”."""
    wall = clock.local(instant)
    return f"{wall:%H:%M %Z}, {short_day(wall.date())}"


def short_day(day: date) -> str:
    """“Tue 20 Oct 2026”."""
    return f"{day:%a} {day.day} {day:%b %Y}"


def long_day(day: date) -> str:
    """“20 October 2026”."""
    return f"{day.day} {day:%B %Y}"


def as_time(value: JsonValue) -> Time | None:
    """The Time inside an answer's value, None when there is none."""
    if isinstance(value, Time):
        return value
    return msgspec.convert(value, Time) if isinstance(value, dict) else None


def as_value(told: Time) -> JsonValue:
    """A Time as the value of an answer."""
    return msgspec.to_builtins(told)


_TWICE, _NEVER, _ONCE = "twice", "never", "once"


def _offsets(wall: datetime) -> str:
    first = wall.replace(tzinfo=clock.LONDON, fold=0).utcoffset()
    second = wall.replace(tzinfo=clock.LONDON, fold=1).utcoffset()
    if first is None or second is None or first == second:
        return _ONCE
    return _TWICE if first > second else _NEVER


def _around(near: datetime | None) -> datetime:
    if near is None:
        return clock.local(clock.now())
    return clock.local(near if near.tzinfo else near.replace(tzinfo=clock.LONDON))


def _machine_time(text: str) -> Time | None:
    """A time with its offset, as the machine writes it, is taken as it stands."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError:
        return None
    return clock.at_local(instant) if instant.tzinfo else None


def _day_only(found: Found, said: str, *, keep: bool) -> Time:
    strange = leftover(found.rest)
    if found.day is None or any(letter.isdigit() for letter in strange):
        raise BadInput(_ASK)
    return clock.on_date(found.day, said=said if found.relative or strange or keep else None)


def _only_about(found: Found) -> bool:
    return found.day is not None and not leftover(found.rest.replace("about", ""), hedges=False)


def _wall(found: Found, moment: time, around: datetime) -> datetime:
    """The wall time that is meant; refuses what it would have to guess."""
    if found.day is not None and found.midnight:
        advice = "Midnight lies between two days. Write 23:59 or 00:00 with the day you mean."
        raise BadInput(advice)
    strange = leftover(found.rest)
    if strange and not about(found.rest):
        advice = f"“{strange}” was not understood. {_ASK}"
        raise BadInput(advice)
    return _nearest(moment, around) if found.day is None else datetime.combine(found.day, moment)


def _nearest(moment: time, around: datetime) -> datetime:
    """The day is not told: the nearest such hour is meant, across midnight too."""
    wall = around.replace(tzinfo=None)
    guess = datetime.combine(wall.date(), moment)
    if guess - wall > _HALF_A_DAY:
        return guess - timedelta(days=1)
    if wall - guess > _HALF_A_DAY:
        return guess + timedelta(days=1)
    return guess


def _once(wall: datetime, zone: str) -> datetime:
    """Settle which of two hours is meant, or say that there was no such hour."""
    happens = _offsets(wall)
    if happens == _NEVER:
        advice = f"There was no {wall:%H:%M} that night: the clocks went forward. Check the time."
        raise BadInput(advice)
    if happens == _TWICE and not zone:
        choices = (f"{wall:%H:%M} BST", f"{wall:%H:%M} GMT")
        advice = (
            f"{wall:%H:%M} came twice that night, as the clocks went back. Write {choices[0]} for "
            f"the first time or {choices[1]} for the second."
        )
        raise BadInput(advice, choices=choices)
    return wall.replace(tzinfo=clock.LONDON, fold=1 if zone == "gmt" else 0)
