"""Records lately shown, kept decoded so that an autosave need not read them again.

Only one process opens a store, and only the unit of work writes to it, so what is kept is what is
stored. Whatever a failed unit of work touched is forgotten. The process is replaced on lock.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.records.edit import Edit
    from app.records.record import Record, RecordId
    from app.storage.heads import Head

KEPT = 256


@dataclass(slots=True)
class Shown:
    """A record with its key and head, and what is known of its edits that wait."""

    pk: int
    record: Record
    head: Head
    waiting: tuple[int, Edit] | None = None
    op_ids: set[str] | None = None


class ShownRecords:
    """The records kept, the longest unused leaving first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[RecordId, Shown] = OrderedDict()
        self._touched: set[RecordId] = set()

    def get(self, record: RecordId) -> Shown | None:
        """Return a record when it is kept."""
        found = self._kept.get(record)
        if found is not None:
            self._kept.move_to_end(record)
        return found

    def keep(self, shown: Shown) -> None:
        """Keep a record as it was read."""
        self._kept[shown.record.id] = shown
        while len(self._kept) > KEPT:
            self._kept.popitem(last=False)

    def touch(self, record: RecordId) -> None:
        """Note that this unit of work changes a record."""
        self._touched.add(record)

    def settle(self) -> None:
        """The unit of work is durable: what it touched is what is stored."""
        self._touched.clear()

    def forget_touched(self) -> None:
        """The unit of work was undone: read again what it touched."""
        for record in self._touched:
            self._kept.pop(record, None)
        self._touched.clear()

    def forget_all(self) -> None:
        """Read everything again."""
        self._kept.clear()
        self._touched.clear()
