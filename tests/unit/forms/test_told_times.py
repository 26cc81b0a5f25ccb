"""Times as people tell them: read, kept with their precision, written back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.spans import format_span
from app.forms.told_times import (
    as_time,
    as_value,
    format_instant,
    format_time,
    long_day,
    parse_date,
    parse_time,
)
from app.records import clock
from app.records.errors import BadInput
from app.records.record import Precision, Time

WEDNESDAY = datetime(2026, 10, 21, 9, 0)  # noqa: DTZ001 - a wall clock

EXACT, ABOUT, DAY = Precision.EXACT, Precision.ABOUT, Precision.DATE


@pytest.mark.parametrize(
    ("said", "precision", "at"),
    [
        ("18 Oct 19:30", EXACT, "2026-10-18T19:30+01:00"),
        ("18/10/2026 19:30", EXACT, "2026-10-18T19:30+01:00"),
        ("18-10-2026 19.30", EXACT, "2026-10-18T19:30+01:00"),
        ("2026-10-18T19:30", EXACT, "2026-10-18T19:30+01:00"),
        ("2026-10-18T18:30+00:00", EXACT, "2026-10-18T19:30+01:00"),
        ("18:30 24/10", EXACT, "2026-10-24T18:30+01:00"),
        ("Oct 18 7pm", EXACT, "2026-10-18T19:00+01:00"),
        ("Sunday 18th of October at 7 p.m.", EXACT, "2026-10-18T19:00+01:00"),
        ("eleven at night on 18 Oct", EXACT, "2026-10-18T23:00+01:00"),
        ("18/10/26 1am", EXACT, "2026-10-18T01:00+01:00"),
        ("29 Feb 2028 12am", EXACT, "2028-02-29T00:00+00:00"),
        ("1430 on 20/10/2026", EXACT, "2026-10-20T14:30+01:00"),
        ("20/10/2026 15 o'clock", EXACT, "2026-10-20T15:00+01:00"),
        ("2.30pm", EXACT, "2026-10-21T14:30+01:00"),
        ("21.40", EXACT, "2026-10-20T21:40+01:00"),
        ("14:30", EXACT, "2026-10-21T14:30+01:00"),
        ("noon", EXACT, "2026-10-21T12:00+01:00"),
        ("midnight", EXACT, "2026-10-21T00:00+01:00"),
        ("2am", EXACT, "2026-10-21T02:00+01:00"),
        ("12:30am", EXACT, "2026-10-21T00:30+01:00"),
        ("half past 3 pm", EXACT, "2026-10-21T15:30+01:00"),
        ("quarter to 9 pm", EXACT, "2026-10-21T20:45+01:00"),
        ("quarter to one in the afternoon", EXACT, "2026-10-21T12:45+01:00"),
        ("20 past 4pm", EXACT, "2026-10-21T16:20+01:00"),
        ("ten to four in the afternoon", EXACT, "2026-10-21T15:50+01:00"),
        ("1 at lunchtime", EXACT, "2026-10-21T13:00+01:00"),
        ("3 in the morning", EXACT, "2026-10-21T03:00+01:00"),
        ("yesterday 21:40", EXACT, "2026-10-20T21:40+01:00"),
        ("7 in the evening on Tuesday", EXACT, "2026-10-20T19:00+01:00"),
        ("day before yesterday 4pm", EXACT, "2026-10-19T16:00+01:00"),
        ("about 2am", ABOUT, "2026-10-21T02:00+01:00"),
        ("about 2am Tuesday", ABOUT, "2026-10-20T02:00+01:00"),
        ("~3pm", ABOUT, "2026-10-21T15:00+01:00"),
        ("2amish", ABOUT, "2026-10-21T02:00+01:00"),
        ("between 2am and 3am", ABOUT, "2026-10-21T02:00+01:00"),
        ("before 3pm on 18 October", ABOUT, "2026-10-18T15:00+01:00"),
        ("Tuesday about 11pm at Saltmouth", ABOUT, "2026-10-20T23:00+01:00"),
        ("18/10/2026", DAY, "2026-10-18"),
        ("20th October", DAY, "2026-10-20"),
        ("Tue 20 Oct 2026", DAY, "2026-10-20"),
        ("Tuesday evening", DAY, "2026-10-20"),
        ("late Tuesday night", DAY, "2026-10-20"),
        ("last Wednesday", DAY, "2026-10-14"),
        ("next Friday", DAY, "2026-10-23"),
        ("Wednesday", DAY, "2026-10-21"),
        ("last night", DAY, "2026-10-20"),
        ("tonight", DAY, "2026-10-21"),
        ("tomorrow", DAY, "2026-10-22"),
        ("this morning", DAY, "2026-10-21"),
        ("evening", DAY, "2026-10-21"),
        ("after school on Tuesday", DAY, "2026-10-20"),
        ("3/4", DAY, "2026-04-03"),
        ("3/12", DAY, "2026-12-03"),
        ("29/2", DAY, "2024-02-29"),
    ],
)
def test_reads_what_is_told(said: str, precision: Precision, at: str) -> None:
    near = datetime(2024, 6, 1, 9) if said == "29/2" else WEDNESDAY  # noqa: DTZ001
    told = parse_time(said, near)
    assert (told.precision, told.at) == (precision, at)


@pytest.mark.parametrize(
    "said", ["unknown", "Not known", "don't know", "?", "no idea", "Time not known", "n/k"]
)
def test_not_known_stays_not_known(said: str) -> None:
    assert parse_time(said, WEDNESDAY) == Time(Precision.UNKNOWN)


@pytest.mark.parametrize("said", ["Tuesday evening", "last night", "about 2am", "yesterday 21:40"])
def test_keeps_the_words_where_they_say_more_than_the_figures(said: str) -> None:
    assert parse_time(said, WEDNESDAY).said == said


@pytest.mark.parametrize("said", ["18/10/2026 19:30", "14:30", "about 02:00, Tue 20 Oct 2026"])
def test_drops_the_words_that_add_nothing(said: str) -> None:
    assert parse_time(said, WEDNESDAY).said is None


def test_a_part_of_a_day_is_never_an_hour() -> None:
    for said in ("Tuesday evening", "this morning", "Sunday night", "teatime on Monday"):
        told = parse_time(said, WEDNESDAY)
        assert told.precision is Precision.DATE
        assert told.at is not None
        assert ":" not in told.at


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ("", "Write a day and a time"),
        ("xx", "Write a day and a time"),
        ("Saturday 1st", "Write a day and a time"),
        ("3pm xylophone", "“xylophone” was not understood"),
        ("24:00", "not a time of day"),
        ("12:75", "not a time of day"),
        ("half past 3", "Write 3:30am or 3:30pm"),
        ("about 2", "Write 2am or 2pm"),
        ("2ish", "Write 2am or 2pm"),
        ("midnight Tuesday", "Midnight lies between two days"),
        ("Tue 21 Oct", "is a Wednesday"),
        ("31/02/2026", "There is no 31/2/2026"),
        ("31/02", "There is no 31/2"),
        ("29 Mar 2026 01:30", "the clocks went forward"),
    ],
)
def test_asks_rather_than_guesses(said: str, words: str) -> None:
    with pytest.raises(BadInput) as caught:
        parse_time(said, WEDNESDAY)
    assert words in caught.value.advice


def test_an_hour_that_came_twice_is_asked_about() -> None:
    with pytest.raises(BadInput) as caught:
        parse_time("25 Oct 2026 01:30", WEDNESDAY)
    assert caught.value.details["choices"] == ("01:30 BST", "01:30 GMT")
    assert parse_time("25 Oct 2026 01:30 BST", WEDNESDAY).at == "2026-10-25T01:30+01:00"
    assert parse_time("01:30 GMT 25 Oct 2026", WEDNESDAY).at == "2026-10-25T01:30+00:00"


def test_what_is_planned_lies_ahead() -> None:
    assert parse_time("Thursday 16:30", WEDNESDAY).at == "2026-10-15T16:30+01:00"
    assert parse_time("Thursday 16:30", WEDNESDAY, future=True).at == "2026-10-22T16:30+01:00"
    assert parse_time("Wednesday 16:30", WEDNESDAY, future=True).at == "2026-10-21T16:30+01:00"


def test_without_a_day_the_nearest_one_is_meant() -> None:
    late = datetime(2026, 10, 21, 23, 30, tzinfo=clock.LONDON)
    assert parse_time("00:15", late).at == "2026-10-22T00:15+01:00"
    assert parse_time("22:00", late).at == "2026-10-21T22:00+01:00"


def test_near_defaults_to_now() -> None:
    told = parse_time("today")
    assert told.at == clock.local(clock.now()).date().isoformat()


@pytest.mark.parametrize(
    ("told", "words"),
    [
        (Time(ABOUT, "2026-10-20T02:00+01:00", "about 2am"), "about 02:00, Tue 20 Oct 2026"),
        (Time(EXACT, "2026-10-20T02:00+01:00"), "02:00, Tue 20 Oct 2026"),
        (Time(EXACT, "2026-10-25T01:30+00:00"), "01:30 GMT, Sun 25 Oct 2026"),
        (Time(DAY, "2026-10-20"), "Tue 20 Oct 2026"),
        (Time(DAY, "2026-10-20", "Tuesday evening"), "Tue 20 Oct 2026 (“Tuesday evening”)"),
        (Time(Precision.UNKNOWN), "Time not known"),
        (Time(Precision.UNKNOWN, said="ages ago"), "Time not known (“ages ago”)"),
    ],
)
def test_writes_and_reads_back(told: Time, words: str) -> None:
    assert format_time(told) == words
    back = parse_time(words, WEDNESDAY)
    assert (back.precision, back.at) == (told.precision, told.at)


@given(
    st.datetimes(datetime(2020, 1, 1), datetime(2035, 1, 1)),  # noqa: DTZ001
    st.sampled_from([Precision.EXACT, Precision.ABOUT]),
)
def test_every_written_time_reads_back_the_same(wall: datetime, precision: Precision) -> None:
    aware = wall.replace(second=0, microsecond=0, tzinfo=clock.LONDON).astimezone(clock.LONDON)
    instant = datetime.fromtimestamp(aware.timestamp(), clock.LONDON)
    told = clock.at_local(instant, precision)
    assert parse_time(format_time(told), WEDNESDAY) == told


def test_values_and_times_are_two_faces_of_one_thing() -> None:
    told = Time(DAY, "2026-10-20", "Tuesday evening")
    assert as_time(as_value(told)) == told
    assert as_time(told) is told
    assert as_time(None) is None


@pytest.mark.parametrize("said", ["15/07/2009", "15 July 2009", "2009-07-15", "15.7.2009"])
def test_reads_a_date(said: str) -> None:
    assert parse_date(said, WEDNESDAY) == "2009-07-15"


@pytest.mark.parametrize("said", ["", "soon", "15/07/2009 3pm", "15/07/2009 perhaps not"])
def test_refuses_what_is_not_a_date(said: str) -> None:
    with pytest.raises(BadInput, match="day first"):
        parse_date(said, WEDNESDAY)


def test_computed_instants_name_their_zone() -> None:
    assert format_instant(datetime(2026, 10, 19, 5, 15, tzinfo=UTC)) == (
        "06:15 BST, Mon 19 Oct 2026"
    )
    assert format_instant(datetime(2026, 10, 27, 21, 50, tzinfo=UTC)) == (
        "21:50 GMT, Tue 27 Oct 2026"
    )
    assert long_day(datetime(2011, 3, 17, tzinfo=UTC).date()) == "17 March 2011"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(515, "8 h 35 min"), (5005, "83 h 25 min"), (240, "4 h 00 min"), (35, "35 min"), (0, "0 min")],
)
def test_lengths_are_hours_and_minutes(minutes: int, words: str) -> None:
    assert format_span(timedelta(minutes=minutes)) == words
