"""Sealing the data key anew: fresh passphrase slot, device secret and kit in one header."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records.errors import BadInput, KeyringUnsafe
from app.storage import key_slots, recovery_kit
from app.storage.header_file import refresh_backup, write_header
from app.storage.key_header import Header, JsonObject, header_from
from app.storage.key_slots import KdfCost, Keys
from app.storage.keyring_store import DeviceKeyring, entry_name, new_device_secret, system_keyring

if TYPE_CHECKING:
    from app.storage.store import Store

SHORTEST_PASSPHRASE = 12
FEWEST_LETTERS = 5


def change_passphrase(
    store: Store,
    passphrase: str,
    *,
    keyring: DeviceKeyring | None = None,
    cost: KdfCost | None = None,
) -> str:
    """Give an open store a new passphrase, device secret and recovery kit; return the kit to print.

    The old key file stops opening the store: its device secret is gone. Killed at any point, one
    key file opens: the store takes over the header's generation at the next unlock.
    """
    opened = store.opened
    keyring = None if store.practice else keyring or opened.keyring or _keyring_to_seal()
    if keyring is not None:
        check_passphrase(passphrase)
    before = opened.header
    kdf = before.kdf
    cost = cost or KdfCost(kdf.m_kib, kdf.t, kdf.p)
    raw = {**before.raw, "generation": before.generation + 1}
    secret = bind(raw, cost, keyring)
    header, kit = sealed_header(raw, opened.keys, passphrase, secret)
    key_slots.open_with_passphrase(header, passphrase, secret)
    data = header.to_file(opened.keys.mac)
    write_header(opened.folder, data)
    store.set_generation(header.generation, keyring)
    refresh_backup(opened.folder, data)
    opened.header, opened.keyring = header, keyring
    if (
        keyring is not None
        and before.keyring is not None
        and before.keyring.backend == keyring.name
    ):
        keyring.delete(entry_name(before.store_id, before.keyring.slot_gen))
    return kit


def _keyring_to_seal() -> DeviceKeyring:
    try:
        return system_keyring()
    except KeyringUnsafe as error:
        raise KeyringUnsafe(
            "This laptop has no safe keyring to hold its key, so nothing was changed: the kit you "
            "have still opens the records. Ask your IT team to enable the system keyring."
        ) from error


def check_passphrase(passphrase: str) -> None:
    """Refuse a passphrase that a thief would guess soon; length matters most."""
    if len(passphrase.strip()) < SHORTEST_PASSPHRASE:
        msg = (
            f"A passphrase needs at least {SHORTEST_PASSPHRASE} characters. "
            "Three or four words that do not belong together are easy to remember."
        )
        raise BadInput(msg)
    plain = passphrase.casefold()
    if len(set(plain)) < FEWEST_LETTERS or "password" in plain or "passphrase" in plain:
        raise BadInput("That passphrase is too easy to guess. Please choose other words.")


def bind(raw: JsonObject, cost: KdfCost, keyring: DeviceKeyring | None) -> bytes | None:
    """Fresh salt, and a fresh device secret in the keyring, for the generation in `raw`."""
    raw["kdf"] = key_slots.kdf_content(key_slots.new_kdf(cost))
    raw["keyring"] = None
    if keyring is None:
        return None
    generation = raw["generation"]
    raw["keyring"] = {"backend": keyring.name, "slot_gen": generation}
    return new_device_secret(keyring, raw["store_id"], generation)


def sealed_header(
    raw: JsonObject, keys: Keys, passphrase: str, secret: bytes | None
) -> tuple[Header, str]:
    """Wrap the data key in a fresh passphrase slot and a fresh kit slot; return the kit's text."""
    header = header_from(raw)
    kit = recovery_kit.new_kit()
    slots = (
        key_slots.passphrase_slot(header, keys, passphrase, secret),
        key_slots.kit_slot(header, keys, kit),
    )
    return header_from(key_slots.with_slots(header, *slots)), recovery_kit.kit_text(kit)
