"""Write invented children as the folder of an SSDA903 return, for practice to import."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from app.records.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from app.casework.practice.returns import LookedAfterChild

HEADER = ("CHILD", "SEX", "DOB", "ETHNIC", "UPN", "MOTHER", "MC_DOB")
EPISODES = (
    "CHILD", "DECOM", "RNE", "LS", "CIN", "PLACE", "PLACE_PROVIDER", "DEC", "REC",
    "REASON_PLACE_CHANGE", "HOME_POST", "PL_POST", "URN",
)  # fmt: skip
MISSING = ("CHILD", "DOB", "MISSING", "MIS_START", "MIS_END")


def write_ssda903_folder(folder: Path, children: Iterable[LookedAfterChild]) -> dict[str, int]:
    """Write header.csv, episodes.csv and missing.csv; returns how many rows each holds."""
    all_children = list(children)
    header = [
        (child.number, child.sex, _day(child.born), child.ethnicity, child.upn, "", "")
        for child in all_children
    ]
    episodes = [
        (child.number, _day(spell.began), *_spell_cells(spell.facts, spell.ended))
        for child in all_children
        for spell in child.placements
    ]
    missing = [
        (child.number, _day(child.born), spell.code, _day(spell.start), _day(spell.end))
        for child in all_children
        for spell in child.missing
    ]
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "header.csv").write_bytes(_csv(HEADER, header))
        (folder / "episodes.csv").write_bytes(_csv(EPISODES, episodes))
        (folder / "missing.csv").write_bytes(_csv(MISSING, missing))
    except OSError as error:
        raise BadInput("The folder cannot be written to. Choose another.") from error
    return {"header.csv": len(header), "episodes.csv": len(episodes), "missing.csv": len(missing)}


def _spell_cells(facts: dict[str, str], ended: date | None) -> list[str]:
    return [
        _day(ended) if column == "DEC" else facts.get(column.lower(), "") for column in EPISODES[2:]
    ]


def _csv(heading: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(heading)
    writer.writerows(rows)
    return text.getvalue().encode("utf-8")


def _day(day: date | None) -> str:
    return "" if day is None else f"{day:%d/%m/%Y}"
