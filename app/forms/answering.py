"""What to write for one thing a person does on a screen: answer, tick, add, take out, move."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.question import AnswerType
from app.forms.readings import ticked
from app.forms.worksheet import EPISODE, Worksheet
from app.records.order import between
from app.records.record import (
    LIFE,
    LINKS,
    STAGE,
    Answer,
    AnswerState,
    Path,
    Presence,
    Record,
    Stage,
    Tick,
    answered,
    new_id,
)

if TYPE_CHECKING:
    from app.forms.history import Written
    from app.forms.sheet import Place


def answering(sheet: Worksheet, place: Place, answer: Answer | None) -> list[Written]:
    """Set or clear an answer; a multiple choice that is declined as a whole loses its ticks."""
    writes: list[Written] = [(place.record, place.path, answer)]
    told = answer is not None and answer.state is AnswerState.ANSWERED
    if place.question.type is AnswerType.MULTI and not told:
        chosen = ticked(place.question, sheet[place.record], place.path)
        writes += [(place.record, f"{place.path}/{code}", None) for code in chosen]
    return writes


def ticking(sheet: Worksheet, place: Place, code: str, tick: Tick) -> list[Written]:
    """Tick or untick an option, or link a record; an exclusive option stands alone."""
    if place.question.type is AnswerType.REFERENCE:
        link = Presence(present=tick.value, role=EPISODE)
        return [(place.record, f"{LINKS}/{code}", link)]
    writes: list[Written] = [(place.record, f"{place.path}/{code}", tick)]
    if tick.value:
        writes += _unticked_by(sheet, place, code)
        if sheet.cell(place) is not None:
            writes.append((place.record, place.path, None))
    return writes


def adding(sheet: Worksheet, place: Place) -> tuple[str, list[Written]]:
    """Give a repeat one more item, last; a record of its own is opened and needs nothing more.

    Unordered repeats get a place too: rows that jump about while somebody types are no help.
    """
    if sheet.is_record_group(place):
        return sheet.create(place.question), []
    item = new_id()
    keys = _orders(sheet[place.record], place.path)
    order = between(keys[-1] if keys else None, None)
    return item, [(place.record, _life(place, item), Presence(present=True, order=order))]


def living(sheet: Worksheet, place: Place, item: str, *, present: bool) -> Written:
    """Take an item out or bring it back; its answers stay."""
    if sheet.is_record_group(place):
        stage = Stage.DRAFT if present else Stage.ENTERED_IN_ERROR
        return item, STAGE, answered(stage.value)
    order = _order(sheet[place.record], _life(place, item))
    return place.record, _life(place, item), Presence(present=present, order=order)


def moving(sheet: Worksheet, place: Place, item: str, before: str | None) -> Written:
    """Put an item before another one, or last; only its own place is written."""
    record = sheet[place.record]
    others = [other for other in record.items(place.path) if other != item]
    at = others.index(before) if before in others else len(others)
    low = _order(record, _life(place, others[at - 1])) if at else None
    later = [key for key in _orders(record, place.path) if key > (low or "")]
    high = later[0] if later and at < len(others) else None
    return place.record, _life(place, item), Presence(present=True, order=between(low, high))


def _unticked_by(sheet: Worksheet, place: Place, code: str) -> list[Written]:
    alone = place.question.exclusive
    return [
        (place.record, f"{place.path}/{other}", Tick(value=False))
        for other in ticked(place.question, sheet[place.record], place.path)
        if other != code and (code in alone or other in alone)
    ]


def _life(place: Place, item: str) -> Path:
    return f"{place.path}/{item}/{LIFE}"


def _orders(record: Record, path: Path) -> list[str]:
    """The order keys of every item, those that are out too: a key is never given twice."""
    prefix, suffix = f"{path}/", f"/{LIFE}"
    return sorted(
        cell.order
        for at, cell in record.answers.items()
        if at.startswith(prefix)
        and at.endswith(suffix)
        and isinstance(cell, Presence)
        and cell.order is not None
    )


def _order(record: Record, life: Path) -> str | None:
    cell = record.answers.get(life)
    return cell.order if isinstance(cell, Presence) else None
