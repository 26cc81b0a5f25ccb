"""What must hold in every world; it knows from the people themselves what each was shown.

It never reads `base`: an author's knowledge is noted when the form shows something, so that a wrong
base is a fault it can see. Numbers are those of the invariants in the sync design.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.records import codec
from app.records.paths import (
    containers_above,
    denies,
    inside,
    is_life,
    is_out,
    lives_above,
    same_value,
    takes_away,
)
from tests.simulation.central import exclusive
from tests.simulation.device import KIND, Written

if TYPE_CHECKING:
    from app.records.record import Cell, Path, RecordId
    from tests.simulation.central import Accepted, Central, Kept
    from tests.simulation.device import Device


class Broken(AssertionError):
    """An invariant does not hold."""


def _must(holds: bool, *what: object) -> None:
    if not holds:
        raise Broken(" ".join(map(str, what)))


@dataclass
class Value:
    """One value that central accepted for one path, and what its author had been shown."""

    op: str
    path: Path
    cell: Cell | None
    seq: int
    device: str
    n: int
    seen: int
    named: frozenset[str]
    same_as: str | None = None

    def knew(self, other: Value) -> bool:
        """Whether this value's author was shown the other one, or wrote it."""
        own = self.device == other.device and self.n >= other.n
        return own or self.seen >= other.seq or other.op in self.named


class Oracle:
    """Looks at the whole world after every step."""

    def __init__(self, central: Central, devices: dict[str, Device]) -> None:
        self.central = central
        self.devices = devices
        self.looked = 0
        self.history: dict[RecordId, dict[Path, list[Value]]] = {}

    def look(self) -> None:
        fresh = self.central.log[self.looked :]
        self.looked = len(self.central.log)
        for line in fresh:
            self._note(line)
        for record in sorted({line.edit.record for line in fresh}):
            self._record_holds(record, self.central.kept[record])
        for line in fresh:
            self._conflicts_true(line)
        for device in self.devices.values():
            if device.touched:
                self._nothing_lost_on(device)
                device.touched = False

    # --- noting ------------------------------------------------------------------------------

    def _note(self, line: Accepted) -> None:
        edit, merged = line.edit, line.merged
        paths = self.history.setdefault(edit.record, {})
        back = [path for path in merged.applied if path not in edit.set]
        for path in (*edit.set, *back):
            cell = edit.set[path] if path in edit.set else merged.record.answers[path]
            written = self._written(line, path)
            value = Value(
                op=edit.op_id,
                path=path,
                cell=cell,
                seq=line.seq,
                device=edit.device or "",
                n=edit.n or 0,
                seen=written.seen,
                named=written.named,
            )
            current = merged.fver.get(path)
            if current is not None and current.op_id != edit.op_id:
                same = same_value(merged.record.answers.get(path), cell)
                value.same_as = current.op_id if same and path in merged.applied else None
            paths.setdefault(path, []).append(value)

    def _written(self, line: Accepted, path: Path) -> Written:
        truth = self.devices[line.edit.device or ""].truth
        found = truth.get((line.edit.op_id, path))
        if found is not None:
            return found
        known = [truth[line.edit.op_id, written].seen for written in line.edit.set]
        return Written(min(known), frozenset())

    # --- I3: no value is lost or hidden -----------------------------------------------------

    def _record_holds(self, record: RecordId, kept: Kept) -> None:
        contested = {
            (side.op_id, side.path) for conflict in kept.conflicts for side in conflict.values
        }
        for path, values in self.history[record].items():
            for value in values:
                found = self._accounted_for(value, values, kept, contested)
                _must(found, "I3 lost", value, "at", record, path)
        for path, cell in kept.record.answers.items():
            if is_life(path) and is_out(cell):
                self._hides_nothing(record, path, kept)
            elif denies(path, cell):
                self._denial_is_contested(record, path, kept)
        self._exclusive_contested(record, kept)
        for conflict in kept.conflicts:
            devices = {side.device for side in conflict.values}
            _must(len(devices) > 1, "a device contests itself:", conflict)
            out = is_life(conflict.path) and is_out(kept.record.answers.get(conflict.path))
            _must(not out, "out while contested:", conflict)

    def _accounted_for(
        self, value: Value, values: list[Value], kept: Kept, contested: set[tuple[str, Path]]
    ) -> bool:
        current = kept.fver.get(value.path)
        if current is not None and current.op_id in {value.op, value.same_as}:
            return same_value(kept.record.answers.get(value.path), value.cell)
        if (value.op, value.path) in contested:
            return True
        if value.same_as is not None:
            twin = next(other for other in values if other.op == value.same_as)
            return self._accounted_for(twin, values, kept, contested)
        return any(later.seq > value.seq and later.knew(value) for later in values)

    def _value(self, record: RecordId, path: Path, op: str) -> Value:
        return next(value for value in self.history[record][path] if value.op == op)

    def _current(self, record: RecordId, path: Path, kept: Kept) -> Value:
        return self._value(record, path, kept.fver[path].op_id)

    def _hides_nothing(self, record: RecordId, life: Path, kept: Kept) -> None:
        current = kept.fver[life].op_id
        removals = [
            value
            for value in self.history[record][life]
            if current in {value.op, value.same_as}  # whoever took it out, first or again
        ]
        for value in self._alive_inside(record, life, kept):
            known = any(removal.knew(value) for removal in removals)
            _must(known, "hidden under an item that is out:", value, "by", removals)

    def _alive_inside(self, record: RecordId, life: Path, kept: Kept) -> list[Value]:
        prefix = inside(life)
        current = [
            self._current(record, path, kept)
            for path, cell in kept.record.answers.items()
            if path.startswith(prefix) and path != life and not takes_away(cell)
        ]
        contested = [
            self._value(record, side.path, side.op_id)
            for conflict in kept.conflicts
            for side in conflict.values
            if conflict.path.startswith(prefix) and not takes_away(side.value)
        ]
        return current + contested

    def _denial_is_contested(self, record: RecordId, path: Path, kept: Kept) -> None:
        if any(conflict.path == path for conflict in kept.conflicts):
            return
        denial = self._current(record, path, kept)
        for under, cell in kept.record.answers.items():
            if path in containers_above(under) and not takes_away(cell):
                value = self._current(record, under, kept)
                told = denial.knew(value) or value.knew(denial)
                _must(told, "denied without a conflict:", value, "by", denial)

    def _exclusive_contested(self, record: RecordId, kept: Kept) -> None:
        ticked = set(kept.record.ticked("signs"))
        if len(ticked) < 2 or ticked.isdisjoint(exclusive(KIND, "signs")):
            return
        if any(conflict.path == "signs" for conflict in kept.conflicts):
            return
        values = [self._current(record, f"signs/{code}", kept) for code in sorted(ticked)]
        decided = [*self.history[record].get("signs", []), *values]
        told = any(all(value.knew(tick) for tick in values) for value in decided)
        _must(told, "none_seen beside others without a conflict:", values)

    # --- conflicts are real ------------------------------------------------------------------

    def _conflicts_true(self, line: Accepted) -> None:
        """No conflict is opened over what its author had been shown, and the newcomer waits."""
        for conflict in line.merged.opened:
            current = line.merged.fver.get(conflict.path)
            stays = current is None or current.op_id != line.edit.op_id
            _must(stays or conflict.why != "values", "the newcomer became current:", conflict)
            mine = [side.path for side in conflict.values if side.op_id == line.edit.op_id]
            seen = min(self._written(line, path).seen for path in mine or line.edit.set)
            unseen = [
                side
                for side in conflict.values
                if side.device != line.edit.device and side.seq > seen
            ]
            _must(bool(unseen), "conflict over what was shown:", conflict, "by", line.edit)

    # --- the laptop --------------------------------------------------------------------------

    def _nothing_lost_on(self, device: Device) -> None:
        """I1, I2: whatever was committed here is in the outbox or in the log, word for word."""
        for op in device.acknowledged:
            _must(op in self.central.results, "I1 acknowledged but not in the log:", op)
        last = {
            (line.edit.record, path): cell
            for line in self.central.log
            if line.edit.device == device.name
            for path, cell in line.edit.set.items()
        }
        for row in device.outbox:
            if row.acked is None:
                last.update({(row.edit.record, path): cell for path, cell in row.edit.set.items()})
        for place, cell in device.committed.items():
            kept = place in last and last[place] == cell
            _must(kept, "I2 lost on", device.name, place, cell)
        for record in sorted({row.edit.record for row in device.outbox}):
            self._shows_its_own(device, record)

    def _shows_its_own(self, device: Device, record: RecordId) -> None:
        """What waits is on the laptop's screen, not under an item that somebody took out."""
        view = device.shown(record)
        said: dict[Path, Cell | None] = {}
        for row in device.outbox:
            if row.edit.record == record:
                said.update(row.edit.set)
        for path, cell in said.items():
            shown = is_life(path) or view.answers.get(path) == cell
            _must(shown, device.name, "does not show its own", path, cell)
            lives = () if takes_away(cell) else lives_above(path)
            for life in lives:
                hidden = life not in said and is_out(view.answers.get(life))
                _must(not hidden, device.name, "hides its own", path, "under", life)

    # --- at rest -----------------------------------------------------------------------------

    def look_at_rest(self) -> None:
        """I4, I9, I10, I12: once in the log, everywhere the same, and the fold of the log."""
        ops = [line.edit.op_id for line in self.central.log]
        _must(len(ops) == len(set(ops)), "I4 an operation is in the log twice")
        for line in self.central.log:
            raw = self.central.bytes[line.edit.op_id]
            _must(codec.encode_edit(line.edit) == raw, "bytes changed:", line.edit.op_id)
        rebuilt = self.central.rebuilt()
        for record, kept in self.central.kept.items():
            _must(rebuilt[record] == kept, "I12 the record is not the fold of the log:", record)
            for device in self.devices.values():
                self._agrees(device, record, kept)

    def _agrees(self, device: Device, record: RecordId, kept: Kept) -> None:
        copy = device.copies[record]
        same = copy.record == kept.record and copy.fver == kept.fver
        _must(same, "I9", device.name, "differs from central at", record)
        known = {
            conflict.id: conflict
            for conflict in device.conflicts.values()
            if conflict.open and conflict.about == record
        }
        same = known == {conflict.id: conflict for conflict in kept.conflicts}
        _must(same, "I10", device.name, "knows other conflicts at", record)
