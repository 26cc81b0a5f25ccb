"""A fourth group of invented children: looked after, known only from a return, to be imported.

They are not in the practice store. `homeward demo` writes them as the folder of an SSDA903 return,
so that taking one over can be tried from the first screen to the last row.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from app.analysis.placements import PlacementSpell
from app.casework.practice.words import Chance
from app.records.clock import local

if TYPE_CHECKING:
    from datetime import datetime

    from app.casework.practice.words import Words

UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
PLACES = {"U6": 0.42, "K2": 0.28, "U3": 0.12, "H5": 0.12, "P1": 0.06}
LEGAL = {"C1": 0.15, "C2": 0.6, "V2": 0.25}


@dataclass(frozen=True, slots=True)
class MissingSpell:
    """One missing or away period of a return."""

    code: str
    start: date
    end: date | None


@dataclass(frozen=True, slots=True)
class LookedAfterChild:
    """A child as a return knows one: a number, dates and codes, no name."""

    number: str
    sex: str
    born: date
    ethnicity: str
    upn: str
    placements: tuple[PlacementSpell, ...]
    missing: tuple[MissingSpell, ...]


def make_return(
    words: Words, now: datetime, children: int = 40, seed: int = 903
) -> list[LookedAfterChild]:
    """Invent the looked-after children of the last collection year that is over."""
    chance = Chance(seed)
    today = local(now).date()
    april = date(today.year if today >= date(today.year, 4, 1) else today.year - 1, 4, 1)
    year = (date(april.year - 1, 4, 1), april - timedelta(days=1))
    ethnicities = {one.ethnicity: float(one.weight) for one in words.backgrounds}
    return [_child(chance, n, year, ethnicities) for n in range(children)]


def _child(
    chance: Chance, n: int, year: tuple[date, date], ethnicities: dict[str, float]
) -> LookedAfterChild:
    born = year[0] - timedelta(days=chance.random.randint(9 * 365, 17 * 365))
    placements = _placements(chance, year)
    return LookedAfterChild(
        number=f"FX{4000 + n}",
        sex=chance.one("MF"),
        born=born,
        ethnicity=chance.weighted(ethnicities),
        upn=_upn(chance),
        placements=placements,
        missing=_missing(chance, year, placements[0].began) if chance.yes(0.35) else (),
    )


def _placements(chance: Chance, year: tuple[date, date]) -> tuple[PlacementSpell, ...]:
    began = year[0] - timedelta(days=chance.random.randint(30, 900))
    moved = year[0] + timedelta(days=chance.random.randint(20, 300))
    legal = chance.weighted(LEGAL)
    if chance.yes(0.65):
        return (_spell(chance, began, None, legal, "S"),)
    return (_spell(chance, began, moved, legal, "S"), _spell(chance, moved, None, legal, "P"))


def _spell(
    chance: Chance, began: date, ended: date | None, legal: str, reason: str
) -> PlacementSpell:
    code = chance.weighted(PLACES)
    facts = {"rne": reason, "ls": legal, "cin": "N1", "place": code, "place_provider": "PR1"}
    if ended is not None:
        facts.update(rec="X1", reason_place_change="PLANS")
    if code in ("K2", "H5"):
        facts["urn"] = f"99{chance.random.randint(0, 99999):05d}"
    return PlacementSpell(began, ended, facts)


def _missing(
    chance: Chance, year: tuple[date, date], in_care_since: date
) -> tuple[MissingSpell, ...]:
    """A few short periods one after another, within the year and the time in care."""
    found: list[MissingSpell] = []
    day = max(year[0], in_care_since) + timedelta(days=chance.random.randint(1, 120))
    for _ in range(chance.weighted({1: 0.5, 2: 0.25, 4: 0.15, 7: 0.1})):
        end = day + timedelta(days=chance.weighted({0: 0.5, 1: 0.4, 2: 0.06, 6: 0.04}))
        if end > year[1]:
            break
        found.append(MissingSpell("A" if chance.yes(0.1) else "M", day, end))
        day = end + timedelta(days=chance.random.randint(3, 40))
    return tuple(found)


def _upn(chance: Chance) -> str:
    """A pupil number with its right check letter, in an authority number nobody has."""
    digits = f"999{chance.random.randint(0, 999_999_999):09d}"
    total = sum(int(digit) * weight for weight, digit in enumerate(digits, start=2))
    return UPN_LETTERS[total % len(UPN_LETTERS)] + digits
