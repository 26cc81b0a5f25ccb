"""Places in a list: always another key between two, and moving one edits one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records.errors import BadInput
from app.records.order import DIGITS, between, spread


@given(st.lists(st.integers(0, 10**6), min_size=1, max_size=60))
def test_inserting_anywhere_keeps_the_order(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        before = keys[at - 1] if at else None
        after = keys[at] if at < len(keys) else None
        keys.insert(at, between(before, after))
    assert keys == sorted(set(keys))
    assert not any(key.endswith(DIGITS[0]) for key in keys)


def test_a_list_typed_in_order_keeps_short_keys() -> None:
    keys = spread(100)
    assert keys == sorted(set(keys))
    assert max(map(len, keys[:25])) == 1
    assert max(map(len, keys)) <= 4


def test_always_in_front_and_always_in_the_same_gap() -> None:
    first = last = between(None, None)
    for _ in range(200):
        first = between(None, first)
    assert first < last
    low, high = "A", "B"
    for _ in range(200):
        low = between(low, high)
        assert "A" < low < high


@pytest.mark.parametrize(("before", "after"), [("B", "A"), ("A", "A"), ("A0", None), (None, "a b")])
def test_impossible_places_are_refused(before: str | None, after: str | None) -> None:
    with pytest.raises(BadInput):
        between(before, after)
