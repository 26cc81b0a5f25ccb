"""Take in a list of missing episodes that a police force sends: rows for a coordinator to confirm.

Each row becomes a draft, or is refused with its number and reason, or is known already. A child
who is certainly here is joined, in whichever authority the importer may act for; one who may be
here comes in as a draft and is flagged. An episode is its child's authority's.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from app.analysis.matching import ChildKey, Match, child_key, fold, same_child, same_episode
from app.interchange.planned import Envelope, Planned, Written, steady_id, write_into
from app.interchange.police_columns import force_of
from app.interchange.police_rows import Reported, reported
from app.interchange.rows import read_table
from app.records.errors import BadInput
from app.records.ports import AuditEvent, Clock, ImportReport, OpenWork, Work
from app.records.record import FormRef, Record, RecordId, RecordKind, Source, answered

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.interchange.police_columns import PoliceColumns
    from app.interchange.rows import Table
    from app.records.edit import Change

SAME_TIME = 95
LOOKED_AT = 20


@dataclass(frozen=True, slots=True)
class Intake:
    """Where a list goes: the store, the time, who hands it in, for which authority and form."""

    open_work: OpenWork
    clock: Clock
    actor: str
    authority: str
    form: FormRef
    elsewhere: Mapping[str, FormRef] = field(default_factory=dict[str, "FormRef"])
    """Further authorities the importer may act for, each with its form."""

    @property
    def authorities(self) -> tuple[str, ...]:
        """Every authority the importer may act for, their own first."""
        return (self.authority, *sorted(self.elsewhere.keys() - {self.authority}))

    def envelopes(self) -> dict[str, Envelope]:
        """What edits have in common, for each of these authorities."""
        return {
            la: Envelope.of(la, self.elsewhere.get(la, self.form), self.actor, self.clock)
            for la in self.authorities
        }


def import_police_list(file: Path, columns: PoliceColumns, intake: Intake) -> ImportReport:
    """Bring a police list in; a file that cannot be read gives a report with one refusal."""
    table = read_table(file, needed=())
    theirs = replace(columns, force=columns.force or force_of(intake.authority))
    rows = _read(table, theirs, intake)
    envelopes, written = intake.envelopes(), Written()
    with intake.open_work() as work:
        for row in rows:
            _take_in(row, work, envelopes, table, written)
        work.audit.add(AuditEvent(intake.actor, "import"))
        work.commit()
    return ImportReport(
        added=dict(written.added),
        unchanged=dict(written.unchanged),
        changed=dict(written.changed),
        refused=tuple(sorted(table.refused, key=lambda row: row.row)),
        flagged=tuple(table.flagged),
    )


def _read(table: Table, columns: PoliceColumns, intake: Intake) -> list[Reported]:
    if table.refused and not table.rows:
        return []
    try:
        headings = columns.headings(table)
    except BadInput as error:
        table.refuse(1, error.advice)
        return []
    found: list[Reported] = []
    for row in table.rows:
        try:
            found.append(reported(row, columns, headings, intake.clock()))
        except BadInput as error:
            table.refuse(row.number, error.advice)
    return found


def _take_in(
    row: Reported, work: Work, envelopes: Mapping[str, Envelope], table: Table, written: Written
) -> None:
    person, maybe = _child(row, work, tuple(envelopes))
    known = work.records.find(person.id)
    envelope = envelopes[person.la]
    episode = _episode(row, person.id, envelope)
    if _is_here(episode, work):
        written.unchanged["episodes"] += 1
        return
    if known is None:
        write_into(work, envelope, _person_plan(row, person.id), written)
        if row.authority and row.authority != person.la:
            table.flag(row.row, "You may not act for its authority; it came in under your own.")
    write_into(work, envelope, _episode_plan(episode), written)
    if maybe:
        reasons = ", ".join(maybe[0].reasons)
        table.flag(row.row, f"A child already here may be the same ({reasons}). Compare the two.")
    for what in row.not_understood:
        table.flag(row.row, f"The word for {what} is not one we know; left unanswered.")


class _Child(NamedTuple):
    id: RecordId
    la: str


def _child(row: Reported, work: Work, authorities: tuple[str, ...]) -> tuple[_Child, list[Match]]:
    """The child's record, and those who may be the same when that is not certain."""
    name = fold(f"{row.forename} {row.surname}")
    ours = [_Child(steady_id("police child", la, name, _birth(row)), la) for la in authorities]
    new = next((one for one in ours if one.la == row.authority), ours[0])
    if (before := _brought_in(work, ours)) is not None:
        return before, []
    people = [
        person
        for hit in work.lists.search(row.surname, LOOKED_AT)
        if hit.kind is RecordKind.PERSON
        and (person := work.records.find(hit.record)) is not None
        and person.la in authorities
    ]
    for person in people:
        key = child_key(person)
        same_name = fold(f"{key.forename} {key.surname}") == name
        if same_name and row.born is not None and key.born == row.born:
            return _Child(person.id, person.la), []
    entered = ChildKey(new.id, row.forename, row.surname, born=row.born, la=new.la)
    return new, same_child(entered, [child_key(person) for person in people])


def _brought_in(work: Work, children: list[_Child]) -> _Child | None:
    """The child as an earlier list brought it in; a record keeps the authority it has."""
    for child in children:
        found = work.records.find(child.id)
        if found is not None and found.la == child.la:
            return child
    return None


def _birth(row: Reported) -> str:
    """Two children of one name without a date of birth are two, until somebody says otherwise."""
    return row.born.isoformat() if row.born else f"{row.force} {row.reference} {row.row}"


def _episode(row: Reported, person: RecordId, envelope: Envelope) -> Record:
    began = msgspec.json.encode(row.episode["missing_from_at"].value).decode()
    identity = (row.force, row.reference) if row.reference else (person, began)
    return Record(
        id=steady_id("police episode", envelope.la, *identity),
        kind=RecordKind.MISSING_EPISODE,
        la=envelope.la,
        case=person,
        form=envelope.form,
        answers={
            **row.episode,
            **{
                path: answered(envelope.la, Source.SYSTEM)
                for path in ("responsible_la", "host_la", "recording_la")
            },
        },
    )


def _is_here(episode: Record, work: Work) -> bool:
    if work.records.find(episode.id) is not None:
        return True
    reference = episode.value("police_ref")
    others = work.records.of_case(episode.case, RecordKind.MISSING_EPISODE)
    if reference:
        others += work.records.by_value(RecordKind.MISSING_EPISODE, "police_ref", reference)
    return any(match.score >= SAME_TIME for match in same_episode(episode, others))


def _person_plan(row: Reported, person: RecordId) -> Planned:
    told: Change = {
        "child_forename": answered(row.forename, Source.POLICE),
        "child_surname": answered(row.surname, Source.POLICE),
    }
    if row.born is not None:
        told["child_dob"] = answered(row.born.isoformat(), Source.POLICE)
    if row.sex is not None:
        told["child_sex"] = answered(row.sex, Source.POLICE)
    return Planned(person, RecordKind.PERSON, person, told, "children")


def _episode_plan(episode: Record) -> Planned:
    return Planned(
        episode.id, RecordKind.MISSING_EPISODE, episode.case, dict(episode.answers), "episodes"
    )
