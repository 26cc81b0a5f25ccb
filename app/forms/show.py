"""Prints a form readably: one record kind, or the whole interview as it is composed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.definition import Form
from app.forms.question import AnswerType, Question
from app.records.errors import FormError
from app.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path


_LONG_LIST = 40


def show(
    root: Path, what: str = RecordKind.RETURN_INTERVIEW.value, overlay: str | None = None
) -> str:
    """Print the form that lies in a folder, with an authority's overlay if one is named."""
    return printed(Form.load(root, overlay), what)


def printed(form: Form, what: str = RecordKind.RETURN_INTERVIEW.value) -> str:
    """Print the composed interview, or the questions of one other kind of record."""
    if what == RecordKind.RETURN_INTERVIEW.value:
        return _composed(form)
    try:
        kind = RecordKind(what)
    except ValueError as error:
        known = ", ".join(sorted({question.home.value for question in form.questions.values()}))
        advice = f"There is no form “{what}”. There are: {known}."
        raise FormError(advice) from error
    return _titled(form, kind.value, (q for q in form.of_home(kind) if q.group is None))


def _composed(form: Form) -> str:
    overlay = f", overlay {form.ref.overlay}" if form.ref.overlay else ""
    top = f"Standard form {form.ref.core}{overlay}: {len(form.questions)} questions"
    parts = [
        _titled(form, f"{section.letter}  {section.title}", form.in_section(section.id))
        for section in form.sections
    ]
    return "\n\n".join([top, *parts])


def _titled(form: Form, title: str, questions: Iterable[Question]) -> str:
    lines = [title, "=" * len(title)]
    for question in questions:
        lines += _question(question, "")
        for child in form.children(question.id):
            lines += _question(child, "    ")
    return "\n".join(lines)


def _question(question: Question, indent: str) -> list[str]:
    facts = [question.type.value, f"asked of {question.asked_of}", f"kept on {question.home.value}"]
    if not question.core:
        facts.append("local")
    lines = [f"{indent}{question.label}", f"{indent}  {question.id}: {', '.join(facts)}"]
    if question.guidance:
        lines.append(f"{indent}  {question.guidance}")
    if question.visible != "true":
        lines.append(f"{indent}  asked when {question.visible}")
    if question.required not in ("false", "true"):
        lines.append(f"{indent}  required when {question.required}")
    return [*lines, *_choices(question, indent)]


def _choices(question: Question, indent: str) -> list[str]:
    if question.type not in (AnswerType.CHOICE, AnswerType.MULTI):
        return []
    if len(question.options) > _LONG_LIST:
        return [f"{indent}    one of {len(question.options)} {question.codes}"]
    mark = "[ ]" if question.type is AnswerType.MULTI else "( )"
    return [f"{indent}    {mark} {choice.label}" for choice in question.options]
