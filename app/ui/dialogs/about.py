"""About Homeward: which version this is, and which form it asks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from app import __version__
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from app.ui.services import Services


class AboutDialog(QDialog):
    """A few plain facts to tell on the telephone."""

    def __init__(self, services: Services, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle("About Homeward")
        ref = services.desk.form.ref
        local = f", with the questions of {ref.overlay}" if ref.overlay else ""
        store = "Practice store: nobody here is real." if services.desk.practice else ""
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(8)
        column.addWidget(label(f"Homeward {__version__}", "h1", self))
        self.facts = [
            f"Standard form {ref.core}{local}",
            "Works without a connection. Records stay encrypted on this laptop.",
            store,
        ]
        for fact in filter(None, self.facts):
            column.addWidget(label(fact, "value", self))
        close = button("Close", parent=self)
        close.clicked.connect(self.accept)
        column.addWidget(close)
        self.setMinimumWidth(360)
        close.setFocus()
