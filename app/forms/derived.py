"""What follows from the answers: the derived names of the rules, and the values nobody types.

Everything here is computed from records by their own conditions, never from what is visible, so
that no rule can go round in a circle. Offered, accepted and completed stay three separate facts.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.plain_facts import age_on, day, instant, is_history, returned, struck_out, told
from app.forms.stretches import MISSING, episode_type, whole_length
from app.records import clock
from app.records.record import JsonValue, Precision, Record, Stage, Time

if TYPE_CHECKING:
    from datetime import datetime

    from app.forms.sheet import Sheet

NO_OFFER_OWED = frozenset({"turned_18_while_missing", "died"})
HELD = frozenset({"yes", "partly"})
OUTCOMES = (
    *("not_due", "due", "offered", "accepted", "booked", "completed"),
    *("declined", "no_response", "not_offered", "superseded", "not_applicable"),
)
SUPERSEDED_BY = "superseded_by"
"""Role of the link from an interview to the one that took its place."""
DERIVED_NAMES = (
    *("age", "due_passed", "completed_late", "threshold_met", "returned", "interviewed"),
    *("outcome", "overnight", "stage"),
)
FLAGS = (
    *("due_passed", "completed_late", "threshold_met", "returned", "interviewed", "overnight"),
    "still_missing",
)
"""Derived names that are true or false, never null."""
PRIOR = ("prior_episodes_30d", "prior_episodes_90d", "prior_episodes_365d")
INPUTS = frozenset(
    {
        *("child_dob", "missing_from_at", "reported_at", "found_at", "returned_at", "return_how"),
        *("recorded_in_error", "offer_required", "offer_made", "offer_accepted", "booked_for"),
        *("interview_held", "interview_end", "episode_phases", "episode_type"),
    }
)
"""The questions that derived values are computed from."""
_MORE = {"no": "declined", "no_response": "no_response"}


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What only the other records of a case can tell; given from outside (analysis)."""

    prior_episodes_30d: int | None = None
    prior_episodes_90d: int | None = None
    prior_episodes_365d: int | None = None
    threshold_met: bool = False
    missing_again: bool = False
    """Whether the child went missing again before this return was talked about."""


def interviewed(episode: Record, interview: Record | None) -> bool:
    """Whether an interview was held, in whole or part, after an offer for this episode."""
    if interview is None or interview.stage is Stage.ENTERED_IN_ERROR or not returned(episode):
        return False
    offered = episode.value("offer_made") == "yes" and episode.value("offer_accepted") is not None
    return offered and interview.value("interview_held") in HELD


def completed_at(episode: Record, interview: Record | None) -> Time | None:
    """When the interview ended, None while it has not been completed."""
    return told(interview, "interview_end") if interviewed(episode, interview) else None


def outcome_of(episode: Record, interview: Record | None) -> str:
    """Where the offer of an episode stands: one of OUTCOMES; lateness is never an outcome."""
    if owes_nothing(episode):
        return "not_applicable"
    if not returned(episode):
        return "not_due"
    if completed_at(episode, interview) is not None:
        return "completed"
    if interview is not None and interview.linked(SUPERSEDED_BY):
        return "superseded"
    made = episode.value("offer_made")
    if made == "yes":
        return _answer_to_offer(episode)
    return "not_offered" if made == "no" else "due"


def due_at(episode: Record) -> datetime | None:
    """When the interview is due: 72 elapsed hours after the return; history is never due."""
    return None if is_history(episode) else clock.due_after(told(episode, "returned_at"))


def owes_nothing(episode: Record) -> bool:
    """Whether no offer is owed: struck out, history of another return, no longer a child."""
    owed = episode.value("offer_required")
    ended = episode.value("return_how") in NO_OFFER_OWED
    refused = owed is not None and owed != "yes"
    return struck_out(episode) or is_history(episode) or ended or refused


def age_at_start(person: Record | None, episode: Record) -> int | None:
    """The child's age in whole years on the day the episode began."""
    began = told(episode, "missing_from_at") or told(episode, "reported_at")
    return age_on(day(person, "child_dob") if person else None, clock.local_date(began))


def overnight(episode: Record, now: datetime) -> bool:
    """Whether the child was away for any minute of 00:00-05:00 local."""
    began, start = told(episode, "missing_from_at"), instant(episode, "missing_from_at")
    end = instant(episode, "returned_at") or instant(episode, "found_at") or now
    if start is None or began is None:
        return False
    if began.precision is Precision.DATE:
        return clock.local(end).date() > clock.local(start).date()
    return end > start and clock.touches_night(start, end)


def still_missing(episode: Record) -> bool:
    """Whether nobody has found the child and the episode has not ended."""
    return told(episode, "found_at") is None and not returned(episode)


def of_episode(
    episode: Record,
    interview: Record | None,
    person: Record | None,
    now: datetime,
    facts: CaseFacts,
) -> dict[str, JsonValue]:
    """Every derived and calculated value of one episode, without `stage`."""
    due, completed = due_at(episode), completed_at(episode, interview)
    ended = clock.earliest(completed)
    return {
        "age": age_at_start(person, episode),
        "due_passed": due is not None and completed is None and now > due,
        "completed_late": due is not None and ended is not None and ended > due,
        "threshold_met": facts.threshold_met,
        "returned": returned(episode),
        "interviewed": interviewed(episode, interview),
        "outcome": outcome_of(episode, interview),
        "overnight": overnight(episode, now),
        "still_missing": still_missing(episode),
        "duration": whole_length(episode, now),
        "due_at": due,
        "missing_again": facts.missing_again,
        **{name: getattr(facts, name) for name in PRIOR},
    }


def derived(sheet: Sheet, now: datetime, facts: CaseFacts) -> dict[str, JsonValue]:
    """The derived values of a sheet; with several episodes those that demand the most."""
    of_each = [
        of_episode(
            episode,
            sheet.interview,
            sheet.person,
            now,
            facts if number == 0 else CaseFacts(),
        )
        for number, episode in enumerate(sheet.episodes)
    ]
    if not of_each:
        return {}
    return {
        name: _most_demanding(name, [values[name] for values in of_each]) for name in of_each[0]
    }


def _most_demanding(name: str, values: list[JsonValue]) -> JsonValue:
    """A yes beats a no, the earliest due time counts, the longest length, the lowest age."""
    known = [value for value in values if value is not None]
    if not known:
        return None
    if name == "outcome":
        return min(known, key=_URGENCY.index)
    return min(known) if name in {"due_at", "age"} else max(known)


_URGENCY = (
    *("due", "offered", "accepted", "booked", "no_response", "not_offered", "declined"),
    *("completed", "superseded", "not_due", "not_applicable"),
)
"""Outcomes by how much is still to be done, the most pressing first."""


def _answer_to_offer(episode: Record) -> str:
    accepted = episode.value("offer_accepted")
    if accepted in _MORE:
        return _MORE[accepted]
    if told(episode, "booked_for") is not None:
        return "booked"
    return "accepted" if accepted == "yes" else "offered"


def away_only(episode: Record) -> bool:
    """Whether the episode began as away without authorisation, not missing."""
    return episode_type(episode) != MISSING
