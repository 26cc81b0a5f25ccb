"""The working state of a merge: answers, field versions and open conflicts while edits arrive.

It knows how to apply, contest and settle a path; which of these happens is decided in `merge`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec

from app.records.amendment import (
    Amendment,
    SealedBy,
    amend,
    is_seal,
    is_sealed_content,
    sealed_by,
)
from app.records.conflict import Conflict, Contested, Why, conflict_id
from app.records.edit import Edit, FieldVersion, FieldVersions
from app.records.record import STAGE, Answers, Cell, Path, Record, RecordKind

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable


def _fact(_kind: RecordKind, _path: Path) -> str:
    return "fact"


def _no_codes(_kind: RecordKind, _path: Path) -> Collection[str]:
    return ()


def _nobody(_op_id: str) -> tuple[str, str]:
    return ("", "")


@dataclass(frozen=True, slots=True)
class Rules:
    """What merging asks others: of the form, and of the log who made an operation and when."""

    merge_class: Callable[[RecordKind, Path], str] = _fact
    exclusive: Callable[[RecordKind, Path], Collection[str]] = _no_codes
    author: Callable[[str], tuple[str, str]] = _nobody

    def class_of(self, kind: RecordKind, path: Path) -> str:
        """The merge class of a path; the stage is a judgement whatever the form says."""
        return "judgement" if path == STAGE else self.merge_class(kind, path)


PLAIN_RULES = Rules()


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of an edit: each of its paths is applied or contested, none is lost."""

    record: Record
    fver: FieldVersions
    conflicts: tuple[Conflict, ...]
    """Every conflict of the record that is open now."""
    applied: tuple[Path, ...] = ()
    """Paths whose current cell this edit set or confirmed, those it restored included."""
    opened: tuple[Conflict, ...] = ()
    updated: tuple[Conflict, ...] = ()
    closed: tuple[Conflict, ...] = ()
    amendments: tuple[Amendment, ...] = ()

    @property
    def status(self) -> str:
        """`applied` when nothing of the edit is contested, else `conflict`."""
        return "conflict" if self.opened or self.updated else "applied"


class Merging:
    """One record while edits arrive; copied once, so that a long run of edits stays cheap."""

    def __init__(
        self,
        record: Record,
        fver: FieldVersions,
        conflicts: Iterable[Conflict] = (),
        rules: Rules = PLAIN_RULES,
    ) -> None:
        self.record = record
        self.rules = rules
        self.answers: Answers = dict(record.answers)
        self.fver: FieldVersions = dict(fver)
        self.open = {conflict.path: conflict for conflict in conflicts if conflict.open}
        self._seal: tuple[SealedBy | None, ...] = ()  # empty: not looked for yet
        self._sorted = True
        self.ver = record.ver
        self.form = record.form

    def begin(self, edit: Edit, seq: int) -> None:
        """Turn to the next edit, which central has given the number `seq`."""
        self.edit = edit
        self.seq = seq
        self.device = edit.device or ""
        self.n = edit.n or 0
        self.version = FieldVersion(seq, self.device, self.n, edit.op_id)
        self.applied: dict[Path, None] = {}
        self.opened: dict[Path, None] = {}
        self.updated: dict[Path, None] = {}
        self.closed: dict[Path, Conflict] = {}
        self.amendments: list[Amendment] = []

    def merged(self) -> Merged:
        """End the run: the state now, and what became of the last edit."""
        if not self._sorted:
            self.answers = dict(sorted(self.answers.items()))
        return Merged(
            record=msgspec.structs.replace(
                self.record,
                answers=self.answers,
                ver=self.ver,
                form=self.form,
            ),
            fver=self.fver,
            conflicts=tuple(self.open.values()),
            applied=tuple(self.applied),
            opened=tuple(self.open[path] for path in self.opened if path in self.open),
            updated=tuple(self.open[path] for path in self.updated if path in self.open),
            closed=tuple(self.closed.values()),
            amendments=tuple(self.amendments),
        )

    def has_taken(self, path: Path) -> bool:
        """Whether this very operation is already in this path: a replay changes nothing."""
        current = self.fver.get(path)
        if current is not None and current.op_id == self.edit.op_id:
            return True
        contest = self.open.get(path)
        return contest is not None and any(
            side.op_id == self.edit.op_id and side.path == path for side in contest.values
        )

    def unseen(self, version: FieldVersion | Contested) -> bool:
        """Whether the author was not shown this version, and did not write it on this device."""
        if version.seq <= self.edit.base or version.op_id == self.edit.op_id:
            return False
        return version.device != self.device or version.n > self.n

    def unseen_at(self, path: Path) -> bool:
        """Whether the current cell of a path is one that the edit's author was not shown."""
        version = self.fver.get(path)
        return version is not None and self.unseen(version)

    def put(self, path: Path, cell: Cell | None) -> None:
        """Make a cell current; clearing keeps the path's version."""
        before = self.answers.get(path)
        if before is not None and before != cell and (seal := self._sealed_by()) is not None:
            self._amend(seal, path, before, cell)
        if cell is None:
            self.answers.pop(path, None)
        else:
            self._sorted = self._sorted and before is not None
            self.answers[path] = cell
        self.fver[path] = self.version
        self.applied[path] = None
        if is_seal(path):
            self._seal = (SealedBy(self.edit.op_id, self.seq),)

    def _sealed_by(self) -> SealedBy | None:
        """The latest seal, looked for only when something is replaced."""
        if not self._seal:
            self._seal = (sealed_by(self.record, self.fver),)
        return self._seal[0]

    def _amend(self, seal: SealedBy, path: Path, before: Cell, after: Cell | None) -> None:
        """Keep sealed words beside what replaces them; signing anew is no amendment."""
        version = self.fver.get(path)
        covered = version is not None and version.seq <= seal.seq and is_sealed_content(path)
        if covered and not any(map(is_seal, self.edit.set)):
            self.amendments.append(amend(self.record, seal.op_id, self.edit, path, before, after))

    def side_of(self, path: Path) -> Contested:
        """The current cell of a path as a side of a conflict."""
        version = self.fver[path]
        user, at = self._author(version.op_id)
        return Contested(
            op_id=version.op_id,
            path=path,
            value=self.answers.get(path),
            user=user,
            at=at,
            seq=version.seq,
            device=version.device,
            n=version.n,
        )

    def _author(self, op_id: str) -> tuple[str, str]:
        """Who wrote an operation and when; this edit itself is not in the log yet."""
        if op_id == self.edit.op_id:
            return self.edit.user, self.edit.at
        return self.rules.author(op_id)

    def new_side(self, path: Path, cell: Cell | None) -> Contested:
        """What this edit writes at a path as a side of a conflict."""
        return Contested(
            op_id=self.edit.op_id,
            path=path,
            value=cell,
            user=self.edit.user,
            at=self.edit.at,
            seq=self.seq,
            device=self.device,
            n=self.n,
        )

    def contest(self, path: Path, why: Why, sides: Iterable[Contested]) -> None:
        """Open a conflict on a path, or add these sides to the one that is open."""
        found = self.open.get(path)
        if found is None:
            found = Conflict(
                id=conflict_id(self.record.id, path, self.edit.op_id),
                case=self.record.case,
                about=self.record.id,
                path=path,
                why=why,
                merge_class=self.rules.class_of(self.record.kind, path),
                values=(),
            )
            self.opened[path] = None
        elif path not in self.opened:
            self.updated[path] = None
        values = list(found.values)
        for side in sides:
            _join(values, side)
        self.open[path] = msgspec.structs.replace(found, values=tuple(values))

    def settle(self, path: Path) -> None:
        """Close the conflict on a path: this edit named everything that contested it."""
        contest = self.open.pop(path)
        self.closed[path] = msgspec.structs.replace(contest, closed_by=self.edit.op_id)
        self.updated.pop(path, None)


def _join(values: list[Contested], side: Contested) -> None:
    """Add a side; an earlier value of the same device at the same path is replaced by it."""
    for place, known in enumerate(values):
        if known.path == side.path and known.device == side.device:
            if known.n <= side.n:
                values[place] = side
            return
    values.append(side)
