"""Opening records as one screen, and keeping what is typed: the way of one answer.

A screen shows several records at once: the child, the episode, the interview and the records that
have a life of their own. An edit always goes to the record the question lives on, its home.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.casework.alerts import case_facts
from app.casework.guard import check, free_times
from app.casework.permit import permit
from app.casework.prefill import fill_defaults
from app.casework.resume import Place, keep_place
from app.forms.plain_facts import began
from app.forms.session import FormSession
from app.forms.sheet import Sheet
from app.records.errors import NotFound
from app.records.permissions import Action
from app.records.ports import AuditEvent, Work
from app.records.record import GROUP, Path, Record, RecordId, RecordKind, Stage

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping, Sequence
    from datetime import datetime

    from app.casework.desk import Desk
    from app.forms.definition import Form
    from app.forms.derived import CaseFacts
    from app.records.conflict import Conflict
    from app.records.edit import Edit

EPISODE_ROLE = "episode"
EDITABLE = frozenset({Stage.DRAFT, Stage.RETURNED})


def open_episode(desk: Desk, episode: RecordId, screen: str = "intake") -> FormSession:
    """Open one missing episode with its child, and its interview when there is one."""
    with desk.open_work() as work:
        record = work.records.get(episode)
        permit(desk, work, Action.READ, record)
        sheet = sheet_of(desk, work, [record], interview_of(work, episode), screen)
        session = session_of(desk, work, sheet)
        work.audit.add(AuditEvent(desk.actor.user, "open", episode))
        work.commit()
    fill_defaults(session)
    return session


def open_interview(
    desk: Desk, interview: RecordId, screen: str = "interview", episode: RecordId = ""
) -> FormSession:
    """Open a return interview with the episodes it covers, first the one it is opened for.

    Without one it is the latest to begin.
    """
    with desk.open_work() as work:
        record = work.records.get(interview)
        permit(desk, work, Action.READ, record)
        episodes = episodes_of(work, record)
        episodes.sort(key=lambda covered: covered.id != episode)
        session = session_of(desk, work, sheet_of(desk, work, episodes, record, screen))
        work.audit.add(AuditEvent(desk.actor.user, "open", interview))
        work.commit()
    if record.stage in EDITABLE:
        fill_defaults(session)
    return session


def interview_of(work: Work, episode: RecordId) -> Record | None:
    """The return interview that covers an episode, if one has been opened."""
    found = work.records.linking_to(episode, RecordKind.RETURN_INTERVIEW)
    return found[0] if found else None


def episodes_of(work: Work, interview: Record) -> list[Record]:
    """The episodes an interview covers, the latest to begin first."""
    episodes = [work.records.get(link) for link in interview.linked(EPISODE_ROLE)]
    if not episodes:
        raise NotFound("This interview is not linked to a missing episode on this laptop.")
    return sorted(episodes, key=began, reverse=True)


def session_of(desk: Desk, work: Work, sheet: Sheet) -> FormSession:
    """A form session over the records of one screen."""
    now = desk.clock()
    facts = case_facts(desk, work, sheet.episodes[0], now)
    form = desk.form_of(sheet.interview or sheet.episodes[0])
    return FormSession(form, sheet, now=now, facts=facts)


def sheet_of(
    desk: Desk, work: Work, episodes: Sequence[Record], interview: Record | None, screen: str
) -> Sheet:
    """The records of one screen; the first episode is the one it was opened for."""
    case = episodes[0].case
    return Sheet(
        person=work.records.find(case),
        episodes=tuple(episodes),
        interview=interview,
        involvement=next(iter(work.records.of_case(case, RecordKind.INVOLVEMENT)), None),
        items=_record_groups(desk.form_of(interview), work, interview) if interview else {},
        screen=screen,
    )


@dataclass(frozen=True, slots=True)
class InterviewSheet:
    """The records of an interview as a document wants them."""

    form: Form
    sheet: Sheet
    facts: CaseFacts
    conflicts: tuple[Conflict, ...]


def read_interview(desk: Desk, interview: RecordId) -> InterviewSheet:
    """The records of an interview, for printing; the reading is audited."""
    with desk.open_work() as work:
        record = work.records.get(interview)
        permit(desk, work, Action.PRINT, record)
        episodes = episodes_of(work, record)
        found = InterviewSheet(
            form=desk.form_of(record),
            sheet=sheet_of(desk, work, episodes, record, "interview"),
            facts=case_facts(desk, work, episodes[0], desk.clock()),
            conflicts=tuple(work.records.conflicts(record.case)),
        )
        work.audit.add(AuditEvent(desk.actor.user, "print", interview))
        work.commit()
    return found


def _record_groups(form: Form, work: Work, interview: Record) -> Mapping[str, tuple[Record, ...]]:
    groups: dict[str, list[Record]] = {
        question.id: [] for question in form.questions.values() if form.is_record_group(question)
    }
    for record in work.records.linking_to(interview.id):
        group = record.value(GROUP)
        if group in groups:
            groups[group].append(record)
    return {group: tuple(records) for group, records in groups.items()}


@dataclass(frozen=True, slots=True)
class Saved:
    """What became durable, and when (UTC); the screen says so only now."""

    at: datetime
    op_ids: frozenset[str]


class Draft:
    """Answers on their way from the screen to the store: none is forgotten until it is durable."""

    def __init__(self, desk: Desk, session: FormSession) -> None:
        self._desk = desk
        self._session = session
        self._unsaved: dict[str, Edit] = {}
        self.free = free_times(session)
        """Times that stood empty when the screen was opened: they may be typed again."""

    @property
    def dirty(self) -> bool:
        """Whether anything is not durable yet."""
        return bool(self._unsaved)

    def collect(self) -> tuple[Edit, ...]:
        """Turn what changed on the screen into edits; earlier ones that failed come first."""
        shown = self._session.records()
        for pending in self._session.take_changes():
            edit = self._desk.edit(shown[pending.record_id], pending.change)
            self._unsaved[edit.op_id] = edit
        return tuple(self._unsaved.values())

    def done(self, saved: Saved) -> None:
        """Let go of what the store has."""
        for op_id in saved.op_ids:
            self._unsaved.pop(op_id, None)


def save(
    desk: Desk,
    edits: tuple[Edit, ...],
    place: Place | None = None,
    free: Collection[tuple[RecordId, Path]] = (),
) -> Saved:
    """Make edits durable in one transaction (outbox, head and body), with the caret's place.

    `free` are the times that the draft has found empty (see `guard`).
    """
    with desk.open_work() as work:
        check(desk, work, edits, free)
        for edit in edits:
            work.records.apply(edit)
        if place is not None:
            keep_place(work, place)
        work.commit()
    return Saved(desk.clock(), frozenset(edit.op_id for edit in edits))


def leave_section(desk: Desk, records: frozenset[RecordId]) -> None:
    """Renew the full-text index for what a section touched, and note the change in the trail."""
    with desk.open_work() as work:
        for record in sorted(records):
            work.index_text(record)
            work.audit.add(AuditEvent(desk.actor.user, "change", record))
        work.commit()
