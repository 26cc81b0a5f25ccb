"""One window per store: a lock file that the operating system lets go of when its holder dies."""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING

from app.records.errors import StoreInUse
from app.storage.disk_errors import folder_errors

if TYPE_CHECKING:
    from pathlib import Path

LOCK_FILE = "store.lock"
_PAUSE = 0.02


class InstanceLock:
    """Holds a store's lock file until released, or until this process ends, however it ends."""

    def __init__(self, folder: Path, patience: float = 0.0) -> None:
        with folder_errors():
            flags = os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
            self._file: int | None = os.open(folder / LOCK_FILE, flags, 0o600)
        until = time.monotonic() + patience
        while not _try_lock(self._file):
            if time.monotonic() >= until:
                os.close(self._file)
                self._file = None
                raise StoreInUse
            time.sleep(_PAUSE)

    def release(self) -> None:
        """Let the store be opened by another window."""
        if self._file is not None:
            os.close(self._file)
            self._file = None


if sys.platform == "win32":
    import msvcrt

    def _try_lock(file: int) -> bool:
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True
else:
    import fcntl

    def _try_lock(file: int) -> bool:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError:
            return False
        return True
