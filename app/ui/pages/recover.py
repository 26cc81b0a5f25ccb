"""The recovery kit as a way in: it opens the store once, for a new passphrase and a new kit."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.records.errors import advice_of
from app.ui.parts.entry_panel import EntryPanel
from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import LineEdit
from app.ui.parts.kit_proof import KitProof
from app.ui.parts.passphrase import NewPassphrase, asked
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from app.ui.background import Background
    from app.ui.services import Door

WIDTH = 640
HOW = (
    "Type the kit from the printed sheet. Small letters, spaces and dashes do not matter. "
    "Afterwards the old kit no longer opens the records: you are given a new one."
)


class RecoverPage(QWidget):
    """Asks for the kit and a new passphrase, then shows the new kit."""

    back = Signal()
    ready = Signal()
    """The store has its new passphrase; unlock it."""

    def __init__(self, door: Door, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._door = door
        self._background = background
        self.kit = LineEdit("Recovery kit", placeholder="XXXX-XXXX-…")
        self.kit.setObjectName("kit_typed")
        self.passphrase = NewPassphrase()
        self.passphrase.hint.setText("Three or four words that nobody would guess are best.")
        self.open_button = button("&Open with the kit", "primary")
        self.proof = KitProof()
        self._panel = EntryPanel("Use the recovery kit", WIDTH)
        self._build()
        self.kit.returnPressed.connect(self.passphrase.first.setFocus)
        self.passphrase.entered.connect(self.recover)
        self.open_button.clicked.connect(self.recover)
        self.proof.problem.connect(self._panel.tell)
        self.proof.proved.connect(self._finish)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self._leave)

    def _build(self) -> None:
        ask = QWidget()
        column = QVBoxLayout(ask)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(label(HOW, "hint"))
        column.addWidget(asked("Recovery &kit", self.kit))
        column.addWidget(self.kit)
        column.addWidget(self.passphrase)
        self.back_button = button("&Back", "quiet")
        self.back_button.clicked.connect(self._leave)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.open_button)
        flow.addWidget(self.back_button)
        column.addWidget(buttons)
        self._panel.add_steps(ask, self.proof)
        self._panel.column.addWidget(self._panel.message)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._panel)

    @property
    def message(self) -> str:
        """What the page says is wrong; empty when nothing is."""
        return "" if self._panel.message.isHidden() else self._panel.message.text()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Put the caret where typing starts."""
        super().showEvent(event)
        self.kit.setFocus(Qt.FocusReason.OtherFocusReason)

    def recover(self) -> None:
        """Open the store with the kit, for the new passphrase."""
        problem = "" if self.kit.text().strip() else "Type the recovery kit first."
        problem = problem or self.passphrase.problem()
        self._panel.tell(problem)
        if problem:
            return
        kit, words = self.kit.text(), self.passphrase.words
        self._busy(busy=True)
        self._background.run(
            lambda: self._door.recover(kit, words), self._recovered, self._refused, owner=self
        )

    def _recovered(self, kit: str) -> None:
        self._busy(busy=False)
        self.kit.clear()
        self.passphrase.forget()
        self._panel.show_step(self.proof)
        self.proof.show_kit(kit)

    def _refused(self, error: Exception) -> None:
        self._busy(busy=False)
        self._panel.tell(advice_of(error, "The store could not be opened. Nothing was changed."))
        self.kit.setFocus(Qt.FocusReason.OtherFocusReason)

    def _busy(self, *, busy: bool) -> None:
        self.open_button.setText("Opening…" if busy else "&Open with the kit")
        self.open_button.setEnabled(not busy)
        self.back_button.setEnabled(not busy)

    def _leave(self) -> None:
        """Go back, unless the new kit is on the screen and nobody has it yet."""
        if self.proof.isHidden() and self.back_button.isEnabled():
            self.kit.clear()
            self.passphrase.forget()
            self.back.emit()

    def _finish(self) -> None:
        self.proof.forget()
        self.ready.emit()
