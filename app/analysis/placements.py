"""Placement history taken over from an SSDA903 return, and what it says about an episode.

The form holds no placement history, so it lives on the person under an imported path that every
program keeps and sends on (docs/adr/0007-imported-placements.md). From it a new episode is
pre-filled with the status, legal status and placement of its day, for a person to confirm.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import msgspec

from app.records.record import Answer, AnswerState, Source, answered

if TYPE_CHECKING:
    from app.records.record import JsonValue, Record

PLACEMENTS = "import.placements"
FACTS = "facts"

LEGAL_STATUSES = frozenset(
    {"C1", "C2", "D1", "E1", "V2", "V3", "V4", "J1", "J2", "J3", "L1", "L2", "L3"}
)

PLACEMENT_TYPES = {
    "A3": "foster",
    "A5": "foster",
    "H5": "supported_accommodation",
    "K1": "secure",
    "K2": "childrens_home",
    "P1": "family_home",
    "R2": "hospital",
    "R5": "custody",
    "S1": "residential_school",
    "T1": "hospital",
    "U1": "kinship",
    "U2": "kinship",
    "U3": "kinship",
    "U4": "foster",
    "U5": "foster",
    "U6": "foster",
}
"""SSDA903 placement codes that say where the child lives; temporary ones and the rest do not."""

OTHER_PLACEMENTS = {
    "A4": "placed for adoption",
    "A6": "placed for adoption",
    "P2": "independent living",
    "P3": "residential employment",
    "R1": "residential care home",
    "R3": "family centre or mother and baby unit",
    "Z1": "other placement",
}

HOMES_WITH_URN = frozenset(
    {"childrens_home", "supported_accommodation", "residential_school", "secure"}
)


@dataclass(frozen=True, slots=True)
class PlacementSpell:
    """One placement episode: SSDA903 columns in lower case, dates as dates."""

    began: date
    ended: date | None
    facts: dict[str, str]

    @property
    def code(self) -> str:
        """The SSDA903 placement code."""
        return self.facts.get("place", "")

    def holds_on(self, day: date) -> bool:
        """Whether the child was in this placement on a day; the last day still counts."""
        return self.began <= day and (self.ended is None or day <= self.ended)


def placements(person: Record) -> list[PlacementSpell]:
    """The placement history of a person, in order."""
    found: list[PlacementSpell] = []
    for item in person.items(PLACEMENTS):
        facts = _facts(person.value(f"{PLACEMENTS}/{item}/{FACTS}"))
        began = _day(facts.get("decom"))
        if began is not None:
            found.append(PlacementSpell(began, _day(facts.get("dec")), facts))
    return sorted(found, key=lambda spell: spell.began)


def _facts(value: JsonValue) -> dict[str, str]:
    try:
        return msgspec.convert(value, dict[str, str])
    except msgspec.ValidationError:
        return {}


def placement_on(spells: list[PlacementSpell], day: date) -> PlacementSpell | None:
    """The placement of a day: of several the one that began last."""
    return next((spell for spell in reversed(spells) if spell.holds_on(day)), None)


def episode_prefill(spell: PlacementSpell | None) -> dict[str, Answer]:
    """What a placement answers about an episode, each marked as imported and to be confirmed."""
    if spell is None:
        return {}
    found = {"child_status": _imported("cla")}
    legal = spell.facts.get("ls", "")
    if legal in LEGAL_STATUSES:
        found["legal_status"] = _imported(legal)
    kind = placement_type(spell.code)
    if kind is not None:
        found["placement_type"] = kind
    urn = spell.facts.get("urn", "")
    if urn and kind is not None and kind.value in HOMES_WITH_URN:
        found["placement_urn"] = _imported(urn)
    return found


def placement_type(code: str) -> Answer | None:
    """The form's placement type for an SSDA903 code, with a note where it is `other`."""
    if code in PLACEMENT_TYPES:
        return _imported(PLACEMENT_TYPES[code])
    if code not in OTHER_PLACEMENTS:
        return None
    note = f"SSDA903 {code}: {OTHER_PLACEMENTS[code]}"
    return Answer(AnswerState.ANSWERED, "other", note=note, source=Source.IMPORT)


def _imported(value: str) -> Answer:
    return answered(value, Source.IMPORT)


def _day(value: object) -> date | None:
    try:
        return date.fromisoformat(value) if isinstance(value, str) and value else None
    except ValueError:
        return None
