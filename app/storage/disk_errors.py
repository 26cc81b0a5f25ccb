"""What the disk and SQLite say, turned into errors with advice."""

from __future__ import annotations

import errno
from contextlib import contextmanager
from typing import TYPE_CHECKING

from app.records.errors import DiskFull, StoreDamaged, StoreError, StoreInUse, StoreReadOnly
from app.storage.driver import DriverError

if TYPE_CHECKING:
    from collections.abc import Generator
    from pathlib import Path

_FULL = frozenset({errno.ENOSPC, errno.EFBIG, getattr(errno, "EDQUOT", errno.ENOSPC)})
_READ_ONLY = frozenset({errno.EROFS, errno.EACCES, errno.EPERM})

_BY_CODE: dict[int, type[StoreError]] = {
    5: StoreInUse,  # BUSY
    6: StoreInUse,  # LOCKED
    8: StoreReadOnly,  # READONLY
    11: StoreDamaged,  # CORRUPT
    13: DiskFull,  # FULL
    14: StoreReadOnly,  # CANTOPEN: WAL cannot make its side files in a folder it may not write
    26: StoreDamaged,  # NOTADB
}
_IOERR = 10
_ROOM = 64 * 1024


def store_error(error: Exception, *, writing: bool = False) -> StoreError | None:
    """The store's own error for what SQLite raised; None when it is a fault of the program.

    The driver does not say why reading or writing failed. What cannot be written is mostly a
    quota, a size limit or a stick that was pulled: room may come back, so the words are those of
    a full disk. What cannot be read is damage.
    """
    code: int = getattr(error, "sqlite_errorcode", 0)
    name: str = getattr(error, "sqlite_errorname", "")
    if code & 0xFF == _IOERR:
        found: type[StoreError] = DiskFull if writing else StoreDamaged
        return found(sqlite=name)
    known = _BY_CODE.get(code & 0xFF)
    return known(sqlite=name) if known else None


@contextmanager
def store_errors() -> Generator[None]:
    """Raise the store's own errors in place of SQLite's."""
    try:
        yield
    except DriverError as error:
        known = store_error(error)
        if known is None:
            raise
        raise known from error


def no_room(folder: Path) -> bool:
    """Whether a folder takes nothing more: SQLite only says that reading or writing failed."""
    from tempfile import TemporaryFile  # noqa: PLC0415 - hardly ever wanted

    try:
        with TemporaryFile(dir=folder) as probe:
            probe.write(bytes(_ROOM))
    except OSError as error:
        return error.errno in _FULL
    return False


@contextmanager
def folder_errors() -> Generator[None]:
    """Raise the store's own errors in place of the operating system's."""
    try:
        yield
    except OSError as error:
        if error.errno in _FULL:
            raise DiskFull from error
        if error.errno in _READ_ONLY:
            raise StoreReadOnly from error
        raise
