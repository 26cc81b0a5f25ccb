"""Making and unlocking a store. Each step leaves one pair that opens, whenever killed.

A store is a folder: `store.rih` (key file), `store.rih.bak` (its good copy), `store.db` with its
journal, `store.lock`. Bootstrap imports this module in a thread while the passphrase is typed.
"""

from __future__ import annotations

import secrets
import shutil
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.records import clock as wall_clock
from app.records.errors import (
    BadInput,
    HeaderDamaged,
    HeaderOld,
    KeyringUnsafe,
    StoreMismatch,
    StoreRolledBack,
)
from app.storage import key_slots, recovery_kit
from app.storage.disk_errors import folder_errors, store_errors
from app.storage.engine import (
    PAGE,
    STORE_FILE,
    Sealed,
    check_file,
    make_empty,
    open_sealed,
    salt_of,
)
from app.storage.header_file import read_header, refresh_backup, sync_folder, write_header
from app.storage.key_header import (
    FORMAT,
    VERSION,
    Header,
    JsonObject,
    authenticate,
    parse,
    to_bytes,
    to_text,
)
from app.storage.key_slots import FLOOR, KdfCost, Keys, calibrate
from app.storage.keyring_store import (
    DeviceKeyring,
    device_secret,
    system_keyring,
)
from app.storage.migrate import bring_up_to_date, create_tables
from app.storage.sealing import bind, check_passphrase, sealed_header
from app.storage.single_instance import InstanceLock
from app.storage.store import Opened, Store

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime
    from pathlib import Path

    from app.records.ports import Clock


@dataclass(frozen=True, slots=True)
class Created:
    """A new store, open, and the recovery kit to print: it is shown once and kept nowhere."""

    store: Store
    kit: str


def store_exists(folder: Path) -> bool:
    """Whether a folder holds a store or what is left of one; nothing is ever made over it."""
    return folder.is_dir() and any(folder.iterdir())


def create_store(
    folder: Path,
    passphrase: str,
    *,
    practice: bool = False,
    keyring: DeviceKeyring | None = None,
    cost: KdfCost | None = None,
    clock: Clock = wall_clock.now,
) -> Created:
    """Make a store in a folder that is empty or not there yet, and open it.

    A practice store needs no keyring; any other raises KeyringUnsafe where none can be trusted.
    """
    if store_exists(folder):
        raise BadInput(
            "There is a store in this folder already. Open it, or choose another folder."
        )
    if not practice:
        check_passphrase(passphrase)
        keyring = keyring or system_keyring()
    cost = cost or (FLOOR if practice else calibrate())
    fresh = folder.with_name(f".{folder.name}.{secrets.token_hex(4)}.new")
    with folder_errors():
        folder.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        fresh.mkdir(mode=0o700)
    try:
        header, keys, kit = _fill(fresh, passphrase, None if practice else keyring, cost)
        _put_in_place(fresh, folder)
    except BaseException:
        shutil.rmtree(fresh, ignore_errors=True)
        raise
    instance = InstanceLock(folder)
    opened = Opened(folder, header, keys, None if practice else keyring, instance)
    return Created(_open_releasing(opened, clock), kit)


def unlock(
    folder: Path,
    passphrase: str,
    *,
    keyring: DeviceKeyring | None = None,
    patience: float = 0.0,
    clock: Clock = wall_clock.now,
) -> Store:
    """Open a store with its passphrase and this laptop's key; raise the StoreError that fits.

    `patience` is how many seconds to wait for a window that is just closing.
    """

    def keys_of(header: Header) -> tuple[Keys, DeviceKeyring | None]:
        if key_slots.passphrase_slot_of(header)["type"] == key_slots.PRACTICE:
            return key_slots.open_with_passphrase(header, passphrase, None), None
        secret, used = _device_secret(header, keyring)
        return key_slots.open_with_passphrase(header, passphrase, secret), used

    return _unlock(folder, keys_of, patience, clock)


def unlock_with_kit(
    folder: Path,
    kit: str,
    *,
    keyring: DeviceKeyring | None = None,
    patience: float = 0.0,
    clock: Clock = wall_clock.now,
) -> Store:
    """Open a store with its printed recovery kit; neither passphrase nor keyring is needed.

    Call `sealing.change_passphrase` next: it makes a new kit and binds the store to this laptop.
    """
    secret = recovery_kit.kit_secret(kit)

    def keys_of(header: Header) -> tuple[Keys, DeviceKeyring | None]:
        return key_slots.open_with_kit(header, secret), keyring

    return _unlock(folder, keys_of, patience, clock)


def _fill(
    folder: Path, passphrase: str, keyring: DeviceKeyring | None, cost: KdfCost
) -> tuple[Header, Keys, str]:
    keys = key_slots.keys_from(key_slots.new_data_key())
    store_id = str(uuid.uuid4())
    path = folder / STORE_FILE
    make_empty(path)
    sealed = open_sealed(path, keys.store)
    try:
        create_tables(sealed, store_id, 1)
        sealed.checkpoint()
    finally:
        sealed.close()
    raw: JsonObject = {
        "format": FORMAT,
        "version": VERSION,
        "min_reader": VERSION,
        "store_id": store_id,
        "generation": 1,
        "created": wall_clock.to_text(wall_clock.now()),
        "cipher": {"db": "sqlcipher4", "page": PAGE, "salt": to_text(salt_of(path))},
        "practice": keyring is None,
        "slots": [],
    }
    secret = bind(raw, cost, keyring)
    header, kit = sealed_header(raw, keys, passphrase, secret)
    data = header.to_file(keys.mac)
    write_header(folder, data)
    refresh_backup(folder, data)
    return header, keys, kit


def _put_in_place(fresh: Path, folder: Path) -> None:
    """The whole store appears at once: a creation that is killed leaves nothing half made."""
    with folder_errors():
        if folder.exists():
            folder.rmdir()
        fresh.rename(folder)
        sync_folder(folder.parent)


def _device_secret(header: Header, keyring: DeviceKeyring | None) -> tuple[bytes, DeviceKeyring]:
    entry = header.keyring
    if entry is None:
        raise HeaderDamaged
    used = keyring or _keyring_to_unlock()
    return device_secret(used, entry.backend, header.store_id, entry.slot_gen), used


def _keyring_to_unlock() -> DeviceKeyring:
    try:
        return system_keyring()
    except KeyringUnsafe as error:
        raise KeyringUnsafe(
            "This laptop's keyring, which holds half of the key, cannot be reached now. Your "
            "records are safe. Sign in to the laptop again or tell your IT team; the printed "
            "recovery kit opens the store without it."
        ) from error


def _unlock(
    folder: Path,
    keys_of: Callable[[Header], tuple[Keys, DeviceKeyring | None]],
    patience: float,
    clock: Callable[[], datetime],
) -> Store:
    data = read_header(folder)
    header = parse(data)
    instance = InstanceLock(folder, patience)
    try:
        check_file(folder / STORE_FILE, to_bytes(header.cipher.salt))
        keys, keyring = keys_of(header)
        authenticate(data, keys.mac)
    except BaseException:
        instance.release()
        raise
    store = _open_releasing(Opened(folder, header, keys, keyring, instance), clock)
    try:
        refresh_backup(folder, data)
    except BaseException:
        store.close()
        raise
    return store


def _open_releasing(opened: Opened, clock: Callable[[], datetime]) -> Store:
    try:
        sealed = open_sealed(opened.folder / STORE_FILE, opened.keys.store)
        try:
            _check_pair(sealed, opened.header)
            return Store(opened, sealed, clock)
        except BaseException:
            sealed.close()
            raise
    except BaseException:
        opened.instance.release()
        raise


def _check_pair(sealed: Sealed, header: Header) -> None:
    """The store must be the header's own, of its age, and not newer than this program."""
    with store_errors():
        row = sealed.driver.execute('SELECT store_id, generation, "schema" FROM meta').fetchone()
    store_id, generation, schema = row or ("", 0, 0)
    if store_id != header.store_id:
        raise StoreMismatch
    bring_up_to_date(sealed, schema)
    if header.generation < generation:
        raise HeaderOld
    if header.generation > generation + 1:
        raise StoreRolledBack
    if header.generation == generation + 1:
        # Killed between the new key file and this note: finish the change of passphrase.
        sealed.driver.execute("UPDATE meta SET generation = ?", (header.generation,))
