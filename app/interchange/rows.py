"""Reading a CSV file that somebody else made: encodings, headings and rows, in plain words.

UTF-8 with or without BOM and either line ending is read, and so is UTF-16 when the file says that
it is (a spreadsheet's "Unicode text"). Anything else is refused rather than guessed: a wrong guess
would change a child's name without anybody seeing it.
"""

from __future__ import annotations

import codecs
import csv
import io
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.records.errors import BadInput
from app.records.ports import ImportedRow

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

LARGEST = 64 * 1024 * 1024
LONGEST_CELL = 20_000
DELIMITERS = ",;\t"
FORMULA_STARTS = ("=", "+", "-", "@")


@dataclass(frozen=True, slots=True)
class Row:
    """One row by upper-case heading; `number` is the one a spreadsheet shows."""

    number: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The trimmed text of a cell, empty when there is none."""
        return self.cells.get(column, "")


@dataclass(slots=True)
class Table:
    """A file as rows, with what is wrong with it. `refused` rows did not come in."""

    file: str
    columns: tuple[str, ...] = ()
    rows: list[Row] = field(default_factory=list[Row])
    refused: list[ImportedRow] = field(default_factory=list[ImportedRow])
    flagged: list[ImportedRow] = field(default_factory=list[ImportedRow])

    def refuse(self, row: int, reason: str) -> None:
        """Leave a row out, and say why."""
        self.refused.append(ImportedRow(self.file, row, reason))

    def flag(self, row: int, reason: str) -> None:
        """Let a row in, and say what to look at."""
        self.flagged.append(ImportedRow(self.file, row, reason))


def read_table(path: Path, needed: Sequence[str], wanted: Sequence[str] = ()) -> Table:
    """Read a CSV file; a file that cannot be read at all gives one refusal and no rows."""
    table = Table(path.name)
    try:
        text = read_text(path)
        _fill(table, text, needed, wanted)
    except BadInput as error:
        table.rows.clear()
        table.refuse(int(str(error.details.get("row", 1))), error.advice)
    return table


def read_text(path: Path) -> str:
    """Decode a file, or raise BadInput saying how to save it."""
    try:
        if path.stat().st_size > LARGEST:
            raise BadInput("The file is larger than 64 MB. Split it and hand in the parts.")
        data = path.read_bytes()
    except OSError as error:
        raise BadInput("The file cannot be opened. Check that it is not open elsewhere.") from error
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return _decoded(data, "utf-16")
    if b"\0" in data:
        raise BadInput(
            "The file is not plain text, or is UTF-16 without its mark. "
            "Save it as CSV UTF-8 and hand it in again."
        )
    return _decoded(data, "utf-8-sig")


def _decoded(data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as error:
        row = data[: error.start].count(b"\n") + 1
        message = (
            f"Row {row} holds letters that are not UTF-8, so names in it could be read wrongly. "
            "Save the file as CSV UTF-8 and hand it in again."
        )
        raise BadInput(message, row=row) from error


def _fill(table: Table, text: str, needed: Sequence[str], wanted: Sequence[str]) -> None:
    lines = _lines(text)
    heading = next(lines, None)
    if heading is None:
        raise BadInput("The file is empty.")
    table.columns = tuple(cell.strip().upper() for cell in heading[1])
    _check_columns(table, needed, wanted)
    for number, cells in lines:
        if not any(cell.strip() for cell in cells):
            continue
        if len(cells) > len(table.columns) and any(
            cell.strip() for cell in cells[len(table.columns) :]
        ):
            table.refuse(number, "The row has more cells than there are headings.")
        else:
            trimmed = (cell.strip() for cell in cells)
            table.rows.append(Row(number, dict(zip(table.columns, trimmed, strict=False))))


def _lines(text: str) -> Iterator[tuple[int, list[str]]]:
    """Rows with the line each begins on, as far as a spreadsheet would count them."""
    first = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first.count)
    csv.field_size_limit(LONGEST_CELL)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number = 0
    try:
        for cells in reader:
            number += 1
            yield number, cells
    except csv.Error as error:
        message = (
            f"Row {number + 1} cannot be read: "
            "a quotation mark is not closed, or a cell is too long."
        )
        raise BadInput(message, row=number + 1) from error


def _check_columns(table: Table, needed: Sequence[str], wanted: Sequence[str]) -> None:
    absent = [column for column in needed if column not in table.columns]
    if absent:
        message = (
            f"The file has no column {', '.join(absent)}. Its first row must name the columns."
        )
        raise BadInput(message)
    twice = {column for column in table.columns if column and table.columns.count(column) > 1}
    if twice:
        message = f"The column {', '.join(sorted(twice))} is there twice."
        raise BadInput(message)
    for column in wanted:
        if column not in table.columns:
            table.flag(1, f"The file has no column {column}; it is left empty.")


def looks_like_formula(text: str) -> bool:
    """Whether a spreadsheet would run this text as a formula."""
    return text.startswith(FORMULA_STARTS)
