"""The three children's stories, as far as the form itself must show or do something."""

from __future__ import annotations

from app.forms.derived import CaseFacts
from app.forms.question import SYSTEM
from app.records.record import Answer, AnswerState
from tests.unit.forms.screens import OpenScreen, Screen, local

AWAY = "away_without_authorisation"


def test_ruby_first_episode(returned: Screen) -> None:
    session = returned.session
    assert session.derived()["age"] == 15
    assert session.derived()["overnight"] is True
    assert session.calculated("duration") == "8 h 35 min"
    assert session.calculated("due_at") == "06:15 BST, Mon 19 Oct 2026"
    assert [session.calculated(f"prior_episodes_{days}d") for days in (30, 90, 365)] == ["0"] * 3
    assert session.is_required("host_la_informed")
    assert session.is_visible("legal_status")
    assert not session.is_visible("episodes_covered")


def test_ruby_accepts_and_is_booked_late(returned: Screen) -> None:
    returned.item("offer_attempts", at="16/10/2026 11:00", method="phone", result="accepted")
    returned.put(
        offer_made="yes",
        offered_at="16/10/2026 11:00",
        offer_accepted="yes",
        booked_for="19/10/2026 16:00",
    )
    session = returned.session
    assert session.derived()["outcome"] == "booked"
    assert session.value("interview_end") is None
    assert "9 h 45 min after it is due" in session.doubts()["booked_for"]
    session.move_on(local("2026-10-19T06:16"))
    assert session.is_visible("late_reason")
    assert "late_reason" not in {problem.address for problem in session.problems("draft")}


def test_ruby_second_episode_has_two_stretches(screen: OpenScreen) -> None:
    opened = screen(now="2026-10-20T09:00", facts=CaseFacts(1, 1, 1))
    opened.put(
        child_status="cla",
        missing_from_at="18/10/2026 19:30",
        found_at="19/10/2026 22:10",
        returned_at="20/10/2026 01:10",
        return_how="found_by_carer",
    )
    opened.item(
        "episode_phases", type="missing", from_at="18/10/2026 19:30", to_at="19/10/2026 22:10"
    )
    opened.item("episode_phases", type=AWAY, from_at="19/10/2026 22:10")
    assert opened.session.calculated("duration") == "29 h 40 min"
    assert opened.session.calculated("due_at") == "01:10 BST, Fri 23 Oct 2026"
    assert opened.session.is_visible("episodes_covered")
    assert opened.session.is_visible("found_location")


def test_ruby_talks_and_it_is_coded(held: Screen) -> None:
    session = held.session
    session.move_on(local("2026-10-22T18:30"))
    held.put(interview_end="22/10/2026 17:40")
    assert session.derived()["completed_late"] is True
    assert session.is_required("late_reason")
    held.put(share_child_view="happy_except", child_agrees_record="agrees_with_changes")
    assert session.is_required("share_child_except")
    assert session.is_required("child_corrections")
    assert not session.is_visible("county_lines")
    changed = held.put(cce_indicators="several_phones/debt/controlled_by_others/taken_over_home")
    assert "county_lines" in changed
    assert session.is_required("county_lines")
    held.put(county_lines="line_name_known/debt_bondage", exploitation_level="significant")
    assert session.is_visible("line_name")
    assert session.is_visible("tool_completed")
    held.put(exploitation_level="no_known_concern")
    assert not session.is_visible("tool_completed")


def test_rubys_items_are_held_back_until_they_can_be_sent(held: Screen) -> None:
    held.put(intel_considered="items_drafted")
    item = held.item(
        "intel_items", what="Only Ruby was there.", source_risk="yes_reword", name_child="no"
    )
    approve = {problem.address: problem.kind for problem in held.session.problems("approve")}
    assert approve[f"intel_items/{item}/sanitised"] == "missing"
    assert approve[f"intel_items/{item}/what"] == "invalid"
    assert approve[f"intel_items/{item}/force"] == "missing"
    submit = {problem.address for problem in held.session.problems("submit")}
    assert f"intel_items/{item}/sanitised" not in submit
    assert f"intel_items/{item}/force" not in submit


def test_a_threshold_asks_for_a_decision(screen: OpenScreen) -> None:
    opened = screen(facts=CaseFacts(2, 2, 2, threshold_met=True))
    assert opened.session.is_visible("strategy_trigger")
    assert opened.session.is_required("strategy_trigger", "approve")
    assert not opened.session.is_required("strategy_trigger")


def test_ruby_third_episode_crosses_the_clock_change(screen: OpenScreen) -> None:
    opened = screen(now="2026-10-25T11:00")
    opened.put(
        missing_from_at="23/10/2026 15:05",
        found_at="24/10/2026 22:50",
        returned_at="24/10/2026 22:50",
    )
    assert opened.session.calculated("duration") == "31 h 45 min"
    assert opened.session.calculated("due_at") == "21:50 GMT, Tue 27 Oct 2026"


def jonah(screen: OpenScreen) -> Screen:
    opened = screen(now="2026-04-05T15:30")
    opened.put(
        child_forename="Jonah",
        child_surname="Pettifer",
        child_dob="09/11/2013",
        child_status="not_open",
        responsible_la="E06999002",
        host_la="E06999002",
        episode_type="missing",
        missing_from_at="02/04/2026 18:15",
        found_at="02/04/2026 23:55",
        returned_at="02/04/2026 23:55",
        return_how="found_by_police",
        police_reported="yes",
        offer_required="yes",
        offer_made="yes",
        offer_accepted="no",
    )
    return opened


def test_jonah_declines(screen: OpenScreen) -> None:
    opened = jonah(screen)
    session = opened.session
    assert session.derived()["age"] == 12
    assert session.derived()["overnight"] is False
    assert session.calculated("due_at") == "23:55 BST, Sun 5 Apr 2026"
    assert not session.is_visible("legal_status")
    assert not session.is_visible("episode_phases")
    opened.put(declined_by="parent_for_child")
    assert "Jonah has not been asked in person" in session.doubts()["declined_by"]
    opened.put(declined_by="child_directly", refusal_own_words="I wasn't even missing.")
    assert "declined_by" not in session.doubts()
    assert session.derived()["outcome"] == "declined"
    assert not session.is_visible("late_reason")
    assert not session.is_visible("before_story")
    for owed in ("exploitation_level", "analysis", "intel_considered", "carer_info_offered"):
        assert session.is_required(owed)


def test_jonahs_record_costs_at_most_32_typed_answers(screen: OpenScreen) -> None:
    """What must be typed when a child declines and imports fill the rest."""
    opened = jonah(screen)
    opened.put(declined_by="child_directly", carer_info_offered="given")
    session = opened.session
    owed = {
        question.id
        for question in session.form.questions.values()
        if question.core
        and question.group is None
        and question.type not in SYSTEM
        and question.asked_of != "system"
        and question.prefill is None
        and session.is_required(question.id)
    }
    assert len(owed) <= 32
    assert {"exploitation_level", "analysis", "share_decisions"} <= owed


def test_jonah_nothing_new_beside_a_name_and_money(screen: OpenScreen) -> None:
    opened = jonah(screen)
    opened.put(
        carer_info_offered="given",
        carer_views="new trainers, £60, a lad called Spence rings him",
        intel_considered="nothing_new",
    )
    (problem,) = [
        problem
        for problem in opened.session.problems("submit")
        if problem.address == "intel_considered"
    ]
    assert problem.kind == "warning"
    assert "name and money" in problem.message


def test_yonas_found_and_returned_are_two_times(screen: OpenScreen) -> None:
    opened = screen(now="2026-04-02T09:10")
    opened.put(
        child_dob="15/07/2009",
        child_status="cla",
        is_uasc="yes",
        interpreter_needed="yes",
        missing_from_at="31/03/2026 05:10",
        found_at="01/04/2026 23:40",
        return_how="found_by_police",
    )
    session = opened.session
    assert session.derived()["age"] == 16
    assert session.calculated("still_missing") == "Found, not yet back"
    assert session.calculated("duration") == "42 h 30 min"
    assert session.calculated("due_at") == ""
    assert session.is_visible("home_office_told_found_at"), "he is found: it can be told now"
    assert not session.is_required("home_office_told_found_at"), "and is owed once he is back"
    opened.put(returned_at="02/04/2026 15:10")
    assert session.calculated("due_at") == "15:10 BST, Sun 5 Apr 2026"
    assert session.is_required("home_office_told_found_at")
    opened.put(offer_required="yes", offer_made="yes", offer_accepted="yes", interview_held="yes")
    assert session.is_required("interpreter_used")
    opened.put(interpreter_used="in_person")
    assert session.is_required("interpreter_checked")
    assert session.is_required("advocate_offered")


def test_yonas_words_are_kept_in_both_languages(held: Screen) -> None:
    said = Answer(
        AnswerState.ANSWERED,
        "ነቲ ሰብኣይ ክኸፍሎ ኣለኒ",
        speaker="Yonas",
        language="ti",
        translation="I must pay the man",
    )
    held.session.set_answer("what_did", said)
    assert held.session.answer("what_did") == said
    assert held.session.words("what_did") == "ነቲ ሰብኣይ ክኸፍሎ ኣለኒ"
