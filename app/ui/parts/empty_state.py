"""What a list says when there is nothing in it: what it is for, and one thing to do."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.ui.parts.words import button, label


class EmptyState(QWidget):
    """Words in place of a list, with at most one button."""

    wanted = Signal()
    """The button was pressed."""

    def __init__(
        self, title: str, words: str = "", action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 32, 24, 32)
        column.setSpacing(8)
        middle = Qt.AlignmentFlag.AlignHCenter
        for text, kind in ((title, "h2"), (words, "hint")):
            if text:
                said = label(text, kind, self)
                said.setAlignment(middle)
                column.addWidget(said)
        if action:
            act = button(action, "primary", self)
            act.clicked.connect(self.wanted)
            column.addWidget(act, 0, middle)
        column.addStretch(1)
