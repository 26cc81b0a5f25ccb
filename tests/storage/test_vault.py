"""Making and unlocking: each misuse has its own error, and none of them costs a record."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.records.errors import (
    AppTooOld,
    BadInput,
    HeaderIncomplete,
    HeaderOld,
    StoreDamaged,
    StoreInUse,
    StoreMismatch,
    StoreMissing,
    StoreRolledBack,
    WrongPassphrase,
)
from app.records.record import RecordKind, new_id
from app.storage import key_slots, recovery_kit, vault
from app.storage.engine import STORE_FILE, open_sealed
from app.storage.header_file import BACKUP_FILE, HEADER_FILE, write_header
from app.storage.key_header import header_from, parse
from app.storage.sealing import change_passphrase, check_passphrase
from app.storage.vault import (
    create_store,
    store_exists,
    unlock,
    unlock_with_kit,
)
from tests.storage.making import PASSPHRASE, QUICK, MemoryKeyring, person, real_store

if TYPE_CHECKING:
    from app.storage.store import Store

REPOSITORY = Path(__file__).parents[2]
NEW_PASSPHRASE = "other words that nobody knows"  # noqa: S105 - of a test


def with_child(store: Store) -> str:
    case = new_id()
    with store.open_work() as work:
        work.records.apply(person(case, "Ada", "Marsh"))
        work.commit()
    return case


def has_child(store: Store, case: str) -> bool:
    with store.open_work() as work:
        return work.records.find(case) is not None


def made(folder: Path, keyring: MemoryKeyring) -> tuple[str, str]:
    """A closed store with one child; the child's id and the recovery kit."""
    created = real_store(folder, keyring)
    case = with_child(created.store)
    created.store.close()
    return case, created.kit


def test_what_was_saved_is_there_after_unlocking(folder: Path, keyring: MemoryKeyring) -> None:
    case, _ = made(folder, keyring)
    store = unlock(folder, PASSPHRASE, keyring=keyring)
    assert has_child(store, case)
    store.close()


def test_letters_typed_another_way_are_the_same_passphrase(
    folder: Path, keyring: MemoryKeyring
) -> None:
    composed, taken_apart = "caf\u00e9 words nobody knows", "cafe\u0301 words nobody knows"
    create_store(folder, composed, keyring=keyring, cost=QUICK).store.close()
    unlock(folder, taken_apart, keyring=keyring).close()


def test_a_wrong_passphrase_opens_nothing(folder: Path, keyring: MemoryKeyring) -> None:
    made(folder, keyring)
    for wrong in ("", PASSPHRASE + " ", PASSPHRASE.upper()):
        with pytest.raises(WrongPassphrase):
            unlock(folder, wrong, keyring=keyring)
    unlock(folder, PASSPHRASE, keyring=keyring).close()


def test_files_are_for_their_owner_only(folder: Path, keyring: MemoryKeyring) -> None:
    before = os.umask(0)
    try:
        store = real_store(folder, keyring).store
        with_child(store)
        modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()}
        assert {"store.rih", "store.rih.bak", "store.db", "store.db-wal", "store.lock"} <= set(
            modes
        )
        assert set(modes.values()) == {0o600}
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        store.close()
    finally:
        os.umask(before)


def test_closing_leaves_no_journal(folder: Path, keyring: MemoryKeyring) -> None:
    made(folder, keyring)
    assert not any(file.name.startswith("store.db-") for file in folder.iterdir())


def test_nothing_is_made_over_a_store(folder: Path, keyring: MemoryKeyring) -> None:
    case, _ = made(folder, keyring)
    (folder / HEADER_FILE).unlink()
    assert store_exists(folder)
    with pytest.raises(BadInput):
        real_store(folder, keyring)
    (folder / HEADER_FILE).write_bytes((folder / BACKUP_FILE).read_bytes())
    store = unlock(folder, PASSPHRASE, keyring=keyring)
    assert has_child(store, case)
    store.close()


def test_a_creation_that_fails_leaves_nothing(
    folder: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(vault, "_put_in_place", fail)
    with pytest.raises(KeyboardInterrupt):
        real_store(folder, keyring)
    assert list(folder.parent.iterdir()) == []


def test_a_second_window_is_refused_and_the_first_goes_on(
    folder: Path, keyring: MemoryKeyring
) -> None:
    store = create_store(folder, "practice", practice=True, cost=QUICK).store
    with pytest.raises(StoreInUse):
        unlock(folder, "practice")
    script = (
        "import sys; from pathlib import Path\n"
        "from app.records.errors import StoreInUse; from app.storage.vault import unlock\n"
        "try:\n    unlock(Path(sys.argv[1]), 'practice')\n"
        "except StoreInUse:\n    print('in use')\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script, str(folder)],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.strip() == "in use"
    case = with_child(store)
    store.close()
    again = unlock(folder, "practice")
    assert has_child(again, case)
    again.close()


def test_a_failed_unlock_lets_the_store_go(folder: Path, keyring: MemoryKeyring) -> None:
    made(folder, keyring)
    with pytest.raises(WrongPassphrase):
        unlock(folder, "wrong words altogether", keyring=keyring)
    unlock(folder, PASSPHRASE, keyring=keyring).close()


@pytest.mark.parametrize("left", [None, 0, 1, 15, 4095])
def test_a_missing_empty_or_short_store_is_never_a_new_one(
    folder: Path, keyring: MemoryKeyring, left: int | None
) -> None:
    made(folder, keyring)
    path = folder / STORE_FILE
    whole = path.read_bytes()
    if left is None:
        path.unlink()
    else:
        path.write_bytes(whole[:left])
    with pytest.raises(StoreMissing):
        unlock(folder, PASSPHRASE, keyring=keyring)
    assert left is not None or not path.exists()
    path.write_bytes(whole)
    unlock(folder, PASSPHRASE, keyring=keyring).close()


def test_a_store_cut_at_a_page_is_short_too(folder: Path, keyring: MemoryKeyring) -> None:
    made(folder, keyring)
    path = folder / STORE_FILE
    whole = path.read_bytes()
    for pages in (1, 2, len(whole) // 4096 - 1):
        path.write_bytes(whole[: pages * 4096])
        with pytest.raises(StoreMissing):
            unlock(folder, PASSPHRASE, keyring=keyring)


def test_no_header_at_all(folder: Path, keyring: MemoryKeyring) -> None:
    with pytest.raises(StoreMissing):
        unlock(folder, PASSPHRASE, keyring=keyring)
    made(folder, keyring)
    (folder / HEADER_FILE).unlink()
    with pytest.raises(HeaderIncomplete):
        unlock(folder, PASSPHRASE, keyring=keyring)


def test_a_plain_database_is_not_opened(folder: Path, keyring: MemoryKeyring) -> None:
    made(folder, keyring)
    (folder / STORE_FILE).write_bytes(b"SQLite format 3\0" + bytes(8192))
    with pytest.raises(StoreMismatch):
        unlock(folder, PASSPHRASE, keyring=keyring)


def test_the_store_of_another_header_is_a_mismatch(
    folder: Path, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    made(folder, keyring)
    made(tmp_path / "other", keyring)
    (folder / STORE_FILE).write_bytes((tmp_path / "other" / STORE_FILE).read_bytes())
    with pytest.raises(StoreMismatch):
        unlock(folder, PASSPHRASE, keyring=keyring)


def test_a_store_with_the_same_key_and_another_id_is_a_mismatch(
    folder: Path, keyring: MemoryKeyring
) -> None:
    created = real_store(folder, keyring)
    with created.store.open_work():
        created.store.sealed.driver.execute("UPDATE meta SET store_id = 'other'")
        created.store.sealed.driver.execute("COMMIT")
        created.store.sealed.driver.execute("BEGIN")
    created.store.close()
    with pytest.raises(StoreMismatch):
        unlock(folder, PASSPHRASE, keyring=keyring)


def test_damage_in_the_first_bytes_is_damage_not_another_store(
    folder: Path, keyring: MemoryKeyring
) -> None:
    made(folder, keyring)
    path = folder / STORE_FILE
    content = bytearray(path.read_bytes())
    content[3] ^= 4
    path.write_bytes(content)
    with pytest.raises(StoreDamaged):
        unlock(folder, PASSPHRASE, keyring=keyring)


def test_damage_in_the_first_page_is_damage(folder: Path, keyring: MemoryKeyring) -> None:
    made(folder, keyring)
    path = folder / STORE_FILE
    content = bytearray(path.read_bytes())
    for place in (16, 100, 2000, 4095):
        flipped = bytearray(content)
        flipped[place] ^= 1
        path.write_bytes(flipped)
        with pytest.raises(StoreDamaged):
            unlock(folder, PASSPHRASE, keyring=keyring)


def test_a_newer_schema_is_left_untouched(folder: Path, keyring: MemoryKeyring) -> None:
    created = real_store(folder, keyring)
    created.store.sealed.driver.execute('UPDATE meta SET "schema" = 999')
    created.store.close()
    before = (folder / STORE_FILE).read_bytes()
    with pytest.raises(AppTooOld):
        unlock(folder, PASSPHRASE, keyring=keyring)
    assert (folder / STORE_FILE).read_bytes() == before


def test_the_recovery_kit_opens_without_passphrase_or_keyring(
    folder: Path, keyring: MemoryKeyring
) -> None:
    case, kit = made(folder, keyring)
    keyring.kept.clear()
    store = unlock_with_kit(folder, kit.lower().replace("0", "o").replace("-", " "))
    assert has_child(store, case)
    store.close()


def test_a_used_kit_gives_way_to_a_new_one(folder: Path, keyring: MemoryKeyring) -> None:
    case, kit = made(folder, keyring)
    keyring.kept.clear()
    store = unlock_with_kit(folder, kit)
    renewed = change_passphrase(store, NEW_PASSPHRASE, keyring=keyring)
    store.close()
    with pytest.raises(WrongPassphrase):
        unlock_with_kit(folder, kit)
    with pytest.raises(WrongPassphrase):
        unlock(folder, PASSPHRASE, keyring=keyring)
    again = unlock(folder, NEW_PASSPHRASE, keyring=keyring)
    assert has_child(again, case)
    again.close()
    unlock_with_kit(folder, renewed).close()


def test_a_kit_mistyped_is_told_from_a_wrong_one(folder: Path, keyring: MemoryKeyring) -> None:
    _, kit = made(folder, keyring)
    swapped = ("2" if kit[0] != "2" else "3") + kit[1:]
    for typed in (swapped, kit[:-1], kit + "0", "", kit.replace("-", "U", 1)):
        with pytest.raises(BadInput):
            unlock_with_kit(folder, typed)
    with pytest.raises(WrongPassphrase):
        unlock_with_kit(folder, recovery_kit.kit_text(recovery_kit.new_kit()))


def test_a_kit_reads_back_what_it_says() -> None:
    for secret in (bytes(20), b"\xff" * 20, recovery_kit.new_kit()):
        text = recovery_kit.kit_text(secret)
        groups = text.split("-")
        assert [len(group) for group in groups] == [4] * 8 + [2]
        assert recovery_kit.kit_secret(text) == secret


def test_an_old_key_file_stops_opening(folder: Path, keyring: MemoryKeyring) -> None:
    made(folder, keyring)
    old, kept = (folder / HEADER_FILE).read_bytes(), dict(keyring.kept)
    store = unlock(folder, PASSPHRASE, keyring=keyring)
    change_passphrase(store, NEW_PASSPHRASE)
    store.close()
    secrets = {name for name in keyring.kept if name.startswith("ds/")}
    assert len(secrets) == 1
    assert secrets.isdisjoint(kept)
    keyring.kept.update(kept)  # even from a copy of the keyring
    (folder / HEADER_FILE).write_bytes(old)
    with pytest.raises(HeaderOld):
        unlock(folder, PASSPHRASE, keyring=keyring)


def test_a_change_of_passphrase_killed_half_way_is_finished(
    folder: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    case, _ = made(folder, keyring)
    store = unlock(folder, PASSPHRASE, keyring=keyring)

    def killed(*_arguments: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(store, "set_generation", killed)
    with pytest.raises(KeyboardInterrupt):
        change_passphrase(store, NEW_PASSPHRASE)
    store.close()
    for _ in range(2):
        again = unlock(folder, NEW_PASSPHRASE, keyring=keyring)
        assert has_child(again, case)
        row = again.sealed.driver.execute("SELECT generation FROM meta").fetchone()
        assert row == (2,)
        again.close()


def test_a_store_older_than_its_key_file_is_rolled_back(
    folder: Path, keyring: MemoryKeyring
) -> None:
    made(folder, keyring)
    old = (folder / STORE_FILE).read_bytes()
    store = unlock(folder, PASSPHRASE, keyring=keyring)
    change_passphrase(store, NEW_PASSPHRASE)
    change_passphrase(store, NEW_PASSPHRASE)
    store.close()
    (folder / STORE_FILE).write_bytes(old)
    with pytest.raises(StoreRolledBack):
        unlock(folder, NEW_PASSPHRASE, keyring=keyring)


def test_unknown_slots_survive_a_change_of_passphrase(folder: Path, keyring: MemoryKeyring) -> None:
    made(folder, keyring)
    escrow = {"id": "e0", "type": "org-escrow", "kid": "sha256:x", "enc": "AA==", "ct": "AA=="}
    store = unlock(folder, PASSPHRASE, keyring=keyring)
    header = store.opened.header
    store.opened.header = header_from({**header.raw, "slots": [*header.slots, escrow], "new": 1})
    write_header(folder, store.opened.header.to_file(store.opened.keys.mac))
    change_passphrase(store, NEW_PASSPHRASE)
    store.close()
    again = unlock(folder, NEW_PASSPHRASE, keyring=keyring)
    assert escrow in again.opened.header.slots
    again.close()
    raw = json.loads((folder / HEADER_FILE).read_bytes()[12:-64])
    assert raw["new"] == 1


def test_practice_is_marked_for_good(folder: Path) -> None:
    store = create_store(folder, "", practice=True, cost=QUICK).store
    change_passphrase(store, "practice again")
    store.close()
    again = unlock(folder, "practice again")
    assert again.practice
    again.close()


@pytest.mark.parametrize(
    "weak", ["", "short", "elevenchars", "aaaaaaaaaaaaaaaa", "my password is long", " " * 20]
)
def test_weak_passphrases_are_refused(weak: str) -> None:
    with pytest.raises(BadInput):
        check_passphrase(weak)


def test_the_standard_cost_is_what_was_decided() -> None:
    assert (key_slots.STANDARD.m_kib, key_slots.STANDARD.t, key_slots.STANDARD.p) == (131_072, 3, 1)
    assert (key_slots.FLOOR.m_kib, key_slots.FLOOR.t) == (65_536, 3)


def test_cost_is_calibrated_and_written_down(
    folder: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(key_slots, "STANDARD", QUICK)
    create_store(folder, PASSPHRASE, keyring=keyring).store.close()
    assert parse((folder / HEADER_FILE).read_bytes()).kdf.m_kib == QUICK.m_kib


def test_keys_are_never_shown() -> None:
    keys = key_slots.keys_from(bytes(range(32)))
    assert repr(keys) == "Keys(...)"
    assert len({keys.data, keys.store, keys.mac, keys.blob, keys.chain}) == 5


def test_a_closed_store_gives_no_work(store: Store) -> None:
    store.close()
    store.close()
    with pytest.raises(RuntimeError):
        store.open_work()


def test_the_store_file_is_not_plain(store: Store, folder: Path) -> None:
    with_child(store)
    store.checkpoint()
    assert not (folder / STORE_FILE).read_bytes().startswith(b"SQLite")
    assert RecordKind.PERSON.value.encode() not in (folder / STORE_FILE).read_bytes()


def test_another_key_opens_nothing(store: Store, folder: Path) -> None:
    store.close()
    with pytest.raises(StoreDamaged):
        open_sealed(folder / STORE_FILE, bytes(32))
