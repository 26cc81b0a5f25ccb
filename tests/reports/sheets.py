"""Sheets to print: the three children of the scenarios, as the records stand when it is printed."""

from __future__ import annotations

from functools import cache
from typing import Any

import msgspec

from app.forms.definition import Form
from app.forms.derived import CaseFacts
from app.forms.sheet import Sheet
from app.records.record import (
    Answer,
    AnswerState,
    Cell,
    Presence,
    Record,
    RecordKind,
    Tick,
    answered,
    new_id,
)
from app.reports.interview_copy import CopyValues
from app.resources import resources
from tests.making import at, local

NORTHMERE, CALDERFEN, SOUTHHAVEN = "E06999001", "E06999002", "E10999003"
NO = Answer(state=AnswerState.DECLINED)
UNKNOWN = Answer(state=AnswerState.DOES_NOT_KNOW)
NOT_ASKED = Answer(state=AnswerState.NOT_ASKED, why="she was tired by then")


@cache
def form(overlay: str = "northmere") -> Form:
    return Form.load(resources(), overlay)


def said(words: str, when: str = "", **more: Any) -> Answer:
    """The child's own words."""
    told = local(when).isoformat() if when else None
    return Answer(state=AnswerState.ANSWERED, value=words, speaker="child", said_at=told, **more)


def record(kind: RecordKind, case: str, values: dict[str, Any]) -> Record:
    """A record from answers by question: a list of codes is ticked, a list of dicts repeated."""
    answers: dict[str, Cell] = {}
    for question, value in values.items():
        answers |= _cells(question, value)
    own = case if kind is RecordKind.PERSON else new_id()
    return Record(
        id=own,
        kind=kind,
        la=NORTHMERE,
        case=case,
        form=form().ref,
        ver=7,
        answers=dict(sorted(answers.items())),
    )


def _cells(path: str, value: Any) -> dict[str, Cell]:
    if isinstance(value, Answer | Tick | Presence):
        return {path: value}
    if not isinstance(value, list):
        return {path: answered(value)}
    cells: dict[str, Cell] = {}
    for number, entry in enumerate(value):
        if isinstance(entry, str):
            cells[f"{path}/{entry}"] = Tick(value=True)
            continue
        item = f"{path}/{new_id()}"
        cells[f"{item}/@"] = Presence(present=True, order=f"a{number}V")
        for leaf, inner in entry.items():
            cells |= _cells(f"{item}/{leaf}", inner)
    return cells


def group(kind: RecordKind, interview: Record, name: str, *items: dict[str, Any]) -> list[Record]:
    """Records that are the items of a group, linked to the interview."""
    link = {f"links/{interview.id}": Presence(present=True, role="about"), "group": name}
    return [
        record(
            kind, interview.case, {f"{name}.{leaf}": value for leaf, value in item.items()} | link
        )
        for item in items
    ]


def covering(interview: Record, *episodes: Record) -> Record:
    links: dict[str, Cell] = {
        f"links/{episode.id}": Presence(present=True, role="episode") for episode in episodes
    }
    return msgspec.structs.replace(interview, answers={**interview.answers, **links})


def copy_of(sheet: Sheet, now: str, **more: Any) -> CopyValues:
    """What the summary of a sheet is made from."""
    prior = len(sheet.episodes) - 1
    return CopyValues(
        form=form(),
        sheet=sheet,
        facts=CaseFacts(prior, prior, prior),
        printed_by="Gwen Achterberg",
        printed_at=local(now),
        **more,
    )


def person(**parts: str) -> Answer:
    return answered(parts)


def ruby_child() -> Record:
    return record(
        RecordKind.PERSON,
        new_id(),
        {
            "child_forename": "Ruby",
            "child_surname": "Tansley",
            "child_known_as": "Rubes",
            "child_dob": "2011-03-17",
            "child_sex": "F",
            "child_ethnicity": "WBRI",
            "child_local_id": "RT4417",
            "child_languages": "English",
            "interpreter_needed": "no",
            "child_disabilities": ["NONE"],
            "child_address": {
                "line1": "Beacon View",
                "line2": "3 Harbour Lane",
                "town": "Saltmouth",
                "postcode": "SM4 2QT",
            },
            "address_confidential": "yes",
            "address_confidential_from": "Mother's partner, Karl Voss",
            "is_uasc": "no",
            "education_setting": "mainstream",
            "school_name": "Saltmouth Academy",
            "allocated_worker": {
                "name": "Amina Rowe",
                "role": "Social worker",
                "phone": "07700 900101",
            },
            "iro": {"name": "Hugh Lindqvist"},
            "safe_contact": "Text first. Never ring the landline at her mother's; Karl picks up.",
        },
    )


def ruby() -> Sheet:
    """Scenario 1 on 23 October: two episodes, one interview, four intelligence items."""
    child = ruby_child()
    common = {
        "recording_la": NORTHMERE,
        "responsible_la": NORTHMERE,
        "host_la": SOUTHHAVEN,
        "host_la_informed": "yes",
        "child_status": "cla",
        "legal_status": "C1",
        "placement_type": "childrens_home",
        "known_vulnerabilities": ["cce", "county_lines"],
        "episode_type": "missing",
        "missing_from_place": "placement",
        "police_reported": "yes",
        "police_force": "practice-south",
        "police_risk_initial": "medium",
        "offer_required": "yes",
        "offer_made": "yes",
        "offer_accepted": "yes",
        "prevention_interview": "yes",
    }
    first = record(
        RecordKind.MISSING_EPISODE,
        child.id,
        common
        | {
            "record_ref": "NMR-26-4H2M-9",
            "missing_from_at": at("2026-10-15 21:40"),
            "reported_at": at("2026-10-15 22:30"),
            "la_notified_at": at("2026-10-16 08:20"),
            "found_at": at("2026-10-16 06:15"),
            "returned_at": at("2026-10-16 06:15"),
            "return_how": "returned_self",
            "police_ref": "PS-1015-771",
            "offered_at": at("2026-10-16 11:00"),
            "booked_for": at("2026-10-19 16:00"),
            "late_reason": "missing_again",
            "offer_attempts": [
                {
                    "at": at("2026-10-16 10:40"),
                    "by": person(name="Tomasz Beale"),
                    "method": "phone",
                    "with": "home_staff",
                    "result": "left_message",
                },
                {
                    "at": at("2026-10-16 11:00"),
                    "by": person(name="Tomasz Beale"),
                    "method": "phone",
                    "with": "child",
                    "result": "accepted",
                },
            ],
        },
    )
    second = record(
        RecordKind.MISSING_EPISODE,
        child.id,
        common
        | {
            "record_ref": "NMR-26-8C3W-1",
            "missing_from_at": at("2026-10-18 19:30"),
            "reported_at": at("2026-10-18 20:05"),
            "la_notified_at": at("2026-10-18 20:30"),
            "found_at": at("2026-10-19 22:10"),
            "returned_at": at("2026-10-20 01:10"),
            "return_how": "found_by_carer",
            "found_location": {"name": "14 Marl Court", "address": "Saltmouth"},
            "police_ref": "PS-1018-904",
            "offered_at": at("2026-10-20 14:00"),
            "booked_for": at("2026-10-22 16:30"),
            "episode_phases": [
                {
                    "type": "missing",
                    "from_at": at("2026-10-18 19:30"),
                    "to_at": at("2026-10-19 22:10"),
                },
                {
                    "type": "away_without_authorisation",
                    "from_at": at("2026-10-19 22:10"),
                    "to_at": at("2026-10-20 01:10"),
                    "how_known": "Home staff saw Ruby at a flat; she would not come.",
                },
            ],
            "offer_attempts": [
                {
                    "at": at("2026-10-20 14:00"),
                    "by": person(name="Tomasz Beale"),
                    "method": "visit",
                    "with": "child",
                    "result": "accepted",
                },
            ],
        },
    )
    interview = covering(record(RecordKind.RETURN_INTERVIEW, child.id, _ruby_talk()), first, second)
    items = {
        "intel_items": tuple(_ruby_intelligence(interview)),
        "actions": tuple(
            group(
                RecordKind.ACTION,
                interview,
                "actions",
                {
                    "what": "Change the lock code of her room",
                    "owner": person(name="Beacon View"),
                    "due": "2026-10-24",
                    "status": "open",
                },
                {
                    "what": "New SIM card, old phone kept for police",
                    "owner": person(name="Amina Rowe"),
                    "due": "2026-10-26",
                    "status": "open",
                },
                {
                    "what": "Talk to the school about the Friday bus",
                    "owner": person(name="Tomasz Beale"),
                    "due": "2026-10-30",
                    "status": "open",
                },
            )
        ),
        "referrals": tuple(
            group(
                RecordKind.REFERRAL,
                interview,
                "referrals",
                {
                    "to": "section47",
                    "sent_at": at("2026-10-22 18:50"),
                    "result": "accepted",
                    "received_at": at("2026-10-22 19:20"),
                },
                {"to": "nrm", "sent_at": at("2026-10-23 09:30"), "result": "waiting"},
            )
        ),
        "share_decisions": tuple(
            group(
                RecordKind.SHARE,
                interview,
                "share_decisions",
                {
                    "recipient": "police",
                    "decision": "parts",
                    "basis": "public_task",
                    "reason": "Only the checked items.",
                    "against_wish_reason": "Serious harm is likely; Ruby was told first.",
                },
                {
                    "recipient": "home",
                    "decision": "parts",
                    "basis": "public_task",
                    "reason": "Plan and staying-safe information only.",
                },
            )
        ),
    }
    return Sheet(child, (second, first), interview, None, items)


def _ruby_talk() -> dict[str, Any]:
    at_five = "2026-10-22 17:0"
    return {
        "record_ref": "NMR-26-7K3Q-4",
        "immediate_safeguarding": "no",
        "interview_held": "yes",
        "interview_start": at("2026-10-22 16:30"),
        "interview_end": at("2026-10-22 17:40"),
        "interviewer": person(name="Tomasz Beale", role="Interviewer", organisation="Northmere"),
        "interviewer_independent": "independent",
        "interview_mode": "face_to_face",
        "interview_place": "youth_centre",
        "seen_alone": "yes",
        "confidentiality_explained": "yes",
        "medical_needed": "no",
        "before_story": said(
            "It was boring and everyone was on at me about my room.", at_five + "1"
        ),
        "reason_own_words": said("Fizz said I owed him and it was only two trips.", at_five + "2"),
        "saw_self_as_missing": "no",
        "planned": "was_told_to_go",
        "what_did": said(
            "We got the train, he'd already got the tickets. There was a man in a grey car at the "
            "station. I had to stay at the flat till someone came. Dee was there as well and she "
            "was crying but she said it was fine. I just wanted to sleep. In the morning I walked "
            "to the front and sat there until it was light, then I came back on my own.",
            at_five + "5",
        ),
        "where_went": [
            {
                "place": {"name": "Saltmouth station"},
                "arrived": at("2026-10-18 20:10"),
                "what_happened": said("He was waiting by the photo booth."),
            },
            {
                "place": {"name": "14 Marl Court", "address": "Saltmouth"},
                "arrived": Answer(
                    state=AnswerState.ANSWERED,
                    value={"precision": "about", "at": "2026-10-18T21:00+01:00"},
                ),
                "what_happened": said("You have to stay till they say."),
            },
        ],
        "went_out_of_area": "yes",
        "where_slept": ["someone_elses_taken_over_home"],
        "with_whom": [
            {
                "name": "Fizz",
                "relationship": "adult_known",
                "age": 24,
                "first_met": "no",
                "also_missing": "no",
            },
            {
                "name": "Dee",
                "relationship": "friend",
                "age": UNKNOWN,
                "first_met": "no",
                "also_missing": "yes",
            },
        ],
        "travel_modes": ["train", "car_unknown_driver"],
        "travel_details": [
            {
                "mode": "car_unknown_driver",
                "vehicle": {"vrm": "K?19", "make": "Corsa", "colour": "grey"},
                "paid_by": "adult_known",
            },
        ],
        "harmed": "unsure",
        "harm_details": NO,
        "harm_types": ["threats", "frightened_only"],
        "afraid_of_anyone": "yes",
        "afraid_of": [{"who": person(name="Fizz"), "lives_with_or_cares": "no"}],
        "feels_safe_at_home": "yes",
        "online_contact": NOT_ASKED,
        "phones": [{"number": "07700 900417", "given_by": "Fizz"}],
        "how_returned": said("I was cold and I wanted my bed."),
        "since_return": said("Staff were alright. Nobody shouted."),
        "emotional_wellbeing": "low",
        "self_harm_suicide": "none",
        "substances": ["cannabis"],
        "what_would_help": said("If he didn't have my number."),
        "likely_again": "maybe",
        "trusted_person": person(name="Jo", role="Youth worker"),
        "advocate_offered": "yes_not_now",
        "child_view": said("I'm not stupid. I know what he is."),
        "safety_plan": [
            {
                "risk": "Fizz rings again",
                "step": "Show Jo the number, do not answer",
                "who": "Ruby, Jo",
                "by_when": "2026-10-23",
            },
            {"risk": "He waits at school", "step": "Taxi from the side gate", "who": "Beacon View"},
        ],
        "staying_safe_info": "given_to_child",
        "share_child_view": "happy_except",
        "share_child_except": said("not staff at Beacon View about Fizz"),
        "child_agrees_record": "agrees_with_changes",
        "child_corrections": said("Dee is not my best friend, just a friend."),
        "child_wants_copy": "yes_later",
        "push_factors": ["room_or_phone_taken", "feels_unheard"],
        "pull_factors": ["told_or_made_to", "money_or_work"],
        "forced_or_threatened": "yes",
        "crime_disclosed": ["against_child", "by_child_may_be_exploited"],
        "cse_indicators": ["none_seen"],
        "cce_indicators": ["several_phones", "debt", "controlled_by_others", "taken_over_home"],
        "county_lines": [
            "found_out_of_area",
            "train_or_car_to_other_area",
            "line_name_known",
            "debt_bondage",
            "stayed_in_taken_over_home",
        ],
        "line_name": "Marlo",
        "trafficking_concern": "yes",
        "exploitation_level": "significant",
        "analysis": (
            "Second episode in four days and the first with a stay in a flat that is not hers. The "
            "debt is told as her own idea, but the tickets were bought before she was asked.\n\n"
            "What is different this time: another missing child was there, and she is frightened "
            "although she says she is not."
        ),
        "risk_going_again": "high",
        "risk_harm_if_missing": "high",
        "intel_considered": "items_drafted",
        "parent_informed": "yes",
        "care_plan_told": "told_review_called",
        "worker_signed_at": answered({"name": "Tomasz Beale", "at": "2026-10-22T19:05+01:00"}),
    }


def _ruby_intelligence(interview: Record) -> list[Record]:
    common = {
        "how_known": "child_saw_or_heard",
        "when_known": at("2026-10-22 17:05"),
        "name_child": "no",
        "urgency": "routine",
        "force": "practice-south",
    }
    return group(
        RecordKind.INTELLIGENCE_ITEM,
        interview,
        "intel_items",
        common
        | {
            "what": "The flat at 14 Marl Court is used by a man called Fizz.",
            "places": {"name": "14 Marl Court", "address": "Saltmouth"},
            "source_risk": "yes_reword",
            "source_risk_why": "only Ruby and Dee were there",
            "sanitised": "A flat at Marl Court, Saltmouth, is used in the evenings.",
            "status": "sent",
            "sent_at": at("2026-10-23 10:00"),
            "checked_by": person(name="Gwen Achterberg"),
        },
        common
        | {
            "what": "A grey Corsa, K?19, collects children at Saltmouth station.",
            "vehicles": {"vrm": "K?19", "make": "Corsa", "colour": "grey"},
            "source_risk": "no",
            "status": "sent",
            "sent_at": at("2026-10-23 10:00"),
            "checked_by": person(name="Gwen Achterberg"),
        },
        common
        | {
            "what": "The number 07700 900417 is used for a line called Marlo.",
            "phones": "07700 900417",
            "line_name": "Marlo",
            "source_risk": "yes_reword",
            "source_risk_why": "the number was given to the child by hand",
            "status": "draft",
        },
        common
        | {
            "what": "Another child was at the flat and is missing too.",
            "source_risk": "no",
            "urgency": "soon",
            "status": "sent",
            "sent_at": at("2026-10-23 10:00"),
            "checked_by": person(name="Gwen Achterberg"),
        },
    )


def jonah() -> Sheet:
    """Scenario 2 on 5 April: offered, declined, coded all the same."""
    child = record(
        RecordKind.PERSON,
        new_id(),
        {
            "child_forename": "Jonah",
            "child_surname": "Pettifer",
            "child_dob": "2013-11-09",
            "child_sex": "M",
            "child_ethnicity": "MWBC",
            "address_confidential": "no",
            "education_setting": "mainstream",
            "child_address": {"line1": "8 Tern Close", "town": "Calderfen", "postcode": "CF1 8AA"},
        },
    )
    episode = record(
        RecordKind.MISSING_EPISODE,
        child.id,
        {
            "record_ref": "CLD-26-1A2B-8",
            "responsible_la": CALDERFEN,
            "host_la": CALDERFEN,
            "recording_la": CALDERFEN,
            "child_status": "not_open",
            "placement_type": "family_home",
            "known_vulnerabilities": ["none_known"],
            "episode_type": "missing",
            "missing_from_at": at("2026-04-02 18:15"),
            "missing_from_place": "home",
            "police_reported": "yes",
            "reported_at": at("2026-04-02 20:40"),
            "police_force": "practice-north",
            "police_ref": "PN-0402-066",
            "police_risk_initial": "medium",
            "la_notified_at": at("2026-04-03 08:10"),
            "found_at": at("2026-04-02 23:55"),
            "returned_at": at("2026-04-02 23:55"),
            "return_how": "found_by_police",
            "prevention_interview": "not_known",
            "offer_required": "yes",
            "offer_made": "yes",
            "offered_at": at("2026-04-05 15:30"),
            "offer_accepted": "no",
            "declined_by": "child_directly",
            "refusal_reason": "does_not_see_self_as_missing",
            "refusal_own_words": said(
                "I was at Remy's, I wasn't even missing.", "2026-04-05 15:31"
            ),
            "carer_info_offered": "given",
            "offer_attempts": [
                {
                    "at": at("2026-04-04 10:15"),
                    "by": person(name="Tomasz Beale"),
                    "method": "phone",
                    "with": "parent",
                    "result": "said_no",
                },
                {
                    "at": at("2026-04-05 15:30"),
                    "by": person(name="Tomasz Beale"),
                    "method": "visit",
                    "with": "child",
                    "result": "said_no",
                },
            ],
        },
    )
    interview = covering(
        record(
            RecordKind.RETURN_INTERVIEW,
            child.id,
            {
                "record_ref": "CLD-26-9Z8Y-2",
                "immediate_safeguarding": "no",
                "staying_safe_info": "given_to_child",
                "carer_views": Answer(
                    state=AnswerState.ANSWERED,
                    speaker="Carys Pettifer, mother",
                    value="New trainers, £60, and a lad called Spence rings him.",
                ),
                "cse_indicators": ["none_seen"],
                "cce_indicators": ["unexplained_money_or_items"],
                "county_lines": ["none_seen"],
                "trafficking_concern": "unsure",
                "exploitation_level": "unknown",
                "risk_going_again": "unknown",
                "risk_harm_if_missing": "unknown",
                "intel_considered": "nothing_new",
                "analysis": "He says he was at a friend's. The money is not explained.",
                "parent_informed": "yes",
            },
        ),
        episode,
    )
    referrals = group(
        RecordKind.REFERRAL,
        interview,
        "referrals",
        {"to": "early_help", "sent_at": at("2026-04-05 16:20"), "result": "waiting"},
    )
    return Sheet(child, (episode,), interview, None, {"referrals": tuple(referrals)})


def yonas() -> Sheet:
    """Scenario 3 on 4 April: an interpreter, a quote in Tigrinya with its English."""
    child = record(
        RecordKind.PERSON,
        new_id(),
        {
            "child_forename": "Yonas",
            "child_surname": "Tekle",
            "child_dob": "2009-07-15",
            "child_dob_estimated": "yes",
            "child_sex": "M",
            "child_ethnicity": "BAFR",
            "child_local_id": "NM3090",
            "child_languages": "Tigrinya",
            "interpreter_needed": "yes",
            "is_uasc": "yes",
            "education_setting": "college",
            "address_confidential": "no",
        },
    )
    episode = record(
        RecordKind.MISSING_EPISODE,
        child.id,
        {
            "record_ref": "NMR-26-3D4F-6",
            "responsible_la": NORTHMERE,
            "host_la": NORTHMERE,
            "recording_la": NORTHMERE,
            "child_status": "cla",
            "legal_status": "V2",
            "placement_type": "supported_accommodation",
            "episode_type": "missing",
            "missing_from_at": at("2026-03-31 05:10"),
            "missing_from_place": "placement",
            "police_reported": "yes",
            "reported_at": at("2026-03-31 09:05"),
            "police_force": "practice-north",
            "police_ref": "PN-0331-012",
            "police_risk_initial": "high",
            "la_notified_at": at("2026-03-31 08:55"),
            "home_office_told_missing_at": at("2026-03-31 10:00"),
            "home_office_told_found_at": at("2026-04-02 09:00"),
            "found_at": at("2026-04-01 23:40"),
            "returned_at": at("2026-04-02 15:10"),
            "return_how": "found_by_police",
            "found_location": {"name": "Saltmouth station"},
            "police_force_found": "practice-rail",
            "offer_required": "yes",
            "offer_made": "yes",
            "offered_at": at("2026-04-03 11:00"),
            "offer_accepted": "yes",
            "choice_of_interviewer": "yes_met",
            "time_corrections": [
                {
                    "which": "missing_from_at",
                    "was": at("2026-03-30 22:00"),
                    "reason": "The door camera shows him leaving at 05:10 on 31 March.",
                },
            ],
            "offer_attempts": [
                {
                    "at": at("2026-04-03 11:00"),
                    "by": person(name="Tomasz Beale"),
                    "method": "visit",
                    "with": "child",
                    "result": "accepted",
                },
            ],
        },
    )
    threat = "I must pay the man or they go to my uncle."
    interview = covering(
        record(
            RecordKind.RETURN_INTERVIEW,
            child.id,
            {
                "record_ref": "NMR-26-5T6V-0",
                "interview_held": "yes",
                "immediate_safeguarding": "no",
                "interview_start": at("2026-04-04 14:00"),
                "interview_end": at("2026-04-04 15:25"),
                "interviewer": person(name="Tomasz Beale"),
                "interviewer_independent": "independent",
                "interview_mode": "face_to_face",
                "interview_place": "cafe",
                "seen_alone": "partly",
                "interpreter_used": "in_person",
                "interpreter_checked": "yes",
                "confidentiality_explained": "yes",
                "medical_needed": "soon",
                "reason_own_words": said(
                    "ነቲ ሰብኣይ ክኸፍሎ ኣለኒ፣ እንተዘይኮነ ናብ ኣኮይ ክኸዱ እዮም።",
                    "2026-04-04 14:20",
                    language="Tigrinya",
                    translation=threat,
                ),
                "what_did": said("At the car wash, Quay Road.", "2026-04-04 14:30"),
                "planned": "was_told_to_go",
                "where_went": [{"place": {"name": "Car wash", "address": "Quay Road, Saltmouth"}}],
                "went_out_of_area": "yes",
                "where_slept": NO,
                "with_whom": [{"name": "Abel", "relationship": "adult_known", "age": 30}],
                "travel_modes": ["train"],
                "harmed": "yes",
                "harm_types": ["threats"],
                "afraid_of_anyone": "yes",
                "afraid_of": [{"who": person(name="Abel"), "lives_with_or_cares": "no"}],
                "feels_safe_at_home": "unsure",
                "since_return": UNKNOWN,
                "advocate_offered": "yes_wants_one",
                "share_child_view": "not_happy",
                "share_child_except": said("not immigration"),
                "child_agrees_record": "agrees",
                "cce_indicators": ["debt", "threats_to_child_or_family", "controlled_by_others"],
                "trafficking_concern": "yes",
                "exploitation_level": "significant",
                "risk_going_again": "high",
                "risk_harm_if_missing": "high",
                "analysis": "He is made to work off a debt; the threat is to his family.",
            },
        ),
        episode,
    )
    return Sheet(child, (episode,), interview)


def empty() -> Sheet:
    """An episode that has just been opened: next to nothing is known."""
    child = record(RecordKind.PERSON, new_id(), {"child_forename": "Sam"})
    episode = record(
        RecordKind.MISSING_EPISODE, child.id, {"missing_from_at": at("2026-10-20 20:00")}
    )
    interview = covering(record(RecordKind.RETURN_INTERVIEW, child.id, {}), episode)
    return Sheet(child, (episode,), interview)
