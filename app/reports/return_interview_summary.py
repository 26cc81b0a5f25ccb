"""The return interview on paper, for the supervisor: the story first, then the coding.

It prints what was asked and what came of it, and says what is still open. It is the full copy:
other readers get documents of their own, made from their release rule.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.told_times import short_day
from app.records.clock import local
from app.records.errors import Refused
from app.records.record import Stage
from app.reports.answers import Teller
from app.reports.blocks import Block, Document, Fact, Facts, Heading, Para
from app.reports.interview_copy import FULL, STAGES, CopyValues, InterviewCopy, counted, gathered
from app.reports.interview_front import front
from app.reports.registry import report
from app.reports.styles import SMALL, STATE, STRONG
from app.reports.told_sections import Say, quotes, section_blocks

if TYPE_CHECKING:
    from datetime import datetime

    from app.records.record import Record

KIND = "return_interview_summary"
_TALK = "EFGHIJKLM"
_CARER = "N"
_JUDGED = "OP"
_NEXT = "QRS"
_DETAILS = "CD"
_CHILD = "AB"
_SIGNED = "T"
_NEXT_CHECK = {Stage.DRAFT: "submit", Stage.RETURNED: "submit", Stage.SUBMITTED: "approve"}


@report(KIND)
def summary(values: CopyValues) -> Document:
    """Compose the summary of a return interview."""
    if values.audience != FULL:
        raise Refused("This summary is the full copy. Other readers get their own.")
    it = gathered(values)
    reference = str((it.interview and it.interview.value("record_ref")) or "no number yet")
    return Document(
        title=f"Return interview summary {reference}",
        reference=reference,
        blocks=[
            *front(it),
            *_happened(it),
            *_own_words(it),
            *_headed("What was said and asked", it.told(_TALK, Say())),
            *_carer(it),
            *_headed("What the worker saw and judged", it.told(_JUDGED, Say())),
            *it.told(_NEXT, Say(), level=2),
            *_details(it),
            *_headed("The child and the record", it.told(_CHILD, Say(short=True))),
            *_sign_off(it),
            *_open(it),
        ],
        handling="CONFIDENTIAL · full copy",
        printed=f"Printed {_moment(values.printed_at)} by {values.printed_by}",
        version=_version(it),
        practice=values.practice,
        watermark="DRAFT" if it.stage in (Stage.DRAFT, Stage.RETURNED) else "",
    )


def _happened(it: InterviewCopy) -> list[Block]:
    blocks: list[Block] = [Heading("What happened")]
    for number, story in enumerate(it.stories, 1):
        if len(it.stories) > 1:
            blocks.append(Heading(f"Episode {number} of {len(it.stories)}"
                                  f"{_reference(story.episode)}", 3))  # fmt: skip
        blocks.append(story.timeline())
    return blocks


def _reference(record: Record) -> str:
    reference = record.value("record_ref")
    return f" · {reference}" if reference else ""


def _own_words(it: InterviewCopy) -> list[Block]:
    held = any(story.held for story in it.stories)
    said = quotes(it.teller, it.sections("DEFGHIJKLM"), it.first_name)
    if not said and not held:
        return []
    nothing = Para("No words of the child were written down.", STATE)
    return [Heading("In the child's own words"), *(said or [nothing])]


def _carer(it: InterviewCopy) -> list[Block]:
    told = quotes(it.teller, it.sections(_CARER), it.first_name)
    facts = it.told(_CARER, Say())[1:]
    return [Heading("What the parent or carer says"), *told, *facts] if told or facts else []


def _details(it: InterviewCopy) -> list[Block]:
    blocks: list[Block] = []
    shown = it.session.locate("missing_from_at")[1] if it.episodes else ""
    for number, episode in enumerate(it.episodes, 1):
        many = f"Episode {number}: " if len(it.episodes) > 1 else ""
        scope = "" if episode.id == shown else episode.id
        teller = Teller(it.session, it.teller.conflicts, scope)
        for section in it.sections(_DETAILS):
            told = section_blocks(teller, section, Say(short=True))
            blocks += [Heading(f"{many}{section.title}", 3), *told[1:]] if told else []
    return _headed("The episode and the offer in detail", blocks)


def _sign_off(it: InterviewCopy) -> list[Block]:
    told = it.told(_SIGNED, Say(short=True))[1:]
    return [Heading("Sign-off"), Para(f"{STAGES[it.stage]}.", STRONG), *told]


def _open(it: InterviewCopy) -> list[Block]:
    stage = _NEXT_CHECK.get(it.stage, "close")
    problems = it.session.problems(stage)
    titles = {section.id: section.title for section in it.session.form.sections}
    rows: dict[str, list[Para]] = {}
    for each in problems:
        rows.setdefault(titles.get(each.section, "Elsewhere"), []).append(Para(each.message))
    nothing = Para("Nothing that had to be answered by this stage was open.")
    blocks: list[Block] = [Heading("Open when this was printed")]
    facts = tuple(Fact(title, tuple(paras)) for title, paras in rows.items())
    blocks.append(Facts(facts) if facts else nothing)
    hidden = len(it.session.no_longer_asked())
    if hidden:
        said = counted(hidden, "answer given earlier is", "answers given earlier are")
        blocks.append(
            Para(f"{said} no longer asked and not printed. The record keeps them.", SMALL)
        )
    return blocks


def _headed(title: str, blocks: list[Block]) -> list[Block]:
    return [Heading(title), *blocks] if blocks else []


def _version(it: InterviewCopy) -> str:
    ref = it.session.form.ref
    local_part = f" with {ref.overlay}" if ref.overlay else ""
    made = it.interview.ver if it.interview else 0
    record = f"record version {made}" if made else "not sent to the central service yet"
    return f"Standard form {ref.core}{local_part} · {record}"


def _moment(at: datetime) -> str:
    wall = local(at)
    return f"{wall:%H:%M}, {short_day(wall.date())}"
