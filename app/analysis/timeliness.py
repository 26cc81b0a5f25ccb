"""The 72-hour clock of each episode: offered in time, completed in time, how late, missing again.

Offered, accepted and completed are three separate facts and none is derived from another. Late is
derived, never a status. A child who goes missing again before the interview does not restart the
clock; the episode is flagged as one that a later interview might cover.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.derived import HELD, due_at, owes_nothing
from app.forms.derived import completed_at as talked_about
from app.forms.plain_facts import counts, instant, text, told
from app.forms.spans import format_span
from app.forms.stretches import MISSING, episode_type

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime, timedelta

    from app.analysis.rules import OfferRule
    from app.records.record import Record, RecordId, Time

REACHED_CHILD = frozenset({"offer_reached_child", "accepted", "not_now", "said_no", "booked"})
CARERS = frozenset({"parent", "carer", "home_staff"})


@dataclass(frozen=True, slots=True)
class Timeliness:
    """What the clock says of one episode. None means not recorded, which is not no."""

    episode: RecordId
    due: datetime | None
    offered: bool | None
    accepted: bool | None
    declined: bool
    completed_at: datetime | None
    offered_in_time: bool | None
    completed_in_time: bool | None
    late_by: timedelta | None
    left: timedelta | None
    missing_again: bool


def timeliness(
    episode: Record,
    interviews: Sequence[Record],
    of_child: Sequence[Record],
    now: datetime,
) -> Timeliness:
    """Measure one episode against its clock; `interviews` are those that cover it."""
    due = due_at(episode)
    done = completed_at(interviews)
    late = _past(due, done)
    return Timeliness(
        episode=episode.id,
        due=due,
        offered=_yes(text(episode, "offer_made")),
        accepted=_yes(text(episode, "offer_accepted")),
        declined=text(episode, "offer_accepted") == "no",
        completed_at=done,
        offered_in_time=_in_time(due, instant(episode, "offered_at"), now),
        completed_in_time=_in_time(due, done, now),
        late_by=late,
        left=due - done if due and done and not late else None,
        missing_again=missing_again(episode, interviews, of_child),
    )


def completed_at(interviews: Iterable[Record]) -> datetime | None:
    """When an interview covering the episode ended, the earliest if there are several."""
    ends = [
        end
        for interview in interviews
        if text(interview, "interview_held") in HELD
        and (end := instant(interview, "interview_end")) is not None
    ]
    return min(ends, default=None)


def missing_again(
    episode: Record, interviews: Sequence[Record], of_child: Sequence[Record]
) -> bool:
    """Whether the child went missing again before this return was talked about or declined."""
    back = instant(episode, "returned_at")
    settled = text(episode, "offer_accepted") == "no" or owes_nothing(episode)
    talked = any(talked_about(episode, interview) is not None for interview in interviews)
    if back is None or settled or talked:
        return False
    return any(
        begun >= back
        for other in of_child
        if other.id != episode.id
        and counts(other)
        and episode_type(other) == MISSING
        and (begun := instant(other, "missing_from_at")) is not None
    )


def first_reached(episode: Record, offer: OfferRule) -> Time | None:
    """When an offer first reached whom the authority's rule names: the source of `offered_at`."""
    reached: list[tuple[datetime, str]] = []
    for item in episode.items("offer_attempts"):
        at = instant(episode, f"offer_attempts/{item}/at")
        if at is not None and _reached(episode, item, offer):
            reached.append((at, item))
    if not reached:
        return None
    return told(episode, f"offer_attempts/{min(reached)[1]}/at")


@dataclass(frozen=True, slots=True)
class Figures:
    """Counts over the episodes of a period; `interviews` counts an interview once."""

    episodes: int
    offered: int
    offered_in_time: int
    accepted: int
    declined: int
    completed: int
    completed_in_time: int
    interviews: int


def figures(episodes: Iterable[Record], interviews: Sequence[Record], now: datetime) -> Figures:
    """Count the episodes that owe an offer; `interviews` may cover more than these."""
    covering: dict[RecordId, list[Record]] = {}
    for interview in interviews:
        for covered in interview.linked("episode"):
            covering.setdefault(covered, []).append(interview)
    owed = [
        episode
        for episode in episodes
        if counts(episode) and not owes_nothing(episode) and due_at(episode) is not None
    ]
    measured = [timeliness(each, covering.get(each.id, []), [], now) for each in owed]
    held = {
        interview.id
        for each in owed
        for interview in covering.get(each.id, [])
        if completed_at([interview]) is not None
    }
    return Figures(
        episodes=len(measured),
        offered=sum(each.offered is True for each in measured),
        offered_in_time=sum(each.offered_in_time is True for each in measured),
        accepted=sum(each.accepted is True for each in measured),
        declined=sum(each.declined for each in measured),
        completed=sum(each.completed_at is not None for each in measured),
        completed_in_time=sum(each.completed_in_time is True for each in measured),
        interviews=len(held),
    )


def clock_words(due: datetime | None, now: datetime, done: datetime | None = None) -> str:
    """The clock in words: due in, overdue by, done with so much left, or late by."""
    if due is None:
        return ""
    if done is not None:
        return (
            f"late by {format_span(done - due)}"
            if done > due
            else f"{format_span(due - done)} left"
        )
    return (
        f"overdue by {format_span(now - due)}" if now > due else f"due in {format_span(due - now)}"
    )


def _reached(episode: Record, item: str, offer: OfferRule) -> bool:
    spoken = text(episode, f"offer_attempts/{item}/with")
    result = text(episode, f"offer_attempts/{item}/result")
    if result == "offer_reached_child":
        return True
    people = {"child"} if offer.reached == "child" else {"child", *CARERS}
    return spoken in people and result in REACHED_CHILD


def _past(due: datetime | None, at: datetime | None) -> timedelta | None:
    return at - due if due is not None and at is not None and at > due else None


def _in_time(due: datetime | None, at: datetime | None, now: datetime) -> bool | None:
    """Yes, no, or not known yet: a time that has not run out decides nothing."""
    if due is None:
        return None
    if at is not None:
        return at <= due
    return False if now > due else None


def _yes(code: str) -> bool | None:
    return {"yes": True, "no": False}.get(code)
