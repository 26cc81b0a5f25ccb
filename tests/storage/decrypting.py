"""Decrypts a store file page by page, free pages and all, without SQLite in between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

if TYPE_CHECKING:
    from pathlib import Path

PAGE = 4096
RESERVED = 80  # IV 16, HMAC-SHA512 64
IV = 16
SALT = 16


def decrypted(path: Path, key: bytes) -> bytes:
    """The plain image of a store file: what somebody with the key could ever read from it."""
    sealed = path.read_bytes()
    return b"".join(
        _page(sealed[at : at + PAGE], key, SALT if at == 0 else 0)
        for at in range(0, len(sealed), PAGE)
    )


def _page(page: bytes, key: bytes, start: int) -> bytes:
    body, iv = page[start : PAGE - RESERVED], page[PAGE - RESERVED : PAGE - RESERVED + IV]
    plain = Cipher(algorithms.AES(key), modes.CBC(iv)).decryptor()
    return plain.update(body) + plain.finalize()
