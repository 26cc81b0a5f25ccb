"""An open store: hands out units of work, erases, closes so that nothing is left open."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from threading import RLock
from typing import TYPE_CHECKING

from app.records.errors import StoreError
from app.storage.anchor import Anchor
from app.storage.erasing import Erased, erase
from app.storage.held import Held
from app.storage.shown import ShownRecords
from app.storage.unit_of_work import StoreWork

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.records.record import RecordId
    from app.storage.engine import Sealed
    from app.storage.key_header import Header
    from app.storage.key_slots import Keys
    from app.storage.keyring_store import DeviceKeyring
    from app.storage.single_instance import InstanceLock


@dataclass(slots=True)
class Opened:
    """What unlocking gives: where the store lies, its key file and keys, and its only lock."""

    folder: Path
    header: Header
    keys: Keys
    keyring: DeviceKeyring | None
    instance: InstanceLock


class Store:
    """The unlocked store of one laptop. Threads may share it: one unit of work runs at a time."""

    def __init__(self, opened: Opened, sealed: Sealed, clock: Callable[[], datetime]) -> None:
        self.opened = opened
        self.sealed = sealed
        self._lock = RLock()
        self._held = Held(sealed)
        self._shown = ShownRecords()
        self._anchor = Anchor(self._held, opened.keyring, opened.header.store_id)
        self._anchor.check()
        self._anchor.drop()
        self._work = StoreWork(
            self._held, self._shown, self._lock, opened.keys.chain, clock, self._anchor.committed
        )
        self._closed = False

    @property
    def id(self) -> str:
        """The store's own id, as in its key file."""
        return self.opened.header.store_id

    @property
    def practice(self) -> bool:
        """Whether this store is for practice data only."""
        return self.opened.header.practice

    @property
    def folder(self) -> Path:
        """Where the store lies."""
        return self.opened.folder

    @property
    def cipher(self) -> str:
        """What encrypts the store, by name and version."""
        row = self.sealed.driver.execute("PRAGMA cipher_version").fetchone()
        return f"SQLCipher {row[0] if row else 'absent'}"

    def check_pages(self) -> list[str]:
        """Check every page of the store against its seal; what is wrong, empty when all is well."""
        with self._lock:
            damaged = self._held.all("PRAGMA cipher_integrity_check")
            broken = self._held.all("PRAGMA quick_check")
        return [row[0] for row in damaged + broken if row[0] != "ok"]

    def open_work(self) -> StoreWork:
        """Begin a unit of work: `with store.open_work() as work: …; work.commit()`."""
        if self._closed:
            message = "the store is closed"
            raise RuntimeError(message)
        return self._work

    def erase_case(self, case: RecordId) -> Erased:
        """Erase every copy of a case for good and empty the journal; the trail stays."""
        with self._lock:
            self._held.begin()
            try:
                receipt = erase(self._held, case)
            except BaseException:
                self._held.undo()
                raise
            self._held.commit()
            self._shown.forget_all()
            self.sealed.checkpoint()
        return receipt

    def checkpoint(self) -> None:
        """Move everything into the store file and empty the journal beside it."""
        with self._lock:
            self.sealed.checkpoint()

    def set_generation(self, generation: int, keyring: DeviceKeyring | None) -> None:
        """Note in the store that its key file was renewed, and count its commits afresh."""
        with self._lock:
            self._held.run("UPDATE meta SET generation = ?", (generation,))
            self._anchor.begin_epoch(keyring)

    def close(self) -> None:
        """Close the store and let another window open it. What was committed is safe already."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
            self._shown.forget_all()
            with suppress(StoreError):  # a full disk: the journal keeps what could not be moved
                self._anchor.drop()
                self.sealed.checkpoint()
            self.sealed.close()
            self.opened.instance.release()
