"""Who may answer what: a supervisor's questions, an item's second person, and recorded times."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from msgspec.structs import replace

from app.casework.guard import Access, access
from app.casework.open_form import Draft, open_episode, open_interview, save
from app.casework.permit import subject_of
from app.casework.prefill import fill_new_item
from app.records.errors import Refused
from app.records.permissions import Action, Role, may
from app.records.record import AUTHOR, Record, RecordKind, Stage, answered
from tests.making import at, interview, record, with_cells

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.forms.session import FormSession
    from tests.unit.casework.desks import Office

STATUS = "intel_items.status"
DECIDED = "strategy_trigger"


@pytest.fixture
def held(office: Office) -> Record:
    """An interview of one finished episode, still a draft."""
    episode = office.episode("2026-10-18 19:30", "2026-10-20 01:10")
    made = replace(interview(episode, intel_considered="items_drafted"), case=office.child.case)
    office.keep(made)
    return made


def confirmed(office: Office, back: str = "") -> Record:
    episode = office.episode("2026-10-18 19:30", back)
    made = with_cells(episode, {"stage": answered(Stage.SUBMITTED.value)})
    office.keep(made)
    return made


def keep(desk: Desk, about: Record, **answers: Any) -> None:
    save(desk, (desk.edit(about, answers),))


def write_item(desk: Desk, session: FormSession) -> str:
    item = session.add_item("intel_items")
    fill_new_item(desk, session, "intel_items")
    session.set_answer(f"intel_items/{item}/what", answered("A grey Corsa is used."))
    save(desk, Draft(desk, session).collect())
    return item


def test_an_item_is_its_writers_draft_until_a_second_person_checks_it(
    office: Office, held: Record
) -> None:
    tomasz = office.desk()
    item = write_item(tomasz, open_interview(tomasz, held.id))
    kept = office.memory.records[item]
    assert (kept.value(STATUS), kept.value(AUTHOR)) == ("draft", tomasz.actor.user)
    for word in ("checked", "sent", "not_sent_decided"):
        with pytest.raises(Refused):
            save(tomasz, (tomasz.edit(kept, {STATUS: answered(word)}),))
    assert office.memory.records[item] == kept
    gwen = office.desk(Role.SUPERVISOR, user="gwen")
    save(gwen, (gwen.edit(kept, {STATUS: answered("sent")}),))
    assert office.memory.records[item].value(STATUS) == "sent"


def test_nobody_checks_what_they_wrote_themselves(office: Office, held: Record) -> None:
    gwen = office.desk(Role.SUPERVISOR, Role.INTERVIEWER, user="gwen")
    session = open_interview(gwen, held.id)
    item = write_item(gwen, session)
    assert access(gwen, session, f"intel_items/{item}/status") is Access.READ
    kept = office.memory.records[item]
    with pytest.raises(Refused, match="their own"):
        save(gwen, (gwen.edit(kept, {STATUS: answered("checked")}),))
    with pytest.raises(Refused, match="noted once"):
        save(gwen, (gwen.edit(kept, {AUTHOR: answered("leon")}),))


def test_an_item_cannot_come_in_as_checked_already(office: Office, held: Record) -> None:
    tomasz = office.desk()
    item = tomasz.blank(RecordKind.INTELLIGENCE_ITEM, held.la, held.case)
    with pytest.raises(Refused):
        save(tomasz, (tomasz.edit(item, {STATUS: answered("checked")}),))
    assert item.id not in office.memory.records
    assert "refused" in {event.result for event in office.memory.events}


def test_what_is_asked_of_a_supervisor_is_answered_by_one(office: Office) -> None:
    episode = confirmed(office)
    for desk in (office.desk(), office.desk(Role.COORDINATOR, user="priya")):
        with pytest.raises(Refused):
            save(desk, (desk.edit(episode, {DECIDED: answered("not_needed")}),))
    gwen = office.desk(Role.SUPERVISOR, user="gwen")
    assert access(gwen, open_episode(gwen, episode.id), DECIDED) is Access.OPEN
    keep(gwen, episode, strategy_trigger=answered("meeting_called"))
    assert office.now(episode).value(DECIDED) == "meeting_called"
    tomasz = office.desk()
    assert access(tomasz, open_episode(tomasz, episode.id), DECIDED) is Access.READ
    keep(tomasz, office.now(episode), strategy_trigger=answered("meeting_called"))


def test_the_managers_decision_is_made_when_the_interview_waits_for_it(
    office: Office, held: Record
) -> None:
    gwen = office.desk(Role.SUPERVISOR, user="gwen")
    with pytest.raises(Refused):
        save(gwen, (gwen.edit(held, {"manager_decision": answered("approved")}),))


def test_a_recorded_time_changes_with_a_reason_only(office: Office) -> None:
    episode = confirmed(office)
    desk = office.desk(Role.COORDINATOR)
    session = open_episode(desk, episode.id)
    draft = Draft(desk, session)
    assert access(desk, session, "missing_from_at", draft.free) is Access.CORRECT
    assert access(desk, session, "returned_at", draft.free) is Access.OPEN
    for told in (at("2026-10-18 18:00"), None):
        edit = desk.edit(episode, {"missing_from_at": told})
        with pytest.raises(Refused, match="Correct a time"):
            save(desk, (edit,), None, draft.free)
    assert office.now(episode) == episode
    keep(desk, episode, missing_from_at=replace(at("2026-10-18 19:30"), note="camera"))


def test_a_time_nobody_has_recorded_is_typed_and_typed_again(office: Office) -> None:
    episode = confirmed(office)
    desk = office.desk(Role.COORDINATOR)
    session = open_episode(desk, episode.id)
    draft = Draft(desk, session)
    for minute in ("01:00", "01:10"):
        session.set_answer("returned_at", at(f"2026-10-20 {minute}"))
        saved = save(desk, draft.collect(), None, draft.free)
        draft.done(saved)
        assert access(desk, session, "returned_at", draft.free) is Access.OPEN
    assert office.now(episode).value("returned_at") == at("2026-10-20 01:10").value
    again = open_episode(desk, episode.id)
    assert access(desk, again, "returned_at", Draft(desk, again).free) is Access.CORRECT


def test_the_times_of_a_report_that_is_not_confirmed_are_free(office: Office) -> None:
    episode = office.episode("2026-10-18 19:30")
    desk = office.desk(Role.COORDINATOR)
    keep(desk, episode, missing_from_at=at("2026-10-18 18:00"))
    assert office.now(episode).value("missing_from_at") == at("2026-10-18 18:00").value


@pytest.mark.parametrize(
    ("who", "signed_by", "prints"),
    [
        ("tomasz.beale", "", True),
        ("another", "", False),
        ("tomasz.beale", "another", False),
        ("another", "another", True),
    ],
)
def test_a_draft_is_the_work_of_whoever_holds_the_case_until_somebody_signed(
    office: Office, held: Record, who: str, signed_by: str, *, prints: bool
) -> None:
    desk = office.desk(user="tomasz.beale")
    if signed_by:
        signature = answered({"name": "A", "user": signed_by, "at": "2026-10-20T09:00+01:00"})
        office.keep(with_cells(held, {"worker_signed_at": signature}))
    with desk.open_work() as work:
        subject = subject_of(work, office.now(held), user=who)
    actor = desk.actor.__class__(who, "A", frozenset({Role.INTERVIEWER}), desk.actor.authority)
    assert may(actor, Action.PRINT, subject).allowed is prints


def test_an_earlier_item_without_a_writer_stays_as_it_is(office: Office, held: Record) -> None:
    """What was brought in before items named their writers is nobody's own."""
    old = record(RecordKind.INTELLIGENCE_ITEM, office.child.case)
    item = with_cells(
        old,
        {
            "group": answered("intel_items"),
            f"links/{held.id}": next(
                cell for path, cell in held.answers.items() if path.startswith("links/")
            ),
            "intel_items.what": answered("A grey Corsa is used."),
        },
    )
    office.keep(item)
    tomasz = office.desk()
    session = open_interview(tomasz, held.id)
    assert fill_new_item(tomasz, session, "intel_items") == []
    assert session.answer(f"intel_items/{item.id}/status") is None
