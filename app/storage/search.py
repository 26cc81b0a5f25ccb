"""Full-text search over names, references and words, forgiving accents and spelling.

The index is contentless: it finds rows but holds no text, so extracts come from the bodies of the
few records shown, and erasing needs the index's `optimize`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from app.analysis.matching import fold
from app.analysis.name_search import nearest_names
from app.records.record import Answer, AnswerState, JsonValue, Record
from app.storage.heads import IDENTIFIERS, NAMES

if TYPE_CHECKING:
    from app.storage.held import Held

TITLES = NAMES | IDENTIFIERS
"""Answers by which a record is recognised: they are findable at once, not on leaving a section."""

NAME_COLUMNS = "{names reference} : "
EXTRACT_BEFORE = 40
EXTRACT_LENGTH = 120
NEAREST = 50


class TextIndex:
    """Writes and reads the full-text index."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def renew(self, pk: int, record: Record) -> None:
        """Index a record's names, references and words afresh."""
        names, references, words = _texts(record)
        self._held.run("DELETE FROM search WHERE rowid = ?", (pk,))
        if names or references or words:
            self._held.run(
                "INSERT INTO search (rowid, names, reference, words) VALUES (?, ?, ?, ?)",
                (pk, names, references, words),
            )

    def nearest_children(self, text: str, limit: int = NEAREST) -> list[int]:
        """Keys of the children whose names are nearest to a misspelt one."""
        rows = self._held.all("SELECT pk, sort_name FROM head WHERE sort_name IS NOT NULL")
        return nearest_names(fold(text), [(row[0], row[1]) for row in rows], limit)

    def found_any(self, query: str) -> bool:
        """Whether anything matches."""
        statement = "SELECT 1 FROM search WHERE search MATCH ? LIMIT 1"
        return self._held.one(statement, (query,)) is not None

    def best(self, query: str, limit: int) -> list[int]:
        """Keys of the best matches; a name weighs most, a word of the text least."""
        rows = self._held.all(
            "SELECT rowid FROM search WHERE search MATCH ?"
            " ORDER BY bm25(search, 10.0, 8.0, 1.0) LIMIT ?",
            (query, limit),
        )
        return [row[0] for row in rows]


def match_query(text: str, columns: str = "") -> str:
    """What was typed as a full-text query: every word must be there, the start of it is enough."""
    words = "".join(letter if letter.isalnum() else " " for letter in fold(text)).split()
    if not words:
        return ""
    return columns + " AND ".join(f'"{word}"*' for word in words[:12])


def extract_of(record: Record, text: str) -> str:
    """The first place in a record's answers where one of the words typed stands."""
    words = fold(text).split()
    for cell in record.answers.values():
        if not isinstance(cell, Answer) or not isinstance(cell.value, str):
            continue
        at = _position(cell.value, words)
        if at is not None:
            start = max(0, at - EXTRACT_BEFORE)
            return " ".join(cell.value[start : start + EXTRACT_LENGTH].split())
    return ""


def _position(answer: str, words: list[str]) -> int | None:
    """Where a word begins; each letter is folded alone, so that places stay places."""
    offset = 0
    for token in answer.split():
        at = answer.index(token, offset)
        folded = "".join(letter for letter in fold(token) if letter.isalnum())
        if any(folded.startswith(word) for word in words):
            return at
        offset = at + len(token)
    return None


def _texts(record: Record) -> tuple[str, str, str]:
    names: list[str] = []
    references: list[str] = []
    words: list[str] = []
    for path, cell in record.answers.items():
        if not isinstance(cell, Answer) or cell.state is not AnswerState.ANSWERED:
            continue
        found = _words(cell.value)
        if path in NAMES:
            names.append(found)
        elif path in IDENTIFIERS:
            references.append(found)
        else:
            words.append(found)
            words.append(" ".join(filter(None, (cell.note, cell.why, cell.translation))))
    return fold(" ".join(names)), fold(" ".join(references)), fold(" ".join(words))


def _words(value: JsonValue) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, dict):
        parts: list[JsonValue] = list(cast("dict[str, JsonValue]", value).values())
        return " ".join(_words(part) for part in parts)
    return ""
