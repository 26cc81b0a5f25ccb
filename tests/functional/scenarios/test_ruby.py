"""Scenario 1: Ruby Tansley, 15, looked after, placed out of area, three times in ten days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication, QPlainTextEdit

from app import bootstrap
from app.analysis.timeliness import figures
from app.forms.plain_facts import instant
from app.forms.spans import format_span
from app.records.record import RecordKind, Stage
from app.ui.fields.read_only import ReadOnlyField
from app.ui.pages.section_view import caret_of
from tests.functional.scenarios.scene import GWEN, PRIYA, SOUTHHAVEN, TOMASZ
from tests.functional.scenarios.sitting import CUT, first_things, kill_in_mid_sentence
from tests.functional.scenarios.story import Story

if TYPE_CHECKING:
    from tests.functional.scenarios.scene import Scene

RUBY = Story("ruby")


@RUBY.row(1)
def test_ruby_row_01_intake(ruby: Scene) -> None:
    with ruby.working(PRIYA, "2026-10-16 08:50") as at:
        at.new_episode("Tansley")
        assert not at.shows("host_la_informed")
        at.tell(
            host_la=SOUTHHAVEN,
            host_la_informed="yes",
            child_status="cla",
            legal_status="C1",
            placement_type="childrens_home",
            known_vulnerabilities=["none_known"],
            child_disabilities=["NONE"],
            episode_type="missing",
            missing_from_at="Thu 15 Oct 21:40",
            missing_from_place="placement",
            police_reported="yes",
            reported_at="Thu 15 Oct 22:30",
            police_force="practice-south",
            police_ref="PS-1015-771",
            police_risk_initial="medium",
            la_notified_at="Fri 16 Oct 08:20",
            found_at="Fri 16 Oct 06:15",
            returned_at="Fri 16 Oct 06:15",
            return_how="returned_self",
            prevention_interview="no",
        )
        assert at.calculated("duration") == "8 h 35 min"
        assert at.calculated("due_at") == "06:15 BST, Mon 19 Oct 2026"
        priors = [at.calculated(f"prior_episodes_{days}d") for days in (30, 90, 365)]
        assert priors == ["0", "0", "0"]
        assert at.session.derived()["age"] == 15
        assert at.session.derived()["overnight"] is True
        at.confirm()
        row = at.today("Ruby Tansley")
        assert "Ruby Tansley, 15" in row
        assert "Due in 69 h 25 min" in row
        assert "Southhaven hosts" in row
        at.open("child", "Ruby Tansley")
        assert "Alerts" not in at.words()


@RUBY.row(2)
def test_ruby_row_02_offer(ruby: Scene) -> None:
    with ruby.working(TOMASZ, "2026-10-16 11:00") as at:
        at.open("interview", "Ruby Tansley")
        at.say("offer_made", "yes")
        at.attempt("10:40", "phone", spoke_to="home_staff", result="left_message")
        at.attempt("11:00", "phone", spoke_to="child", result="accepted")
        assert "11:00" in at.words(at.work.frame("offered_at"))
        at.say("offer_accepted", "yes")
        at.say("booked_for", "Mon 19 Oct 16:00")
        at.doubt("booked_for", "booked 9 h 45 min after it is due")
        row = at.today("Ruby Tansley")
        assert "Booked Mon 19 Oct 16:00, after the 72 hours" in row
        at.open("interview", "Ruby Tansley")
        entry = at.calendar_file(ruby.folder.parent)
        assert "DTSTART:20261019T150000Z" in entry
        assert str(ruby.episodes()[0].value("record_ref")) in entry
        for told in ("Ruby", "Tansley", "RT4417", "Beacon"):
            assert told not in entry
    (episode,) = ruby.episodes()
    assert episode.value("offer_made") == "yes"
    assert episode.value("offer_accepted") == "yes"
    assert ruby.interview(episode).value("interview_end") is None
    assert episode.value("offered_at") == {"precision": "exact", "at": "2026-10-16T11:00+01:00"}


@RUBY.row(3)
def test_ruby_row_03_missing_again(ruby: Scene) -> None:
    with ruby.working(PRIYA, "2026-10-18 20:30") as at:
        at.new_episode("Tansley")
        assert at.session.value("host_la") == SOUTHHAVEN
        at.tell(
            host_la_informed="yes",
            known_vulnerabilities=["none_known"],
            episode_type="missing",
            missing_from_at="Sun 18 Oct 19:30",
            missing_from_place="placement",
            police_reported="yes",
            reported_at="20:05",
            police_force="practice-south",
            police_ref="PS-1018-904",
            police_risk_initial="medium",
            la_notified_at="20:20",
        )
        priors = [at.calculated(f"prior_episodes_{days}d") for days in (30, 90, 365)]
        assert priors == ["1", "1", "1"]
        assert not at.session.derived()["threshold_met"]
        at.confirm()
        first = at.today("Ruby Tansley", "Fri 16 Oct 06:15")
        assert "Missing again before interview" in first
        assert "Due in 9 h 45 min, Mon 19 Oct 06:15" in first
        assert "Booked Mon 19 Oct 16:00" in first
        assert "Missing 1 h 00 min" in at.today("Ruby Tansley", "Sun 18 Oct 19:30")
        at.open("child", "Ruby Tansley")
        assert "Alerts" not in at.words()


@RUBY.row(4)
def test_ruby_row_04_overdue(ruby: Scene) -> None:
    with ruby.working(TOMASZ, "2026-10-19 06:15") as at:
        assert "Due in 0 min" in at.today("Ruby Tansley", "Fri 16 Oct 06:15")
    with ruby.working(TOMASZ, "2026-10-19 06:16") as at:
        row = at.today("Ruby Tansley", "Fri 16 Oct 06:15")
        assert "Overdue by 1 min" in row
        assert at.tone("Ruby Tansley", "Fri 16 Oct 06:15") == "red"
        at.open("interview", "Ruby Tansley", "Fri 16 Oct 06:15")
        assert at.shows("late_reason")
        assert at.no_doubt("late_reason")
        at.doubt("booked_for", "missing again")


FIRST, SECOND = "Fri 16 Oct 06:15", "Sun 18 Oct 19:30"
BACK_SECOND, BACK_THIRD = "Tue 20 Oct 01:10", "Sat 24 Oct 22:50"


@RUBY.row(5)
def test_ruby_row_05_stretch_and_running_alert(ruby: Scene) -> None:
    with ruby.working(GWEN, "2026-10-19 19:29") as at:
        assert at.alerts() == []
        at.open("child", "Ruby Tansley", SECOND)
        assert "24 hours" not in at.words()
    with ruby.working(GWEN, "2026-10-19 19:30") as at:
        waits = "Ruby Tansley: Missing for 24 hours or more: 24 h 00 min so far"
        assert at.alerts() == [waits]
        at.open_alert()
        assert "Missing for 24 hours or more: 24 h 00 min so far" in at.words()
        assert "Manager notified, since Mon 19 Oct 19:30" in at.words()
    with ruby.working(PRIYA, "2026-10-19 22:40") as at:
        at.open("episode", "Ruby Tansley", SECOND)
        at.item("episode_phases", type="missing", from_at="18 Oct 19:30", to_at="19 Oct 22:10")
        at.item(
            "episode_phases",
            type="away_without_authorisation",
            from_at="19 Oct 22:10",
            how_known="Home staff saw her at a flat; she would not come.",
        )
        at.say("found_at", "19 Oct 22:10")
        assert at.calculated("still_missing") == "Found, not yet back"
        assert at.calculated("duration") == "26 h 40 min"
    with ruby.working(GWEN, "2026-10-19 22:45") as at:
        at.open("child", "Ruby Tansley", SECOND)
        assert "Missing for 24 hours or more: 26 h 40 min\n" in at.words()
        at.press("Acknowledge: I have seen this")
        at.wait_for("Seen by Gwen Achterberg")
        assert at.alerts() == []


@RUBY.row(6)
def test_ruby_row_06_back(ruby: Scene) -> None:
    with ruby.working(PRIYA, "2026-10-20 09:00") as at:
        at.open("episode", "Ruby Tansley", SECOND)
        at.tell(
            returned_at="Tue 20 Oct 01:10",
            return_how="found_by_carer",
            found_location={"name": "14 Marl Court, Saltmouth"},
            prevention_interview="no",
        )
        assert at.calculated("duration") == "29 h 40 min"
        assert at.calculated("due_at") == "01:10 BST, Fri 23 Oct 2026"


@RUBY.row(7)
def test_ruby_row_07_booked_in_time(ruby: Scene) -> None:
    with ruby.working(TOMASZ, "2026-10-20 14:00") as at:
        at.open("interview", "Ruby Tansley", BACK_SECOND)
        at.say("offer_made", "yes")
        at.attempt("14:00", "visit", spoke_to="child", result="accepted")
        at.say("offer_accepted", "yes")
        at.say("booked_for", "Thu 16:30")
        assert at.no_doubt("booked_for")
        row = at.today("Ruby Tansley", BACK_SECOND)
        assert "Booked Thu 22 Oct 16:30" in row
        assert "after the 72 hours" not in row


@RUBY.row(8)
def test_ruby_row_08_one_interview_for_two_episodes(ruby: Scene) -> None:
    kill_in_mid_sentence(ruby)
    first, second = ruby.episodes()
    with ruby.working(TOMASZ, "2026-10-22 17:40") as at:
        at.resumed()
        box = QApplication.focusWidget()
        assert isinstance(box, QPlainTextEdit)
        assert box is at.work.box("share_child_except")
        assert (box.toPlainText(), box.textCursor().position()) == (CUT, len(CUT))
        at.add(" Beacon View about Fizz")
        at.say("child_agrees_record", "agrees_with_changes")
        at.press("Finish with child")
        at.choose_record("episodes_covered", first.id)
        assert "Late by 83 h 25 min" in at.today("Ruby Tansley", FIRST)
        assert "Done, 7 h 30 min left" in at.today("Ruby Tansley", BACK_SECOND)
        at.open("interview", "Ruby Tansley", BACK_SECOND)
        at.review()
        at.follow("Why was it not done within 72 hours?", episode=f"{first.id}:")
        assert at.form.section == at.session.form.questions["late_reason"].section
        assert at.form.view.frame_at(f"{first.id}:late_reason") is not None
        at.hand.wait(
            lambda: caret_of(QApplication.focusWidget())[0] == f"{first.id}:late_reason",
            "the question of the other episode",
        )
        at.open("interview", "Ruby Tansley", FIRST)
        assert at.session.is_required("late_reason")
        at.say("late_reason", "missing_again")
        at.open("interview", "Ruby Tansley", BACK_SECOND)
        assert not at.shows("late_reason")
    first, second = ruby.episodes()
    held = ruby.interview(second)
    assert ruby.interview(first).id == held.id
    assert held.value("share_child_except") == "not staff at Beacon View about Fizz"
    assert first.value("late_reason") == "missing_again"
    counted = figures([first, second], ruby.records(RecordKind.RETURN_INTERVIEW), ruby.now)
    assert (counted.completed, counted.completed_in_time, counted.interviews) == (2, 1, 1)


@RUBY.row(9)
def test_ruby_row_09_coding(ruby: Scene) -> None:
    with ruby.working(TOMASZ, "2026-10-22 18:30") as at:
        at.open("interview", "Ruby Tansley", BACK_SECOND)
        at.say("cce_indicators", ["several_phones", "debt", "controlled_by_others"])
        at.say("cce_indicators", ["taken_over_home"])
        assert at.shows("county_lines")
        assert not at.shows("line_name")
        at.say("county_lines", ["found_out_of_area", "train_or_car_to_other_area"])
        at.say("county_lines", ["line_name_known", "debt_bondage", "stayed_in_taken_over_home"])
        at.say("line_name", "Marlo")
        at.say("trafficking_concern", "yes")
        assert not at.shows("tool_completed")
        at.say("exploitation_level", "significant")
        assert at.shows("tool_completed"), "Northmere asks it"
        at.tell(risk_going_again="high", risk_harm_if_missing="high")
        at.say("crime_disclosed", ["against_child", "by_child_may_be_exploited"])
        at.say("intel_considered", "items_drafted")
    held = ruby.interview(ruby.episodes()[1])
    assert held.ticked("cce_indicators") == [
        "controlled_by_others", "debt", "several_phones", "taken_over_home",
    ]  # fmt: skip
    assert "tool_completed" not in bootstrap.forms_for(SOUTHHAVEN).current.questions


@RUBY.row(10)
def test_ruby_row_10_intelligence_drafted(ruby: Scene) -> None:
    common = {"how_known": "child_saw_or_heard", "when_known": "Thu 22 Oct 16:50"}
    with ruby.working(TOMASZ, "2026-10-22 18:45") as at:
        at.open("interview", "Ruby Tansley", BACK_SECOND)
        named = at.item(
            "intel_items",
            what="Ruby says a man called Fizz uses the flat at 14 Marl Court, Saltmouth.",
            **common,
            name_child="no",
            source_risk="yes_reword",
            source_risk_why="only Ruby and Dee were there",
            urgency="routine",
        )
        for what, risk in (
            ("A grey Corsa, part of its plate K?19, is used to drive children.", "no"),
            ("The number 07700 900417 is used for the line Marlo.", "yes_reword"),
            ("A missing child, Dee, was at 14 Marl Court, Saltmouth.", "no"),
        ):
            item = at.item("intel_items", what=what, **common, name_child="no", source_risk=risk)
            at.say(f"intel_items/{item}/urgency", "soon" if "Dee" in what else "routine")
            assert at.shows(f"intel_items/{item}/sanitised") is (risk == "yes_reword")
            assert isinstance(at.work.frame(f"intel_items/{item}/status").field, ReadOnlyField)
        assert "Sent to police" not in at.shown_in("intel_items"), "Tomasz cannot send"
        owed = at.review()
        assert any("take out “Ruby”" in words for words in owed), owed
        at.sign_off("Her account is short; the rest is asked next time.")
        assert "take out “Ruby”" in at.words()
        assert ruby.interview(ruby.episodes()[1]).stage is Stage.DRAFT
        at.follow("take out “Ruby”")
        at.say(f"intel_items/{named}/what", "A man called Fizz uses the flat at 14 Marl Court.")
        assert not any("take out" in words for words in at.review())
    items = ruby.records(RecordKind.INTELLIGENCE_ITEM)
    assert len(items) == 4
    assert {item.value("intel_items.status") for item in items} == {"draft"}


@RUBY.row(11)
def test_ruby_row_11_referrals_and_actions(ruby: Scene) -> None:
    with ruby.working(GWEN, "2026-10-23 10:00") as at:
        at.open("interview", "Ruby Tansley", BACK_SECOND)
        at.item("referrals", to="section47", sent_at="22 Oct 18:50", result="accepted")
        at.item("referrals", to="nrm", sent_at="23 Oct 09:30", result="waiting")
        assert "needs no consent" in at.words(at.work.frame("referrals"))
        asked = at.session.form.children("referrals")
        assert not any("consent" in question.id for question in asked)
        for what in ("Speak to the home about the flat", "Philomena sheet renewed", "Map her ties"):
            at.item(
                "actions",
                what=what,
                owner={"name": "Amina Rowe"},
                due="30 Oct 2026",
                status="open",
            )
        for item in at.session.items("intel_items"):
            if "07700" not in str(at.session.value(f"intel_items/{item}/what")):
                at.tell(**{f"intel_items/{item}/status": "sent"})
                at.tell(**{f"intel_items/{item}/sent_at": "23 Oct 10:00"})
    stand = [one.value("intel_items.status") for one in ruby.records(RecordKind.INTELLIGENCE_ITEM)]
    assert sorted(stand) == ["draft", "sent", "sent", "sent"]
    assert len(ruby.records(RecordKind.ACTION)) == 3
    results = {one.value("referrals.result") for one in ruby.records(RecordKind.REFERRAL)}
    assert results == {"accepted", "waiting"}


@RUBY.row(12)
def test_ruby_row_12_third_time_in_thirty_days(ruby: Scene) -> None:
    with ruby.working(PRIYA, "2026-10-23 17:30") as at:
        at.new_episode("Tansley")
        at.tell(
            host_la_informed="yes",
            known_vulnerabilities=["cce", "county_lines"],
            episode_type="missing",
            missing_from_at="Fri 23 Oct 15:05",
            missing_from_place="school",
            police_reported="yes",
            reported_at="17:10",
            police_force="practice-south",
            police_ref="PS-1023-118",
            police_risk_initial="high",
            la_notified_at="17:20",
        )
        priors = [at.calculated(f"prior_episodes_{days}d") for days in (30, 90, 365)]
        assert priors == ["2", "2", "2"]
        assert at.session.derived()["threshold_met"] is True
        at.confirm()
        assert "Three or more missing episodes in 30 days" in at.window.saved.text()
        assert "90 days" not in at.window.saved.text()
    with ruby.working(GWEN, "2026-10-23 17:45") as at:
        at.open("child", "Ruby Tansley", "Fri 23 Oct 15:05")
        assert "▲ Three or more missing episodes in 30 days" in at.words()
        assert "Strategy meeting required" in at.words()
        assert "Also: Three or more missing episodes in 90 days" in at.words()
        assert at.words().count("Acknowledge") == 1
        at.press("Acknowledge: I have seen this")
        at.wait_for("✓ Three or more missing episodes in 30 days")


@RUBY.row(13)
def test_ruby_row_13_back_in_the_night_the_clocks_change(ruby: Scene) -> None:
    with ruby.working(PRIYA, "2026-10-25 09:00") as at:
        at.open("episode", "Ruby Tansley", "Fri 23 Oct 15:05")
        at.tell(
            found_at="Sat 24 Oct 22:50",
            returned_at="Sat 24 Oct 22:50",
            return_how="found_by_police",
            found_location={"name": "Saltmouth station"},
            prevention_interview="yes",
        )
        assert at.calculated("duration") == "31 h 45 min"
        assert at.calculated("due_at") == "21:50 GMT, Tue 27 Oct 2026"
        at.open("child", "Ruby Tansley", BACK_THIRD)
        assert "Missing for 24 hours or more: 31 h 45 min" in at.words()
        assert "Manager notified" in at.words()


@RUBY.row(14)
def test_ruby_row_14_offered_after_the_clock_change(ruby: Scene) -> None:
    with ruby.working(TOMASZ, "2026-10-25 11:00") as at:
        assert "Due in 58 h 50 min" in at.today("Ruby Tansley", BACK_THIRD)
        at.open("interview", "Ruby Tansley", BACK_THIRD)
        at.say("offer_made", "yes")
        at.attempt("11:00", "text", spoke_to="child", result="accepted")
        at.say("offer_accepted", "yes")
        at.say("booked_for", "Tue 27 Oct 17:00")
        assert at.no_doubt("booked_for")
    third = ruby.episodes()[2]
    back, offered = instant(third, "returned_at"), instant(third, "offered_at")
    assert back is not None
    assert offered is not None
    assert format_span(offered - back) == "13 h 10 min"


@RUBY.row(15)
def test_ruby_row_15_done_in_time(ruby: Scene) -> None:
    with ruby.working(TOMASZ, "2026-10-27 17:00") as at:
        at.open("interview", "Ruby Tansley", BACK_THIRD)
        at.press("Start interview")
        first_things(at)
        at.tell(reason_own_words="I heard Fizz was looking for me.", share_child_view="happy")
        ruby.at("2026-10-27 17:50")
        at.press("Finish with child")
        assert "Done, 4 h 00 min left" in at.today("Ruby Tansley", BACK_THIRD)


@RUBY.row(16)
def test_ruby_row_16_approved_although_the_case_stays_open(ruby: Scene) -> None:
    with ruby.working(TOMASZ, "2026-10-28 13:30") as at:
        at.open("interview", "Ruby Tansley", BACK_SECOND)
        at.review()
        at.sign_off("Her account is short; the rest is asked next time.")
        at.wait_for("Waiting for a supervisor")
    with ruby.working(GWEN, "2026-10-28 14:00") as at:
        at.open("interview", "Ruby Tansley", BACK_SECOND)
        at.press("Approve")
        at.wait_for("Approved")
        assert "Give back" not in at.words()
    assert ruby.interview(ruby.episodes()[1]).stage is Stage.APPROVED
