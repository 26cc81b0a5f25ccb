"""The 72-hour clock, in vectors across clock changes, and times as they were told."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import clock
from app.records.clock import LONDON
from app.records.record import Precision, Time


def london(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=LONDON)


@pytest.mark.parametrize(
    ("returned", "due"),
    [
        ("2026-03-28 23:00", "2026-04-01T00:00+01:00"),  # clocks go forward: naive is an hour early
        ("2026-10-24 23:30", "2026-10-27T22:30+00:00"),  # clocks go back
        ("2026-12-24 16:00", "2026-12-27T16:00+00:00"),  # holidays count
        ("2026-10-24 22:50", "2026-10-27T21:50+00:00"),
        ("2026-04-02 23:55", "2026-04-05T23:55+01:00"),
    ],
)
def test_due_after_72_elapsed_hours(returned: str, due: str) -> None:
    found = clock.due_after(clock.at_local(london(returned)))
    assert found == datetime.fromisoformat(due)
    assert found is not None
    assert clock.local(found).isoformat(timespec="minutes") == due


def test_a_bare_date_counts_from_its_first_minute() -> None:
    """The earliest it can mean: errs towards the child."""
    assert clock.due_after(clock.on_date(date(2026, 7, 1))) == datetime(
        2026, 7, 3, 23, 0, tzinfo=UTC
    )


def test_no_clock_runs_while_the_child_is_not_back_or_nobody_knows() -> None:
    assert clock.due_after(None) is None
    assert clock.due_after(Time(Precision.UNKNOWN, said="last week some time")) is None
    assert clock.due_after(Time(Precision.EXACT)) is None
    assert clock.local_date(None) is None


def test_a_repeated_hour_is_told_apart_by_its_offset() -> None:
    first = clock.at_local(datetime(2026, 10, 25, 1, 30, fold=0))  # noqa: DTZ001 - wall time
    second = clock.at_local(datetime(2026, 10, 25, 1, 30, fold=1))  # noqa: DTZ001
    assert (first.at, second.at) == ("2026-10-25T01:30+01:00", "2026-10-25T01:30+00:00")
    one, other = clock.earliest(first), clock.earliest(second)
    assert one is not None
    assert other is not None
    assert (other - one).total_seconds() == 3600


def test_the_london_date_is_not_the_utc_date() -> None:
    assert clock.local_date(clock.at_local(london("2026-07-01 00:30"))) == date(2026, 7, 1)


@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1), timezones=st.just(UTC)))  # noqa: DTZ001
def test_machine_instants_come_back(instant: datetime) -> None:
    cut = instant.replace(microsecond=instant.microsecond // 1000 * 1000)
    assert clock.from_text(clock.to_text(instant)) == cut
    assert clock.to_text(instant).endswith("Z")


@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)))  # noqa: DTZ001
def test_due_is_always_72_hours_of_elapsed_time(wall: datetime) -> None:
    told = clock.at_local(wall)
    start, due = clock.earliest(told), clock.due_after(told)
    assert start is not None
    assert due is not None
    assert (due - start).total_seconds() == 72 * 3600


@pytest.mark.parametrize(
    ("start", "end", "night"),
    [
        ("2026-04-02 18:15", "2026-04-02 23:55", False),
        ("2026-04-02 18:15", "2026-04-03 00:01", True),
        ("2026-04-02 05:00", "2026-04-02 23:59", False),
        ("2026-04-02 04:59", "2026-04-02 06:00", True),
        ("2026-10-15 21:40", "2026-10-16 06:15", True),
        ("2026-04-02 12:00", "2026-04-05 12:00", True),
    ],
)
def test_overnight_is_any_minute_between_midnight_and_five(
    start: str, end: str, night: bool
) -> None:
    assert clock.touches_night(london(start), london(end)) is night


def test_now_is_aware() -> None:
    assert clock.now().tzinfo is UTC
