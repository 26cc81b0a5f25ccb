"""Missing periods out of missing.csv: planning only."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from app.analysis.placements import episode_prefill, placement_on
from app.forms.plain_facts import HISTORY
from app.forms.stretches import AWAY, MISSING
from app.interchange.planned import Planned, steady_id
from app.interchange.ssda903_cells import day, day_or_none
from app.interchange.ssda903_children import child_of
from app.records.clock import on_date
from app.records.errors import BadInput
from app.records.record import Answer, AnswerState, RecordKind, Source, answered

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.interchange.rows import Row, Table
    from app.interchange.ssda903_children import Child

TYPES = {"M": MISSING, "A": AWAY}
FOUND_NOTE = "The return gives the date the child was found; taken as the date of return."


@dataclass(frozen=True, slots=True)
class Period:
    """One row of missing.csv."""

    row: int
    child: Child
    code: str
    start: date
    end: date | None


def plan_periods(
    missing: Table, children: dict[str, Child], authority: str, today: date
) -> Iterator[Planned]:
    """The missing episodes of missing.csv; overlapping ones come in and are flagged."""
    periods = _read(missing, children, today)
    year = collection_year_start(today)
    _flag_overlaps(missing, periods)
    _flag_open(missing, periods, year)
    nth = Counter[tuple[str, str, date]]()
    for period in sorted(periods, key=_order):
        key = (period.child.record, period.code, period.start)
        nth[key] += 1
        parts = (period.child.record, period.code, period.start.isoformat(), str(nth[key]))
        record = steady_id("period", authority, *parts)
        yield Planned(
            record=record,
            kind=RecordKind.MISSING_EPISODE,
            case=period.child.record,
            set=dict(_answers(period, authority, year)),
            counts_as="periods",
        )


def collection_year_start(today: date) -> date:
    """The first of April that began the present collection year."""
    april = date(today.year, 4, 1)
    return april if today >= april else date(today.year - 1, 4, 1)


def _order(period: Period) -> tuple[str, date, date, int]:
    return (period.child.number, period.start, period.end or date.max, period.row)


def _read(missing: Table, children: dict[str, Child], today: date) -> list[Period]:
    found: list[Period] = []
    for row in missing.rows:
        try:
            found.append(_period(row, children, today))
        except BadInput as error:
            missing.refuse(row.number, error.advice)
    return found


def _period(row: Row, children: dict[str, Child], today: date) -> Period:
    child = child_of(row, children)
    code = row.get("MISSING").upper()
    if code not in TYPES:
        raise BadInput("MISSING must be M or A.")
    born = day_or_none(row.get("DOB"), "DOB")
    if born is not None and child.born is not None and born != child.born:
        raise BadInput("DOB is not the one in the header file; it may be another child.")
    start = day(row.get("MIS_START"), "MIS_START")
    end = day_or_none(row.get("MIS_END"), "MIS_END")
    _check_order(child, start, end, today)
    return Period(row.number, child, code, start, end)


def _check_order(child: Child, start: date, end: date | None, today: date) -> None:
    if end is not None and end < start:
        raise BadInput("MIS_END lies before MIS_START.")
    if max(start, end or start) > today:
        raise BadInput("The period lies in the future.")
    if child.born is not None and start <= child.born:
        raise BadInput("MIS_START does not lie after the date of birth.")


def _flag_overlaps(missing: Table, periods: list[Period]) -> None:
    by_child: defaultdict[str, list[Period]] = defaultdict(list)
    for period in periods:
        by_child[period.child.number].append(period)
    for own in by_child.values():
        own.sort(key=_order)
        latest = own[0]
        for period in own[1:]:
            if latest.end is None or period.start < latest.end:
                missing.flag(period.row, f"The period overlaps that of row {latest.row}.")
            if latest.end is not None and (period.end is None or period.end > latest.end):
                latest = period


def _flag_open(missing: Table, periods: list[Period], year: date) -> None:
    for period in periods:
        if period.end is None and period.start < year:
            missing.flag(period.row, "MIS_END is empty: check whether the child is back.")


def _answers(period: Period, authority: str, year: date) -> Iterator[tuple[str, Answer]]:
    yield "episode_type", _imported(TYPES[period.code])
    yield "responsible_la", _imported(authority)
    yield "recording_la", _imported(authority)
    yield "child_status", _imported("cla")
    yield "missing_from_at", _on(period.start)
    if period.end is not None:
        if period.code == "M":
            yield "found_at", _on(period.end)
        yield "returned_at", _on(period.end, FOUND_NOTE if period.code == "M" else None)
    if (period.end or period.start) < year:
        yield HISTORY, _imported("yes")
    yield from episode_prefill(placement_on(period.child.spells, period.start)).items()


def _on(day_: date, note: str | None = None) -> Answer:
    told = msgspec.to_builtins(on_date(day_))
    return Answer(AnswerState.ANSWERED, told, note=note, source=Source.IMPORT)


def _imported(value: str) -> Answer:
    return answered(value, Source.IMPORT)
