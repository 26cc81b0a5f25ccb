"""What merging promises whatever is written, by whomever, in whatever order."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from app.records import codec, exchange
from app.records.conflict import from_record, to_record
from app.records.edit import FieldVersions, blank
from app.records.merge import Rules, merge
from app.records.paths import inside, is_life, is_out, lives_above, same_value, takes_away
from tests.unit.records.strategies import ANY_PATH, CELLS, QUESTIONS, changes
from tests.unit.records.writing import FORM, LA, Log, edit_of

if TYPE_CHECKING:
    from app.records.conflict import Conflict
    from app.records.edit import Edit
    from app.records.merge import Merged
    from app.records.record import Path

RULES = Rules(exclusive=lambda _kind, path: ("none_seen",) if path == "signs" else ())
DEVICES = "abc"
APART = (*QUESTIONS, "p/p1/name", "p/p2/when", "signs/a")

writes = st.lists(
    st.tuples(st.sampled_from(DEVICES), changes(), st.integers(0, 3)), min_size=1, max_size=14
)


@dataclass
class Told:
    """A log of writes, with what each author had been shown."""

    log: Log = field(default_factory=lambda: Log(RULES))
    edits: list[Edit] = field(default_factory=list)
    merged: list[Merged] = field(default_factory=list)
    base: dict[str, int] = field(default_factory=dict)

    def write(self, device: str, change: dict[str, Any], lag: int) -> None:
        """A device's base never goes back; `lag` is how many entries it has not been shown."""
        base = max(self.base.get(device, 0), self.log.seq - lag)
        self.base[device] = base
        name = f"{device}{self.log.seq + 1}"
        self.merged.append(self.log.write(name, change, base=base))
        n = self.log.last_n[device]
        self.edits.append(edit_of(name, change, base=base, device=device, n=n))


def no_versions() -> FieldVersions:
    return {}


def told(written: list[tuple[str, dict[str, Any], int]]) -> Told:
    told = Told()
    for device, change, lag in written:
        told.write(device, change, lag)
    return told


def knew(later: Edit, earlier: Edit, seq: int) -> bool:
    own = later.device == earlier.device
    return own or later.base >= seq


@given(writes)
def test_every_accepted_value_is_current_contested_or_superseded_knowingly(written: Any) -> None:
    story = told(written)
    log = story.log
    contested = {(side.op_id, side.path) for kept in log.conflicts for side in kept.values}
    for seq, edit in enumerate(story.edits, start=1):
        for path, cell in edit.set.items():
            current = same_value(log.record.answers.get(path), cell)
            superseded = any(
                knew(later, edit, seq) or _confirms(story, path, cell, seq, later)
                for later in story.edits[seq:]
                if path in later.set or _brings_back(path, later)
            )
            assert current or (edit.op_id, path) in contested or superseded


def _brings_back(life: Path, later: Edit) -> bool:
    """Whether an edit writes inside an item, which brings it back (rule 1)."""
    return any(life in lives_above(path) for path in later.set)


def _confirms(story: Told, path: Path, cell: object, seq: int, later: Edit) -> bool:
    """Whether the later author had been shown the same words from somebody else."""
    return any(
        knew(later, other, at)
        for at, other in enumerate(story.edits, start=1)
        if at != seq and path in other.set and same_value(other.set[path], cell)  # type: ignore[arg-type]
    )


@given(writes)
def test_no_live_answer_is_under_an_item_that_is_out_unless_the_remover_knew(written: Any) -> None:
    story = told(written)
    answers, fver = story.log.record.answers, story.log.fver
    by_op = {edit.op_id: (seq, edit) for seq, edit in enumerate(story.edits, start=1)}
    for life in [path for path, cell in answers.items() if is_life(path) and is_out(cell)]:
        removers = [edit for edit in story.edits if life in edit.set and is_out(edit.set[life])]
        for path, cell in answers.items():
            if path.startswith(inside(life)) and path != life and not takes_away(cell):
                seq, author = by_op[fver[path].op_id]
                assert any(knew(remover, author, seq) for remover in removers)


@given(st.lists(changes(), min_size=1, max_size=12))
def test_no_device_contests_itself(run: Any) -> None:
    story = told([("a", change, 99) for change in run])
    assert not story.log.conflicts


@given(writes)
def test_a_conflict_is_always_between_several_devices(written: Any) -> None:
    for merged in told(written).merged:
        for conflict in merged.conflicts:
            assert len({side.device for side in conflict.values}) > 1


@given(writes)
def test_replaying_the_last_operation_is_a_no_op(written: Any) -> None:
    story = told(written)
    log = story.log
    before = (log.record.answers, log.fver, log.conflicts)
    log.seq += 1
    log.take(story.edits[-1])
    assert (log.record.answers, log.fver, log.conflicts) == before


@given(
    st.sets(st.sampled_from((*QUESTIONS, "p/p1/name", "p/p2/when", "signs/a")), min_size=2), CELLS
)
def test_disjoint_paths_commute(paths: set[str], cell: Any) -> None:
    first, *rest = sorted(paths)
    one, other = {first: cell}, dict.fromkeys(rest, cell)
    ab, ba = Log(), Log()
    ab.write("a1", one)
    ab.write("b1", other)
    ba.write("b1", other)
    ba.write("a1", one)
    assert ab.record == ba.record
    assert not ab.conflicts
    assert not ba.conflicts


@given(st.dictionaries(ANY_PATH, CELLS, min_size=1, max_size=5), changes())
def test_unknown_paths_survive(strange: Any, change: Any) -> None:
    log = Log()
    log.write("a1", strange)
    log.write("b1", {f"known.{path}": cell for path, cell in change.items()})
    assert {path: log.record.answers[path] for path in strange} == strange
    assert codec.decode(codec.encode(log.record)) == log.record


@given(writes)
def test_the_laptop_follows_to_what_central_has(written: Any) -> None:
    story = told(written)
    copy, fver = blank(story.edits[0]), no_versions()
    conflicts: dict[str, Conflict] = {}
    for seq, (edit, merged) in enumerate(zip(story.edits, story.merged, strict=True), start=1):
        entry = exchange.entry_of(edit, merged, seq)
        page = exchange.PullAnswer([entry], seq, more=False)
        (again,) = exchange.read_pull_answer(msgspec.json.encode(page)).changes
        assert isinstance(again, exchange.Entry)
        copy, fver = exchange.follow(copy, fver, again)
        for raw in again.conflicts:
            conflict = from_record(codec.decode(bytes(raw)))
            conflicts[conflict.id] = conflict
    assert copy == story.log.record
    assert fver == story.log.fver
    still_open = {kept.id: kept for kept in conflicts.values() if kept.open}
    assert still_open == {kept.id: kept for kept in story.log.conflicts}


@given(writes)
def test_merging_what_was_written_down_and_read_gives_the_same(written: Any) -> None:
    story = told(written)
    record, fver = blank(story.edits[0]), no_versions()
    conflicts: tuple[Conflict, ...] = ()
    for seq, edit in enumerate(story.edits, start=1):
        record = codec.decode(codec.encode(record))
        conflicts = tuple(
            from_record(codec.decode(codec.encode(to_record(kept, LA, FORM, seq))))
            for kept in conflicts
        )
        read = codec.decode_edit(codec.encode_edit(edit))
        merged = merge(record, fver, conflicts, read, seq, RULES)
        record, fver, conflicts = merged.record, merged.fver, merged.conflicts
    assert (record, fver, conflicts) == (story.log.record, story.log.fver, story.log.conflicts)


@given(st.lists(st.dictionaries(ANY_PATH, CELLS | st.none(), max_size=4), max_size=8), st.data())
def test_no_edit_however_strange_stops_the_log(strange: Any, data: st.DataObject) -> None:
    """Central keeps whatever is well written: no path and no cell may throw."""
    log = Log(RULES)
    reserved = st.sampled_from(
        ["links/x", "seals/x", "stage", "group", "signs/none_seen", "signs/a"]
    )
    for number, change in enumerate(strange):
        known = data.draw(st.dictionaries(reserved, CELLS | st.none(), max_size=3))
        log.write(f"{DEVICES[number % 3]}{number}", {**change, **known}, base=number // 2)
    assert codec.decode(codec.encode(log.record)) == log.record
