"""Identifiers of other systems, with published vectors."""

from __future__ import annotations

import pytest

from app.records import identifiers


@pytest.mark.parametrize(
    ("typed", "valid"),
    [
        ("9434765919", True),
        ("943 476 5919", True),
        ("4505577104", True),
        ("4505577105", False),
        ("9999999999", False),
        ("0000000000", False),
        ("943476591", False),
        ("94347659190", False),
        ("943476591a", False),
        ("\u0669434765919", False),
        ("", False),
    ],
)
def test_nhs_number(typed: str, valid: bool) -> None:
    assert identifiers.valid_nhs_number(typed) is valid


def test_no_number_has_the_check_digit_ten() -> None:
    """Weights 10 to 2 over 100000001 leave 1, and 11 less 1 is a digit that nobody has."""
    assert (10 * 1 + 2 * 1) % 11 == 1
    assert not any(identifiers.valid_nhs_number(f"100000001{digit}") for digit in range(10))


def test_the_worked_example_of_the_vendors_is_wrong() -> None:
    assert identifiers.upn_check_letter("207000016049") == "P"
    assert identifiers.valid_upn("P207000016049")
    assert not identifiers.valid_upn("B207000016049")
    assert not identifiers.valid_upn("Q207000016049")


@pytest.mark.parametrize("upn", ["UN1", "UN5", "un3", " P207000016049 "])
def test_upn_that_may_be(upn: str) -> None:
    assert identifiers.valid_upn(upn)


@pytest.mark.parametrize(
    "upn",
    [
        "",
        "UN0",
        "UN6",
        "I207000016049",
        "P20700001604",
        "P2070000160491",
        "P20700001604O",
        "P20700001604S",
    ],
)
def test_upn_that_may_not_be(upn: str) -> None:
    assert not identifiers.valid_upn(upn)


def test_a_temporary_upn_counts_its_letter() -> None:
    letter = identifiers.upn_check_letter("20700001604A")
    assert identifiers.valid_upn(f"{letter}20700001604A")
    assert not identifiers.valid_upn(f"{letter}20700001604B")


@pytest.mark.parametrize(
    ("typed", "normal"),
    [
        ("dh1 3lz", "DH1 3LZ"),
        ("DH13LZ", "DH1 3LZ"),
        (" sw1a  1aa ", "SW1A 1AA"),
        ("m1 1ae", "M1 1AE"),
        ("gir0aa", "GIR 0AA"),
        ("zz993vz", "ZZ99 3VZ"),
        ("DH1", "DH1"),
        ("ec1a", "EC1A"),
        ("", None),
        ("Q1 1AA", None),
        ("DH1 3LI", None),
        ("next to the station", None),
        ("DH1 3L", None),
    ],
)
def test_postcode(typed: str, normal: str | None) -> None:
    assert identifiers.normal_postcode(typed) == normal
