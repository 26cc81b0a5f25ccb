"""Finding a child to record something about: one hit a child, by any name or reference."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.records.ports import SearchHit


def find_children(desk: Desk, words: str, limit: int = 20) -> list[SearchHit]:
    """Children whose names, or a reference of whose case, match; forgiving spelling and accents.

    Unlike a search over everything written, nobody is found by what was said in an interview.
    """
    with desk.open_work() as work:
        found, _ = work.lists.children(0, limit, words)
        return found
