"""The 72-hour clock against the scenarios, and what is never derived from what."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from app.analysis.rules import OfferRule
from app.analysis.timeliness import (
    clock_words,
    figures,
    first_reached,
    timeliness,
)
from app.forms.spans import format_span
from tests.making import at, episode, interview, local, repeat, time_of, with_cells

if TYPE_CHECKING:
    from app.records.record import Record

OFFERED = {"offer_made": "yes", "offer_accepted": "yes"}
FIRST = episode(
    "2026-10-15 21:40",
    "2026-10-16 06:15",
    offered_at=at("2026-10-16 11:00"),
    booked_for=at("2026-10-19 16:00"),
    **OFFERED,
)
SECOND = episode(
    "2026-10-18 19:30",
    "2026-10-19 22:10",
    "2026-10-20 01:10",
    offered_at=at("2026-10-20 14:00"),
    booked_for=at("2026-10-22 16:30"),
    **OFFERED,
)
THIRD = episode(
    "2026-10-23 15:05",
    "2026-10-24 22:50",
    offered_at=at("2026-10-25 11:00"),
    booked_for=at("2026-10-27 17:00"),
    **OFFERED,
)
TALK = interview(
    FIRST, SECOND, interview_start=at("2026-10-22 16:30"), interview_end=at("2026-10-22 17:40")
)
REPEAT_TALK = interview(THIRD, interview_end=at("2026-10-27 17:50"))
NOW = local("2026-11-30 09:00")


class TestRuby:
    def test_the_clock_counts_down_and_over(self) -> None:
        due = timeliness(FIRST, [], [], NOW).due
        assert due == local("2026-10-19 06:15")
        assert clock_words(due, local("2026-10-16 08:50")) == "due in 69 h 25 min"
        assert clock_words(due, local("2026-10-19 06:16")) == "overdue by 1 min"

    def test_three_facts_stay_apart(self) -> None:
        found = timeliness(FIRST, [], [], local("2026-10-16 12:00"))
        assert (found.offered, found.accepted, found.completed_at) == (True, True, None)
        assert (found.offered_in_time, found.completed_in_time) == (True, None)

    def test_missing_again_is_flagged_and_does_not_restart_the_clock(self) -> None:
        found = timeliness(FIRST, [], [FIRST, SECOND], local("2026-10-18 20:30"))
        assert found.missing_again
        assert found.due == local("2026-10-19 06:15")
        assert not timeliness(FIRST, [TALK], [FIRST, SECOND], NOW).missing_again

    def test_one_interview_late_for_the_first_in_time_for_the_second(self) -> None:
        first, second = timeliness(FIRST, [TALK], [], NOW), timeliness(SECOND, [TALK], [], NOW)
        assert first.late_by == timedelta(hours=83, minutes=25)
        assert first.completed_in_time is False
        assert second.due == local("2026-10-23 01:10")
        assert second.left == timedelta(hours=7, minutes=30)
        assert second.completed_in_time is True

    def test_the_clock_runs_over_the_hour_that_is_repeated(self) -> None:
        third = timeliness(THIRD, [REPEAT_TALK], [], NOW)
        assert third.due == local("2026-10-27 21:50")
        assert clock_words(third.due, local("2026-10-25 11:00")) == "due in 58 h 50 min"
        assert third.left == timedelta(hours=4)
        assert clock_words(third.due, NOW, third.completed_at) == "4 h 00 min left"

    def test_october_adds_up_with_the_interview_counted_once(self) -> None:
        found = figures([FIRST, SECOND, THIRD], [TALK, REPEAT_TALK], NOW)
        assert (found.episodes, found.offered_in_time, found.completed) == (3, 3, 3)
        assert (found.completed_in_time, found.interviews) == (2, 2)


class TestJonah:
    def test_a_parents_no_is_not_an_offer_to_the_child(self) -> None:
        asked_parent = _with_attempts(
            {"with": "parent", "result": "said_no", "at": "2026-04-04 10:15"}
        )
        assert first_reached(asked_parent, OfferRule("child")) is None
        assert first_reached(asked_parent, OfferRule("parent")) == time_of("2026-04-04 10:15")

    def test_the_offer_counts_when_it_reaches_him_at_the_door(self) -> None:
        asked = _with_attempts(
            {"with": "child", "result": "said_no", "at": "2026-04-05 15:30"},
            {"with": "parent", "result": "said_no", "at": "2026-04-04 10:15"},
            {"with": "child", "result": "not_now", "at": "2026-04-05 17:00"},
        )
        assert first_reached(asked, OfferRule("child")) == time_of("2026-04-05 15:30")

    def test_an_empty_offered_at_is_not_offered_in_time(self) -> None:
        waiting = timeliness(_jonah(), [], [], local("2026-04-04 10:20"))
        assert waiting.due == local("2026-04-05 23:55")
        assert waiting.offered_in_time is None
        assert timeliness(_jonah(), [], [], local("2026-04-06 00:00")).offered_in_time is False

    def test_a_decline_is_offered_and_never_completed(self) -> None:
        declined = _jonah(offered_at=at("2026-04-05 15:30"), offer_made="yes", offer_accepted="no")
        found = figures([declined], [interview(declined, held="no")], NOW)
        assert (found.offered_in_time, found.accepted, found.completed, found.declined) == (
            1,
            0,
            0,
            1,
        )


class TestYonas:
    def test_the_clock_starts_at_the_return_and_not_where_he_was_found(self) -> None:
        yonas = episode(
            "2026-03-31 05:10",
            "2026-04-01 23:40",
            "2026-04-02 15:10",
            offered_at=at("2026-04-03 11:00"),
            **OFFERED,
        )
        talk = interview(
            yonas, interview_end=at("2026-04-04 15:25"), interview_start=at("2026-04-04 14:00")
        )
        found = timeliness(yonas, [talk], [], NOW)
        assert found.due == local("2026-04-05 15:10")
        assert found.left == timedelta(hours=23, minutes=45)
        assert (found.offered_in_time, found.completed_in_time) == (True, True)

    def test_found_and_not_yet_back_has_no_clock(self) -> None:
        found_only = episode("2026-03-31 05:10", found_at=at("2026-04-01 23:40"))
        assert timeliness(found_only, [], [], NOW).due is None


@pytest.mark.parametrize(
    ("returned", "due"),
    [
        ("2026-03-28 23:00", "2026-04-01 00:00"),
        ("2026-10-24 23:30", "2026-10-27 22:30"),
        ("2026-12-24 16:00", "2026-12-27 16:00"),
        ("2026-12-24", "2026-12-27 00:00"),
    ],
)
def test_due_times(returned: str, due: str) -> None:
    assert timeliness(episode("2026-01-01 10:00", returned), [], [], NOW).due == local(due)


def test_struck_out_history_and_not_owed_are_counted_nowhere() -> None:
    not_owed = episode("2026-10-10 10:00", "2026-10-10 20:00", offer_required="no_now_18")
    struck = episode("2026-10-10 10:00", "2026-10-10 20:00", recorded_in_error="yes")
    history = episode("2026-10-10", "2026-10-11", **{"import.history": "yes"})
    assert figures([not_owed, struck, history], [], NOW).episodes == 0


def test_lengths_are_told_in_hours_and_minutes() -> None:
    assert [format_span(timedelta(minutes=m)) for m in (0, 59, 60, 1785)] == [
        "0 min",
        "59 min",
        "1 h 00 min",
        "29 h 45 min",
    ]


def _jonah(**more: Any) -> Record:
    return episode("2026-04-02 18:15", "2026-04-02 23:55", **more)


def _with_attempts(*rows: dict[str, str]) -> Record:
    answers = [{**row, "at": at(row["at"])} for row in rows]
    return with_cells(_jonah(), repeat("offer_attempts", *answers))
