"""The key file: every cut, every flipped bit and every edit is told apart, and none opens."""

from __future__ import annotations

import hashlib
import json
import random
import struct
from typing import TYPE_CHECKING, Any

import pytest

from app.records.errors import (
    AppTooOld,
    HeaderDamaged,
    HeaderIncomplete,
    HeaderTampered,
    KdfLimit,
    StoreError,
    WrongPassphrase,
)
from app.storage import key_slots
from app.storage.header_file import BACKUP_FILE, HEADER_FILE
from app.storage.key_header import MAGIC, authenticate, canonical, parse
from app.storage.vault import unlock
from tests.storage.making import PASSPHRASE, MemoryKeyring, real_store

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

MAC = 32
FLIPS_THROUGH_UNLOCK = 150


@pytest.fixture
def closed(folder: Path, keyring: MemoryKeyring) -> Path:
    real_store(folder, keyring).store.close()
    return folder / HEADER_FILE


def framed(content: dict[str, Any], mac: bytes = b"\0" * MAC) -> bytes:
    """A key file with a right checksum: what somebody with a hex editor and patience makes."""
    body = canonical(content)
    start = MAGIC + struct.pack(">I", len(body)) + body
    return start + hashlib.sha256(start).digest() + mac


def content_of(header: Path) -> dict[str, Any]:
    data = header.read_bytes()
    content: dict[str, Any] = json.loads(data[12 : -2 * MAC])
    return content


def edited(header: Path, change: Callable[[dict[str, Any]], object]) -> None:
    """Change the content, renew the checksum, keep the old MAC."""
    content, data = content_of(header), header.read_bytes()
    change(content)
    header.write_bytes(framed(content, data[-MAC:]))


def test_every_cut_is_incomplete(closed: Path, keyring: MemoryKeyring) -> None:
    whole = closed.read_bytes()
    for length in range(len(whole)):
        with pytest.raises(HeaderIncomplete):
            parse(whole[:length])
    closed.write_bytes(whole[: len(whole) // 2])
    with pytest.raises(HeaderIncomplete):
        unlock(closed.parent, PASSPHRASE, keyring=keyring)


def test_trailing_bytes_are_damage(closed: Path) -> None:
    with pytest.raises(HeaderDamaged):
        parse(closed.read_bytes() + b"\0")


def test_no_flipped_bit_gets_past_checksum_and_mac(closed: Path) -> None:
    whole = closed.read_bytes()
    keys = key_slots.keys_from(key_slots.new_data_key())
    genuine = parse(whole).to_file(keys.mac)
    authenticate(genuine, keys.mac)
    for bit in range(len(genuine) * 8):
        flipped = bytearray(genuine)
        flipped[bit // 8] ^= 1 << bit % 8
        expected = HeaderTampered if bit // 8 >= len(genuine) - MAC else HeaderDamaged
        with pytest.raises(expected):
            parse(bytes(flipped))
            authenticate(bytes(flipped), keys.mac)


def test_flipped_bits_never_open_the_store(closed: Path, keyring: MemoryKeyring) -> None:
    whole = closed.read_bytes()
    chosen = random.Random(7).sample(range(len(whole) * 8), FLIPS_THROUGH_UNLOCK)  # noqa: S311
    for bit in chosen:
        flipped = bytearray(whole)
        flipped[bit // 8] ^= 1 << bit % 8
        closed.write_bytes(flipped)
        with pytest.raises((HeaderDamaged, HeaderTampered)):
            unlock(closed.parent, PASSPHRASE, keyring=keyring)
    closed.write_bytes(whole)
    unlock(closed.parent, PASSPHRASE, keyring=keyring).close()


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        (lambda h: h["kdf"].update(t=2), WrongPassphrase),
        (lambda h: h["kdf"].update(m_kib=128), WrongPassphrase),
        (lambda h: h.update(generation=2), WrongPassphrase),
        (lambda h: h.update(created="2020-01-01T00:00:00.000Z"), WrongPassphrase),
        (lambda h: h.update(min_reader=2), AppTooOld),
        (lambda h: h["kdf"].update(m_kib=2**40), KdfLimit),
        (lambda h: h["kdf"].update(t=11), KdfLimit),
        (lambda h: h["kdf"].update(t=0), KdfLimit),
        (lambda h: h["kdf"].update(p=5), KdfLimit),
        (lambda h: h["kdf"].update(m_kib=7), KdfLimit),
        (lambda h: h["kdf"].update(alg="pbkdf2"), HeaderDamaged),
        (lambda h: h["kdf"].update(salt="not base64!"), HeaderDamaged),
        (lambda h: h.pop("kdf"), HeaderDamaged),
        (lambda h: h.update(slots="none"), HeaderDamaged),
        (lambda h: h.update(slots=[]), HeaderDamaged),
        (lambda h: h.update(format="other"), HeaderDamaged),
        (lambda h: h["slots"].append({"id": "x", "type": "new"}), HeaderTampered),
        (lambda h: h["slots"].reverse(), HeaderTampered),
        (lambda h: h["slots"].pop(), HeaderTampered),
        (lambda h: h["slots"][0].pop("id"), HeaderDamaged),
    ],
)
def test_edits_under_a_right_checksum(
    closed: Path,
    keyring: MemoryKeyring,
    change: Callable[[dict[str, Any]], object],
    expected: type[StoreError],
) -> None:
    edited(closed, change)
    with pytest.raises(expected) as caught:
        unlock(closed.parent, PASSPHRASE, keyring=keyring)
    assert caught.type is expected


def test_a_memory_bomb_is_refused_before_it_is_stretched(
    closed: Path, keyring: MemoryKeyring, monkeypatch: pytest.MonkeyPatch
) -> None:
    edited(closed, lambda h: h["kdf"].update(m_kib=2**30))
    monkeypatch.setattr(key_slots, "stretch", _must_not_run)
    with pytest.raises(KdfLimit):
        unlock(closed.parent, PASSPHRASE, keyring=keyring)


def test_no_field_of_another_store_opens_this_one(
    closed: Path, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    real_store(tmp_path / "other", keyring).store.close()
    other = content_of(tmp_path / "other" / HEADER_FILE)
    mine = content_of(closed)
    differing = [key for key in mine if mine[key] != other[key]]
    assert {"store_id", "kdf", "cipher", "slots"} <= set(differing)
    for key in differing:
        closed.write_bytes(framed({**mine, key: other[key]}))
        with pytest.raises(StoreError):
            unlock(closed.parent, PASSPHRASE, keyring=keyring)


@pytest.mark.parametrize("text", [b"1", b"null", b"[]", b'{"version":1}', b"[" * 60_000, b"\xff"])
def test_any_json_at_all_is_damage(text: bytes) -> None:
    start = MAGIC + struct.pack(">I", len(text)) + text
    with pytest.raises(HeaderDamaged):
        parse(start + hashlib.sha256(start).digest() + b"\0" * MAC)


def test_a_practice_slot_is_no_way_into_a_real_store(
    closed: Path, keyring: MemoryKeyring, tmp_path: Path
) -> None:
    edited(closed, lambda h: h["slots"].append({"id": "p", "type": key_slots.PRACTICE}))
    with pytest.raises(HeaderTampered):
        unlock(closed.parent, PASSPHRASE, keyring=keyring)
    edited(closed, lambda h: h.update(practice=True))
    with pytest.raises(StoreError):
        unlock(closed.parent, PASSPHRASE, keyring=keyring)


def test_the_copy_of_the_key_file_opens_the_store(closed: Path, keyring: MemoryKeyring) -> None:
    closed.write_bytes(b"RISTORE1 rubbish")
    with pytest.raises(HeaderDamaged):
        unlock(closed.parent, PASSPHRASE, keyring=keyring)
    closed.write_bytes((closed.parent / BACKUP_FILE).read_bytes())
    unlock(closed.parent, PASSPHRASE, keyring=keyring).close()


def test_the_copy_is_renewed_only_by_a_key_file_that_opened(
    closed: Path, keyring: MemoryKeyring
) -> None:
    copy = closed.parent / BACKUP_FILE
    good = copy.read_bytes()
    edited(closed, lambda h: h["slots"].reverse())
    with pytest.raises(HeaderTampered):
        unlock(closed.parent, PASSPHRASE, keyring=keyring)
    assert copy.read_bytes() == good


def _must_not_run(*_arguments: object) -> bytes:
    message = "the passphrase was stretched"
    raise AssertionError(message)
