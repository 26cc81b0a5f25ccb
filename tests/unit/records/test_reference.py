"""Human references: said on the telephone, typed by anybody, never mistaken."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import reference
from app.records.errors import BadInput
from app.records.reference import CROCKFORD, Reference

SEEDS = st.integers(0, 10**9)


def made(seed: int, authority: str = "Northmere") -> Reference:
    return reference.make(authority, 2026, random.Random(seed).choice)  # noqa: S311


def read(typed: str) -> Reference | None:
    try:
        return reference.parse(typed)
    except BadInput:
        return None


@given(SEEDS)
def test_what_is_made_can_be_read(seed: int) -> None:
    found = made(seed)
    assert reference.parse(found.text) == found
    assert found.text.startswith("NMR-26-")
    assert len(found.text) == len("NMR-26-7K3Q-4")


@given(SEEDS)
def test_reading_forgives_what_people_type(seed: int) -> None:
    found = made(seed)
    plain = found.text
    for typed in (
        plain.lower(),
        plain.replace("-", ""),
        plain.replace("-", " "),
        plain.replace("-", "\u2013"),
        f"  {plain}  ",
        plain[:3] + plain[3:].replace("0", "O").replace("1", "I"),
        plain[:3] + plain[3:].replace("0", "o").replace("1", "l"),
    ):
        assert reference.parse(typed) == found


@given(SEEDS, st.data())
def test_every_single_wrong_character_is_found(seed: int, data: st.DataObject) -> None:
    typed = made(seed).text.replace("-", "")
    place = data.draw(st.integers(0, len(typed) - 1))
    other = data.draw(st.sampled_from(CROCKFORD + "ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    wrong = typed[:place] + other + typed[place + 1 :]
    assert read(wrong) in (None, made(seed))


@given(SEEDS, st.integers(5, 7))
def test_two_neighbours_swapped_are_found(seed: int, place: int) -> None:
    typed = made(seed).text.replace("-", "")
    swapped = typed[:place] + typed[place + 1] + typed[place] + typed[place + 2 :]
    assert (read(swapped) is not None) is (swapped == typed)


@pytest.mark.parametrize(
    "typed", ["", "NMR", "Ruby Tansley", "NMR-26-7K3Q", "NMR-26-7K3Q-\u00e9", "1" * 40]
)
def test_what_is_no_reference_is_refused(typed: str) -> None:
    with pytest.raises(BadInput):
        reference.parse(typed)


def test_a_clash_gets_a_suffix() -> None:
    found = made(1)
    clash = Reference(found.authority, found.year, found.characters, clash=2)
    assert clash.text == f"{found.text}-2"
    assert reference.parse(clash.text.lower()) == clash


@pytest.mark.parametrize(
    ("authority", "letters"),
    [
        ("Northmere", "NMR"),
        ("Calderfen", "CAL"),
        ("Southhaven", "SHV"),
        ("Durham", "DUR"),
        ("County Durham", "DUR"),
        ("East Sussex", "ESS"),
        ("Bournemouth, Christchurch and Poole", "BCP"),
        ("Rhondda C\u00ffnon T\u00e2f", "RCT"),
        ("Ux", "UXX"),
        ("", "XXX"),
    ],
)
def test_letters_come_from_the_authoritys_name(authority: str, letters: str) -> None:
    assert reference.letters_of(authority) == letters


def test_a_check_that_cannot_be_written_is_never_made() -> None:
    every = [Reference("NMR", 26, f"00{one}{two}") for one in CROCKFORD for two in CROCKFORD]
    unwritable = [found for found in every if not found.check]
    assert unwritable
    draws = iter("".join(found.characters for found in unwritable) + "7K3Q")
    assert reference.make("Northmere", 2026, lambda _: next(draws)).characters == "7K3Q"
