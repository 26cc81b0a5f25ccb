"""The messages of push and pull."""

from __future__ import annotations

import msgspec
import pytest

from app.records import codec, exchange
from app.records.errors import BadInput
from app.records.exchange import Entry, Erase, Limits, PullAnswer, Push, Revoke, Snapshot, Status
from app.records.record import answered
from tests.unit.records.writing import IN, Log, edit_of

YES, NO = answered("yes"), answered("no")


def numbered(count: int) -> list[object]:
    return [edit_of(f"a{number}", {"story": answered(str(number))}) for number in range(count)]


def test_operations_travel_as_the_bytes_they_are() -> None:
    edits = exchange.seal_batch("a", 5, numbered(3))  # type: ignore[arg-type]
    push, taken = exchange.push_of(edits)
    read = exchange.read_push(msgspec.json.encode(push))
    assert taken == 3
    assert [bytes(op) for op in read.ops] == [codec.encode_edit(edit) for edit in edits]
    assert read.edits() == edits
    assert (read.device, read.n) == ("a", 5)


def test_a_batch_is_cut_to_the_limits() -> None:
    edits = exchange.seal_batch("a", 1, numbered(9))  # type: ignore[arg-type]
    assert exchange.push_of(edits, Limits(ops=4))[1] == 4
    one = len(codec.encode_edit(edits[0]))
    assert exchange.push_of(edits, Limits(push_bytes=3 * one))[1] == 3
    assert exchange.push_of(edits, Limits(push_bytes=1))[1] == 1  # or it would never be sent


def test_a_batch_out_of_order_or_of_another_device_is_refused() -> None:
    edits = exchange.seal_batch("a", 1, numbered(3))  # type: ignore[arg-type]
    ops = [msgspec.Raw(codec.encode_edit(edit)) for edit in edits]
    for wrong in (Push("a", 2, ops), Push("b", 1, ops), Push("a", 1, ops[::-1])):
        with pytest.raises(BadInput):
            wrong.edits()


@pytest.mark.parametrize(
    "data", [b"", b"[]", b'{"device":"a"}', b"\xff", b'{"device":"a","n":1,"ops":[],"x":1}']
)
def test_damaged_messages_are_refused(data: bytes) -> None:
    with pytest.raises(BadInput):
        exchange.read_push(data)
    with pytest.raises(BadInput):
        exchange.read_pull_answer(data)


def test_a_statement_covers_device_number_and_hashes() -> None:
    assert exchange.statement("a", 4, ["h1", "h2"]) == b'{"device":"a","n":4,"ops":["h1","h2"]}'


def test_central_answers_what_became_of_each_operation() -> None:
    log = Log()
    edit = edit_of("a1", {"story": YES}, device="a", n=1)
    applied = log.write("a1", {"story": YES})
    answer = exchange.result_of(edit, applied, 0, between=False)
    assert (answer.status, answer.ver, answer.prior, answer.conflicts) == (Status.APPLIED, 1, 0, [])
    assert exchange.result_of(edit, applied, 0, between=True).status is Status.MERGED
    contested = log.write("b1", {"story": NO})
    other = edit_of("b1", {"story": NO}, device="b", n=1)
    answer = exchange.result_of(other, contested, 1, between=True)
    assert answer.status is Status.CONFLICT
    assert answer.conflicts == [log.conflicts[0].id]


def test_an_entry_tells_what_became_current_and_not_what_was_tried() -> None:
    log = Log()
    log.write("a1", {"story": YES, "risk": YES, "met": YES})
    merged = log.write("b1", {"story": NO, "risk": YES, "places/p/@": IN, "met": None}, base=1)
    edit = edit_of("b1", {"story": NO, "risk": YES, "places/p/@": IN, "met": None}, device="b", n=1)
    assert set(exchange.entry_of(edit, merged, 2).set) == {"story", "risk", "places/p/@", "met"}
    log = Log()
    log.write("a1", {"story": YES, "risk": YES})
    merged = log.write("b1", {"story": NO, "risk": YES, "places/p/@": IN})
    entry = exchange.entry_of(edit, merged, 2)
    assert entry.cells == {"places/p/@": IN}
    assert len(entry.conflicts) == 1


def test_following_an_entry_twice_changes_nothing() -> None:
    log = Log()
    merged = log.write("a1", {"story": YES})
    entry = exchange.entry_of(edit_of("a1", {"story": YES}, device="a", n=1), merged, 1)
    once = exchange.follow(Log().record, {}, entry)
    assert exchange.follow(*once, entry) == once
    assert once == (log.record, log.fver)


def test_following_a_clearing() -> None:
    log = Log()
    first = log.write("a1", {"story": YES})
    copy = exchange.follow(
        Log().record, {}, exchange.entry_of(edit_of("a1", {}, device="a", n=1), first, 1)
    )
    merged = log.write("a2", {"story": None})
    entry = exchange.entry_of(edit_of("a2", {"story": None}, device="a", n=2), merged, 2)
    assert entry.set == {"story": None}
    assert exchange.follow(*copy, entry) == (log.record, log.fver)


def test_a_page_of_every_kind_of_change_comes_back() -> None:
    log = Log()
    merged = log.write("a1", {"story": YES})
    entry = exchange.entry_of(edit_of("a1", {"story": YES}, device="a", n=1), merged, 1)
    snapshot = Snapshot(2, msgspec.Raw(codec.encode(log.record)), log.fver)
    page = PullAnswer([entry, snapshot, Revoke(3, "c", "moved away"), Erase(4, "r")], 4, more=False)
    read = exchange.read_pull_answer(msgspec.json.encode(page))
    assert isinstance(read.changes[0], Entry)
    assert isinstance(read.changes[1], Snapshot)
    assert codec.decode(bytes(read.changes[1].body)) == log.record
    assert read.changes[2:] == page.changes[2:]


def test_the_digest_of_a_scope_knows_every_record_and_version() -> None:
    digest = exchange.scope_digest({"r1": 1, "r2": 2})
    assert digest == exchange.scope_digest({"r2": 2, "r1": 1})
    assert digest != exchange.scope_digest({"r1": 1, "r2": 3})
    assert digest != exchange.scope_digest({"r1": 1})
