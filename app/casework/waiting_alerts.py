"""Alerts that nobody has acknowledged yet, of open episodes, for those who may see the case."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.casework.alerts import case_alerts
from app.casework.permit import subject_of
from app.forms.plain_facts import full_name, text
from app.records.permissions import Action, may

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.analysis.thresholds import Alert
    from app.casework.desk import Desk
    from app.records.ports import Work
    from app.records.record import RecordId

AT_A_TIME = 50
"""How many cases are read before whatever else waits for the store gets its turn."""

Case = tuple["RecordId", frozenset["RecordId"]]


@dataclass(frozen=True, slots=True)
class WaitingAlert:
    """An alert with the child it is about."""

    case: RecordId
    name: str
    alert: Alert


def open_cases(desk: Desk) -> list[list[Case]]:
    """The cases with open episodes, in lots that are read one after the other."""
    found: defaultdict[RecordId, set[RecordId]] = defaultdict(set)
    with desk.open_work() as work:
        for case, episode in work.lists.open_episodes():
            found[case].add(episode)
    cases = [(case, frozenset(episodes)) for case, episodes in found.items()]
    return [cases[at : at + AT_A_TIME] for at in range(0, len(cases), AT_A_TIME)]


def waiting_alerts(desk: Desk, cases: Sequence[Case]) -> list[WaitingAlert]:
    """What waits to be acknowledged in these cases. Lists are not audited; opening a child is."""
    with desk.open_work() as work:
        return [found for case in cases for found in _waiting(desk, work, *case)]


def _waiting(
    desk: Desk, work: Work, case: RecordId, episodes: frozenset[RecordId]
) -> Iterator[WaitingAlert]:
    for found in case_alerts(desk, work, case):
        alert = found.alert
        waits = found.acknowledged_by is None and not alert.listed_only
        if waits and alert.episode in episodes and _sees(desk, work, alert.episode):
            yield WaitingAlert(case, _name(work, case), alert)


def _sees(desk: Desk, work: Work, episode: RecordId) -> bool:
    subject = subject_of(work, work.records.get(episode), user=desk.actor.user)
    return may(desk.actor, Action.READ, subject).allowed


def _name(work: Work, case: RecordId) -> str:
    person = work.records.find(case)
    if person is None:
        return full_name("", "")
    parts = ("child_forename", "child_surname", "child_local_id")
    return full_name(*(text(person, part) for part in parts))
