"""Noticing an older copy of the store: how far it had come is kept in the keyring as well.

Encryption cannot tell an old page or an old file from the present one (ADR 0004). So the
store counts what it has committed, and the count is put beside the device secret when the store is
unlocked and closed and every few hundred commits; never before the store itself is durable. A
step back that is younger than the last such moment is not seen.
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING

from app.records.errors import StoreError, StoreRolledBack

if TYPE_CHECKING:
    from app.storage.held import Held
    from app.storage.keyring_store import DeviceKeyring

EVERY = 200


class Anchor:
    """Keeps the store's count of commits in the keyring; practice stores have none."""

    def __init__(self, held: Held, keyring: DeviceKeyring | None, store_id: str) -> None:
        self._held = held
        self._keyring = keyring
        self._entry = f"anchor/{store_id}"
        self._commits = 0

    def check(self) -> None:
        """Raise StoreRolledBack when the keyring has seen more of this store than is here."""
        if self._keyring is None:
            return
        seen = self._keyring.get(self._entry)
        if seen is not None and _read(seen) > self._reached():
            raise StoreRolledBack

    def committed(self) -> None:
        """Count a commit, and drop the anchor when it is time."""
        self._commits += 1
        if self._commits >= EVERY:
            self.drop()

    def drop(self) -> None:
        """Make the count durable in the store, then tell the keyring.

        Neither a full disk nor a keyring that does not answer may stop a save or an unlock: the
        anchor is then dropped the next time.
        """
        if self._keyring is None:
            return
        with suppress(StoreError):
            self._held.run("UPDATE meta SET commit_seq = commit_seq + ?", (self._commits,))
            self._commits = 0
            epoch, commits = self._reached()
            self._keyring.put(self._entry, f"{epoch}.{commits}".encode("ascii"))

    def begin_epoch(self, keyring: DeviceKeyring | None) -> None:
        """Start counting anew: the store was given a new passphrase, perhaps after a restore."""
        self._keyring = keyring
        self._held.run("UPDATE meta SET epoch = epoch + 1")
        self.drop()

    def _reached(self) -> tuple[int, int]:
        row = self._held.one("SELECT epoch, commit_seq FROM meta")
        return (row[0], row[1]) if row else (0, 0)


def _read(seen: bytes) -> tuple[int, int]:
    epoch, _, commits = seen.decode("ascii", "replace").partition(".")
    if not (epoch.isdigit() and commits.isdigit()):
        return (0, 0)
    return int(epoch), int(commits)
