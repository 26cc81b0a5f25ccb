"""Problems at a stage: missing, wrong, doubtful; each with its address and plain words."""

from __future__ import annotations

import pytest

from app.forms.derived import CaseFacts
from app.forms.progress import SectionState
from app.forms.validation import Problem, blocking, words_of_child
from app.records.record import Answer, AnswerState, Tick, answered
from tests.unit.forms.screens import OpenScreen, Screen, local


def of(screen: Screen, address: str, stage: str = "submit") -> list[Problem]:
    return [problem for problem in screen.session.problems(stage) if problem.address == address]


def doubt(screen: Screen, address: str) -> str:
    return screen.session.doubts().get(address, "")


def test_what_is_missing_depends_on_the_stage(screen: OpenScreen) -> None:
    opened = screen()
    assert {problem.address for problem in opened.session.problems("draft")} == {
        "responsible_la",
        "child_forename",
        "child_surname",
        "episode_type",
    }
    submit = {problem.address for problem in opened.session.problems("submit")}
    assert {"child_dob", "missing_from_at"} <= submit
    approve = {problem.address for problem in opened.session.problems("approve")}
    assert "manager_decision" in approve - submit
    close = {problem.address for problem in opened.session.problems("close")}
    assert "closure_decision" in close - approve


def test_problems_are_plain_and_in_form_order(returned: Screen) -> None:
    problems = returned.session.problems("submit")
    (missing,) = of(returned, "exploitation_level")
    label = returned.session.question("exploitation_level").label
    assert missing.kind == "missing"
    assert missing.section == "coding"
    assert missing.message.startswith(label)
    assert missing.message.lower().endswith("no answer yet.")
    sections = [section.id for section in returned.session.form.sections]
    places = [sections.index(problem.section) for problem in problems]
    assert places == sorted(places)


@pytest.mark.parametrize(
    "state", [AnswerState.DECLINED, AnswerState.NOT_ASKED, AnswerState.DOES_NOT_KNOW]
)
def test_saying_why_there_is_no_answer_is_an_answer(held: Screen, state: AnswerState) -> None:
    assert of(held, "what_did")
    held.session.set_answer("what_did", Answer(state))
    assert not of(held, "what_did")


def test_a_decline_owes_the_judgements_but_not_the_interview(returned: Screen) -> None:
    """Scenario 2: no interview section, yet risk, analysis and intelligence are owed."""
    returned.put(offer_made="yes", offer_accepted="no", declined_by="child_directly")
    shown = {problem.address for problem in returned.session.problems("submit")}
    assert {"exploitation_level", "analysis", "intel_considered", "share_decisions"} <= shown
    assert not shown & {"what_did", "harmed", "late_reason", "interview_start"}
    assert not returned.session.is_visible("before_story")


def test_items_are_named_by_their_number(held: Screen) -> None:
    held.item("with_whom", relationship="friend")
    second = held.item("with_whom")
    (problem,) = of(held, f"with_whom/{second}/relationship")
    group = held.session.question("with_whom")
    assert problem.message.startswith(f"{group.short} 2: ")


def test_other_wants_a_note(held: Screen) -> None:
    held.put(planned="other")
    (problem,) = of(held, "planned")
    assert (problem.kind, "note" in problem.message) == ("missing", True)
    noted = Answer(AnswerState.ANSWERED, "other", note="a dare")
    held.session.set_answer("planned", noted)
    assert not of(held, "planned")
    held.session.tick("where_slept", "other", True)
    assert "note" in of(held, "where_slept")[0].message
    held.session.tick("where_slept", "other", True, note="a boat")
    assert not of(held, "where_slept")
    assert not of(held, "planned", "draft")


def test_a_code_that_is_no_choice_is_wrong(held: Screen) -> None:
    held.session.set_answer("planned", answered("by_rocket"))
    (problem,) = of(held, "planned")
    assert (problem.kind, "by_rocket" in problem.message) == ("invalid", True)


def test_an_exclusive_option_beside_others_is_wrong(returned: Screen) -> None:
    """Two laptops can bring this about; the screen alone cannot."""
    session = returned.session
    returned.put(cse_indicators="older_partner")
    _kind, record, path = session.locate("cse_indicators")
    session.worksheet.write(record, f"{path}/none_seen", Tick(value=True))
    (problem,) = of(returned, "cse_indicators")
    assert (problem.kind, "cannot stand beside" in problem.message) == ("invalid", True)


def test_an_item_without_the_childs_name_does_not_name_the_child(held: Screen) -> None:
    held.put(intel_considered="items_drafted")
    item = held.item("intel_items", what="Ruby's friend saw TANSLEY at a flat.", name_child="no")
    address = f"intel_items/{item}/what"
    (problem,) = of(held, address)
    assert problem.kind == "invalid"
    assert "“Ruby's”" in problem.message
    assert "“TANSLEY”" in problem.message
    held.type(f"intel_items/{item}/name_child", "yes")
    assert not of(held, address)
    held.type(f"intel_items/{item}/name_child", "no")
    held.put(**{f"intel_items/{item}/source_risk": "yes_reword"})
    held.type(f"intel_items/{item}/sanitised", "A flat is used by an adult.")
    assert not of(held, address)
    held.type(f"intel_items/{item}/sanitised", "Ruby says a flat is used.")
    assert of(held, f"intel_items/{item}/sanitised")
    assert words_of_child("rubylike things", ["Ruby", "X"]) == []


def test_signing_off_incomplete_with_a_reason() -> None:
    problems = [
        Problem("a", "harm", "missing", "A: no answer yet."),
        Problem("b", "harm", "invalid", "B is wrong."),
        Problem("c", "harm", "warning", "C is odd."),
    ]
    assert [problem.address for problem in blocking(problems)] == ["a", "b"]
    assert [problem.address for problem in blocking(problems, "The child left.")] == ["b"]
    assert [problem.address for problem in blocking(problems, "  ")] == ["a", "b"]


# --- doubts ---------------------------------------------------------------------------------


def test_booked_late_is_said_and_not_blocked(returned: Screen) -> None:
    returned.put(offer_made="yes", offer_accepted="yes", booked_for="19/10/2026 16:00")
    (problem,) = of(returned, "booked_for")
    assert (problem.kind, problem.message) == (
        "warning",
        "This is booked 9 h 45 min after it is due.",
    )
    returned.put(booked_for="19/10/2026 06:15")
    assert not of(returned, "booked_for")


def test_a_reason_overrides_a_doubt(returned: Screen) -> None:
    returned.put(offer_made="yes", offer_accepted="yes", booked_for="19/10/2026 16:00")
    answer = returned.session.answer("booked_for")
    assert answer is not None
    reasoned = Answer(AnswerState.ANSWERED, answer.value, why="She asked for Monday.")
    returned.session.set_answer("booked_for", reasoned)
    assert not of(returned, "booked_for")


@pytest.mark.parametrize(
    ("answers", "address", "words"),
    [
        ({"returned_at": "15/10/2026 20:00"}, "returned_at", "back before the time of leaving"),
        ({"found_at": "15/10/2026 20:00"}, "found_at", "found before the time of leaving"),
        ({"found_at": "16/10/2026 07:00"}, "found_at", "found after being back"),
        ({"reported_at": "15/10/2026 20:00"}, "reported_at", "reported before"),
        ({"la_notified_at": "17/10/2026 20:00"}, "la_notified_at", "has not come yet"),
        ({"child_dob": "17/03/2019"}, "child_dob", "was 7 when this began"),
        ({"child_dob": "17/03/2006"}, "child_dob", "This person was 20"),
        ({"child_dob": "17/03/2027"}, "child_dob", "born after the episode"),
        ({"placement_urn": "99A"}, "placement_urn", "six or seven digits"),
        ({"interview_start": "15/10/2026 20:00"}, "interview_start", "before the child is back"),
        (
            {"interview_start": "16/10/2026 08:00", "interview_end": "16/10/2026 07:00"},
            "interview_end",
            "ends before it begins",
        ),
        ({"declined_by": "parent_for_child"}, "declined_by", "Ruby has not been asked in person"),
    ],
)
def test_doubts(returned: Screen, answers: dict[str, str], address: str, words: str) -> None:
    returned.put(police_reported="yes", **answers)
    assert words in doubt(returned, address)


def test_plain_facts_raise_no_doubt(returned: Screen) -> None:
    returned.put(police_reported="yes", reported_at="15/10/2026 22:30", placement_urn="9900001")
    assert returned.session.doubts() == {}


def test_a_bare_date_is_compared_as_a_day(returned: Screen) -> None:
    returned.put(found_at="16/10/2026")
    assert doubt(returned, "found_at") == ""
    returned.put(found_at="17/10/2026")
    assert doubt(returned, "found_at") != ""


def test_numbers_of_other_systems(screen: OpenScreen, form_with_numbers: object) -> None:
    opened = screen(form=form_with_numbers)
    opened.put(child_nhs_number="4505577105", child_upn="Q207000016049")
    assert "NHS number" in doubt(opened, "child_nhs_number")
    assert "pupil number" in doubt(opened, "child_upn")
    opened.put(child_nhs_number="943 476 5919", child_upn="P207000016049")
    assert opened.session.doubts() == {}
    opened.session.set_answer("child_upn", Answer(AnswerState.DOES_NOT_KNOW))
    assert opened.session.doubts() == {}


def test_episodes_that_overlap(screen: OpenScreen) -> None:
    opened = screen(episodes=2)
    scope = opened.session.worksheet.scopes[1]
    opened.put(missing_from_at="16/10/2026 05:00")
    opened.type(f"{scope}:missing_from_at", "15/10/2026 21:40")
    assert "before an earlier episode has ended" in doubt(opened, "missing_from_at")
    opened.type(f"{scope}:returned_at", "16/10/2026 05:00")
    assert doubt(opened, "missing_from_at") == ""


def test_places_left_before_arriving(held: Screen) -> None:
    item = held.item("where_went", arrived="16/10/2026 02:00", left="16/10/2026 01:00")
    assert "Left before arriving" in doubt(held, f"where_went/{item}/left")


@pytest.mark.parametrize(
    ("told", "doubted"),
    [
        ("new trainers, £60, a lad called Spence rings him", True),
        ("he owes money to Spence", True),
        ("He was at home with his money", False),
        ("he owes money since Tuesday", False),
        ("a lad called Spence rings him", False),
        ("he gave Ruby money", False),
    ],
)
def test_nothing_new_beside_a_name_and_money(returned: Screen, told: str, doubted: bool) -> None:
    returned.put(carer_views=told, intel_considered="nothing_new")
    assert bool(doubt(returned, "intel_considered")) is doubted
    returned.put(intel_considered="items_drafted")
    assert doubt(returned, "intel_considered") == ""


# --- how far a section is -------------------------------------------------------------------


def test_sections_say_how_far_they_are(held: Screen) -> None:
    session = held.session
    assert session.section_status("before").state is SectionState.NOT_STARTED
    held.put(before_story="I was bored.")
    status = session.section_status("before")
    assert (status.state, status.answered) == (SectionState.IN_PROGRESS, 1)
    assert status.asked == 4
    held.put(reason_own_words="Fizz rang.", planned="planned")
    assert session.section_status("before").state is SectionState.COMPLETE
    held.put(planned="other")
    assert session.section_status("before").problems == 1


def test_a_doubt_asks_for_a_check(returned: Screen) -> None:
    returned.put(offer_made="yes", offer_accepted="yes", booked_for="19/10/2026 16:00")
    assert returned.session.section_status("offer").state is SectionState.CHECK


def test_a_skipped_section_leaves_the_denominator(screen: OpenScreen) -> None:
    status = screen().session.section_status("during")
    assert (status.asked, status.answered, status.problems) == (0, 0, 0)


def test_each_episodes_offer_counts(screen: OpenScreen) -> None:
    one, two = screen(episodes=1), screen(episodes=2)
    single = one.session.section_status("episode").asked
    assert two.session.section_status("episode").asked > single
    assert local("2026-10-19T06:16").tzinfo is not None


def test_a_booking_is_offered_for_moving_when_the_child_is_missing_again(
    screen: OpenScreen,
) -> None:
    opened = screen(now="2026-10-18T20:30", facts=CaseFacts(0, 0, 0, missing_again=True))
    opened.put(
        missing_from_at="15/10/2026 21:40",
        returned_at="16/10/2026 06:15",
        offer_made="yes",
        offer_accepted="yes",
    )
    assert doubt(opened, "booked_for") == ""
    opened.put(booked_for="19/10/2026 16:00")
    assert "gone missing again" in doubt(opened, "booked_for")
