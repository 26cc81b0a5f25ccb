"""First run: practise on invented children, or make a store for real records."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.records.errors import advice_of
from app.ui.parts.entry_panel import EntryPanel
from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import LineEdit, SearchCombo
from app.ui.parts.kit_proof import KitProof
from app.ui.parts.passphrase import NewPassphrase, asked
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from typing import TypeVar

    from PySide6.QtGui import QShowEvent

    from app.ui.background import Background
    from app.ui.services import Door

    Result = TypeVar("Result")

WIDTH = 640
PRACTICE_HINT = "Nobody in it is real, so it may be as simple as “practice makes calm”."
REAL_HINT = "Three or four words that nobody would guess are best."


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
        self._practice = True
        self.practise_button = button("&Practise with invented children", "primary")
        self.real_button = button("Set up for &real records")
        self.name = LineEdit("Your name")
        self.authority = SearchCombo("Your local authority")
        self.authority.fill(list(authorities))
        self.passphrase = NewPassphrase()
        self.back_button = button("&Back", "quiet")
        self.make_button = button("&Make the store", "primary")
        self._heading = label("", "h2")
        self._only_real = QWidget()
        self.proof = KitProof()
        self._choices, self._details = self._ask_which(), self._ask_details()
        self._panel = EntryPanel("Welcome to Homeward", WIDTH)
        self._panel.add_steps(self._choices, self._details, self.proof)
        self._panel.column.addWidget(self._panel.message)
        self._connect()
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._panel)

    def _connect(self) -> None:
        self.practise_button.clicked.connect(lambda: self._set_up(practice=True))
        self.real_button.clicked.connect(lambda: self._set_up(practice=False))
        self.passphrase.entered.connect(self._make)
        self.back_button.clicked.connect(self._go_back)
        self.make_button.clicked.connect(self._make)
        self.proof.problem.connect(self._panel.tell)
        self.proof.proved.connect(self._finish)

    def _ask_which(self) -> QWidget:
        page, column = _step()
        column.addWidget(
            label("This laptop holds no records yet. What would you like to do?", "value")
        )
        for choice, words in (
            (self.practise_button, "Nobody in it is real. It can never be sent to a real service."),
            (self.real_button, "Needs this laptop's keyring, and paper for the recovery kit."),
        ):
            column.addSpacing(6)
            column.addWidget(choice, 0, Qt.AlignmentFlag.AlignLeft)
            column.addWidget(label(words, "hint"))
        return page

    def _ask_details(self) -> QWidget:
        page, column = _step()
        column.addWidget(self._heading)
        inside = QVBoxLayout(self._only_real)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(6)
        inside.addWidget(asked("Your &name", self.name))
        inside.addWidget(self.name)
        inside.addWidget(asked("Your &local authority", self.authority))
        inside.addWidget(self.authority)
        column.addWidget(self._only_real)
        column.addWidget(self.passphrase)
        buttons = QWidget()
        flow = FlowLayout(buttons, gap=12)
        flow.addWidget(self.make_button)
        flow.addWidget(self.back_button)
        column.addWidget(buttons)
        return page

    @property
    def message(self) -> str:
        """What the page says is wrong; empty when nothing is."""
        return "" if self._panel.message.isHidden() else self._panel.message.text()

    @override
    def showEvent(self, event: QShowEvent) -> None:
        """Begin at the first choice."""
        super().showEvent(event)
        self.practise_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _set_up(self, *, practice: bool) -> None:
        self._practice = practice
        self._heading.setText("A practice store" if practice else "A store for real records")
        self._only_real.setVisible(not practice)
        self.passphrase.hint.setText(PRACTICE_HINT if practice else REAL_HINT)
        self._panel.show_step(self._details)
        first = self.passphrase.first if practice else self.name
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def _go_back(self) -> None:
        self.passphrase.forget()
        self._panel.show_step(self._choices)
        choice = self.practise_button if self._practice else self.real_button
        choice.setFocus(Qt.FocusReason.OtherFocusReason)

    def _make(self) -> None:
        problem = self._problem()
        self._panel.tell(problem)
        if problem:
            return
        self._busy(busy=True)
        words, name = self.passphrase.words, self.name.text().strip()
        authority = str(self.authority.code())
        if self._practice:
            self._run(lambda: self._door.create_practice(words), lambda _: self._finish())
        else:
            self._run(lambda: self._door.create(words, name, authority), self._show_kit)

    def _problem(self) -> str:
        if not self._practice:
            self.authority.settle_typed()
            if not self.name.text().strip():
                return "Type your name: it is shown beside what you record."
            if self.authority.code() is None:
                return "Choose your local authority from the list."
        return self.passphrase.problem()

    def _run(self, work: Callable[[], Result], done: Callable[[Result], None]) -> None:
        self._background.run(work, done, self._failed, owner=self)

    def _busy(self, *, busy: bool) -> None:
        self.make_button.setText("Making…" if busy else "&Make the store")
        self.make_button.setEnabled(not busy)
        self.back_button.setEnabled(not busy)

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        self._panel.tell(advice_of(error, "The store could not be made. Nothing was changed."))

    def _show_kit(self, kit: str) -> None:
        self._busy(busy=False)
        self.passphrase.forget()
        self._panel.show_step(self.proof)
        self.proof.show_kit(kit)

    def _finish(self) -> None:
        self.passphrase.forget()
        self.proof.forget()
        self.ready.emit()


def _step() -> tuple[QWidget, QVBoxLayout]:
    step = QWidget()
    column = QVBoxLayout(step)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return step, column
