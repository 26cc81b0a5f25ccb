"""Who or what may be here already, offered while somebody types; a person decides, never we."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QPushButton, QVBoxLayout, QWidget

from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence


@dataclass(frozen=True, slots=True)
class Likely:
    """One that may be the same: its id, how a person knows it, and why we think so."""

    id: str
    words: str
    reasons: str


class LikelyPanel(QFrame):
    """A quiet panel above the form; it takes no focus and can be waved away."""

    same = Signal(str)
    """(id): it is this one."""

    def __init__(self, title: str, action: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "amber")
        self._title, self._action = title, action
        self._waved: set[str] = set()
        self._shown: list[Likely] = []
        self._rows: list[QWidget] = []
        self.buttons: list[QPushButton] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(14, 8, 14, 8)
        self._column.setSpacing(2)
        self._column.addWidget(label(f"◆ {title}", "question"))
        self.none = button("None of these", "quiet")
        self.none.clicked.connect(self._wave_away)
        last = QWidget()
        FlowLayout(last).addWidget(self.none)
        self._column.addWidget(last)
        self.hide()

    def offer(self, found: Sequence[Likely]) -> None:
        """Show those that have not been waved away."""
        for row in self._rows:
            row.hide()
            row.deleteLater()
        self._shown = [one for one in found if one.id not in self._waved]
        self._rows, self.buttons = [], []
        for place, one in enumerate(self._shown, start=1):
            self._add(place, one)
        self.none.setText("None of these" if len(self._shown) > 1 else "Not the same")
        self.setAccessibleName(f"{self._title} {'. '.join(one.words for one in self._shown)}")
        self.setVisible(bool(self._shown))

    def _add(self, place: int, one: Likely) -> None:
        row = QWidget()
        flow = FlowLayout(row, gap=10)
        flow.addWidget(label(one.words, "value", wrap=False))
        flow.addWidget(label(one.reasons, "hint", wrap=False))
        made = button(self._action)
        made.setAccessibleName(f"{self._action}: {one.words}")
        made.clicked.connect(partial(self.same.emit, one.id))
        flow.addWidget(made)
        self._column.insertWidget(place, row)
        self._rows.append(row)
        self.buttons.append(made)

    def _wave_away(self) -> None:
        self._waved |= {one.id for one in self._shown}
        self.hide()
