"""A card in the middle of an empty window, for the pages before the work."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from app.ui.parts.words import card, label

LEAST_WIDTH = 420


class EntryPanel(QScrollArea):
    """Holds a page's parts in `column`, and a message that is hidden until there is one."""

    def __init__(self, title: str, width: int) -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        panel = card()
        panel.setMaximumWidth(width)
        panel.setMinimumWidth(min(width, LEAST_WIDTH))
        self.column = QVBoxLayout(panel)
        self.column.setContentsMargins(32, 24, 32, 24)
        self.column.setSpacing(12)
        self.column.addWidget(label(title, "h1"))
        self.message = label("", "problem")
        self.message.setObjectName("message")
        self.message.hide()
        self._steps: list[QWidget] = []
        inside = QWidget()
        # Stretch around it and no alignment: so it is as high as its words need at its width.
        grid = QGridLayout(inside)
        grid.addWidget(panel, 1, 1)
        for beside, above, stretch in ((0, 0, 1), (1, 1, 1000), (2, 2, 1)):
            grid.setColumnStretch(beside, stretch)
            grid.setRowStretch(above, 0 if above == 1 else stretch + above // 2)
        self.setWidget(inside)

    def add_steps(self, *steps: QWidget) -> None:
        """Add parts of which one is shown at a time, the first to begin with."""
        self._steps = list(steps)
        for step in steps:
            self.column.addWidget(step)
        self.show_step(steps[0])

    def show_step(self, wanted: QWidget) -> None:
        """Show one of the steps, and no message."""
        self.tell("")
        for step in self._steps:
            step.setVisible(step is wanted)
        self.verticalScrollBar().setValue(0)

    def tell(self, words: str) -> None:
        """Say in plain words what is wrong, aloud too where a screen reader listens."""
        self.message.setText(words)
        self.message.setVisible(bool(words))
        if words:
            QTimer.singleShot(0, self, lambda: self.ensureWidgetVisible(self.message))
            QAccessible.updateAccessibility(QAccessibleEvent(self.message, QAccessible.Event.Alert))
