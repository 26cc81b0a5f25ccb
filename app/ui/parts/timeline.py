"""A story in order, newest first: what, when in words, and who wrote it down."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.parts.words import button, card, label

if TYPE_CHECKING:
    from collections.abc import Sequence

SHOWN_AT_ONCE = 30


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event. `when` is in words, empty when nobody knows: never an invented 00:00."""

    id: str
    title: str
    when: str
    author: str = ""
    detail: str = ""


class Timeline(QWidget):
    """Cards below one another; the older ones come on demand, so that any length opens at once."""

    opened = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[TimelineEntry, ...] = ()
        self._shown = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._more = button("Show earlier", "", self)
        self._more.clicked.connect(self.show_more)
        self._column.addWidget(self._more)
        self._column.addStretch(1)

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show these, the newest first as they are given."""
        while self._shown:
            self._shown -= 1
            item = self._column.takeAt(0)
            if item is not None and (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        self._entries = tuple(entries)
        self.show_more()

    def show_more(self) -> None:
        """Show some earlier ones."""
        for entry in self._entries[self._shown : self._shown + SHOWN_AT_ONCE]:
            self._column.insertWidget(self._shown, self._card(entry))
            self._shown += 1
        left = len(self._entries) - self._shown
        self._more.setText(f"Show earlier ({left})")
        self._more.setVisible(left > 0)

    def _card(self, entry: TimelineEntry) -> QWidget:
        frame = card(self, "item")
        column = QVBoxLayout(frame)
        column.setContentsMargins(14, 8, 12, 8)
        column.setSpacing(0)
        title = button(entry.title.replace("&", "&&"), "quiet", frame)
        under = " · ".join(part for part in (entry.when or "Time not known", entry.author) if part)
        title.setAccessibleName(f"{entry.title}, {under}")
        title.clicked.connect(partial(self.opened.emit, entry.id))
        column.addWidget(title)
        column.addWidget(label(under, "hint", frame))
        if entry.detail:
            column.addWidget(label(entry.detail, "value", frame))
        return frame
