"""Invented missing episodes: when, how long, who was told, and how the offer went."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from typing import TYPE_CHECKING

from app.casework.practice.times import after, daytime, shares_of_today
from app.records.clock import INTERVIEW_WITHIN, local

if TYPE_CHECKING:
    from app.casework.practice.people import Child
    from app.casework.practice.words import Chance, Story
    from app.records.record import RecordId

HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OPENS, CLOSES = 8, 17
LOOK_BACK = timedelta(days=400)
EPISODES = {1: 0.46, 2: 0.19, 3: 0.11, 4: 0.07, 5: 0.06, 6: 0.04, 8: 0.03, 11: 0.02, 15: 0.02}
ENDED = {"completed": 0.53, "declined": 0.255, "no_response": 0.065, "not_offered": 0.15}


class Part(StrEnum):
    """What a child's last episode is there to show."""

    DUE_TODAY = "due_today"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    MISSING_NOW = "missing_now"
    FOUND = "found"
    SIGN_OFF = "sign_off"
    SENT_BACK = "sent_back"
    DONE = "done"


PARTS = (
    *(Part.DUE_TODAY, Part.DONE, Part.MISSING_NOW, Part.OVERDUE, Part.SIGN_OFF, Part.DONE),
    *(Part.DUE_SOON, Part.DONE, Part.DUE_TODAY, Part.DONE, Part.SIGN_OFF, Part.DONE),
    *(Part.MISSING_NOW, Part.DONE, Part.DUE_SOON, Part.DONE, Part.DUE_TODAY, Part.OVERDUE),
    *(Part.DONE, Part.SIGN_OFF, Part.DONE, Part.FOUND, Part.DONE, Part.SENT_BACK),
)
"""Twenty-four parts: one child in eight has something due today."""


@dataclass(slots=True)
class Plan:
    """The bones of one episode."""

    record: RecordId
    interview: RecordId
    part: Part
    story: Story
    now: datetime
    left: datetime
    found: datetime | None = None
    returned: datetime | None = None
    outcome: str = "due"
    stage: str = "draft"
    offered: datetime | None = None
    ended: datetime | None = None
    booked: datetime | None = None
    prior_90: int = 0
    away: bool = False
    covered_by: Plan | None = None
    covers: list[Plan] = field(default_factory=list["Plan"])
    place: str = ""
    slots: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def due(self) -> datetime | None:
        """When the interview is due."""
        return self.returned + INTERVIEW_WITHIN if self.returned else None

    @property
    def late(self) -> bool:
        """Whether the interview ended after it was due."""
        return bool(self.ended and self.due and self.ended > self.due)


def plan_episodes(chance: Chance, child: Child, part: Part, now: datetime) -> list[Plan]:
    """The episodes of a child, oldest first; the last one plays the part."""
    last = _last(chance, child, part, now)
    plans = [last]
    latest = last.left
    for _ in range(chance.weighted(EPISODES) - 1):
        plan = _earlier(chance, child, latest, now)
        if plan is None:
            break
        plans.append(plan)
        latest = plan.left
    plans.reverse()
    for n, plan in enumerate(plans):
        earlier = [other.left for other in plans[:n] if not other.away]
        plan.prior_90 = sum(left >= plan.left - 90 * DAY for left in earlier)
    for first, second in pairwise(plans):
        _cover_both(first, second)
    return plans


def _cover_both(first: Plan, second: Plan) -> None:
    """A child gone again before anybody had talked: one interview covers both episodes."""
    soon = first.returned is not None and second.left - first.returned < INTERVIEW_WITHIN
    if soon and first.outcome in ("no_response", "not_offered") and second.outcome == "completed":
        first.outcome, first.stage = "completed", second.stage
        first.offered, first.ended = second.offered, second.ended
        first.covered_by = second
        second.covers.append(first)


def _blank(chance: Chance, child: Child, part: Part, now: datetime) -> Plan:
    """An episode that begins now, until its times are drawn."""
    plan = Plan(chance.new_id(), chance.new_id(), part, chance.one(child.stories), now, now)
    plan.away = child.in_care and chance.yes(0.06)
    return plan


def _length(chance: Chance, story: Story) -> timedelta:
    """Mostly three to nine hours, one in ten longer than a day or two."""
    hours = min(chance.random.lognormvariate(1.87, 1.35), float(story.longest))
    return timedelta(minutes=round(max(hours, 0.4) * 12) * 5)


def _last(chance: Chance, child: Child, part: Part, now: datetime) -> Plan:
    if part is Part.MISSING_NOW:
        plan = _blank(chance, child, part, now)
        plan.left = now - timedelta(minutes=chance.random.randint(90, 40 * 60))
        return plan
    if part is Part.FOUND:
        found = now - timedelta(minutes=chance.random.randint(30, 300))
        plan = _blank(chance, child, part, now)
        plan.found, plan.left = found, found - _length(chance, plan.story)
        return plan
    returned = _returned(chance, part, now)
    plan = _blank(chance, child, part, now)
    plan.left = returned - _length(chance, plan.story)
    _come_back(chance, plan, returned)
    _offer(chance, plan, now)
    return plan


def _returned(chance: Chance, part: Part, now: datetime) -> datetime:
    if part is Part.DUE_TODAY:
        return shares_of_today(now, chance.random.random()) - INTERVIEW_WITHIN
    low, high = {
        Part.DUE_SOON: (3.0, 44.0),
        Part.OVERDUE: (74.0, 72.0 + 6 * 24),
        Part.SIGN_OFF: (30.0, 110.0),
        Part.SENT_BACK: (100.0, 200.0),
        Part.DONE: (10 * 24.0, 60 * 24.0),
    }[part]
    return now - timedelta(minutes=chance.random.randint(int(low * 60), int(high * 60)))


def _come_back(chance: Chance, plan: Plan, returned: datetime) -> None:
    """Found and back are the same moment for a child who walks in, else a drive apart."""
    plan.returned = returned
    away = returned - plan.left
    drive = timedelta(minutes=chance.random.randint(4, 20) * 5)
    plan.found = returned - drive if chance.yes(0.4) and away > 2 * drive else returned


def _earlier(chance: Chance, child: Child, before: datetime, now: datetime) -> Plan | None:
    gap = timedelta(days=min(1.2 + chance.random.expovariate(1 / 24), 120))
    if before - gap < now - LOOK_BACK:
        return None
    plan = _blank(chance, child, Part.DONE, now)
    plan.left = before - gap
    returned = plan.left + min(_length(chance, plan.story), gap - timedelta(hours=12))
    _come_back(chance, plan, returned)
    _end_offer(chance, plan, now)
    return plan


def _offer(chance: Chance, plan: Plan, now: datetime) -> None:
    if plan.part in (Part.DUE_TODAY, Part.DUE_SOON, Part.OVERDUE):
        _open_offer(chance, plan, now)
    elif plan.part in (Part.SIGN_OFF, Part.SENT_BACK):
        _complete(chance, plan, now)
        plan.stage = "submitted" if plan.part is Part.SIGN_OFF else "returned"
    else:
        _end_offer(chance, plan, now)


def _open_offer(chance: Chance, plan: Plan, now: datetime) -> None:
    """Not decided yet: nothing done, tried, offered, or booked."""
    if plan.returned is None:
        return
    plan.outcome = chance.weighted({"due": 0.3, "tried": 0.2, "accepted": 0.15, "booked": 0.35})
    if plan.outcome == "due" or now - plan.returned < 2 * HOUR:
        plan.outcome = "due"
        return
    plan.offered = daytime(chance, plan.returned + HOUR, min(now, plan.returned + 60 * HOUR))
    if plan.outcome == "booked":
        plan.booked = daytime(chance, now + HOUR, max(now + 30 * HOUR, plan.returned + 70 * HOUR))


def _end_offer(chance: Chance, plan: Plan, now: datetime) -> None:
    outcome = chance.weighted(ENDED)
    plan.stage = "approved"
    if outcome == "completed":
        _complete(chance, plan, now)
        plan.stage = "approved"
    elif plan.returned is not None:
        plan.outcome = outcome
        if outcome != "not_offered":
            latest = min(plan.returned + 60 * HOUR, now - HOUR)
            plan.offered = daytime(chance, plan.returned + 2 * HOUR, latest)


def _complete(chance: Chance, plan: Plan, now: datetime) -> None:
    if plan.returned is None:
        return
    plan.outcome = "completed"
    latest = now - timedelta(minutes=20)
    in_time = chance.yes(0.64)
    due = plan.returned + INTERVIEW_WITHIN
    low, high = (20, 71) if in_time else (74, 260)
    ended = daytime(chance, plan.returned + low * HOUR, plan.returned + high * HOUR)
    if in_time and ended > due:
        ended = due - HOUR
    plan.ended = min(ended, latest)
    held = plan.ended - plan.returned
    plan.offered = daytime(chance, plan.returned + held * 0.1, plan.returned + held * 0.55)


def times_told(plan: Plan) -> dict[str, datetime]:
    """When others were told, in the order it would have happened."""
    reported = after(plan.left, 40, plan.found or plan.left + 4 * HOUR)
    return {"reported": reported, "authority": _next_morning(reported)}


def _next_morning(reported: datetime) -> datetime:
    hour = local(reported).hour
    if OPENS < hour < CLOSES:
        return reported + timedelta(minutes=35)
    hours = (24 - hour + OPENS) if hour >= CLOSES else OPENS - hour
    return reported + timedelta(hours=max(hours, 1), minutes=20)
