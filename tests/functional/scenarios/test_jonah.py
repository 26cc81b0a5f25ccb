"""Scenario 2: Jonah Pettifer, 12, from home, declines, over Easter."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.analysis.timeliness import timeliness
from app.forms.plain_facts import instant
from app.forms.spans import format_span
from app.records.record import RecordKind, Stage
from tests.functional.scenarios.scene import CALDERFEN, GWEN, PRIYA, TOMASZ
from tests.functional.scenarios.story import Story

if TYPE_CHECKING:
    from app.analysis.timeliness import Timeliness
    from tests.functional.scenarios.scene import Scene

JONAH = Story("jonah")
HEADINGS = (
    *("Surname", "Forename", "DOB", "Sex", "Force", "Reference", "Left", "Reported", "Risk"),
    *("Found", "Returned", "How found", "Notified"),
)
ROW = (
    *("Pettifer", "Jonah", "09/11/2013", "M", "practice-north", "PN-0402-066"),
    *("02/04/2026 18:15", "02/04/2026 20:40", "Medium", "02/04/2026 23:55", "02/04/2026 23:55"),
    *("Found by police", "03/04/2026 08:10"),
)
LIST = "\n".join(",".join(row) for row in (HEADINGS, ROW, ROW, ("", *ROW[1:]), ()))
MOTHER = "New trainers, £60, and a lad called Spence rings him."


def measured(scene: Scene) -> Timeliness:
    """What the clock says of his one episode."""
    (episode,) = scene.episodes()
    return timeliness(episode, [], [episode], scene.now)


@JONAH.row(1)
def test_jonah_row_01_police_list(jonah: Scene) -> None:
    file = jonah.folder.with_name("list.csv")
    file.write_text(LIST, encoding="utf-8")
    with jonah.working(PRIYA, "2026-04-03 08:30") as at:
        told = at.import_list(file)
        assert told.startswith("1 episode came in; 1 episode here already.\n1 row did not come in")
        assert "row 4" in told.lower()
        assert "surname" in told.lower()
        row = at.today("Jonah Pettifer, 12")
        assert "Due in 63 h 25 min, Sun 5 Apr 23:55" in row
        at.open("episode", "Jonah Pettifer")
        assert at.calculated("duration") == "5 h 40 min"
        assert at.calculated("due_at") == "23:55 BST, Sun 5 Apr 2026"
        assert at.session.derived()["overnight"] is False
        at.tell(
            child_status="not_open",
            placement_type="family_home",
            known_vulnerabilities=["none_known"],
        )
        assert not at.shows("legal_status")
        assert at.options("episode_type") == ["missing"]
        at.tell(
            episode_type="missing",
            missing_from_place="home",
            police_reported="yes",
            prevention_interview="no",
        )
        at.confirm()
        at.open("child", "Jonah Pettifer")
        assert "Alerts" not in at.words()
    assert [one.value("child_surname") for one in jonah.records(RecordKind.PERSON)] == ["Pettifer"]
    assert [one.la for one in jonah.episodes()] == [CALDERFEN], "Priya works for Northmere"


@JONAH.row(2)
def test_jonah_row_02_a_parents_no(jonah: Scene) -> None:
    with jonah.working(TOMASZ, "2026-04-04 10:15") as at:
        at.open("interview", "Jonah Pettifer")
        at.say("offer_made", "yes")
        at.attempt("10:15", "phone", spoke_to="parent", result="said_no")
        at.say("offer_accepted", "no")
        at.say("declined_by", "parent_for_child")
        at.doubt("declined_by", "Jonah has not been asked in person yet")
        assert at.session.value("offered_at") is None
        row = at.today("Jonah Pettifer")
        assert "Declined, try again until due" in row
    assert measured(jonah).offered_in_time is None


@JONAH.row(3)
def test_jonah_row_03_his_own_no(jonah: Scene) -> None:
    with jonah.working(TOMASZ, "2026-04-05 15:30") as at:
        at.open("interview", "Jonah Pettifer")
        at.attempt("15:30", "visit", spoke_to="child", result="said_no")
        at.tell(
            declined_by="child_directly",
            refusal_reason="does_not_see_self_as_missing",
            refusal_own_words="I was at Remy's, I wasn't even missing.",
        )
        assert at.no_doubt("declined_by")
        assert not at.shows("late_reason")
        sections = at.sections()
        assert not {"before", "during", "harm", "return", "health", "voice"} & set(sections)
        assert {"coding", "analysis", "intelligence", "actions"} <= set(sections)
        for question in ("risk_going_again", "analysis", "intel_considered", "actions"):
            assert at.shows(question)
    clock = measured(jonah)
    assert clock.offered_in_time is True
    assert (clock.accepted, clock.completed_at) == (False, None)
    (episode,) = jonah.episodes()
    back, offered = instant(episode, "returned_at"), instant(episode, "offered_at")
    assert back is not None
    assert offered is not None
    assert format_span(offered - back) == "63 h 35 min"


@JONAH.row(4)
def test_jonah_row_04_what_his_mother_says(jonah: Scene) -> None:
    with jonah.working(TOMASZ, "2026-04-05 15:45") as at:
        at.open("interview", "Jonah Pettifer")
        at.say("carer_info_offered", "given")
        at.say("carer_views", MOTHER)
        at.say("staying_safe_info", "given_to_child")
        assert "a lad called Spence" in at.pdf_text(), "his own draft, which nobody has signed"
    with jonah.working(PRIYA) as at:
        at.open("interview", "Jonah Pettifer")
        assert "does not allow" in at.refused_pdf()
    held = jonah.interview(jonah.episodes()[0])
    assert held.value("carer_views") == MOTHER
    with jonah.working(GWEN) as at:
        at.open("interview", "Jonah Pettifer")
        text = at.pdf_text()
    his, hers = text.index("I was at Remy's"), text.index("a lad called Spence")
    heading = text.index("What the parent or carer says")
    assert his < heading < hers
    assert text.count("a lad called Spence") == 1


@JONAH.row(5)
def test_jonah_row_05_coding_and_signature(jonah: Scene) -> None:
    with jonah.working(TOMASZ, "2026-04-05 16:30") as at:
        at.open("interview", "Jonah Pettifer")
        at.tell(
            immediate_safeguarding="no",
            cse_indicators=["none_seen"],
            cce_indicators=["unexplained_money_or_items"],
            county_lines=["none_seen"],
            trafficking_concern="unsure",
            exploitation_level="unknown",
            tool_completed="none",
            analysis="He declined. New trainers and calls from an older boy are not explained.",
            risk_going_again="unknown",
            risk_harm_if_missing="unknown",
            intel_considered="nothing_new",
            parent_informed="yes",
        )
        at.doubt("intel_considered", "A name and money are mentioned")
        at.item("referrals", to="early_help", sent_at="5 Apr 16:20")
        at.item(
            "share_decisions",
            recipient="parent",
            decision="parts",
            basis="public_task",
            reason="She was there; what he said stays his.",
        )
        asked = at.typed_and_required()
        assert len(asked) <= 32, asked
        assert at.review() == []
        at.press("Sign off")
        at.wait_for("Waiting for a supervisor")


@JONAH.row(6)
def test_jonah_row_06_approved(jonah: Scene) -> None:
    with jonah.working(GWEN, "2026-04-08 09:20") as at:
        at.open("interview", "Jonah Pettifer")
        at.press("Approve")
        at.wait_for("Approved")
    assert jonah.interview(jonah.episodes()[0]).stage is Stage.APPROVED
