"""Acknowledging an alert: a record of its own, so that two people never contest each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from app.casework.alerts import acknowledge, case_alerts, facts_of
from app.records.permissions import Role
from app.records.record import RecordKind

if TYPE_CHECKING:
    from app.casework.alerts import CaseAlert
    from app.casework.desk import Desk
    from tests.unit.casework.desks import Office


def alerts_of(desk: Desk, office: Office) -> list[CaseAlert]:
    with desk.open_work() as work:
        return case_alerts(desk, work, office.child.case)


def test_two_who_acknowledge_write_a_comment_each_and_leave_the_episode_alone(
    office: Office,
) -> None:
    long_away = office.episode("2026-10-16 06:15", "2026-10-18 06:15")
    desks = [office.desk(Role.SUPERVISOR, user=user) for user in ("gwen", "leon")]
    (alert, *_others) = alerts_of(desks[0], office)
    assert alert.acknowledged_by is None
    for desk in desks:
        acknowledge(desk, alert.alert.episode, alert.alert.rule)
    comments = office.memory.of_kind(RecordKind.COMMENT)
    assert [one.linked("about") for one in comments] == [[long_away.id]] * 2
    assert office.now(long_away) == long_away
    again = next(one for one in alerts_of(desks[0], office) if one.alert == alert.alert)
    assert again.acknowledged_by == "Tomasz Beale"


CALDERFEN = "E06999002"
"""An authority with a rule of its own: five or more in 90 days."""


def test_a_threshold_follows_the_authority_of_the_child_not_of_the_worker(office: Office) -> None:
    for day in ("08-01", "08-15", "09-05", "09-20"):
        office.episode(f"2026-{day} 18:00", f"2026-{day} 19:00")
    fifth = office.episode("2026-10-10 18:00", "2026-10-10 20:00")
    desk = office.desk(Role.SUPERVISOR)
    assert "5/90d" not in {one.alert.rule for one in alerts_of(desk, office)}
    office.keep(*(replace(one, la=CALDERFEN) for one in office.memory.records.values()))
    assert "5/90d" in {one.alert.rule for one in alerts_of(desk, office)}
    assert facts_of(desk, office.now(fifth)).threshold_met
