"""Calculated values in words: still missing, how long, when due, how many episodes before."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.forms.derived import PRIOR, away_only
from app.forms.plain_facts import found_not_back, told
from app.forms.sheet import in_scope
from app.forms.spans import format_span
from app.forms.told_times import format_instant
from app.records.record import Precision, Record, Time

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from app.forms.worksheet import Worksheet

_EMPTY = {"still_missing": "", "duration": "", "due_at": "", **dict.fromkeys(PRIOR, "")}


def all_calculated(
    sheet: Worksheet, derived_of: Callable[[str], Mapping[str, object]]
) -> dict[str, str]:
    """Every calculated value of a sheet by address."""
    return {
        in_scope(scope, name): words
        for scope in sheet.scopes
        for name, words in calculated_words(sheet.episode(scope), derived_of(scope)).items()
    }


def calculated_words(episode: Record | None, values: Mapping[str, object]) -> dict[str, str]:
    """Every calculated value of an episode by question id, "" while it is not known."""
    if episode is None:
        return dict(_EMPTY)
    return {
        "still_missing": _still_missing(episode, missing=bool(values.get("still_missing"))),
        "duration": _duration(episode, values.get("duration")),
        "due_at": _due(episode, values.get("due_at")),
        **{name: _count(values.get(name)) for name in PRIOR},
    }


def _still_missing(episode: Record, *, missing: bool) -> str:
    if missing:
        return "Yes, still away" if away_only(episode) else "Yes"
    return "Found, not yet back" if found_not_back(episode) else "No"


def _duration(episode: Record, length: object) -> str:
    """Hours and minutes only where both ends have them; a bare date gives days."""
    began = told(episode, "missing_from_at")
    ended = told(episode, "returned_at") or told(episode, "found_at")
    if began is None or not isinstance(length, timedelta):
        return ""
    ends = [began] if ended is None else [began, ended]
    if any(end.precision is Precision.UNKNOWN for end in ends):
        return ""
    if any(end.precision is Precision.DATE for end in ends):
        return _in_days(began, ended, length)
    rough = "about " if any(end.precision is Precision.ABOUT for end in ends) else ""
    return f"{rough}{format_span(length)}{'' if ended else ' so far'}"


def _in_days(began: Time, ended: Time | None, length: timedelta) -> str:
    days = length.days if ended is None else (_day(ended) - _day(began)).days
    so_far = "" if ended else " so far"
    if days == 0:
        return f"less than a day{so_far}"
    return f"about {days} day{'s' if days > 1 else ''}{so_far}"


def _day(at: Time) -> date:
    return date.fromisoformat(str(at.at)[:10])


def _due(episode: Record, due: object) -> str:
    if not isinstance(due, datetime):
        return ""
    back = told(episode, "returned_at")
    rough = back is not None and back.precision is not Precision.EXACT
    return f"{format_instant(due)}{' (estimated)' if rough else ''}"


def _count(number: object) -> str:
    return "" if number is None else str(number)
