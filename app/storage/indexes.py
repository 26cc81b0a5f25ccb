"""What is looked up: links, identifiers and words, derived from records and rebuildable."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records.record import LINKS, Presence, Record
from app.storage.heads import IDENTIFIERS, folded_identifier
from app.storage.search import TITLES, TextIndex

if TYPE_CHECKING:
    from app.records.record import RecordId
    from app.storage.held import Held
    from app.storage.shown import Shown


class Indexes:
    """Keeps the derived indexes of records in step with their answers."""

    def __init__(self, held: Held) -> None:
        self._held = held
        self._texts = TextIndex(held)

    def renew_for(self, questions: frozenset[str], shown: Shown) -> None:
        """Renew what a change of these questions can change; words wait for the section's end."""
        if LINKS in questions:
            self._renew_links(shown)
        if not questions.isdisjoint(IDENTIFIERS):
            self._renew_identifiers(shown)
        if not questions.isdisjoint(TITLES):
            self.renew_text(shown)

    def renew(self, shown: Shown) -> None:
        """Renew every index of a record."""
        self._renew_links(shown)
        self._renew_identifiers(shown)
        self.renew_text(shown)

    def renew_text(self, shown: Shown) -> None:
        """Renew a record's words in the full-text index."""
        self._texts.renew(shown.pk, shown.record)

    def _renew_links(self, shown: Shown) -> None:
        self._held.run("DELETE FROM link WHERE from_pk = ?", (shown.pk,))
        for target, role in _links(shown.record):
            self._held.run(
                "INSERT INTO link (from_pk, to_id, role) VALUES (?, ?, ?)",
                (shown.pk, target, role),
            )

    def _renew_identifiers(self, shown: Shown) -> None:
        self._held.run("DELETE FROM identifier WHERE record_pk = ?", (shown.pk,))
        for path in IDENTIFIERS:
            value = shown.record.value(path)
            if isinstance(value, str) and value.strip():
                self._held.run(
                    "INSERT INTO identifier (record_pk, kind, path, folded) VALUES (?, ?, ?, ?)",
                    (shown.pk, shown.record.kind.value, path, folded_identifier(value)),
                )


def _links(record: Record) -> list[tuple[RecordId, str]]:
    return [
        (path.split("/")[1], cell.role or "")
        for path, cell in record.answers.items()
        if path.startswith(LINKS + "/") and isinstance(cell, Presence) and cell.present
    ]
