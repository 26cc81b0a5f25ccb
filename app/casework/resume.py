"""Where somebody was: kept in the encrypted store, so that unlocking returns to the same caret."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

import msgspec

from app.records.record import RecordId

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.records.ports import Work

KEY = "place"
Screen = Literal["interview", "episode", "review"]


class Place(msgspec.Struct, frozen=True):
    """A screen, its record (an episode), and the caret in it."""

    screen: Screen
    episode: RecordId
    section: str = ""
    address: str = ""
    caret: int = 0


def keep_place(work: Work, place: Place) -> None:
    """Keep the place inside an open unit of work, so that it is never ahead of the words."""
    work.local.put(KEY, msgspec.to_builtins(place))


def remember(desk: Desk, place: Place | None) -> None:
    """Keep the place, or forget it when a screen was left on purpose."""
    with desk.open_work() as work:
        work.local.put(KEY, None if place is None else msgspec.to_builtins(place))
        work.commit()


def last_place(desk: Desk) -> Place | None:
    """Where the last sitting ended without leaving, or None."""
    with desk.open_work() as work:
        kept = work.local.get(KEY)
    try:
        return msgspec.convert(kept, Place) if kept else None
    except msgspec.ValidationError:
        return None
