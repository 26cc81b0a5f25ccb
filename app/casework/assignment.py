"""Who holds a case: a record of its own, used by scope, worklist and permissions alike."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.casework.permit import holders, permit
from app.records import clock
from app.records.permissions import Action, Role
from app.records.ports import AuditEvent, Work
from app.records.record import Record, RecordKind, answered

if TYPE_CHECKING:
    from app.casework.desk import Desk


def allocate(desk: Desk, work: Work, about: Record, user: str) -> None:
    """Give a case to a user, inside an open unit of work."""
    if user in holders(work, about.case):
        return
    permit(desk, work, Action.ALLOCATE, about)
    assignment = desk.blank(RecordKind.ASSIGNMENT, about.la, about.case)
    since = clock.to_text(desk.clock())
    work.records.apply(desk.edit(assignment, {"user": answered(user), "since": answered(since)}))
    work.audit.add(AuditEvent(desk.actor.user, "allocate", about.case))


def take(desk: Desk, work: Work, about: Record) -> None:
    """Take a case that nobody holds, where one's role lets one allocate."""
    if Role.COORDINATOR in desk.actor.roles and not holders(work, about.case):
        allocate(desk, work, about, desk.actor.user)
