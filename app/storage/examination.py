"""What `homeward doctor` looks at: whether each protection of this laptop's store holds.

Looks at the folder without opening the store; inside it only when it is unlocked for that.
"""

from __future__ import annotations

import stat
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.records.errors import ProductError
from app.storage.engine import STORE_FILE, check_file
from app.storage.header_file import read_header
from app.storage.key_header import Header, parse, to_bytes
from app.storage.key_slots import FLOOR
from app.storage.keyring_store import system_keyring

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.storage.store import Store

PRIVATE_FOLDER, PRIVATE_FILE = 0o700, 0o600
OTHERS = 0o077


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what, whether it passed, and what was seen or what to do."""

    check: str
    passed: bool
    words: str


def examine_folder(folder: Path) -> list[Finding]:
    """What can be told without the passphrase."""
    if not folder.is_dir():
        return [Finding("store", False, "There is no store here yet.")]
    found: list[Finding] = []
    header = _header(folder, found)
    found.append(_private(folder))
    if header is not None:
        found.append(_tried("store file", lambda: _sealed(folder, header)))
        found.append(_cost(header))
        found.append(_keyring(header))
    found.append(_dumps())
    return found


def examine_store(store: Store) -> list[Finding]:
    """What only the open store can tell."""
    with store.open_work() as work:
        waiting = work.outbox.waiting()
    since = f", the oldest since {waiting.since:%d %b %Y %H:%M} UTC" if waiting.since else ""
    return [
        _tried("audit chain", lambda: _chain(store)),
        Finding("cipher", True, store.cipher),
        Finding("waiting to send", True, f"{waiting.count} changes{since}"),
    ]


def _header(folder: Path, found: list[Finding]) -> Header | None:
    try:
        header = parse(read_header(folder))
    except ProductError as error:
        found.append(Finding("key file", False, error.advice))
        return None
    kind = "practice store" if header.practice else "store for real records"
    found.append(Finding("key file", True, f"{kind}, generation {header.generation}"))
    return header


def _sealed(folder: Path, header: Header) -> str:
    check_file(folder / STORE_FILE, to_bytes(header.cipher.salt))
    return "encrypted, and it belongs to this key file"


def _chain(store: Store) -> str:
    with store.open_work() as work:
        return f"{work.audit.verify()} events, unbroken"


def _private(folder: Path) -> Finding:
    if sys.platform == "win32":
        return Finding("permissions", True, "left to the folder's access list; see the IT guide")
    open_to_others = [
        path.name
        for path in [folder, *folder.iterdir()]
        if stat.S_IMODE(path.stat().st_mode) & OTHERS
    ]
    words = f"others may read: {', '.join(open_to_others)}" if open_to_others else "yours alone"
    return Finding("permissions", not open_to_others, words)


def _cost(header: Header) -> Finding:
    kdf = header.kdf
    strong = (kdf.m_kib, kdf.t) >= (FLOOR.m_kib, FLOOR.t)
    words = f"Argon2id, {kdf.m_kib // 1024} MiB, {kdf.t} passes"
    return Finding("passphrase hardening", strong, words)


def _keyring(header: Header) -> Finding:
    if header.practice:
        return Finding("keyring", True, "not needed for practice data")
    return _tried("keyring", lambda: system_keyring().name)


def _dumps() -> Finding:
    if sys.platform == "win32":
        return Finding(
            "crash dumps", True, "see the IT guide: exclude Homeward from error reporting"
        )
    import resource as limits  # noqa: PLC0415 - not on Windows

    soft, _hard = limits.getrlimit(limits.RLIMIT_CORE)
    return Finding(
        "crash dumps", soft == 0, "off" if soft == 0 else "on: the system may write them"
    )


def _tried(check: str, look: Callable[[], str]) -> Finding:
    try:
        return Finding(check, True, look())
    except ProductError as error:
        return Finding(check, False, error.advice)
