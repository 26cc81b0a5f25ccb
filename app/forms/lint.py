"""Finds faults in a form before anybody meets them; its rules are checked in lint_rules.py."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.forms.derived import DERIVED_NAMES
from app.forms.lint_rules import rule_faults
from app.forms.publish import changed_since_published, compose_all
from app.forms.question import CODED, CONTAINERS, AnswerType, MergeClass, Question
from app.forms.release import policy_of
from app.forms.rules import ANSWERS
from app.records.errors import FormError
from app.records.record import RESERVED, AnswerState

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.forms.definition import Form

STATES = frozenset(state.value for state in AnswerState) | {"unanswered"}
TAKEN = RESERVED | frozenset(DERIVED_NAMES) | {ANSWERS}
_ID = re.compile(r"[a-z][A-Za-z0-9_.]*")
_DEEPEST = 2


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a form and the question it is in."""

    question: str
    message: str

    @property
    def words(self) -> str:
        """The fault on one line."""
        return f"{self.question}: {self.message}"


def lint(root: Path) -> list[str]:
    """Every fault of the standard form and of each overlay, one line each."""
    try:
        faults = {fault.words: None for form in compose_all(root) for fault in find_faults(form)}
        faults.update(dict.fromkeys(changed_since_published(root)))
    except FormError as error:
        return [error.advice]
    return list(faults)


def find_faults(form: Form) -> list[Fault]:
    """Every fault of a form, those that are switched off included."""
    found: list[Fault] = []
    for question in form.known.values():
        for check in (_identity, _words, _options, _orders, _group, _place):
            found += [Fault(question.id, words) for words in check(form, question)]
    found += [Fault(identifier, words) for identifier, words in rule_faults(form)]
    return found


def _identity(_form: Form, question: Question) -> Iterator[str]:
    if not _ID.fullmatch(question.id):
        yield "an id has small letters, figures, _ and dots, and begins with a letter"
    if question.id in TAKEN or question.leaf in RESERVED:
        yield "this id is reserved"
    if not question.core and question.since > 1 and question.retired == question.since:
        yield "it is retired in the version that brings it"


def _words(_form: Form, question: Question) -> Iterator[str]:
    for name, words in (("label", question.label), ("short", question.short)):
        if not words.strip():
            yield f"its {name} is empty"
        elif words in (question.id, question.leaf):
            yield f"its {name} is its own id: write what a worker would say"
    for choice in question.options if question.codes is None else ():
        if not choice.label.strip() or choice.label == choice.code:
            yield f"option {choice.code} has no words of its own"


def _options(_form: Form, question: Question) -> Iterator[str]:
    codes = [choice.code for choice in question.options]
    for code in sorted({code for code in codes if codes.count(code) > 1}):
        yield f"option {code} stands twice"
    for code in codes:
        if code in STATES:
            yield f"option {code} is named like an answer state"
    if question.type in (AnswerType.CHOICE, AnswerType.MULTI) and not codes:
        yield "it has no options"
    for code in (*question.exclusive, *question.protective):
        if code not in {choice.code for choice in question.choices}:
            yield f"“{code}” is not one of its options"


def _orders(_form: Form, question: Question) -> Iterator[str]:
    """Two unseen judgements: the more protective one is shown, so the order must be known."""
    if question.merge is not MergeClass.JUDGEMENT or question.type not in CODED:
        return
    missing = [c.code for c in question.choices if c.code not in question.protective]
    if missing:
        yield f"its order of protectiveness does not say where {', '.join(missing)} stands"


def _group(form: Form, question: Question) -> Iterator[str]:
    if question.type in CONTAINERS and not any(
        child.group == question.id for child in form.known.values()
    ):
        yield "it is a repeat or grid without sub-questions"
    if question.group is None:
        return
    parent = form.known.get(question.group)
    if parent is None or parent.type not in CONTAINERS:
        yield f"its group “{question.group}” is not a repeat or grid"
        return
    if question.id != f"{question.group}.{question.leaf}":
        yield f"inside {question.group} its id begins with “{question.group}.”"
    if question.home is not parent.home:
        yield f"it lives on {question.home.value}, its group on {parent.home.value}"
    if _depth(form, question) > _DEEPEST:
        yield f"it lies {_depth(form, question)} repeats deep; two are the most"


def _depth(form: Form, question: Question) -> int:
    depth, seen = 0, {question.id}
    parent = form.known.get(question.group or "")
    while parent is not None and parent.id not in seen:
        seen.add(parent.id)
        depth += 1
        parent = form.known.get(parent.group or "")
    return depth


def _place(form: Form, question: Question) -> Iterator[str]:
    if question.section not in {section.id for section in form.sections}:
        yield f"there is no section “{question.section}”"
    policy = policy_of(form)
    if not question.release:
        yield "it has no release class: nobody would know who may see it"
    elif question.release not in policy.classes:
        yield f"there is no release class “{question.release}”"
