"""A store of each test's own."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from tests.storage.making import MemoryKeyring, real_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.storage.store import Store

NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)


@pytest.fixture
def keyring() -> MemoryKeyring:
    return MemoryKeyring()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "store"


@pytest.fixture
def store(folder: Path, keyring: MemoryKeyring) -> Iterator[Store]:
    made = real_store(folder, keyring, lambda: NOW).store
    yield made
    made.close()
