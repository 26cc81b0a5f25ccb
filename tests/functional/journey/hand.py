"""A worker's hand: presses keys and clicks on real widgets, and names the widget each time.

Nothing here calls the product: a widget is found by what a person would look for (its object name
or the words on it), and gets mouse and key events. Every wait is for a condition.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QScrollArea,
    QWidget,
)

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

PATIENCE = 20.0
STEP_MS = 10


class Hand:
    """Acts on the window that is up."""

    def __init__(self, screens: Path, first: int = 1) -> None:
        self._screens = screens
        self._number = first
        self._began = time.monotonic()
        self.touched: list[str] = []
        screens.mkdir(parents=True, exist_ok=True)

    # ---- finding ----------------------------------------------------------------------------

    @property
    def window(self) -> QWidget:
        """The window in front."""
        modal = QApplication.activeModalWidget()
        if modal is not None:
            return modal
        windows = [w for w in QApplication.topLevelWidgets() if w.isVisible() and w.isWindow()]
        assert windows, "no window is up"
        active = QApplication.activeWindow()
        return active if active in windows and active is not None else windows[-1]

    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Let the program work until a condition holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            if time.monotonic() > deadline:
                raise AssertionError(f"waited in vain for {what}; {self._seen()}")
            QTest.qWait(STEP_MS)

    def named(self, name: str) -> QWidget:
        """The visible widget with an object name."""
        self.wait(lambda: self._visible(QWidget, name), f"a widget named {name}")
        return self._visible(QWidget, name)[0]

    def button(self, words: str) -> QAbstractButton:
        """The visible button that says these words (its underlined letter left out)."""

        def matching() -> list[QAbstractButton]:
            found = self.window.findChildren(QAbstractButton)
            return [b for b in found if b.isVisible() and _plain(b.text()) == words]

        self.wait(matching, f"a button “{words}”")
        return matching()[0]

    def _visible(self, kind: type[QWidget], name: str) -> list[QWidget]:
        return [w for w in self.window.findChildren(kind, name) if w.isVisible()]

    # ---- doing ------------------------------------------------------------------------------

    def click(self, widget: QWidget) -> None:
        """Click in the middle of a widget; scrolls it into view first as a person would."""
        _bring_into_view(widget)
        self._touch(widget)
        QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=widget.rect().center())

    def press(
        self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
    ) -> None:
        """Press one key; it goes to the widget that has the focus."""
        widget = self._focused()
        self._touch(widget)
        QTest.keyClick(widget, key, modifiers)

    def type(self, text: str) -> None:
        """Type into the widget that has the focus: letters as keys, others as an input method."""
        widget = self._focused()
        self._touch(widget)
        for letter in text:
            if letter.isascii():
                QTest.keyClicks(widget, letter)
            else:
                event = QInputMethodEvent()
                event.setCommitString(letter)
                QApplication.sendEvent(widget, event)

    def click_row(self, view: QAbstractItemView, row: int) -> None:
        """Click a row of a list."""
        self._touch(view)
        box: QRect = view.visualRect(view.model().index(row, 0))
        QTest.mouseClick(
            view.viewport(),
            Qt.MouseButton.LeftButton,
            pos=box.center() if box.isValid() else QPoint(9, 9),
        )

    def _focused(self) -> QWidget:
        if QApplication.activeWindow() is None:
            # What a window manager does when a list that had popped up closes.
            self.window.activateWindow()
        self.wait(_focus_on_screen, "something on the screen to have the focus")
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def _seen(self) -> str:
        """What a person would see who waits in vain: where the focus is, and the bottom line."""
        focus = QApplication.focusWidget()
        said = [w.text() for w in self.window.findChildren(QLabel, "saved")]
        return f"focus on {describe(focus) if focus else 'nothing'}, said {said}"

    def _touch(self, widget: QWidget) -> None:
        assert widget.isVisible(), f"{describe(widget)} is not on the screen"
        assert widget.isEnabled(), f"{describe(widget)} cannot be used"
        self.touched.append(describe(widget))

    # ---- telling ----------------------------------------------------------------------------

    def step(self, words: str) -> None:
        """Say what was done, to which widgets, and how long it took; keep a picture."""
        QTest.qWait(STEP_MS)
        took = time.monotonic() - self._began
        widgets = ", ".join(dict.fromkeys(self.touched)) or "no widget"
        name = f"{self._number:02d}-{_slug(words)}.png"
        self.window.grab().save(str(self._screens / name))
        print(f"{self._number:2d}. {words} · {took:.2f} s · {widgets}", flush=True)
        self._number += 1
        self.touched = []
        self._began = time.monotonic()

    @property
    def number(self) -> int:
        """The number of the next step."""
        return self._number


def describe(widget: QWidget) -> str:
    """A widget's class with what a person knows it by; never what was typed into it."""
    known = widget.objectName() or widget.accessibleName()
    if not known and isinstance(widget, QAbstractButton):
        known = _plain(widget.text())
    if not known and isinstance(widget, (QLineEdit, QPlainTextEdit)):
        known = widget.placeholderText()
    return f"{type(widget).__name__}({known})" if known else type(widget).__name__


def _focus_on_screen() -> bool:
    widget = QApplication.focusWidget()
    return widget is not None and widget.isVisible()


def _bring_into_view(widget: QWidget) -> None:
    parent = widget.parentWidget()
    while parent is not None:
        if isinstance(parent, QScrollArea):
            parent.ensureWidgetVisible(widget, 20, 60)
            QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        parent = parent.parentWidget()


def _plain(words: str) -> str:
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&")


def _slug(words: str) -> str:
    kept = "".join(letter if letter.isalnum() else "-" for letter in words.lower())
    return "-".join(part for part in kept.split("-") if part)[:40]
