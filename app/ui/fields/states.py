"""Why a question has no answer: which states are offered to whom, and in which words."""

from __future__ import annotations

from app.forms.answer_types import state_words
from app.forms.question import SYSTEM, Question
from app.records.record import AnswerState

CHILD = (
    AnswerState.NOT_ASKED,
    AnswerState.DECLINED,
    AnswerState.DOES_NOT_KNOW,
    AnswerState.NOT_APPLICABLE,
)
WORKER = (AnswerState.DOES_NOT_KNOW, AnswerState.NOT_APPLICABLE)
KEYS = {
    "Alt+N": AnswerState.NOT_ASKED,
    "Alt+D": AnswerState.DECLINED,
    "Alt+K": AnswerState.DOES_NOT_KNOW,
    "Alt+A": AnswerState.NOT_APPLICABLE,
}
_BRIEF = {AnswerState.DECLINED: "Declined", AnswerState.DOES_NOT_KNOW: "Does not know"}
_PEOPLE = frozenset({"child", "carer"})


def in_a_row(question: Question) -> bool:
    """Whether the states stand in sight: what a child or carer is asked is often not answered."""
    return question.asked_of in _PEOPLE


def offered(question: Question) -> tuple[AnswerState, ...]:
    """Return the states a question may be given, in the order they are shown."""
    if question.type in SYSTEM or question.asked_of == "system":
        return ()
    return CHILD if question.asked_of in _PEOPLE else WORKER


def words(state: AnswerState, question: Question, *, brief: bool = False) -> str:
    """Return the words of a state for whoever is asked; brief beside the options of a choice."""
    if brief and question.asked_of in _PEOPLE and state in _BRIEF:
        return _BRIEF[state]
    return state_words(state, question.asked_of)
