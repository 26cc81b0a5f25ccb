"""A new passphrase, typed twice; shown only when somebody wants to see it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QLineEdit, QVBoxLayout, QWidget

from app.ui.parts.inputs import LineEdit
from app.ui.parts.words import label

SHORTEST = 12


class NewPassphrase(QWidget):
    """Two boxes; `entered` when Enter is pressed in the second."""

    entered = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.first = _secret("New passphrase")
        self.again = _secret("New passphrase again")
        self.first.returnPressed.connect(self.again.setFocus)
        self.again.returnPressed.connect(self.entered)
        self.hint = label("", "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(asked(f"&Passphrase, at least {SHORTEST} characters", self.first))
        column.addWidget(self.hint)
        column.addWidget(self.first)
        column.addWidget(asked("Passphrase a&gain", self.again))
        column.addWidget(self.again)

    @property
    def words(self) -> str:
        """What was typed."""
        return self.first.text()

    def problem(self) -> str:
        """What is wrong with it in plain words; empty when nothing is."""
        if len(self.words) < SHORTEST:
            return f"The passphrase needs at least {SHORTEST} characters."
        if self.words != self.again.text():
            return "The two passphrases differ. Type them again."
        return ""

    def forget(self) -> None:
        """Take it off the screen."""
        self.first.clear()
        self.again.clear()


def asked(words: str, box: QWidget) -> QLabel:
    """A label over a box; its Alt key goes to the box."""
    made = QLabel(words)
    made.setProperty("kind", "question")
    made.setBuddy(box)
    return made


def _secret(name: str) -> LineEdit:
    line = LineEdit(name)
    line.setEchoMode(QLineEdit.EchoMode.Password)
    return line
