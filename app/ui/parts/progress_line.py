"""How far something is: a bar and the same in words, never a percentage."""

from __future__ import annotations

from PySide6.QtWidgets import QProgressBar, QVBoxLayout, QWidget

from app.ui.parts.words import label


class ProgressLine(QWidget):
    """A bar with its words below it."""

    def __init__(self, parent: QWidget | None = None, what: str = "sections complete") -> None:
        super().__init__(parent)
        self._what = what
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._words = label("", "hint", self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self._bar)
        column.addWidget(self._words)

    def show_progress(self, done: int, total: int) -> None:
        """Show how many of how many."""
        words = f"{done} of {total} {self._what}"
        self._bar.setRange(0, max(total, 1))
        self._bar.setValue(done)
        self._bar.setAccessibleName(words)
        self._words.setText(words)

    def words(self) -> str:
        """Return what it says."""
        return self._words.text()
