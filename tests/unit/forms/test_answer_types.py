"""Each answer type: from what was typed to a value, and from a value to words."""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.forms.answer_types import (
    HANDLERS,
    format_answer,
    format_value,
    parse,
    state_words,
    told_words,
)
from app.forms.question import AnswerType, Choice, MergeClass, Question
from app.forms.shapes import SHAPES, format_shape, parse_shape
from app.records.errors import BadInput
from app.records.record import Answer, AnswerState, FormRef, Record, RecordKind, answered

if TYPE_CHECKING:
    from app.forms.definition import Form

NEAR = datetime(2026, 10, 21, 9, 0)  # noqa: DTZ001 - a wall clock


def question(kind: AnswerType, **more: Any) -> Question:
    return Question(
        id=more.pop("id", "q"),
        home=RecordKind.RETURN_INTERVIEW,
        section="harm",
        order=1,
        label="How was it?",
        short="How",
        type=kind,
        merge=MergeClass.FACT,
        asked_of=more.pop("asked_of", "child"),
        **more,
    )


def test_every_type_has_a_handler() -> None:
    assert set(HANDLERS) == set(AnswerType)
    assert len(AnswerType) == 23


@pytest.mark.parametrize("kind", [AnswerType.TEXT, AnswerType.LONG_TEXT, AnswerType.QUOTE])
def test_words_are_kept_exactly(kind: AnswerType) -> None:
    said = "  I said “no”\n\tand é left  "
    assert parse(question(kind), said) == said
    assert format_value(said, question(kind)) == said
    for nothing in ("", "  \n", 3):
        with pytest.raises(BadInput):
            parse(question(kind), nothing)


@given(st.text(min_size=1).filter(str.strip))
def test_any_words_survive(said: str) -> None:
    assert parse(question(AnswerType.QUOTE), said) == said


def test_a_choice_is_read_from_its_code_or_its_words(form: Form) -> None:
    feelings = form.questions["risk_harm_if_missing"]
    high = next(choice for choice in feelings.options if choice.code == "high")
    assert parse(feelings, "high") == "high"
    assert parse(feelings, high.label.upper()) == "high"
    assert format_value("high", feelings) == high.label
    assert format_value("gone_from_the_form", feelings) == "gone_from_the_form"
    with pytest.raises(BadInput, match="not one of the choices"):
        parse(feelings, "enormous")


def test_yes_and_no_need_no_options() -> None:
    plain, unsure = question(AnswerType.YES_NO), question(AnswerType.YES_NO_UNSURE)
    assert parse(plain, "Yes") == "yes"
    assert parse(unsure, "Not sure") == "unsure"
    assert format_value("unsure", unsure) == "Not sure"
    with pytest.raises(BadInput):
        parse(plain, "unsure")


def test_several_choices() -> None:
    colours = question(AnswerType.MULTI, options=(Choice("r", "Red"), Choice("b", "Blue")))
    assert parse(colours, ["Red", "b"]) == ["r", "b"]
    assert parse(colours, "r") == ["r"]
    assert format_value(["r", "b"], colours) == "Red; Blue"
    assert format_value("r", colours) == "Red"


@pytest.mark.parametrize(("typed", "value"), [("24", 24), (" 24 ", 24), ("1.50", "1.5"), (7, 7)])
def test_numbers(typed: object, value: object) -> None:
    number = question(AnswerType.NUMBER)
    assert parse(number, typed) == value
    assert format_value(value, number) == str(value)


@pytest.mark.parametrize("typed", ["about 24", "", "24-25", "inf", "nan"])
def test_what_is_no_number(typed: str) -> None:
    with pytest.raises(BadInput, match="in figures"):
        parse(question(AnswerType.NUMBER), typed)


def test_dates_and_times() -> None:
    day, moment = question(AnswerType.DATE), question(AnswerType.DATETIME)
    assert parse(day, "17 March 2011") == "2011-03-17"
    assert parse(day, date(2011, 3, 17)) == "2011-03-17"
    assert format_value("2011-03-17", day) == "17 March 2011"
    value = parse(moment, "about 2am Tuesday", NEAR)
    assert value == {
        "precision": "about",
        "at": "2026-10-20T02:00+01:00",
        "said": "about 2am Tuesday",
    }
    assert parse(moment, value) == value
    assert format_value(value, moment) == "about 02:00, Tue 20 Oct 2026"
    assert format_value("broken", moment) == ""


def test_what_is_planned_is_read_ahead() -> None:
    booked = question(AnswerType.DATETIME, id="booked_for")
    assert parse(booked, "Thursday 16:30", NEAR)["at"] == "2026-10-22T16:30+01:00"
    review = question(AnswerType.DATE, id="review_date")
    assert parse(review, "Friday", NEAR) == "2026-10-23"


def test_phones_keep_what_is_known() -> None:
    phone = question(AnswerType.PHONE)
    assert parse(phone, " 07700 900417 ") == "07700 900417"
    assert parse(phone, "ends 417") == "ends 417"
    assert format_value("ends 417", phone) == "ends 417"
    with pytest.raises(BadInput, match="part of it"):
        parse(phone, "on Snapchat")


@pytest.mark.parametrize(
    ("kind", "raw", "value", "words"),
    [
        (AnswerType.PERSON, "Fizz", {"name": "Fizz"}, "Fizz"),
        (
            AnswerType.PERSON,
            {"name": "Karl Voss", "nickname": "Fizz", "age": "24", "role": " "},
            {"name": "Karl Voss", "nickname": "Fizz", "age": "24"},
            "Karl Voss (“Fizz”), 24",
        ),
        (
            AnswerType.LOCATION,
            {"name": "Station", "postcode": "ts181aa", "lat": 54570000, "lon": None},
            {"name": "Station", "postcode": "TS18 1AA", "lat": 54570000},
            "Station, TS18 1AA",
        ),
        (AnswerType.LOCATION, {"lat": 1, "lon": 2}, {"lat": 1, "lon": 2}, "On the map only"),
        (
            AnswerType.LOCATION,
            {"name": "a flat", "postcode": "half of it"},
            {"name": "a flat", "postcode": "half of it"},
            "a flat, half of it",
        ),
        (AnswerType.ADDRESS, "14 Marl Court", {"line1": "14 Marl Court"}, "14 Marl Court"),
        (
            AnswerType.VEHICLE,
            {"vrm": "k?19", "colour": "grey", "make": "Corsa"},
            {"vrm": "k?19", "make": "Corsa", "colour": "grey"},
            "K?19, Corsa, grey",
        ),
        (
            AnswerType.ACCOUNT,
            {"platform": "Snapchat", "handle": "fizz.24", "description": "new"},
            {"platform": "Snapchat", "handle": "fizz.24", "description": "new"},
            "Snapchat: fizz.24 (new)",
        ),
        (
            AnswerType.ACCOUNT,
            {"platform": "Snapchat", "handle": "fizz"},
            {"platform": "Snapchat", "handle": "fizz"},
            "Snapchat: fizz",
        ),
        (AnswerType.ACCOUNT, "fizz.24", {"handle": "fizz.24"}, "fizz.24"),
    ],
)
def test_people_places_and_things(kind: AnswerType, raw: Any, value: Any, words: str) -> None:
    assert parse(question(kind), raw) == value
    assert format_value(value, question(kind)) == words


def test_shapes_refuse_what_they_cannot_hold() -> None:
    for raw in ({}, {"name": " "}, ""):
        with pytest.raises(BadInput, match="at least one"):
            parse_shape(AnswerType.PERSON, raw)
    with pytest.raises(BadInput, match="no field “colour”"):
        parse_shape(AnswerType.PERSON, {"colour": "red"})
    with pytest.raises(BadInput, match="millionth"):
        parse_shape(AnswerType.LOCATION, {"lat": 54.5})
    assert format_shape(AnswerType.PERSON, "as it was typed long ago") == "as it was typed long ago"
    assert set(SHAPES) == {
        AnswerType.PERSON,
        AnswerType.LOCATION,
        AnswerType.ADDRESS,
        AnswerType.VEHICLE,
        AnswerType.ACCOUNT,
    }


def test_drawings_and_signatures() -> None:
    drawing, signature = question(AnswerType.DRAWING), question(AnswerType.SIGNATURE)
    marks = {"marks": [{"text": "left arm"}, {"text": ""}, "?", {"text": "knee"}]}
    assert parse(drawing, marks) == marks
    assert format_value(marks, drawing) == "left arm; knee"
    assert format_value({"strokes": []}, drawing) == "A drawing"
    assert format_value("x", drawing) == "A drawing"
    with pytest.raises(BadInput):
        parse(drawing, {})
    signed = {"name": "Tomasz Beale", "at": "2026-10-22T17:30:00.000Z"}
    assert format_value(signed, signature) == ("Signed: Tomasz Beale, 18:30 BST, Thu 22 Oct 2026")
    told = {"name": "T", "at": {"precision": "date", "at": "2026-10-22"}}
    assert format_value(told, signature) == "Signed: T, Thu 22 Oct 2026"
    assert format_value({"strokes": []}, signature) == "Signed: a mark"
    assert format_value("T. Beale", signature) == "Signed: T. Beale"


@pytest.mark.parametrize(
    "kind", [AnswerType.AUTO, AnswerType.CALCULATED, AnswerType.REPEAT, AnswerType.GRID]
)
def test_nobody_types_what_fills_itself(kind: AnswerType) -> None:
    with pytest.raises(BadInput, match="filled in by itself"):
        parse(question(kind), "x")


def test_what_fills_itself_can_be_written() -> None:
    la = question(AnswerType.AUTO, options=(Choice("E06999001", "Northmere"),))
    assert format_value("E06999001", la) == "Northmere"
    assert format_value("NMR-26-7K3Q-4", question(AnswerType.AUTO)) == "NMR-26-7K3Q-4"
    assert format_value("8 h 35 min", question(AnswerType.CALCULATED)) == "8 h 35 min"
    assert format_value(["a", "b"], question(AnswerType.REPEAT)) == "2"
    assert format_value(3, question(AnswerType.GRID)) == "3"
    assert format_value("abc", question(AnswerType.REFERENCE)) == "abc"


def test_states_are_told_in_words() -> None:
    assert state_words(AnswerState.NOT_ASKED) == "Not asked"
    assert state_words(AnswerState.DECLINED) == "Child declined"
    assert state_words(AnswerState.DOES_NOT_KNOW) == "Child does not know"
    assert state_words(AnswerState.NOT_APPLICABLE) == "Not applicable"
    assert state_words(AnswerState.DECLINED, "carer") == "Declined"
    assert state_words(AnswerState.DOES_NOT_KNOW, "worker") == "Not known"


def test_answers_are_written_with_their_state_note_and_reason() -> None:
    text = question(AnswerType.TEXT)
    assert format_answer(None, text) == ""
    assert format_answer(answered("a bench"), text) == "a bench"
    noted = Answer(AnswerState.ANSWERED, "other", note="a bench")
    assert format_answer(noted, text) == "other (a bench)"
    assert format_answer(Answer(AnswerState.DECLINED), text) == "Child declined"
    not_asked = Answer(AnswerState.NOT_ASKED, why="too tired")
    assert format_answer(not_asked, text) == "Not asked: too tired"


def test_a_time_on_a_record_in_words() -> None:
    record = Record(
        id="a",
        kind=RecordKind.MISSING_EPISODE,
        la="E06999001",
        case="a",
        form=FormRef(1, "", ""),
        answers={"found_at": answered({"precision": "date", "at": "2026-10-20"})},
    )
    assert told_words(record, "found_at") == "Tue 20 Oct 2026"
    assert told_words(record, "returned_at") == ""
