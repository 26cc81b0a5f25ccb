"""An office of each test's own."""

from __future__ import annotations

import pytest

from tests.unit.casework.desks import Office


@pytest.fixture
def office() -> Office:
    return Office()
