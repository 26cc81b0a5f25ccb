"""Children and their placements out of header.csv and episodes.csv: planning only."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.analysis.placements import (
    FACTS,
    LEGAL_STATUSES,
    OTHER_PLACEMENTS,
    PLACEMENT_TYPES,
    PLACEMENTS,
    PlacementSpell,
)
from app.interchange.planned import Planned, steady_id
from app.interchange.ssda903_cells import (
    ETHNICITIES,
    SEXES,
    UPN_UNKNOWN,
    child_number,
    day,
    day_or_none,
    is_upn,
    upn_adds_up,
)
from app.records.errors import BadInput
from app.records.record import Presence, RecordKind, Source, answered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from app.interchange.rows import Row, Table
    from app.records.edit import Change
    from app.records.record import Cell, Path, RecordId

TEMPORARY = frozenset({"T0", "T1", "T2", "T3", "T4"})
KEPT = (
    "RNE",
    "LS",
    "CIN",
    "PLACE",
    "PLACE_PROVIDER",
    "REC",
    "REASON_PLACE_CHANGE",
    "HOME_POST",
    "PL_POST",
    "URN",
)


@dataclass(slots=True)
class Child:
    """A child of the return while it is being planned."""

    number: str
    record: RecordId
    born: date | None = None
    set: Change = field(default_factory=dict[str, "Cell | None"])
    parts: dict[Path, str] = field(default_factory=dict[str, str])
    spells: list[PlacementSpell] = field(default_factory=list[PlacementSpell])

    def planned(self) -> Planned:
        """The plan for the child's record."""
        return Planned(
            self.record, RecordKind.PERSON, self.record, self.set, "children", self.parts
        )


def plan_children(
    header: Table, known: Mapping[str, RecordId], authority: str, today: date
) -> dict[str, Child]:
    """The children of header.csv by number, and those known here whom only the other files name."""
    children = {number: Child(number, record) for number, record in known.items()}
    first_row: dict[str, int] = {}
    upns = Counter[str]()
    for row in header.rows:
        try:
            number = child_number(row.get("CHILD"))
            born = _born(row, today)
        except BadInput as error:
            header.refuse(row.number, error.advice)
            continue
        if number in first_row:
            header.refuse(row.number, f"CHILD is already in row {first_row[number]}.")
            continue
        first_row[number] = row.number
        record = known.get(number) or steady_id("person", authority, number)
        child = children[number] = Child(number, record, born)
        child.set = _identity(number, born, row, header, upns)
    if upns["wrong"]:
        header.flag(
            1, f"{upns['wrong']} pupil numbers have a wrong check letter; kept as they are."
        )
    return children


def _born(row: Row, today: date) -> date:
    born = day(row.get("DOB"), "DOB")
    if born > today:
        raise BadInput("DOB lies in the future.")
    return born


def _identity(number: str, born: date, row: Row, header: Table, upns: Counter[str]) -> Change:
    found: dict[str, str] = {"child_local_id": number, "child_dob": born.isoformat()}
    for column, path, codes in (
        ("SEX", "child_sex", SEXES),
        ("ETHNIC", "child_ethnicity", ETHNICITIES),
    ):
        code = row.get(column).upper()
        if code in codes:
            found[path] = codes[code]
        elif code:
            header.flag(row.number, f"{column} is not a known code; left unanswered.")
    _pupil_number(found, row, header, upns)
    return {path: answered(value, Source.IMPORT) for path, value in found.items()}


def _pupil_number(found: dict[str, str], row: Row, header: Table, upns: Counter[str]) -> None:
    upn = row.get("UPN").upper()
    if upn in UPN_UNKNOWN:
        found["child_upn_unknown"] = upn
    elif is_upn(upn):
        found["child_upn"] = upn
        upns["wrong"] += not upn_adds_up(upn)
    elif upn:
        header.flag(row.number, "UPN has not the form of a pupil number; left unanswered.")


def plan_placements(episodes: Table, children: dict[str, Child], today: date) -> None:
    """Lay the placements of episodes.csv on their children."""
    seen = Counter[tuple[str, str]]()
    for row in episodes.rows:
        try:
            child = child_of(row, children)
            spell = _spell(row, today)
        except BadInput as error:
            episodes.refuse(row.number, error.advice)
            continue
        _look_at(row, child, spell, episodes)
        start = spell.began.isoformat()
        seen[child.number, start] += 1
        item = steady_id("placement", child.record, start, str(seen[child.number, start]))
        life = f"{PLACEMENTS}/{item}/@"
        child.set[life] = Presence(present=True, order=f"{spell.began:%Y%m%d}V")
        child.set[f"{PLACEMENTS}/{item}/{FACTS}"] = answered(spell.facts, Source.IMPORT)
        child.parts[life] = "placements"
        child.spells.append(spell)
    for child in children.values():
        child.spells.sort(key=lambda spell: spell.began)


def child_of(row: Row, children: dict[str, Child]) -> Child:
    """The child a row speaks of."""
    number = child_number(row.get("CHILD"))
    child = children.get(number)
    if child is None:
        raise BadInput("CHILD is not among the children that came in from the header file.")
    return child


def _spell(row: Row, today: date) -> PlacementSpell:
    began = day(row.get("DECOM"), "DECOM")
    ended = day_or_none(row.get("DEC"), "DEC")
    if ended is not None and ended < began:
        raise BadInput("DEC lies before DECOM.")
    if began > today:
        raise BadInput("DECOM lies in the future.")
    facts = {column.lower(): row.get(column) for column in KEPT if row.get(column)}
    facts["decom"] = began.isoformat()
    if ended is not None:
        facts["dec"] = ended.isoformat()
    return PlacementSpell(began, ended, dict(sorted(facts.items())))


def _look_at(row: Row, child: Child, spell: PlacementSpell, episodes: Table) -> None:
    """Say what is odd about a placement that came in all the same."""
    code, legal = spell.code, spell.facts.get("ls", "")
    if code and not (code in PLACEMENT_TYPES or code in OTHER_PLACEMENTS or code in TEMPORARY):
        episodes.flag(row.number, "PLACE is not a known code; kept as it is.")
    if legal and legal not in LEGAL_STATUSES:
        episodes.flag(row.number, "LS is not a known code; kept as it is.")
    if child.born is not None and spell.began < child.born:
        episodes.flag(row.number, "DECOM lies before the date of birth.")
