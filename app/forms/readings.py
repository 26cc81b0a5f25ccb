"""How rules see the answers: null, a state's word, a value, or a list that is never null."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from app.forms.derived import DERIVED_NAMES, FLAGS, PRIOR
from app.forms.question import AnswerType, Question
from app.forms.rules import STAGE_NAME
from app.forms.told_times import as_time
from app.records import clock
from app.records.record import Answer, AnswerState, Cell, JsonValue, Record, RecordId, Tick

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.forms.definition import Form
    from app.forms.worksheet import Worksheet

Row = dict[str, object]


def empty(question: Question) -> object:
    """What a rule sees of a question that is unanswered or hidden."""
    return [] if question.is_list else None


def bound(question: Question, cell: Cell | None) -> object:
    """What a rule sees of a scalar answer."""
    if not isinstance(cell, Answer):
        return None
    if cell.state is not AnswerState.ANSWERED:
        return cell.state.value
    if question.type is AnswerType.DATETIME:
        return _instant(cell.value)
    if question.type is AnswerType.NUMBER and isinstance(cell.value, str):
        return float(Decimal(cell.value))
    return cell.value


def ticked(question: Question, record: Record, path: str) -> list[str]:
    """The options ticked, in the form's order; none while the whole is declined or not asked."""
    whole = record.answers.get(path)
    if isinstance(whole, Answer) and whole.state is not AnswerState.ANSWERED:
        return []
    chosen: list[str] = []
    for code in (choice.code for choice in question.choices):
        cell = record.answers.get(f"{path}/{code}")
        if isinstance(cell, Tick) and cell.value:
            chosen.append(code)
    return chosen


def bound_derived(derived: Mapping[str, object]) -> Row:
    """Derived values as rules read them: flags never null, lengths in minutes, instants as text."""
    known: Row = {
        name: derived.get(name) for name in (*DERIVED_NAMES, *PRIOR) if name != STAGE_NAME
    }
    for flag in FLAGS:
        known[flag] = bool(derived.get(flag))
    length, due = derived.get("duration"), derived.get("due_at")
    known["duration"] = int(length.total_seconds()) // 60 if isinstance(length, timedelta) else None
    known["due_at"] = clock.to_text(due) if isinstance(due, datetime) else None
    return known


class Readings:
    """Reads a worksheet as the values that rules see, whether shown or hidden."""

    def __init__(self, form: Form, worksheet: Worksheet) -> None:
        self._form = form
        self._worksheet = worksheet

    def value(self, question: Question, scope: str = "") -> object:
        """The value of a top-level question, empty when its record is not on the sheet."""
        if not self._worksheet.has_home(question, scope):
            return empty(question)
        address = f"{scope}:{question.id}" if scope else question.id
        place = self._worksheet.place(address)
        if question.type is AnswerType.REPEAT:
            rows = self.rows(question, scope)
            return list(rows.values())
        if question.type is AnswerType.GRID:
            return self._grid(question)
        return self._plain(question, place.record, place.path)

    def rows(self, group: Question, scope: str = "") -> dict[str, Row]:
        """The rows of a repeat by item, each with every sub-question, empty ones too."""
        if not self._worksheet.has_home(group, scope):
            return {}
        address = f"{scope}:{group.id}" if scope else group.id
        place = self._worksheet.place(address)
        return {item: self.row(group, place.record, item) for item in self._worksheet.items(place)}

    def row(self, group: Question, record: RecordId, item: str) -> Row:
        """One row of a repeat."""
        of_records = self._form.is_record_group(group)
        return {
            child.leaf: self._plain(
                child,
                item if of_records else record,
                child.id if of_records else f"{group.id}/{item}/{child.leaf}",
            )
            for child in self._form.children(group.id)
        }

    def _plain(self, question: Question, record: RecordId, path: str) -> object:
        on = self._worksheet[record]
        if question.type is AnswerType.MULTI:
            return ticked(question, on, path)
        if question.type is AnswerType.REPEAT:
            return [{"item": item} for item in on.items(path)]
        return bound(question, on.answers.get(path))

    def _grid(self, question: Question) -> list[object]:
        cells = (
            self._worksheet.cell(self._worksheet.place(f"{question.id}/{child.leaf}"))
            for child in self._form.children(question.id)
        )
        return [cell.value for cell in cells if isinstance(cell, Answer)]


def _instant(value: JsonValue) -> str:
    """A told time as UTC text, which sorts as time does; a time not known has only that word."""
    earliest = clock.earliest(as_time(value))
    return "unknown" if earliest is None else clock.to_text(earliest)
