"""Conflicts as data: how they travel, and what is shown meanwhile."""

from __future__ import annotations

from itertools import pairwise

import pytest

from app.records import codec
from app.records.conflict import STAGE_ORDER, displayed, from_record, to_record
from app.records.merge import Rules
from app.records.record import STAGE, Answer, AnswerState, Presence, RecordKind, Stage, answered
from tests.unit.records.writing import FORM, LA, Log

RISK = ("significant", "unknown", "moderate", "emerging", "no_known_concern")


def contested(first: str, second: str, merge_class: str = "judgement") -> Log:
    log = Log(Rules(merge_class=lambda _kind, _path: merge_class))
    log.write("a1", {"risk": answered(first)})
    log.write("b1", {"risk": answered(second)})
    return log


@pytest.mark.parametrize(("more", "less"), list(pairwise(RISK)))
def test_of_two_judgements_the_more_protective_is_shown(more: str, less: str) -> None:
    for first, second in ((more, less), (less, more)):
        log = contested(first, second)
        shown = displayed(log.conflicts[0], log.record.answers["risk"], RISK)
        assert shown == answered(more)


@pytest.mark.parametrize("merge_class", ["testimony", "fact", "set", "append", "none"])
def test_anything_else_is_shown_as_it_is(merge_class: str) -> None:
    log = contested("emerging", "significant", merge_class)
    assert displayed(log.conflicts[0], log.record.answers["risk"], RISK) == answered("emerging")


def test_a_word_the_order_does_not_know_is_shown_last() -> None:
    log = contested("new word", "no_known_concern")
    shown = displayed(log.conflicts[0], log.record.answers["risk"], RISK)
    assert shown == answered("no_known_concern")
    assert displayed(log.conflicts[0], Answer(AnswerState.DECLINED), ()) is not None


def test_of_two_stages_the_more_open_one_is_shown() -> None:
    log = Log()
    log.write("a1", {STAGE: answered(Stage.APPROVED.value)})
    log.write("b1", {STAGE: answered(Stage.RETURNED.value)})
    shown = displayed(log.conflicts[0], log.record.answers[STAGE], STAGE_ORDER)
    assert shown == answered(Stage.RETURNED.value)
    assert set(STAGE_ORDER) == set(Stage)


def test_a_conflict_travels_as_a_record_of_its_case() -> None:
    log = Log()
    log.write("a1", {"places/p/@": Presence(present=True), "story": answered("yes")})
    log.write("b1", {"places/p/name": answered("x"), "story": None}, base=1)
    log.write("c1", {"places/p/@": Presence(present=False), "story": answered("no")}, base=1)
    assert len(log.conflicts) == 2
    for conflict in log.conflicts:
        record = to_record(conflict, LA, FORM, 3)
        assert (record.kind, record.case, record.ver) == (RecordKind.CONFLICT, "c", 3)
        assert from_record(codec.decode(codec.encode(record))) == conflict
        assert record.value("state") == "open"


def test_a_closed_conflict_says_who_closed_it() -> None:
    log = contested("emerging", "significant")
    merged = log.write("c1", {"risk": answered("moderate")}, resolves={"risk": ["a1", "b1"]})
    record = to_record(merged.closed[0], LA, FORM, 3)
    assert (record.value("state"), record.value("closed_by")) == ("closed", "c1")
    assert not from_record(record).open
