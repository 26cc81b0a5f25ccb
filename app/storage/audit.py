"""The trail of reads and changes: each event is chained to the one before under a key of the store.

Whoever changes, drops, adds or reorders events outside Homeward breaks the chain. The chain's head
is sealed too, so that cutting its end is seen as well.
"""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING, Any

from app.records.clock import from_text, to_text
from app.records.codec import canonical
from app.records.errors import RecordChainBroken

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import datetime

    from app.records.ports import AuditEvent
    from app.records.record import JsonValue, RecordId
    from app.storage.held import Held

START = b"ri/audit/start/v1"
_NAME = "audit"
_LAST = 500
_COLUMNS = ("n", "at", "user", "action", "record", "reason", "result")


class StoredAudit:
    """This laptop's chain of events: who did what to which record, never what was said."""

    def __init__(self, held: Held, key: bytes, clock: Callable[[], datetime]) -> None:
        self._held = held
        self._key = key
        self._clock = clock

    def add(self, event: AuditEvent) -> None:
        """Append an event to the chain."""
        n, previous = self._end()
        fields = (
            n + 1,
            to_text(self._clock()),
            event.user,
            event.action,
            event.record,
            event.reason,
            event.result,
        )
        mac = self._mac(previous, fields)
        self._held.run(
            'INSERT INTO audit (n, at, "user", action, record, reason, result, mac)'
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
            (*fields, mac),
        )
        self._held.run(
            "INSERT INTO chain (name, n, mac) VALUES (?, ?, ?)"
            " ON CONFLICT (name) DO UPDATE SET n = excluded.n, mac = excluded.mac",
            (_NAME, n + 1, self._seal(n + 1, mac)),
        )

    def events(self, record: RecordId | None = None) -> Sequence[Mapping[str, JsonValue]]:
        """Return the events, oldest first, of one record or all."""
        statement = 'SELECT n, at, "user", action, record, reason, result FROM audit'
        if record is None:
            rows = self._held.all(statement + " ORDER BY n")
        else:
            rows = self._held.all(statement + " WHERE record = ? ORDER BY n", (record,))
        return [dict(zip(_COLUMNS, row, strict=True)) for row in rows]

    def latest(self) -> datetime | None:
        """Return the latest instant among the last events, or None while there is none.

        Only the last: a clock that once ran ahead is forgotten after some days of work.
        """
        row = self._held.one(
            "SELECT max(at) FROM (SELECT at FROM audit ORDER BY n DESC LIMIT ?)", (_LAST,)
        )
        return from_text(row[0]) if row and row[0] else None

    def verify(self) -> int:
        """Check the whole chain and return its length; raise RecordChainBroken."""
        previous, count = START, 0
        for *fields, mac in self._held.all(
            'SELECT n, at, "user", action, record, reason, result, mac FROM audit ORDER BY n'
        ):
            count += 1
            expected = self._mac(previous, tuple(fields))
            if fields[0] != count or not hmac.compare_digest(expected, mac):
                raise RecordChainBroken(event=count)
            previous = mac
        self._check_head(count, previous)
        return count

    def _check_head(self, count: int, last: bytes) -> None:
        head = self._held.one("SELECT n, mac FROM chain WHERE name = ?", (_NAME,))
        if head is None and count == 0:
            return
        sealed = self._seal(count, last)
        if head is None or head[0] != count or not hmac.compare_digest(sealed, head[1]):
            raise RecordChainBroken(event=count)

    def _end(self) -> tuple[int, bytes]:
        row = self._held.one("SELECT n, mac FROM audit ORDER BY n DESC LIMIT 1")
        return (row[0], row[1]) if row else (0, START)

    def _mac(self, previous: bytes, fields: tuple[Any, ...]) -> bytes:
        return hmac.digest(self._key, previous + canonical(list(fields)), "sha256")

    def _seal(self, n: int, mac: bytes) -> bytes:
        return hmac.digest(self._key, b"ri/audit/head/v1|" + str(n).encode() + mac, "sha256")
