"""Who may already be here: likely the same child, and likely the same episode, at entry.

Never decides: it lists candidates, the likeliest first, each with its reasons in plain words, and a
person says whether they are the same.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

import jellyfish
from rapidfuzz import fuzz
from rapidfuzz.distance import JaroWinkler

from app.forms.plain_facts import counts, day, instant, text
from app.forms.stretches import stretches

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.records.record import Record, RecordId

CERTAIN = 100
LIKELY = 75
NEARLY_SAME = 85
ALL_BUT_ONE = 2
CLOSE_START = timedelta(hours=2)

_NOT_SPLIT_BY_UNICODE = (
    "ł l, ø o, ß ss, æ ae, œ oe, đ d, ð d, þ th, ħ h, \N{LATIN SMALL LETTER DOTLESS I} i, ŧ t"
)
_DROPPED = (
    "'`\N{LEFT SINGLE QUOTATION MARK}\N{RIGHT SINGLE QUOTATION MARK}"
    "\N{MODIFIER LETTER TURNED COMMA}"
)
_LETTERS = {
    **{ord(pair[0]): pair[2:] for pair in _NOT_SPLIT_BY_UNICODE.split(", ")},
    **dict.fromkeys(map(ord, _DROPPED), ""),
    **dict.fromkeys(map(ord, "-.,\N{HYPHEN}\N{EN DASH}"), " "),
}


def fold(name: str) -> str:
    """A name without case, accents, apostrophes and double spaces, for comparing only."""
    lowered = unicodedata.normalize("NFKD", name.casefold().translate(_LETTERS))
    plain = "".join(mark for mark in lowered if not unicodedata.combining(mark))
    return " ".join(plain.translate(_LETTERS).split())


@dataclass(frozen=True, slots=True)
class ChildKey:
    """What identifies a child when two records are compared."""

    record: RecordId
    forename: str = ""
    surname: str = ""
    known_as: str = ""
    born: date | None = None
    local_id: str = ""
    la: str = ""
    nhs_number: str = ""


def child_key(person: Record) -> ChildKey:
    """The identifying facts of a person record."""
    return ChildKey(
        record=person.id,
        forename=text(person, "child_forename"),
        surname=text(person, "child_surname"),
        known_as=text(person, "child_known_as"),
        born=day(person, "child_dob"),
        local_id=text(person, "child_local_id"),
        la=person.la,
        nhs_number=text(person, "child_nhs_number"),
    )


@dataclass(frozen=True, slots=True)
class Match:
    """A record that may be the same, how likely out of 100, and why."""

    record: RecordId
    score: int
    reasons: tuple[str, ...]


def same_child(entered: ChildKey, known: Iterable[ChildKey], limit: int = 5) -> list[Match]:
    """The children already here who may be the one being entered, likeliest first."""
    found = [
        match
        for other in known
        if other.record != entered.record and (match := _compare(entered, other)) is not None
    ]
    return sorted(found, key=lambda match: (-match.score, match.record))[:limit]


def _compare(entered: ChildKey, other: ChildKey) -> Match | None:
    identifier = _same_identifier(entered, other)
    if identifier:
        return Match(other.record, CERTAIN, (identifier,))
    name, name_reason = _name_score(entered, other)
    birth, birth_reason = _birth_score(entered.born, other.born)
    score = round(0.6 * name + 0.4 * birth)
    if score < LIKELY or not name_reason or not birth_reason:
        return None
    return Match(other.record, min(score, CERTAIN - 1), (name_reason, birth_reason))


def _same_identifier(entered: ChildKey, other: ChildKey) -> str:
    """A case number is only an identifier within its authority; an NHS number anywhere."""
    case_number = _squeezed(entered.local_id)
    if case_number and (entered.la, case_number) == (other.la, _squeezed(other.local_id)):
        return "same case number"
    if entered.nhs_number and _squeezed(entered.nhs_number) == _squeezed(other.nhs_number):
        return "same NHS number"
    return ""


def _squeezed(identifier: str) -> str:
    return "".join(identifier.split()).casefold()


def _name_score(entered: ChildKey, other: ChildKey) -> tuple[float, str]:
    pairs = [(mine, theirs) for mine in _names(entered) for theirs in _names(other)]
    best, reason = 0.0, ""
    for mine, theirs in pairs:
        score, why = _names_alike(mine, theirs)
        if score > best:
            best, reason = score, why
    return best, reason


def _names(child: ChildKey) -> list[str]:
    full = fold(f"{child.forename} {child.surname}")
    called = fold(f"{child.known_as} {child.surname}") if child.known_as else ""
    return [name for name in (full, called) if name]


def _names_alike(mine: str, theirs: str) -> tuple[float, str]:
    if mine == theirs:
        return 100.0, "same name"
    if sorted(mine.split()) == sorted(theirs.split()):
        return 97.0, "same names in another order"
    alike = 100 * max(
        JaroWinkler.similarity(mine, theirs), fuzz.token_sort_ratio(mine, theirs) / 100
    )
    if _sound(mine) == _sound(theirs):
        return max(alike, 92.0), "name sounds the same"
    return (alike, "name is nearly the same") if alike >= NEARLY_SAME else (0.0, "")


def _sound(name: str) -> str:
    return " ".join(jellyfish.metaphone(part) for part in name.split())


def _birth_score(mine: date | None, theirs: date | None) -> tuple[float, str]:
    if mine is None or theirs is None:
        return 55.0, "date of birth not known on one of them"
    if mine == theirs:
        return 100.0, "same date of birth"
    if (mine.year, mine.month, mine.day) == (theirs.year, theirs.day, theirs.month):
        return 90.0, "day and month of birth swapped"
    same = (mine.year == theirs.year) + (mine.month == theirs.month) + (mine.day == theirs.day)
    if same == ALL_BUT_ONE:
        return 70.0, "date of birth differs in one part"
    return 0.0, ""


def same_episode(entered: Record, of_child: Sequence[Record]) -> list[Match]:
    """The child's episodes that may be the one being entered, likeliest first."""
    found = [
        match
        for other in of_child
        if other.id != entered.id
        and counts(other)
        and (match := _compare_episodes(entered, other)) is not None
    ]
    return sorted(found, key=lambda match: (-match.score, match.record))


def _compare_episodes(entered: Record, other: Record) -> Match | None:
    if _same_reference(entered, other):
        return Match(other.id, CERTAIN, ("same police reference",))
    begun, also = instant(entered, "missing_from_at"), instant(other, "missing_from_at")
    if begun is None or also is None:
        return None
    if begun == also:
        return Match(other.id, 95, ("began at the same time",))
    if abs(begun - also) <= CLOSE_START:
        return Match(other.id, 85, ("began within two hours of each other",))
    if _overlap(entered, other):
        return Match(other.id, LIKELY, ("the two overlap",))
    return None


def _same_reference(entered: Record, other: Record) -> bool:
    mine, theirs = text(entered, "police_ref"), text(other, "police_ref")
    same_force = text(entered, "police_force") == text(other, "police_force")
    return bool(mine) and same_force and _squeezed(mine) == _squeezed(theirs)


def _overlap(entered: Record, other: Record) -> bool:
    """Whether some stretch of one lies within the other; touching ends do not overlap."""
    return any(
        (one.end is None or two.start < one.end) and (two.end is None or one.start < two.end)
        for one in stretches(entered)
        for two in stretches(other)
    )
