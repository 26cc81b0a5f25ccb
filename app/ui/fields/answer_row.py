"""One row of buttons: the options of a question and why it may have no answer, one Tab stop in all.

Options and states exclude one another, so they stand in one row and are one group.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget

from app.ui.fields.field import SETTLE_MS
from app.ui.fields.option_button import OptionButton, option_button
from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import label

if TYPE_CHECKING:
    from collections.abc import Sequence


class AnswerRow(QWidget):
    """Buttons of which one at most is picked; `settled` tells the key once, or None."""

    settled = Signal(object)

    def __init__(
        self,
        options: Sequence[tuple[object, str]],
        states: Sequence[tuple[object, str]],
        parent: QWidget | None = None,
        caption: str = "",
    ) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        if caption:
            self._flow.addWidget(label(caption, "strong-hint", self, wrap=False))
        self._options = [self._button(key, words) for key, words in options]
        self._states = [self._button(key, words) for key, words in states]
        for state in self._states:
            state.setProperty("kind", "state")
        self._timer: QTimer | None = None
        self._known: object = None
        for first in self.buttons[:1]:
            first.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    @property
    def buttons(self) -> list[OptionButton]:
        """Options, then states."""
        return [*self._options, *self._states]

    @property
    def key(self) -> object:
        """The key that is picked now, settled or not."""
        return next((button.key for button in self.buttons if button.isChecked()), None)

    def show_key(self, key: object) -> None:
        """Show a key as picked, or none, and tell nobody."""
        if self._timer is not None:
            self._timer.stop()
        self._known = key
        for button in self.buttons:
            button.show_checked(on=button.key == key and key is not None)

    def pick(self, key: object) -> None:
        """Pick as a person does by a shortcut; picking what is picked clears it."""
        for button in self.buttons:
            if button.key == key:
                button.show_checked(on=not button.isChecked())
        self._soon()

    def clear(self) -> None:
        """Pick nothing and tell it at once."""
        for button in self.buttons:
            button.show_checked(on=False)
        self._tell()

    def flush(self) -> None:
        """Tell at once what has not settled yet."""
        if self._timer is not None and self._timer.isActive():
            self._timer.stop()
            self._tell()

    def focus_first(self) -> None:
        """Put the focus on what is picked, else on the first button."""
        for button in self.buttons:
            if button.isChecked():
                button.setFocus(Qt.FocusReason.TabFocusReason)
                return
        for button in self.buttons[:1]:
            button.setFocus(Qt.FocusReason.TabFocusReason)

    def option_pressed(self, button: OptionButton) -> None:
        """Wait a moment: the next press may correct this one."""
        del button
        self._soon()

    def option_digit(self, digit: int) -> None:
        """Pick the option of that number."""
        if digit <= len(self._options):
            chosen = self._options[digit - 1]
            chosen.setFocus(Qt.FocusReason.ShortcutFocusReason)
            chosen.show_checked(on=True)
            self._soon()

    def option_step(self, button: OptionButton, step: int) -> None:
        """Move the focus and nothing else."""
        buttons = self.buttons
        place = (buttons.index(button) + step) % len(buttons)
        buttons[place].setFocus(Qt.FocusReason.TabFocusReason)

    def option_left(self) -> None:
        """Tell at once when the focus has left the row."""
        focus = QApplication.focusWidget()
        if focus is None or focus.parentWidget() is not self:
            self.flush()

    def _button(self, key: object, words: str) -> OptionButton:
        button = option_button(key, words, self, self, single=True)
        self._flow.addWidget(button)
        return button

    def _soon(self) -> None:
        if self._timer is None:
            self._timer = QTimer(self)
            self._timer.setSingleShot(True)
            self._timer.setInterval(SETTLE_MS)
            self._timer.timeout.connect(self._tell)
        self._timer.start()

    def _tell(self) -> None:
        key = self.key
        if key != self._known:
            self._known = key
            self.settled.emit(key)
