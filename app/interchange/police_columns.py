"""What the columns and words of a force's list mean, read from resources/rules/police_list.toml."""

from __future__ import annotations

import csv
import tomllib
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from app.forms.codes import code_list
from app.records.errors import BadInput, FormError
from app.resources import resource

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from app.interchange.rows import Row, Table


class _Own(msgspec.Struct, forbid_unknown_fields=True):
    columns: dict[str, list[str]] = msgspec.field(default_factory=dict[str, list[str]])
    values: dict[str, dict[str, str]] = msgspec.field(default_factory=dict[str, dict[str, str]])


class _File(msgspec.Struct, forbid_unknown_fields=True):
    version: int
    needed: list[str]
    columns: dict[str, list[str]]
    values: dict[str, dict[str, str]]
    force: dict[str, _Own] = msgspec.field(default_factory=dict[str, _Own])


@dataclass(frozen=True, slots=True)
class PoliceColumns:
    """The saved map of one force: headings by answer, and codes by the words a list uses."""

    force: str
    needed: tuple[str, ...]
    columns: Mapping[str, list[str]]
    values: Mapping[str, Mapping[str, str]]

    @classmethod
    def load(cls, file: Path, force: str) -> PoliceColumns:
        """Read the standard map with a force's own laid over it."""
        try:
            read = msgspec.convert(tomllib.loads(file.read_text("utf-8")), _File)
        except (OSError, tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
            message = f"The map of police lists ({file.name}) cannot be read. Put it back."
            raise FormError(message) from error
        own = read.force.get(force, _Own())
        values: dict[str, Any] = {
            answer: {**words, **own.values.get(answer, {})} for answer, words in read.values.items()
        }
        values["force"] = _named("police_forces")
        values["authority"] = _named("local_authorities")
        return cls(force, tuple(read.needed), {**read.columns, **own.columns}, values)

    def headings(self, table: Table) -> dict[str, str]:
        """The heading each answer stands under in this file; BadInput when one is needed."""
        found = {
            answer: heading
            for answer, headings in self.columns.items()
            if (heading := next((one for one in headings if one in table.columns), None))
        }
        absent = [self.columns[answer][0] for answer in self.needed if answer not in found]
        if absent:
            message = (
                f"The list has no column for {', '.join(absent).lower()}. Its first row must name "
                "the columns; ask whoever looks after Homeward to add the force's own headings."
            )
            raise BadInput(message)
        return found

    def code(self, answer: str, row: Row, heading: str | None) -> str | None:
        """The code for a word in the list, or None when it has none."""
        word = row.get(heading or "").upper()
        return self.values.get(answer, {}).get(word)


def _named(codes: str) -> dict[str, str]:
    """Every force or authority by its name and by its code, in capitals."""
    listed = code_list(resource("codes"), codes)
    return {word.upper(): one.code for one in listed for word in (one.label, one.code)}


def force_of(authority: str) -> str:
    """The force that polices an authority, or an empty string when the list does not say."""
    file = resource("codes", "local_authorities.csv")
    with file.open(encoding="utf-8", newline="") as lines:
        rows = csv.DictReader(lines)
        return next((row["force"] for row in rows if row["code"] == authority), "")
