"""A return interview gathered for paper: its records, its episodes in order, and who prints it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.plain_facts import instant
from app.forms.session import FormSession
from app.records.record import RecordKind, Stage
from app.reports.answers import Teller
from app.reports.episode_story import EpisodeStory
from app.reports.told_sections import section_blocks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import datetime

    from app.forms.definition import Form, Section
    from app.forms.derived import CaseFacts
    from app.forms.sheet import Sheet
    from app.records.conflict import Conflict
    from app.records.record import JsonValue, Record
    from app.reports.blocks import Block
    from app.reports.told_sections import Say

FULL = "full"
_EVERYTHING = "close"
"""The stage at which every question is asked: what was answered at any stage is printed."""
STAGES = {
    Stage.DRAFT: "Draft: not signed off by the worker",
    Stage.SUBMITTED: "Signed off by the worker, waiting for the supervisor",
    Stage.RETURNED: "Sent back to the worker by the supervisor",
    Stage.APPROVED: "Approved by the supervisor",
    Stage.CLOSED: "Closed",
    Stage.REOPENED: "Opened again",
    Stage.ENTERED_IN_ERROR: "Entered in error",
}


@dataclass(frozen=True, slots=True)
class CopyValues:
    """What a copy is made from: the records of one interview, and who prints it when."""

    form: Form
    sheet: Sheet
    facts: CaseFacts
    printed_by: str
    printed_at: datetime
    practice: bool = False
    audience: str = FULL
    conflicts: Sequence[Conflict] = ()


@dataclass(frozen=True, slots=True)
class InterviewCopy:
    """The records of one interview, at hand for the parts of a document."""

    values: CopyValues
    session: FormSession
    teller: Teller
    child: Record | None
    episodes: tuple[Record, ...]
    interview: Record | None

    @property
    def stage(self) -> Stage:
        """Where the interview stands."""
        return self.interview.stage if self.interview else Stage.DRAFT

    @property
    def stories(self) -> list[EpisodeStory]:
        """The episodes the interview covers, the earliest first."""
        form, now = self.session.form, self.values.printed_at
        return [EpisodeStory(form, episode, self.interview, now) for episode in self.episodes]

    @property
    def first_name(self) -> str:
        """What the child is called in the line under a quote."""
        said = self.child.value("child_forename") if self.child else None
        return str(said) if said else "The child"

    def value(self, address: str) -> JsonValue:
        """The value at an address that is asked, None for one that is not."""
        return self.session.value(address) if self.session.is_visible(address) else None

    def sections(self, letters: str) -> list[Section]:
        """The sections with these letters, in the order of the form."""
        return [section for section in self.session.form.sections if section.letter in letters]

    def told(self, letters: str, say: Say, level: int = 3) -> list[Block]:
        """What was answered in the sections with these letters."""
        return [
            block
            for section in self.sections(letters)
            for block in section_blocks(self.teller, section, say, level)
        ]


def gathered(values: CopyValues) -> InterviewCopy:
    """Gather what a copy needs from its values."""
    session = FormSession(
        values.form, values.sheet, now=values.printed_at, facts=values.facts, stage=_EVERYTHING
    )
    shown = list(session.records().values())
    conflicts = {(each.about, each.path): each for each in values.conflicts if each.open}
    return InterviewCopy(
        values=values,
        session=session,
        teller=Teller(session, conflicts),
        child=next(iter(_of(shown, RecordKind.PERSON)), None),
        episodes=tuple(sorted(_of(shown, RecordKind.MISSING_EPISODE), key=_began)),
        interview=next(iter(_of(shown, RecordKind.RETURN_INTERVIEW)), None),
    )


def _of(records: Iterable[Record], kind: RecordKind) -> list[Record]:
    return [record for record in records if record.kind is kind]


def _began(episode: Record) -> str:
    began = instant(episode, "missing_from_at")
    return began.isoformat() if began else ""


def counted(number: int, one: str, many: str) -> str:
    """A number with its words."""
    return f"{number} {one if number == 1 else many}"
