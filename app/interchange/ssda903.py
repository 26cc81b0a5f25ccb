"""Take over a looked-after-children return (SSDA903): children, placements and missing periods.

Periods of collection years that are over come in as history: they count as earlier episodes and
owe no offer here. Ids follow from authority, child number and start, so the same return handed in
again changes nothing. The return holds no names; a child stays known by its number until a person
adds them.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.interchange.planned import Envelope, write
from app.interchange.rows import Table, read_table
from app.interchange.ssda903_children import plan_children, plan_placements
from app.interchange.ssda903_periods import plan_periods
from app.records.clock import local
from app.records.errors import BadInput
from app.records.ports import AuditEvent, ImportReport
from app.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from app.interchange.planned import Planned
    from app.records.ports import Clock, OpenWork
    from app.records.record import FormRef, RecordId

HEADER = (("CHILD", "DOB"), ("SEX", "ETHNIC", "UPN"))
EPISODES = (("CHILD", "DECOM"), ("LS", "PLACE", "DEC", "HOME_POST", "PL_POST", "URN"))
MISSING = (("CHILD", "MISSING", "MIS_START"), ("DOB", "MIS_END"))

_NAMES = {
    name: re.compile(rf"(?:.*[^a-z])?{name}(?:[^a-z].*)?\.csv", re.IGNORECASE)
    for name in ("header", "episodes", "missing")
}


@dataclass(frozen=True, slots=True)
class Return903:
    """The three files of a return, read."""

    header: Table
    episodes: Table
    missing: Table

    @property
    def tables(self) -> tuple[Table, Table, Table]:
        """The files in the order they depend on one another."""
        return self.header, self.episodes, self.missing


def import_ssda903(
    folder: Path,
    open_work: OpenWork,
    clock: Clock,
    actor: str,
    authority: str,
    form_ref: FormRef,
) -> ImportReport:
    """Bring a folder with header.csv, episodes.csv and missing.csv in; `actor` is the user's id."""
    files = read_folder(folder)
    known = _known_children(files, open_work, authority)
    plans = plan(files, known, authority, local(clock()).date())
    written = write(plans, open_work, Envelope.of(authority, form_ref, actor, clock))
    _note(open_work, actor)
    return ImportReport(
        added=dict(written.added),
        unchanged=dict(written.unchanged),
        changed=dict(written.changed),
        refused=tuple(row for table in files.tables for row in table.refused),
        flagged=tuple(row for table in files.tables for row in table.flagged),
    )


def plan(
    files: Return903, known: Mapping[str, RecordId], authority: str, today: date
) -> list[Planned]:
    """What the files would bring in: children first, then their periods. Nothing is written."""
    children = plan_children(files.header, known, authority, today)
    plan_placements(files.episodes, children, today)
    periods = plan_periods(files.missing, children, authority, today)
    return [*(child.planned() for child in children.values() if child.set), *periods]


def read_folder(folder: Path) -> Return903:
    """Find and read the three files, whatever their case and year prefix."""
    found = {name: _find(folder, name) for name in _NAMES}
    if not any(found.values()):
        message = (
            "There is no header.csv, episodes.csv or missing.csv in this folder. "
            "Choose the folder that holds the return."
        )
        raise BadInput(message)
    return Return903(
        header=_read(found["header"], "header.csv", *HEADER),
        episodes=_read(found["episodes"], "episodes.csv", *EPISODES),
        missing=_read(found["missing"], "missing.csv", *MISSING),
    )


def _find(folder: Path, name: str) -> Path | None:
    if not folder.is_dir():
        raise BadInput("This folder does not exist. Choose the folder that holds the return.")
    found = sorted(file for file in folder.iterdir() if _NAMES[name].fullmatch(file.name))
    if len(found) > 1:
        message = (
            f"There are {len(found)} files called {name} in this folder. Leave one year in it."
        )
        raise BadInput(message)
    return found[0] if found else None


def _read(path: Path | None, usual: str, needed: tuple[str, ...], wanted: tuple[str, ...]) -> Table:
    if path is not None:
        return read_table(path, needed, wanted)
    table = Table(usual)
    table.refuse(1, "The file is not in the folder, so nothing of it came in.")
    return table


def _known_children(files: Return903, open_work: OpenWork, authority: str) -> dict[str, RecordId]:
    """The children of the return who are already here under their number."""
    numbers = {row.get("CHILD") for table in files.tables for row in table.rows} - {""}
    found: dict[str, RecordId] = {}
    with open_work() as work:
        for number in sorted(numbers):
            for person in work.records.by_value(RecordKind.PERSON, "child_local_id", number):
                if person.la == authority:
                    found[number] = person.id
    return found


def _note(open_work: OpenWork, actor: str) -> None:
    with open_work() as work:
        work.audit.add(AuditEvent(actor, "import"))
        work.commit()
