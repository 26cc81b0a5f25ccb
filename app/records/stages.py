"""The stage of a record: which steps there are, which need a reason, when a closing is undone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from app.records.amendment import is_seal, is_sealed_content
from app.records.record import STAGE, Answer, RecordKind, Stage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from app.records.edit import Edit
    from app.records.record import Path, Record

STEPS: Final[dict[Stage, frozenset[Stage]]] = {
    Stage.DRAFT: frozenset({Stage.SUBMITTED, Stage.CLOSED}),
    Stage.SUBMITTED: frozenset({Stage.RETURNED, Stage.APPROVED}),
    Stage.RETURNED: frozenset({Stage.SUBMITTED}),
    Stage.APPROVED: frozenset({Stage.RETURNED}),
    Stage.CLOSED: frozenset({Stage.REOPENED}),
    Stage.REOPENED: frozenset({Stage.CLOSED, Stage.SUBMITTED}),
    Stage.ENTERED_IN_ERROR: frozenset({Stage.DRAFT}),
}
"""Every stage may also become entered in error; that is undone by going back to draft."""
NEED_A_REASON: Final = frozenset({Stage.RETURNED, Stage.ENTERED_IN_ERROR, Stage.REOPENED})
BEAR_ON_CLOSING: Final = frozenset(
    {
        RecordKind.MISSING_EPISODE,
        RecordKind.RETURN_INTERVIEW,
        RecordKind.ASSESSMENT,
        RecordKind.INTELLIGENCE_ITEM,
        RecordKind.ACTION,
        RecordKind.REFERRAL,
        RecordKind.COHORT_ENTRY,
        RecordKind.CONFLICT,
    }
)
"""Kinds whose edits may bring back a reason not to close; an authority may say closer."""


def may_move(kind: RecordKind, old: Stage, new: Stage) -> bool:
    """Whether a record of this kind may go from one stage to the other; only involvements close."""
    if new is Stage.ENTERED_IN_ERROR:
        return old is not Stage.ENTERED_IN_ERROR
    if new is Stage.CLOSED and kind is not RecordKind.INVOLVEMENT:
        return False
    return new in STEPS[old]


def stage_set(edit: Edit) -> Stage | None:
    """The stage an edit moves its record to, if it does."""
    cell = edit.set.get(STAGE)
    if isinstance(cell, Answer) and cell.value in set(Stage):
        return Stage(cell.value)
    return None


def reason_missing(record: Record, edit: Edit) -> bool:
    """Whether an edit owes a reason: returning, striking out, reopening, and every amendment."""
    if edit.reason:
        return False
    if stage_set(edit) in NEED_A_REASON:
        return True
    signed = record.stage not in {Stage.DRAFT, Stage.RETURNED, Stage.REOPENED}
    replaced = [path for path in edit.set if path in record.answers and is_sealed_content(path)]
    return signed and bool(replaced) and any(map(is_seal, record.answers))


def kind_bears(kind: RecordKind, _path: Path) -> bool:
    """The plain answer to what bears on a closing reason: by kind alone."""
    return kind in BEAR_ON_CLOSING


def reopens(
    involvement: Record,
    kind: RecordKind,
    applied: Iterable[Path],
    bears: Callable[[RecordKind, Path], bool] = kind_bears,
) -> bool:
    """Whether an edit accepted after the closing, on a record of the same case, reopens it."""
    closed = involvement.stage is Stage.CLOSED
    return closed and any(bears(kind, path) for path in applied)
