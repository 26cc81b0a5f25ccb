"""The standard form as shipped says what the standard form is meant to say.

`standard_form_expected.csv` holds the facts that may not drift: ids, types, options, homes
and rules. Words are free, facts are not.
"""

import csv
import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest

Question = dict[str, Any]

HERE = Path(__file__).parent
RESOURCES = HERE.parents[1] / "resources"
FORMS = RESOURCES / "forms"
CODES = RESOURCES / "codes"

TYPES = {
    "auto",
    "calculated",
    "yes_no",
    "yes_no_unsure",
    "choice",
    "multi",
    "number",
    "date",
    "datetime",
    "text",
    "long_text",
    "quote",
    "phone",
    "address",
    "location",
    "person",
    "vehicle",
    "account",
    "reference",
    "repeat",
    "grid",
    "drawing",
    "signature",
}
STATES = {"answered", "not_asked", "declined", "does_not_know", "not_applicable", "unanswered"}
READERS = [
    "full",
    "social_worker",
    "police",
    "host_la",
    "home",
    "parent",
    "carer",
    "school",
    "health",
    "child",
    "meeting",
]
CODE_LISTS = {"la_codes.csv": "local_authorities", "police_forces.csv": "police_forces"}
IMPLICIT = {"yes_no": ["yes", "no"], "yes_no_unsure": ["yes", "no", "unsure"]}
KEYS = {
    "id",
    "section",
    "order",
    "label",
    "short",
    "guidance",
    "prompts",
    "type",
    "options",
    "codes",
    "asked_of",
    "required",
    "visible",
    "group",
    "merge",
    "protective",
    "sensitivity",
    "police",
    "release",
    "core",
    "ordered",
    "exclusive",
    "prefill",
    "since",
}


def read_toml(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_csv(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


EXPECTED = read_csv(HERE / "standard_form_expected.csv")
KIND_FILES = [
    path
    for path in sorted(FORMS.glob("*.toml"))
    if path.stem not in ("sections", "release", "published")
]
FILES = {path.stem: read_toml(path) for path in KIND_FILES}
QUESTIONS = [question for form in FILES.values() for question in form["question"]]
BY_ID = {question["id"]: question for question in QUESTIONS}
KIND_OF = {question["id"]: form["kind"] for form in FILES.values() for question in form["question"]}
SECTIONS = read_toml(FORMS / "sections.toml")["section"]
RELEASE = read_toml(FORMS / "release.toml")
CLASSES = {entry["id"] for entry in RELEASE["class"]}
OVERLAYS = [read_toml(path) for path in sorted((FORMS / "overlays").glob("*.toml"))]
OVERLAY_QUESTIONS = [question for overlay in OVERLAYS for question in overlay.get("question", [])]


def codes_of(question: Question) -> list[str]:
    return [option["code"] for option in question.get("options", [])] or IMPLICIT.get(
        question["type"], []
    )


def split(text: str) -> list[str]:
    return text.split("/") if text else []


def test_every_question_is_there_once() -> None:
    assert len(QUESTIONS) == len(BY_ID) == 297
    assert set(BY_ID) == {row["question_id"] for row in EXPECTED}
    assert sum("group" not in question for question in QUESTIONS) == 204
    fields = [question for question in QUESTIONS if "group" in question]
    assert len(fields) == 93
    assert len({field["group"] for field in fields}) == 19


@pytest.mark.parametrize(
    ("number", "row"), list(enumerate(EXPECTED, 1)), ids=[row["question_id"] for row in EXPECTED]
)
def test_facts_of_the_question(number: int, row: dict[str, str]) -> None:
    question = BY_ID[row["question_id"]]
    assert KIND_OF[row["question_id"]] == row["home"]
    assert question["type"] == row["type"]
    assert question["merge"] == row["merge"]
    assert question["police"] == row["police"]
    assert question["sensitivity"] == row["sensitive"]
    assert question["required"] == row["required_when"]
    assert question["visible"] == row["visible_when"]
    assert question["asked_of"] == row["asked_of"]
    assert question["core"] is (row["core_or_local"] == "core")
    assert question.get("group", "") == row["group"]
    assert question.get("ordered", False) is (row["ordered"] == "yes")
    assert question.get("exclusive", []) == split(row["exclusive"])
    assert question["order"] == number * 10
    letter = row["section"][0]
    assert letter == next(
        section["letter"] for section in SECTIONS if section["id"] == question["section"]
    )
    if row["options"] in CODE_LISTS:
        assert question["codes"] == CODE_LISTS[row["options"]]
        assert "options" not in question
    else:
        assert [option["code"] for option in question.get("options", [])] == split(row["options"])
        assert "codes" not in question


@pytest.mark.parametrize(
    "question", QUESTIONS + OVERLAY_QUESTIONS, ids=lambda question: question["id"]
)
def test_words_of_the_question(question: Question) -> None:
    assert set(question) - {"kind"} <= KEYS
    assert question["type"] in TYPES
    assert question["label"].strip() == question["label"] != ""
    assert 0 < len(question["short"]) <= 32
    assert question.get("guidance", "x").strip()
    assert question["release"] in CLASSES
    assert question["since"] == 1
    labels = [option["label"] for option in question.get("options", [])]
    assert len(set(labels)) == len(labels)
    for option in question.get("options", []):
        assert set(option) == {"code", "label"}
        assert option["label"].strip() == option["label"] != ""
        assert option["label"].casefold() not in (
            option["code"].casefold(),
            option["code"].replace("_", " ").casefold(),
        )
        assert option["code"] not in STATES
    for code in question.get("exclusive", []):
        assert code in codes_of(question)


@pytest.mark.parametrize("question", QUESTIONS, ids=lambda question: question["id"])
def test_a_contested_judgement_has_an_order(question: Question) -> None:
    if question["merge"] == "judgement" and codes_of(question) and question["type"] != "multi":
        assert sorted(question["protective"]) == sorted(codes_of(question))
    else:
        assert "protective" not in question


def test_order_of_protectiveness() -> None:
    assert BY_ID["exploitation_level"]["protective"] == [
        "significant",
        "unknown",
        "moderate",
        "emerging",
        "no_known_concern",
    ]
    for name in ("risk_going_again", "risk_harm_if_missing"):
        assert BY_ID[name]["protective"] == ["high", "unknown", "medium", "low"]
    assert BY_ID["police_risk_initial"]["protective"] == [
        "high",
        "unknown",
        "medium",
        "low",
        "very_low_or_no_apparent",
    ]
    assert BY_ID["closure_decision"]["protective"][0] == "keep_open"
    for question in QUESTIONS:
        if question["type"] in IMPLICIT and "protective" in question:
            assert question["protective"] == [
                code for code in ("yes", "unsure", "no") if code in codes_of(question)
            ]


def test_each_file_holds_one_kind_in_form_order() -> None:
    for name, form in FILES.items():
        assert form["kind"] == ("every" if name == "record" else name)
        assert form["version"] == 1
        orders = [question["order"] for question in form["question"]]
        assert orders == sorted(orders)


def test_a_field_follows_its_group() -> None:
    for question in QUESTIONS:
        assert ("." in question["id"]) is ("group" in question)
        if "group" in question:
            assert question["id"].startswith(question["group"] + ".")
            assert BY_ID[question["group"]]["type"] in ("repeat", "grid")
            assert BY_ID[question["group"]]["order"] < question["order"]


def test_prompts_are_open_and_for_the_child() -> None:
    closed = re.compile(
        r"^(did|do|does|was|were|is|are|has|have|had|would|could|can|should)\b", re.IGNORECASE
    )
    for question in QUESTIONS + OVERLAY_QUESTIONS:
        if "prompts" in question:
            assert question["asked_of"] == "child"
        for prompt in question.get("prompts", []):
            assert not closed.match(prompt), prompt


def test_no_risk_words_are_said_to_a_child() -> None:
    words = re.compile(
        r"\b(risk|exploit|traffick|groom|gang|offend|victim|vulnerab|abscond|perpetrator|disclos"
        r"|county lines)",
        re.IGNORECASE,
    )
    for question in QUESTIONS + OVERLAY_QUESTIONS:
        if question["asked_of"] == "child":
            spoken = [
                question["label"],
                *question.get("prompts", []),
                *(option["label"] for option in question.get("options", [])),
            ]
            for text in spoken:
                assert not words.search(text), text


def test_guidance_that_must_be_said() -> None:
    def guidance(name: str) -> str:
        return str(BY_ID[name]["guidance"]).lower()

    assert "999" in guidance("immediate_safeguarding")
    assert "do not dig" in guidance("harm_details")
    for name in ("online_accounts", "online_accounts.images_shared"):
        assert "never store or photograph sexual images of a child" in guidance(name)
    assert "101" in guidance("fgm")
    assert "next working day" in guidance("fgm")
    assert "never tell the family" in guidance("forced_marriage_hba")
    assert "999" in guidance("county_lines")
    for name in (
        "medical_needed",
        "pregnancy_sexual_health",
        "self_harm_suicide",
        "medication_missed",
        "fgm",
        "injuries",
    ):
        assert "check local procedure" in guidance(name)


def test_sections() -> None:
    assert "".join(section["letter"] for section in SECTIONS) == "ABCDEFGHIJKLMNOPQRST"
    assert {section["id"] for section in SECTIONS} == {
        question["section"] for question in QUESTIONS
    }
    for section in SECTIONS:
        assert set(section) <= {"id", "letter", "title", "short", "note", "child_facing", "screens"}
        assert section["title"]
        assert section["short"]
        assert isinstance(section["child_facing"], bool)
        assert section["screens"]
        assert set(section["screens"]) <= {
            "intake",
            "offer",
            "interview",
            "closing",
        }


def test_release_classes_and_readers() -> None:
    assert len(CLASSES) == len(RELEASE["class"])
    assert all(entry["meaning"] for entry in RELEASE["class"])
    assert {question["release"] for question in QUESTIONS} == CLASSES
    readers = {reader["id"]: reader for reader in RELEASE["reader"]}
    assert list(readers) == READERS
    for reader in readers.values():
        see, by_decision = set(reader["see"]), set(reader["by_decision"])
        assert see | by_decision <= CLASSES
        assert not see & by_decision
        assert reader["silent"] is (reader["id"] in ("home", "parent", "carer", "child"))
    assert set(readers["full"]["see"]) == set(readers["social_worker"]["see"]) == CLASSES
    rules = [rule["id"] for rule in RELEASE["rule"]]
    assert len(set(rules)) == len(rules)
    for rule in RELEASE["rule"]:
        assert rule["text"]
        assert set(rule["readers"]) <= set(READERS)
        assert set(rule.get("classes", [])) <= CLASSES


def seen(reader: str, *, by_decision: bool = True) -> set[str]:
    entry = next(entry for entry in RELEASE["reader"] if entry["id"] == reader)
    classes = set(entry["see"]) | (set(entry["by_decision"]) if by_decision else set())
    return {question["id"] for question in QUESTIONS if question["release"] in classes}


def test_what_each_reader_never_sees() -> None:
    for reader in READERS[2:]:
        assert not seen(reader) & {
            "safe_contact",
            "address_confidential_from",
            "is_uasc",
            "fgm",
            "forced_marriage_hba",
            "child_gender",
        }
        assert not seen(reader) & {
            "intel_items.source_risk",
            "intel_items.source_risk_why",
            "intel_items.checked_by",
        }
    for reader in ("home", "parent", "carer", "child"):
        assert not seen(reader) & {
            "exploitation_level",
            "cse_indicators",
            "refusal_reason",
            "carer_views",
            "intel_items.what",
            "child_address",
        }
        assert not seen(reader) & {
            "afraid_of",
            "afraid_of.who",
            "with_whom.name",
            "phones.number",
            "host_la",
            "school_name",
            "placement_type",
        }
    for reader in ("home", "parent", "carer"):
        assert not seen(reader) & {
            "child_known_as",
            "share_child_except",
            "share_child_view",
            "harmed",
            "harm_details",
            "feels_safe_at_home",
        }
    assert "what_did" not in seen("home")
    assert "what_did" not in seen("parent", by_decision=False)
    for reader in ("social_worker", "health"):
        assert "substances" in seen(reader)
    assert "substances" not in seen("health", by_decision=False)
    assert not seen("school") & {"substances", "self_harm_suicide"}
    assert not seen("meeting", by_decision=False) & {"what_did", "child_view", "carer_views"}
    assert {"exploitation_level", "cse_indicators", "pattern_links", "actions.what"} <= seen(
        "meeting", by_decision=False
    )
    assert {"child_view", "safety_plan.step", "actions.what", "copies_sent.recipient"} <= seen(
        "child", by_decision=False
    )


def test_what_police_see_before_any_item_is_sent() -> None:
    shown = {name for name in seen("police") if BY_ID[name]["police"] == "Y"}
    assert shown == {name for name, question in BY_ID.items() if question["police"] == "Y"}
    assert not [
        name for name in shown if BY_ID[name]["asked_of"] == "child" and name != "child_known_as"
    ]
    items = {name for name in seen("police") if BY_ID[name]["release"] == "intelligence"}
    assert all(KIND_OF[name] == "intelligence_item" for name in items)


def test_overlays_stay_within_their_rights() -> None:
    assert [overlay["authority"] for overlay in OVERLAYS] == ["E06999002", "E06999001"]
    authorities = {row["code"] for row in read_csv(CODES / "local_authorities.csv")}
    sections = {section["id"] for section in SECTIONS}
    orders = {question["order"] for question in QUESTIONS}
    for overlay in OVERLAYS:
        assert set(overlay) <= {
            "authority",
            "name",
            "version",
            "switch_on",
            "hide",
            "reword",
            "question",
        }
        assert overlay["authority"] in authorities
        for name in overlay["switch_on"] + overlay["hide"]:
            assert BY_ID[name]["core"] is False
        for name in overlay["switch_on"]:
            parent = BY_ID[name].get("group")
            assert parent is None or BY_ID[parent]["core"] or parent in overlay["switch_on"]
        assert not set(overlay["switch_on"]) & set(overlay["hide"])
        for change in overlay.get("reword", []):
            assert change["id"] in BY_ID
            assert set(change) <= {"id", "guidance", "prompts"}
        for question in overlay.get("question", []):
            assert question["id"].startswith(f"local.{overlay['authority']}.")
            assert re.fullmatch(r"[a-z][A-Za-z0-9_.]*", question["id"])
            assert question["kind"] in FILES
            assert question["section"] in sections
            assert question["core"] is False
            assert question["order"] not in orders


@pytest.mark.parametrize("name", ["local_authorities", "police_forces"])
def test_code_lists_parse(name: str) -> None:
    rows = read_csv(CODES / f"{name}.csv")
    assert len({row["code"] for row in rows}) == len(rows)
    for row in rows:
        assert row["name"]
        assert row["practice"] in ("true", "false")
        first = date.fromisoformat(row["valid_from"])
        if row["valid_to"]:
            assert first < date.fromisoformat(row["valid_to"])


def test_local_authorities() -> None:
    rows = {row["code"]: row for row in read_csv(CODES / "local_authorities.csv")}
    forces = {row["code"] for row in read_csv(CODES / "police_forces.csv")}
    current = [row for row in rows.values() if row["practice"] == "false" and not row["valid_to"]]
    assert len(current) == 153
    assert len({row["dfe_code"] for row in current}) == 153
    for row in rows.values():
        assert re.fullmatch(r"E(06|08|09|10)\d{6}", row["code"])
        assert row["force"] in forces
        assert bool(row["valid_to"]) is bool(row["successor"])
        for code in row["successor"].split():
            assert (
                date.fromisoformat(rows[code]["valid_from"]).toordinal()
                == date.fromisoformat(row["valid_to"]).toordinal() + 1
            )
    assert rows["E10000006"]["successor"].split() == ["E06000063", "E06000064"]
    assert rows["E08000016"]["successor"] == "E08000038"
    assert {code for code, row in rows.items() if row["practice"] == "true"} == {
        "E06999001",
        "E06999002",
        "E10999003",
    }


def test_police_forces() -> None:
    rows = {row["code"]: row for row in read_csv(CODES / "police_forces.csv")}
    assert {
        "british-transport-police",
        "police-scotland",
        "psni",
        "practice-north",
        "practice-south",
        "practice-rail",
    } <= set(rows)
    assert sum(bool(row["pfa_gss_code"]) for row in rows.values()) == 43
    assert {code for code, row in rows.items() if row["territorial"] == "false"} == {
        "british-transport-police",
        "practice-rail",
    }
