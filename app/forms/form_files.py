"""Reads the form's TOML files into questions and sections; says file, line and what is wrong."""

from __future__ import annotations

import dataclasses
import re
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar, cast

import msgspec

from app.forms.question import Question, Section
from app.records.errors import FormError
from app.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

Table = dict[str, Any]
T = TypeVar("T")

NOT_QUESTIONS = frozenset({"sections.toml", "release.toml", "published.toml"})
EVERY = "every"
"""The kind of a file whose questions every record carries."""

_LINE = re.compile(r"line (\d+)")
_QUESTION_KEYS = frozenset(field.name for field in dataclasses.fields(Question)) - {"home", "every"}
_SECTION_KEYS = frozenset(field.name for field in dataclasses.fields(Section))
_PLAIN = (
    (re.compile(r"Object missing required field `(\w+)`"), r"“\1” is missing"),
    (re.compile(r"Invalid enum value '([^']*)'"), r"“\1” is not one of the known words"),
    (re.compile(r"Expected `str`, got `(\w+)`"), r"words in quotes are wanted here, not \1"),
    (re.compile(r"Expected `bool`, got `(\w+)`"), r"true or false is wanted here, not \1"),
    (re.compile(r"Expected `int`, got `(\w+)`"), r"a whole number is wanted here, not \1"),
)


class FormFile:
    """One TOML file with its place on disk, so that a fault can be shown where it is."""

    def __init__(self, path: Path) -> None:
        self.path = path
        try:
            self.text = path.read_text(encoding="utf-8")
            self.table: Table = tomllib.loads(self.text)
        except OSError as error:
            msg = "the file cannot be read"
            raise self.fault(msg, cause=error) from error
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            msg = f"this is not TOML: {error}"
            raise self.fault(msg, cause=error) from error

    @property
    def version(self) -> int:
        """The version the file says it is."""
        version = self.table.get("version")
        if not isinstance(version, int):
            msg = "“version” is missing: a whole number, 1 for the first"
            raise self.fault(msg)
        return version

    def tables(self, key: str) -> list[Table]:
        """The repeated tables of one name, such as [[question]]."""
        found = self.table.get(key, [])
        if not isinstance(found, list):
            msg = f"write [[{key}]] with two brackets"
            raise self.fault(msg)
        return cast("list[Table]", found)

    def words(self, key: str) -> list[str]:
        """A list of ids."""
        return [str(word) for word in cast("list[object]", self.table.get(key, []))]

    def fault(self, what: str, at: str = "", cause: Exception | None = None) -> FormError:
        """A FormError that names the file, the line and the id, in plain words."""
        line = self.line_of(at) if at else _line_in(cause)
        where = f"{self.path.name}, line {line}" if line else self.path.name
        about = f", “{at}”" if at else ""
        return FormError(f"{where}{about}: {what}.", file=self.path.name, line=line)

    def line_of(self, identifier: str) -> int:
        """The line on which an id is given, 0 when it is not in this file."""
        wanted = re.compile(rf'^\s*id\s*=\s*"{re.escape(identifier)}"')
        for number, line in enumerate(self.text.splitlines(), start=1):
            if wanted.match(line):
                return number
        return 0

    def question(self, table: Table, kind: str) -> Question:
        """Read one [[question]]."""
        identifier = self._identified(table, _QUESTION_KEYS)
        home = RecordKind.MISSING_EPISODE if kind == EVERY else self._kind(kind, identifier)
        return self._convert({**table, "home": home, "every": kind == EVERY}, Question)

    def section(self, table: Table) -> Section:
        """Read one [[section]]."""
        self._identified(table, _SECTION_KEYS)
        return self._convert(table, Section)

    def _identified(self, table: Table, known: frozenset[str]) -> str:
        identifier = table.get("id")
        if not isinstance(identifier, str):
            msg = f"an entry without an id: {_first_words(table)}"
            raise self.fault(msg)
        unknown = sorted(set(table) - known)
        if unknown:
            msg = f"unknown key “{unknown[0]}”"
            raise self.fault(msg, at=identifier)
        return identifier

    def _kind(self, kind: str, identifier: str) -> RecordKind:
        try:
            return RecordKind(kind)
        except ValueError as error:
            msg = f"“{kind}” is not a kind of record"
            raise self.fault(msg, at=identifier) from error

    def _convert(self, table: Table, wanted: type[T]) -> T:
        try:
            return msgspec.convert(table, wanted)
        except msgspec.ValidationError as error:
            raise self.fault(_plain(str(error)), at=str(table["id"])) from error


def question_files(root: Path) -> list[FormFile]:
    """The files that hold questions, by name."""
    if not root.is_dir():
        msg = f"There are no form files in {root.name}."
        raise FormError(msg, file=root.name, line=0)
    paths = sorted(path for path in root.glob("*.toml") if path.name not in NOT_QUESTIONS)
    return [FormFile(path) for path in paths]


def read_questions(file: FormFile) -> list[Question]:
    """Read every question of one file."""
    kind = file.table.get("kind")
    if not isinstance(kind, str):
        msg = "“kind” is missing: the kind of record these questions are about"
        raise file.fault(msg)
    return [file.question(table, kind) for table in file.tables("question")]


def _line_in(cause: Exception | None) -> int:
    found = _LINE.search(str(cause)) if cause is not None else None
    return int(found.group(1)) if found else 0


def _first_words(table: Mapping[str, object]) -> str:
    return str(table.get("label", table.get("title", "?")))[:40]


def _plain(message: str) -> str:
    what, _, where = message.partition(" - at `$.")
    for pattern, words in _PLAIN:
        what = pattern.sub(words, what)
    place = where.rstrip("`")
    return f"“{place}”: {what}" if place else what
