"""The one way to the store file: a connection that is encrypted, or no connection at all.

SQLCipher takes a short key for a passphrase and no key for plain text, both without a word, so
everything is asserted here and no other module connects (ADR 0004).
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import create_engine
from sqlalchemy.pool import StaticPool

from app.records.errors import DiskFull, StoreDamaged, StoreMismatch, StoreMissing
from app.storage.disk_errors import folder_errors, no_room, store_errors
from app.storage.driver import MODULE, Driver, DriverError, connect

if TYPE_CHECKING:
    from pathlib import Path

    from sqlalchemy import Connection, Engine

STORE_FILE = "store.db"
PAGE = 4096
KEY_HEX = 64
SALT = 16
PLAIN = b"SQLite format 3\x00"
CACHE_KIB = 32_768
BUSY_MS = 5_000

_SETTINGS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA secure_delete=ON",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA foreign_keys=ON",
    "PRAGMA trusted_schema=OFF",
    f"PRAGMA busy_timeout={BUSY_MS}",
    f"PRAGMA cache_size=-{CACHE_KIB}",
)


@dataclass(frozen=True, slots=True)
class Sealed:
    """An open store file: the driver's connection, and SQLAlchemy's over the same one."""

    driver: Driver
    connection: Connection

    def checkpoint(self) -> None:
        """Move everything into the store file and empty the journal beside it."""
        with store_errors():
            self.driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def close(self) -> None:
        """Close both views of the connection."""
        self.connection.close()
        self.connection.engine.dispose()
        self.driver.close()


def make_empty(path: Path) -> None:
    """Make an empty file that only its owner may read; never follow or overwrite anything."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    with folder_errors():
        os.close(os.open(path, flags, 0o600))


def open_sealed(path: Path, key: bytes) -> Sealed:
    """Open a store file with its raw key and prove that it is encrypted."""
    driver = _connect(path, key)
    try:
        with store_errors():
            for setting in _SETTINGS:
                driver.execute(setting)
        return Sealed(driver, engine_over(driver).connect())
    except BaseException:
        driver.close()
        raise


def check_file(path: Path, salt: bytes) -> None:
    """Look at the file before anything connects to it: missing, short, plain or another store's.

    Only ever before: closing a second descriptor would drop SQLite's lock on an open store.
    """
    with folder_errors():
        size = path.stat().st_size if path.exists() else 0
        if size < PAGE:
            raise StoreMissing(size=size)
        with path.open("rb") as file:
            start = file.read(SALT)
    if start == PLAIN:
        raise StoreMismatch("The store is not encrypted, so it is not the one this key opens.")
    differing = sum(mine != theirs for mine, theirs in zip(start, salt, strict=True))
    if differing > SALT // 2:
        raise StoreMismatch
    if differing:
        raise StoreDamaged(page=1)


def salt_of(path: Path) -> bytes:
    """The first 16 bytes of a closed store file, which name it."""
    with path.open("rb") as file:
        start = file.read(SALT)
    if start == PLAIN:
        message = "the store was written without encryption"
        raise RuntimeError(message)
    return start


def engine_over(driver: Driver) -> Engine:
    """SQLAlchemy over a connection that is already keyed; it never opens one of its own.

    It runs in AUTOCOMMIT: the unit of work alone says BEGIN and COMMIT, on the driver.
    """
    engine = create_engine(
        "sqlite+pysqlite://",
        module=MODULE,
        creator=lambda: driver,
        poolclass=StaticPool,
        isolation_level="AUTOCOMMIT",
    )
    if engine.dialect.dbapi is not MODULE:
        message = "SQLAlchemy is not on SQLCipher's driver"
        raise RuntimeError(message)
    return engine


def _connect(path: Path, key: bytes) -> Driver:
    text = key.hex()
    if len(text) != KEY_HEX:
        message = "a store key has 32 bytes"
        raise ValueError(message)
    with store_errors():
        driver = connect(f"{path.absolute().as_uri()}?mode=rw")
    try:
        _unlock_pages(driver, text)
    except StoreDamaged as error:
        driver.close()
        if no_room(path.parent):  # opening writes too: a full disk is no damage
            raise DiskFull from error
        raise
    except BaseException:
        driver.close()
        raise
    return driver


def _unlock_pages(driver: Driver, key_text: str) -> None:
    with store_errors():
        driver.execute("PRAGMA cipher_log_level=NONE")
        driver.execute(f"PRAGMA key=\"x'{key_text}'\"")
        if not driver.execute("PRAGMA cipher_version").fetchone():
            message = "this SQLite does not encrypt"
            raise RuntimeError(message)
        try:
            driver.execute("PRAGMA page_count").fetchone()
        except DriverError as error:
            if _cut_short(driver, error):
                raise StoreMissing from error
            raise
        driver.execute("SELECT count(*) FROM sqlite_schema").fetchone()


def _cut_short(driver: Driver, error: Exception) -> bool:
    """Whether pages are missing at the end rather than wrong: each one that is there is whole."""
    if getattr(error, "sqlite_errorname", "") != "SQLITE_CORRUPT":
        return False
    found = driver.execute("PRAGMA cipher_integrity_check").fetchall()
    return not any("HMAC" in str(row[0]) for row in found)
