"""Short ways to make records and times for tests."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from app.records.clock import LONDON, at_local
from app.records.record import (
    Answer,
    AnswerState,
    Cell,
    FormRef,
    Presence,
    Record,
    RecordKind,
    Time,
    answered,
    new_id,
)

FORM = FormRef(core=1, overlay="", digest="0" * 64)
NORTHMERE = "E06999001"
ROOT = Path(__file__).resolve().parents[1]
RULES = ROOT / "resources" / "rules"


def local(text: str) -> datetime:
    """Local wall time "2026-10-16 06:15" as an aware datetime."""
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


def at(text: str) -> Answer:
    """An answered time; a bare date has date precision."""
    if len(text) == len("2026-10-16"):
        return answered({"precision": "date", "at": text})
    return answered(msgspec.to_builtins(at_local(local(text))))


def time_of(text: str) -> Time:
    return msgspec.convert(at(text).value, Time)


def record(kind: RecordKind, case: str = "", **answers: Any) -> Record:
    """A record with answers by question id; a `str` becomes an answered value."""
    own = new_id()
    return Record(
        id=own, kind=kind, la=NORTHMERE, case=case or own, form=FORM, answers=cells(**answers)
    )


def cells(**answers: Any) -> dict[str, Cell]:
    return {
        path: answered(value) if isinstance(value, str) else value
        for path, value in answers.items()
    }


def episode(left: str, found: str = "", returned: str = "", **more: Any) -> Record:
    """A missing episode from wall times; `returned` defaults to `found`."""
    answers: dict[str, Any] = {"episode_type": "missing", "missing_from_at": at(left)}
    if found:
        answers["found_at"] = at(found)
    if returned or found:
        answers["returned_at"] = at(returned or found)
    return record(RecordKind.MISSING_EPISODE, "case", **(answers | more))


def interview(*covered: Record, held: str = "yes", **more: Any) -> Record:
    made = record(RecordKind.RETURN_INTERVIEW, "case", interview_held=held, **more)
    links = {f"links/{each.id}": Presence(present=True, role="episode") for each in covered}
    return msgspec.structs.replace(made, answers={**made.answers, **links})


def repeat(question: str, *rows: dict[str, Any]) -> dict[str, Cell]:
    """Paths of an ordered repeat with these rows."""
    found: dict[str, Cell] = {}
    for n, row in enumerate(rows):
        item = f"{question}/{new_id()}"
        found[f"{item}/@"] = Presence(present=True, order=f"a{n}V")
        for leaf, value in row.items():
            found[f"{item}/{leaf}"] = answered(value) if isinstance(value, str) else value
    return found


def with_cells(made: Record, more: dict[str, Cell]) -> Record:
    return msgspec.structs.replace(made, answers={**made.answers, **more})


DECLINED = Answer(state=AnswerState.DECLINED)
