"""What waits on the laptop: squashing, the base of an open form, what is shown meanwhile."""

from __future__ import annotations

import msgspec
import pytest

from app.records.exchange import OpResult, Status
from app.records.outbox import SQUASHED_BYTES, ShownBase, may_squash, shown, squash, squash_into
from app.records.record import STAGE, FormRef, Presence, answered
from tests.unit.records.writing import IN, OUT, Log, edit_of

YES, NO = answered("yes"), answered("no")


def test_an_autosave_is_laid_into_the_one_before() -> None:
    first = edit_of("a1", {"story": YES, "risk": YES}, user="u")
    later = edit_of("a2", {"story": NO, "met": YES}, user="u")
    assert may_squash(first, later)
    one = squash(first, later)
    assert (one.op_id, one.salt, one.at) == (first.op_id, first.salt, later.at)
    assert one.set == {"story": NO, "risk": YES, "met": YES}
    assert list(one.set) == sorted(one.set)


def test_what_a_decision_named_stays_named() -> None:
    first = edit_of("a1", {"story": YES}, resolves={"story": ["b1"]})
    later = edit_of("a2", {"risk": YES}, resolves={"risk": ["c1"]})
    assert squash(first, later).resolves == {"story": ["b1"], "risk": ["c1"]}


@pytest.mark.parametrize(
    "other",
    [
        {"record": "r2"},
        {"user": "another"},
        {"base": 1},
        {"form": FormRef(2, "", "f2")},
        {"reason": "a correction"},
        {"device": "a", "n": 2},
        {"set": {STAGE: answered("submitted")}},
        {"set": {"seals/s": YES}},
        {"set": {"story": answered("x" * SQUASHED_BYTES)}},
    ],
)
def test_nothing_else_is_squashed(other: dict[str, object]) -> None:
    first = edit_of("a1", {"story": YES})
    later = msgspec.structs.replace(first, op_id="a2", **other)
    assert may_squash(first, msgspec.structs.replace(first, op_id="a2"))
    assert not may_squash(first, later)
    assert not may_squash(later, first)


def test_only_the_last_edit_of_the_record_takes_a_later_one_in() -> None:
    one, two = (
        edit_of("a1", {"story": YES}),
        edit_of("a2", {"x": YES}, record="r2", user="user of a"),
    )
    later = edit_of("a3", {"risk": YES})
    assert squash_into([], later) is None
    assert squash_into([two], later) is None
    assert squash_into([one, two], later) == 0
    signed = edit_of("a4", {"seals/s": YES})
    assert squash_into([one, signed, two], later) is None


def result(ver: int, prior: int, status: Status = Status.APPLIED) -> OpResult:
    return OpResult(n=1, op_id="a1", status=status, ver=ver, prior=prior)


def test_the_base_moves_on_with_the_forms_own_edits() -> None:
    base = ShownBase(Log().record)
    base.answered(result(ver=4, prior=0))
    base.answered(result(ver=5, prior=4))
    assert base.base == 5
    assert not base.behind


def test_the_base_stays_when_anything_lies_between() -> None:
    base = ShownBase(Log().record)
    base.answered(result(ver=4, prior=3))
    assert base.base == 0


@pytest.mark.parametrize("status", [Status.CONFLICT, Status.MERGED, Status.QUARANTINED])
def test_the_base_stays_when_an_edit_was_not_simply_applied(status: Status) -> None:
    base = ShownBase(Log().record)
    base.answered(result(ver=4, prior=0, status=status))
    assert base.base == 0


def test_a_pull_in_the_background_never_moves_the_base() -> None:
    log = Log()
    base = ShownBase(log.record)
    log.write("b1", {"story": YES})
    base.pulled(log.record)
    assert (base.base, base.behind) == (0, True)
    base.put_on_screen(log.record)
    assert (base.base, base.behind) == (1, False)


def test_what_waits_is_shown_over_what_central_has() -> None:
    log = Log()
    assert shown(None, []) is None
    made = shown(None, [edit_of("a1", {"story": YES})])
    assert made is not None
    assert made.value("story") == "yes"
    log.write("b1", {"story": NO, "risk": NO})
    over = shown(log.record, [edit_of("a1", {"story": YES}), edit_of("a2", {"risk": None})])
    assert over is not None
    assert (over.value("story"), over.value("risk")) == ("yes", None)


def test_what_waits_inside_an_item_is_not_out_of_sight() -> None:
    log = Log()
    log.write("a1", {"places/p/@": Presence(True, "V"), "places/p/people/q/@": IN})
    log.write("b1", {"places/p/@": Presence(False, "V"), "places/p/people/q/@": OUT}, base=1)
    waits = [edit_of("a2", {"places/p/people/q/name": YES}, base=1)]
    over = shown(log.record, waits)
    assert over is not None
    assert over.items("places") == ["p"]
    assert over.answers["places/p/@"] == Presence(True, "V")
    assert over.items("places/p/people") == ["q"]


def test_what_its_own_author_took_out_stays_out() -> None:
    log = Log()
    log.write("a1", {"places/p/@": IN})
    waits = [
        edit_of("a2", {"places/p/name": YES}, base=1),
        edit_of("a3", {"places/p/@": OUT, "places/p/when": YES}, base=1),
        edit_of("a4", {"places/p/name": None}, base=1),
    ]
    over = shown(log.record, waits)
    assert over is not None
    assert over.items("places") == []
