"""The three children of the acceptance stories, as they stand before their story begins."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from app.analysis.placements import FACTS, PLACEMENTS
from app.casework.practice.cases import CALDERFEN, NORTHMERE, Scribe
from app.casework.practice.words import Chance
from app.records.record import Cell, Presence, RecordKind, Source, Tick, answered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.casework.practice.words import Words
    from app.records.edit import Edit
    from app.records.record import FormRef

SCENARIOS: dict[str, dict[str, Any]] = {
    "ruby": {
        "la": NORTHMERE,
        "answers": {
            "child_forename": "Ruby",
            "child_surname": "Tansley",
            "child_dob": "2011-03-17",
            "child_sex": "F",
            "child_ethnicity": "WBRI",
            "child_languages": "English",
            "interpreter_needed": "no",
            "child_local_id": "RT4417",
            "child_address": {
                "line1": "Beacon View",
                "line2": "2 Linnet Drive",
                "town": "Saltmouth",
                "postcode": "SH4 7RB",
            },
            "address_confidential": "yes",
            "address_confidential_from": "Mother's partner, Karl Voss",
            "is_uasc": "no",
            "education_setting": "mainstream",
            "school_name": "Saltmouth School",
            "allocated_worker": {
                "name": "Amina Rowe",
                "role": "Social worker",
                "phone": "01632 960411",
            },
            "iro": {"name": "Hugh Lindqvist"},
        },
        "ticks": ["child_disabilities/NONE"],
        "placement": {
            "began": date(2026, 5, 4),
            "facts": {"ls": "C1", "place": "K2", "urn": "9900001", "rne": "S", "cin": "N1"},
        },
    },
    "jonah": {
        "la": CALDERFEN,
        "answers": {
            "child_forename": "Jonah",
            "child_surname": "Pettifer",
            "child_dob": "2013-11-09",
            "child_sex": "M",
            "child_ethnicity": "MWBC",
            "child_languages": "English",
            "interpreter_needed": "no",
            "child_address": {
                "line1": "14 Weir Lane",
                "town": "Calderfen",
                "postcode": "CX3 1PT",
            },
            "address_confidential": "no",
            "education_setting": "mainstream",
            "school_name": "Calderfen Community School",
        },
        "ticks": ["child_disabilities/NONE"],
    },
    "yonas": {
        "la": NORTHMERE,
        "answers": {
            "child_forename": "Yonas",
            "child_surname": "Tekle",
            "child_dob": "2009-07-15",
            "child_dob_estimated": "yes",
            "child_sex": "M",
            "child_ethnicity": "BAFR",
            "child_languages": "Tigrinya",
            "interpreter_needed": "yes",
            "child_local_id": "NM3090",
            "child_address": {
                "line1": "Alder Yard",
                "line2": "Station Road",
                "town": "Northmere",
                "postcode": "NM2 4AY",
            },
            "address_confidential": "no",
            "is_uasc": "yes",
            "education_setting": "college",
            "school_name": "Northmere College",
            "allocated_worker": {
                "name": "Kwame Asante-Lill",
                "role": "Social worker",
                "phone": "01632 960423",
            },
        },
        "ticks": ["child_disabilities/NONE"],
        "placement": {
            "began": date(2025, 11, 12),
            "facts": {"ls": "V2", "cin": "N8", "place": "H5", "rne": "S"},
        },
    },
}
"""Fixture lines of the three stories; nothing of what happens in them."""

SEEDS = {"ruby": 4417, "jonah": 2013, "yonas": 3090}


def make_scenario_fixture(
    name: str, words: Words, forms: Mapping[str, FormRef], at: datetime
) -> list[Edit]:
    """The edits that create one of the three children: `ruby`, `jonah` or `yonas`."""
    told = SCENARIOS[name]
    chance = Chance(SEEDS[name])
    authority = words.authority(told["la"])
    record = chance.new_id()
    scribe = Scribe(chance, forms, authority.code, authority.name, record)
    cells: dict[str, Cell] = {
        path: answered(value, Source.COORDINATOR) for path, value in told["answers"].items()
    }
    cells.update({path: Tick(value=True) for path in told["ticks"]})
    cells.update(_placement(chance, told))
    return [scribe.create(RecordKind.PERSON, record, cells, at, "priya.nand")]


def _placement(chance: Chance, told: dict[str, Any]) -> dict[str, Cell]:
    """Where the child is placed, as a return would have brought it, for the pre-fill."""
    placement = told.get("placement")
    if placement is None:
        return {}
    began: date = placement["began"]
    item = f"{PLACEMENTS}/{chance.new_id()}"
    facts = {**placement["facts"], "decom": began.isoformat()}
    return {
        f"{item}/@": Presence(present=True, order=f"{began:%Y%m%d}V"),
        f"{item}/{FACTS}": answered(facts, Source.IMPORT),
    }
