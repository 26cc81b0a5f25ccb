"""Scenario 1: Ruby Tansley, 15, looked after, placed out of area, three times in ten days."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.functional.scenarios.scene import PRIYA, SOUTHHAVEN, TOMASZ
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
        at.item("offer_attempts", at="10:40", method="phone", **{"with": "home_staff"}, result="left_message")
        at.item("offer_attempts", at="11:00", method="phone", **{"with": "child"}, result="accepted")
        assert "11:00" in at.words(at.work.frame("offered_at"))
        at.say("offer_accepted", "yes")
        at.say("booked_for", "Mon 19 Oct 16:00")
        at.doubt("booked_for", "booked 9 h 45 min after it is due")
        row = at.today("Ruby Tansley")
        assert "Booked Mon 19 Oct 16:00, after the 72 hours" in row
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
