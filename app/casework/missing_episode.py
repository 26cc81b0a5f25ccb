"""Missing episodes: taken in, confirmed, corrected."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.casework.alerts import CaseAlert, case_alerts
from app.casework.guard import CORRECTABLE
from app.casework.open_form import session_of
from app.casework.permit import permit
from app.casework.prefill import fill_defaults
from app.casework.return_interview import create_interview
from app.forms.derived import outcome_of
from app.forms.plain_facts import began
from app.forms.sheet import Sheet
from app.forms.told_times import as_value
from app.records.errors import Refused
from app.records.permissions import Action
from app.records.ports import AuditEvent
from app.records.record import (
    LIFE,
    STAGE,
    Cell,
    Presence,
    Record,
    RecordId,
    RecordKind,
    Source,
    Stage,
    Time,
    answered,
    new_id,
    path_of,
)

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.forms.session import FormSession
    from app.forms.validation import Problem

CARRIED_FORWARD = (
    "responsible_la",
    "host_la",
    "child_status",
    "legal_status",
    "placement_type",
    "placement_urn",
)
"""Facts of the episode that start as they were last time, shown for confirming."""


def start_intake(desk: Desk, case: RecordId | None = None) -> FormSession:
    """A fresh intake screen: a new episode of a known child, or of a child not yet known here.

    Nothing is stored until something is typed; from then on both records are drafts.
    """
    with desk.open_work() as work:
        known = work.records.get(case) if case else None
        child = known or desk.blank(RecordKind.PERSON, desk.actor.authority)
        episode = desk.blank(RecordKind.MISSING_EPISODE, child.la, child.id)
        before = work.records.of_case(child.id, RecordKind.MISSING_EPISODE)
        sheet = Sheet(person=child, episodes=(episode,), screen="intake")
        session = session_of(desk, work, sheet)
    _prefill(desk, session, known, max(before, key=began, default=None))
    return session


def _prefill(desk: Desk, session: FormSession, known: Record | None, last: Record | None) -> None:
    authority = known.la if known else desk.actor.authority
    for question in ("responsible_la", "host_la"):
        session.set_answer(question, answered(authority, Source.SYSTEM))
    fill_defaults(session)
    for question in CARRIED_FORWARD:
        if last is not None and (value := last.value(question)) is not None:
            session.set_answer(question, answered(value, Source.LAST_RECORD))


@dataclass(frozen=True, slots=True)
class Confirmed:
    """What confirming an episode led to: its interview when one is owed, the alerts that hold."""

    interview: RecordId | None
    alerts: tuple[CaseAlert, ...]
    open_problems: tuple[Problem, ...]


def confirm(desk: Desk, session: FormSession, episode: RecordId) -> Confirmed:
    """Turn a taken-in report into a confirmed episode; what it lacks is listed, not a wall."""
    blocking = [problem for problem in session.problems("draft") if problem.kind == "missing"]
    if blocking:
        raise Refused(*(problem.message for problem in blocking))
    with desk.open_work() as work:
        record = work.records.get(episode)
        permit(desk, work, Action.EDIT, record)
        change = {STAGE: answered(Stage.SUBMITTED.value)}
        if record.value("record_ref") is None:
            change["record_ref"] = desk.new_reference(record.la)
        record = work.records.apply(desk.edit(record, change))
        interview = _interview_owed(record)
        opened = create_interview(desk, work, record).id if interview else None
        work.index_text(record.case)
        work.audit.add(AuditEvent(desk.actor.user, "confirm", episode))
        found = tuple(case_alerts(desk, work, record.case))
        work.commit()
    return Confirmed(opened, found, tuple(session.problems("submit")))


def _interview_owed(episode: Record) -> bool:
    return outcome_of(episode, None) not in ("not_due", "not_applicable")


def correct_time(desk: Desk, episode: RecordId, which: str, told_now: Time, reason: str) -> None:
    """Change a time that was already recorded: the old value and the reason stay on the record."""
    if which not in CORRECTABLE:
        raise Refused("This time cannot be corrected here.")
    if not reason.strip():
        raise Refused("Say why the time is changed, so that others can follow it.")
    with desk.open_work() as work:
        record = work.records.get(episode)
        permit(desk, work, Action.EDIT, record)
        item = path_of("time_corrections", new_id())
        change: dict[str, Cell] = {
            which: answered(as_value(told_now)),
            f"{item}/{LIFE}": Presence(present=True),
            f"{item}/which": answered(which),
            f"{item}/reason": answered(reason),
        }
        if (was := record.value(which)) is not None:
            change[f"{item}/was"] = answered(was, Source.SYSTEM)
        work.records.apply(desk.edit(record, change, reason=reason))
        work.audit.add(AuditEvent(desk.actor.user, "correct_time", episode, reason="given"))
        work.commit()
