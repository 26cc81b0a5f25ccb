"""How far a section is: in words and counts, never in percentages.

A section in which nothing is asked has `asked` 0 and leaves the denominator.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

from app.forms.question import SYSTEM
from app.forms.sheet import in_scope
from app.forms.validation import find_problems

if TYPE_CHECKING:
    from app.forms.evaluation import Evaluation
    from app.forms.shown import Shown


class SectionState(StrEnum):
    """The few words a section's badge has."""

    NOT_STARTED = "not_started"
    IN_PROGRESS = "in_progress"
    COMPLETE = "complete"
    CHECK = "check"


@dataclass(frozen=True, slots=True)
class SectionStatus:
    """A section's badge, how many of the questions asked are answered, and how many to look at."""

    state: SectionState
    answered: int
    asked: int
    problems: int


def section_status(session: Shown, evaluation: Evaluation, section: str) -> SectionStatus:
    """Say how far a section is; what is required at submit decides whether it is complete."""
    asked = [
        address
        for question in session.form.in_section(section)
        for address in (in_scope(scope, question.id) for scope in session.worksheet.scopes)
        if question.type not in SYSTEM and evaluation.shown.get(address)
    ]
    answered = sum(session.has_answer(address) for address in asked)
    problems = find_problems(session, evaluation, evaluation.checked, section)
    missing = sum(problem.kind == "missing" for problem in problems)
    state = _state(answered, missing, len(problems) - missing)
    return SectionStatus(state, answered, len(asked), len(problems))


def _state(answered: int, missing: int, doubts: int) -> SectionState:
    if doubts:
        return SectionState.CHECK
    if not answered:
        return SectionState.NOT_STARTED
    return SectionState.IN_PROGRESS if missing else SectionState.COMPLETE
