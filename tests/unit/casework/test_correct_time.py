"""Correcting a time keeps what was there and why it was changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.casework.alerts import facts_of
from app.casework.missing_episode import correct_time
from app.records.errors import Refused
from app.records.permissions import Role
from tests.making import time_of

if TYPE_CHECKING:
    from tests.unit.casework.desks import Office

LEFT, RIGHT = "2026-03-30 22:00", "2026-03-31 05:10"


def test_the_old_time_and_the_reason_stay(office: Office) -> None:
    gone = office.episode(LEFT)
    was = gone.value("missing_from_at")

    correct_time(office.desk(), gone.id, "missing_from_at", time_of(RIGHT), "Door camera.")

    now = office.now(gone)
    (item,) = now.items("time_corrections")
    assert now.value("missing_from_at") == {"precision": "exact", "at": "2026-03-31T05:10+01:00"}
    assert now.value(f"time_corrections/{item}/was") == was
    assert now.value(f"time_corrections/{item}/which") == "missing_from_at"
    assert now.value(f"time_corrections/{item}/reason") == "Door camera."
    (edit,) = office.memory.edits
    assert edit.reason == "Door camera."


def test_a_time_that_was_not_there_has_no_old_value(office: Office) -> None:
    gone = office.episode(LEFT)

    correct_time(office.desk(), gone.id, "reported_at", time_of(RIGHT), "Told by phone.")

    now = office.now(gone)
    (item,) = now.items("time_corrections")
    assert now.value(f"time_corrections/{item}/was") is None
    assert now.value("reported_at") is not None


@pytest.mark.parametrize(
    ("which", "reason"), [("missing_from_at", " "), ("booked_for", "He asked.")]
)
def test_nothing_changes_without_a_reason_or_for_another_time(
    office: Office, which: str, reason: str
) -> None:
    gone = office.episode(LEFT)

    with pytest.raises(Refused):
        correct_time(office.desk(), gone.id, which, time_of(RIGHT), reason)

    assert office.memory.edits == []


def test_who_may_not_change_the_record_corrects_no_time(office: Office) -> None:
    gone = office.episode(LEFT)

    with pytest.raises(Refused):
        correct_time(
            office.desk(Role.DATA_OFFICER), gone.id, "missing_from_at", time_of(RIGHT), "Why not."
        )

    assert office.now(gone).items("time_corrections") == []


def test_what_came_before_is_counted_for_the_time_on_the_screen(office: Office) -> None:
    office.episode("2026-03-10 20:00", "2026-03-10 23:00")
    gone = office.episode("2026-03-31 05:10")
    unsaved = office.episode("2026-03-09 05:10")
    del office.memory.records[unsaved.id]

    assert facts_of(office.desk(), gone).prior_episodes_30d == 1
    assert facts_of(office.desk(), unsaved).prior_episodes_30d == 0


def test_nothing_is_counted_before_anybody_said_when_it_began(office: Office) -> None:
    office.episode("2026-03-10 20:00", "2026-03-10 23:00")
    fresh = office.episode("2026-03-31 05:10")
    del fresh.answers["missing_from_at"]

    assert facts_of(office.desk(), fresh).prior_episodes_30d is None
