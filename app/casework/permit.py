"""Asking leave: the one place where use cases meet the table of permissions."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from app.forms.plain_facts import holder_of
from app.records.errors import Refused
from app.records.permissions import Action, Decision, Flag, Subject, may
from app.records.ports import AuditEvent, Work
from app.records.record import AUTHOR, Record, RecordId, RecordKind

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.records.record import JsonValue


def permit(
    desk: Desk, work: Work, action: Action, record: Record, author: str | None = None
) -> Decision:
    """Return the decision when allowed; else note the refusal in the trail and raise Refused.

    Asked before anything is applied, so committing the refusal commits nothing else.
    """
    decision = may(desk.actor, action, subject_of(work, record, author, desk.actor.user))
    if decision.allowed:
        return decision
    work.audit.add(AuditEvent(desk.actor.user, action.value, record.id, result="refused"))
    work.commit()
    raise Refused(decision.why)


def allowed(desk: Desk, record: RecordId, *actions: Action) -> frozenset[Action]:
    """Which of these a person may do with a record, so that nobody is shown a closed door."""
    with desk.open_work() as work:
        subject = subject_of(work, work.records.get(record), user=desk.actor.user)
    return frozenset(action for action in actions if may(desk.actor, action, subject).allowed)


def subject_of(work: Work, record: Record, author: str | None = None, user: str = "") -> Subject:
    """What the table of permissions needs to know of a record that `user` asks about.

    An interview is the work of whoever holds the case until somebody has signed it.
    """
    told = outline(record)
    held_by = holders(work, record.case)
    unsigned = record.kind is RecordKind.RETURN_INTERVIEW and told.author is None
    drafter = user if unsigned and user in held_by else None
    return replace(
        told,
        author=author or told.author or drafter,
        holders=held_by,
        flags=flags_over(work, record),
    )


def outline(record: Record) -> Subject:
    """What a record says of itself, without asking who holds the case or what is contested."""
    host = record.value("host_la")
    return Subject(
        kind=record.kind,
        la=record.la,
        case=record.case,
        stage=record.stage,
        author=record.value(AUTHOR) or signer_of(record),
        host=str(host) if host else None,
    )


def flags_over(work: Work, record: Record) -> frozenset[Flag]:
    """What stands over a case or a record and changes who may do what."""
    person = work.records.find(record.case)
    found = {
        Flag.CONTESTED: any(
            open_.about == record.id for open_ in work.records.conflicts(record.case)
        ),
        Flag.CONFIDENTIAL_ADDRESS: person is not None
        and person.value("address_confidential") == "yes",
        Flag.SAFE_CONTACT: person is not None and person.value("safe_contact") is not None,
    }
    return frozenset(flag for flag, stands in found.items() if stands)


def holders(work: Work, case: RecordId) -> frozenset[str]:
    """The users who hold a case now: assignments that are in force."""
    return frozenset(
        user
        for assignment in work.records.of_case(case, RecordKind.ASSIGNMENT)
        if (user := holder_of(assignment))
    )


def signer_of(record: Record) -> str | None:
    """The user who signed an interview, who is its author for the table."""
    value = record.value("worker_signed_at")
    if not isinstance(value, dict):
        return None
    user = cast("dict[str, JsonValue]", value).get("user")
    return user if isinstance(user, str) else None
