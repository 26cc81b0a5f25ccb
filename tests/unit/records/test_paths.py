"""What a path lies inside of."""

from __future__ import annotations

import pytest

from app.records import paths
from app.records.record import Answer, AnswerState, Presence, Tick

IN, OUT = Presence(present=True), Presence(present=False)


@pytest.mark.parametrize(
    ("path", "lives", "containers"),
    [
        ("q", (), ()),
        ("q/option", (), ("q",)),
        ("q/i/@", (), ("q",)),
        ("q/i/leaf", ("q/i/@",), ("q",)),
        ("q/i/leaf/option", ("q/i/@",), ("q", "q/i/leaf")),
        ("q/i/r/j/@", ("q/i/@",), ("q", "q/i/r")),
        ("q/i/r/j/leaf", ("q/i/@", "q/i/r/j/@"), ("q", "q/i/r")),
        ("q/i/r/j/leaf/option", ("q/i/@", "q/i/r/j/@"), ("q", "q/i/r", "q/i/r/j/leaf")),
        ("links/record", (), ()),
        ("seals/item", (), ()),
        ("stage", (), ()),
    ],
)
def test_what_lies_above(path: str, lives: tuple[str, ...], containers: tuple[str, ...]) -> None:
    assert paths.lives_above(path) == lives
    assert paths.containers_above(path) == containers


def test_what_lies_inside() -> None:
    assert paths.inside("q/i/@") == "q/i/"
    assert paths.inside("q") == "q/"


def test_which_cells_take_away_or_deny() -> None:
    declined = Answer(AnswerState.DECLINED)
    assert [paths.takes_away(cell) for cell in (None, OUT, IN, declined, Tick(value=False))] == [
        True,
        True,
        False,
        False,
        False,
    ]
    assert paths.denies("q", declined)
    assert paths.denies("q/i/@", OUT)
    assert not paths.denies("links/r", OUT)
    assert not paths.denies("q/i/@", IN)
    assert not paths.denies("q", Answer(AnswerState.ANSWERED))
    assert not paths.denies("q", None)
