"""Which reader may see which answer: every reader, every rule."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from app.forms.release import AnswerContext, may_see, may_see_note, policy_of, readers
from app.records.errors import FormError

if TYPE_CHECKING:
    from app.forms.definition import Form


def sees(form: Form, reader: str, question: str, **around: Any) -> bool:
    return may_see(form, reader, form.known[question], AnswerContext(**around))


def test_the_readers_are_those_of_the_trade(form: Form) -> None:
    assert list(readers(form)) == [
        *("full", "social_worker", "police", "host_la", "home", "parent", "carer", "school"),
        *("health", "child", "meeting"),
    ]
    assert readers(form)["home"].silent
    assert not readers(form)["police"].silent


def test_the_full_record_and_the_social_worker_see_all(form: Form) -> None:
    for question in form.known.values():
        assert may_see(form, "full", question)
        assert may_see(form, "social_worker", question)


def test_police_see_only_what_police_hold_and_what_was_sent(form: Form) -> None:
    for question in form.known.values():
        if may_see(form, "police", question, AnswerContext(sent=True)):
            assert question.police == "Y" or question.release == "intelligence"
    for never in ("substances", "self_harm_suicide", "emotional_wellbeing", "what_did", "is_uasc"):
        assert not sees(form, "police", never, sent=True, decided=True)
    assert sees(form, "police", "child_known_as")
    assert sees(form, "police", "risk_harm_if_missing")
    assert not sees(form, "police", "intel_items.what")
    assert sees(form, "police", "intel_items.what", sent=True)
    assert not sees(form, "police", "intel_items.what", sent=True, reworded=True)
    assert sees(form, "police", "intel_items.sanitised", sent=True, reworded=True)
    for inside in ("source_risk", "source_risk_why", "checked_by", "name_child"):
        assert not sees(form, "police", f"intel_items.{inside}", sent=True)


@pytest.mark.parametrize("reader", ["home", "parent", "carer", "school", "health"])
def test_nobody_near_the_child_sees_coding_risk_or_other_people(form: Form, reader: str) -> None:
    for question in ("cce_indicators", "with_whom.name", "analysis", "intel_items.what"):
        assert not sees(form, reader, question, sent=True)


def test_a_home_gets_its_own_steps_only(form: Form) -> None:
    assert not sees(form, "home", "safety_plan.step")
    assert sees(form, "home", "safety_plan.step", names_reader=True)
    assert not sees(form, "home", "safety_plan.step", names_reader=True, names_others=True)
    assert not sees(form, "home", "safety_plan.step", names_reader=True, excepted=True)
    assert sees(
        form, "home", "safety_plan.step", names_reader=True, excepted=True, against_wish=True
    )


def test_a_parent_sees_the_childs_words_only_as_agreed(form: Form) -> None:
    assert not sees(form, "parent", "child_view")
    assert not sees(form, "parent", "child_view", decided=True)
    assert sees(form, "parent", "child_view", decided=True, child_content=True)
    assert not sees(
        form, "parent", "child_view", decided=True, child_content=True, family_barred=True
    )


def test_an_address_that_is_kept(form: Form) -> None:
    assert sees(form, "host_la", "child_address")
    assert not sees(form, "host_la", "child_address", address_kept=True)
    assert sees(form, "host_la", "child_address", address_kept=True, second_person=True)
    for family in ("parent", "carer"):
        assert not sees(form, family, "child_address", address_kept=True, second_person=True)


def test_a_flag_wants_a_second_person(form: Form) -> None:
    assert sees(form, "parent", "offered_at")
    assert not sees(form, "parent", "offered_at", flagged=True)
    assert sees(form, "parent", "offered_at", flagged=True, second_person=True)


def test_families_learn_what_happened_and_not_what_did_not(form: Form) -> None:
    assert sees(form, "parent", "interview_held", code="yes")
    assert not sees(form, "parent", "interview_held", code="no")
    assert not sees(form, "home", "staying_safe_info", code="not_safe_to_give")


def test_the_childs_sheet_has_plain_words(form: Form) -> None:
    assert sees(form, "child", "actions.what", text="Amina rings you on Friday.")
    assert not sees(form, "child", "actions.what", text="Take it to MACE.")
    assert sees(form, "child", "child_view")
    assert not sees(form, "child", "exploitation_level")


def test_meetings_get_ticked_quotes_and_hosts_their_own_actions(form: Form) -> None:
    assert not sees(form, "meeting", "child_view", decided=True)
    assert sees(form, "meeting", "child_view", decided=True, ticked=True)
    assert not sees(form, "host_la", "actions.what")
    assert sees(form, "host_la", "actions.what", names_reader=True)


def test_no_copy_of_a_struck_out_episode(form: Form) -> None:
    assert not sees(form, "police", "missing_from_at", struck_out=True)
    assert sees(form, "full", "missing_from_at", struck_out=True)


def test_notes_stay_inside(form: Form) -> None:
    assert may_see_note(form, "full")
    assert not may_see_note(form, "police")


def test_a_rule_nothing_carries_out_is_refused(form: Form) -> None:
    table = {**form.release, "rule": [{"id": "be_kind"}]}
    with pytest.raises(FormError, match="be_kind"):
        policy_of(replace(form, release=table))


def test_without_words_to_avoid_nothing_is_held_back(form: Form) -> None:
    table = {**form.release, "child_sheet": {"avoid": []}}
    plain = replace(form, release=table)
    assert sees(plain, "child", "actions.what", text="risk")
