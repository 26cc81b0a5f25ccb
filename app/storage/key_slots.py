"""Slots: each wraps the one data key under another secret, so that any of them opens the store.

passphrase --Argon2id--> a;  a || device secret --HKDF--> key of the passphrase+device slot
recovery kit (160 bits)  --HKDF--> key of the recovery-kit slot
data key --HKDF--> store key, header key, blob key, audit key
"""

from __future__ import annotations

import hashlib
import secrets
import time
import unicodedata
from dataclasses import dataclass

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from typing_extensions import override

from app.records.errors import (
    DeviceKeyChanged,
    HeaderDamaged,
    HeaderTampered,
    KdfLimit,
    WrongPassphrase,
)
from app.storage.key_header import Header, JsonObject, Kdf, canonical, to_bytes, to_text

PASSPHRASE = "passphrase+device"  # noqa: S105 - the name of a slot type
KIT = "recovery-kit"
PRACTICE = "practice-passphrase"
KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
_WRAPPED = KEY_BYTES + 16


@dataclass(frozen=True, slots=True)
class KdfCost:
    """How hard a passphrase is to guess: memory in KiB, passes, lanes."""

    m_kib: int = 131_072
    t: int = 3
    p: int = 1


FLOOR = KdfCost(m_kib=65_536)
STANDARD = KdfCost()
SLOWEST_SECONDS = 1.2


@dataclass(frozen=True, slots=True)
class Keys:
    """What the data key gives; never written down anywhere."""

    data: bytes
    store: bytes
    mac: bytes
    blob: bytes
    chain: bytes

    @override
    def __repr__(self) -> str:
        return "Keys(...)"


def new_data_key() -> bytes:
    """A fresh random data key."""
    return secrets.token_bytes(KEY_BYTES)


def keys_from(data_key: bytes) -> Keys:
    """Derive every key of the store from its data key."""
    return Keys(
        data=data_key,
        store=_expand(data_key, b"", b"ri/sqlcipher/v1"),
        mac=_expand(data_key, b"", b"ri/header-mac/v1"),
        blob=_expand(data_key, b"", b"ri/blob/v1"),
        chain=_expand(data_key, b"", b"ri/audit/v1"),
    )


def new_kdf(cost: KdfCost) -> Kdf:
    """Fresh Argon2id settings with a fresh salt."""
    salt = to_text(secrets.token_bytes(SALT_BYTES))
    return Kdf(alg="argon2id", v=19, m_kib=cost.m_kib, t=cost.t, p=cost.p, salt=salt)


def calibrate() -> KdfCost:
    """The standard cost, or the floor on a machine where the standard takes over a second."""
    started = time.perf_counter()
    stretch("calibration", new_kdf(STANDARD))
    return STANDARD if time.perf_counter() - started <= SLOWEST_SECONDS else FLOOR


def stretch(passphrase: str, kdf: Kdf) -> bytes:
    """Argon2id over a passphrase; the same letters give the same bytes on every keyboard."""
    derivation = Argon2id(
        salt=to_bytes(kdf.salt, SALT_BYTES),
        length=KEY_BYTES,
        iterations=kdf.t,
        lanes=kdf.p,
        memory_cost=kdf.m_kib,
    )
    try:
        return derivation.derive(unicodedata.normalize("NFC", passphrase).encode("utf-8"))
    except MemoryError as error:
        raise KdfLimit from error


def device_mark(device_secret: bytes) -> str:
    """What the header keeps of a device secret: enough to see that it changed, not to guess it."""
    return hashlib.sha256(b"ri/device/v1|" + device_secret).hexdigest()[:16]


def passphrase_slot(
    header: Header, keys: Keys, passphrase: str, device_secret: bytes | None
) -> JsonObject:
    """Wrap the data key under the passphrase, with the device secret unless it is practice."""
    core: JsonObject = {"id": "s0", "type": PRACTICE}
    if device_secret is not None:
        core = {"id": "s0", "type": PASSPHRASE, "device": device_mark(device_secret)}
    stretched = stretch(passphrase, header.kdf)
    wrapping = _passphrase_key(header, core, stretched, device_secret)
    return _wrap(core, wrapping, keys.data, header.core())


def open_with_passphrase(header: Header, passphrase: str, device_secret: bytes | None) -> Keys:
    """Open the passphrase slot; raise WrongPassphrase, or before stretching DeviceKeyChanged."""
    slot = passphrase_slot_of(header)
    if device_secret is not None and slot.get("device") != device_mark(device_secret):
        raise DeviceKeyChanged
    core = _slot_core(slot)
    wrapping = _passphrase_key(header, core, stretch(passphrase, header.kdf), device_secret)
    return keys_from(_unwrap(slot, core, wrapping, header.core()))


def passphrase_slot_of(header: Header) -> JsonObject:
    """The slot a passphrase opens; one without a device secret counts only for practice data."""
    if header.practice:
        slot = header.slot(PRACTICE) or header.slot(PASSPHRASE)
    else:
        if header.slot(PRACTICE) is not None:
            raise HeaderTampered
        slot = header.slot(PASSPHRASE)
    if slot is None:
        raise HeaderDamaged
    return slot


def kit_slot(header: Header, keys: Keys, kit: bytes) -> JsonObject:
    """Wrap the data key under a recovery kit."""
    core: JsonObject = {"id": "r0", "type": KIT, "salt": to_text(secrets.token_bytes(SALT_BYTES))}
    return _wrap(core, _kit_key(header, core, kit), keys.data, header.identity())


def open_with_kit(header: Header, kit: bytes) -> Keys:
    """Open the recovery-kit slot."""
    slot = header.slot(KIT)
    if slot is None:
        raise WrongPassphrase("This store has no recovery kit.")
    core = _slot_core(slot)
    wrapping = _kit_key(header, core, kit)
    try:
        return keys_from(_unwrap(slot, core, wrapping, header.identity()))
    except WrongPassphrase as error:
        raise WrongPassphrase(
            "This recovery kit does not open this store. "
            "A kit stops working when a newer one is made."
        ) from error


def with_slots(header: Header, *fresh: JsonObject) -> JsonObject:
    """The header's content with these slots in place of those of the same id, the rest kept."""
    ids = {slot["id"] for slot in fresh}
    kept = [slot for slot in header.slots if slot.get("id") not in ids]
    return {**header.raw, "slots": [*fresh, *kept]}


def kdf_content(kdf: Kdf) -> JsonObject:
    """Argon2id settings as the key file writes them."""
    content: JsonObject = msgspec.to_builtins(kdf)
    return content


def _passphrase_key(
    header: Header, core: JsonObject, stretched: bytes, device_secret: bytes | None
) -> bytes:
    label = f"ri/kek/pd/v1|{header.store_id}|{core['id']}|{core['type']}"
    salt = to_bytes(header.kdf.salt, SALT_BYTES)
    return _expand(stretched + (device_secret or b""), salt, label.encode("utf-8"))


def _kit_key(header: Header, core: JsonObject, kit: bytes) -> bytes:
    label = f"ri/kek/kit/v1|{header.store_id}|{core['id']}"
    return _expand(kit, to_bytes(core.get("salt"), SALT_BYTES), label.encode("utf-8"))


def _slot_core(slot: JsonObject) -> JsonObject:
    if "id" not in slot:
        raise HeaderDamaged
    return {key: value for key, value in slot.items() if key not in ("nonce", "ct")}


def _wrap(core: JsonObject, wrapping: bytes, data_key: bytes, bound: bytes) -> JsonObject:
    nonce = secrets.token_bytes(NONCE_BYTES)
    sealed = AESGCM(wrapping).encrypt(nonce, data_key, bound + canonical(core))
    return {**core, "nonce": to_text(nonce), "ct": to_text(sealed)}


def _unwrap(slot: JsonObject, core: JsonObject, wrapping: bytes, bound: bytes) -> bytes:
    nonce = to_bytes(slot.get("nonce"), NONCE_BYTES)
    sealed = to_bytes(slot.get("ct"), _WRAPPED)
    try:
        return AESGCM(wrapping).decrypt(nonce, sealed, bound + canonical(core))
    except InvalidTag as error:
        raise WrongPassphrase from error


def _expand(secret: bytes, salt: bytes, info: bytes) -> bytes:
    derivation = HKDF(algorithm=SHA256(), length=KEY_BYTES, salt=salt or None, info=info)
    return derivation.derive(secret)
