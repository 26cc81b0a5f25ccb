"""The connection factory lets nothing unencrypted through."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

import pytest

from app.storage import engine
from app.storage.driver import MODULE
from app.storage.engine import STORE_FILE, engine_over, make_empty, open_sealed, salt_of

if TYPE_CHECKING:
    from pathlib import Path

    from app.storage.store import Store

SETTINGS = {
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "temp_store": 2,
    "foreign_keys": 1,
    "trusted_schema": 0,
    "cipher_page_size": "4096",
    "busy_timeout": 5000,
}


@pytest.mark.parametrize("length", [0, 1, 16, 31, 33, 64])
def test_only_a_whole_key_is_taken(tmp_path: Path, length: int) -> None:
    path = tmp_path / STORE_FILE
    make_empty(path)
    with pytest.raises(ValueError, match="32 bytes"):
        open_sealed(path, bytes(length))
    assert path.read_bytes() == b""


@pytest.mark.parametrize(("setting", "expected"), SETTINGS.items())
def test_every_connection_is_set_up(store: Store, setting: str, expected: object) -> None:
    row = store.sealed.driver.execute(f"PRAGMA {setting}").fetchone()
    assert row == (expected,)


def test_the_engine_says_what_it_encrypts_with(store: Store) -> None:
    row = store.sealed.driver.execute("PRAGMA cipher_version").fetchone()
    assert row is not None
    assert str(row[0]).startswith("4.")


def test_sqlalchemy_is_on_the_same_driver(store: Store) -> None:
    engine_ = store.sealed.connection.engine
    assert engine_.dialect.dbapi is MODULE
    assert engine_over(store.sealed.driver).raw_connection().driver_connection is (
        store.sealed.driver
    )


def test_a_sqlite_that_cannot_encrypt_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / STORE_FILE
    make_empty(path)
    monkeypatch.setattr(engine, "connect", lambda uri: sqlite3.connect(uri, uri=True))
    with pytest.raises(RuntimeError, match="does not encrypt"):
        open_sealed(path, bytes(32))


def test_connecting_never_makes_a_file(tmp_path: Path) -> None:
    with pytest.raises(Exception, match="READ_ONLY"):
        open_sealed(tmp_path / STORE_FILE, bytes(32))
    assert list(tmp_path.iterdir()) == []


def test_an_empty_file_is_not_followed_or_overwritten(tmp_path: Path) -> None:
    (tmp_path / "target").write_text("kept")
    (tmp_path / STORE_FILE).symlink_to(tmp_path / "target")
    with pytest.raises(FileExistsError):
        make_empty(tmp_path / STORE_FILE)
    assert (tmp_path / "target").read_text() == "kept"


def test_a_plain_file_has_no_salt(tmp_path: Path) -> None:
    (tmp_path / "plain").write_bytes(b"SQLite format 3\0")
    with pytest.raises(RuntimeError):
        salt_of(tmp_path / "plain")
