"""What waits to be sent: op bytes in the order they were made, squashed where nothing is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records import codec
from app.records.clock import from_text
from app.records.outbox import may_squash, squash
from app.records.ports import Waiting

if TYPE_CHECKING:
    from app.records.edit import Edit
    from app.records.record import RecordId
    from app.storage.held import Held
    from app.storage.shown import Shown

_WAITING = "SELECT count(*), min(at), (SELECT at FROM outbox ORDER BY n DESC LIMIT 1) FROM outbox"
WAITING = 0
"""The state of a row that no batch holds yet; sync adds the others."""


ANSWERS_TOGETHER = 24
"""How many answers share a row: an autosave rewrites its row whole, so a row stays small."""


class StoredOutbox:
    """The outbox of the store; rows leave it only when central has acknowledged them."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def waiting(self, record: RecordId | None = None) -> Waiting:
        """Count what waits, for one record or in all."""
        if record is None:
            row = self._held.one(_WAITING)
        else:
            row = self._held.one(
                _WAITING  # noqa: S608 - two constants
                + " WHERE record_pk = (SELECT pk FROM head WHERE id = ?)",
                (record,),
            )
        count, *ends = row or (0, None, None)
        return Waiting(count, *(from_text(at) if at else None for at in ends))

    def edits(self, record: RecordId | None = None) -> list[Edit]:
        """Return the waiting edits in the order they were made."""
        if record is None:
            rows = self._held.all("SELECT bytes FROM outbox ORDER BY n")
        else:
            rows = self._held.all(
                "SELECT bytes FROM outbox"
                " WHERE record_pk = (SELECT pk FROM head WHERE id = ?) ORDER BY n",
                (record,),
            )
        return [codec.decode_edit(row[0]) for row in rows]

    def holds(self, shown: Shown, op_id: str) -> bool:
        """Whether an edit is here already: somebody tries again after an unclear failure."""
        if shown.op_ids is None:
            rows = self._held.all("SELECT op_id FROM outbox WHERE record_pk = ?", (shown.pk,))
            shown.op_ids = {row[0] for row in rows}
        return op_id in shown.op_ids

    def put(self, shown: Shown, edit: Edit) -> None:
        """Add an edit, or lay it into the record's last one where `may_squash` allows."""
        last = shown.waiting or self._last(shown.pk)
        if last is not None and _takes_in(last[1], edit):
            n, merged = last[0], squash(last[1], edit)
            data = codec.canonical(merged)
            self._held.run("UPDATE outbox SET bytes = ? WHERE n = ?", (data, n))
            shown.waiting = (n, merged)
        else:
            self._add(shown, edit)

    def _add(self, shown: Shown, edit: Edit) -> None:
        cursor = self._held.run(
            "INSERT INTO outbox (record_pk, op_id, state, at, bytes) VALUES (?, ?, 0, ?, ?)",
            (shown.pk, edit.op_id, edit.at, codec.canonical(edit)),
        )
        shown.waiting = (cursor.lastrowid, edit)
        if shown.op_ids is not None:
            shown.op_ids.add(edit.op_id)

    def _last(self, pk: int) -> tuple[int, Edit] | None:
        row = self._held.one(
            "SELECT n, bytes, state FROM outbox WHERE record_pk = ? ORDER BY n DESC LIMIT 1", (pk,)
        )
        if row is None or row[2] != WAITING:
            return None
        return row[0], codec.decode_edit(row[1])


def _takes_in(waiting: Edit, edit: Edit) -> bool:
    together = len(waiting.set.keys() | edit.set.keys())
    return together <= ANSWERS_TOGETHER and may_squash(waiting, edit)
