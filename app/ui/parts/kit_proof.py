"""The recovery kit on the screen, once, and the proof that it was written down."""

from __future__ import annotations

import secrets

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import LineEdit
from app.ui.parts.words import button, label

KEEP = (
    "If the passphrase is forgotten or this laptop loses its key, only this opens the records. "
    "Write it down now, and keep it away from the laptop. It is not shown again."
)
_A_LINE = 3
_FORGIVEN = str.maketrans({"O": "0", "I": "1", "L": "1", "-": None, " ": None})


class KitProof(QWidget):
    """Shows a kit and asks for two of its groups; `proved` when both are right."""

    proved = Signal()
    problem = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._groups: list[str] = []
        self._asked = (0, 1)
        self.kit = label("", "h2", wrap=False)
        self.kit.setObjectName("kit")
        self.kit.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse
            | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.proof = (LineEdit("First group asked for"), LineEdit("Second group asked for"))
        self._asks = (label("", "question"), label("", "question"))
        self.done = button("I have it &safe", "primary")
        self.done.setObjectName("kit_safe")
        self.done.clicked.connect(self._check)
        self.proof[0].returnPressed.connect(self.proof[1].setFocus)
        self.proof[1].returnPressed.connect(self._check)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(label("Your recovery kit", "h2"))
        column.addWidget(label(KEEP, "hint"))
        column.addWidget(self.kit)
        column.addWidget(label("To be sure it was written down, type two of its groups.", "hint"))
        row = QHBoxLayout()
        for ask, line in zip(self._asks, self.proof, strict=True):
            part = QVBoxLayout()
            part.addWidget(ask)
            part.addWidget(line)
            row.addLayout(part)
        column.addLayout(row)
        line_of_buttons = QWidget()
        FlowLayout(line_of_buttons).addWidget(self.done)
        column.addWidget(line_of_buttons)

    @property
    def asked(self) -> tuple[str, str]:
        """The two groups that prove it."""
        return self._groups[self._asked[0]], self._groups[self._asked[1]]

    def show_kit(self, kit: str) -> None:
        """Show a kit, and ask for two groups chosen by chance."""
        self._groups = kit.split("-")
        lines = [self._groups[at : at + _A_LINE] for at in range(0, len(self._groups), _A_LINE)]
        self.kit.setText("\n".join("-".join(line) for line in lines))
        # The last group is short and only checks the others.
        first, second = sorted(secrets.SystemRandom().sample(range(len(self._groups) - 1), 2))
        self._asked = (first, second)
        for place, ask, line in zip(self._asked, self._asks, self.proof, strict=True):
            ask.setText(f"Group {place + 1}")
            line.setAccessibleName(f"Group {place + 1} of the recovery kit")
        self.proof[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def forget(self) -> None:
        """Take the kit off the screen."""
        self._groups = []
        self.kit.clear()
        for line in self.proof:
            line.clear()

    def _check(self) -> None:
        if not self._groups:
            return  # proved already, and the next page is on its way
        for wanted, line in zip(self.asked, self.proof, strict=True):
            if line.text().upper().translate(_FORGIVEN) != wanted:
                self.problem.emit("That does not match the kit. Look again at the two groups.")
                line.selectAll()
                line.setFocus(Qt.FocusReason.OtherFocusReason)
                return
        self.proved.emit()
