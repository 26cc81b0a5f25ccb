"""Bytes and back: canonical, strict where it must be, open where it may be."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.records import codec
from app.records.errors import BadInput
from app.records.record import Answer, AnswerState, Presence, Record, RecordKind, Tick, answered
from tests.unit.records.strategies import ANY_PATH, CELLS
from tests.unit.records.writing import FORM, LA, edit_of

if TYPE_CHECKING:
    from app.records.edit import Change

MAPS = st.dictionaries(ANY_PATH, CELLS, max_size=6)
CHANGES = st.dictionaries(ANY_PATH, CELLS | st.none(), max_size=6)


def record(answers: Any) -> Record:
    return Record("r", RecordKind.PERSON, LA, "c", FORM, 7, answers)


@given(MAPS)
def test_a_record_comes_back_as_it_was(answers: Any) -> None:
    data = codec.encode(record(answers))
    assert codec.decode(data) == record(answers)
    assert codec.decode_answers(codec.encode_answers(answers)) == answers


@given(CHANGES, st.none() | st.text(st.characters(exclude_categories=["Cs"])))
def test_an_edit_comes_back_as_it_was(change: Any, reason: str | None) -> None:
    edit = edit_of("a1", change, reason=reason, device="a", n=3)
    data = codec.encode_edit(edit)
    assert codec.decode_edit(data) == edit
    assert codec.encode_edit(codec.decode_edit(data)) == data


@given(MAPS)
def test_bytes_are_canonical(answers: Any) -> None:
    """The same as the plainest writer makes: sorted keys, no spaces, UTF-8."""
    data = codec.encode_answers(answers)
    plain = json.dumps(json.loads(data), sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    assert json.loads(plain) == json.loads(data)
    assert list(json.loads(data)) == sorted(answers)
    assert b": " not in codec.encode_answers({"a": Tick(value=True)})


def test_text_is_kept_exactly() -> None:
    """No normalising: what was typed is testimony."""
    for text in (
        "e\u0301",
        "\u00e9",
        "  two  spaces ",
        "a\r\nb\tc",
        "\U0001f600",
        "\u200f\u202e",
        "",
    ):
        answers = {"story": answered(text)}
        assert codec.decode_answers(codec.encode_answers(answers)) == answers


def test_cells_are_told_apart_by_their_keys() -> None:
    data = b'{"a":{"state":"declined"},"b/x":{"value":true},"c/i/@":{"in":false,"order":"V"}}'
    assert codec.decode_answers(data) == {
        "a": Answer(AnswerState.DECLINED),
        "b/x": Tick(value=True),
        "c/i/@": Presence(False, "V"),
    }


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"{",
        b"[]",
        b"7",
        b"null",
        b"\xff\xfe",
        b'{"a":{"state":"answered","value":"\xff"}}',
        b'{"a":{"state":"answered","value":1.5}}',
        b'{"a":{"state":"answered","value":1e3}}',
        b'{"a":{"state":"answered","value":[{"x":0.0}]}}',
        b'{"a":{"state":"answered","value":NaN}}',
        b'{"a":{"state":"answered","value":9223372036854775808}}',
        b'{"a":{"state":"answered","value":1},"a":{"state":"answered","value":2}}',
        b'{"a":{"state":"answered","state":"declined"}}',
        b'{"a":{"state":"answered","value":{"x":1,"x":2}}}',
        b'{"b":{"value":true},"a":{"value":true}}',
        b'{"a": {"value":true}}',
        b'{"a":{"value":true}}\n',
        b'{"a":{"state":"answered","value":"\\u0041"}}',
        b'{"a":{"state":"answered","value":null}}',
        b'{"a":{"state":"guessed"}}',
        b'{"a":{"state":"answered","colour":"red"}}',
        b'{"a":{"value":true,"state":"answered"}}',
        b'{"a":{"value":"yes"}}',
        b'{"a":{"in":true,"value":true}}',
        b'{"a":{}}',
        b'{"a":null}',
        b'{"a":"yes"}',
        b'{"":{"value":true}}',
        b'{"a b":{"value":true}}',
        b'{"a//b":{"value":true}}',
        b'{"@":{"value":true}}',
        b'{"a/":{"value":true}}',
        b'{"a/b/c/d/e/f/g/h/i":{"value":true}}',
        b'{"' + b"a" * 401 + b'":{"value":true}}',
        b'{"a":{"state":"answered","value":[[[[[[1]]]]]]}}',
        b"[" * 10_000,
    ],
)
def test_what_is_not_canonical_or_not_ours_is_refused(data: bytes) -> None:
    with pytest.raises(BadInput) as refused:
        codec.decode_answers(data)
    assert refused.value.advice.endswith(".")
    assert refused.value.__cause__ is None


@given(st.binary(max_size=60))
def test_no_bytes_do_worse_than_be_refused(data: bytes) -> None:
    for read in (codec.decode, codec.decode_edit, codec.decode_answers):
        with pytest.raises(BadInput):
            read(data + b"}")


@given(CHANGES, st.data())
def test_every_changed_byte_is_refused_or_means_something_else(change: Any, data: Any) -> None:
    edit = edit_of("a1", change)
    good = codec.encode_edit(edit)
    place = data.draw(st.integers(0, len(good) - 1))
    bad = bytearray(good)
    bad[place] ^= data.draw(st.integers(1, 255))
    try:
        read = codec.decode_edit(bytes(bad))
    except BadInput:
        return
    assert read != edit
    assert codec.op_hash(read) != codec.op_hash(edit)


def test_the_envelope_is_strict() -> None:
    good = json.loads(codec.encode(record({})))
    for spoilt in (
        {**good, "extra": 1},
        {**good, "ver": "7"},
        {**good, "ver": 7.0},
        {**good, "ver": True},
        {**good, "kind": "person of interest"},
        {key: value for key, value in good.items() if key != "la"},
        {**good, "form": {**good["form"], "extra": 1}},
        {**good, "answers": []},
    ):
        with pytest.raises(BadInput):
            codec.decode(codec.canonical(spoilt))


def test_an_envelope_out_of_order_is_refused() -> None:
    good = codec.encode(record({}))
    told = json.loads(good)
    for bad in (
        json.dumps(dict(reversed(told.items())), separators=(",", ":")).encode(),
        good.replace(b'"ver":7', b'"ver":6,"ver":7'),
    ):
        with pytest.raises(BadInput, match="twice"):
            codec.decode(bad)


def test_an_edit_may_clear_a_path_and_a_record_may_not_hold_nothing() -> None:
    edit = edit_of("a1", {"a": None})
    assert codec.decode_edit(codec.encode_edit(edit)).set == {"a": None}
    with pytest.raises(BadInput):
        codec.decode(
            codec.canonical({**json.loads(codec.encode(record({}))), "answers": {"a": None}})
        )


def test_what_cannot_be_kept_is_refused_when_writing() -> None:
    for value in (1.5, {1: 2}, {"a": {2}}, ("a",), b"bytes", 2**63, "\ud800", object()):
        with pytest.raises(BadInput):
            codec.encode(record({"a": answered(value)}))
    with pytest.raises(BadInput):
        codec.encode(record({"no good": Tick(value=True)}))


def test_limits() -> None:
    longest = answered("x" * 65_400)
    assert codec.encode_answers({"a": longest})
    with pytest.raises(BadInput, match="64 KB"):
        codec.encode_answers({"a": answered("x" * 65_600)})
    with pytest.raises(BadInput, match="64 KB"):
        codec.encode_answers({"a": answered("\x00" * 11_000)})
    with pytest.raises(BadInput, match="64 KB"):
        codec.encode_answers({"a": Tick(value=True, note="x" * 65_600)})
    with pytest.raises(BadInput, match="64 KB"):
        codec.encode_answers({"a": Presence(present=True, role="x" * 65_600)})
    with pytest.raises(BadInput, match="64 KB"):
        codec.encode_answers({"a": answered(["x" * 65_600])})
    assert codec.encode_answers({"a": answered([[[[[1]]]]])})
    with pytest.raises(BadInput, match="deep"):
        codec.encode_answers({"a": answered([[[[[[1]]]]]])})


def test_an_edit_must_fit_into_one_push() -> None:
    change: Change = {f"q{number}": answered("x" * 60_000) for number in range(18)}
    with pytest.raises(BadInput, match="too large"):
        codec.encode_edit(edit_of("a1", change))
    with pytest.raises(BadInput, match="too large"):
        codec.decode_edit(b" " * (codec.EDIT_BYTES + 1))


def test_a_decision_says_which_answer_holds() -> None:
    edit = edit_of("a1", {}, resolves={"story": ["b1"]})
    with pytest.raises(BadInput):
        codec.encode_edit(edit)
    with pytest.raises(BadInput):
        codec.decode_edit(codec.canonical(edit))


def test_the_op_hash_is_the_agreed_one() -> None:
    edit = edit_of("a1", {"story": answered("yes")}, salt="5a17", reason="typing error")
    head = json.loads(codec.canonical(edit))
    for gone in ("set", "reason", "salt", "device", "n"):
        head.pop(gone, None)
    written = json.dumps(head, sort_keys=True, separators=(",", ":")).encode()
    payload = b'5a17{"story":{"state":"answered","value":"yes"}}"typing error"'
    expected = hashlib.sha256(written + hashlib.sha256(payload).digest()).hexdigest()
    assert codec.op_hash(edit) == expected


def test_the_op_hash_outlives_its_payload_and_a_new_enrolment() -> None:
    edit = edit_of("a1", {"story": answered("yes")}, device="a", n=4)
    kept = codec.header(edit), codec.payload_digest(edit)
    assert codec.op_hash_of(*kept) == codec.op_hash(edit)
    assert edit.salt.encode() not in kept[0]
    assert b"yes" not in kept[0]
    again = msgspec.structs.replace(edit, device="z", n=1)
    assert codec.op_hash(again) == codec.op_hash(edit)


def test_every_part_of_an_edit_changes_its_hash() -> None:
    edit = edit_of("a1", {"story": answered("yes")}, reason="r")
    for other in (
        {"op_id": "a2"},
        {"record": "r2"},
        {"base": 1},
        {"user": "somebody else"},
        {"at": "later"},
        {"salt": "other"},
        {"reason": None},
        {"set": {"story": answered("no")}},
        {"set": {"story": answered("yes")}, "resolves": {"story": ["b1"]}},
    ):
        assert codec.op_hash(msgspec.structs.replace(edit, **other)) != codec.op_hash(edit)
