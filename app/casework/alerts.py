"""Repeat-missing and length alerts of a case: which rules hold, and who has seen them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.analysis.thresholds import Alert, alerts, prior_counts, threshold_met
from app.analysis.timeliness import missing_again
from app.casework.permit import permit
from app.forms.derived import CaseFacts
from app.forms.plain_facts import day, instant
from app.records.permissions import Action
from app.records.ports import AuditEvent, Work
from app.records.record import (
    GROUP,
    LINKS,
    Presence,
    Record,
    RecordId,
    RecordKind,
    answered,
    path_of,
)

if TYPE_CHECKING:
    from datetime import date, datetime

    from app.casework.desk import Desk

ACKNOWLEDGED = "alert_seen"


@dataclass(frozen=True, slots=True)
class CaseAlert:
    """An alert with whether somebody has acknowledged it."""

    alert: Alert
    acknowledged_by: str | None


def case_facts(desk: Desk, work: Work, episode: Record, now: datetime) -> CaseFacts:
    """What the form must be told from outside: earlier episodes, and whether a threshold holds."""
    of_child = work.records.of_case(episode.case, RecordKind.MISSING_EPISODE)
    interviews = work.records.linking_to(episode.id, RecordKind.RETURN_INTERVIEW)
    prior = prior_counts(episode, of_child) if instant(episode, "missing_from_at") else None
    return CaseFacts(
        prior_episodes_30d=prior.days_30 if prior else None,
        prior_episodes_90d=prior.days_90 if prior else None,
        prior_episodes_365d=prior.days_365 if prior else None,
        threshold_met=threshold_met(episode, of_child, now, desk.rules_of(episode.la)),
        missing_again=missing_again(episode, interviews, of_child),
    )


def facts_of(desk: Desk, episode: Record) -> CaseFacts:
    """The same for an episode as it stands on the screen, saved or not."""
    with desk.open_work() as work:
        return case_facts(desk, work, episode, desk.clock())


def case_alerts(desk: Desk, work: Work, case: RecordId) -> list[CaseAlert]:
    """Every alert of a child's episodes, the unacknowledged ones first."""
    episodes = work.records.of_case(case, RecordKind.MISSING_EPISODE)
    seen = _seen(work.records.of_case(case, RecordKind.COMMENT))
    born = _born(work, case)
    found = [
        CaseAlert(alert, seen.get((alert.episode, alert.rule)))
        for episode in episodes
        for alert in alerts(episode, episodes, desk.clock(), desk.rules_of(episode.la), born)
    ]
    return sorted(found, key=lambda item: (item.acknowledged_by is not None, item.alert.since))


def acknowledge(desk: Desk, episode: RecordId, rule: str) -> None:
    """Keep, as a comment on the episode, that this person has seen the alert.

    A comment is a record of its own, so two people who acknowledge at once never contest.
    """
    with desk.open_work() as work:
        about = work.records.get(episode)
        comment = desk.blank(RecordKind.COMMENT, about.la, about.case)
        permit(desk, work, Action.CREATE, comment)
        work.records.apply(
            desk.edit(
                comment,
                {
                    path_of(LINKS, episode): Presence(present=True, role="about"),
                    GROUP: answered(ACKNOWLEDGED),
                    "rule": answered(rule),
                    "by": answered(desk.actor.name),
                },
            )
        )
        work.audit.add(AuditEvent(desk.actor.user, "acknowledge", episode))
        work.commit()


def _seen(comments: list[Record]) -> dict[tuple[RecordId, str], str]:
    return {
        (comment.linked("about")[0], str(comment.value("rule"))): str(comment.value("by"))
        for comment in comments
        if comment.value(GROUP) == ACKNOWLEDGED and comment.linked("about")
    }


def _born(work: Work, case: RecordId) -> date | None:
    person = work.records.find(case)
    return day(person, "child_dob") if person else None
