"""A reason excuses what is missing, never what is wrong; and who made a contact is known."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.casework.open_form import Draft, open_interview, save
from app.casework.prefill import fill_new_item
from app.casework.return_interview import open_for_episode
from app.casework.sign_off import submit
from app.records.errors import Refused
from app.records.permissions import Role
from app.records.record import Stage, answered

if TYPE_CHECKING:
    from app.forms.session import FormSession
    from tests.unit.casework.desks import Office

BOTH = (Role.INTERVIEWER, Role.COORDINATOR)


def opened(office: Office) -> FormSession:
    back = office.episode("2026-10-15 21:40", "2026-10-16 06:15", offer_required="yes")
    desk = office.desk(*BOTH)
    return open_interview(desk, open_for_episode(desk, back.id))


def keep(office: Office, session: FormSession) -> None:
    save(office.desk(*BOTH), Draft(office.desk(*BOTH), session).collect())


def interview_of(session: FormSession) -> str:
    return session.locate("intel_considered")[1]


def test_a_gap_can_be_signed_with_a_reason(office: Office) -> None:
    session = opened(office)
    keep(office, session)

    submit(office.desk(*BOTH), session, interview_of(session), "She left early.")

    assert office.memory.records[interview_of(session)].stage is Stage.SUBMITTED


def test_an_item_that_names_the_child_cannot(office: Office) -> None:
    session = opened(office)
    session.set_answer("intel_considered", answered("items_drafted"))
    item = session.add_item("intel_items")
    session.set_answer(f"intel_items/{item}/what", answered("Ruby was at a flat."))
    session.set_answer(f"intel_items/{item}/name_child", answered("no"))
    keep(office, session)

    with pytest.raises(Refused) as refused:
        submit(office.desk(*BOTH), session, interview_of(session), "She left early.")

    assert any("take out “Ruby”" in reason for reason in refused.value.reasons)
    assert office.memory.records[interview_of(session)].stage is Stage.DRAFT


def test_who_adds_a_contact_made_it(office: Office) -> None:
    session = opened(office)
    earlier = session.add_item("offer_attempts")
    session.set_answer(f"offer_attempts/{earlier}/method", answered("phone"))
    fresh = session.add_item("offer_attempts")

    filled = fill_new_item(office.desk(), session, "offer_attempts")

    assert filled == [f"offer_attempts/{fresh}/by"]
    assert session.value(filled[0]) == {"name": "Tomasz Beale"}
    assert session.answer(f"offer_attempts/{earlier}/by") is None
    assert fill_new_item(office.desk(), session, "actions") == []
