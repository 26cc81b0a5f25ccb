"""Erasing names everything that goes, and nothing that stays."""

from __future__ import annotations

import pytest

from app.records.conflict import to_record
from app.records.erasure import case_of, erasure
from app.records.errors import Refused
from app.records.record import Record, RecordKind, answered
from tests.unit.records.writing import FORM, LA, Log, edit_of

YES, NO = answered("yes"), answered("no")


def attachment(name: str, blob: str, case: str = "c") -> Record:
    return Record(name, RecordKind.ATTACHMENT, LA, case, FORM, 1, {"blob": answered(blob)})


def test_all_that_is_about_a_record_goes_with_it() -> None:
    log = Log()
    log.write("a1", {"story": YES})
    log.write("b1", {"story": NO})
    (conflict,) = log.conflicts
    told = to_record(conflict, LA, FORM, 2)
    amendment = Record("am", RecordKind.AMENDMENT, LA, "c", FORM, 1, {"about": answered("r")})
    other = Record("am2", RecordKind.AMENDMENT, LA, "c", FORM, 1, {"about": answered("r2")})
    edits = [edit_of("a1", {"story": YES}), edit_of("x1", {"story": YES}, record="r2")]
    gone = erasure(["r"], [log.record, told, amendment, other], log.conflicts, edits)
    assert gone.records == {"r", conflict.id, "am"}
    assert gone.conflicts == {conflict.id}
    assert gone.operations == {"a1"}
    assert not gone.blobs


def test_a_blob_goes_with_the_last_that_holds_it() -> None:
    held = [attachment("t1", "b1"), attachment("t2", "b2"), attachment("t3", "b2", "d")]
    assert erasure(case_of("c", held), held, (), ()).blobs == {"b1"}
    assert erasure(["t1", "t2", "t3"], held, (), ()).blobs == {"b1", "b2"}


def test_a_legal_hold_refuses_all_of_it() -> None:
    held = [attachment("t1", "b1"), attachment("t2", "b2")]
    with pytest.raises(Refused):
        erasure(["t1", "t2"], held, (), (), held=["t2"])
    assert erasure(["t1"], held, (), (), held=["t2"]).records == {"t1"}
