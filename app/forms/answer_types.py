"""The closed set of answer types: from what was typed to a value, and from a value to words.

`parse` raises BadInput in plain words; it never refuses to save what a child said, only what has no
meaning for its type. Text is kept exactly as typed. Doubts, such as a wrong check digit, are
warnings and belong to plausibility.py.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING

from app.forms.question import CODED, AnswerType, Question
from app.forms.shapes import SHAPES, entries_of, format_shape, parse_shape, parts_of
from app.forms.told_times import (
    as_time,
    as_value,
    format_instant,
    format_time,
    long_day,
    parse_date,
    parse_time,
)
from app.records import clock
from app.records.errors import BadInput
from app.records.record import Answer, AnswerState, JsonValue, Record

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

__all__ = [
    "HANDLERS",
    "Handler",
    "format_answer",
    "format_time",
    "format_value",
    "parse",
    "parse_date",
    "parse_time",
    "state_words",
    "told_words",
]

PLANNED = frozenset({"booked_for", "offer_attempts.next_try", "review_date", "actions.due"})
"""Questions about what is yet to come: “Thursday” is the next one there."""

_STATES = {
    AnswerState.ANSWERED: "Answered",
    AnswerState.NOT_ASKED: "Not asked",
    AnswerState.DECLINED: "Child declined",
    AnswerState.DOES_NOT_KNOW: "Child does not know",
    AnswerState.NOT_APPLICABLE: "Not applicable",
}
_STATES_OF_OTHERS = {AnswerState.DECLINED: "Declined", AnswerState.DOES_NOT_KNOW: "Not known"}
_PHONE = re.compile(r"[\d+]")


@dataclass(frozen=True, slots=True)
class Handler:
    """How one answer type is read and written."""

    parse: Callable[[Question, JsonValue, datetime | None], JsonValue]
    format: Callable[[JsonValue, Question], str]


def parse(question: Question, raw: JsonValue, near: datetime | None = None) -> JsonValue:
    """Read what was typed or chosen for a question; BadInput says in plain words what is wrong."""
    return HANDLERS[question.type].parse(question, raw, near)


def format_value(value: JsonValue, question: Question) -> str:
    """Write the value of an answered question in words, "" when there is none."""
    return "" if value is None else HANDLERS[question.type].format(value, question)


def format_answer(answer: Answer | None, question: Question) -> str:
    """Write an answer in words, its state when it is not answered, "" while it is unanswered."""
    if answer is None:
        return ""
    if answer.state is AnswerState.ANSWERED:
        words = format_value(answer.value, question)
        return f"{words} ({answer.note})" if answer.note else words
    words = state_words(answer.state, question.asked_of)
    reason = answer.why or answer.note
    return f"{words}: {reason}" if reason else words


def state_words(state: AnswerState, asked_of: str = "child") -> str:
    """What happened to a question, in words."""
    if asked_of != "child" and state in _STATES_OF_OTHERS:
        return _STATES_OF_OTHERS[state]
    return _STATES[state]


def told_words(record: Record, path: str) -> str:
    """The time told at a path in words, "" when there is none."""
    told = as_time(record.value(path))
    return "" if told is None else format_time(told)


def _text(_question: Question, raw: JsonValue, _near: datetime | None) -> JsonValue:
    if not isinstance(raw, str):
        msg = "Words are wanted here."
        raise BadInput(msg)
    if not raw.strip():
        msg = "There is nothing written yet."
        raise BadInput(msg)
    return raw


def _code(question: Question, raw: JsonValue, _near: datetime | None) -> JsonValue:
    """A code, or the words of one option in any case."""
    said = str(raw).strip()
    for choice in question.choices:
        if said in {choice.code, choice.label} or said.lower() == choice.label.lower():
            return choice.code
    advice = f"“{said}” is not one of the choices for “{question.short}”."
    raise BadInput(advice)


def _codes(question: Question, raw: JsonValue, near: datetime | None) -> JsonValue:
    chosen = entries_of(raw)
    return [_code(question, code, near) for code in ([raw] if chosen is None else chosen)]


def _number(_question: Question, raw: JsonValue, _near: datetime | None) -> JsonValue:
    said = str(raw).strip()
    try:
        number = Decimal(said)
    except InvalidOperation:
        number = Decimal("nan")
    if not number.is_finite():
        advice = "Write one number in figures, such as 24. Words like “about” go in the note."
        raise BadInput(advice)
    return int(number) if number == number.to_integral_value() else str(number.normalize())


def _date(question: Question, raw: JsonValue, near: datetime | None) -> JsonValue:
    if isinstance(raw, date):
        return raw.isoformat()
    return parse_date(str(raw), near, future=question.id in PLANNED)


def _datetime(question: Question, raw: JsonValue, near: datetime | None) -> JsonValue:
    told = as_time(raw) or parse_time(str(raw), near, future=question.id in PLANNED)
    return as_value(told)


def _phone(question: Question, raw: JsonValue, near: datetime | None) -> JsonValue:
    """Part of a number is worth keeping, a number without a figure is not one."""
    text: str = _text(question, raw, near)
    if not _PHONE.search(text):
        msg = "Write the number, or the part of it that is known."
        raise BadInput(msg)
    return text.strip()


def _shape(question: Question, raw: JsonValue, _near: datetime | None) -> JsonValue:
    return parse_shape(question.type, raw)


def _dict(_question: Question, raw: JsonValue, _near: datetime | None) -> JsonValue:
    parts = parts_of(raw)
    if not parts:
        msg = "There is nothing drawn or signed yet."
        raise BadInput(msg)
    return parts


def _nobody_types(question: Question, _raw: JsonValue, _near: datetime | None) -> JsonValue:
    advice = f"“{question.short}” is filled in by itself."
    raise BadInput(advice)


def _as_is(value: JsonValue, _question: Question) -> str:
    return str(value)


def _format_code(value: JsonValue, question: Question) -> str:
    return question.label_of(str(value))


def _format_codes(value: JsonValue, question: Question) -> str:
    codes = entries_of(value)
    chosen = [value] if codes is None else codes
    return "; ".join(question.label_of(str(code)) for code in chosen)


def _format_date(value: JsonValue, _question: Question) -> str:
    return long_day(date.fromisoformat(str(value)))


def _format_datetime(value: JsonValue, _question: Question) -> str:
    told = as_time(value)
    return "" if told is None else format_time(told)


def _format_shape(value: JsonValue, question: Question) -> str:
    return format_shape(question.type, value)


def _format_drawing(value: JsonValue, _question: Question) -> str:
    """The text for each mark stands for the picture where it cannot be shown."""
    marks = entries_of((parts_of(value) or {}).get("marks")) or []
    words = [str((parts_of(mark) or {}).get("text", "")) for mark in marks]
    return "; ".join(word for word in words if word) or "A drawing"


def _format_signature(value: JsonValue, _question: Question) -> str:
    parts = parts_of(value) or {"name": value}
    name = parts.get("name") or "a mark"
    at = parts.get("at")
    return f"Signed: {name}, {_signed_at(at)}" if at else f"Signed: {name}"


def _signed_at(at: JsonValue) -> str:
    """Screens stamp a signature with the machine's instant."""
    told = as_time(at)
    return format_instant(clock.from_text(str(at))) if told is None else format_time(told)


def _format_count(value: JsonValue, _question: Question) -> str:
    entries = entries_of(value)
    return str(value) if entries is None else str(len(entries))


HANDLERS: Mapping[AnswerType, Handler] = {
    AnswerType.AUTO: Handler(_nobody_types, _format_code),
    AnswerType.CALCULATED: Handler(_nobody_types, _as_is),
    **dict.fromkeys(CODED, Handler(_code, _format_code)),
    AnswerType.MULTI: Handler(_codes, _format_codes),
    AnswerType.NUMBER: Handler(_number, _as_is),
    AnswerType.DATE: Handler(_date, _format_date),
    AnswerType.DATETIME: Handler(_datetime, _format_datetime),
    AnswerType.TEXT: Handler(_text, _as_is),
    AnswerType.LONG_TEXT: Handler(_text, _as_is),
    AnswerType.QUOTE: Handler(_text, _as_is),
    AnswerType.PHONE: Handler(_phone, _as_is),
    **dict.fromkeys(SHAPES, Handler(_shape, _format_shape)),
    AnswerType.REFERENCE: Handler(_text, _as_is),
    AnswerType.REPEAT: Handler(_nobody_types, _format_count),
    AnswerType.GRID: Handler(_nobody_types, _format_count),
    AnswerType.DRAWING: Handler(_dict, _format_drawing),
    AnswerType.SIGNATURE: Handler(_dict, _format_signature),
}
