"""A child who is found and not yet back is no longer missing, and the clock has not begun."""

from __future__ import annotations

from dataclasses import replace

from app.ui.pages.worklist_words import is_missing, limit, times
from tests.ui.pages.desks import NOW, missing_row


def test_it_is_said_and_not_called_missing() -> None:
    found = replace(missing_row(), found_not_back=True)

    assert not is_missing(found)
    assert limit(found, NOW).spoken == "Found, not yet back, You may offer now"
    assert times(found, NOW).second == "Not back yet"


def test_a_child_whom_nobody_has_found_is_missing() -> None:
    assert limit(missing_row(), NOW).first.startswith("Missing")
