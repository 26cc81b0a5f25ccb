"""Code lists: authorities and police forces, each code with the days on which it may be chosen."""

from __future__ import annotations

import csv
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING

from app.forms.question import Choice
from app.records.errors import FormError

if TYPE_CHECKING:
    from pathlib import Path


@lru_cache(maxsize=16)
def code_list(folder: Path, name: str) -> tuple[Choice, ...]:
    """Read one list; retired codes are in it too, for the records that hold them."""
    path = folder / f"{name}.csv"
    try:
        with path.open(encoding="utf-8", newline="") as file:
            return tuple(_choice(row) for row in csv.DictReader(file))
    except (OSError, KeyError, ValueError) as error:
        advice = f"The code list {name}.csv cannot be read: {error}."
        raise FormError(advice, file=path.name, line=0) from error


def _choice(row: dict[str, str]) -> Choice:
    return Choice(row["code"], row["name"], _day(row.get("valid_from")), _day(row.get("valid_to")))


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
