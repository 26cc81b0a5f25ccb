"""What waits to be acknowledged: the strongest rule of open episodes, for those who may see it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from app.casework.alerts import acknowledge
from app.casework.waiting_alerts import AT_A_TIME, open_cases, waiting_alerts
from app.records.permissions import Role
from tests.making import episode

if TYPE_CHECKING:
    import pytest

    from app.casework.desk import Desk
    from app.casework.waiting_alerts import WaitingAlert
    from tests.unit.casework.desks import Office


def waiting(desk: Desk) -> list[WaitingAlert]:
    return [found for lot in open_cases(desk) for found in waiting_alerts(desk, lot)]


def test_the_strongest_rule_waits_until_somebody_acknowledges_it(office: Office) -> None:
    for left in ("2026-10-02 18:00", "2026-10-09 18:00"):
        office.episode(left, left.replace("18:00", "23:00"))
    office.episode("2026-10-19 20:00")
    gwen = office.desk(Role.SUPERVISOR, user="gwen")
    (found,) = waiting(gwen)
    assert (found.name, found.alert.rule) == ("Ruby Tansley", "3/30d")
    assert found.case == office.child.id
    acknowledge(gwen, found.alert.episode, found.alert.rule)
    assert waiting(gwen) == []


def test_only_open_episodes_are_looked_at(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    office.episode("2026-10-16 06:15", "2026-10-18 06:15")
    gwen = office.desk(Role.SUPERVISOR, user="gwen")
    assert waiting(gwen)
    monkeypatch.setattr("tests.fakes.FakeLists.open_episodes", lambda _: [])
    assert waiting(gwen) == []


def test_nobody_is_told_of_a_child_they_may_not_see(office: Office) -> None:
    office.episode("2026-10-16 06:15", "2026-10-18 06:15")
    holder = office.desk(user="tomasz.beale")
    assert waiting(holder)
    other = replace(holder, actor=replace(holder.actor, user="another"))
    elsewhere = replace(holder, actor=replace(holder.actor, authority="E06999002"))
    officer = office.desk(Role.DATA_OFFICER, user="dot")
    for desk in (other, elsewhere, officer):
        assert waiting(desk) == []


def test_many_cases_are_read_a_lot_at_a_time(office: Office) -> None:
    for number in range(AT_A_TIME + 1):
        office.keep(changed(episode("2026-10-19 20:00"), case=f"case {number}"))
    assert [len(lot) for lot in open_cases(office.desk())] == [AT_A_TIME, 1]
