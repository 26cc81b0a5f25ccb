"""First run: practise on invented children, or make a store for real records."""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QFormLayout,
    QHBoxLayout,
    QLineEdit,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from app.records.errors import advice_of
from app.ui.background import Background, Lane
from app.ui.parts.words import button, card, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from app.ui.services import Door

SHORTEST = 12
WIDTH = 640


class FirstRunPage(QWidget):
    """Shown when this laptop has no store yet. Never shown over a store that cannot be opened."""

    ready = Signal()
    """A store has been made; unlock it."""

    def __init__(
        self,
        door: Door,
        background: Background,
        authorities: Sequence[tuple[str, str]],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._door = door
        self._background = background
        self._kit_groups: list[str] = []
        self._asked: tuple[int, int] = (0, 1)
        self._practice = True
        self.name = _line("Your name")
        self.authority = QComboBox()
        self.authority.setAccessibleName("Your local authority")
        for code, name in authorities:
            self.authority.addItem(name, code)
        self.passphrase = _line("Passphrase", secret=True)
        self.again = _line("Passphrase again", secret=True)
        self.proof = (_line("First group"), _line("Second group"))
        self.kit = label("", "h2")
        self.kit.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.ask = label("", "hint")
        self.message = label("", "problem")
        self.message.hide()
        self._pages = QStackedLayout()
        for page in (self._choose(), self._set_up(), self._prove()):
            self._pages.addWidget(page)
        self._lay_out()

    def _lay_out(self) -> None:
        panel = card()
        panel.setMaximumWidth(WIDTH)
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(32, 24, 32, 24)
        inside.addWidget(label("Welcome to Homeward", "h1"))
        inside.addLayout(self._pages)
        inside.addWidget(self.message)
        outer = QVBoxLayout(self)
        outer.addStretch(1)
        outer.addWidget(panel, 0, Qt.AlignmentFlag.AlignHCenter)
        outer.addStretch(2)

    def _choose(self) -> QWidget:
        page, column = _page()
        column.addWidget(
            label("This laptop holds no records yet. What would you like to do?", "hint")
        )
        self.practise_button = button("&Practise with invented children", "primary")
        self.practise_button.clicked.connect(lambda: self._go(1, practice=True))
        self.real_button = button("Set up for &real records")
        self.real_button.clicked.connect(lambda: self._go(1, practice=False))
        column.addWidget(self.practise_button)
        column.addWidget(
            label("Nobody in it is real. It can never be sent to a real service.", "hint")
        )
        column.addWidget(self.real_button)
        column.addWidget(
            label("Needs this laptop's keyring, and a printer for the recovery kit.", "hint")
        )
        return page

    def _set_up(self) -> QWidget:
        page, column = _page()
        form = QFormLayout()
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        form.addRow("Your &name", self.name)
        form.addRow("Your local &authority", self.authority)
        form.addRow(f"&Passphrase, at least {SHORTEST} characters", self.passphrase)
        form.addRow("Passphrase a&gain", self.again)
        column.addLayout(form)
        column.addWidget(label("Three or four words that nobody would guess are best.", "hint"))
        self.make_button = button("&Make the store", "primary")
        self.make_button.clicked.connect(self._make)
        self.again.returnPressed.connect(self._make)
        column.addLayout(_row(button_back(lambda: self._go(0)), self.make_button))
        return page

    def _prove(self) -> QWidget:
        page, column = _page()
        column.addWidget(label("Your recovery kit", "h2"))
        column.addWidget(
            label(
                "If the passphrase is forgotten or this laptop loses its key, only this opens the "
                "records. Write it down or print it now, and keep it away from the laptop. "
                "It is not shown again.",
                "hint",
            )
        )
        column.addWidget(self.kit)
        column.addWidget(self.ask)
        column.addLayout(_row(*self.proof))
        self.prove_button = button("I have it &safe", "primary")
        self.prove_button.clicked.connect(self._check_proof)
        column.addLayout(_row(self.prove_button))
        return page

    def _go(self, page: int, *, practice: bool = False) -> None:
        self._practice = practice
        self.message.hide()
        self._pages.setCurrentIndex(page)
        for widget in (self.name, self.authority):
            widget.setEnabled(not practice)
        first = self.passphrase if practice else self.name
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self) -> None:
        problem = self._problem()
        if problem:
            self._tell(problem)
            return
        self.make_button.setEnabled(False)
        self.make_button.setText("Making…")
        words, name = self.passphrase.text(), self.name.text().strip()
        authority = str(self.authority.currentData())
        if self._practice:
            self._run(lambda: self._door.create_practice(words), lambda _: self._finish())
        else:
            self._run(lambda: self._door.create(words, name, authority), self._show_kit)

    def _problem(self) -> str:
        if not self._practice and not self.name.text().strip():
            return "Type your name: it is shown beside what you record."
        if len(self.passphrase.text()) < SHORTEST:
            return f"The passphrase needs at least {SHORTEST} characters."
        if self.passphrase.text() != self.again.text():
            return "The two passphrases differ. Type them again."
        return ""

    def _run(self, work: Callable[[], object], done: Callable[[object], None]) -> None:
        self._background.run(work, done, self._failed, lane=Lane.STORE, owner=self)

    def _failed(self, error: Exception) -> None:
        self.make_button.setEnabled(True)
        self.make_button.setText("&Make the store")
        self._tell(advice_of(error, "The store could not be made. Nothing was changed."))

    def _show_kit(self, kit: object) -> None:
        self._kit_groups = str(kit).split("-")
        half = len(self._kit_groups) // 2
        lines = ("-".join(self._kit_groups[:half]), "-".join(self._kit_groups[half:]))
        self.kit.setText("\n".join(lines))
        first, second = sorted(secrets.SystemRandom().sample(range(len(self._kit_groups)), 2))
        self._asked = (first, second)
        self.ask.setText(
            f"To be sure it was written down: type group {first + 1} and group {second + 1}."
        )
        self._pages.setCurrentIndex(2)
        self.proof[0].setFocus(Qt.FocusReason.OtherFocusReason)

    def _check_proof(self) -> None:
        wanted = [self._kit_groups[place] for place in self._asked]
        typed = [line.text().strip().upper() for line in self.proof]
        if typed != wanted:
            self._tell("That does not match the kit. Look again at the two groups.")
            return
        self._finish()

    def _finish(self) -> None:
        for line in (self.passphrase, self.again, *self.proof):
            line.clear()
        self.kit.clear()
        self._kit_groups = []
        self.ready.emit()

    def _tell(self, words: str) -> None:
        self.message.setText(words)
        self.message.show()


def button_back(go: Callable[[], None]) -> QWidget:
    """A quiet way back."""
    made = button("&Back", "quiet")
    made.clicked.connect(go)
    return made


def _line(name: str, *, secret: bool = False) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    if secret:
        line.setEchoMode(QLineEdit.EchoMode.Password)
    return line


def _page() -> tuple[QWidget, QVBoxLayout]:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 12, 0, 0)
    column.setSpacing(10)
    return page, column


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    for widget in widgets:
        row.addWidget(widget)
    row.addStretch(1)
    return row
