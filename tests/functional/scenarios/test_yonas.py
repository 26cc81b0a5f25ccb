"""Scenario 3: Yonas Tekle, 16, unaccompanied, found in another force area, across the year end."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING

import pikepdf

from app.casework.worklist import find
from app.forms.plain_facts import instant, told
from app.forms.spans import format_span
from app.records.clock import local_date
from app.records.record import RecordKind, Stage
from tests.functional.scenarios.scene import GWEN, PRIYA, TOMASZ
from tests.functional.scenarios.story import Story
from tests.reports.reading import squeezed, text_of

if TYPE_CHECKING:
    from app.forms.question import Choice
    from app.records.record import Record
    from tests.functional.scenarios.scene import Scene

YONAS = Story("yonas")
LEFT = "Tue 31 Mar 05:10"
BACK = "Thu 2 Apr 15:10"
TIGRINYA = "ነቲ ሰብኣይ ክኸፍሎ ኣለኒ።"
ENGLISH = "I must pay the man or they go to my uncle."
CORRECTED = "Door camera shows him leaving at 05:10."


@YONAS.row(1)
def test_yonas_row_01_intake(yonas: Scene) -> None:
    with yonas.working(PRIYA, "2026-03-31 09:40") as at:
        at.new_episode("Tekle")
        at.tell(
            child_status="cla",
            legal_status="V2",
            placement_type="supported_accommodation",
            known_vulnerabilities=["none_known"],
            home_office_told_missing_at="31 Mar 10:00",
            episode_type="missing",
            missing_from_at="30 Mar 22:00",
            missing_from_place="placement",
            police_reported="yes",
            reported_at="09:05",
            police_force="practice-north",
            police_ref="PN-0331-012",
            police_risk_initial="high",
            la_notified_at="08:55",
        )
        assert at.session.derived()["age"] == 16
        assert at.calculated("still_missing") == "Yes"
        assert at.session.derived()["threshold_met"] is False
        at.confirm()
        assert "Missing 11 h 40 min" in at.today("Yonas Tekle, 16")
        at.open("child", "Yonas Tekle")
        assert "Alerts" not in at.words()


@YONAS.row(2)
def test_yonas_row_02_corrected_time(yonas: Scene) -> None:
    with yonas.working(PRIYA, "2026-03-31 13:10") as at:
        at.open("episode", "Yonas Tekle")
        at.correct_time("missing_from_at", "31/03/2026 05:10", CORRECTED)
        assert at.calculated("duration") == "8 h 00 min so far"
        assert "22:00, Mon 30 Mar 2026" in at.shown_in("time_corrections")
        assert CORRECTED in at.shown_in("time_corrections")
    (episode,) = yonas.episodes()
    assert str(local_date(told(episode, "missing_from_at"))) == "2026-03-31"
    assert episode.value("missing_from_at") == {
        "precision": "exact",
        "at": "2026-03-31T05:10+01:00",
    }


@YONAS.row(3)
def test_yonas_row_03_a_day_and_still_missing(yonas: Scene) -> None:
    with yonas.working(GWEN, "2026-04-01 05:09") as at:
        at.open("child", "Yonas Tekle")
        assert "24 hours" not in at.words()
    with yonas.working(GWEN, "2026-04-01 05:10") as at:
        assert "Missing 24 h 00 min" in at.today("Yonas Tekle")
        at.open("child", "Yonas Tekle")
        assert "Missing for 24 hours or more: 24 h 00 min so far" in at.words()
        assert "Manager notified, since Wed 1 Apr 05:10" in at.words()


@YONAS.row(5)
def test_yonas_row_05_found_and_not_yet_back(yonas: Scene) -> None:
    with yonas.working(PRIYA, "2026-04-02 09:10") as at:
        at.open("episode", "Yonas Tekle")
        at.tell(found_at="1 Apr 23:40", police_force_found="practice-rail")
        assert at.calculated("still_missing") == "Found, not yet back"
        at.say("home_office_told_found_at", "2 Apr 09:00")
        assert not at.shows("due_at")
        assert "Found, not yet back, You may offer now" in at.today("Yonas Tekle")
    with yonas.working(PRIYA, "2026-04-02 16:00") as at:
        at.open("episode", "Yonas Tekle")
        at.tell(returned_at="15:10", return_how="found_by_police")
        at.say("found_location", {"name": "Saltmouth station"})
        at.say("prevention_interview", "yes")
        assert at.calculated("due_at") == "15:10 BST, Sun 5 Apr 2026"
        at.open("child", "Yonas Tekle")
        assert "Missing for 24 hours or more: 42 h 30 min\n" in at.words()
        assert "72 hours" not in at.words()


@YONAS.row(6)
def test_yonas_row_06_offered_and_booked(yonas: Scene) -> None:
    with yonas.working(TOMASZ, "2026-04-03 11:00") as at:
        at.open("interview", "Yonas Tekle")
        at.say("offer_made", "yes")
        at.attempt("11:00", "visit", spoke_to="child", result="accepted")
        at.tell(
            choice_of_interviewer="yes_met",
            offer_accepted="yes",
            booked_for="Sat 4 Apr 14:00",
        )
        assert at.no_doubt("booked_for")
        assert "Booked Sat 4 Apr 14:00" in at.today("Yonas Tekle", BACK)
    (episode,) = yonas.episodes()
    back, offered = instant(episode, "returned_at"), instant(episode, "offered_at")
    assert back is not None
    assert offered is not None
    assert format_span(offered - back) == "19 h 50 min"


@YONAS.row(7)
def test_yonas_row_07_interview_in_two_languages(yonas: Scene) -> None:
    with yonas.working(TOMASZ, "2026-04-04 14:00") as at:
        at.open("interview", "Yonas Tekle")
        at.press("Start interview")
        at.tell(
            immediate_safeguarding="no",
            interviewer_independent="independent",
            interview_mode="face_to_face",
            interview_place="youth_centre",
            seen_alone="yes",
            interpreter_used="in_person",
            interpreter_checked="yes",
            confidentiality_explained="yes",
            medical_needed="soon",
            reason_own_words=TIGRINYA,
        )
        at.translate("reason_own_words", "Tigrinya", ENGLISH)
        at.item("where_went", place={"name": "Car wash, Quay Road, Saltmouth"})
        at.item("with_whom", name="Abel", relationship="adult_known", age="30")
        at.say("travel_modes", ["train"])
        at.item("travel_details", mode="train", paid_by="adult_known")
        at.say("harmed", "yes")
        at.say("harm_types", ["threats"])
        at.say("afraid_of_anyone", "yes")
        at.item("afraid_of", who={"name": "Abel"}, lives_with_or_cares="no")
        at.tell(
            feels_safe_at_home="unsure",
            advocate_offered="yes_wants_one",
            share_child_view="not_happy",
            share_child_except="not immigration",
            child_agrees_record="agrees",
        )
        yonas.at("2026-04-04 15:25")
        at.press("Finish with child")
        assert "Done, 23 h 45 min left" in at.today("Yonas Tekle", BACK)
    stored_searched_and_printed(yonas)


@YONAS.row(8)
def test_yonas_row_08_coding(yonas: Scene) -> None:
    with yonas.working(TOMASZ, "2026-04-04 16:30") as at:
        at.open("interview", "Yonas Tekle", BACK)
        at.say("trafficking_concern", "yes")
        at.say("cce_indicators", ["debt", "threats_to_child_or_family", "controlled_by_others"])
        at.say("crime_disclosed", ["against_child"])
        at.say("exploitation_level", "significant")
        at.say("intel_considered", "items_drafted")
        common = {"how_known": "child_saw_or_heard", "when_known": "4 Apr 14:40"}
        for what, risk in (
            ("A man called Abel, about 30, runs work at the car wash, Quay Road.", "yes_reword"),
            ("Threats are made to a relative abroad.", "yes_do_not_send"),
        ):
            item = at.item("intel_items", what=what, **common, name_child="no", source_risk=risk)
            at.say(f"intel_items/{item}/source_risk_why", "only he could have told")
            at.say(f"intel_items/{item}/urgency", "routine")
        yonas.at("2026-04-04 17:05")
        for to in ("nrm", "ictg"):
            at.item("referrals", to=to, sent_at="4 Apr 17:00")
        assert "needs no consent" in at.words(at.work.frame("referrals"))
    risks = {one.value("intel_items.source_risk") for one in items(yonas)}
    assert risks == {"yes_reword", "yes_do_not_send"}


@YONAS.row(9)
def test_yonas_row_09_approved(yonas: Scene) -> None:
    with yonas.working(TOMASZ, "2026-04-07 09:30") as at:
        at.open("interview", "Yonas Tekle", BACK)
        at.item(
            "share_decisions",
            recipient="police",
            decision="parts",
            basis="law_enforcement",
            reason="The car wash and Abel, not where he is from; child told first.",
            against_wish_reason="Others may be in the same danger.",
        )
        at.review()
        at.sign_off("The rest is asked with his advocate.")
        at.wait_for("Waiting for a supervisor")
    with yonas.working(GWEN, "2026-04-07 10:00") as at:
        at.open("interview", "Yonas Tekle", BACK)
        at.press("Approve")
        at.wait_for("Approved")
    held = yonas.interview(yonas.episodes()[0])
    assert held.stage is Stage.APPROVED
    (share,) = yonas.records(RecordKind.SHARE)
    assert share.value("share_decisions.recipient") == "police"
    recipients = {choice.code for choice in recipient_choices(yonas)}
    assert not any("home_office" in code for code in recipients)


def items(scene: Scene) -> list[Record]:
    return scene.records(RecordKind.INTELLIGENCE_ITEM)


def recipient_choices(scene: Scene) -> tuple[Choice, ...]:
    """Who a copy can be for."""
    return scene.desk(TOMASZ).form.questions["share_decisions.recipient"].choices


def embedded(pdf: bytes) -> set[str]:
    """The names of the fonts that are inside a document."""
    with pikepdf.open(BytesIO(pdf)) as document:
        return {
            str(obj.FontName)
            for obj in document.objects
            if isinstance(obj, pikepdf.Dictionary) and "/FontFile2" in obj
        }


def stored_searched_and_printed(scene: Scene) -> None:
    """His words in both languages, wherever they go; and why a time was corrected."""
    (episode,) = scene.episodes()
    quote = scene.interview(episode).answer("reason_own_words")
    assert quote is not None
    assert (quote.value, quote.language, quote.translation) == (TIGRINYA, "Tigrinya", ENGLISH)
    hits = find(scene.desk(TOMASZ), "ሰብኣይ")
    assert [hit.case for hit in hits] == [scene.case]
    with scene.working(GWEN) as at:
        at.open("interview", "Yonas Tekle", BACK)
        printed = at.pdf()
    text = squeezed(text_of(printed))
    assert squeezed(TIGRINYA) in text
    assert squeezed(ENGLISH) in text
    assert squeezed(CORRECTED) in text, "the reason of the correction is printed"
    assert any("Ethiopic" in font for font in embedded(printed))
