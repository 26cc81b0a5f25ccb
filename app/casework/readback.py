"""Reading a form back in words, section by section, as a person would say it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.answer_types import format_answer
from app.forms.question import CONTAINERS, SYSTEM, AnswerType, Question

if TYPE_CHECKING:
    from app.forms.session import FormSession

NOT_FOR_READING = frozenset({AnswerType.AUTO})


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One question as it is read back."""

    address: str
    label: str
    words: str
    quote: bool = False


def read_back(session: FormSession) -> list[tuple[str, list[ReadLine]]]:
    """Each section's title with what has been answered in it; unanswered questions are left out."""
    found: list[tuple[str, list[ReadLine]]] = []
    for section in session.form.sections:
        lines = [
            line
            for question in session.form.in_section(section.id)
            if session.is_visible(question.id)
            for line in _lines(session, question)
        ]
        if lines:
            found.append((section.title, lines))
    return found


def _lines(session: FormSession, question: Question) -> list[ReadLine]:
    if question.type in NOT_FOR_READING:
        return []
    if question.type in SYSTEM:
        words = session.calculated(question.id)
        return [ReadLine(question.id, question.label, words)] if words else []
    if question.type in CONTAINERS:
        return _items(session, question)
    if question.type is AnswerType.MULTI and (codes := session.ticked(question.id)):
        words = ", ".join(question.label_of(code) for code in codes)
        return [ReadLine(question.id, question.label, words)]
    return _answer(session, question, question.id, question.label)


def _items(session: FormSession, group: Question) -> list[ReadLine]:
    return [
        line
        for place, item in enumerate(session.items(group.id), start=1)
        for question in session.form.children(group.id)
        for line in _answer(
            session,
            question,
            f"{group.id}/{item}/{question.leaf}",
            f"{group.short} {place}: {question.label}",
        )
    ]


def _answer(session: FormSession, question: Question, address: str, label: str) -> list[ReadLine]:
    answer = session.answer(address)
    if answer is None:
        return []
    quote = question.type is AnswerType.QUOTE and answer.value is not None
    return [ReadLine(address, label, format_answer(answer, question), quote)]
