"""What still stands in the way at a stage: missing answers, wrong ones, and doubts to confirm.

Saving is never blocked by any of this. A doubt is overridden by giving a reason: an answer that
carries `why` is no longer doubted. Signing off incomplete is possible with `incomplete_reason`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from app.forms.plausibility import child_names
from app.forms.question import CODED, CONTAINERS, OTHER, SYSTEM, AnswerType, Question
from app.forms.sheet import in_scope
from app.records.record import Answer, AnswerState, Tick

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from app.forms.evaluation import Evaluation
    from app.forms.shown import Shown

Kind = Literal["missing", "invalid", "warning"]
_WORD = re.compile(r"\w+(?:['\u2019-]\w+)*")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to look at, with the address it is about."""

    address: str
    section: str
    kind: Kind
    message: str


def find_problems(
    session: Shown, evaluation: Evaluation, stage: str, section: str | None = None
) -> list[Problem]:
    """Every problem at a stage, of one section or of all, in the form's order."""
    sections = [section] if section else [each.id for each in session.form.sections]
    doubts = session.doubts()
    found: list[Problem] = []
    for each in sections:
        for address, question, name in _asked(session, evaluation, each):
            found += _of_one(session, evaluation, stage, (address, question, name))
            warning = doubts.get(address)
            if warning and not _reasoned(session.answer(address)):
                found.append(Problem(address, each, "warning", warning))
    return found


def blocking(problems: Iterable[Problem], incomplete_reason: str | None = None) -> list[Problem]:
    """The problems that keep a record from being signed; a reason lets missing answers through."""
    excused = {"warning", "missing"} if (incomplete_reason or "").strip() else {"warning"}
    return [problem for problem in problems if problem.kind not in excused]


def _asked(
    session: Shown, evaluation: Evaluation, section: str
) -> Iterator[tuple[str, Question, str]]:
    """Visible addresses of a section, with the name each goes by in a message."""
    for question in session.form.in_section(section):
        for scope in session.worksheet.scopes:
            address = in_scope(scope, question.id)
            if question.type in SYSTEM or not evaluation.shown.get(address):
                continue
            yield address, question, question.label
            if question.type in CONTAINERS:
                yield from _inside(session, evaluation, question, address)


def _inside(
    session: Shown, evaluation: Evaluation, group: Question, address: str
) -> Iterator[tuple[str, Question, str]]:
    grid = group.type is AnswerType.GRID
    items = [""] if grid else session.items(address)
    for number, item in enumerate(items, start=1):
        prefix = f"{address}/{item}/" if item else f"{address}/"
        for child in session.form.children(group.id):
            if evaluation.shown.get(prefix + child.leaf):
                name = child.label if grid else f"{group.short} {number}: {child.label}"
                yield prefix + child.leaf, child, name


def _of_one(
    session: Shown, evaluation: Evaluation, stage: str, asked: tuple[str, Question, str]
) -> Iterator[Problem]:
    address, question, name = asked
    if not session.has_answer(address):
        if evaluation.needed.get(address):
            message = f"{name} No answer yet." if name.endswith("?") else f"{name}: no answer yet."
            yield Problem(address, question.section, "missing", message)
        return
    if stage != "draft" and _other_unexplained(session, address, question):
        message = f"{name} Say in a note what “{question.label_of(OTHER)}” was."
        yield Problem(address, question.section, "missing", message)
    for message in _wrong(session, address, question, name):
        yield Problem(address, question.section, "invalid", message)


def _other_unexplained(session: Shown, address: str, question: Question) -> bool:
    """The option `other` says nothing without a note."""
    answer = session.answer(address)
    noted = bool(answer and (answer.note or answer.why))
    if question.type is AnswerType.MULTI and OTHER in session.ticked(address):
        place = session.worksheet.place(address)
        cell = session.worksheet[place.record].answers.get(f"{place.path}/{OTHER}")
        return not noted and not (isinstance(cell, Tick) and cell.note)
    return question.type is AnswerType.CHOICE and session.value(address) == OTHER and not noted


def _wrong(session: Shown, address: str, question: Question, name: str) -> Iterator[str]:
    if question.type in CODED:
        code = session.value(address)
        if code is not None and code not in {choice.code for choice in session.choices(address)}:
            yield f"{name} “{question.label_of(str(code))}” cannot be chosen here."
    if question.type is AnswerType.MULTI:
        chosen = session.ticked(address)
        alone = [code for code in chosen if code in question.exclusive]
        if alone and len(chosen) > 1:
            yield f"{name} “{question.label_of(alone[0])}” cannot stand beside another choice."
    if question.id in NAMELESS and session.value(address) is not None:
        yield from _names_child(session, address, name)


NAMELESS = frozenset({"intel_items.what", "intel_items.sanitised"})
"""Texts that go to police without the child's name unless the item says it may be named."""


def _names_child(session: Shown, address: str, name: str) -> Iterator[str]:
    item = address.rsplit("/", 1)[0]
    if session.value(f"{item}/name_child") != "no":
        return
    if address.endswith("/what") and session.value(f"{item}/sanitised"):
        return
    words = words_of_child(str(session.value(address)), child_names(session.worksheet))
    if words:
        marked = ", ".join(f"“{word}”" for word in words)
        yield f"{name} The child may not be named in this item: take out {marked}."


def words_of_child(text: str, names: Iterable[str]) -> list[str]:
    """The words of a text that name the child, as they stand there."""
    known = {name.casefold() for name in names if len(name) > 1}
    return [word for word in _WORD.findall(text) if word.casefold().removesuffix("'s") in known]


def _reasoned(answer: Answer | None) -> bool:
    return answer is not None and bool(answer.why) and answer.state is AnswerState.ANSWERED
