"""Finds the day and the hour in a told time, and says which words are left over."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, time, timedelta

from app.records.errors import BadInput

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_MONTH = "|".join(_MONTHS)
_ISO = re.compile(r"\b(\d{4})-(\d{1,2})-(\d{1,2})(?:t(?=\d))?")
_SLASHED = re.compile(r"\b(\d{1,2})([/.-])(\d{1,2})(?:\2(\d{4}|\d{2}))?\b(?![:.]\d)")
_NAMED = re.compile(
    rf"\b(\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?({_MONTH})[a-z]*\.?(?:,?\s+(\d{{4}})(?![:.\d]))?"
)
_MONTH_FIRST = re.compile(rf"\b({_MONTH})[a-z]*\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\b(?![:.]\d)")
_WEEKDAY = re.compile(
    r"\b(?:(last|next|this|on)\s+)?"
    r"(mon|tue|tues|wed|weds|thu|thur|thurs|fri|sat|sun)(?:day|sday|nesday|rsday|urday)?\b"
)
_NEARBY = (
    (re.compile(r"\bday before yesterday\b"), -2),
    (re.compile(r"\byesterday\b"), -1),
    (re.compile(r"\blast (?=night|evening)"), -1),
    (re.compile(r"\btomorrow\b"), 1),
    (re.compile(r"\btoday\b"), 0),
    (re.compile(r"\bto(?=night\b)"), 0),
    (re.compile(r"\bthis (?=morning|afternoon|evening)"), 0),
)
_PART = re.compile(
    r"\b(?:in the |at |during the )?"
    r"(early hours|morning|lunchtime|afternoon|teatime|evening|night|dawn|dusk)\b"
)
_CLOCK = re.compile(r"\b(\d{1,2})[:.h](\d{2})\s*(am|pm|a\.m\.?|p\.m\.?)?(?![\d:])")
_HOUR = re.compile(r"\b(\d{1,2})\s*(?:o'?clock\s*)?(am|pm|a\.m\.?|p\.m\.?)(?![a-z])")
_MILITARY = re.compile(r"\b([01]\d|2[0-3])([0-5]\d)\s*(?:hrs|hours|h)?\b")
_SPOKEN = re.compile(
    r"\b(half|quarter|(?:twenty|\d{1,2})(?: min(?:ute)?s?)?) (past|to) (\d{1,2})\s*(am|pm)?"
)
_BARE = re.compile(r"(?<![\d/.:])(\d{1,2})(?:\s*o'?clock)?(?![\d/.:])\b")
_MINUTES_SPOKEN = {"half": 30, "quarter": 15, "twenty": 20}
_NOON = re.compile(r"\b(noon|midday)\b")
_MIDNIGHT = re.compile(r"\bmidnight\b")
_HEDGE = re.compile(
    r"\b(about|around|approx(?:imately)?|roughly|circa|maybe|perhaps|before|after|between|until"
    r"|till|just|nearly|almost|past|late|early|from|or|and|think|probably)\b|~|\bca?\."
)
_ISH = re.compile(r"(\d|[ap]m)ish\b")
_FILLER = re.compile(r"\b(at|on|the|of|in|hrs|hours|time|it|was|i)\b|[,;.\-\u2013]")
_UNKNOWN = re.compile(
    r"\s*(time )?(unknown|not known|don'?t know|not sure|unsure|no idea|nk|n/k|\?)\s*[.?!]*\s*"
)
_NUMBER_WORDS = (
    *("one", "two", "three", "four", "five", "six"),
    *("seven", "eight", "nine", "ten", "eleven", "twelve"),
)
_NUMBER_WORD = re.compile(rf"\b(?:{'|'.join(_NUMBER_WORDS)})\b")
_NOON_HOUR = 12
_LAST_HOUR, _LAST_MINUTE = 23, 59
_EVENING_FROM = 5
_SOON = timedelta(days=60)


@dataclass(frozen=True, slots=True)
class Found:
    """What has been found so far, and the words not yet used."""

    rest: str
    day: date | None = None
    relative: bool = False
    time: time | None = None
    midnight: bool = False


def plain(text: str) -> str:
    """Lower case, “2ish” as about 2, numbers in words as figures."""
    lowered = _ISH.sub(r"\1 about", text.lower())
    return _NUMBER_WORD.sub(lambda hit: str(_NUMBER_WORDS.index(hit.group()) + 1), lowered)


def is_unknown(text: str) -> bool:
    """Whether somebody says that the time is not known."""
    return bool(_UNKNOWN.fullmatch(text.lower()))


def about(rest: str) -> bool:
    """Whether the words left over say that the time is rough."""
    return bool(_HEDGE.search(rest))


def leftover(rest: str, *, hedges: bool = True) -> str:
    """The words that mean nothing here; `hedges` such as “about” mean something."""
    return " ".join(_FILLER.sub(" ", _HEDGE.sub(" ", rest) if hedges else rest).split())


def find_day(text: str, today: date, *, future: bool) -> Found:
    """Find the day: a date, “yesterday”, or a weekday (the last one, or the next if to come)."""
    dated = _dated(text, today)
    if dated is not None:
        return _check_weekday(dated)
    for pattern, days in _NEARBY:
        if pattern.search(text):
            day = today + timedelta(days=days)
            return Found(pattern.sub(" ", text, count=1), day, relative=True)
    weekday = _WEEKDAY.search(text)
    if weekday is not None:
        ahead = weekday.group(1) == "next" or future
        day = _weekday(weekday.group(2), today, ahead=ahead, before=weekday.group(1) == "last")
        return Found(_cut(text, weekday), day, relative=True)
    if _PART.fullmatch(text.strip()):
        return Found(text, today, relative=True)
    return Found(text)


def find_clock(found: Found) -> Found:
    """Find the hour in what is left; a bare part of the day is not an hour."""
    for read in (_spoken, _clock, _named_hour, _military, _bare):
        at = read(found)
        if at is not None:
            return at
    return found


def _dated(text: str, today: date) -> Found | None:
    iso = _ISO.search(text)
    if iso:
        return Found(_cut(text, iso), _day(iso.group(1), iso.group(2), iso.group(3)))
    named = _NAMED.search(text)
    if named:
        month = _MONTHS.index(named.group(2)) + 1
        return Found(_cut(text, named), _day_near(named.group(3), month, named.group(1), today))
    first = _MONTH_FIRST.search(text)
    if first:
        month = _MONTHS.index(first.group(1)) + 1
        return Found(_cut(text, first), _day_near(None, month, first.group(2), today))
    slashed = _SLASHED.search(text)
    if slashed and (slashed.group(4) or slashed.group(2) == "/"):
        day = _day_near(slashed.group(4), int(slashed.group(3)), slashed.group(1), today)
        return Found(_cut(text, slashed), day)
    return None


def _check_weekday(found: Found) -> Found:
    """A weekday beside a date must agree with it."""
    named = _WEEKDAY.search(found.rest)
    if named is None or found.day is None:
        return found
    if _DAYS[found.day.weekday()] != named.group(2)[:3]:
        advice = (
            f"{found.day.day} {found.day:%b %Y} is a {found.day:%A}. Check the day and the date."
        )
        raise BadInput(advice)
    return replace(found, rest=_cut(found.rest, named))


def _clock(found: Found) -> Found | None:
    hit = _CLOCK.search(found.rest)
    if hit is None:
        hit = _HOUR.search(found.rest)
        return None if hit is None else _with(found, hit, hit.group(1), "0", hit.group(2))
    return _with(found, hit, hit.group(1), hit.group(2), hit.group(3))


def _spoken(found: Found) -> Found | None:
    hit = _SPOKEN.search(found.rest)
    if hit is None:
        return None
    word = hit.group(1).split()[0]
    minutes = _MINUTES_SPOKEN.get(word) or int(word)
    hour = int(hit.group(3))
    if hit.group(2) == "to":
        hour, minutes = (hour - 1) or _NOON_HOUR, 60 - minutes
    return _with(found, hit, str(hour), str(minutes), hit.group(4) or "?")


def _named_hour(found: Found) -> Found | None:
    noon = _NOON.search(found.rest)
    if noon:
        return replace(found, rest=_cut(found.rest, noon), time=time(_NOON_HOUR))
    midnight = _MIDNIGHT.search(found.rest)
    if midnight:
        return replace(found, rest=_cut(found.rest, midnight), time=time(), midnight=True)
    return None


def _military(found: Found) -> Found | None:
    hit = _MILITARY.search(found.rest)
    return None if hit is None else _with(found, hit, hit.group(1), hit.group(2), None)


def _bare(found: Found) -> Found | None:
    hit = _BARE.search(found.rest)
    return None if hit is None else _with(found, hit, hit.group(1), "0", "?")


def _with(found: Found, hit: re.Match[str], hour: str, minute: str, half: str | None) -> Found:
    """Add an hour, with am or pm from the words or from the part of the day."""
    rest = _cut(found.rest, hit)
    part = _PART.search(rest)
    if part is not None:
        rest = _cut(rest, part)
    number = _hour(hour, minute, half, part.group(1) if part else "")
    if number > _LAST_HOUR or int(minute) > _LAST_MINUTE:
        advice = f"{hour}:{int(minute):02d} is not a time of day."
        raise BadInput(advice)
    return replace(found, rest=rest, time=time(number, int(minute)))


def _hour(told: str, minute: str, half: str | None, part: str) -> int:
    hour = int(told)
    if hour > _NOON_HOUR:
        return hour
    if half and half[0] in "ap":
        return hour % _NOON_HOUR + (_NOON_HOUR if half[0] == "p" else 0)
    if part:
        return hour % _NOON_HOUR + (_NOON_HOUR if _is_later(part, hour) else 0)
    if half == "?":
        clear = f"{hour}:{int(minute):02d}" if int(minute) else str(hour)
        advice = f"Is that in the morning or the afternoon? Write {clear}am or {clear}pm."
        raise BadInput(advice, choices=(f"{clear}am", f"{clear}pm"))
    return hour


def _is_later(part: str, hour: int) -> bool:
    if part == "night":
        return _EVENING_FROM <= hour < _NOON_HOUR
    if part == "lunchtime":
        return hour < _EVENING_FROM or hour == _NOON_HOUR
    return part in {"afternoon", "teatime", "evening", "dusk"}


def _weekday(name: str, today: date, *, ahead: bool, before: bool) -> date:
    back = (today.weekday() - _DAYS.index(name[:3])) % 7
    if ahead:
        return today + timedelta(days=(7 - back) % 7)
    return today - timedelta(days=back or (7 if before else 0))


def _day(year: str, month: str, day: str) -> date:
    try:
        return date(int(year), int(month), int(day))
    except ValueError as error:
        advice = f"There is no {int(day)}/{int(month)}/{year}. Write the day before the month."
        raise BadInput(advice) from error


def _day_near(year: str | None, month: int, day: str, today: date) -> date:
    """A date without its year lies in the last ten months or the next two."""
    if year is not None:
        return _day(year if len(year) == len("2026") else f"20{year}", str(month), day)
    for number in (today.year + 1, today.year, today.year - 1):
        try:
            guess = date(number, month, int(day))
        except ValueError:
            continue
        if guess <= today + _SOON:
            return guess
    return _day(str(today.year), str(month), day)


def _cut(text: str, hit: re.Match[str]) -> str:
    return f"{text[: hit.start()]} {text[hit.end() :]}"
