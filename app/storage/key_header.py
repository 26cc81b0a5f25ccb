"""The key file `store.rih`: what is needed to turn a passphrase into the store's key, and proof
that nobody changed it.

Framing: magic, length, canonical JSON, SHA-256 of all before, HMAC of the JSON under a key that
only the opened store has. The checksum tells damage, the HMAC tells tampering (ADR 0004).
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import struct
from dataclasses import dataclass
from typing import Any, TypeAlias, TypeVar

import msgspec

from app.records.errors import (
    AppTooOld,
    HeaderDamaged,
    HeaderIncomplete,
    HeaderTampered,
    KdfLimit,
)

MAGIC = b"RISTORE1"
FORMAT = "ri-store"
VERSION = 1
MAX_JSON = 65_536
_LENGTH = struct.Struct(">I")
_FRAME = len(MAGIC) + _LENGTH.size
_DIGEST = hashlib.sha256().digest_size

ARGON2_VERSION = 19
MAX_MEMORY_KIB = 1_048_576
MAX_PASSES = 10
MAX_LANES = 4
MIN_KIB_PER_LANE = 8

JsonObject: TypeAlias = dict[str, Any]
_T = TypeVar("_T")


class Kdf(msgspec.Struct, frozen=True):
    """How the passphrase is stretched; kept so that an old store opens with its own settings."""

    alg: str
    v: int
    m_kib: int
    t: int
    p: int
    salt: str


class Cipher(msgspec.Struct, frozen=True):
    """How the store is encrypted; `salt` is its first 16 bytes, which name the file."""

    db: str
    page: int
    salt: str


class KeyringEntry(msgspec.Struct, frozen=True):
    """Where the device secret lies: which backend, which generation of the entry."""

    backend: str
    slot_gen: int


class _Envelope(msgspec.Struct, frozen=True):
    """What must be understood before anything else of the file is."""

    format: str
    version: int
    min_reader: int


class _Body(msgspec.Struct, frozen=True):
    store_id: str
    generation: int
    created: str
    kdf: Kdf
    cipher: Cipher
    slots: list[JsonObject]
    practice: bool = False
    keyring: KeyringEntry | None = None


def canonical(value: object) -> bytes:
    """The one spelling of a JSON value: sorted keys, no spaces, UTF-8."""
    text = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return text.encode("utf-8")


def to_text(data: bytes) -> str:
    """Bytes as the key file writes them."""
    return base64.b64encode(data).decode("ascii")


def to_bytes(text: object, length: int | None = None) -> bytes:
    """Read bytes of the key file back; raise HeaderDamaged when they cannot be what they were."""
    try:
        data = base64.b64decode(str(text), validate=True)
    except ValueError as error:
        raise HeaderDamaged from error
    if length is not None and len(data) != length:
        raise HeaderDamaged
    return data


@dataclass(frozen=True, slots=True)
class Header:
    """A key file as read. `raw` keeps what this version does not know, to be written on."""

    raw: JsonObject
    store_id: str
    generation: int
    kdf: Kdf
    cipher: Cipher
    practice: bool
    keyring: KeyringEntry | None

    @property
    def slots(self) -> list[JsonObject]:
        """The slots in file order, those of unknown types among them."""
        return list(self.raw["slots"])

    def slot(self, kind: str) -> JsonObject | None:
        """The first slot of a type."""
        return next((slot for slot in self.raw["slots"] if slot.get("type") == kind), None)

    def core(self) -> bytes:
        """Everything but the slots: bound into the passphrase slot's encryption."""
        return canonical({key: value for key, value in self.raw.items() if key != "slots"})

    def identity(self) -> bytes:
        """What never changes while the store lives: bound into the kit's and the escrow's slots.

        Those slots must survive a change of passphrase, which renews generation, salt and keyring.
        """
        fixed = ("cipher", "format", "store_id")
        return canonical({key: self.raw[key] for key in fixed})

    def to_file(self, mac_key: bytes) -> bytes:
        """The bytes of the key file, signed with the opened store's header key."""
        body = canonical(self.raw)
        framed = MAGIC + _LENGTH.pack(len(body)) + body
        return framed + hashlib.sha256(framed).digest() + _mac(mac_key, body)


def header_from(raw: JsonObject) -> Header:
    """Check a key file's content and make a Header of it; ranges are checked before any use."""
    body = _convert(raw, _Body)
    _check_ranges(body.kdf)
    return Header(
        raw=raw,
        store_id=body.store_id,
        generation=body.generation,
        kdf=body.kdf,
        cipher=body.cipher,
        practice=body.practice,
        keyring=body.keyring,
    )


def parse(data: bytes) -> Header:
    """Read a key file: length, checksum, version, shape and ranges, in that order.

    Nothing is proved yet about who wrote it: `authenticate` does that once a slot has opened.
    """
    body = _unframe(data)
    try:
        raw = msgspec.json.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise HeaderDamaged from error
    envelope = _convert(raw, _Envelope)
    if envelope.format != FORMAT:
        raise HeaderDamaged
    if envelope.min_reader > VERSION:
        raise AppTooOld(version=envelope.version)
    return header_from(raw)


def authenticate(data: bytes, mac_key: bytes) -> None:
    """Prove with the opened store's header key that Homeward wrote these bytes."""
    body = data[_FRAME : -2 * _DIGEST]
    if not hmac.compare_digest(_mac(mac_key, body), data[-_DIGEST:]):
        raise HeaderTampered


def _unframe(data: bytes) -> bytes:
    if not MAGIC.startswith(data[: len(MAGIC)]):
        raise HeaderDamaged
    if len(data) < _FRAME:
        raise HeaderIncomplete
    (length,) = _LENGTH.unpack_from(data, len(MAGIC))
    if length > MAX_JSON:
        raise HeaderDamaged
    expected = _FRAME + length + 2 * _DIGEST
    if len(data) != expected:
        raise HeaderIncomplete if len(data) < expected else HeaderDamaged
    framed = data[: _FRAME + length]
    if hashlib.sha256(framed).digest() != data[_FRAME + length : -_DIGEST]:
        raise HeaderDamaged
    return framed[_FRAME:]


def _convert(raw: object, shape: type[_T]) -> _T:
    try:
        return msgspec.convert(raw, shape)
    except (msgspec.ValidationError, RecursionError) as error:
        raise HeaderDamaged from error


def _check_ranges(kdf: Kdf) -> None:
    """Refuse a memory bomb before a single byte is allocated for it."""
    if kdf.alg != "argon2id" or kdf.v != ARGON2_VERSION:
        raise HeaderDamaged
    lanes = 1 <= kdf.p <= MAX_LANES
    passes = 1 <= kdf.t <= MAX_PASSES
    memory = MIN_KIB_PER_LANE * max(kdf.p, 1) <= kdf.m_kib <= MAX_MEMORY_KIB
    if not (lanes and passes and memory):
        raise KdfLimit


def _mac(mac_key: bytes, body: bytes) -> bytes:
    return hmac.digest(mac_key, body, "sha256")
