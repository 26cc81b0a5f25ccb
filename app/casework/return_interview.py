"""Return interviews: opened for every episode that owes an offer, started, finished, shared."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.casework.assignment import take
from app.casework.open_form import EPISODE_ROLE, interview_of
from app.casework.permit import permit
from app.forms.answer_types import told_words
from app.forms.derived import SUPERSEDED_BY
from app.forms.plain_facts import counts, instant, is_history, returned
from app.forms.told_times import as_value
from app.records import clock
from app.records.permissions import Action
from app.records.ports import AuditEvent, Work
from app.records.record import (
    LINKS,
    Presence,
    Record,
    RecordId,
    RecordKind,
    Source,
    Stage,
    answered,
    path_of,
)

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.forms.session import FormSession
    from app.records.edit import Change


def open_for_episode(desk: Desk, episode: RecordId) -> RecordId:
    """The interview of an episode; a new one when none has been opened.

    It is opened whatever comes of the offer: coding, analysis and sign-off are owed also when the
    child declines.
    """
    with desk.open_work() as work:
        record = work.records.get(episode)
        existing = interview_of(work, episode)
        if existing is not None:
            return existing.id
        take(desk, work, record)
        new = desk.blank(RecordKind.RETURN_INTERVIEW, record.la, record.case)
        permit(desk, work, Action.CREATE, new)
        interview = create_interview(desk, work, record)
        work.audit.add(AuditEvent(desk.actor.user, "create", interview.id))
        work.commit()
    return interview.id


def create_interview(desk: Desk, work: Work, episode: Record) -> Record:
    """Create the interview record of an episode inside an open unit of work."""
    blank = desk.blank(RecordKind.RETURN_INTERVIEW, episode.la, episode.case)
    return work.records.apply(
        desk.edit(
            blank,
            {
                path_of(LINKS, episode.id): Presence(present=True, role=EPISODE_ROLE),
                "record_ref": desk.new_reference(episode.la),
            },
        )
    )


def cover_episode(desk: Desk, interview: RecordId, episode: RecordId, *, covered: bool) -> None:
    """Let one interview cover another episode too, or no longer.

    The interview that had been opened for that episode gives way while nothing was done with it.
    """
    with desk.open_work() as work:
        record = work.records.get(interview)
        permit(desk, work, Action.EDIT, record)
        cell = Presence(present=covered, role=EPISODE_ROLE)
        work.records.apply(desk.edit(record, {path_of(LINKS, episode): cell}))
        if covered:
            _give_way(desk, work, episode, interview)
        work.audit.add(AuditEvent(desk.actor.user, "cover", interview))
        work.commit()


def _give_way(desk: Desk, work: Work, episode: RecordId, to: RecordId) -> None:
    for other in work.records.linking_to(episode, RecordKind.RETURN_INTERVIEW):
        begun = other.stage is not Stage.DRAFT or other.value("interview_held") is not None
        if other.id == to or begun:
            continue
        change: Change = {path_of(LINKS, episode): Presence(present=False, role=EPISODE_ROLE)}
        if other.linked(EPISODE_ROLE) == [episode]:
            change[path_of(LINKS, to)] = Presence(present=True, role=SUPERSEDED_BY)
        work.records.apply(desk.edit(other, change))


def other_episodes(desk: Desk, episode: RecordId) -> list[tuple[RecordId, str]]:
    """The child's other episodes that one talk could cover too, in words, the latest first."""
    with desk.open_work() as work:
        about = work.records.get(episode)
        found = [
            other
            for other in work.records.of_case(about.case, RecordKind.MISSING_EPISODE)
            if other.id != episode and counts(other) and not is_history(other) and returned(other)
        ]
    found.sort(key=lambda one: str(instant(one, "missing_from_at")), reverse=True)
    return [(one.id, _in_words(one)) for one in found]


def _in_words(episode: Record) -> str:
    began, back = (told_words(episode, path) for path in ("missing_from_at", "returned_at"))
    return f"Missing {began or 'from a time not known'}, back {back or 'at a time not known'}"


def start_with_child(desk: Desk, session: FormSession) -> None:
    """Press Start interview: it was held, it began now, by the person signed in.

    What somebody has already answered is left alone.
    """
    stamp = clock.at_local(clock.local(desk.clock()))
    defaults = {
        "interview_held": answered("yes", Source.SYSTEM),
        "interview_start": answered(as_value(stamp), Source.SYSTEM),
        "interviewer": answered({"name": desk.actor.name}, Source.SYSTEM),
    }
    for address, answer in defaults.items():
        if session.answer(address) is None:
            session.set_answer(address, answer)


def finish_with_child(desk: Desk, session: FormSession) -> None:
    """Press Finish with child: the interview ended now, unless a time is there already."""
    if session.answer("interview_end") is None:
        stamp = clock.at_local(clock.local(desk.clock()))
        session.set_answer("interview_end", answered(as_value(stamp), Source.SYSTEM))
