"""rows.toml says of every row which test plays it or what it waits for, and says it truly."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.functional.scenarios.test_jonah import JONAH
from tests.functional.scenarios.test_ruby import RUBY
from tests.functional.scenarios.test_yonas import YONAS

HERE = Path(__file__).parent
TABLE: dict[str, Any] = tomllib.loads((HERE / "rows.toml").read_text(encoding="utf-8"))
STORIES = {story.name: story for story in (RUBY, JONAH, YONAS)}
HOW_MANY = {"ruby": 19, "jonah": 9, "yonas": 11}
"""As many as the scenarios have."""


def test_the_three_stories_are_there() -> None:
    assert set(TABLE) == set(STORIES)


@pytest.mark.parametrize("name", HOW_MANY)
def test_every_row_is_listed_once_and_in_order(name: str) -> None:
    numbers = [row["number"] for row in TABLE[name]["row"]]
    assert numbers == list(range(1, HOW_MANY[name] + 1))
    assert TABLE[name]["rows"] == HOW_MANY[name]


@pytest.mark.parametrize("name", HOW_MANY)
def test_a_row_is_played_or_says_what_it_waits_for(name: str) -> None:
    for row in TABLE[name]["row"]:
        assert ("test" in row) != ("waits_for" in row), row
        assert all(row.values()), row
        assert set(row) <= {"number", "test", "waits_for", "rest"}, row


@pytest.mark.parametrize("name", HOW_MANY)
def test_the_named_tests_are_the_tests_there_are(name: str) -> None:
    listed = {row["number"]: row["test"] for row in TABLE[name]["row"] if "test" in row}
    played = {number: play.__name__ for number, play in STORIES[name].rows.items()}
    assert listed == played
    for number, test in listed.items():
        assert re.match(rf"test_{name}_row_{number:02d}_[a-z]", test), test
