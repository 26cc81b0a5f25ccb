"""A child's record: who, what has happened so far, and whether the child is already here."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.analysis.matching import Match, child_key, same_child
from app.analysis.timeliness import clock_words
from app.casework.alerts import CaseAlert, case_alerts
from app.casework.open_form import interview_of
from app.forms.answer_types import told_words
from app.forms.derived import due_at, outcome_of
from app.forms.plain_facts import day, full_name, instant, is_history, struck_out, text
from app.records.ports import AuditEvent, SearchHit, Work
from app.records.record import Record, RecordId, RecordKind

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.casework.desk import Desk

CANDIDATES = 40


@dataclass(frozen=True, slots=True)
class Identity:
    """What the identity bar shows."""

    case: RecordId
    name: str
    known_as: str
    born: date | None
    reference: str
    authority: str
    local_id: str
    safe_contact: str


@dataclass(frozen=True, slots=True)
class EpisodeSummary:
    """One episode on a child's timeline; times in the words they were told."""

    episode: RecordId
    interview: RecordId | None
    began: datetime | None
    began_words: str
    back_words: str
    outcome: str
    clock: str
    reference: str
    stage: str
    history: bool
    struck_out: bool


@dataclass(frozen=True, slots=True)
class ChildView:
    """Everything the child page shows."""

    identity: Identity
    episodes: tuple[EpisodeSummary, ...]
    alerts: tuple[CaseAlert, ...]


def child_view(desk: Desk, case: RecordId) -> ChildView:
    """Open a child's record: identity, episodes newest first, alerts. Reading it is audited."""
    with desk.open_work() as work:
        person = work.records.get(case)
        episodes = work.records.of_case(case, RecordKind.MISSING_EPISODE)
        view = ChildView(
            identity=identity_of(person),
            episodes=tuple(
                sorted(
                    (_summary(desk, work, episode) for episode in episodes),
                    key=lambda item: item.began.timestamp() if item.began else 0.0,
                    reverse=True,
                )
            ),
            alerts=tuple(case_alerts(desk, work, case)),
        )
        work.audit.add(AuditEvent(desk.actor.user, "open", case))
        work.commit()
    return view


def identity_of(person: Record) -> Identity:
    """The identifying facts of a child; a child imported without a name shows the case number."""
    forename, surname, local_id = (
        text(person, path) for path in ("child_forename", "child_surname", "child_local_id")
    )
    return Identity(
        case=person.id,
        name=full_name(forename, surname, local_id),
        known_as=text(person, "child_known_as"),
        born=day(person, "child_dob"),
        reference=text(person, "record_ref"),
        authority=person.la,
        local_id=local_id,
        safe_contact=text(person, "safe_contact"),
    )


def likely_same(desk: Desk, entered: Record) -> list[tuple[Match, Identity]]:
    """Children already here who may be the one being entered, likeliest first."""
    key = child_key(entered)
    with desk.open_work() as work:
        known = [
            person
            for hit in _candidates(work, key.forename, key.surname)
            if (person := work.records.find(hit.case)) is not None
        ]
    by_id = {person.id: person for person in known}
    matches = same_child(key, [child_key(person) for person in known])
    return [(match, identity_of(by_id[match.record])) for match in matches]


def _candidates(work: Work, *names: str) -> list[SearchHit]:
    found: dict[RecordId, SearchHit] = {}
    for name in names:
        if name.strip():
            for hit in work.lists.search(name, CANDIDATES):
                if hit.kind is RecordKind.PERSON:
                    found.setdefault(hit.case, hit)
    return list(found.values())


def _summary(desk: Desk, work: Work, episode: Record) -> EpisodeSummary:
    interview = interview_of(work, episode.id)
    now = desk.clock()
    return EpisodeSummary(
        episode=episode.id,
        interview=interview.id if interview else None,
        began=instant(episode, "missing_from_at"),
        began_words=told_words(episode, "missing_from_at"),
        back_words=told_words(episode, "returned_at"),
        outcome=outcome_of(episode, interview),
        clock=clock_words(
            due_at(episode), now, instant(interview, "interview_end") if interview else None
        ),
        reference=text(episode, "record_ref"),
        stage=episode.stage.value,
        history=is_history(episode),
        struck_out=struck_out(episode),
    )
