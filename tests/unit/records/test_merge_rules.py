"""Each rule of merging by its number and name."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.records.conflict import Why, conflict_id
from app.records.errors import BadInput
from app.records.merge import Merging, Rules, merge, take
from app.records.record import (
    STAGE,
    Answer,
    AnswerState,
    Cell,
    FormRef,
    Presence,
    Stage,
    answered,
)
from tests.unit.records.writing import IN, OFF, ON, OUT, Log, edit_of

if TYPE_CHECKING:
    from app.records.edit import Change

DECLINED = Answer(AnswerState.DECLINED)
BOTH = {"story": ["a1", "b1"]}
YES, NO, MAYBE = answered("yes"), answered("no"), answered("maybe")


def known(paths: Change | None = None, /, **cells: Cell) -> Log:
    """A log whose first entry, seen by everybody who has base 1, sets these paths."""
    log = Log()
    log.write("s1", {**(paths or {}), **cells})
    return log


def test_rule_0_a_decision_that_names_every_value_closes_the_conflict() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    log.write("b1", {"story": MAYBE}, base=1)
    merged = log.write(
        "c1", {"story": answered("agreed")}, base=1, resolves={"story": ["a1", "b1"]}
    )
    assert log.value("story") == "agreed"
    assert [conflict.closed_by for conflict in merged.closed] == ["c1"]
    assert not log.conflicts
    assert merged.status == "applied"


def test_rule_0_a_decision_on_fewer_values_joins() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    log.write("b1", {"story": MAYBE}, base=1)
    merged = log.write("c1", {"story": answered("agreed")}, base=3, resolves={"story": ["a1"]})
    assert log.value("story") == "no"
    assert log.contested() == {"story": {"a1", "b1", "c1"}}
    assert merged.status == "conflict"


def test_rule_0_the_current_value_must_be_named_when_it_is_newer_than_base() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    log.write("b1", {"story": MAYBE}, base=1)
    log.write("c1", {"story": answered("agreed")}, base=3, resolves={"story": ["a1", "b1"]})
    merged = log.write("d1", {"story": answered("other")}, base=3, resolves={"story": ["a1", "b1"]})
    assert merged.opened[0].op_ids == {"c1", "d1"}
    assert log.value("story") == "agreed"
    again = log.write("e1", {"story": YES}, base=3, resolves={"story": ["c1", "d1"]})
    assert again.closed
    assert log.value("story") == "yes"


def test_rule_0_a_decision_need_not_name_what_its_own_device_wrote() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    log.write("b1", {"story": MAYBE}, base=1)
    log.write("b2", {"story": answered("more")}, base=1)
    log.write("b3", {"story": answered("mine")}, base=3, resolves={"story": ["a1", "b1"]})
    assert log.value("story") == "mine"
    assert not log.conflicts


def test_rule_0_taking_an_item_out_must_name_unseen_answers_inside() -> None:
    log = known({"places/p/@": IN})
    log.write("a1", {"places/p/name": YES}, base=1)
    log.write("b1", {"places/p/@": OUT}, base=1)
    log.write("c1", {"places/p/when": NO}, base=1)
    merged = log.write("d1", {"places/p/@": OUT}, base=3, resolves={"places/p/@": ["a1", "b1"]})
    assert not merged.closed
    assert log.record.items("places") == ["p"]
    merged = log.write(
        "e1", {"places/p/@": OUT}, base=4, resolves={"places/p/@": ["a1", "b1", "d1"]}
    )
    assert merged.closed
    assert log.record.items("places") == []


def test_rule_1_writing_inside_brings_an_item_back() -> None:
    log = known({"places/p/@": Presence(True, "V"), "places/p/name": YES})
    log.write("a1", {"places/p/@": Presence(False, "V")}, base=1)
    merged = log.write("b1", {"places/p/name": NO}, base=2)
    assert log.record.answers["places/p/@"] == Presence(True, "V")
    assert "places/p/@" in merged.applied
    assert not log.conflicts


def test_rule_1_an_unseen_removal_is_contested_when_the_item_comes_back() -> None:
    log = known({"places/p/@": IN, "places/p/people/q/@": IN})
    log.write("a1", {"places/p/@": OUT}, base=1)
    merged = log.write("b1", {"places/p/people/q/name": NO}, base=1)
    assert log.record.items("places") == ["p"]
    assert log.contested() == {"places/p/@": {"a1", "b1"}}
    assert merged.opened[0].why is Why.REMOVAL
    assert {side.value for side in merged.opened[0].values} == {IN, OUT}


def test_rule_1_a_removal_or_a_clearing_inside_brings_nothing_back() -> None:
    log = known({"places/p/@": IN, "places/p/name": YES, "places/p/people/q/@": IN})
    log.write("a1", {"places/p/@": OUT}, base=1)
    log.write("b1", {"places/p/name": None, "places/p/people/q/@": OUT}, base=1)
    assert log.record.items("places") == []
    assert not log.conflicts


def test_rule_1_an_edit_that_removes_the_item_itself_keeps_it_out() -> None:
    log = known({"places/p/@": IN})
    log.write("a1", {"places/p/@": OUT, "places/p/name": YES}, base=1)
    assert log.record.items("places") == []
    assert log.value("places/p/name") == "yes"


def test_rule_1_keeping_an_item_that_somebody_took_out_unseen() -> None:
    log = known({"places/p/@": Presence(True, "A")})
    log.write("a1", {"places/p/@": Presence(False, "A")}, base=1)
    merged = log.write("b1", {"places/p/@": Presence(True, "k")}, base=1)
    assert log.record.answers["places/p/@"] == Presence(True, "k")
    assert merged.opened[0].why is Why.REMOVAL


def test_rule_2_an_earlier_value_of_the_same_device_is_replaced_in_the_list() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    log.write("b1", {"story": MAYBE}, base=1)
    merged = log.write("b2", {"story": answered("later")}, base=1)
    assert log.contested() == {"story": {"a1", "b2"}}
    assert log.value("story") == "no"
    assert merged.updated
    assert merged.status == "conflict"


def test_rule_2_the_current_side_stays_the_current_side() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    log.write("b1", {"story": MAYBE}, base=1)
    log.write("a2", {"story": answered("later")}, base=1)
    assert log.value("story") == "later"
    assert log.contested() == {"story": {"a2", "b1"}}


def test_rule_2_a_third_value_joins() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    first = log.write("b1", {"story": MAYBE}, base=1).opened[0]
    joined = log.write("c1", {"story": answered("third")}, base=1).updated[0]
    assert joined.id == first.id == conflict_id("r", "story", "b1")
    assert log.contested() == {"story": {"a1", "b1", "c1"}}


def test_rule_2_an_item_stays_in_while_its_removal_is_contested() -> None:
    log = known({"places/p/@": IN})
    log.write("a1", {"places/p/name": YES}, base=1)
    log.write("b1", {"places/p/@": OUT}, base=1)
    log.write("c1", {"places/p/when": YES}, base=1)
    log.write("a2", {"places/p/@": OUT}, base=1)
    assert log.record.items("places") == ["p"]
    assert log.contested()["places/p/@"] == {"a1", "b1", "a2"}


def test_rule_2_an_older_value_does_not_replace_a_newer_one_of_its_device() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    log.write("b1", {"story": MAYBE}, base=1)
    log.write("b2", {"story": answered("later")}, base=1)
    log.seq += 1
    log.take(edit_of("b1", {"story": MAYBE}, base=1, device="b", n=1))
    assert log.contested() == {"story": {"a1", "b2"}}


def test_rule_3_an_offline_run_never_contests_itself() -> None:
    log = Log()
    for number in range(1, 5):
        merged = log.write(f"a{number}", {"story": answered(f"v{number}")})
        assert merged.status == "applied"
    assert log.value("story") == "v4"


def test_rule_3_only_the_last_writer_counts() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    log.write("b1", {"story": MAYBE}, base=2)
    log.write("a2", {"story": answered("again")}, base=1)
    assert log.contested() == {"story": {"b1", "a2"}}


def test_rule_4_disjoint_paths_are_applied() -> None:
    log = known(story=YES)
    log.write("a1", {"risk": NO}, base=1)
    merged = log.write("b1", {"met": MAYBE}, base=1)
    assert merged.applied == ("met",)
    assert not log.conflicts
    assert log.record.ver == 3


def test_rule_4_clearing_keeps_the_version() -> None:
    log = known(story=YES)
    log.write("a1", {"story": None}, base=1)
    assert "story" not in log.record.answers
    assert log.fver["story"].op_id == "a1"
    log.write("b1", {"story": NO}, base=1)
    assert log.contested() == {"story": {"a1", "b1"}}


def test_rule_5_the_same_value_changes_nothing() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    merged = log.write("b1", {"story": NO}, base=1)
    assert merged.applied == ("story",)
    assert log.fver["story"].op_id == "a1"
    assert not log.conflicts


def test_rule_5_two_removals_say_the_same_wherever_the_item_stood() -> None:
    log = known({"places/p/@": Presence(True, "A")})
    log.write("a1", {"places/p/@": Presence(False, "A")}, base=1)
    log.write("b1", {"places/p/@": Presence(False, "k")}, base=1)
    assert not log.conflicts


def test_rule_6_a_rival_on_the_path_keeps_both_and_the_current_one_stays() -> None:
    log = known(story=YES)
    log.write("a1", {"story": NO}, base=1)
    merged = log.write("b1", {"story": MAYBE}, base=1)
    assert log.value("story") == "no"
    assert [side.value for side in merged.opened[0].values] == [NO, MAYBE]
    assert merged.opened[0].why is Why.VALUES


def test_rule_6_the_conflict_names_who_wrote_what_and_when() -> None:
    log = Log(Rules(author=lambda op: (f"user of {op[0]}", f"at {op}")))
    log.write("a1", {"story": NO})
    merged = log.write("b1", {"story": MAYBE})
    told = [(side.user, side.at, side.seq, side.device, side.n) for side in merged.opened[0].values]
    assert told == [("user of a", "at a1", 1, "a", 1), ("user of b", "at b1", 2, "b", 1)]


def test_rule_6_the_class_comes_from_the_form_and_the_stage_is_a_judgement() -> None:
    log = Log(Rules(merge_class=lambda kind, path: f"{kind} {path}"))
    log.write("a1", {"story": NO, STAGE: answered(str(Stage.SUBMITTED))})
    log.write("b1", {"story": YES, STAGE: answered(str(Stage.ENTERED_IN_ERROR))})
    classes = {conflict.path: conflict.merge_class for conflict in log.conflicts}
    assert classes == {STAGE: "judgement", "story": "return_interview story"}


def test_rule_6_a_link_taken_away_against_an_unseen_change() -> None:
    log = known({"links/e": Presence(True, role="episode")})
    log.write("a1", {"links/e": Presence(True, role="about")}, base=1)
    log.write("b1", {"links/e": OUT}, base=1)
    assert log.contested() == {"links/e": {"a1", "b1"}}


def test_rule_7_a_removal_against_unseen_edits_inside_is_contested() -> None:
    log = known({"places/p/@": IN, "places/p/people/q/@": IN})
    log.write("a1", {"places/p/people/q/name": YES, "places/p/when": NO}, base=1)
    merged = log.write("b1", {"places/p/@": OUT}, base=1)
    assert log.record.items("places") == ["p"]
    assert merged.opened[0].why is Why.REMOVAL
    assert log.contested() == {"places/p/@": {"a1", "b1"}}
    assert log.value("places/p/people/q/name") == "yes"


def test_rule_7_a_contested_value_inside_counts_as_an_unseen_edit() -> None:
    log = known({"places/p/@": IN, "places/p/name": YES})
    log.write("a1", {"places/p/name": NO}, base=1)
    log.write("b1", {"places/p/name": MAYBE}, base=1)
    log.write("d1", {"places/other/name": YES, "met": NO}, base=1)
    log.write("e1", {"met": YES}, base=1)
    log.write("c1", {"places/p/@": OUT}, base=2)
    assert log.contested()["places/p/@"] == {"b1", "c1"}
    assert log.record.items("places") == ["p"]


def test_rule_7_a_removal_by_somebody_who_saw_it_all_holds() -> None:
    log = known({"places/p/@": IN})
    log.write("a1", {"places/p/name": YES}, base=1)
    log.write("b1", {"places/p/@": OUT}, base=2)
    assert log.record.items("places") == []
    assert log.value("places/p/name") == "yes"


def test_rule_8_a_denial_against_unseen_ticks() -> None:
    log = known({"signs/money": ON})
    log.write("a1", {"signs/phones": ON}, base=1)
    merged = log.write("b1", {"signs": DECLINED}, base=1)
    assert log.record.ticked("signs") == ["money", "phones"]
    assert "signs" not in log.record.answers
    assert merged.opened[0].why is Why.CONTAINER
    assert log.contested() == {"signs": {"a1", "b1"}}


def test_rule_8_a_tick_against_an_unseen_denial() -> None:
    log = known({"signs/money": ON})
    log.write("a1", {"signs": DECLINED}, base=1)
    log.write("b1", {"signs/phones": ON}, base=1)
    assert log.record.ticked("signs") == ["money", "phones"]
    assert log.contested() == {"signs": {"a1", "b1"}}


def test_rule_8_a_new_item_against_an_unseen_denial() -> None:
    log = known(story=YES)
    log.write("a1", {"places": DECLINED}, base=1)
    log.write("b1", {"places/p/@": IN, "places/p/name": YES}, base=1)
    assert log.record.items("places") == ["p"]
    assert log.contested() == {"places": {"a1", "b1"}}


def test_rule_8_answered_and_cleared_containers_deny_nothing() -> None:
    log = known({"signs/money": ON})
    log.write("a1", {"signs/phones": ON}, base=1)
    log.write("b1", {"signs": Answer(AnswerState.ANSWERED)}, base=1)
    log.write("c1", {"signs": None}, base=3)
    assert not log.conflicts


def test_rule_8_a_contested_tick_is_contested_there_too() -> None:
    log = known({"signs/money": ON})
    log.write("a1", {"signs": DECLINED, "signs/money": OFF}, base=1)
    log.write("b1", {"signs/money": Presence(present=True)}, base=1)
    assert log.contested() == {"signs": {"a1", "b1"}, "signs/money": {"a1", "b1"}}


def test_rule_8_holds_for_a_tick_that_was_contested_already() -> None:
    log = known({"signs/money": ON})
    log.write("a1", {"signs/money": OFF}, base=1)
    log.write("b1", {"signs/money": Presence(present=True)}, base=1)
    log.write("c1", {"signs": DECLINED}, base=3)
    log.write("a2", {"signs/money": ON}, base=1)
    assert log.contested() == {"signs": {"c1", "a2"}, "signs/money": {"a2", "b1"}}
    assert log.record.ticked("signs") == ["money"]


def test_rule_8_holds_for_an_item_that_comes_back() -> None:
    log = known({"places/p/@": IN, "places/p/name": YES})
    log.write("a1", {"places": DECLINED, "places/p/@": OUT, "places/p/name": NO}, base=1)
    log.write("b1", {"places/p/name": NO}, base=1)
    assert log.record.items("places") == ["p"]
    assert log.contested() == {"places": {"a1", "b1"}, "places/p/@": {"a1", "b1"}}


def exclusive(_kind: object, path: str) -> tuple[str, ...]:
    return ("none_seen",) if path == "signs" else ()


def test_rule_9_an_exclusive_option_beside_others_is_contested() -> None:
    log = Log(Rules(exclusive=exclusive))
    log.write("a1", {"signs/money": ON})
    merged = log.write("b1", {"signs/none_seen": ON})
    assert merged.opened[0].why is Why.EXCLUSIVE
    assert log.contested() == {"signs": {"a1", "b1"}}
    merged = log.write(
        "c1", {"signs": None, "signs/none_seen": OFF}, base=2, resolves={"signs": ["a1", "b1"]}
    )
    assert merged.closed
    assert log.record.ticked("signs") == ["money"]


def test_rule_9_options_that_go_together_are_not() -> None:
    log = Log(Rules(exclusive=exclusive))
    log.write("a1", {"signs/money": ON, "other/none_seen": ON})
    log.write("b1", {"signs/phones": ON, "other/x": ON})
    assert not log.conflicts


def test_rule_9_one_device_alone_contests_nothing() -> None:
    log = Log(Rules(exclusive=exclusive))
    log.write("a1", {"signs/money": ON, "signs/none_seen": ON})
    log.write("b1", {"signs/phones": OFF})
    assert not log.conflicts


def test_rule_9_a_decision_does_not_let_an_unseen_tick_through() -> None:
    log = Log(Rules(exclusive=exclusive))
    log.write("a1", {"signs": DECLINED})
    log.write("b1", {"signs/money": ON})
    log.write("c1", {"signs/phones": ON}, base=2)
    merged = log.write(
        "d1", {"signs": None, "signs/none_seen": ON}, base=2, resolves={"signs": ["a1", "b1"]}
    )
    assert merged.opened[0].why is Why.EXCLUSIVE
    assert log.contested() == {"signs": {"b1", "c1", "d1"}}


def test_replaying_an_operation_changes_nothing() -> None:
    log = known({"story": YES, "places/p/@": IN})
    log.write("a1", {"story": NO, "places/p/@": OUT}, base=1)
    log.write("b1", {"story": MAYBE, "places/p/name": YES}, base=1)
    before = (log.record.answers, log.fver, log.conflicts)
    again = edit_of("b1", {"story": MAYBE, "places/p/name": YES}, base=1, device="b", n=1)
    log.take(again)
    assert (log.record.answers, log.fver, log.conflicts) == before


def test_unknown_paths_are_kept_and_merge_as_facts() -> None:
    log = known({"local.E06.x/y/z/w/v": YES, "from.the.future": NO})
    log.write("a1", {"story": NO}, base=1)
    assert log.value("local.E06.x/y/z/w/v") == "yes"
    assert log.value("from.the.future") == "no"


def test_a_change_of_another_record_is_refused() -> None:
    log = known(story=YES)
    for wrong in ({"record": "other"}, {"la": "E1"}, {"case": "d"}, {"kind": "person"}):
        with pytest.raises(BadInput):
            merge(log.record, log.fver, (), edit_of("z1", {"story": NO}, **wrong), 2)


def test_the_form_moves_on_only_with_an_edit_made_in_a_newer_one() -> None:
    log = known(story=YES)
    newer = FormRef(core=2, overlay="", digest="f2")
    log.write("a1", {"risk": YES}, form=newer)
    assert log.record.form == newer
    log.write("b1", {"risk": YES})
    assert log.record.form == newer


def test_a_long_run_is_copied_once_and_comes_to_the_same() -> None:
    log = Log()
    run = Merging(log.record, {})
    for number in range(1, 30):
        edit = edit_of(
            f"a{number}", {f"q{number % 7}": answered(str(number))}, device="a", n=number
        )
        log.seq = number
        log.take(edit)
        take(run, edit, number)
    merged = run.merged()
    assert (merged.record, merged.fver) == (log.record, log.fver)
    assert list(merged.record.answers) == sorted(merged.record.answers)
