"""Signing off: the worker seals what was shown, the supervisor approves it or gives it back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.casework.permit import permit
from app.forms.question import SYSTEM, AnswerType
from app.forms.validation import blocking
from app.records import clock, seal
from app.records.errors import Refused
from app.records.permissions import Action
from app.records.ports import AuditEvent, Work
from app.records.record import (
    STAGE,
    JsonValue,
    Record,
    RecordId,
    Source,
    Stage,
    answered,
    new_id,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.casework.desk import Desk
    from app.forms.session import FormSession
    from app.forms.validation import Problem

SIGNABLE = frozenset({Stage.DRAFT, Stage.RETURNED})


def still_owed(session: FormSession) -> list[Problem]:
    """What the form still asks for before it can be signed, each with its question."""
    signed_here = {"worker_signed_at"}
    return [
        problem
        for problem in session.problems("submit")
        if problem.kind != "warning" and problem.address not in signed_here
    ]


def worth_a_look(session: FormSession) -> list[Problem]:
    """What can be true but is more often a slip; a reason given beside the answer settles it."""
    return [problem for problem in session.problems("submit") if problem.kind == "warning"]


def say_it_is_right(session: FormSession, address: str, reason: str) -> None:
    """Keep beside an answer why it is right although it looks like a slip."""
    if not reason.strip():
        raise Refused("Say in a few words why it is right.")
    kept = session.answer(address)
    if kept is not None:
        session.set_answer(address, msgspec.structs.replace(kept, why=reason.strip()))


def submit(desk: Desk, session: FormSession, interview: RecordId, incomplete: str = "") -> None:
    """Sign an interview: complete, or incomplete with a reason that is kept and printed.

    A reason lets what is missing through, never what is wrong.
    """
    owed = still_owed(session)
    in_the_way = blocking(owed, incomplete)
    if in_the_way:
        raise Refused(*(problem.message for problem in in_the_way))
    with desk.open_work() as work:
        record = work.records.get(interview)
        if record.stage not in SIGNABLE:
            raise Refused("This interview has been signed already.")
        _no_conflicts(work, record)
        permit(desk, work, Action.SUBMIT, record)
        now = clock.at_local(clock.local(desk.clock()))
        change = {
            STAGE: answered(Stage.SUBMITTED.value),
            "worker_signed_at": answered(
                {"name": desk.actor.name, "user": desk.actor.user, "at": now.at}, Source.SYSTEM
            ),
            **seal.sealing(
                seal.build("submit", session.records().values(), displayed(session)), new_id()
            ),
        }
        if owed:
            change["incomplete_reason"] = answered(incomplete.strip())
        work.records.apply(desk.edit(record, change))
        work.index_text(interview)
        work.audit.add(AuditEvent(desk.actor.user, "submit", interview))
        work.commit()


def approve(desk: Desk, interview: RecordId, comment: str = "") -> None:
    """A supervisor approves; nobody approves their own interview."""
    _decide(desk, interview, Stage.APPROVED, "approved", comment)


def give_back(desk: Desk, interview: RecordId, comment: str) -> None:
    """A supervisor gives an interview back with a comment."""
    if not comment.strip():
        raise Refused("Say what should be changed, so that the worker knows.")
    _decide(desk, interview, Stage.RETURNED, "returned", comment)


def _decide(desk: Desk, interview: RecordId, stage: Stage, decision: str, comment: str) -> None:
    with desk.open_work() as work:
        record = work.records.get(interview)
        if record.stage is not Stage.SUBMITTED:
            raise Refused("Only an interview that waits for sign-off can be decided.")
        _no_conflicts(work, record)
        action = Action.APPROVE if stage is Stage.APPROVED else Action.RETURN
        permit(desk, work, action, record)
        change = {STAGE: answered(stage.value), "manager_decision": answered(decision)}
        if comment.strip():
            change["manager_comment"] = answered(comment.strip())
        work.records.apply(desk.edit(record, change))
        work.audit.add(AuditEvent(desk.actor.user, action.value, interview))
        work.commit()


def _no_conflicts(work: Work, record: Record) -> None:
    contested = [item for item in work.records.conflicts(record.case) if item.about == record.id]
    if contested:
        reason = f"{len(contested)} contested answers must be decided first."
        raise Refused(reason)


def displayed(session: FormSession) -> Mapping[str, JsonValue]:
    """All that is on the screen by address, calculated values included: what a signature covers."""
    shown: dict[str, JsonValue] = {}
    for address in session.addresses():
        question = session.question(address)
        if question.type in SYSTEM:
            shown[address] = session.calculated(address)
        elif question.type is AnswerType.MULTI:
            shown[address] = session.ticked(address)
        elif (answer := session.answer(address)) is not None:
            shown[address] = msgspec.to_builtins(answer)
    return shown
