"""Who may answer what: what is asked of a supervisor, and times that are recorded already.

Screens ask beforehand, so that nobody is shown a closed door; saving asks again. It is on the way
of every keystroke, so it costs a look-up for each path and nothing more until one is guarded.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from app.casework.permit import outline, permit
from app.records.edit import blank, fold
from app.records.errors import Refused
from app.records.permissions import Action, may
from app.records.record import AUTHOR, Answer, Cell, Path, Record, RecordKind, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence

    from app.casework.desk import Desk
    from app.forms.question import Question
    from app.forms.session import FormSession
    from app.records.edit import Edit
    from app.records.ports import Work
    from app.records.record import RecordId

CORRECTABLE: Final = (
    "missing_from_at",
    "reported_at",
    "found_at",
    "returned_at",
    "la_notified_at",
)
"""Times that, once the episode is confirmed, change only with a reason."""
STATUS: Final = "intel_items.status"
DRAFTED: Final = "draft"
_SUPERVISOR: Final = "supervisor"
_SENT: Final = frozenset({"sent", "acknowledged", "acted_on", "no_action"})
_ACTION: Final[Mapping[Path, Action]] = {
    "intel_items.checked_by": Action.CHECK,
    STATUS: Action.CHECK,
    "intel_items.sent_at": Action.SEND,
    "manager_decision": Action.APPROVE,
    "manager_comment": Action.APPROVE,
    "closure_decision": Action.CLOSE,
    "closure_second_person": Action.CLOSE,
    "closure_override_reason": Action.OVERRIDE_CLOSURE,
}
"""What answering a question of the supervisor does; for any other it decides, and no more."""


class Access(StrEnum):
    """How a question stands on a screen for whoever looks at it."""

    OPEN = "open"
    READ = "read"
    CORRECT = "correct"
    """Shown as it was recorded, with the way to correct it."""


def free_times(session: FormSession) -> frozenset[tuple[RecordId, Path]]:
    """The times of a screen that nobody has recorded yet: they are typed, and typed again."""
    return frozenset(
        (record.id, path)
        for record in session.records().values()
        if record.kind is RecordKind.MISSING_EPISODE
        for path in CORRECTABLE
        if record.value(path) is None
    )


def access(
    desk: Desk,
    session: FormSession,
    address: str,
    free: Collection[tuple[RecordId, Path]] = (),
) -> Access:
    """How a question stands for this person on this screen."""
    place = session.worksheet.place(address)
    question = place.question
    if question.asked_of == _SUPERVISOR:
        about = place.record or next(iter(session.worksheet.episodes), "")
        subject = outline(session.worksheet[about])
        action = _ACTION.get(question.id, Action.DECIDE)
        return Access.OPEN if may(desk.actor, action, subject).allowed else Access.READ
    if question.id in CORRECTABLE and _is_recorded(session.worksheet[place.record], place.path):
        return Access.OPEN if (place.record, place.path) in free else Access.CORRECT
    return Access.OPEN


def check(
    desk: Desk,
    work: Work,
    edits: Sequence[Edit],
    free: Collection[tuple[RecordId, Path]] = (),
) -> None:
    """Raise Refused when one of these edits answers what this person may not answer."""
    for edit in edits:
        known = desk.forms.nearest(edit.form)[0].known
        for path, cell in edit.set.items():
            if path in CORRECTABLE:
                _check_time(work, edit, path, free)
            elif path == AUTHOR or _asked_of_supervisor(known, path):
                _check_guarded(desk, work, edit, path, cell)


def _asked_of_supervisor(known: Mapping[str, Question], path: Path) -> bool:
    question = known.get(path) or known.get(path.partition("/")[0])
    return question is not None and question.asked_of == _SUPERVISOR


def _check_guarded(desk: Desk, work: Work, edit: Edit, path: Path, cell: Cell | None) -> None:
    stored = work.records.find(edit.record)
    was = stored.answers.get(path) if stored is not None else None
    if was == cell:
        return
    if path == AUTHOR:
        _check_author(desk, was, cell)
        return
    if path == STATUS and {_value(was), _value(cell)} <= {None, DRAFTED}:
        return
    about = stored if stored is not None else fold(blank(edit), [edit])
    permit(desk, work, _action(path, cell), about)


def _check_author(desk: Desk, was: Cell | None, cell: Cell | None) -> None:
    if was is not None or _value(cell) != desk.actor.user:
        raise Refused("Who wrote an item is noted once and never changed.")


def _action(path: Path, cell: Cell | None) -> Action:
    if path == STATUS and _value(cell) in _SENT:
        return Action.SEND
    return _ACTION.get(path, Action.DECIDE)


def _check_time(
    work: Work, edit: Edit, path: Path, free: Collection[tuple[RecordId, Path]]
) -> None:
    if edit.kind is not RecordKind.MISSING_EPISODE or (edit.record, path) in free:
        return
    stored = work.records.find(edit.record)
    if stored is None or not _is_recorded(stored, path):
        return
    if _value(stored.answers.get(path)) != _value(edit.set[path]):
        raise Refused("This time is recorded already. Press “Correct a time…” and say why.")


def _is_recorded(episode: Record, path: Path) -> bool:
    return episode.stage is not Stage.DRAFT and episode.value(path) is not None


def _value(cell: Cell | None) -> object:
    return cell.value if isinstance(cell, Answer) else None
