"""A form session: answering, items, undo, several records and episodes, changes taken."""

from __future__ import annotations

import time
from statistics import median
from typing import TYPE_CHECKING

import msgspec
import pytest

from app.forms.derived import CaseFacts
from app.forms.plausibility import child_names
from app.forms.session import FormSession
from app.forms.sheet import Sheet, in_scope, split_scope
from app.records.errors import NotFound
from app.records.record import (
    GROUP,
    Answer,
    AnswerState,
    Presence,
    RecordKind,
    Tick,
    answered,
    new_id,
)
from tests.unit.forms.screens import OpenScreen, Screen, local

if TYPE_CHECKING:
    from app.forms.definition import Form


def test_an_answer_goes_to_the_record_it_lives_on(returned: Screen) -> None:
    session = returned.session
    session.take_changes()
    returned.put(child_known_as="Roo", found_at="16/10/2026 06:10", analysis="It is new.")
    kinds = {change.kind: change for change in session.take_changes()}
    assert set(kinds) == {
        RecordKind.PERSON,
        RecordKind.MISSING_EPISODE,
        RecordKind.RETURN_INTERVIEW,
    }
    assert kinds[RecordKind.PERSON].change == {"child_known_as": answered("Roo")}
    assert not kinds[RecordKind.PERSON].creates
    assert session.take_changes() == []
    kind, record, path = session.locate("child_known_as")
    assert (kind, path) == (RecordKind.PERSON, "child_known_as")
    assert session.records()[record].value("child_known_as") == "Roo"


def test_what_is_put_back_is_no_change(returned: Screen) -> None:
    session = returned.session
    session.take_changes()
    was = session.answer("return_how")
    returned.put(return_how="died")
    session.set_answer("return_how", was)
    assert session.take_changes() == []
    session.set_answer("child_known_as", None)
    assert session.take_changes() == []


def test_new_records_say_so_once(screen: OpenScreen) -> None:
    opened = screen()
    opened.put(child_forename="Ruby")
    assert [change.creates for change in opened.session.take_changes()] == [True]
    opened.put(child_surname="Tansley")
    assert [change.creates for change in opened.session.take_changes()] == [False]


def test_only_what_depends_is_reported(returned: Screen) -> None:
    assert returned.put(child_surname="Tan") == frozenset()
    changed = returned.put(offer_made="yes")
    assert {"offer_accepted", "offered_at", "booked_for"} <= changed
    assert "before_story" not in changed


def test_every_change_agrees_with_starting_afresh(returned: Screen) -> None:
    session = returned.session
    steps = [
        ("offer_made", "yes"),
        ("offer_accepted", "yes"),
        ("interview_held", "partly"),
        ("cse_indicators", "older_partner"),
        ("cce_indicators", "debt"),
        ("intel_considered", "items_drafted"),
        ("return_how", "died"),
        ("offer_required", "no_child_died"),
        ("offer_required", "yes"),
        ("return_how", "found_by_police"),
    ]
    for address, raw in steps:
        returned.type(address, raw)
        assert not session.rebase(next(iter(session.records().values()))), address


def test_an_exclusive_option_stands_alone(returned: Screen) -> None:
    session = returned.session
    returned.put(cse_indicators="older_partner/gifts_or_money")
    assert session.ticked("cse_indicators") == ["older_partner", "gifts_or_money"]
    session.tick("cse_indicators", "none_seen", True)
    assert session.ticked("cse_indicators") == ["none_seen"]
    session.tick("cse_indicators", "other", True, note="a tattoo")
    assert session.ticked("cse_indicators") == ["other"]
    session.tick("cse_indicators", "other", False)
    assert session.value("cse_indicators") == []
    assert session.answer("cse_indicators") is None


def test_a_multiple_choice_is_answered_by_its_ticks(returned: Screen) -> None:
    session = returned.session
    returned.put(cse_indicators="older_partner")
    answer = session.answer("cse_indicators")
    assert answer == Answer(AnswerState.ANSWERED)
    declined = Answer(AnswerState.DECLINED)
    session.set_answer("cse_indicators", declined)
    assert session.answer("cse_indicators") == declined
    assert session.ticked("cse_indicators") == []
    session.tick("cse_indicators", "gifts_or_money", True)
    assert session.ticked("cse_indicators") == ["gifts_or_money"]
    assert session.answer("cse_indicators") == Answer(AnswerState.ANSWERED)
    session.set_answer("cse_indicators", None)
    assert session.answer("cse_indicators") is None


def test_items_of_a_repeat_in_told_order(held: Screen) -> None:
    session = held.session
    station = held.item("where_went", place="Saltmouth station")
    flat = held.item("where_went", place="14 Marl Court")
    park = held.item("where_went", place="The park")
    assert session.items("where_went") == [station, flat, park] == session.value("where_went")
    session.move_item("where_went", park, station)
    assert session.items("where_went") == [park, station, flat]
    session.move_item("where_went", park, None)
    assert session.items("where_went") == [station, flat, park]
    session.move_item("where_went", park, flat)
    assert session.items("where_went") == [station, park, flat]
    session.remove_item("where_went", park)
    assert session.items("where_went") == [station, flat]
    assert session.value(f"where_went/{park}/place") == {"name": "The park"}
    session.restore_item("where_went", park)
    assert session.items("where_went") == [station, park, flat]
    assert session.answer("where_went") == Answer(AnswerState.ANSWERED)
    assert session.words(f"where_went/{station}/place") == "Saltmouth station"


def test_rows_of_an_unordered_repeat_stay_where_they_were_typed(held: Screen) -> None:
    items = [held.item("with_whom", relationship="friend") for _ in range(8)]
    assert held.session.items("with_whom") == items


def test_an_item_with_a_life_of_its_own_is_a_record(held: Screen) -> None:
    session = held.session
    held.put(intel_considered="items_drafted")
    session.take_changes()
    item = held.item("intel_items", what="A flat is used by “Fizz”.")
    (change,) = session.take_changes()
    _kind, interview, _path = session.locate("intel_items")
    assert (change.record_id, change.kind) == (item, RecordKind.INTELLIGENCE_ITEM)
    assert (change.creates, change.group) == (True, "intel_items")
    assert change.change[f"links/{interview}"] == Presence(present=True, role="about")
    assert change.change[GROUP] == answered("intel_items")
    assert change.change["intel_items.what"] == answered("A flat is used by “Fizz”.")
    assert session.locate(f"intel_items/{item}/what") == (
        RecordKind.INTELLIGENCE_ITEM,
        item,
        "intel_items.what",
    )
    session.remove_item("intel_items", item)
    assert session.items("intel_items") == []
    session.restore_item("intel_items", item)
    assert session.items("intel_items") == [item]
    with pytest.raises(NotFound):
        session.locate("intel_items/gone/what")


def test_a_quality_mark_is_opened_when_it_is_given(screen: OpenScreen) -> None:
    session = screen(stage="approve").session
    assert session.is_visible("quality_rating/voice")
    assert session.answer("quality_rating/voice") is None
    assert session.ticked("quality_rating") == []
    assert session.take_changes() == []
    session.set_answer("quality_rating/voice", answered("3"))
    (change,) = session.take_changes()
    assert change.kind is RecordKind.QUALITY_MARK
    assert change.change["quality_rating/voice"] == answered("3")
    assert session.value("quality_rating/voice") == "3"
    assert session.answer("quality_rating") == Answer(AnswerState.ANSWERED)


def test_records_of_a_group_come_with_the_sheet(held: Screen, form: Form) -> None:
    held.put(intel_considered="items_drafted")
    item = held.item("intel_items", what="A car.")
    records = dict(held.session.records())
    by_kind = {record.kind: record for record in records.values()}
    sheet = Sheet(
        episodes=(by_kind[RecordKind.MISSING_EPISODE],),
        interview=by_kind[RecordKind.RETURN_INTERVIEW],
        items={"intel_items": (records[item],)},
    )
    session = FormSession(form, sheet, now=local("2026-10-22T18:00"))
    assert session.items("intel_items") == [item]
    assert session.value(f"intel_items/{item}/what") == "A car."
    assert not session.is_visible("child_forename")
    with pytest.raises(NotFound):
        session.locate("child_forename")


def test_undo_takes_back_one_step_at_a_time(held: Screen) -> None:
    session = held.session
    held.put(cse_indicators="older_partner")
    session.tick("cse_indicators", "none_seen", True)
    assert session.undo() == "cse_indicators"
    assert session.ticked("cse_indicators") == ["older_partner"]
    item = held.item("where_went", place="A park")
    assert session.undo() == f"where_went/{item}/place"
    assert session.undo() == "where_went"
    assert session.items("where_went") == []
    session.set_answer("before_story", answered("I w"))
    session.set_answer("before_story", answered("I was"))
    assert session.undo() == "before_story"
    assert session.value("before_story") is None


def test_undo_of_a_new_record(held: Screen) -> None:
    session = held.session
    held.put(intel_considered="items_drafted")
    session.take_changes()
    session.add_item("intel_items")
    assert session.undo() == "intel_items"
    assert session.take_changes() == []
    taken = session.add_item("intel_items")
    session.take_changes()
    assert session.undo() == "intel_items"
    assert session.items("intel_items") == []
    (change,) = session.take_changes()
    assert (change.record_id, set(change.change)) == (taken, {"stage"})


def test_nothing_to_undo(screen: OpenScreen) -> None:
    assert screen().session.undo() is None


def test_a_newer_version_keeps_what_is_being_typed(held: Screen) -> None:
    session = held.session
    session.take_changes()
    _kind, interview, _path = session.locate("before_story")
    held.put(before_story="mine", what_did="gone")
    session.set_answer("what_did", None)
    newer = session.records()[interview]
    answers = {**newer.answers, "harmed": answered("yes"), "before_story": answered("theirs")}
    answers["what_did"] = answered("theirs")
    held.put(went_out_of_area="yes")
    session.set_answer("went_out_of_area", None)
    changed = session.rebase(msgspec.structs.replace(newer, ver=9, answers=answers))
    assert "harm_details" in changed
    assert session.value("harmed") == "yes"
    assert session.value("before_story") == "mine"
    assert session.records()[interview].ver == 9
    taken = {path for change in session.take_changes() for path in change.change}
    assert "before_story" in taken
    assert "harmed" not in taken


def test_a_colleagues_item_appears(held: Screen) -> None:
    session = held.session
    _kind, interview, _path = session.locate("before_story")
    about = session.records()[interview]
    item = msgspec.structs.replace(
        about,
        id=new_id(),
        kind=RecordKind.ACTION,
        answers={
            f"links/{interview}": Presence(present=True, role="about"),
            GROUP: answered("actions"),
            "actions.what": answered("Ring the school"),
        },
    )
    session.rebase(item)
    session.rebase(item)
    assert session.items("actions") == [item.id]


def test_several_episodes_have_values_of_their_own(screen: OpenScreen) -> None:
    opened = screen(now="2026-10-23T10:00", episodes=2)
    session = opened.session
    opened.put(child_dob="17/03/2011")
    scope = session.worksheet.scopes[1]
    for address, raw in {
        "missing_from_at": "18/10/2026 19:30",
        "returned_at": "20/10/2026 01:10",
        f"{scope}:missing_from_at": "15/10/2026 21:40",
        f"{scope}:returned_at": "16/10/2026 06:15",
    }.items():
        opened.type(address, raw)
    for prefix in ("", f"{scope}:"):
        for address, raw in {
            "offer_required": "yes",
            "offer_made": "yes",
            "offer_accepted": "yes",
        }.items():
            opened.type(prefix + address, raw)
    opened.put(interview_held="yes", interview_end="22/10/2026 17:40")
    assert session.calculated("due_at") == "01:10 BST, Fri 23 Oct 2026"
    assert session.calculated(f"{scope}:due_at") == "06:15 BST, Mon 19 Oct 2026"
    assert not session.is_visible("late_reason")
    assert session.is_required(f"{scope}:late_reason")
    late = [problem.address for problem in session.problems("submit")]
    assert f"{scope}:late_reason" in late
    kind, record, path = session.locate(f"{scope}:late_reason")
    assert (kind, record, path) == (RecordKind.MISSING_EPISODE, scope, "late_reason")
    assert session.derived(scope)["completed_late"] is True


def test_an_interview_rule_holds_if_it_holds_for_any_episode(screen: OpenScreen) -> None:
    opened = screen(episodes=2)
    session = opened.session
    scope = session.worksheet.scopes[1]
    for address, raw in {
        "missing_from_at": "15/10/2026 21:40",
        "returned_at": "16/10/2026 06:15",
        "offer_required": "yes",
    }.items():
        opened.type(f"{scope}:{address}", raw)
    assert session.is_visible("exploitation_level")
    assert not session.is_visible("offer_made")
    assert session.is_visible(f"{scope}:offer_made")
    attempt = session.add_item(f"{scope}:offer_attempts")
    assert session.is_visible(f"{scope}:offer_attempts/{attempt}/method")
    assert session.items("offer_attempts") == []
    opened.type(f"{scope}:offer_attempts/{attempt}/method", "visit")
    assert session.records()[scope].value(f"offer_attempts/{attempt}/method") == "visit"


def test_other_episodes_covered_are_links(returned: Screen) -> None:
    session = returned.session
    other = new_id()
    session.tick("episodes_covered", other, True)
    assert session.ticked("episodes_covered") == [other] == session.value("episodes_covered")
    _kind, interview, _path = session.locate("episodes_covered")
    assert session.records()[interview].linked("episode") == [other]
    session.tick("episodes_covered", other, False)
    assert session.ticked("episodes_covered") == []


def test_time_passes(returned: Screen) -> None:
    returned.put(offer_made="yes", offer_accepted="yes")
    session = returned.session
    assert not session.is_visible("late_reason")
    changed = session.move_on(local("2026-10-19T06:16"))
    assert "late_reason" in changed
    assert session.is_visible("late_reason")
    assert session.now == local("2026-10-19T06:16")


def test_calculated_values_change_with_their_answers(returned: Screen) -> None:
    changed = returned.put(returned_at="16/10/2026 07:15")
    assert {"due_at", "duration"} <= changed
    assert returned.session.calculated("duration") == "9 h 35 min"
    assert returned.session.words("duration") == "9 h 35 min"
    assert returned.session.words("prior_episodes_30d") == "0"
    assert returned.session.calculated("unheard_of") == ""
    return_how = returned.session.question("return_how")
    assert returned.session.words("return_how") == return_how.label_of("returned_self")


def test_prior_episodes_open_the_question_about_others(screen: OpenScreen) -> None:
    facts = CaseFacts(1, 1, 1)
    opened = screen(now="2026-10-20T09:00", facts=facts)
    opened.put(returned_at="20/10/2026 01:10")
    assert opened.session.is_visible("episodes_covered")
    assert opened.session.calculated("prior_episodes_365d") == "1"


def test_choices_are_those_of_the_day(returned: Screen) -> None:
    codes = {choice.code for choice in returned.session.choices("responsible_la")}
    assert "E06999001" in codes
    labels = [choice.label for choice in returned.session.choices("harmed")]
    assert labels == ["Yes", "No", "Not sure"]


def test_stages_open_their_own_questions(screen: OpenScreen) -> None:
    assert not screen().session.is_visible("manager_decision")
    approving = screen(stage="approve").session
    assert approving.is_visible("manager_decision")
    assert approving.is_required("manager_decision", "approve")
    closing = screen(stage="close").session
    assert closing.is_required("closure_decision", "close")
    assert screen().session.is_required("child_dob", "approve")


def test_unknown_addresses(screen: OpenScreen, form: Form) -> None:
    session = screen().session
    with pytest.raises(NotFound):
        session.value("unheard_of")
    assert not session.has_answer("unheard_of")
    assert not session.is_visible("unheard_of")
    nothing = FormSession(form, Sheet(), now=local("2026-10-22T18:00"))
    assert not nothing.is_visible("before_story")
    with pytest.raises(NotFound):
        nothing.add_item("where_went")
    assert child_names(nothing.worksheet) == ()


def test_addresses_are_told_apart() -> None:
    assert split_scope("abc:offer_made") == ("abc", "offer_made")
    assert split_scope("offer_made") == ("", "offer_made")
    assert in_scope("abc", "offer_made") == "abc:offer_made"
    assert in_scope("", "offer_made") == "offer_made"


def test_ticks_keep_their_notes(returned: Screen) -> None:
    returned.session.tick("cse_indicators", "other", True, note="a tattoo")
    _kind, record, path = returned.session.locate("cse_indicators")
    cell = returned.session.records()[record].answers[f"{path}/other"]
    assert cell == Tick(value=True, note="a tattoo")


def test_the_screens_addresses_are_listed(held: Screen) -> None:
    item = held.item("with_whom", relationship="friend")
    addresses = held.session.addresses()
    assert {"before_story", f"with_whom/{item}/age"} <= set(addresses)
    assert "manager_decision" not in addresses
    assert held.session.screen == "interview"


def test_one_change_takes_about_a_millisecond(held: Screen) -> None:
    """Typing must not be felt; the limit leaves room for a busy machine."""
    held.put(intel_considered="items_drafted")
    for _ in range(4):
        held.item("intel_items", what="A fact.")
    session, spent = held.session, []
    for number in range(60):
        started = time.perf_counter()
        session.set_answer("before_story", answered("word " * number))
        spent.append(time.perf_counter() - started)
    assert median(spent) < 0.001


def test_a_session_learns_what_the_case_says(returned: Screen) -> None:
    changed = returned.session.learn(CaseFacts(2, 2, 2, threshold_met=True))
    assert {"strategy_trigger", "prior_episodes_30d", "episodes_covered"} <= changed
    assert returned.session.is_visible("strategy_trigger")


def test_what_was_cleared_here_stays_cleared(held: Screen) -> None:
    session = held.session
    held.put(what_did="mine")
    session.take_changes()
    session.set_answer("what_did", None)
    _kind, interview, _path = session.locate("what_did")
    newer = session.records()[interview]
    answers = {**newer.answers, "what_did": answered("mine")}
    session.rebase(msgspec.structs.replace(newer, ver=4, answers=answers))
    assert session.value("what_did") is None
    (change,) = session.take_changes()
    assert change.change == {"what_did": None}


def test_a_record_of_its_own_needs_something_to_be_about(form: Form) -> None:
    nothing = FormSession(form, Sheet(), now=local("2026-10-22T18:00"))
    with pytest.raises(NotFound):
        nothing.worksheet.create(form.questions["actions"])


def test_undo_of_a_quality_mark(screen: OpenScreen) -> None:
    session = screen(stage="approve").session
    session.set_answer("quality_rating/voice", answered("3"))
    assert session.undo() == "quality_rating/voice"
    assert session.take_changes() == []
    session.set_answer("quality_rating/voice", answered("3"))
    session.take_changes()
    assert session.undo() == "quality_rating/voice"
    (change,) = session.take_changes()
    assert "stage" not in change.change
    assert session.answer("quality_rating/voice") is None
