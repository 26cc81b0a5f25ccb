"""What is known of a child beyond any one episode: facts in words, who said so and when."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.answer_types import format_answer
from app.forms.told_times import short_day
from app.records.clock import from_text, local
from app.records.record import Answer, Record, RecordId, RecordKind, Source

if TYPE_CHECKING:
    from datetime import datetime

    from app.casework.desk import Desk
    from app.forms.question import Question

BEFORE_VISITING = "known_risks_for_visitor"
_SAID_BY = {
    Source.CHILD: "the child",
    Source.CARER: "the parent or carer",
    Source.WORKER: "the interviewer",
    Source.COORDINATOR: "the coordinator",
    Source.SUPERVISOR: "the supervisor",
    Source.POLICE: "the police",
    Source.IMPORT: "an imported file",
    Source.LAST_RECORD: "the last record",
    Source.SYSTEM: "Homeward",
}


@dataclass(frozen=True, slots=True)
class Fact:
    """One standing fact; `origin` says from whom and how long ago, as far as that is known."""

    question: str
    section: str
    short: str
    words: str
    origin: str


def standing_facts(desk: Desk, case: RecordId) -> tuple[Fact, ...]:
    """The answered facts of a child, in the order of the form. Opening the child is audited."""
    with desk.open_work() as work:
        person = work.records.get(case)
    now = desk.clock()
    found = [_fact(desk, question, person, now) for question in _questions(desk)]
    return tuple(fact for fact in found if fact.words)


def _questions(desk: Desk) -> list[Question]:
    of_home = desk.form.of_home(RecordKind.PERSON)
    return [question for question in of_home if question.group is None and not question.every]


def _fact(desk: Desk, question: Question, person: Record, now: datetime) -> Fact:
    answer = person.answer(question.id)
    ticked = [question.label_of(code) for code in person.ticked(question.id)]
    return Fact(
        question=question.id,
        section=desk.form.section(question.section).title,
        short=question.short,
        words="; ".join(ticked) or format_answer(answer, question),
        origin=_origin(answer, now),
    )


def _origin(answer: Answer | None, now: datetime) -> str:
    if answer is None:
        return ""
    said_by = f"From {_SAID_BY[answer.source]}" if answer.source else ""
    when = _when(answer.said_at, now) if answer.said_at else ""
    return ", ".join(part for part in (said_by, when) if part)


def _when(said_at: str, now: datetime) -> str:
    day = local(from_text(said_at)).date()
    days = (local(now).date() - day).days
    ago = {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    return f"{short_day(day)} ({ago})"
