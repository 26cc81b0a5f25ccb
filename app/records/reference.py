"""Human references such as `NMR-26-7K3Q-4`: short enough to say on the telephone, hard to mistype.

Authority letters, year, four random Crockford characters and a check character. Central keeps them
unique; a clash gets a suffix (`NMR-26-7K3Q-4-2`), never a new id. It says nothing about the child.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.records.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Callable

CROCKFORD: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_MODULUS: Final = 37  # a prime above 36 finds every wrong character and every swap of neighbours
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_RANDOM: Final = 4
_PREFIX: Final = 3
_SMALL_WORDS: Final = frozenset({"AND", "OF", "THE", "UPON", "ON", "CITY", "COUNTY", "COUNCIL"})
_SOUNDS_LIKE: Final = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SHAPE: Final = re.compile(
    r"([A-Z]{3})([0-9]{2})([0-9A-HJKMNP-TV-Z]{4})([0-9A-HJKMNP-TV-Z])([0-9]{1,3})?"
)


@dataclass(frozen=True, slots=True)
class Reference:
    """The parts of a reference; `text` is how it is written."""

    authority: str
    year: int
    characters: str
    clash: int = 1

    @property
    def text(self) -> str:
        """The reference as people read it."""
        suffix = f"-{self.clash}" if self.clash > 1 else ""
        return f"{self.authority}-{self.year:02d}-{self.characters}-{self.check}{suffix}"

    @property
    def check(self) -> str:
        """It finds any one wrong character before it, and any two neighbours swapped."""
        value = _check(self)
        return CROCKFORD[value] if value < len(CROCKFORD) else ""


def letters_of(authority: str) -> str:
    """Three letters from an authority's name: Durham DUR, Northmere NMR, East Sussex ESS."""
    words = _words(authority)
    if len(words) == 1:
        letters = words[0]
    else:
        last = words[-1]
        letters = "".join(word[0] for word in words) + "".join(
            letter for letter in last[1:] if letter not in "AEIOU"
        )
    return (letters + "XXX")[:_PREFIX]


def make(authority: str, year: int, choose: Callable[[str], str]) -> Reference:
    """A fresh reference; `choose` picks one character of an alphabet (`secrets.choice`)."""
    while True:
        characters = "".join(choose(CROCKFORD) for _ in range(_RANDOM))
        found = Reference(letters_of(authority), year % 100, characters)
        if _check(found) < len(CROCKFORD):  # the other five would be signs nobody can say
            return found


def parse(text: str) -> Reference:
    """Read a reference as people type it: any case, O for 0, I for 1, with or without dashes."""
    joined = re.sub(r"[\s_.\-\u2010-\u2015]+", "", text).upper()
    matched = _SHAPE.fullmatch(joined[:_PREFIX] + joined[_PREFIX:].translate(_SOUNDS_LIKE))
    if matched is None:
        raise BadInput("This is not a reference. It looks like NMR-26-7K3Q-4.")
    authority, year, characters, check, clash = matched.groups()
    found = Reference(authority, int(year), characters, int(clash or 1))
    if found.check != check:
        raise BadInput("A character of this reference is wrong. Please check it.")
    return found


def _check(reference: Reference) -> int:
    total = 0
    for character in f"{reference.authority}{reference.year:02d}{reference.characters}":
        total = total * 36 + int(character, 36)
    return total % _MODULUS


def _words(name: str) -> list[str]:
    plain = "".join(
        character
        for character in unicodedata.normalize("NFD", name).upper()
        if character in _LETTERS or not unicodedata.combining(character)
    )
    split = re.sub(r"\b(NORTH|SOUTH|EAST|WEST)(?=[A-Z])", r"\1 ", plain)
    words = [word for word in re.findall(r"[A-Z]+", split) if word not in _SMALL_WORDS]
    return words or ["X"]
