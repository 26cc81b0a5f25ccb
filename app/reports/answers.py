"""Say in words what was answered: values, states, notes, reasons, and both sides of a contest.

Nothing is inferred: a question that was declined, not asked or not known says so, and one that
nobody answered is left out here (the document counts what is open at its end).
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.forms.answer_types import format_value, state_words
from app.forms.definition import AnswerType
from app.forms.sheet import in_scope
from app.forms.told_times import short_day
from app.records.clock import from_text, local
from app.records.conflict import Conflict
from app.records.record import Answer, AnswerState, Presence, RecordKind, Source, Tick
from app.reports.blocks import Fact, Para
from app.reports.languages import code_of, name_of
from app.reports.styles import ALERT, BODY, QUOTE, SMALL, STATE, TRANSLATION, WARN, Style

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.forms.definition import Question
    from app.forms.session import FormSession
    from app.records.conflict import Contested
    from app.records.record import Cell, Path, RecordId

_SYSTEM = frozenset({AnswerType.AUTO, AnswerType.CALCULATED})
_SOURCES = {
    Source.IMPORT: "From an import, not asked again",
    Source.LAST_RECORD: "From the last record",
}
_STATES = {
    AnswerState.DECLINED: "The child declined",
    AnswerState.DOES_NOT_KNOW: "The child does not know",
}


@dataclass(frozen=True, slots=True)
class Teller:
    """Tells the answers of one screen; `conflicts` are the open ones of its records."""

    session: FormSession
    conflicts: Mapping[tuple[RecordId, Path], Conflict] = field(
        default_factory=dict[tuple[str, str], Conflict]
    )
    scope: str = ""
    """The episode that is told, "" for the first of the screen."""

    def at(self, question: str) -> str:
        """The address of a question in the episode that is told."""
        return in_scope(self.scope, question)

    def fact(self, question: Question, address: str, *, short: bool = False) -> Fact | None:
        """A question with its answer in words, or None when nobody answered it."""
        told = self.answer(question, address)
        if not told:
            return None
        words = question.type is AnswerType.QUOTE and self._answered(address)
        return Fact(question.short if short else question.label, told, quote=words)

    def answer(self, question: Question, address: str) -> tuple[Para, ...]:
        """The paragraphs that answer a question, none when nobody answered it."""
        if question.type in _SYSTEM:
            text = self.session.calculated(address)
            return (Para(text),) if text else ()
        if question.type is AnswerType.REFERENCE:
            return self._linked(address)
        if question.type is AnswerType.MULTI:
            said = self._ticks(question, address)
        else:
            said = self._scalar(question, address)
        return (*said, *self.contest(question, address))

    def plain(self, address: str) -> str:
        """An answer on one line, "" when nobody answered it."""
        question = self.session.form.question_at(address)
        if question is None or not self.session.is_visible(address):
            return ""
        return "; ".join(para.text for para in self.answer(question, address)[:1])

    def contest(self, question: Question, address: str) -> tuple[Para, ...]:
        """Both values of a contested answer, with who gave them and when."""
        _, record, path = self.session.locate(address)
        conflict = self.conflicts.get((record, path))
        if conflict is None or not conflict.open:
            return ()
        head = Para("⚠ Answered in two ways. A person has to decide which holds:", WARN)
        return (head, *(Para(f"• {_side(side, question)}") for side in conflict.values))

    def _answered(self, address: str) -> bool:
        answer = self.session.answer(address)
        return answer is not None and answer.state is AnswerState.ANSWERED

    def _scalar(self, question: Question, address: str) -> tuple[Para, ...]:
        answer = self.session.answer(address)
        if answer is None:
            return ()
        if answer.state is not AnswerState.ANSWERED:
            return (Para(state_of(answer, question), STATE),)
        if question.type is AnswerType.QUOTE:
            return _own_words(answer)
        text = format_value(answer.value, question)
        style = _weight_of(question, answer)
        return (*_noted(text, answer, style), *_translated(answer))

    def _linked(self, address: str) -> tuple[Para, ...]:
        shown = self.session.records()
        linked = [shown[each] for each in self.session.ticked(address) if each in shown]
        names = [str(record.value("record_ref") or "without a number yet") for record in linked]
        return (Para("; ".join(names)),) if names else ()

    def _ticks(self, question: Question, address: str) -> tuple[Para, ...]:
        container = self.session.answer(address)
        chosen = self.session.ticked(address)
        if not chosen:
            state = container and container.state is not AnswerState.ANSWERED
            return (Para(state_of(container, question), STATE),) if container and state else ()
        _, record, path = self.session.locate(address)
        cells = self.session.records()[record].answers
        words = [_ticked(question, code, cells.get(f"{path}/{code}")) for code in chosen]
        said = (Para("; ".join(words)),)
        return (*said, *_noted("", container, BODY)) if container else said


def state_of(answer: Answer, question: Question) -> str:
    """A state in words, with the reason given for it."""
    words = state_words(answer.state, question.asked_of)
    if question.asked_of == "child":
        words = _STATES.get(answer.state, words)
    reasons = [reason for reason in (answer.why, answer.note) if reason]
    return ". ".join([words, *reasons])


def moment(text: str) -> str:
    """A machine's instant in local words; words that are no instant stay as they are."""
    try:
        wall = local(from_text(text))
    except ValueError:
        return text
    return f"{wall:%H:%M}, {short_day(wall.date())}"


def _own_words(answer: Answer) -> tuple[Para, ...]:
    words = Para(str(answer.value), QUOTE, code_of(answer.language))
    return (words, *_translated(answer), *_noted("", answer, BODY))


def _translated(answer: Answer) -> tuple[Para, ...]:
    if not answer.translation:
        return ()
    said = f"Said in {name_of(answer.language)}. In English:" if answer.language else "In English:"
    return (Para(said, SMALL), Para(answer.translation, TRANSLATION))


def _noted(text: str, answer: Answer, style: Style) -> tuple[Para, ...]:
    told = [Para(text, style)] if text else []
    told += [Para(f"Note: {answer.note}")] if answer.note else []
    told += [Para(f"Why: {answer.why}")] if answer.why else []
    told += (
        [Para(_SOURCES[answer.source], SMALL)]
        if answer.source and answer.source in _SOURCES
        else []
    )
    return tuple(told)


def _ticked(question: Question, code: str, cell: Cell | None) -> str:
    label = question.label_of(code)
    note = cell.note if isinstance(cell, Tick) else None
    return f"{label} ({note})" if note else label


def _weight_of(question: Question, answer: Answer) -> Style:
    """A judgement that a supervisor must not overlook stands out; not known is never no risk."""
    judged = question.home is RecordKind.RETURN_INTERVIEW and bool(question.protective)
    if judged and answer.value == question.protective[0]:
        return ALERT
    return WARN if judged and answer.value == "unknown" else BODY


def _side(side: Contested, question: Question) -> str:
    told = _cell_words(side, question)
    return f"“{told}”, by {side.user}, {moment(side.at)}"


def _cell_words(side: Contested, question: Question) -> str:
    match side.value:
        case None:
            return "no answer"
        case Tick(value=on):
            option = question.label_of(side.path.rsplit("/", 1)[-1])
            return option if on else f"not: {option}"
        case Presence(present=present):
            return "kept" if present else "taken out"
        case Answer(state=AnswerState.ANSWERED, value=value):
            return format_value(value, question)
        case Answer() as answer:
            return state_of(answer, question)
