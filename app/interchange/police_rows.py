"""One row of a police list as the answers it gives, or the reason why it cannot be used."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from app.interchange.rows import looks_like_formula
from app.records.clock import at_local, earliest, on_date
from app.records.errors import BadInput
from app.records.record import Answer, AnswerState, Source, Time, answered

if TYPE_CHECKING:
    from app.interchange.police_columns import PoliceColumns
    from app.interchange.rows import Row

TIMES = {
    "missing_from_at": "when the child went missing",
    "reported_at": "when it was reported",
    "found_at": "when the child was found",
    "returned_at": "when the child was back",
    "la_notified_at": "when the authority was told",
}
IN_ORDER = ("missing_from_at", "found_at", "returned_at")
CODED = ("missing_from_place", "police_risk_initial", "return_how")
YOUNGEST_DAY = date(1990, 1, 1)

_BRITISH = re.compile(r"(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2})?)?")
_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]+(\d{1,2}):(\d{2})(?::\d{2})?)?")


@dataclass(frozen=True, slots=True)
class Reported:
    """A child and an episode as a police list tells them."""

    row: int
    forename: str
    surname: str
    born: date | None
    sex: str | None
    force: str
    authority: str
    reference: str
    episode: dict[str, Answer]
    not_understood: tuple[str, ...]


def reported(row: Row, columns: PoliceColumns, headings: dict[str, str], now: datetime) -> Reported:
    """Read one row, or raise BadInput with the reason."""
    cells = {answer: row.get(heading) for answer, heading in headings.items()}
    for answer in ("surname", "forename"):
        _check_name(answer, cells[answer])
    _check_formulas(cells)
    times = _times(cells, now)
    episode = {path: _told(time) for path, time in times.items()}
    unknown = _codes(columns, row, headings, episode)
    force = columns.code("force", row, headings.get("force")) or columns.force
    _texts(force, cells, episode)
    born = _born(cells.get("born", ""), times["missing_from_at"])
    return Reported(
        row=row.number,
        forename=cells["forename"],
        surname=cells["surname"],
        born=born,
        sex=columns.code("sex", row, headings.get("sex")),
        force=force,
        authority=columns.code("authority", row, headings.get("authority")) or "",
        reference=cells.get("police_ref", ""),
        episode=episode,
        not_understood=unknown,
    )


def _check_name(answer: str, text: str) -> None:
    if not text:
        message = f"The row has no {answer}."
        raise BadInput(message)


def _check_formulas(cells: dict[str, str]) -> None:
    for answer in ("surname", "forename", "police_ref", "found_location"):
        if looks_like_formula(cells.get(answer, "")):
            name = answer.replace("_", " ")
            message = f"The {name} begins like a formula, which a spreadsheet would run."
            raise BadInput(message)


def _times(cells: dict[str, str], now: datetime) -> dict[str, Time]:
    found: dict[str, Time] = {}
    for answer, name in TIMES.items():
        text = cells.get(answer, "")
        if text:
            found[answer] = _time(text, name)
    if "missing_from_at" not in found:
        raise BadInput("The row does not say when the child went missing.")
    _check_order(found, now)
    return found


def _check_order(found: dict[str, Time], now: datetime) -> None:
    before = None
    for answer in IN_ORDER:
        instant = earliest(found.get(answer))
        if instant is None:
            continue
        if instant > now:
            message = f"It says {TIMES[answer]} in the future."
            raise BadInput(message)
        exact = len(str(found[answer].at)) > len("2026-04-02")
        if before is not None and exact and instant < before:
            message = f"It says {TIMES[answer]} before what must come first."
            raise BadInput(message)
        before = instant


def _time(text: str, name: str) -> Time:
    british, iso = _BRITISH.fullmatch(text), _ISO.fullmatch(text)
    if british:
        day, month, year, hour, minute = british.groups()
    elif iso:
        year, month, day, hour, minute = iso.groups()
    else:
        message = f"It is not clear {name}: write it as 02/04/2026 18:15."
        raise BadInput(message)
    try:
        if hour is None:
            return on_date(date(int(year), int(month), int(day)))
        wall = datetime(int(year), int(month), int(day), int(hour), int(minute))  # noqa: DTZ001 - wall time of the list
        return at_local(wall)
    except ValueError as error:
        message = f"There is no such day or time: {name}."
        raise BadInput(message) from error


def _born(text: str, left: Time) -> date | None:
    if not text:
        return None
    born = date.fromisoformat(str(_time(text, "when the child was born").at)[:10])
    if not YOUNGEST_DAY < born < date.fromisoformat(str(left.at)[:10]):
        raise BadInput("The date of birth cannot be right.")
    return born


def _codes(
    columns: PoliceColumns, row: Row, headings: dict[str, str], episode: dict[str, Answer]
) -> tuple[str, ...]:
    """Answer what has a code; return the names of what had a word nobody has mapped."""
    unknown: list[str] = []
    for answer in CODED:
        code = columns.code(answer, row, headings.get(answer))
        if code is not None:
            episode[answer] = answered(code, Source.POLICE)
        elif row.get(headings.get(answer, "")):
            unknown.append(answer.replace("_", " "))
    return tuple(unknown)


def _texts(force: str, cells: dict[str, str], episode: dict[str, Answer]) -> None:
    episode["police_reported"] = answered("yes", Source.POLICE)
    if force:
        episode["police_force"] = answered(force, Source.POLICE)
    episode["episode_type"] = answered("missing", Source.POLICE)
    if cells.get("police_ref"):
        episode["police_ref"] = answered(cells["police_ref"], Source.POLICE)
    if cells.get("found_location"):
        episode["found_location"] = answered({"name": cells["found_location"]}, Source.POLICE)


def _told(time: Time) -> Answer:
    return Answer(AnswerState.ANSWERED, msgspec.to_builtins(time), source=Source.POLICE)
