"""Where something stands: a symbol, words and a colour, never a colour alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.analysis.timeliness import clock_words
from app.ui.parts.flow import set_property

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SYMBOLS = {"red": "▲", "amber": "◆", "green": "✓", "plain": ""}
SOON = timedelta(hours=24)
"""From here on a due time is amber (domain 4.1)."""


class StatusPill(QLabel):
    """A few words in a tone: red, amber, green or plain."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("tone", "plain")

    def say(self, words: str, tone: str = "plain") -> None:
        """Show words in a tone."""
        symbol = SYMBOLS[tone]
        self.setText(f"{symbol} {words}" if symbol else words)
        self.setAccessibleName(words)
        set_property(self, "tone", tone)


def due_words(due: datetime, now: datetime) -> tuple[str, str]:
    """How long is left, or for how long it is overdue, and in which tone; hours, never days."""
    words = clock_words(due, now)
    tone = "red" if now > due else "amber" if due - now <= SOON else "plain"
    return words[:1].upper() + words[1:], tone
