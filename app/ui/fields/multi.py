"""Any number of options: a flow of buttons that stay pressed; an exclusive one stands alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget
from typing_extensions import override

from app.ui.fields.field import Field
from app.ui.fields.option_button import OptionButton, option_button
from app.ui.parts.flow import FlowLayout

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from app.forms.question import Choice, Question
    from app.records.record import Answer


class MultiField(Field):
    """Buttons to tick; each option is told by itself once the choice settles."""

    def __init__(
        self,
        question: Question,
        address: str,
        choices: Sequence[Choice],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(question, address, parent)
        self._flow = FlowLayout(self)
        self._buttons: dict[str, OptionButton] = {}
        for choice in choices:
            button = option_button(choice.code, choice.label, self, self, single=False)
            self._flow.addWidget(button)
            self._buttons[choice.code] = button
        self._known: set[str] = set()
        for first in list(self._buttons.values())[:1]:
            first.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def add_words(self, words: QWidget) -> None:
        """Put words among the buttons."""
        self._flow.addWidget(words)

    @property
    def buttons(self) -> list[OptionButton]:
        """The buttons, in the form's order."""
        return list(self._buttons.values())

    @override
    def show_answer(self, answer: Answer | None) -> None:
        """The container's own answer is only ever a state, which the frame shows."""

    def set_ticks(self, codes: Collection[str]) -> None:
        """Show these options as ticked and tell nobody."""
        if self._timer is not None:
            self._timer.stop()
        self._known = set(codes)
        for code, button in self._buttons.items():
            button.show_checked(on=code in self._known)

    @override
    def focus_first(self) -> None:
        chosen = [button for button in self.buttons if button.isChecked()] or self.buttons
        for button in chosen[:1]:
            self._focus(button)

    @override
    def commit(self) -> None:
        now = {code for code, button in self._buttons.items() if button.isChecked()}
        gone, new = self._known - now, now - self._known
        self._known = now
        for code in self._buttons:
            if code in gone or code in new:
                self.ticked.emit(self.address, code, code in new)

    @property
    @override
    def holds_something(self) -> bool:
        return bool(self._known)

    @property
    @override
    def codes(self) -> Collection[str]:
        return self._known

    def ticks(self) -> list[str]:
        """Return what is ticked and told, in the form's order."""
        return [code for code in self._buttons if code in self._known]

    def tick_all(self, codes: Collection[str]) -> None:
        """Tick exactly these and tell it."""
        for code, button in self._buttons.items():
            button.show_checked(on=code in codes)
        self.commit()

    @override
    def let_go(self) -> None:
        self.set_ticks(())  # a state or a clearing of the question clears its ticks with it

    def option_pressed(self, button: OptionButton) -> None:
        """Let an exclusive option stand alone, and wait whether another press follows."""
        if button.isChecked():
            alone = button.key in self.question.exclusive
            for code, other in self._buttons.items():
                if other is not button and (alone or code in self.question.exclusive):
                    other.show_checked(on=False)
        self.settle()

    def option_digit(self, digit: int) -> None:
        """Press the option of that number."""
        if digit <= len(self.buttons):
            self._focus(self.buttons[digit - 1])
            self.buttons[digit - 1].click()

    def option_step(self, button: OptionButton, step: int) -> None:
        """Move the focus and nothing else."""
        buttons = self.buttons
        self._focus(buttons[(buttons.index(button) + step) % len(buttons)])

    def option_left(self) -> None:
        """Tell at once when the focus has left the options."""
        focus = QApplication.focusWidget()
        if focus is None or focus.parentWidget() is not self:
            self.flush()

    def _focus(self, button: OptionButton) -> None:
        for other in self.buttons:  # one Tab stop, wherever the focus was last
            other.setFocusPolicy(
                Qt.FocusPolicy.StrongFocus if other is button else Qt.FocusPolicy.ClickFocus
            )
        button.setFocus(Qt.FocusReason.TabFocusReason)
