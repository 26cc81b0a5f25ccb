"""Identifiers of other systems, checked and normalised: NHS number, unique pupil number, postcode.

What a person typed is kept as typed; these say whether it can be right and how it is written.
"""

from __future__ import annotations

import re
from typing import Final

NO_FIXED_ABODE: Final = "ZZ99 3VZ"
_UPN: Final = re.compile(r"[A-HJ-NP-RT-Z](\d{12}|\d{11}[A-Z])")
_UPN_UNKNOWN: Final = re.compile(r"UN[1-5]")
_UPN_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"
_OUTWARD: Final = (
    r"(?:[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9](?:[0-9]|[ABEHMNPRV-Y])?|[0-9][A-HJKPS-UW]))"
)
_POSTCODE: Final = re.compile(rf"(GIR|{_OUTWARD})([0-9][ABD-HJLNP-UW-Z]{{2}})")
_OUTWARD_ONLY: Final = re.compile(_OUTWARD)


def valid_nhs_number(text: str) -> bool:
    """Whether ten digits with spaces or dashes are an NHS number; equal digits are refused."""
    digits = re.sub(r"[\s-]", "", text)
    if not re.fullmatch(r"[0-9]{10}", digits) or len(set(digits)) == 1:
        return False
    total = sum(
        int(digit) * weight for digit, weight in zip(digits, range(10, 1, -1), strict=False)
    )
    check = (11 - total % 11) % 11
    return check == int(digits[-1])


def upn_check_letter(rest: str) -> str:
    """The letter that belongs before the twelve characters of a unique pupil number."""
    total = sum(
        weight * (int(character) if character.isdigit() else _UPN_LETTERS.index(character))
        for weight, character in enumerate(rest, start=2)
    )
    return _UPN_LETTERS[total % len(_UPN_LETTERS)]


def valid_upn(text: str) -> bool:
    """Whether this is a unique pupil number with the right check letter, or UN1 to UN5."""
    upn = text.strip().upper()
    if _UPN_UNKNOWN.fullmatch(upn):
        return True
    if not _UPN.fullmatch(upn) or (upn[-1].isalpha() and upn[-1] not in _UPN_LETTERS):
        return False
    return upn_check_letter(upn[1:]) == upn[0]


def normal_postcode(text: str) -> str | None:
    """Write a postcode with capitals and one space; None when it cannot be one.

    The first half alone is accepted: a child may know only that.
    """
    joined = re.sub(r"\s+", "", text).upper()
    if joined == NO_FIXED_ABODE.replace(" ", ""):
        return NO_FIXED_ABODE
    whole = _POSTCODE.fullmatch(joined)
    if whole:
        return f"{whole[1]} {whole[2]}"
    return joined if _OUTWARD_ONLY.fullmatch(joined) else None
