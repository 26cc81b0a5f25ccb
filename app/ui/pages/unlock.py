"""Unlock: the first thing seen, painted before anything heavy is loaded; works offline."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.records.errors import advice_of
from app.ui.background import Background, Lane
from app.ui.parts.entry_panel import EntryPanel
from app.ui.parts.words import button, chip, label

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from app.ui.services import Door

WIDTH = 520


class UnlockPage(QWidget):
    """Asks for the passphrase and opens the store in the background."""

    unlocked = Signal(object)
    """(Desk)"""
    kit_wanted = Signal()
    """The passphrase is forgotten or the laptop lost its key: use the printed kit."""

    def __init__(self, door: Door, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._background = background
        self.passphrase = QLineEdit()
        self.passphrase.setEchoMode(QLineEdit.EchoMode.Password)
        self.passphrase.setAccessibleName("Passphrase")
        self.passphrase.setObjectName("passphrase")
        self.passphrase.returnPressed.connect(self.unlock)
        self.open_button = button("&Unlock", "primary")
        self.open_button.setObjectName("unlock")
        self.open_button.clicked.connect(self.unlock)
        self._show = button("&Show")
        self._show.setCheckable(True)
        self._show.setAccessibleName("Show the passphrase")
        self._show.toggled.connect(self._reveal)
        self.kit_button = button("Use the &recovery kit", "quiet")
        self.kit_button.setObjectName("use_kit")
        self.kit_button.clicked.connect(self.kit_wanted)
        self._panel = EntryPanel("Homeward", WIDTH)
        self.message = self._panel.message
        self._build()

    def _build(self) -> None:
        inside = self._panel.column
        practice = self._door.is_practice()
        if practice:
            inside.addWidget(chip("Practice data: invented children only", "blue"))
        inside.addWidget(label("Your passphrase opens the records on this laptop.", "hint"))
        buddy = QLabel("&Passphrase")
        buddy.setProperty("kind", "question")
        buddy.setBuddy(self.passphrase)
        inside.addWidget(buddy)
        row = QHBoxLayout()
        row.addWidget(self.passphrase, 1)
        row.addWidget(self._show)
        inside.addLayout(row)
        inside.addWidget(self.message)
        inside.addWidget(self.open_button, 0, Qt.AlignmentFlag.AlignLeft)
        inside.addWidget(label("No signal is needed.", "hint"))
        if not practice:
            inside.addWidget(self.kit_button, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._panel)

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Put the caret where typing starts."""
        super().showEvent(event)
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def unlock(self) -> None:
        """Open the store with what was typed."""
        typed = self.passphrase.text()
        if not typed:
            self.tell("Type your passphrase first.")
            return
        self._busy(busy=True)
        self._background.run(
            lambda: self._door.unlock(typed),
            self._opened,
            self._refused,
            lane=Lane.STORE,
            owner=self,
        )

    def _opened(self, desk: object) -> None:
        self.passphrase.clear()
        self._busy(busy=False)
        self.message.hide()
        self.unlocked.emit(desk)

    def _refused(self, error: Exception) -> None:
        self._busy(busy=False)
        self.tell(advice_of(error, "The store could not be opened. Nothing was changed."))
        self.passphrase.selectAll()
        self.passphrase.setFocus(Qt.FocusReason.OtherFocusReason)

    def tell(self, words: str) -> None:
        """Say in plain words what is wrong."""
        self._panel.tell(words)

    def _busy(self, *, busy: bool) -> None:
        self.open_button.setText("Opening…" if busy else "&Unlock")
        self.open_button.setEnabled(not busy)
        self.passphrase.setReadOnly(busy)

    def _reveal(self, shown: bool) -> None:
        mode = QLineEdit.EchoMode.Normal if shown else QLineEdit.EchoMode.Password
        self.passphrase.setEchoMode(mode)
