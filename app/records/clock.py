"""Time: aware UTC inside, Europe/London for people, and the 72-hour rule.

The clock runs in elapsed time (DfE 2014: within 72 hours of return), so it is computed in UTC; a
naive sum is an hour wrong twice a year.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from app.records.record import Precision, Time

LONDON = ZoneInfo("Europe/London")
INTERVIEW_WITHIN = timedelta(hours=72)


def now() -> datetime:
    """The laptop's clock as aware UTC."""
    return datetime.now(UTC)


def to_text(instant: datetime) -> str:
    """An instant as the machine writes it: UTC, milliseconds, Z."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def from_text(text: str) -> datetime:
    """Read a machine instant back as aware UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def local(instant: datetime) -> datetime:
    """An instant as people in England read it."""
    return instant.astimezone(LONDON)


def at_local(
    wall: datetime, precision: Precision = Precision.EXACT, said: str | None = None
) -> Time:
    """A Time from local wall time; in a repeated hour `wall.fold` chooses, default the first."""
    aware = wall if wall.tzinfo else wall.replace(tzinfo=LONDON)
    at = aware.astimezone(LONDON).isoformat(timespec="minutes")
    return Time(precision=precision, at=at, said=said)


def on_date(day: date, said: str | None = None) -> Time:
    """A Time of which only the date is known."""
    return Time(precision=Precision.DATE, at=day.isoformat(), said=said)


def earliest(told: Time | None) -> datetime | None:
    """The earliest instant a told time can mean, in UTC: a bare date counts from 00:00 local.

    Errs towards the child: a clock that starts at the earliest moment is due at the earliest.
    """
    if told is None or told.at is None or told.precision is Precision.UNKNOWN:
        return None
    if told.precision is Precision.DATE:
        day = date.fromisoformat(told.at)
        return datetime.combine(day, time(), LONDON).astimezone(UTC)
    return datetime.fromisoformat(told.at).astimezone(UTC)


def due_after(returned: Time | None) -> datetime | None:
    """When the interview is due: 72 elapsed hours after the return, in UTC; None while not back."""
    start = earliest(returned)
    return None if start is None else start + INTERVIEW_WITHIN


def local_date(told: Time | None) -> date | None:
    """The Europe/London calendar date of a told time (what SSDA903 wants)."""
    start = earliest(told)
    return None if start is None else local(start).date()


def touches_night(start: datetime, end: datetime) -> bool:
    """Whether any minute of 00:00-05:00 local lies in [start, end): the form's `overnight`."""
    begin, finish = local(start), local(end)
    day = begin.date()
    while day <= finish.date():
        night = datetime.combine(day, time(), LONDON)
        if begin < datetime.combine(day, time(5), LONDON) and finish > night:
            return True
        day += timedelta(days=1)
    return False
