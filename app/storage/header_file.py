"""Reading and writing the key file: whole or not at all, with a copy that is known to be good."""

from __future__ import annotations

import os
import secrets
from typing import TYPE_CHECKING

from app.records.errors import HeaderIncomplete, StoreMissing
from app.storage.disk_errors import folder_errors
from app.storage.engine import STORE_FILE

if TYPE_CHECKING:
    from pathlib import Path

HEADER_FILE = "store.rih"
BACKUP_FILE = "store.rih.bak"
_LARGEST = 128 * 1024


def read_header(folder: Path) -> bytes:
    """The bytes of the key file; raise when there is none."""
    path = folder / HEADER_FILE
    with folder_errors():
        if not path.exists():
            if (folder / STORE_FILE).exists() or (folder / BACKUP_FILE).exists():
                raise HeaderIncomplete(size=0)
            raise StoreMissing("There is no store in this folder.")
        with path.open("rb") as file:
            return file.read(_LARGEST)


def write_header(folder: Path, data: bytes, name: str = HEADER_FILE) -> None:
    """Replace the key file in one step that survives a power cut at any moment."""
    fresh = folder / f"{name}.{secrets.token_hex(4)}.new"
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with folder_errors():
        try:
            file = os.open(fresh, flags, 0o600)
            with os.fdopen(file, "wb") as stream:
                stream.write(data)
                stream.flush()
                os.fsync(stream.fileno())
            fresh.replace(folder / name)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
        sync_folder(folder)


def refresh_backup(folder: Path, data: bytes) -> None:
    """Renew the copy of a key file that has just opened its store; not when it is the same."""
    path = folder / BACKUP_FILE
    with folder_errors():
        known = path.read_bytes() if path.exists() else b""
    if known != data:
        write_header(folder, data, BACKUP_FILE)


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable; Windows does so by itself and cannot be asked."""
    if os.name == "nt":
        return
    file = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
