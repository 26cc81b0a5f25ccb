"""What is being entered may be here already: the same child, or the same episode.

Nobody is merged by the program. A person says that it is the same child; the report goes on under
that child, and the draft of a new one is struck out, kept and counted nowhere.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.analysis.matching import same_episode
from app.casework.missing_episode import start_intake
from app.forms.answer_types import told_words
from app.records.record import LINKS, STAGE, RecordKind, Stage, answered

if TYPE_CHECKING:
    from app.analysis.matching import Match
    from app.casework.desk import Desk
    from app.forms.session import FormSession
    from app.records.record import Record, RecordId

STRUCK = "Entered for a child who was here already."
_OF_THE_DRAFT = frozenset({STAGE, LINKS, "record_ref"})


def likely_episodes(desk: Desk, entered: Record) -> list[tuple[Match, str]]:
    """The child's episodes that may be the one being entered, each with when it was."""
    with desk.open_work() as work:
        known = work.records.of_case(entered.case, RecordKind.MISSING_EPISODE)
    by_id = {record.id: record for record in known}
    return [(match, _when(by_id[match.record])) for match in same_episode(entered, known)]


def _when(episode: Record) -> str:
    began = told_words(episode, "missing_from_at") or "a time not known"
    reference = episode.value("record_ref")
    return f"Missing from {began}" + (f" · {reference}" if reference else "")


def go_on_with(desk: Desk, session: FormSession, case: RecordId) -> FormSession:
    """The intake again, of a child who is here, with what was told of the episode so far."""
    entered = session.worksheet.episode("")
    fresh = start_intake(desk, case)
    episode = fresh.worksheet.episode("")
    if entered is not None and episode is not None:
        for path, cell in sorted(entered.answers.items()):
            if path.split("/", maxsplit=1)[0] not in _OF_THE_DRAFT:
                fresh.worksheet.write(episode.id, path, cell)
    fresh.settle()
    _strike_out(desk, session)
    return fresh


def _strike_out(desk: Desk, session: FormSession) -> None:
    with desk.open_work() as work:
        for shown in session.records().values():
            kept = work.records.find(shown.id)
            if kept is not None and kept.stage is Stage.DRAFT:
                change = {STAGE: answered(Stage.ENTERED_IN_ERROR.value)}
                work.records.apply(desk.edit(kept, change, reason=STRUCK))
        work.commit()
