"""The form: sections and questions by id, loaded from files, and the versions published so far."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import msgspec

from app.forms.codes import code_list
from app.forms.form_files import FormFile, question_files, read_questions
from app.forms.overlay import find_overlay, has_overlay
from app.forms.question import (
    CONTAINERS,
    AnswerType,
    Choice,
    MergeClass,
    Question,
    Section,
)
from app.records.errors import FormError
from app.records.record import LIFE, FormRef, RecordKind
from app.records.record import Path as AnswerPath

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

__all__ = [
    "AnswerType",
    "Choice",
    "Form",
    "FormLibrary",
    "MergeClass",
    "Question",
    "Section",
    "forms_root",
]

_COMPOSED = frozenset(
    {
        RecordKind.PERSON,
        RecordKind.MISSING_EPISODE,
        RecordKind.RETURN_INTERVIEW,
        RecordKind.INVOLVEMENT,
    }
)
"""Kinds of which a screen shows one record; any other kind comes as the items of a group."""


@dataclass(frozen=True, eq=False)
class Form:
    """A composed form. `questions` are those asked; `known` also those off, hidden or retired."""

    ref: FormRef
    sections: tuple[Section, ...]
    questions: Mapping[str, Question]
    known: Mapping[str, Question]
    release: Mapping[str, Any] = field(default_factory=dict[str, Any])
    _in_section: dict[str, tuple[Question, ...]] = field(init=False, repr=False)
    _children: dict[str, tuple[Question, ...]] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        sections: defaultdict[str, list[Question]] = defaultdict(list)
        children: defaultdict[str, list[Question]] = defaultdict(list)
        for question in self.questions.values():
            if question.group is None:
                sections[question.section].append(question)
            else:
                children[question.group].append(question)
        object.__setattr__(self, "_in_section", {key: tuple(v) for key, v in sections.items()})
        object.__setattr__(self, "_children", {key: tuple(v) for key, v in children.items()})

    @classmethod
    def load(cls, root: Path, overlay: str | None = None) -> Form:
        """Load the form from `resources`, with an authority's overlay if one is named."""
        folder = forms_root(root)
        files = question_files(folder)
        sections_file = FormFile(folder / "sections.toml")
        sections = tuple(sections_file.section(table) for table in sections_file.tables("section"))
        questions = [question for file in files for question in read_questions(file)]
        _no_id_twice(questions)
        core = max((file.version for file in files), default=0)
        known = {question.id: question for question in questions}
        asked = {question.id for question in questions if question.core}
        overlay_ref = ""
        if overlay:
            laid = find_overlay(folder, overlay)
            known, asked = laid.lay_over(questions)
            overlay_ref = laid.ref
        return _compose(folder, sections, known, asked, (core, overlay_ref))

    def in_section(self, section: str) -> tuple[Question, ...]:
        """The top-level questions of a section, in order."""
        return self._in_section.get(section, ())

    def children(self, group: str) -> tuple[Question, ...]:
        """The sub-questions of a repeat or grid, in order."""
        return self._children.get(group, ())

    def of_home(self, kind: RecordKind) -> tuple[Question, ...]:
        """The questions whose answers live on this kind of record."""
        every = kind in _COMPOSED
        return tuple(q for q in self.questions.values() if (every if q.every else q.home is kind))

    def is_record_group(self, question: Question) -> bool:
        """Whether each item of this repeat or grid is a record of its own."""
        return question.type in CONTAINERS and question.home not in _COMPOSED

    def section(self, identifier: str) -> Section:
        """A section by its id."""
        return next(section for section in self.sections if section.id == identifier)

    def question_at(self, path: AnswerPath) -> Question | None:
        """The question that a path on a record, or an address on a screen, belongs to."""
        rest = path.split("/")
        question = self.known.get(rest.pop(0))
        while question is not None and question.type in CONTAINERS and rest:
            if question.type is AnswerType.GRID:
                return self.known.get(f"{question.id}.{rest[0]}", question)
            leaf = rest[1] if rest[1:] else LIFE
            if leaf == LIFE:
                return question
            question = self.known.get(f"{question.id}.{leaf}")
            del rest[:2]
        return question

    def merge_class(self, kind: RecordKind, path: AnswerPath) -> MergeClass:
        """How unseen changes of a path meet; what the form does not know merges as fact."""
        if path == "stage":
            return MergeClass.JUDGEMENT
        question = self._of_kind(kind, path)
        return MergeClass.FACT if question is None else question.merge

    def protective(self, kind: RecordKind, path: AnswerPath) -> tuple[str, ...]:
        """The options of a judgement, the most protective first."""
        question = self._of_kind(kind, path)
        return () if question is None else question.protective

    def _of_kind(self, kind: RecordKind, path: AnswerPath) -> Question | None:
        question = self.question_at(path)
        fits = question is not None and (question.home is kind or question.every)
        return question if fits else None


class FormLibrary:
    """Forms by version: a record is shown and printed with the form it was taken with."""

    def __init__(self, root: Path, overlay: str | None = None) -> None:
        self._root = forms_root(root)
        self.current = Form.load(self._root, overlay)
        self._seen: dict[str, Form] = {self.current.ref.digest: self.current}
        self._of_authority: dict[str, Form] = {}
        self._absent: set[str] = set()

    def at(self, ref: FormRef) -> Form:
        """The very form a record was taken with; FormError when this program does not have it."""
        if ref.digest not in self._seen:
            form = None if ref.digest in self._absent else self._stored(ref)
            if form is None or form.ref != ref:
                self._absent.add(ref.digest)  # the files are read once, not at every keystroke
                advice = (
                    "This record was taken with a form that this Homeward does not have "
                    f"(standard form {ref.core}). Install the newest version to see it as asked."
                )
                raise FormError(advice, core=ref.core, overlay=ref.overlay)
            self._seen[ref.digest] = form
        return self._seen[ref.digest]

    def of_authority(self, authority: str) -> Form:
        """The form an authority uses now: the standard one with its overlay, if one ships."""
        if authority not in self._of_authority:
            laid = authority if has_overlay(self._root, authority) else None
            form = Form.load(self._root, laid)
            self._of_authority[authority] = self._seen.setdefault(form.ref.digest, form)
        return self._of_authority[authority]

    def nearest(self, ref: FormRef) -> tuple[Form, bool]:
        """The form of a record, or the current one, and whether it is the very form."""
        try:
            return self.at(ref), True
        except FormError:
            return self.current, False

    def _stored(self, ref: FormRef) -> Form | None:
        overlay = ref.overlay.partition("@")[0] or None
        for folder in (self._root, self._root / "published" / str(ref.core)):
            try:
                form = Form.load(folder, overlay)
            except FormError:
                continue
            if form.ref == ref:
                return form
        return None


def forms_root(root: Path) -> Path:
    """The folder of the form files, given that folder or `resources`."""
    return root / "forms" if (root / "forms").is_dir() else root


def _no_id_twice(questions: Iterable[Question]) -> None:
    seen: set[str] = set()
    for question in questions:
        if question.id in seen:
            advice = f"Two questions have the id “{question.id}”. Each id stands once."
            raise FormError(advice, question=question.id)
        seen.add(question.id)


def _compose(
    folder: Path,
    sections: tuple[Section, ...],
    known: dict[str, Question],
    asked: set[str],
    version: tuple[int, str],
) -> Form:
    core, overlay = version
    ordered = _in_form_order(known, sections)
    digest = _digest(sections, ordered, asked)
    full = {question.id: _with_codes(question, folder) for question in ordered}
    live = {
        identifier: question
        for identifier, question in full.items()
        if identifier in asked
        and (question.group is None or question.group in asked)
        and (question.retired is None or question.retired > core)
    }
    return Form(
        FormRef(core=core, overlay=overlay, digest=digest),
        sections,
        MappingProxyType(live),
        MappingProxyType(full),
        FormFile(folder / "release.toml").table,
    )


def _in_form_order(known: dict[str, Question], sections: tuple[Section, ...]) -> list[Question]:
    place = {section.id: number for number, section in enumerate(sections)}

    def key(question: Question) -> tuple[int, int, int]:
        top = known.get(question.group, question) if question.group else question
        under = question.order if question.group else -1
        return place.get(top.section, len(place)), top.order, under

    return sorted(known.values(), key=key)


def _digest(sections: tuple[Section, ...], ordered: list[Question], asked: set[str]) -> str:
    """Of what the form says, not of how its files are laid out; code lists have their own dates."""
    content = [msgspec.to_builtins(sections), msgspec.to_builtins(ordered), sorted(asked)]
    text = msgspec.json.encode(content, order="deterministic")
    return hashlib.sha256(text).hexdigest()[:32]


def _with_codes(question: Question, folder: Path) -> Question:
    if question.codes is None:
        return question
    return replace(question, options=code_list(_codes_folder(folder), question.codes))


def _codes_folder(folder: Path) -> Path:
    """Published versions share the code lists of the current form."""
    near = (parent / "codes" for parent in folder.parents)
    return next((path for path in near if path.is_dir()), folder.parent / "codes")
