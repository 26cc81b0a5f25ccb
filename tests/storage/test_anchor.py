"""A step back to an older copy of the store is noticed, and never a false one."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from typing_extensions import override

from app.records.errors import KeyringUnsafe, StoreRolledBack
from app.records.record import answered, new_id
from app.storage import anchor
from app.storage.engine import STORE_FILE
from app.storage.sealing import change_passphrase
from app.storage.vault import create_store, unlock, unlock_with_kit
from tests.storage.making import PASSPHRASE, QUICK, MemoryKeyring, later, person, real_store

if TYPE_CHECKING:
    from pathlib import Path

    from app.storage.store import Store


def save(store: Store, times: int = 1) -> str:
    case = new_id()
    first = person(case, "Ada", "Marsh")
    for turn in range(times):
        with store.open_work() as work:
            work.records.apply(first)
            work.records.apply(later(first, child_communication=answered(str(turn))))
            work.commit()
    return case


def test_yesterdays_copy_is_refused_and_the_kit_still_opens_it(
    folder: Path, keyring: MemoryKeyring
) -> None:
    made = real_store(folder, keyring)
    case = save(made.store)
    made.store.close()
    yesterday = (folder / STORE_FILE).read_bytes()
    store = unlock(folder, PASSPHRASE, keyring=keyring)
    save(store)
    store.close()
    (folder / STORE_FILE).write_bytes(yesterday)
    for _ in range(2):
        with pytest.raises(StoreRolledBack):
            unlock(folder, PASSPHRASE, keyring=keyring)
    restored = unlock_with_kit(folder, made.kit)
    change_passphrase(restored, "words for the restored one", keyring=keyring)
    restored.close()
    again = unlock(folder, "words for the restored one", keyring=keyring)
    with again.open_work() as work:
        assert work.records.find(case) is not None
    again.close()


def test_a_copy_within_one_session_is_noticed_after_some_hundred_saves(
    folder: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchor, "EVERY", 5)
    real_store(folder, keyring).store.close()
    before = (folder / STORE_FILE).read_bytes()
    store = unlock(folder, PASSPHRASE, keyring=keyring)
    save(store, 6)
    store.sealed.close()  # as if killed: nothing is written on the way out
    store.opened.instance.release()
    (folder / STORE_FILE).write_bytes(before)
    with pytest.raises(StoreRolledBack):
        unlock(folder, PASSPHRASE, keyring=keyring)


def test_the_anchor_is_never_ahead_of_the_store(folder: Path, keyring: MemoryKeyring) -> None:
    seen: list[tuple[bytes, tuple[int, int]]] = []

    class Watching(MemoryKeyring):
        @override
        def put(self, entry: str, secret: bytes) -> None:
            super().put(entry, secret)
            if entry.startswith("anchor/") and stores:
                row = stores[0].sealed.driver.execute("SELECT epoch, commit_seq FROM meta")
                seen.append((secret, row.fetchone() or (0, 0)))

    stores: list[Store] = []
    watching = Watching()
    stores.append(real_store(folder, watching).store)
    save(stores[0], 3)
    stores[0].close()
    assert [told for told, _ in seen] == [b"1.3"]
    assert all(told == f"{epoch}.{seq}".encode() for told, (epoch, seq) in seen)


def test_a_keyring_that_stops_answering_does_not_stop_a_save(
    folder: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(anchor, "EVERY", 1)
    store = real_store(folder, keyring).store

    def fail(_entry: str, _secret: bytes) -> None:
        raise KeyringUnsafe

    monkeypatch.setattr(keyring, "put", fail)
    case = save(store)
    with store.open_work() as work:
        assert work.records.find(case) is not None
    store.close()
    unlock(folder, PASSPHRASE, keyring=keyring).close()


def test_nonsense_in_the_keyring_is_not_an_anchor(folder: Path, keyring: MemoryKeyring) -> None:
    real_store(folder, keyring).store.close()
    (entry,) = [name for name in keyring.kept if name.startswith("anchor/")]
    for nonsense in (b"", b"9", b"x.y", b"\xff\xfe", b"9.-1"):
        keyring.kept[entry] = nonsense
        unlock(folder, PASSPHRASE, keyring=keyring).close()


def test_practice_has_no_anchor(folder: Path) -> None:
    create_store(folder, "", practice=True, cost=QUICK).store.close()
    before = (folder / STORE_FILE).read_bytes()
    store = unlock(folder, "")
    save(store)
    store.close()
    (folder / STORE_FILE).write_bytes(before)
    unlock(folder, "").close()
