"""Likely duplicates at entry: what must be found, and what must not be."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from app.analysis.matching import ChildKey, child_key, fold, same_child, same_episode
from app.records.record import Record, RecordKind
from tests.making import episode, record

HERE = ChildKey("known", "Łukasz", "Wiśniewski", born=date(2010, 4, 3), local_id="LW 12", la="E1")


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("Łukasz  Wiśniewski", "lukasz wisniewski"),
        ("O\N{RIGHT SINGLE QUOTATION MARK}Neill", "oneill"),
        ("Anne-Marie", "anne marie"),
        ("ZOË", "zoe"),
        ("Søren Straße", "soren strasse"),
        ("ትርሐስ", "ትርሐስ"),
    ],
)
def test_names_are_folded_for_comparing(typed: str, plain: str) -> None:
    assert fold(typed) == plain


@pytest.mark.parametrize(
    ("entered", "reason"),
    [
        (ChildKey("new", "Lukasz", "Wisniewski", born=date(2010, 4, 3)), "same name"),
        (
            ChildKey("new", "Wiśniewski", "Łukasz", born=date(2010, 4, 3)),
            "same names in another order",
        ),
        (ChildKey("new", "Lukas", "Wisnewski", born=date(2010, 4, 3)), "name is nearly the same"),
        (
            ChildKey("new", "Lukash", "Vishniewski", born=date(2010, 4, 3)),
            "name is nearly the same",
        ),
        (
            ChildKey("new", "Łukasz", "Wiśniewski", born=date(2010, 3, 4)),
            "day and month of birth swapped",
        ),
        (
            ChildKey("new", "Łukasz", "Wiśniewski", born=date(2011, 4, 3)),
            "date of birth differs in one part",
        ),
        (ChildKey("new", "Łukasz", "Wiśniewski"), "date of birth not known on one of them"),
        (ChildKey("new", local_id="lw12", la="E1"), "same case number"),
    ],
)
def test_the_same_child_is_found(entered: ChildKey, reason: str) -> None:
    found = same_child(entered, [HERE])
    assert [match.record for match in found] == ["known"]
    assert reason in found[0].reasons


@pytest.mark.parametrize(
    "entered",
    [
        ChildKey("new", "Łukasz", "Wiśniewski", born=date(2013, 11, 29)),
        ChildKey("new", "Ola", "Wiśniewska", born=date(2010, 4, 3)),
        ChildKey("new", "Sam", "Reed"),
        ChildKey("new", local_id="LW12", la="E2"),
        ChildKey("new"),
    ],
)
def test_another_child_is_not(entered: ChildKey) -> None:
    assert same_child(entered, [HERE]) == []


def test_twins_with_near_names_are_shown_and_never_certain() -> None:
    twin = ChildKey("new", "Ruby", "Tansley", born=date(2011, 3, 17))
    other = ChildKey("known", "Rubi", "Tansley", born=date(2011, 3, 17))
    assert same_child(twin, [other])[0].score < 100


def test_an_nhs_number_finds_the_child_in_any_authority() -> None:
    entered = ChildKey("new", nhs_number="999 012 3456", la="E2")
    found = same_child(entered, [replace(HERE, nhs_number="9990123456")])
    assert found[0].score == 100


def test_the_name_a_child_goes_by_is_compared_too() -> None:
    known = ChildKey("known", "Mohammed", "Aziz", known_as="Mo", born=date(2012, 1, 1))
    entered = ChildKey("new", "Mo", "Aziz", born=date(2012, 1, 1))
    assert same_child(entered, [known])[0].reasons[0] == "same name"


def test_the_likeliest_comes_first_and_the_list_is_short() -> None:
    known = [replace(HERE, record=f"k{n}", born=None) for n in range(9)] + [HERE]
    found = same_child(replace(HERE, record="new", local_id=""), known)
    assert found[0].record == "known"
    assert len(found) == 5


def test_keys_come_from_the_record() -> None:
    person = record(RecordKind.PERSON, child_forename="Ruby", child_dob="2011-03-17")
    assert child_key(person).born == date(2011, 3, 17)
    assert child_key(record(RecordKind.PERSON, child_dob="soon")).born is None


class TestEpisodes:
    HERE = episode("2026-04-02 18:15", "2026-04-02 23:55", police_force="f", police_ref="PN 1")

    @pytest.mark.parametrize(
        ("entered", "score"),
        [
            (episode("2026-04-03 09:00", police_force="f", police_ref="pn1"), 100),
            (episode("2026-04-02 18:15"), 95),
            (episode("2026-04-02 19:30", "2026-04-02 20:00"), 85),
            (episode("2026-04-02 23:00", "2026-04-03 08:00"), 75),
        ],
    )
    def test_found(self, entered: Record, score: int) -> None:
        assert [match.score for match in same_episode(entered, [self.HERE])] == [score]

    def test_the_next_one_is_not_the_same(self) -> None:
        assert same_episode(episode("2026-04-02 23:55"), [self.HERE]) == []
        other_force = episode("2026-05-01 10:00", police_force="g", police_ref="PN 1")
        assert same_episode(other_force, [self.HERE]) == []
