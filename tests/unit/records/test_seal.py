"""Signing: what a seal covers, when it was an older text, and what is changed afterwards."""

from __future__ import annotations

import msgspec
import pytest

from app.records import amendment, codec, seal
from app.records.conflict import Why
from app.records.errors import BadInput
from app.records.record import STAGE, Answer, AnswerState, Record, RecordKind, answered
from tests.unit.records.writing import FORM, LA, Log, edit_of

YES, NO, MAYBE = answered("yes"), answered("no"), answered("maybe")
SHOWN = {"story": {"state": "answered", "value": "yes"}, "age": "15"}


def signed(log: Log, op: str = "a9", base: int | None = None) -> Log:
    """Sign the record as it is shown at `base`, by default as it is now."""
    shown = log.record if base is None else seal_at(log, base)
    change = seal.sealing(seal.build("submit", [shown], SHOWN), f"s-{op}")
    log.write(op, {**change, STAGE: answered("submitted")}, base=shown.ver)
    return log


def seal_at(log: Log, ver: int) -> Record:
    return msgspec.structs.replace(log.record, ver=ver)


def test_a_seal_names_forms_versions_and_everything_shown() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    found = seal.build("submit", [log.record], SHOWN)
    assert found.forms == (FORM.digest,)
    assert found.shown == (("r", 1),)
    assert found.digest == codec.digest(SHOWN)
    assert seal.still_shows(found, dict(reversed(SHOWN.items())))
    assert not seal.still_shows(found, {**SHOWN, "age": "16"})
    assert found.version_of("another") is None


def test_a_seal_comes_back_from_its_record() -> None:
    log = signed(Log())
    assert [kept.purpose for kept in seal.seals_of(log.record).values()] == ["submit"]
    assert codec.decode(codec.encode(log.record)) == log.record


@pytest.mark.parametrize("cell", [None, YES, Answer(AnswerState.DECLINED), answered({"digest": 1})])
def test_what_is_no_seal_is_refused(cell: Answer | None) -> None:
    with pytest.raises(BadInput):
        seal.read(cell)


def test_signing_what_was_shown_contests_nothing() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    log.write("b1", {"risk": YES}, base=1)
    assert not signed(log).conflicts


def test_signed_an_older_text() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    log.write("b1", {"story": NO}, base=1)
    signed(log, base=1)
    (conflict,) = log.conflicts
    assert conflict.why is Why.SIGNED_OLDER
    assert conflict.op_ids == {"a9", "b1"}
    assert seal.seals_of(log.record)


def test_an_unseen_contested_value_is_an_older_text_too() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    log.write("b1", {"story": NO})
    signed(log, base=1)
    assert {conflict.why for conflict in log.conflicts} == {Why.VALUES, Why.SIGNED_OLDER}


def test_what_the_signing_laptop_wrote_itself_is_no_older_text() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    log.write("a2", {"story": NO})
    assert not signed(log, base=0).conflicts


def test_a_seal_of_a_newer_program_is_kept_as_it_is() -> None:
    log = Log()
    log.write("b1", {"story": YES})
    log.write("a1", {"seals/s": answered({"new": "shape"}), "seals/t": None})
    assert log.value("seals/s") == {"new": "shape"}
    assert not log.conflicts


def test_a_seal_that_shows_only_other_records() -> None:
    log = Log()
    log.write("b1", {"story": YES})
    log.write("a1", seal.sealing(seal.build("submit", [], SHOWN), "s"))
    assert not log.conflicts


def test_a_sealed_answer_that_is_changed_is_amended_and_stays_readable() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    signed(log)
    merged = log.write("b1", {"story": NO}, base=2, reason="she corrected it")
    (found,) = merged.amendments
    assert (found.of, found.path, found.before, found.after) == ("a9", "story", YES, NO)
    assert found.reason == "she corrected it"
    assert log.value("story") == "no"
    kept = amendment.to_record(found, LA, FORM, log.seq)
    assert kept.kind is RecordKind.AMENDMENT
    assert kept.value("about") == "r"
    assert kept.value("before") == {"state": "answered", "value": "yes"}
    assert codec.decode(codec.encode(kept)) == kept


def test_a_sealed_answer_that_is_cleared_is_amended() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    signed(log)
    (found,) = log.write("b1", {"story": None}, base=2).amendments
    assert found.after is None
    assert amendment.to_record(found, LA, FORM, 3).value("after") is None


def test_adding_approving_and_signing_again_amend_nothing() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    signed(log)
    assert not log.write("b1", {"met": YES}, base=2).amendments
    assert not log.write("b2", {STAGE: answered("approved")}, base=3).amendments
    assert not log.write("b3", {"met": NO}, base=4).amendments  # added after the seal
    assert not log.write("b4", {"story": YES}, base=5).amendments  # the same words
    again = seal.sealing(seal.build("submit", [log.record], SHOWN), "s2")
    assert not log.write("a8", {**again, "story": MAYBE}, base=6).amendments


def test_the_latest_seal_is_the_one_amended() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    signed(log, "a8")
    signed(log, "b9")
    (found,) = log.write("c1", {"story": NO}, base=3).amendments
    assert found.of == "b9"
    assert amendment.sealed_by(log.record, {}) is None


def test_what_changed_since_a_seal() -> None:
    log = Log()
    log.write("a1", {"story": YES, "risk": YES})
    found = seal.build("submit", [log.record], SHOWN)
    log.write("b1", {"risk": NO, STAGE: answered("submitted")}, base=1)
    log.write("c1", {"story": NO}, base=1)
    log.write("d1", {"story": MAYBE}, base=1)
    assert seal.changed_since(found, log.record, log.fver) == ("risk", "story")
    later = seal.build("submit", [log.record], SHOWN)
    assert seal.changed_since(later, log.record, log.fver, log.conflicts) == ()
    only = {path: version for path, version in log.fver.items() if path != "story"}
    assert seal.changed_since(found, log.record, only, log.conflicts) == ("risk", "story")
    assert seal.changed_since(seal.build("x", [], {}), log.record, log.fver) == ()


def test_an_amendment_is_the_same_wherever_it_is_made() -> None:
    log = Log()
    edit = edit_of("a1", {"story": NO})
    one = amendment.amend(log.record, "s1", edit, "story", YES, NO)
    assert one == amendment.amend(log.record, "s1", edit, "story", YES, NO)
    assert one.id != amendment.amend(log.record, "s1", edit, "risk", YES, NO).id
