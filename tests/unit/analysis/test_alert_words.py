"""An alert of the hour rules says how long the child was missing, or is so far."""

from __future__ import annotations

from app.analysis.thresholds import Rules, alerts
from tests.making import RULES, at, episode, local, repeat, with_cells


def why(left: str, found: str = "", now: str = "2026-10-21 09:00") -> list[str]:
    gone = episode(left, found, found)
    return [alert.why for alert in alerts(gone, [gone], local(now), Rules.load(RULES))]


def test_while_it_goes_on() -> None:
    assert why("2026-10-18 19:30", now="2026-10-19 19:30") == [
        "Missing for 24 hours or more: 24 h 00 min so far"
    ]


def test_when_it_is_over() -> None:
    assert why("2026-10-18 19:30", "2026-10-19 22:10") == [
        "Missing for 24 hours or more: 26 h 40 min"
    ]


def test_the_away_stretch_is_not_in_it() -> None:
    gone = with_cells(
        episode("2026-10-18 19:30", "2026-10-19 22:10", "2026-10-20 01:10"),
        repeat(
            "episode_phases",
            {"type": "missing", "from_at": at("2026-10-18 19:30"), "to_at": at("2026-10-19 22:10")},
            {"type": "away_without_authorisation", "from_at": at("2026-10-19 22:10")},
        ),
    )

    (alert,) = alerts(gone, [gone], local("2026-10-21 09:00"), Rules.load(RULES))

    assert alert.why.endswith(": 26 h 40 min")
