"""A clock that runs behind is noticed, in words; one set right by minutes is not."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from app.casework.clock_check import behind, clock_warning
from app.records.ports import AuditEvent
from tests.making import local
from tests.storage.making import MemoryKeyring, person, real_store
from tests.unit.casework.desks import Office

if TYPE_CHECKING:
    from pathlib import Path

SEEN = local("2026-10-21 14:32")


def test_hours_behind() -> None:
    assert behind(local("2026-10-21 03:10"), SEEN) == (
        "This laptop's clock shows 03:10, but work was saved here at 14:32, which is later. "
        "Check the clock before you record times."
    )


def test_days_behind_names_the_days() -> None:
    words = behind(local("2020-01-01 00:04"), SEEN)
    assert "00:04 on 1 January 2020" in words
    assert "14:32 on 21 October 2026" in words


@pytest.mark.parametrize("minutes", [-5, 0, 1, 60 * 24 * 40])
def test_nothing_to_say(minutes: int) -> None:
    assert behind(SEEN + timedelta(minutes=minutes), SEEN) == ""


def test_the_hour_that_comes_twice_is_no_step_back() -> None:
    before = datetime.fromisoformat("2026-10-25T01:50+01:00")
    after = datetime.fromisoformat("2026-10-25T01:10+00:00")
    assert behind(after, before) == ""


def test_what_the_store_has_seen(tmp_path: Path) -> None:
    now = [SEEN]
    store = real_store(tmp_path / "store", MemoryKeyring(), lambda: now[0]).store
    desk = replace(Office().desk(), open_work=store.open_work, practice=False, clock=lambda: now[0])
    try:
        assert clock_warning(desk) == "", "a new store has seen nothing"
        with store.open_work() as work:
            work.audit.add(AuditEvent("tomasz.beale", "read"))
            work.commit()
        assert clock_warning(desk) == ""
        now[0] = local("2026-10-21 03:10")
        assert "03:10" in clock_warning(desk)
        with store.open_work() as work:
            work.audit.add(AuditEvent("tomasz.beale", "read"))
            work.commit()
        assert "14:32" in clock_warning(desk), "still behind at the next unlocking"
        assert clock_warning(replace(desk, practice=True)) == ""
    finally:
        store.close()


def test_an_edit_counts_as_seen(tmp_path: Path) -> None:
    store = real_store(tmp_path / "store", MemoryKeyring(), lambda: SEEN).store
    desk = replace(
        Office().desk(),
        open_work=store.open_work,
        practice=False,
        clock=lambda: local("2026-11-17 09:00"),
    )
    child = Office().child.id
    try:
        with store.open_work() as work:
            work.records.apply(person(child, "Ada", "Marsh"))  # made on 18 November
            work.commit()
        assert "18 November" in clock_warning(desk)
    finally:
        store.close()
