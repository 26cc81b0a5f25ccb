"""What belongs to this laptop alone: caret, section, window, acknowledgements. It never travels."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.records.codec import canonical

if TYPE_CHECKING:
    from app.records.record import JsonValue
    from app.storage.held import Held


class StoredLocalState:
    """Small JSON values under keys, in the encrypted store like everything else."""

    def __init__(self, held: Held) -> None:
        self._held = held

    def get(self, key: str) -> JsonValue:
        """Return what was kept under a key, or None."""
        row = self._held.one("SELECT content FROM local_state WHERE key = ?", (key,))
        return None if row is None else msgspec.json.decode(row[0])

    def put(self, key: str, value: JsonValue) -> None:
        """Keep a small JSON value under a key; None forgets it."""
        if value is None:
            self._held.run("DELETE FROM local_state WHERE key = ?", (key,))
            return
        self._held.run(
            "INSERT INTO local_state (key, content) VALUES (?, ?)"
            " ON CONFLICT (key) DO UPDATE SET content = excluded.content",
            (key, canonical(value)),
        )
