"""An inline message that never blocks: what happened, what to do, and a way to try again."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout, QWidget

from app.ui.parts.flow import FlowLayout, set_property
from app.ui.parts.words import button, label

_SYMBOLS = {"red": "▲", "amber": "◆", "blue": "●", "green": "✓"}


class Banner(QFrame):
    """A panel above what it is about; hidden until it has something to tell."""

    again = Signal()
    """Try again was pressed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "red")
        self._title = label("", "h2", self)
        self._advice = label("", "value", self)
        self._buttons = QWidget(self)
        self._again = button("&Try again", "", self._buttons)
        self._again.clicked.connect(self.again)
        self._close = button("Hide this", "quiet", self._buttons)
        self._close.clicked.connect(self.hide)
        flow = FlowLayout(self._buttons)
        flow.addWidget(self._again)
        flow.addWidget(self._close)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(2)
        for part in (self._title, self._advice, self._buttons):
            column.addWidget(part)
        self.hide()

    def tell(self, title: str, advice: str = "", *, tone: str = "red", retry: bool = True) -> None:
        """Show a message: red for an error, amber for a warning, blue or green for news."""
        set_property(self, "banner", tone)
        self._title.setText(f"{_SYMBOLS[tone]} {title}")
        self._advice.setText(advice)
        self._advice.setVisible(bool(advice))
        self._again.setVisible(retry)
        self.setAccessibleName(f"{title}. {advice}".strip())
        self.show()
        QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.Alert))
