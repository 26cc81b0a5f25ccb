"""Single cells of an SSDA903 file: numbers of children, dates, sexes, codes."""

from __future__ import annotations

import re
from datetime import date

from app.records.errors import BadInput

_CHILD = re.compile(r"[A-Za-z0-9]{1,20}")
_DATE = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})")
_UPN = re.compile(r"(?![IOS])[A-Z](\d{12}|\d{11}[A-Z])")
_UPN_LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"

SEXES = {"1": "M", "2": "F", "M": "M", "F": "F", "U": "U"}
_ETHNICITIES = """
    WBRI WIRI WIRT WOTH WROM MWBC MWBA MWAS MOTH AIND
    APKN ABAN AOTH BCRB BAFR BOTH CHNE OOTH REFU NOBT
"""
ETHNICITIES = {code: code for code in _ETHNICITIES.split()}
UPN_UNKNOWN = frozenset({"UN1", "UN2", "UN3", "UN4", "UN5"})


def child_number(text: str) -> str:
    """A child's number: letters and digits, at most 20."""
    if not text:
        raise BadInput("CHILD is empty.")
    if not _CHILD.fullmatch(text):
        raise BadInput("CHILD must be letters and digits only, at most 20.")
    return text


def day(text: str, column: str) -> date:
    """A date written dd/mm/yyyy."""
    found = _DATE.fullmatch(text)
    if not text:
        message = f"{column} is empty."
        raise BadInput(message)
    if found is None:
        message = f"{column} is not a date written dd/mm/yyyy."
        raise BadInput(message)
    try:
        return date(int(found[3]), int(found[2]), int(found[1]))
    except ValueError as error:
        message = f"{column} is a day that does not exist."
        raise BadInput(message) from error


def day_or_none(text: str, column: str) -> date | None:
    """A date written dd/mm/yyyy, or None for an empty cell."""
    return day(text, column) if text else None


def is_upn(text: str) -> bool:
    """Whether a pupil number has the right form; its check letter is another question."""
    return _UPN.fullmatch(text) is not None


def upn_adds_up(text: str) -> bool:
    """Whether a pupil number's check letter is the right one (weights 2 to 13, modulo 23)."""
    total = 0
    for weight, character in enumerate(text[1:], start=2):
        value = int(character) if character.isdigit() else _letter_value(character)
        total += weight * value
    return _UPN_LETTERS[total % len(_UPN_LETTERS)] == text[0]


def _letter_value(character: str) -> int:
    """The last letter of a temporary number counts by its place among the check letters."""
    return _UPN_LETTERS.index(character) if character in _UPN_LETTERS else 0
