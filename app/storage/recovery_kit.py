"""The recovery kit: 160 random bits as text that a person can print, read out and type again.

Crockford's alphabet has no I, L, O or U, so a misread letter is either forgiven or caught by the
two check characters.
"""

from __future__ import annotations

import hashlib
import secrets

from app.records.errors import BadInput

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BYTES = 20
GROUPS = 8
GROUP_LENGTH = 4
CHECK_LENGTH = 2
_BITS = 5
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


def new_kit() -> bytes:
    """A fresh secret for a recovery kit."""
    return secrets.token_bytes(BYTES)


def kit_text(secret: bytes) -> str:
    """The secret as printed: eight groups of four, then two check characters."""
    body = _spell(int.from_bytes(secret, "big"), GROUPS * GROUP_LENGTH)
    groups = [body[at : at + GROUP_LENGTH] for at in range(0, len(body), GROUP_LENGTH)]
    return "-".join([*groups, _check(secret)])


def kit_secret(text: str) -> bytes:
    """Read a typed kit back; small and misread letters, spaces and dashes are forgiven."""
    typed = "".join(text.split()).upper().translate(_FORGIVEN)
    expected = GROUPS * GROUP_LENGTH + CHECK_LENGTH
    if len(typed) != expected or any(letter not in ALPHABET for letter in typed):
        raise BadInput(
            "A recovery kit has eight groups of four characters and two at the end. "
            "Please check what you typed against the printed sheet."
        )
    body, check = typed[:-CHECK_LENGTH], typed[-CHECK_LENGTH:]
    number = 0
    for letter in body:
        number = number << _BITS | ALPHABET.index(letter)
    secret = number.to_bytes(BYTES, "big")
    if _check(secret) != check:
        raise BadInput(
            "One or more characters of the recovery kit are wrong. "
            "Please compare each group with the printed sheet."
        )
    return secret


def _check(secret: bytes) -> str:
    digest = hashlib.sha256(b"ri/kit/check/v1|" + secret).digest()
    return _spell(int.from_bytes(digest[:2], "big") >> 6, CHECK_LENGTH)


def _spell(number: int, length: int) -> str:
    letters = [ALPHABET[number >> _BITS * place & 31] for place in range(length)]
    return "".join(reversed(letters))
