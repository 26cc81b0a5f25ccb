"""Asking leave: the one place where use cases meet the table of permissions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records.errors import Refused
from app.records.permissions import Decision, Subject, may
from app.records.ports import AuditEvent, Work

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.records.record import Record


def subject_of(record: Record, author: str | None = None) -> Subject:
    """What the permission table needs to know of a record."""
    return Subject(
        kind=record.kind, stage=record.stage, case=record.case, la=record.la, author=author
    )


def permit(
    desk: Desk, work: Work, action: str, record: Record, author: str | None = None
) -> Decision:
    """Return the decision when allowed; else note the refusal in the trail and raise Refused.

    Asked before anything is applied, so committing the refusal commits nothing else.
    """
    decision = may(desk.actor, action, subject_of(record, author))
    if decision.allowed:
        return decision
    work.audit.add(AuditEvent(desk.actor.user, action, record.id, result="refused"))
    work.commit()
    raise Refused(decision.why)
