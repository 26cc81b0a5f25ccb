"""Today: what is due, what is missing, what waits."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.records.ports import Page, SearchHit, Waiting, WorklistQuery


def today(desk: Desk, query: WorklistQuery) -> Page:
    """One window of the worklist. Lists are not audited line by line; opening a record is."""
    with desk.open_work() as work:
        return work.lists.today(query)


def find(desk: Desk, words: str, limit: int = 20) -> list[SearchHit]:
    """Find children and records by name, known-as name, reference or words."""
    with desk.open_work() as work:
        return work.lists.search(words, limit)


def waiting(desk: Desk) -> Waiting:
    """How much has not been sent yet, and since when."""
    with desk.open_work() as work:
        return work.outbox.waiting()
