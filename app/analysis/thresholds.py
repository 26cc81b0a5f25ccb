"""When an authority wants somebody told: repeat-missing counts, hours missing, age.

Counting rule: missing episodes, not struck out, whose start lies in the N days up to and including
this one's; an episode with several stretches counts once. The hour rules use the missing stretch
and hold while the child is still missing. A weaker rule met together with a stronger one of the
same family is listed, not alerted twice.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.analysis.rules import Rule, RuleKind, Rules
from app.forms.plain_facts import age_on, counts, instant, is_history, told
from app.forms.spans import format_span
from app.forms.stretches import MISSING, episode_type, stretches
from app.records.clock import LONDON, local
from app.records.record import Precision

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records.record import Record, RecordId

__all__ = ["Alert", "PriorCounts", "Rule", "Rules", "alerts", "prior_counts", "threshold_met"]


@dataclass(frozen=True, slots=True)
class Alert:
    """A rule that holds for an episode, since when (UTC), and why in plain words.

    `listed_only` is set when a stronger rule of the same family holds too.
    """

    rule: str
    action: str
    since: datetime
    listed_only: bool
    episode: RecordId
    strategy: bool
    why: str
    precision: Precision = Precision.EXACT
    """How exactly `since` is known: it stands on a time that somebody told."""


@dataclass(frozen=True, slots=True)
class PriorCounts:
    """Earlier missing episodes in the 30, 90 and 365 days before one began, not counting it."""

    days_30: int
    days_90: int
    days_365: int


def prior_counts(episode: Record, of_child: Sequence[Record]) -> PriorCounts:
    """Count the child's earlier missing episodes before this one began."""
    return PriorCounts(
        days_30=_prior(episode, of_child, 30),
        days_90=_prior(episode, of_child, 90),
        days_365=_prior(episode, of_child, 365),
    )


def alerts(
    episode: Record,
    of_child: Sequence[Record],
    now: datetime,
    rules: Rules,
    born: date | None = None,
) -> list[Alert]:
    """The rules that hold for an episode now, strongest of each family first.

    History taken over from an earlier return counts towards later episodes and alerts nobody.
    """
    if not counts(episode) or is_history(episode):
        return []
    found: list[Alert] = []
    alerted: set[str] = set()
    for rule in rules.strongest_first():
        since = _holds_since(rule, episode, of_child, now, born)
        if since is None:
            continue
        found.append(
            Alert(
                rule=rule.id,
                action=rule.action,
                since=since,
                listed_only=rule.family in alerted,
                episode=episode.id,
                strategy=rule.strategy,
                why=_why(rule, episode, now),
                precision=_precision(episode),
            )
        )
        alerted.add(rule.family)
    return found


def threshold_met(episode: Record, of_child: Sequence[Record], now: datetime, rules: Rules) -> bool:
    """Whether a rule that asks for a strategy decision holds for this episode."""
    return any(alert.strategy for alert in alerts(episode, of_child, now, rules))


def _holds_since(
    rule: Rule,
    episode: Record,
    of_child: Sequence[Record],
    now: datetime,
    born: date | None,
) -> datetime | None:
    start = instant(episode, "missing_from_at")
    if start is None or start > now:
        return None
    if rule.kind is RuleKind.AGE:
        age = age_on(born, local(start).date())
        return start if age is not None and age < rule.under_age else None
    if not _counts_as_missing(episode):
        return None
    if rule.kind is RuleKind.COUNT:
        reached = _prior(episode, of_child, rule.window_days) + 1 >= rule.count
        return start if reached else None
    return _long_since(episode, rule.hours, now)


def _long_since(episode: Record, hours: int, now: datetime) -> datetime | None:
    """When the first missing stretch of at least so many hours reached them."""
    limit = timedelta(hours=hours)
    reached = [
        stretch.start + limit
        for stretch in stretches(episode)
        if stretch.type == MISSING and stretch.length(now) >= limit
    ]
    return min(reached, default=None)


def _precision(episode: Record) -> Precision:
    began = told(episode, "missing_from_at")
    return Precision.EXACT if began is None else began.precision


def _why(rule: Rule, episode: Record, now: datetime) -> str:
    """The rule's own words; for the hour rules also how long the child was or is missing."""
    if rule.kind is not RuleKind.HOURS:
        return rule.why
    lengths = [
        (stretch.length(now), stretch.running)
        for stretch in stretches(episode)
        if stretch.type == MISSING
    ]
    longest, running = max(lengths)
    return f"{rule.why}: {format_span(longest)}{' so far' if running else ''}"


def _counts_as_missing(episode: Record) -> bool:
    """An episode with any missing stretch counts, once."""
    if not counts(episode):
        return False
    if episode_type(episode) == MISSING:
        return True
    return any(stretch.type == MISSING for stretch in stretches(episode))


def _prior(episode: Record, of_child: Sequence[Record], days: int) -> int:
    start = instant(episode, "missing_from_at")
    if start is None:
        return 0
    opens = _days_before(start, days)
    found: set[RecordId] = set()
    for other in of_child:
        begun = instant(other, "missing_from_at")
        if begun is None or other.id == episode.id or not _counts_as_missing(other):
            continue
        if opens <= begun and (begun, other.id) < (start, episode.id):
            found.add(other.id)
    return len(found)


def _days_before(start: datetime, days: int) -> datetime:
    """The same wall-clock time so many calendar days earlier: people count days, not hours."""
    wall = local(start).replace(tzinfo=None) - timedelta(days=days)
    return wall.replace(tzinfo=LONDON).astimezone(start.tzinfo)
