"""A button for one option: arrows only move the focus, Space or a digit picks, nothing slips in."""

from __future__ import annotations

from functools import cache, lru_cache
from typing import Protocol

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFocusEvent, QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.parts.words import plain
from app.ui.theme import load_theme, theme

WRAP_FROM = 26
"""Letters from which on a label may need a second line at the narrowest page."""
_EDGES = 2 * (1 + 2)
"""Border and margin of a button, both sides, as style.qss has them."""
_NEXT = (Qt.Key.Key_Right, Qt.Key.Key_Down)
_BACK = (Qt.Key.Key_Left, Qt.Key.Key_Up)
_PRESS = (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select)


@cache
def _metrics(scale: float) -> tuple[QFontMetrics, QFontMetrics]:
    """Return what measures usual and bold words."""
    look = load_theme("light", scale)
    return QFontMetrics(look.font()), QFontMetrics(look.font(strong=True))


class OptionHolder(Protocol):
    """What the buttons of one question tell."""

    def option_pressed(self, button: OptionButton) -> None:
        """A person pressed a button."""
        ...

    def option_digit(self, digit: int) -> None:
        """A person typed 1 to 9."""
        ...

    def option_step(self, button: OptionButton, step: int) -> None:
        """A person pressed an arrow key."""
        ...

    def option_left(self) -> None:
        """The focus left a button."""
        ...


class OptionButton(QPushButton):
    """One option, kept by its key."""

    def __init__(
        self, key: object, text: str, holder: OptionHolder, parent: QWidget, *, single: bool
    ) -> None:
        super().__init__(plain(text), parent)
        self.key = key
        self._holder = holder
        self.setCheckable(True)
        if single:
            self.setAutoExclusive(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)

    def show_checked(self, *, on: bool) -> None:
        """Check or clear without telling; an exclusive button clears only when it is let go."""
        if self.isChecked() == on:
            return
        if not on and self.autoExclusive():
            self.setAutoExclusive(False)
            self.setChecked(False)
            self.setAutoExclusive(True)
        else:
            self.setChecked(on)

    @override
    def nextCheckState(self) -> None:
        super().nextCheckState()
        self._holder.option_pressed(self)

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if held != Qt.KeyboardModifier.NoModifier:
            super().keyPressEvent(event)
        elif key in _NEXT or key in _BACK:
            self._holder.option_step(self, 1 if key in _NEXT else -1)
        elif key in _PRESS:
            self._press()
        elif Qt.Key.Key_1 <= key <= Qt.Key.Key_9:
            self._holder.option_digit(key - Qt.Key.Key_0)
        else:
            super().keyPressEvent(event)

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._holder.option_left()

    def _press(self) -> None:
        if self.isChecked() and self.autoExclusive():
            self.show_checked(on=False)
            self._holder.option_pressed(self)
        else:
            self.click()


class WrappingOptionButton(OptionButton):
    """An option of many words: it takes as many lines as the page's width asks for."""

    def __init__(
        self, key: object, text: str, holder: OptionHolder, parent: QWidget, *, single: bool
    ) -> None:
        super().__init__(key, text, holder, parent, single=single)
        self._words = text
        self.setAccessibleName(text)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setHorizontalPolicy(QSizePolicy.Policy.Preferred)
        policy.setVerticalPolicy(QSizePolicy.Policy.Preferred)
        self.setSizePolicy(policy)

    @override
    def sizeHint(self) -> QSize:
        return QSize(_natural_width(self._words, theme().scale), self._height(1))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(_least_width(self._words, theme().scale), self._height(1))

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._height(len(self._lines(width)))

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        text = plain("\n".join(self._lines(self.width())))
        if text != self.text():
            self.setText(text)

    def _height(self, lines: int) -> int:
        spacing = _metrics(theme().scale)[1].lineSpacing()
        return lines * spacing + 2 * theme().px(6) + _EDGES

    def _lines(self, width: int) -> tuple[str, ...]:
        return _broken(self._words, theme().scale, width)


# Measuring words costs more than all the rest of a page, so each is measured once.


@lru_cache(maxsize=4096)
def _natural_width(words: str, scale: float) -> int:
    """Wide enough for bold on one line: picking an option must not move the others."""
    usual, bold = _metrics(scale)
    look = theme()
    return _EDGES + max(
        usual.horizontalAdvance(words) + 2 * look.px(15),
        bold.horizontalAdvance(words) + 2 * look.px(11),
    )


@lru_cache(maxsize=4096)
def _least_width(words: str, scale: float) -> int:
    bold = _metrics(scale)[1]
    longest = max(bold.horizontalAdvance(word) for word in words.split())
    return longest + 2 * theme().px(11) + _EDGES


@lru_cache(maxsize=4096)
def _broken(words: str, scale: float, width: int) -> tuple[str, ...]:
    bold, room = _metrics(scale)[1], width - 2 * theme().px(11) - _EDGES
    lines: list[str] = []
    for word in words.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and bold.horizontalAdvance(longer) <= room:
            lines[-1] = longer
        else:
            lines.append(word)
    return tuple(lines)


def option_button(
    key: object, text: str, holder: OptionHolder, parent: QWidget, *, single: bool
) -> OptionButton:
    """Return a button for an option, of the kind its words need."""
    kind = WrappingOptionButton if len(text) >= WRAP_FROM else OptionButton
    return kind(key, text, holder, parent, single=single)
