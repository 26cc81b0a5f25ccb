"""One talk may cover several episodes; what was opened for them before gives way."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.casework.open_form import open_interview
from app.casework.return_interview import cover_episode, open_for_episode, other_episodes
from app.forms.derived import outcome_of
from app.records.permissions import Role
from tests.making import cells

if TYPE_CHECKING:
    from app.records.record import Record, RecordId
    from tests.unit.casework.desks import Office

BOTH = (Role.INTERVIEWER, Role.COORDINATOR)


def two(office: Office) -> tuple[Record, Record, RecordId, RecordId]:
    """Two episodes that are over, an interview opened for each."""
    first = office.episode("2026-10-15 21:40", "2026-10-16 06:15")
    second = office.episode("2026-10-18 19:30", "2026-10-20 01:10")
    desk = office.desk(*BOTH)
    return first, second, open_for_episode(desk, first.id), open_for_episode(desk, second.id)


def test_the_other_interview_gives_way_while_nothing_was_done_with_it(office: Office) -> None:
    first, _second, old, new = two(office)

    cover_episode(office.desk(), new, first.id, covered=True)

    assert open_for_episode(office.desk(), first.id) == new
    assert office.memory.records[old].linked("episode") == []
    assert office.memory.records[old].linked("superseded_by") == [new]
    assert outcome_of(first, office.memory.records[old]) == "superseded"


def test_an_interview_that_was_held_stays(office: Office) -> None:
    first, _second, old, new = two(office)
    office.memory.records[old].answers.update(cells(interview_held="yes"))

    cover_episode(office.desk(), new, first.id, covered=True)

    assert office.memory.records[old].linked("episode") == [first.id]


def test_a_covered_episode_can_be_let_go(office: Office) -> None:
    first, second, _old, new = two(office)
    cover_episode(office.desk(), new, first.id, covered=True)

    cover_episode(office.desk(), new, first.id, covered=False)

    assert office.memory.records[new].linked("episode") == [second.id]


def test_the_screen_begins_with_the_episode_it_was_opened_for(office: Office) -> None:
    first, second, _old, new = two(office)
    cover_episode(office.desk(), new, first.id, covered=True)

    for asked in (first, second):
        session = open_interview(office.desk(), new, episode=asked.id)
        assert session.locate("offer_made")[1] == asked.id
    assert open_interview(office.desk(), new).locate("offer_made")[1] == second.id


def test_only_episodes_that_are_over_can_be_covered_too(office: Office) -> None:
    first, second, _old, _new = two(office)
    office.episode("2026-10-20 03:00")
    office.episode("2026-10-10 03:00", "2026-10-10 04:00", recorded_in_error="yes")

    others = other_episodes(office.desk(), second.id)

    assert [one for one, _words in others] == [first.id]
    assert others[0][1].startswith("Missing ")
    assert "Oct 2026, back " in others[0][1]
