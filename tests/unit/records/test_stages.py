"""The steps a record may go, the reasons they owe, and when a closing is undone."""

from __future__ import annotations

from itertools import product

import pytest

from app.records import stages
from app.records.record import STAGE, RecordKind, Stage, answered
from tests.unit.records.writing import Log, edit_of

YES = answered("yes")


def moved(stage: Stage, **envelope: object) -> object:
    return edit_of("a1", {STAGE: answered(stage.value)}, **envelope)


def test_only_an_involvement_closes() -> None:
    closing = {kind for kind in RecordKind if stages.may_move(kind, Stage.DRAFT, Stage.CLOSED)}
    assert closing == {RecordKind.INVOLVEMENT}


def test_the_way_of_an_interview() -> None:
    kind = RecordKind.RETURN_INTERVIEW
    allowed = {(old, new) for old, new in product(Stage, Stage) if stages.may_move(kind, old, new)}
    error = Stage.ENTERED_IN_ERROR
    assert allowed == {
        (Stage.DRAFT, Stage.SUBMITTED),
        (Stage.SUBMITTED, Stage.RETURNED),
        (Stage.SUBMITTED, Stage.APPROVED),
        (Stage.RETURNED, Stage.SUBMITTED),
        (Stage.APPROVED, Stage.RETURNED),
        (Stage.CLOSED, Stage.REOPENED),
        (Stage.REOPENED, Stage.SUBMITTED),
        (error, Stage.DRAFT),
        *((old, error) for old in Stage if old is not error),
    }


@pytest.mark.parametrize("stage", Stage)
def test_which_steps_owe_a_reason(stage: Stage) -> None:
    owes = stage in {Stage.RETURNED, Stage.ENTERED_IN_ERROR, Stage.REOPENED}
    record = Log().record
    assert stages.stage_set(moved(stage)) is stage  # type: ignore[arg-type]
    assert stages.reason_missing(record, moved(stage)) is owes  # type: ignore[arg-type]
    assert not stages.reason_missing(record, moved(stage, reason="because"))  # type: ignore[arg-type]


def test_changing_what_was_signed_owes_a_reason() -> None:
    log = Log()
    log.write("a1", {"story": YES, "seals/s": YES, STAGE: answered("submitted")})
    assert stages.reason_missing(log.record, edit_of("b1", {"story": None}))
    assert not stages.reason_missing(log.record, edit_of("b1", {"met": YES}))
    assert not stages.reason_missing(log.record, edit_of("b1", {STAGE: answered("approved")}))
    log.write("b1", {STAGE: answered("returned")}, base=1)
    assert not stages.reason_missing(log.record, edit_of("b2", {"story": None}))


def test_without_a_seal_nothing_is_signed() -> None:
    log = Log()
    log.write("a1", {"story": YES, STAGE: answered("submitted")})
    assert not stages.reason_missing(log.record, edit_of("b1", {"story": None}))


def test_an_edit_without_a_known_stage_moves_nothing() -> None:
    assert stages.stage_set(edit_of("a1", {"story": YES})) is None
    assert stages.stage_set(edit_of("a1", {STAGE: None})) is None
    assert stages.stage_set(edit_of("a1", {STAGE: answered("from the future")})) is None


def test_what_bears_on_a_reason_reopens_a_closed_involvement() -> None:
    log = Log()
    assert not stages.reopens(log.record, RecordKind.INTELLIGENCE_ITEM, ["what"])
    log.write("a1", {STAGE: answered("closed")})
    assert stages.reopens(log.record, RecordKind.INTELLIGENCE_ITEM, ["what"])
    assert not stages.reopens(log.record, RecordKind.INTELLIGENCE_ITEM, [])
    assert not stages.reopens(log.record, RecordKind.COMMENT, ["text"])
    narrow = lambda _kind, path: path == "risk"  # noqa: E731
    assert stages.reopens(log.record, RecordKind.COMMENT, ["risk"], narrow)
    assert not stages.reopens(log.record, RecordKind.ACTION, ["story"], narrow)
