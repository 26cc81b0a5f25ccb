"""Rules in CEL: what they read, how answers look to them, what happens when one breaks."""

from __future__ import annotations

import logging
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from app.forms.definition import Form
from app.forms.question import AnswerType
from app.forms.readings import bound, empty
from app.forms.rulebook import prepare, rulebook
from app.forms.rules import rule
from app.records.errors import FormError
from app.records.record import Answer, AnswerState, answered

if TYPE_CHECKING:
    from tests.unit.forms.screens import OpenScreen, Screen


def holds(source: str, **values: object) -> bool:
    return rule(source).holds(values, question="q", if_broken=True)


@pytest.mark.parametrize(
    ("source", "values", "expected"),
    [
        ("true", {}, True),
        ("false", {}, False),
        ("stage != 'draft'", {"stage": "draft"}, False),
        ("a == 'yes'", {"a": None}, False),
        ("a == 'declined'", {"a": "declined"}, True),
        ("a in ['yes', 'unsure']", {"a": "unsure"}, True),
        ("'x' in a", {"a": []}, False),
        ("'x' in a", {"a": ["y", "x"]}, True),
        ("size(a) == 0", {"a": []}, True),
        ("age != null && age < 16", {"age": None}, False),
        ("age != null && age < 16", {"age": 15}, True),
        ("a.mode in ['taxi']", {"a": {"mode": "taxi", "more": object}}, True),
        ("a.exists(i, i.mode == 'taxi')", {"a": [{"mode": "bus"}, {"mode": "taxi"}]}, True),
        ("answers[\"local.E06.x\"] == 'yes'", {"local.E06.x": "yes"}, True),
        ("answers['local.E06.x'] == null", {"local.E06.x": None}, True),
    ],
)
def test_each_form_of_rule(source: str, values: dict[str, object], expected: bool) -> None:
    assert holds(source, **values) is expected


def test_a_rule_names_what_it_reads() -> None:
    assert rule("a == 'x' && size(b) > 0").reads() == ("a", "b")
    assert rule("b.exists(i, i.m == a)").reads() == ("a", "b")
    assert rule("answers['local.E06.x'] == a").reads() == ("a", "local.E06.x")
    assert rule("true").reads() == ()
    assert rule("true") is rule("true")
    assert rule(" true ").constant is True


@pytest.mark.logs_warnings
def test_a_broken_rule_shows_and_does_not_require(caplog: pytest.LogCaptureFixture) -> None:
    broken = rule("age < 16")
    with caplog.at_level(logging.ERROR, logger="homeward.forms"):
        assert broken.holds({"age": None}, question="gillick", if_broken=True)
        assert not broken.holds({"age": None}, question="gillick", if_broken=False)
    assert caplog.messages == ["rule_failed"] * 2
    assert {getattr(line, "question", "") for line in caplog.records} == {"gillick"}


def test_a_rule_that_is_no_rule() -> None:
    with pytest.raises(FormError, match="cannot be read"):
        rule("a == ")


def test_the_book_orders_questions_by_what_decides_them(form: Form) -> None:
    book = rulebook(form)
    assert book is rulebook(form)
    assert book.circular == ()
    for question in book.order:
        for name in book.visible[question.id].reads():
            if name in book.position and name != question.id:
                assert book.position[name] < book.position[question.id]
    assert "host_la_informed" in book.seen_by["host_la"]
    assert "travel_details" in book.groups_by["travel_modes"]
    prepare(form)


def test_a_circle_is_found(form: Form) -> None:
    known = dict(form.questions)
    known["before_story"] = replace(known["before_story"], visible="reason_own_words != null")
    known["reason_own_words"] = replace(known["reason_own_words"], visible="before_story != null")
    circle = Form(form.ref, form.sections, known, known, form.release)
    assert set(rulebook(circle).circular) == {"before_story", "reason_own_words"}


def test_states_are_words_and_lists_are_empty(held: Screen) -> None:
    session = held.session
    assert not session.is_visible("harm_details")
    session.set_answer("harmed", Answer(AnswerState.DECLINED))
    assert session.is_visible("harm_details")
    assert not session.is_visible("harm_types")
    held.put(substances="alcohol")
    assert session.is_visible("medication_missed") is False
    held.put(travel_modes="taxi")
    assert session.is_visible("travel_details")
    session.set_answer("travel_modes", Answer(AnswerState.NOT_ASKED))
    assert not session.is_visible("travel_details")


def test_a_hidden_answer_plays_no_part(held: Screen) -> None:
    session = held.session
    held.put(went_out_of_area="yes")
    assert session.is_visible("county_lines")
    held.put(interview_held="no")
    assert not session.is_visible("went_out_of_area")
    assert not session.is_visible("county_lines")
    assert session.no_longer_asked() == ["went_out_of_area"]
    changed = held.put(interview_held="yes")
    assert {"went_out_of_area", "county_lines"} <= changed
    assert session.is_visible("county_lines")


def test_a_row_is_asked_by_its_own_answers(held: Screen) -> None:
    held.put(travel_modes="train/taxi")
    train = held.item("travel_details", mode="train")
    taxi = held.item("travel_details")
    session = held.session
    assert not session.is_visible(f"travel_details/{train}/driver")
    assert not session.is_visible(f"travel_details/{taxi}/driver")
    changed = held.type(f"travel_details/{taxi}/mode", "taxi")
    assert f"travel_details/{taxi}/driver" in changed
    assert session.is_visible(f"travel_details/{taxi}/driver")
    assert not session.is_visible(f"travel_details/{train}/driver")


def test_a_row_reads_names_from_outside_too(held: Screen) -> None:
    one = held.item("share_decisions", decision="yes")
    address = f"share_decisions/{one}/against_wish_reason"
    session = held.session
    assert not session.is_visible(address)
    assert address in held.put(share_child_view="not_happy")
    assert session.is_required(address)
    held.put(share_child_view="happy_except")
    assert (session.is_visible(address), session.is_required(address)) == (True, False)


def test_what_is_required_follows_the_number_of_items(held: Screen) -> None:
    session = held.session
    assert session.is_required("no_action_reason")
    item = held.item("actions", what="Ring the school")
    assert not session.is_visible("no_action_reason")
    session.remove_item("actions", item)
    assert session.is_visible("no_action_reason")


def test_types_that_rules_see(screen: OpenScreen) -> None:
    form = screen().session.form
    moment = form.questions["missing_from_at"]
    told = answered({"precision": "exact", "at": "2026-10-25T01:30+01:00"})
    assert bound(moment, told) == "2026-10-25T00:30:00.000Z"
    assert bound(moment, answered({"precision": "unknown"})) == "unknown"
    age = form.questions["with_whom.age"]
    assert bound(age, answered("1.5")) == 1.5
    assert bound(age, answered(24)) == 24
    assert bound(age, None) is None
    assert empty(form.questions["where_went"]) == []
    assert empty(age) is None
    assert age.type is AnswerType.NUMBER
