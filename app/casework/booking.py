"""The booking of a return interview as a calendar may know it: a reference and a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.casework.open_form import interview_of
from app.casework.permit import permit
from app.forms.plain_facts import instant, text, told
from app.records.errors import Refused
from app.records.permissions import Action
from app.records.record import Precision

if TYPE_CHECKING:
    from datetime import datetime

    from app.casework.desk import Desk
    from app.records.record import RecordId

HOURS = frozenset({Precision.EXACT, Precision.ABOUT})
"""A day alone is no appointment: no calendar may invent its hour."""


@dataclass(frozen=True, slots=True)
class Booked:
    """What goes into a calendar, and nothing of the child."""

    interview: RecordId
    reference: str
    starts: datetime


def booked(desk: Desk, episode: RecordId) -> Booked:
    """The booking of an episode's interview; refused while no hour is booked."""
    with desk.open_work() as work:
        record = work.records.get(episode)
        permit(desk, work, Action.READ, record)
        interview = interview_of(work, episode)
    at, starts = told(record, "booked_for"), instant(record, "booked_for")
    if at is None or starts is None or at.precision not in HOURS:
        raise Refused("No time is booked yet. Record it under “The offer of an interview” first.")
    return Booked(interview.id if interview else episode, text(record, "record_ref"), starts)
