"""What an authority may change about the standard form: switch on, hide, reword help, add its own.

A core question's id, type, options and meaning stay as they are everywhere: that is what keeps two
authorities comparable.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from app.forms.form_files import FormFile, Table
from app.records.errors import FormError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from app.forms.question import Question

_REWORDABLE = frozenset({"id", "guidance", "prompts"})


class Overlay:
    """One authority's overlay, laid over the questions of the standard form."""

    def __init__(self, file: FormFile) -> None:
        self.file = file
        self.authority = str(file.table.get("authority", ""))
        self.ref = f"{file.path.stem}@{file.version}"
        if not self.authority:
            msg = "“authority” is missing: the code of the authority it belongs to"
            raise file.fault(msg)

    def lay_over(self, questions: Iterable[Question]) -> tuple[dict[str, Question], set[str]]:
        """Return all questions as this authority words them, and the ids of those it asks."""
        known = {question.id: question for question in questions}
        asked = {question.id for question in known.values() if question.core}
        asked |= {self._known(known, word).id for word in self.file.words("switch_on")}
        asked -= {self._may_hide(known, word).id for word in self.file.words("hide")}
        for table in self.file.tables("reword"):
            question = self._reword(known, table)
            known[question.id] = question
        for table in self.file.tables("question"):
            question = self._own(known, dict(table))
            known[question.id] = question
            asked.add(question.id)
        return known, asked

    def _known(self, known: dict[str, Question], word: str) -> Question:
        if word not in known:
            msg = f"the standard form has no question “{word}”"
            raise self.file.fault(msg)
        return known[word]

    def _may_hide(self, known: dict[str, Question], word: str) -> Question:
        question = self._known(known, word)
        if question.core:
            msg = f"“{word}” is a core question: every authority asks it"
            raise self.file.fault(msg)
        return question

    def _reword(self, known: dict[str, Question], table: Table) -> Question:
        question = self._known(known, str(table.get("id", "")))
        other = sorted(set(table) - _REWORDABLE)
        if other:
            what = f"an overlay may reword guidance and prompts, not “{other[0]}”"
            raise self.file.fault(what, at=question.id)
        guidance = str(table.get("guidance", question.guidance))
        prompts = tuple(str(words) for words in table.get("prompts", question.prompts))
        return dataclasses.replace(question, guidance=guidance, prompts=prompts)

    def _own(self, known: dict[str, Question], table: Table) -> Question:
        question = self.file.question(table, str(table.pop("kind", "")))
        if not question.id.startswith(f"local.{self.authority}."):
            what = f"a local question's id begins with “local.{self.authority}.”"
            raise self.file.fault(what, at=question.id)
        if question.id in known:
            msg = "this id is taken"
            raise self.file.fault(msg, at=question.id)
        return dataclasses.replace(question, core=False)


def find_overlay(root: Path, name: str) -> Overlay:
    """Open an overlay by its file name or by the code of its authority."""
    folder = root / "overlays"
    named = folder / f"{name}.toml"
    paths = [named] if named.is_file() else sorted(folder.glob("*.toml"))
    for path in paths:
        overlay = Overlay(FormFile(path))
        if name in {path.stem, overlay.authority}:
            return overlay
    msg = f"There is no overlay “{name}”."
    raise FormError(msg, file=f"{name}.toml", line=0)


def has_overlay(root: Path, authority: str) -> bool:
    """Whether an overlay of this authority ships."""
    return any(
        Overlay(FormFile(path)).authority == authority
        for path in sorted((root / "overlays").glob("*.toml"))
    )
