"""Merge an edit into central's copy of a record, path by path, losing nothing anybody wrote.

The rules and their numbers are those of the decided model (docs/adr/0006). Pure: laptop, central,
simulator and tests run this same code. What only the form knows comes in through `Rules`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records import seal as seals
from app.records.amendment import is_seal, is_sealed_content
from app.records.conflict import Conflict, Contested, Why
from app.records.errors import BadInput
from app.records.merging import PLAIN_RULES, Merged, Merging, Rules
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
from app.records.record import LIFE, Answer, Cell, Path, Presence, Record, Tick

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.records.edit import Edit, FieldVersion, FieldVersions

__all__ = ["PLAIN_RULES", "Merged", "Merging", "Rules", "merge", "take"]


def merge(
    record: Record,
    fver: FieldVersions,
    conflicts: Iterable[Conflict],
    edit: Edit,
    seq: int,
    rules: Rules = PLAIN_RULES,
) -> Merged:
    """Merge one edit, to which central has given the number `seq`."""
    merging = Merging(record, fver, conflicts, rules)
    take(merging, edit, seq)
    return merging.merged()


def take(merging: Merging, edit: Edit, seq: int) -> None:
    """Merge the next edit of a run; BadInput when it belongs to another record."""
    _must_belong(merging.record, edit)
    merging.begin(edit, seq)
    for path in sorted(edit.set):
        if not merging.has_taken(path):
            _take_path(merging, path, edit.set[path])
    _exclusive_beside_others(merging)
    _signed_an_older_text(merging)
    _move_form(merging)
    merging.ver = max(merging.ver, seq)


def _take_path(merging: Merging, path: Path, cell: Cell | None) -> None:
    if "/" in path and not takes_away(cell):
        _restore_above(merging, path)
    contest = merging.open.get(path)
    if contest is None:
        _uncontested(merging, path, cell)
    else:
        _contested(merging, path, cell, contest)
        _contest_denials(merging, path, cell, _unseen_denials(merging, path, cell))


def _restore_above(merging: Merging, path: Path) -> None:
    """Rule 1: writing inside an item that is out brings it back; unseen, the removal is contested.

    Where the edit itself says whether the item is in, that holds.
    """
    for life in lives_above(path):
        out = merging.answers.get(life)
        if not isinstance(out, Presence) or out.present or life in merging.edit.set:
            continue
        back = Presence(present=True, order=out.order, role=out.role)
        if merging.unseen_at(life):
            sides = [merging.side_of(life), merging.new_side(life, back)]
            merging.contest(life, Why.REMOVAL, sides)
        merging.put(life, back)
        _contest_denials(merging, life, back, _unseen_denials(merging, life, back))


def _contested(merging: Merging, path: Path, cell: Cell | None, contest: Conflict) -> None:
    """Rules 0 and 2: the edit decides the conflict if it names every value, else it joins it."""
    named = merging.edit.resolves.get(path)
    if named is not None and _names_all(merging, path, cell, contest):
        merging.put(path, cell)
        merging.settle(path)
        return
    current = merging.fver.get(path)
    was_mine = current is not None and any(
        side.op_id == current.op_id and side.device == merging.device and side.path == path
        for side in contest.values
    )
    merging.contest(path, contest.why, [merging.new_side(path, cell)])
    # While its life is contested an item stays in: nothing written inside may be hidden.
    if was_mine and not (is_life(path) and is_out(cell)):
        merging.put(path, cell)


def _names_all(merging: Merging, path: Path, cell: Cell | None, contest: Conflict) -> bool:
    named = set(merging.edit.resolves[path])
    others = {side.op_id for side in contest.values if not _mine(merging, side)}
    rivals = {side.op_id for side in _rivals(merging, path, cell)}
    return others | rivals <= named


def _rivals(merging: Merging, path: Path, cell: Cell | None) -> list[Contested]:
    """Rule 3 for the path itself and, for a removal or a denial, everything under it."""
    found = [merging.side_of(path)] if merging.unseen_at(path) else []
    if denies(path, cell):
        found += _unseen_inside(merging, inside(path))
    if not found:
        return found
    named = merging.edit.resolves.get(path, ())
    return [side for side in found if side.op_id not in named]


def _unseen_inside(merging: Merging, prefix: str) -> list[Contested]:
    found = [
        merging.side_of(path)
        for path, version in merging.fver.items()
        if path.startswith(prefix)
        and path != prefix + LIFE
        and merging.unseen(version)
        and not takes_away(merging.answers.get(path))
    ]
    for path, contest in merging.open.items():
        if path.startswith(prefix):
            found += [side for side in contest.values if merging.unseen(side)]
    return found


def _uncontested(merging: Merging, path: Path, cell: Cell | None) -> None:
    """Rules 4 to 8."""
    rivals = _rivals(merging, path, cell)
    against = _unseen_denials(merging, path, cell)
    if not rivals and not against:
        merging.put(path, cell)
        return
    if same_value(merging.answers.get(path), cell):
        merging.applied[path] = None
        return
    if rivals:
        _open(merging, path, cell, rivals)
    else:
        merging.put(path, cell)
    _contest_denials(merging, path, cell, against)


def _open(merging: Merging, path: Path, cell: Cell | None, rivals: list[Contested]) -> None:
    returning = is_life(path) and not takes_away(cell) and is_out(merging.answers.get(path))
    why = Why.VALUES
    if is_life(path) and (returning or is_out(cell)):
        why = Why.REMOVAL
    elif all(side.path != path for side in rivals):
        why = Why.CONTAINER
    merging.contest(path, why, [*rivals, merging.new_side(path, cell)])
    if returning:
        merging.put(path, cell)


def _contest_denials(
    merging: Merging, path: Path, cell: Cell | None, containers: list[Path]
) -> None:
    """Rule 8, the other way: an answer under a question that was declined unseen."""
    for container in containers:
        sides = [merging.side_of(container), merging.new_side(path, cell)]
        merging.contest(container, Why.CONTAINER, sides)


def _unseen_denials(merging: Merging, path: Path, cell: Cell | None) -> list[Path]:
    if "/" not in path or takes_away(cell):
        return []
    return [
        container
        for container in containers_above(path)
        if denies(container, merging.answers.get(container)) and merging.unseen_at(container)
    ]


def _exclusive_beside_others(merging: Merging) -> None:
    """Rule 9: an option that stands alone, ticked beside others by different people."""
    for container in _multis_touched(merging):
        alone = merging.rules.exclusive(merging.record.kind, container)
        if not alone:
            continue
        ticked = [
            path
            for path, cell in merging.answers.items()
            if isinstance(cell, Tick)
            and cell.value
            and path.startswith(container + "/")
            and path in merging.fver
        ]
        codes = {path[len(container) + 1 :] for path in ticked}
        if len(codes) < 2 or codes.isdisjoint(alone):  # noqa: PLR2004 - one stands alone
            continue
        sides = [merging.side_of(path) for path in ticked]
        if _by_several_unseen(merging, container, sides):
            merging.contest(container, Why.EXCLUSIVE, sides)


def _multis_touched(merging: Merging) -> set[Path]:
    return {
        container
        for path, cell in merging.edit.set.items()
        if isinstance(cell, Tick)
        for container in containers_above(path)[-1:]
    }


def _by_several_unseen(merging: Merging, container: Path, sides: list[Contested]) -> bool:
    named = merging.edit.resolves.get(container, ())
    unseen = any(merging.unseen(side) and side.op_id not in named for side in sides)
    return unseen and len({side.device for side in sides}) > 1


def _signed_an_older_text(merging: Merging) -> None:
    """A seal over parts that others changed after the version signed contests itself."""
    for path, cell in merging.edit.set.items():
        ver = _version_signed(merging, path, cell)
        if ver is None:
            continue
        sides = [
            merging.side_of(part)
            for part, version in merging.fver.items()
            if is_sealed_content(part) and version.seq > ver and not _mine(merging, version)
        ]
        for contest in merging.open.values():
            sides += [
                side for side in contest.values if side.seq > ver and not _mine(merging, side)
            ]
        if sides:
            merging.contest(path, Why.SIGNED_OLDER, [*sides, merging.new_side(path, cell)])


def _version_signed(merging: Merging, path: Path, cell: Cell | None) -> int | None:
    if not is_seal(path) or not isinstance(cell, Answer):
        return None
    try:
        return seals.read(cell).version_of(merging.record.id)
    except BadInput:  # a newer program's seal: kept as it is
        return None


def _mine(merging: Merging, version: FieldVersion | Contested) -> bool:
    return version.device == merging.device and version.n <= merging.n


def _move_form(merging: Merging) -> None:
    """A record moves to a newer form only by an edit made with it; an older program moves none."""
    if merging.edit.form.core > merging.form.core:
        merging.form = merging.edit.form


def _must_belong(record: Record, edit: Edit) -> None:
    same = (record.id, record.kind, record.la, record.case)
    if (edit.record, edit.kind, edit.la, edit.case) != same:
        raise BadInput("This change belongs to another record.", op_id=edit.op_id)
