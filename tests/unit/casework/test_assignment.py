"""Who holds a case: said by assignments, taken by a coordinator where nobody does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from app.casework.permit import holders
from app.casework.return_interview import open_for_episode
from app.records.permissions import Role
from app.records.record import STAGE, RecordKind, Stage, answered
from tests.making import record

if TYPE_CHECKING:
    from app.records.record import Record
    from tests.unit.casework.desks import Office

BOTH = (Role.INTERVIEWER, Role.COORDINATOR)
EPISODE = ("2026-10-15 21:40", "2026-10-16 06:15")


def held_by(office: Office) -> frozenset[str]:
    with office.memory.open_work() as work:
        return holders(work, office.child.case)


def hand_over(office: Office, **changes: object) -> None:
    """Leave the case with nobody: every assignment is changed so."""
    for one in office.memory.of_kind(RecordKind.ASSIGNMENT):
        more = {path: answered(value) for path, value in changes.items()}
        office.keep(replace(one, answers={**one.answers, **more}))


def test_an_assignment_that_ended_or_was_an_error_holds_nothing(office: Office) -> None:
    office.desk()
    assert held_by(office) == {"tomasz.beale"}
    hand_over(office, until="2026-10-19T09:00:00.000Z")
    assert held_by(office) == frozenset()
    office.desk(user="priya.nand")
    assert held_by(office) == {"priya.nand"}
    hand_over(office, **{STAGE: Stage.ENTERED_IN_ERROR.value})
    assert held_by(office) == frozenset()


def test_a_coordinator_who_opens_a_case_nobody_holds_takes_it(office: Office) -> None:
    desk = office.desk(*BOTH)
    hand_over(office, until="2026-10-19T09:00:00.000Z")
    open_for_episode(desk, office.episode(*EPISODE).id)
    assert held_by(office) == {"tomasz.beale"}


def test_a_case_that_somebody_holds_is_not_taken(office: Office) -> None:
    desk = office.desk(*BOTH, user="priya.nand")
    hand_over(office, until="2026-10-19T09:00:00.000Z")
    office.keep(holds(office, "tomasz.beale"))
    open_for_episode(desk, office.episode(*EPISODE).id)
    assert held_by(office) == {"tomasz.beale"}


def holds(office: Office, user: str) -> Record:
    return replace(record(RecordKind.ASSIGNMENT, user=user), case=office.child.case)
