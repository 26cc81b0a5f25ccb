"""A child process that makes a store and changes its passphrase until it is killed.

    python -m tests.storage.changer FOLDER

The passphrase of turn n ends in n; a turn that was printed was acknowledged.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.storage.sealing import change_passphrase
from app.storage.vault import create_store, store_exists, unlock
from tests.storage.making import QUICK

WORDS = "four words nobody guesses "


class FolderKeyring:
    """A keyring that outlives a kill: one file an entry."""

    name = "tests.storage.changer.FolderKeyring"

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(exist_ok=True)

    def get(self, entry: str) -> bytes | None:
        path = self._path(entry)
        return path.read_bytes() if path.exists() else None

    def put(self, entry: str, secret: bytes) -> None:
        fresh = self._folder / "fresh"
        fresh.write_bytes(secret)
        fresh.replace(self._path(entry))

    def delete(self, entry: str) -> None:
        self._path(entry).unlink(missing_ok=True)

    def _path(self, entry: str) -> Path:
        return self._folder / entry.replace("/", "_")


def say(turn: int) -> None:
    """Acknowledge a turn."""
    sys.stdout.write(f"{turn}\n")
    sys.stdout.flush()


def main() -> None:
    """Make the store if it is not there, then change its passphrase turn after turn."""
    folder, turn = Path(sys.argv[1]), int(sys.argv[2])
    keyring = FolderKeyring(folder.parent / "keyring")
    say(-1)  # from here on it may be killed
    if store_exists(folder):
        store = unlock(folder, f"{WORDS}{turn}", keyring=keyring, patience=10.0)
    else:
        store = create_store(folder, f"{WORDS}{turn}", keyring=keyring, cost=QUICK).store
    say(turn)
    while True:
        turn += 1
        change_passphrase(store, f"{WORDS}{turn}")
        say(turn)


if __name__ == "__main__":
    main()
