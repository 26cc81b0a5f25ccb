"""Where something stands: a symbol, words and a colour, never a colour alone."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from app.ui.parts.flow import set_property

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

SYMBOLS = {"red": "▲", "amber": "◆", "green": "✓", "plain": "", "quiet": ""}
SOON = timedelta(hours=24)


class StatusPill(QLabel):
    """A few words in a tone: red, amber, green, plain or quiet."""

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

    def say_due(self, due: datetime, now: datetime, completed: datetime | None = None) -> None:
        """Show how long is left, how late it is, or how long it took."""
        self.say(*due_words(due, now, completed))


def due_words(
    due: datetime, now: datetime, completed: datetime | None = None, *, allowed: int = 72
) -> tuple[str, str]:
    """Return words and tone for a limit of so many hours; all instants aware."""
    if completed is not None:
        took = completed - (due - timedelta(hours=allowed))
        hours = int(took.total_seconds() // 3600)
        return f"Done in {hours}h", "green" if completed <= due else "plain"
    if now > due:
        return f"Overdue by {_spell(now - due)}", "red"
    left = due - now
    return f"Due in {_spell(left)}", "amber" if left <= SOON else "plain"


def _spell(span: timedelta) -> str:
    minutes = int(span.total_seconds() // 60)
    hours, minutes = divmod(minutes, 60)
    if hours >= 24:  # noqa: PLR2004 - a day
        days, hours = divmod(hours, 24)
        return f"{days}d {hours}h"
    return f"{hours}h {minutes}m" if hours else f"{minutes}m"
