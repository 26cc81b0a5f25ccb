"""Contested answers of a case: values that two people gave without having seen each other's."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.records.conflict import Conflict
    from app.records.record import RecordId


def contested(desk: Desk, case: RecordId) -> tuple[Conflict, ...]:
    """The open conflicts of a case; a person decides each, nothing is overwritten."""
    with desk.open_work() as work:
        return tuple(work.records.conflicts(case))
