"""What follows from the answers: vectors of the scenarios and of the clock."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from app.forms.calculated import calculated_words
from app.forms.derived import (
    OUTCOMES,
    CaseFacts,
    age_at_start,
    derived,
    due_at,
    of_episode,
    outcome_of,
    overnight,
)
from app.forms.plain_facts import HISTORY, instant, returned
from app.forms.sheet import Sheet
from app.forms.stretches import stretches, whole_length
from app.records import clock
from app.records.record import Presence, Record, RecordKind, answered
from tests.making import at, episode, interview, local, record

NO_FACTS = CaseFacts()
AWAY = "away_without_authorisation"


def values_of(child: Record, now: str = "2026-10-30 12:00", **more: Any) -> dict[str, Any]:
    facts = more.get("facts", NO_FACTS)
    return of_episode(child, more.get("interview"), more.get("person"), local(now), facts)


def words_of(child: Record, now: str = "2026-10-30 12:00") -> dict[str, str]:
    return calculated_words(child, values_of(child, now))


RUBY_1 = episode("2026-10-15 21:40", "2026-10-16 06:15", return_how="returned_self")
RUBY_3 = episode("2026-10-23 15:05", "2026-10-24 22:50")
JONAH = episode("2026-04-02 18:15", "2026-04-02 23:55")
YONAS = episode("2026-03-31 05:10", "2026-04-01 23:40", "2026-04-02 15:10")


@pytest.mark.parametrize(
    ("child", "length", "due", "night"),
    [
        (RUBY_1, "8 h 35 min", "06:15 BST, Mon 19 Oct 2026", True),
        (RUBY_3, "31 h 45 min", "21:50 GMT, Tue 27 Oct 2026", True),
        (JONAH, "5 h 40 min", "23:55 BST, Sun 5 Apr 2026", False),
        (YONAS, "58 h 00 min", "15:10 BST, Sun 5 Apr 2026", True),
        (
            episode("2026-10-18 19:30", "2026-10-19 22:10", "2026-10-20 01:10"),
            "29 h 40 min",
            "01:10 BST, Fri 23 Oct 2026",
            True,
        ),
        (
            episode("2026-03-28 20:00", "2026-03-28 23:00"),
            "3 h 00 min",
            "00:00 BST, Wed 1 Apr 2026",
            False,
        ),
        (
            episode("2026-12-24 12:00", "2026-12-24 16:00"),
            "4 h 00 min",
            "16:00 GMT, Sun 27 Dec 2026",
            False,
        ),
    ],
)
def test_length_due_time_and_night(child: Record, length: str, due: str, night: bool) -> None:
    words = words_of(child)
    assert (words["duration"], words["due_at"]) == (length, due)
    assert values_of(child)["overnight"] is night
    assert words["still_missing"] == "No"


def test_a_missing_stretch_ends_when_found_and_the_clock_starts_when_back() -> None:
    (stretch,) = stretches(YONAS)
    assert stretch.length(local("2026-05-01 12:00")) == timedelta(hours=42, minutes=30)
    assert due_at(YONAS) == local("2026-04-05 15:10")


def test_stretches_missing_then_away() -> None:
    child = episode(
        "2026-10-18 19:30",
        "2026-10-19 22:10",
        "2026-10-20 01:10",
        **{
            "episode_phases/b/@": Presence(present=True, order="b"),
            "episode_phases/b/type": AWAY,
            "episode_phases/b/from_at": at("2026-10-19 22:10"),
            "episode_phases/a/@": Presence(present=True, order="a"),
            "episode_phases/a/type": "missing",
            "episode_phases/a/from_at": at("2026-10-18 19:30"),
            "episode_phases/a/to_at": at("2026-10-19 22:10"),
            "episode_phases/c/@": Presence(present=True, order="c"),
            "episode_phases/c/type": "missing",
        },
    )
    missing, away = stretches(child)
    now = local("2026-10-30 12:00")
    assert (missing.type, away.type) == ("missing", AWAY)
    assert missing.length(now) == timedelta(hours=26, minutes=40)
    assert away.end == local("2026-10-20 01:10")
    assert whole_length(child, now) == timedelta(hours=29, minutes=40)


def test_stretches_of_an_episode_that_runs_or_is_unknown() -> None:
    running = episode("2026-10-18 19:30")
    now = local("2026-10-19 19:30")
    assert stretches(running)[0].length(now) == timedelta(hours=24)
    assert words_of(running, "2026-10-19 19:30")["duration"] == "24 h 00 min so far"
    nothing = record(RecordKind.MISSING_EPISODE)
    assert stretches(nothing) == ()
    assert whole_length(nothing, now) is None
    away = episode("2026-10-18 19:30", "2026-10-19 22:10", "2026-10-20 01:10", episode_type=AWAY)
    assert stretches(away)[0].end == local("2026-10-20 01:10")
    unfound = record(
        RecordKind.MISSING_EPISODE,
        missing_from_at=at("2026-10-18 19:30"),
        returned_at=at("2026-10-19 20:30"),
    )
    assert stretches(unfound)[0].end == local("2026-10-19 20:30")


def test_an_open_stretch_ends_where_the_next_begins() -> None:
    phases: dict[str, Any] = {
        "episode_phases/a/@": Presence(present=True),
        "episode_phases/a/from_at": at("2026-10-18 19:30"),
        "episode_phases/b/@": Presence(present=True),
        "episode_phases/b/type": AWAY,
        "episode_phases/b/from_at": at("2026-10-19 08:00"),
    }
    child = episode("2026-10-18 19:30", **phases)
    missing, away = stretches(child)
    assert missing.end == away.start
    assert away.running


def test_a_stretch_that_ended_at_a_time_nobody_knows_has_no_length() -> None:
    ended = episode("2026-10-18 19:30", return_how="in_custody")
    (stretch,) = stretches(ended)
    assert stretch.length(local("2026-10-30 12:00")) == timedelta()
    assert not stretch.running


def test_found_and_not_yet_back() -> None:
    child = record(
        RecordKind.MISSING_EPISODE,
        missing_from_at=at("2026-03-31 05:10"),
        found_at=at("2026-04-01 23:40"),
    )
    words = words_of(child, "2026-04-02 09:00")
    assert words["still_missing"] == "Found, not yet back"
    assert words["due_at"] == ""
    assert words["duration"] == "42 h 30 min"
    assert outcome_of(child, None) == "not_due"


def test_still_missing_and_still_away() -> None:
    assert words_of(episode("2026-10-18 19:30"))["still_missing"] == "Yes"
    away = episode("2026-10-18 19:30", episode_type=AWAY)
    assert words_of(away)["still_missing"] == "Yes, still away"
    assert calculated_words(None, {})["still_missing"] == ""


@pytest.mark.parametrize(
    ("left", "back", "words"),
    [
        ("2026-10-15", "2026-10-17 10:00", "about 2 days"),
        ("2026-10-15", "2026-10-16", "about 1 day"),
        ("2026-10-15", "2026-10-15 10:00", "less than a day"),
        ("2026-10-27", "", "about 3 days so far"),
        ("2026-10-30", "", "less than a day so far"),
    ],
)
def test_a_bare_date_gives_no_hours(left: str, back: str, words: str) -> None:
    assert words_of(episode(left, back))["duration"] == words


def test_rough_and_unknown_times_say_so() -> None:
    about = {"precision": "about", "at": "2026-10-15T21:40+01:00"}
    rough = episode("2026-10-15 21:40", "2026-10-16 06:15", missing_from_at=answered(about))
    assert words_of(rough)["duration"] == "about 8 h 35 min"
    unknown = answered({"precision": "unknown"})
    odd = episode("2026-10-15 21:40", "2026-10-16 06:15", returned_at=unknown)
    assert words_of(odd)["duration"] == ""
    assert words_of(odd)["due_at"] == ""
    assert returned(odd)
    assert words_of(record(RecordKind.MISSING_EPISODE))["duration"] == ""
    dated = episode("2026-10-15 21:40", "2026-10-16")
    assert words_of(dated)["due_at"] == "00:00 BST, Mon 19 Oct 2026 (estimated)"


@pytest.mark.parametrize(
    ("left", "back", "night"),
    [
        ("2026-10-15 23:30", "2026-10-15 23:59", False),
        ("2026-10-15 23:30", "2026-10-16 00:01", True),
        ("2026-10-16 04:59", "2026-10-16 09:00", True),
        ("2026-10-16 05:00", "2026-10-16 23:00", False),
        ("2026-10-15", "2026-10-15 22:00", False),
        ("2026-10-15", "2026-10-16 09:00", True),
        ("2026-10-16 09:00", "2026-10-15 01:00", False),
    ],
)
def test_overnight_is_any_minute_from_midnight_to_five(left: str, back: str, night: bool) -> None:
    assert overnight(episode(left, back), local("2026-10-30 12:00")) is night


def test_overnight_of_nothing_and_of_one_that_runs() -> None:
    assert not overnight(record(RecordKind.MISSING_EPISODE), local("2026-10-30 12:00"))
    assert overnight(episode("2026-10-15 20:00"), local("2026-10-16 03:00"))


@pytest.mark.parametrize(
    ("born", "left", "age"),
    [
        ("2011-03-17", "2026-10-15 21:40", 15),
        ("2013-11-09", "2026-04-02 18:15", 12),
        ("2009-07-15", "2026-03-31 05:10", 16),
        ("2011-03-17", "2026-03-16 23:59", 14),
        ("2011-03-17", "2026-03-17 00:01", 15),
        ("2012-02-29", "2026-02-28 12:00", 13),
        ("2012-02-29", "2026-03-01 12:00", 14),
    ],
)
def test_age_is_that_at_the_start(born: str, left: str, age: int) -> None:
    person = record(RecordKind.PERSON, child_dob=born)
    assert age_at_start(person, episode(left)) == age


def test_age_needs_a_birthday_and_a_start() -> None:
    person = record(RecordKind.PERSON, child_dob="2011-03-17")
    nothing = record(RecordKind.MISSING_EPISODE)
    assert age_at_start(None, episode("2026-10-15 21:40")) is None
    assert age_at_start(person, nothing) is None
    reported = record(RecordKind.MISSING_EPISODE, reported_at=at("2026-10-15 22:30"))
    assert age_at_start(person, reported) == 15


BACK = {"left": "2026-10-15 21:40", "found": "2026-10-16 06:15"}
ACCEPTED = {"offer_made": "yes", "offer_accepted": "yes"}


@pytest.mark.parametrize(
    ("answers", "held", "outcome"),
    [
        ({}, None, "due"),
        ({"offer_required": "yes"}, None, "due"),
        ({"offer_made": "yes"}, None, "offered"),
        ({"offer_made": "yes", "offer_accepted": "yes"}, None, "accepted"),
        ({**ACCEPTED, "booked_for": at("2026-10-19 16:00")}, None, "booked"),
        ({"offer_made": "yes", "offer_accepted": "no"}, None, "declined"),
        ({"offer_made": "yes", "offer_accepted": "no_response"}, None, "no_response"),
        ({"offer_made": "no"}, None, "not_offered"),
        ({"offer_required": "no_now_18"}, None, "not_applicable"),
        ({"recorded_in_error": "yes"}, None, "not_applicable"),
        ({"return_how": "died"}, None, "not_applicable"),
        (ACCEPTED, "yes", "completed"),
        (ACCEPTED, "partly", "completed"),
        (ACCEPTED, "no", "accepted"),
        ({"offer_made": "yes", "offer_accepted": "no"}, "yes", "completed"),
        ({"offer_made": "yes"}, "yes", "offered"),
        ({}, "yes", "due"),
    ],
)
def test_outcomes(answers: dict[str, Any], held: str | None, outcome: str) -> None:
    child = episode(BACK["left"], BACK["found"], **answers)
    talk = interview(child, held=held, interview_end=at("2026-10-19 17:00")) if held else None
    assert outcome_of(child, talk) == outcome
    assert outcome in OUTCOMES


def test_an_interview_is_complete_only_when_it_has_ended() -> None:
    child = episode(BACK["left"], BACK["found"], **ACCEPTED)
    assert outcome_of(child, interview(child)) == "accepted"


def test_struck_out_and_superseded_interviews() -> None:
    child = episode(BACK["left"], BACK["found"], **ACCEPTED)
    struck = interview(child, interview_end=at("2026-10-19 17:00"), stage="entered_in_error")
    assert outcome_of(child, struck) == "accepted"
    link: dict[str, Any] = {"links/other": Presence(present=True, role="superseded_by")}
    assert outcome_of(child, interview(child, **link)) == "superseded"
    gone = episode(BACK["left"], BACK["found"], stage="entered_in_error")
    assert outcome_of(gone, None) == "not_applicable"


@pytest.mark.parametrize(
    "how", ["in_custody", "in_hospital", "moved_to_new_placement", "located_refused_to_return"]
)
def test_an_episode_can_end_without_a_return(how: str) -> None:
    child = episode("2026-10-15 21:40", return_how=how)
    assert returned(child)
    assert outcome_of(child, None) == "due"
    assert due_at(child) is None
    assert instant(None, "found_at") is None


def test_a_period_of_an_earlier_return_owes_nothing_and_is_never_due() -> None:
    taken_over = episode(BACK["left"], BACK["found"], **{HISTORY: "yes"})
    assert outcome_of(taken_over, None) == "not_applicable"
    assert due_at(taken_over) is None
    still_open = episode(BACK["left"], **{HISTORY: "yes"})
    assert outcome_of(still_open, None) == "not_applicable"


def test_late_is_derived_and_never_an_outcome() -> None:
    child = episode(BACK["left"], BACK["found"], **ACCEPTED)
    due = clock.local(due_at(child) or local("2000-01-01 00:00"))
    assert not values_of(child, "2026-10-19 06:15")["due_passed"]
    assert values_of(child, "2026-10-19 06:16")["due_passed"]
    assert (due.day, due.hour) == (19, 6)
    late = interview(child, interview_end=at("2026-10-22 17:40"))
    values = values_of(child, "2026-10-23 12:00", interview=late)
    assert (values["due_passed"], values["completed_late"]) == (False, True)
    in_time = interview(child, interview_end=at("2026-10-19 06:15"))
    assert not values_of(child, interview=in_time)["completed_late"]


def test_several_episodes_take_the_most_demanding() -> None:
    first = episode("2026-10-15 21:40", "2026-10-16 06:15", **ACCEPTED)
    second = episode("2026-10-18 19:30", "2026-10-19 22:10", "2026-10-20 01:10", **ACCEPTED)
    talk = interview(first, second, interview_end=at("2026-10-22 17:40"))
    person = record(RecordKind.PERSON, child_dob="2011-03-17")
    sheet = Sheet(person=person, episodes=(second, first), interview=talk)
    values = derived(sheet, local("2026-10-23 12:00"), CaseFacts(1, 1, 1, threshold_met=True))
    assert values["completed_late"] is True
    assert values["due_at"] == due_at(first)
    assert values["duration"] == timedelta(hours=29, minutes=40)
    assert values["prior_episodes_30d"] == 1
    assert values["threshold_met"] is True
    assert values["outcome"] == "completed"
    open_one = Sheet(episodes=(second, episode("2026-10-25 10:00", "2026-10-25 12:00")))
    assert derived(open_one, local("2026-10-26 12:00"), NO_FACTS)["outcome"] == "due"
    assert derived(Sheet(), local("2026-10-26 12:00"), NO_FACTS) == {}
    unborn = derived(open_one, local("2026-10-26 12:00"), NO_FACTS)
    assert unborn["age"] is None
