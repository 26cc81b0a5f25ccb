"""Away without authorisation is for looked-after children; what began when is counted anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.forms.derived import CaseFacts
from app.records.record import answered

if TYPE_CHECKING:
    from app.forms.session import FormSession
    from tests.unit.forms.screens import OpenScreen

AWAY = "away_without_authorisation"


def kinds(session: FormSession) -> list[str]:
    return [choice.code for choice in session.choices("episode_type")]


@pytest.mark.parametrize(("status", "offered"), [(None, True), ("cla", True), ("not_open", False)])
def test_away_is_offered_unless_the_child_is_known_to_live_at_home(
    screen: OpenScreen, status: str | None, offered: bool
) -> None:
    session = screen().session
    if status:
        session.set_answer("child_status", answered(status))

    assert (AWAY in kinds(session)) is offered
    assert "missing" in kinds(session)


def test_away_of_a_child_at_home_is_wrong_and_not_only_unlikely(screen: OpenScreen) -> None:
    session = screen().session
    session.set_answer("child_status", answered("not_open"))
    session.set_answer("episode_type", answered(AWAY))

    found = [one for one in session.problems("draft") if one.address == "episode_type"]

    assert [one.kind for one in found] == ["invalid"]


def test_a_session_learns_what_its_case_says(screen: OpenScreen) -> None:
    session = screen().session
    assert session.calculated("prior_episodes_30d") == "0"

    changed = session.learn(CaseFacts(2, 2, 3, threshold_met=True))

    assert session.calculated("prior_episodes_30d") == "2"
    assert session.is_visible("strategy_trigger")
    assert {"prior_episodes_30d", "strategy_trigger"} <= changed
