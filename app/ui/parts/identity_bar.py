"""Whose record is open: name, reference, age and authority, with chips for what matters.

It is part of the page and goes with it when the screen is hidden; a window title never says it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QFrame

from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import chip, label

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QWidget


class IdentityBar(QFrame):
    """A name, facts beside it, and chips; it wraps where the page is narrow."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self._flow = FlowLayout(self, gap=14, line_gap=4)
        self._flow.setContentsMargins(16, 8, 16, 8)

    def show_identity(
        self, name: str, facts: Sequence[str], chips: Sequence[tuple[str, str]] = ()
    ) -> None:
        """Show whose record it is; chips are pairs of words and tone."""
        while (item := self._flow.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._flow.addWidget(label(name, "h2", self, wrap=False))
        for fact in facts:
            self._flow.addWidget(label(fact, "hint", self, wrap=False))
        for words, tone in chips:
            self._flow.addWidget(chip(words, tone, self))
        self.setAccessibleName(", ".join([name, *facts, *(words for words, _ in chips)]))
