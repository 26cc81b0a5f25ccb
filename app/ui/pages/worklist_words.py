"""A row of Today in words: each cell is symbol and words and a colour, never a colour alone."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.analysis.timeliness import clock_words
from app.forms.plain_facts import age_on, full_name
from app.forms.spans import format_span
from app.records.clock import local
from app.records.record import Precision
from app.ui.parts.status_pill import SYMBOLS, due_words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.records.ports import WorklistRow

LONG_UNSENT = timedelta(hours=24)
"""From here on what waits to be sent is worth a look; before, waiting is what a laptop does."""
_TIMES = {0: "", 1: "once", 2: "twice"}


@dataclass(frozen=True, slots=True)
class Said:
    """One cell: what stands first, what stands under it, and in which colours."""

    first: str
    second: str = ""
    tone: str = "fg"
    second_tone: str = "hint"
    symbol: str = ""

    @property
    def line(self) -> str:
        """The first line with its symbol."""
        return f"{self.symbol} {self.first}" if self.symbol else self.first

    @property
    def spoken(self) -> str:
        """Both lines as a screen reader says them, without the symbol."""
        return ", ".join(part for part in (self.first, self.second) if part)


def moment(instant: datetime | None, now: datetime, precision: Precision = Precision.EXACT) -> str:
    """A time in words, as exactly as it was told: "Mon 19 Oct 06:15", "about …", a bare day."""
    if instant is None:
        return ""
    wall = local(instant)
    year = "" if wall.year == local(now).year else f" {wall.year}"
    hour = "" if precision is Precision.DATE else f" {wall:%H:%M}"
    about = "about " if precision is Precision.ABOUT else ""
    return f"{about}{wall:%a} {wall.day} {wall:%b}{year}{hour}"


def child(row: WorklistRow, now: datetime) -> Said:
    """Who: name and age; the name the child goes by, the reference, and a flag."""
    age = age_on(row.born, local(now).date())
    name = full_name(row.forename, row.surname, row.local_id)
    known = f"Known as {row.known_as}" if row.known_as not in ("", row.forename) else ""
    under = " · ".join(part for part in (known, row.reference) if part)
    if row.missing_again:
        again = "! Missing again before interview"
        return Said(f"{name}, {age}" if age is not None else name, again, second_tone="red")
    return Said(f"{name}, {age}" if age is not None else name, under)


def times(row: WorklistRow, now: datetime) -> Said:
    """Since when and until when, as it was told."""
    told = moment(row.missing_from, now, row.missing_from_precision)
    began = row.missing_from_said or told or "time not known"
    if row.returned is not None:
        return Said(f"Back {moment(row.returned, now, row.returned_precision)}", f"From {began}")
    if is_missing(row) or row.found_not_back:
        return Said(f"From {began}", "Not back yet")
    return Said("Return not timed", f"From {began}")


def is_missing(row: WorklistRow) -> bool:
    """Whether nobody has found the child."""
    return row.returned is None and row.outcome == "not_due" and not row.found_not_back


def limit(row: WorklistRow, now: datetime) -> Said:
    """The 72-hour clock; hours are never turned into days."""
    if is_missing(row) or row.found_not_back:
        return _not_back(row, now)
    if row.outcome in ("not_applicable", "superseded"):
        return Said("No interview owed", tone="hint")
    if row.due is None:
        return Said("No time of return", "The clock cannot start", tone="fg")
    words = _capital(clock_words(row.due, now, row.completed))
    if row.completed is not None:
        late = row.completed > row.due
        return Said(words if late else f"Done, {words}", symbol="✓", tone="fg" if late else "green")
    if row.outcome == "declined":
        return Said("Declined", words if now <= row.due else "", tone="fg")
    return _open(row, row.due, now)


def _not_back(row: WorklistRow, now: datetime) -> Said:
    if row.found_not_back:
        return Said("Found, not yet back", "You may offer now", tone="amber", symbol="◆")
    what = "Away" if row.away else "Missing"
    if row.missing_from is None:
        return Said(what, "since a time not known", tone="red", symbol="●")
    if row.missing_from_precision is Precision.DATE:
        return Said(
            what, f"since {moment(row.missing_from, now, Precision.DATE)}", "red", symbol="●"
        )
    about = "about " if row.missing_from_precision is Precision.ABOUT else ""
    return Said(f"{what} {about}{format_span(now - row.missing_from)}", tone="red", symbol="●")


def _open(row: WorklistRow, due: datetime, now: datetime) -> Said:
    words, tone = due_words(due, now)
    estimated = row.returned_precision is Precision.DATE
    day = f"{moment(due, now, Precision.DATE)} (estimated)"
    at = day if estimated else moment(due, now)
    under = f"since {at}" if now > due else at
    return Said(words, under, tone="fg" if tone == "plain" else tone, symbol=SYMBOLS[tone])


def authority(row: WorklistRow, names: Mapping[str, str]) -> Said:
    """Which authority is responsible, and which one hosts when that is another."""
    responsible = names.get(row.responsible, row.responsible) or "Not recorded"
    if not row.host or row.host == row.responsible:
        return Said(responsible)
    host = names.get(row.host, row.host)
    if row.host_not_told:
        return Said(responsible, f"! {host} not told yet", second_tone="amber")
    return Said(responsible, f"{host} hosts")


_STAGES = {
    "submitted": "Waiting sign-off",
    "returned": "Sent back to the writer",
    "approved": "Signed off",
    "closed": "Signed off",
    "reopened": "Opened again",
    "entered_in_error": "Struck out",
}
_OUTCOMES = {
    "completed": "Draft, child seen",
    "no_response": "No answer yet",
    "not_offered": "Not offered",
    "superseded": "Covered by another",
    "not_applicable": "Not owed",
    "not_due": "Not due yet",
}


def interview(row: WorklistRow, now: datetime) -> Said:
    """Where the interview stands: not started, attempted, booked, draft, waiting, declined."""
    if row.interview is not None and row.stage in _STAGES:
        return Said(_STAGES[row.stage])
    if row.outcome == "booked" and row.booked_for is not None:
        late = row.due is not None and row.booked_for > row.due
        under = "after the 72 hours" if late else ""
        words = f"Booked {moment(row.booked_for, now, row.booked_precision)}"
        return Said(words, under, second_tone="amber")
    if row.outcome == "declined":
        again = "try again until due" if row.due is not None and now <= row.due else ""
        return Said("Declined", again)
    return _by_attempts(row)


def _by_attempts(row: WorklistRow) -> Said:
    if row.outcome in _OUTCOMES:
        return Said(_OUTCOMES[row.outcome])
    if row.outcome == "accepted":
        return Said("Accepted", "not booked yet")
    if row.attempts:
        return Said(f"Attempted {_TIMES.get(row.attempts, f'{row.attempts} times')}")
    return Said("Offered", "no answer yet") if row.outcome == "offered" else Said("Not started")


def laptop(row: WorklistRow, now: datetime) -> Said:
    """Whether this laptop still holds something back, and whether two versions contest."""
    if row.contested:
        return Said("Two versions", "to decide", symbol="!", tone="red")
    if not row.waiting:
        return Said("Sent", tone="hint")
    if row.waiting_since is not None and now - row.waiting_since > LONG_UNSENT:
        return Said("Not sent", f"since {moment(row.waiting_since, now)}", tone="amber", symbol="◆")
    return Said("Saved", "not sent yet", tone="hint")


def cells(row: WorklistRow, now: datetime, names: Mapping[str, str]) -> tuple[Said, ...]:
    """The whole row, in the order of the columns."""
    return (
        child(row, now),
        times(row, now),
        limit(row, now),
        authority(row, names),
        interview(row, now),
        laptop(row, now),
    )


def day_in_words(now: datetime) -> str:
    """Today's date in words: "Saturday 21 November 2026"."""
    wall = local(now)
    return f"{wall:%A} {wall.day} {wall:%B %Y}"


def _capital(words: str) -> str:
    return words[:1].upper() + words[1:]
