"""What waits on the laptop: which edits may be squashed, and when an open form's base moves on.

Pure rules; the store keeps the rows. A base moves only when nothing that came in between could
have been overlooked, so that central is always told what the author was really shown.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import msgspec

from app.records import codec
from app.records.amendment import is_seal
from app.records.edit import Edit, blank, fold
from app.records.paths import is_out, lives_above, takes_away
from app.records.record import STAGE, Answers, Path, Presence, Record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records.exchange import OpResult

SQUASHED_BYTES: Final = 256 * 1024
"""A squashed edit stays far below what one push may carry."""


def may_squash(first: Edit, later: Edit) -> bool:
    """Whether a later edit may be laid into one that waits: same record, user, base and form.

    What was numbered for sending stays as it is; so does a seal, a step of the stage, and a change
    with its own reason.
    """
    same = (first.record, first.user, first.base, first.form, first.reason)
    return (
        first.n is None
        and later.n is None
        and same == (later.record, later.user, later.base, later.form, later.reason)
        and not any(_stands_alone(path) for path in (*first.set, *later.set))
        and _size(first) + _size(later) <= SQUASHED_BYTES
    )


def squash(first: Edit, later: Edit) -> Edit:
    """One edit for two: the later value of each path, the operation id of the first."""
    return msgspec.structs.replace(
        first,
        set=dict(sorted({**first.set, **later.set}.items())),
        resolves={**first.resolves, **later.resolves},
        at=later.at,
    )


def squash_into(waiting: Sequence[Edit], later: Edit) -> int | None:
    """The place of the waiting edit that takes the later one in, or None to queue it.

    Only the last edit of the same record is looked at, so that the order of edits is kept.
    """
    for place in range(len(waiting) - 1, -1, -1):
        if waiting[place].record == later.record:
            return place if may_squash(waiting[place], later) else None
    return None


class ShownBase:
    """The version of a record that an open form shows: the base of every edit made on it.

    Fixed when the form opens. A pull in the background never moves it; central's answer to the
    form's own edit does, if the edit was applied whole and nothing else lies between; and so does
    putting what was pulled on the screen.
    """

    def __init__(self, shown: Record) -> None:
        self.record: str = shown.id
        self.base: int = shown.ver
        self.newest: int = shown.ver

    @property
    def behind(self) -> bool:
        """Whether something newer was pulled than the screen shows."""
        return self.newest > self.base

    def pulled(self, newer: Record) -> None:
        """Note what came in the background; the screen still shows the same."""
        self.newest = max(self.newest, newer.ver)

    def answered(self, result: OpResult) -> None:
        """Note central's answer to one of this form's own edits."""
        if result.status == "applied" and result.prior == self.base:
            self.base = result.ver
            self.newest = max(self.newest, result.ver)

    def put_on_screen(self, newer: Record) -> None:
        """The screen now shows this version."""
        self.base = newer.ver
        self.newest = max(self.newest, newer.ver)


def shown(central: Record | None, waiting: Sequence[Edit]) -> Record | None:
    """What the laptop shows: central's copy with its own waiting edits laid over it.

    An item somebody else took out is shown again while a waiting edit inside it is on its way:
    central will bring it back, and nothing that was typed may be out of sight meanwhile.
    """
    if central is None:
        if not waiting:
            return None
        central = blank(waiting[0])
    record = fold(central, list(waiting))
    back = _brought_back(record.answers, waiting)
    return msgspec.structs.replace(record, answers={**record.answers, **back}) if back else record


def _brought_back(answers: Answers, waiting: Sequence[Edit]) -> dict[Path, Presence]:
    back: dict[Path, Presence] = {}
    told: dict[Path, bool] = {}
    for edit in waiting:
        lives = {
            path: is_out(cell) for path, cell in edit.set.items() if isinstance(cell, Presence)
        }
        told.update(lives)
        for path, cell in edit.set.items():
            if takes_away(cell):
                continue
            told.update({life: False for life in lives_above(path) if life not in lives})
    for life, out in told.items():
        cell = answers.get(life)
        if not out and isinstance(cell, Presence) and not cell.present:
            back[life] = Presence(present=True, order=cell.order, role=cell.role)
    return back


def _stands_alone(path: Path) -> bool:
    return path == STAGE or is_seal(path)


def _size(edit: Edit) -> int:
    return len(codec.canonical(edit.set))
