"""One unit of work: one transaction on the one connection, and the only place that commits."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from app.storage.audit import StoredAudit
from app.storage.lists import StoredLists
from app.storage.local_state import StoredLocalState
from app.storage.outbox import StoredOutbox
from app.storage.records_store import StoredRecords

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from threading import RLock
    from types import TracebackType

    from app.records.record import RecordId
    from app.storage.held import Held
    from app.storage.shown import ShownRecords


class StoreWork:
    """Fulfils `app.records.ports.Work`. One thread at a time: others wait at the door.

    A commit that fails undoes the transaction and changes nothing; the caller still holds its
    edits, may free some room and apply them again, in this unit of work or another.
    """

    def __init__(
        self,
        held: Held,
        shown: ShownRecords,
        lock: RLock,
        chain_key: bytes,
        clock: Callable[[], datetime],
        committed: Callable[[], None],
    ) -> None:
        self._held = held
        self._shown = shown
        self._lock = lock
        self._committed = committed
        self.local = StoredLocalState(held)
        self.audit = StoredAudit(held, chain_key, clock)
        self.outbox = StoredOutbox(held)
        self.records = StoredRecords(held, shown, self.outbox)
        self.lists = StoredLists(held, self.records)
        self._inside = False

    def __enter__(self) -> Self:
        self._lock.acquire()
        if self._inside:
            self._lock.release()
            message = "a unit of work is open already in this thread"
            raise RuntimeError(message)
        try:
            self._held.begin()
        except BaseException:
            self._lock.release()
            raise
        self._inside = True
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        del kind, error, trace
        self._inside = False
        try:
            self._undo()
        finally:
            self._lock.release()

    def commit(self) -> None:
        """Make everything durable, or raise a StoreError and change nothing."""
        try:
            self._held.commit()
        except BaseException:
            self._shown.forget_touched()
            self._held.begin()
            raise
        self._shown.settle()
        self._committed()
        self._held.begin()

    def index_text(self, record: RecordId) -> None:
        """Renew a record's words in the full-text index."""
        self.records.index_text(record)

    def _undo(self) -> None:
        self._shown.forget_touched()
        self._held.undo()
