"""Counting rules against the vectors of the scenarios, and properties of the count."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.analysis.rules import Rules
from app.analysis.thresholds import Alert, alerts, prior_counts, threshold_met
from app.records.clock import LONDON
from app.records.errors import FormError
from app.records.record import Record, answered
from tests.making import RULES, episode, local, repeat, with_cells

if TYPE_CHECKING:
    from pathlib import Path

STANDARD = Rules.load(RULES)
RUBY = date(2011, 3, 17)

FIRST = episode("2026-10-15 21:40", "2026-10-16 06:15")
SECOND_OPEN = episode("2026-10-18 19:30")
SECOND = with_cells(
    episode("2026-10-18 19:30", "2026-10-19 22:10", "2026-10-20 01:10"),
    repeat(
        "episode_phases",
        {
            "type": "missing",
            "from_at": episode("2026-10-18 19:30").answers["missing_from_at"],
            "to_at": episode("2026-10-19 22:10").answers["missing_from_at"],
        },
        {
            "type": "away_without_authorisation",
            "from_at": episode("2026-10-19 22:10").answers["missing_from_at"],
        },
    ),
)
THIRD = episode("2026-10-23 15:05", "2026-10-24 22:50")


def rules_of(found: list[Alert]) -> list[tuple[str, bool]]:
    return [(alert.rule, alert.listed_only) for alert in found]


class TestRuby:
    def test_a_first_episode_has_no_history_and_no_alert(self) -> None:
        counted = prior_counts(FIRST, [FIRST])
        assert (counted.days_30, counted.days_90, counted.days_365) == (0, 0, 0)
        assert alerts(FIRST, [FIRST], local("2026-10-16 08:50"), STANDARD, RUBY) == []

    def test_a_second_episode_counts_the_first_and_meets_nothing(self) -> None:
        both = [FIRST, SECOND_OPEN]
        counted = prior_counts(SECOND_OPEN, both)
        assert (counted.days_30, counted.days_90, counted.days_365) == (1, 1, 1)
        assert alerts(SECOND_OPEN, both, local("2026-10-18 20:30"), STANDARD, RUBY) == []

    def test_24_hours_is_alerted_while_still_missing_and_not_a_minute_before(self) -> None:
        both = [FIRST, SECOND_OPEN]
        assert alerts(SECOND_OPEN, both, local("2026-10-19 19:29"), STANDARD, RUBY) == []
        found = alerts(SECOND_OPEN, both, local("2026-10-19 19:30"), STANDARD, RUBY)
        assert rules_of(found) == [(">=24h", False)]
        assert found[0].action == "manager_notified"
        assert found[0].since == local("2026-10-19 19:30")

    def test_the_hours_are_those_of_the_missing_stretch_only(self) -> None:
        """26 h 40 min missing, then 3 h away: not 29 h 40 min, and never 72."""
        found = alerts(SECOND, [FIRST, SECOND], local("2026-10-30 09:00"), STANDARD, RUBY)
        assert rules_of(found) == [(">=24h", False)]

    def test_a_short_missing_stretch_and_a_long_away_one_alert_nobody(self) -> None:
        long_away = with_cells(
            episode("2026-10-18 19:30", "2026-10-18 22:00", "2026-10-22 09:00"),
            repeat(
                "episode_phases",
                {"type": "missing", "from_at": FIRST.answers["missing_from_at"]},
                {
                    "type": "away_without_authorisation",
                    "from_at": FIRST.answers["found_at"],
                },
            ),
        )
        assert alerts(long_away, [long_away], local("2026-10-30 09:00"), STANDARD, RUBY) == []

    def test_a_third_in_ten_days_requires_a_strategy_meeting_and_lists_the_weaker_rule(
        self,
    ) -> None:
        all_three = [FIRST, SECOND, THIRD]
        counted = prior_counts(THIRD, all_three)
        assert (counted.days_30, counted.days_90) == (2, 2)
        still_out = episode("2026-10-23 15:05")
        found = alerts(still_out, [FIRST, SECOND, still_out], local("2026-10-23 17:30"), STANDARD)
        assert rules_of(found) == [("3/30d", False), ("3/90d", True)]
        assert found[0].action == "strategy_meeting_required"
        assert threshold_met(still_out, [FIRST, SECOND], local("2026-10-23 17:30"), STANDARD)

    def test_31_hours_45_adds_the_manager_to_the_meeting(self) -> None:
        found = alerts(THIRD, [FIRST, SECOND, THIRD], local("2026-10-25 09:00"), STANDARD, RUBY)
        assert rules_of(found) == [("3/30d", False), ("3/90d", True), (">=24h", False)]

    def test_the_order_the_episodes_are_given_in_does_not_matter(self) -> None:
        assert prior_counts(THIRD, [THIRD, SECOND, FIRST]) == prior_counts(
            THIRD, [FIRST, SECOND, THIRD]
        )


class TestYonas:
    def test_42_hours_30_tells_the_manager_and_not_the_director(self) -> None:
        yonas = episode("2026-03-31 05:10", "2026-04-01 23:40", "2026-04-02 15:10")
        found = alerts(yonas, [yonas], local("2026-04-02 16:00"), STANDARD)
        assert rules_of(found) == [(">=24h", False)]

    def test_the_manager_is_told_at_24_hours_while_missing(self) -> None:
        missing = episode("2026-03-31 05:10")
        found = alerts(missing, [missing], local("2026-04-01 05:10"), STANDARD)
        assert rules_of(found) == [(">=24h", False)]


class TestOtherRules:
    def test_72_hours_is_elapsed_time_across_the_clock_change(self) -> None:
        missing = episode("2026-03-28 23:00")
        found = alerts(missing, [missing], local("2026-03-31 23:59"), STANDARD)
        assert rules_of(found) == [(">=24h", False)]
        found = alerts(missing, [missing], local("2026-04-01 00:00"), STANDARD)
        assert rules_of(found) == [(">=72h", False), (">=24h", True)]

    @pytest.mark.parametrize(
        ("born", "told"), [(date(2016, 10, 16), True), (date(2016, 10, 15), False)]
    )
    def test_any_episode_of_a_child_under_ten_tells_the_manager(
        self, born: date, told: bool
    ) -> None:
        """Nine the day before the tenth birthday; ten on it."""
        found = alerts(FIRST, [FIRST], local("2026-10-16 08:50"), STANDARD, born)
        assert rules_of(found) == ([("<10 any", False)] if told else [])

    def test_away_struck_out_and_later_episodes_are_not_counted(self) -> None:
        away = episode("2026-10-10 10:00", episode_type="away_without_authorisation")
        error = episode("2026-10-11 10:00", recorded_in_error="yes")
        later = episode("2026-10-30 10:00")
        assert prior_counts(THIRD, [away, error, later, THIRD]).days_365 == 0

    def test_an_away_episode_that_turned_missing_counts_once(self) -> None:
        mixed = with_cells(
            episode("2026-10-10 10:00", episode_type="away_without_authorisation"),
            repeat(
                "episode_phases",
                {
                    "type": "away_without_authorisation",
                    "from_at": episode("2026-10-10 10:00").answers["missing_from_at"],
                },
                {"type": "missing", "from_at": FIRST.answers["missing_from_at"]},
                {"type": "missing", "from_at": FIRST.answers["returned_at"]},
            ),
        )
        assert prior_counts(THIRD, [mixed, THIRD]).days_30 == 1

    def test_history_counts_and_alerts_nobody(self) -> None:
        old = episode("2026-10-10", "2026-10-14", **{"import.history": "yes"})
        assert alerts(old, [old], local("2026-10-16 08:50"), STANDARD, date(2020, 1, 1)) == []
        assert prior_counts(THIRD, [old, THIRD]).days_30 == 1

    def test_an_ended_episode_without_times_does_not_run_on(self) -> None:
        ended = episode("2026-10-10 10:00", return_how="in_custody")
        assert alerts(ended, [ended], local("2026-10-20 10:00"), STANDARD) == []

    def test_a_start_that_lies_ahead_alerts_nobody(self) -> None:
        assert alerts(THIRD, [FIRST, SECOND, THIRD], local("2026-10-20 10:00"), STANDARD) == []

    def test_exactly_thirty_days_before_still_counts_and_a_minute_more_does_not(self) -> None:
        at_edge, before = episode("2026-09-23 15:05"), episode("2026-09-23 15:04")
        assert prior_counts(THIRD, [at_edge]).days_30 == 1
        assert prior_counts(THIRD, [before]).days_30 == 0
        assert prior_counts(THIRD, [before]).days_90 == 1


class TestOverrides:
    def test_an_authority_adds_a_stronger_rule(self) -> None:
        calderfen = Rules.load(RULES, "E06999002")
        five = [episode(f"2026-10-{n:02d} 10:00", f"2026-10-{n:02d} 20:00") for n in range(1, 6)]
        found = alerts(five[-1], five, local("2026-10-06 09:00"), calderfen)
        assert rules_of(found) == [("5/90d", False), ("3/30d", True), ("3/90d", True)]

    def test_a_rule_can_be_changed_or_switched_off_with_a_reason(self, tmp_path: Path) -> None:
        root = tmp_path
        (root / "authorities").mkdir()
        (root / "standard.toml").write_text((RULES / "standard.toml").read_text())
        (root / "authorities" / "E1.toml").write_text(
            '[[override]]\nrule = "3/30d"\ndecided_by = "Director"\nsince = 2026-01-01\n'
            'reason = "Our protocol says two."\nchange = { count = 2 }\n'
            '[[override]]\nrule = ">=24h"\ndecided_by = "Director"\nsince = 2026-01-01\n'
            'reason = "The duty team is told at once."\noff = true\n'
        )
        own = Rules.load(root, "E1")
        assert own.overrides[0].reason == "Our protocol says two."
        found = alerts(SECOND, [FIRST, SECOND], local("2026-10-30 09:00"), own)
        assert rules_of(found) == [("3/30d", False)]

    @pytest.mark.parametrize(
        "bad",
        [
            '[[override]]\nrule = "none such"\ndecided_by = "x"\nsince = 2026-01-01\nreason = "y"',
            '[[override]]\nrule = "3/30d"\ndecided_by = "x"\nsince = 2026-01-01',
            (
                '[[rule]]\nid = "3/30d"\nkind = "count"\nfamily = "r"\n'
                'strength = 1\naction = "a"\nwhy = "w"'
            ),
            "not toml at all",
        ],
    )
    def test_a_wrong_override_is_refused_and_never_ignored(self, bad: str, tmp_path: Path) -> None:
        (tmp_path / "authorities").mkdir()
        (tmp_path / "standard.toml").write_text((RULES / "standard.toml").read_text())
        (tmp_path / "authorities" / "E1.toml").write_text(bad)
        with pytest.raises(FormError):
            Rules.load(tmp_path, "E1")


STARTS = st.lists(
    st.datetimes(
        min_value=local("2026-01-01 00:00").replace(tzinfo=None),
        max_value=local("2026-12-31 00:00").replace(tzinfo=None),
    ).map(lambda wall: wall.replace(hour=max(wall.hour, 3), second=0, microsecond=0)),
    min_size=1,
    max_size=12,
)


def made(starts: list[datetime]) -> list[Record]:
    return [episode(f"{start:%Y-%m-%d %H:%M}") for start in starts]


@given(STARTS)
def test_counts_agree_with_counting_by_hand(starts: list[datetime]) -> None:
    """The oracle sorts and walks wall times (3 o'clock or later, where they are in true order)."""
    children = made(starts)
    order = sorted(
        children,
        key=lambda each: (each.value("missing_from_at")["at"][:16], each.id),
    )
    for place, each in enumerate(order):
        began = local(each.value("missing_from_at")["at"][:16])
        window = began.replace(tzinfo=None) - timedelta(days=30)
        expected = sum(
            other.value("missing_from_at")["at"][:16] >= f"{window:%Y-%m-%dT%H:%M}"
            for other in order[:place]
        )
        assert prior_counts(each, children).days_30 == expected


@given(STARTS)
def test_longer_windows_never_count_less_and_the_last_has_them_all(starts: list[datetime]) -> None:
    children = made(starts)
    for each in children:
        counted = prior_counts(each, children)
        assert counted.days_30 <= counted.days_90 <= counted.days_365 <= len(children) - 1
    assert max(prior_counts(each, children).days_365 for each in children) == len(children) - 1


@given(STARTS, st.integers(min_value=0, max_value=11))
def test_striking_an_episode_out_never_raises_an_alert(starts: list[datetime], which: int) -> None:
    children = made(starts)
    now = local("2027-01-01 00:00")
    struck = which % len(children)
    without = [
        with_cells(each, {"recorded_in_error": answered("yes")}) if n == struck else each
        for n, each in enumerate(children)
    ]
    for n, each in enumerate(without):
        before = {alert.rule for alert in alerts(children[n], children, now, STANDARD)}
        after = {alert.rule for alert in alerts(each, without, now, STANDARD)}
        assert after <= before


def test_days_are_counted_on_the_wall_clock_over_the_change() -> None:
    """Thirty days back over the clock change lands on the same wall time, an hour off in UTC."""
    third = episode("2026-11-10 12:00")
    edge = episode("2026-10-11 12:00")
    assert edge.value("missing_from_at")["at"].endswith("+01:00")
    assert third.value("missing_from_at")["at"].endswith("+00:00")
    assert prior_counts(third, [edge]).days_30 == 1
    assert LONDON.key == "Europe/London"
