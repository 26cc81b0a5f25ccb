"""Reading a record back as a story: the child's words first, then what was asked, then the coding.

The order is that of the printed summary, so that what is checked is what is signed and printed.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.answer_types import format_answer, told_words
from app.forms.question import CONTAINERS, SYSTEM, AnswerType, Question
from app.forms.sheet import in_scope
from app.records.record import Answer, AnswerState, RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.forms.question import Section
    from app.forms.session import FormSession

NOT_FOR_READING = frozenset({AnswerType.AUTO, AnswerType.SIGNATURE})
_CHILDS_WORDS = "DEFGHIJKLM"
_PARTS = (
    ("What was said and asked", "EFGHIJKLM"),
    ("What the parent or carer says", "N"),
    ("What the worker saw and judged", "OP"),
    ("What happens next", "QRS"),
    ("The episode and the offer", "CD"),
    ("The child and the record", "AB"),
    ("Sign-off", "T"),
)
_CARERS = frozenset({"carer", "parent"})
_TELLERS = _CARERS | {"child", "worker", "coordinator"}


@dataclass(frozen=True, slots=True)
class ReadLine:
    """One question as it is read back. A quote is somebody's own words, a state says why none."""

    address: str
    label: str
    words: str
    quote: bool = False
    state: bool = False
    by: str = ""
    translation: str = ""


@dataclass(frozen=True, slots=True)
class ReadSection:
    """Lines under one heading."""

    title: str
    lines: tuple[ReadLine, ...]


@dataclass(frozen=True, slots=True)
class ReadPart:
    """One part of the story."""

    title: str
    sections: tuple[ReadSection, ...]


def read_back(session: FormSession) -> list[ReadPart]:
    """The whole record in parts; what nobody answered is left out."""
    by_letter = {section.letter: section for section in session.form.sections}
    quoted = [
        line
        for letter in _CHILDS_WORDS
        if letter in by_letter
        for line in _told(session, by_letter[letter])
        if line.quote
    ]
    parts = [ReadPart("In the child's own words", (ReadSection("", tuple(quoted)),))]
    for title, letters in _PARTS:
        wanted = [by_letter[letter] for letter in letters if letter in by_letter]
        sections = tuple(_sections(session, wanted, quotes=title == _PARTS[1][0]))
        parts.append(ReadPart(title, sections))
    return [part for part in parts if any(section.lines for section in part.sections)]


def unasked(session: FormSession) -> list[ReadLine]:
    """Answers that are kept but no longer asked, with their questions."""
    return [
        ReadLine(address, session.question(address).label, "")
        for address in session.no_longer_asked()
        if session.question(address).asked_of in _TELLERS
    ]


def _sections(
    session: FormSession, sections: Sequence[Section], *, quotes: bool
) -> Iterator[ReadSection]:
    scopes = session.worksheet.scopes
    for section in sections:
        for scope in scopes:
            lines = [line for line in _told(session, section, scope) if quotes or not line.quote]
            name = _name_of(session, scope) if len(scopes) > 1 else ""
            title = f"{section.title} · {name}" if name and _of_episodes(session, section) else ""
            if lines:
                yield ReadSection(title or section.title, tuple(lines))


def _of_episodes(session: FormSession, section: Section) -> bool:
    return any(
        question.home is RecordKind.MISSING_EPISODE and not question.every
        for question in session.form.in_section(section.id)
    )


def _name_of(session: FormSession, scope: str) -> str:
    episode = session.worksheet.episode(scope)
    began = told_words(episode, "missing_from_at") if episode else ""
    return f"began {began}" if began else "time not known"


def _told(session: FormSession, section: Section, scope: str = "") -> list[ReadLine]:
    return [
        line
        for question in session.form.in_section(section.id)
        if session.is_visible(in_scope(scope, question.id))
        for line in _lines(session, question, in_scope(scope, question.id))
    ]


def _lines(session: FormSession, question: Question, address: str) -> list[ReadLine]:
    if question.type in NOT_FOR_READING:
        return []
    if question.type in SYSTEM:
        words = session.calculated(address)
        return [ReadLine(address, question.label, words)] if words else []
    if question.type in CONTAINERS and (items := _items(session, question, address)):
        return items
    if question.type is AnswerType.MULTI and (codes := session.ticked(address)):
        words = "; ".join(question.label_of(code) for code in codes)
        answer = session.answer(address)
        noted = f" ({answer.note})" if answer is not None and answer.note else ""
        return [ReadLine(address, question.label, words + noted)]
    return _answer(session, question, address, question.label)


def _items(session: FormSession, group: Question, address: str) -> list[ReadLine]:
    if group.type is AnswerType.GRID:
        stems = [(address, group.short or group.label)]
    else:
        stems = [
            (f"{address}/{item}", f"{group.short} {place}")
            for place, item in enumerate(session.items(address), start=1)
        ]
    return [
        line
        for stem, name in stems
        for question in session.form.children(group.id)
        for line in _item_line(session, question, f"{stem}/{question.leaf}", name)
    ]


def _item_line(session: FormSession, question: Question, address: str, name: str) -> list[ReadLine]:
    if not session.is_visible(address):
        return []
    if question.type is AnswerType.MULTI and (codes := session.ticked(address)):
        words = "; ".join(question.label_of(code) for code in codes)
        return [ReadLine(address, f"{name}: {question.label}", words)]
    return _answer(session, question, address, f"{name}: {question.label}")


def _answer(session: FormSession, question: Question, address: str, label: str) -> list[ReadLine]:
    answer = session.answer(address)
    if answer is None:
        return []
    if answer.state is not AnswerState.ANSWERED:
        return [ReadLine(address, label, format_answer(answer, question), state=True)]
    if _is_quote(question):
        words, by = str(answer.value), _speaker(answer, question)
        translation = answer.translation or ""
        return [ReadLine(address, label, words, quote=True, by=by, translation=translation)]
    words = format_answer(answer, question)
    if answer.why:
        words = f"{words}. Why: {answer.why}"
    return [ReadLine(address, label, words)] if words else []


def _is_quote(question: Question) -> bool:
    by_carer = question.asked_of in _CARERS and question.type is AnswerType.LONG_TEXT
    return question.type is AnswerType.QUOTE or by_carer


def _speaker(answer: Answer, question: Question) -> str:
    if answer.speaker in (None, "", "child"):
        return "The parent or carer" if question.asked_of in _CARERS else "The child"
    return "The parent or carer" if answer.speaker in _CARERS else str(answer.speaker)
