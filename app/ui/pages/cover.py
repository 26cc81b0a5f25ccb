"""The neutral cover (F9): nothing about anybody, at once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.parts.words import label

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent


class CoverPage(QWidget):
    """Looks like an empty page of notes; F9 shows the work again."""

    uncover = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("Notes")
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 40, 48, 40)
        column.addWidget(label("Notes", "h1"))
        column.addWidget(label("Nothing here yet.", "hint"))
        column.addStretch(1)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F9 or Escape brings the work back."""
        if event.key() in (Qt.Key.Key_F9, Qt.Key.Key_Escape):
            self.uncover.emit()
            return
        super().keyPressEvent(event)
