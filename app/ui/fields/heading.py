"""The heading of a question: its words, and at the far end what is rarely needed, out of the way.

The tools are not stops of the Tab key, or every question would take six: each has its Alt key.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget
from typing_extensions import override

from app.ui.parts.flow import FlowLayout, ItemsLayout
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from collections.abc import Callable

_LEAST_WORDS = 0.5
"""The share of the width that belongs to the words; with less the tools go below them."""


class Heading(QWidget):
    """Words and quiet buttons."""

    def __init__(self, words: QLabel, parent: QWidget) -> None:
        super().__init__(parent)
        self._tools: dict[str, QPushButton] = {}
        self._stamp: QLabel | None = None
        self._box = QWidget(self)
        self._flow = FlowLayout(self._box, gap=0, line_gap=0)
        layout = _HeadingLayout(self)
        layout.addWidget(words)
        layout.addWidget(self._box)
        policy = self.sizePolicy()
        policy.setHeightForWidth(True)
        policy.setVerticalPolicy(QSizePolicy.Policy.Minimum)
        self.setSizePolicy(policy)

    def add_tool(self, text: str, act: Callable[[], None], keys: str = "") -> QPushButton:
        """Add a quiet button; its key is told by its tooltip."""
        tool = button(text, "tool", self._box)
        tool.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        if keys:
            tool.setToolTip(f"{text} ({keys})")
        policy = tool.sizePolicy()
        policy.setRetainSizeWhenHidden(True)  # it comes and goes and nothing else moves
        tool.setSizePolicy(policy)
        tool.clicked.connect(act)
        self._flow.addWidget(tool)
        self._tools[text] = tool
        return tool

    def show_stamp(self, text: str) -> None:
        """Say when the answer was recorded, before the tools, so that nothing below moves."""
        if self._stamp is None:
            if not text:
                return
            self._stamp = label("", "stamp", self._box, wrap=False)
            self._stamp.setContentsMargins(0, 0, 8, 0)
            self._flow.insert(0, self._stamp)
            self._stamp.show()
        self._stamp.setText(text)

    def show_tool(self, text: str, *, on: bool) -> None:
        """Show or hide a button; its place is kept."""
        tool = self._tools.get(text)
        if tool is not None and tool.isHidden() == on:
            tool.setVisible(on)


class _HeadingLayout(ItemsLayout):
    """Two items side by side, or one below the other where the words would be squeezed."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._known: dict[int, tuple[QRect, QRect]] = {}
        self.setContentsMargins(0, 0, 0, 0)

    @override
    def invalidate(self) -> None:
        self._known.clear()
        super().invalidate()

    @override
    def heightForWidth(self, width: int) -> int:
        return max(rect.bottom() + 1 for rect in self._places(width))

    @override
    def sizeHint(self) -> QSize:
        words, tools = (item.sizeHint() for item in self._items)
        return QSize(words.width() + tools.width(), max(words.height(), tools.height()))

    @override
    def minimumSize(self) -> QSize:
        words, tools = (item.minimumSize() for item in self._items)
        return QSize(max(words.width(), tools.width()), max(words.height(), tools.height()))

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        holder = self.parentWidget()
        mirrored = holder is not None and holder.isRightToLeft()
        for item, place in zip(self._items, self._places(rect.width()), strict=True):
            left = rect.width() - place.x() - place.width() if mirrored else place.x()
            item.setGeometry(
                QRect(rect.x() + left, rect.y() + place.y(), place.width(), place.height())
            )

    def _places(self, width: int) -> tuple[QRect, QRect]:
        if width not in self._known:
            self._known[width] = self._arranged(width)
        return self._known[width]

    def _arranged(self, width: int) -> tuple[QRect, QRect]:
        words, tools = self._items
        size = tools.sizeHint()
        beside = width - size.width()
        if beside >= width * _LEAST_WORDS:
            high = max(words.heightForWidth(beside), size.height())
            return (
                QRect(0, 0, beside, high),
                QRect(beside, 0, size.width(), size.height()),
            )
        high = words.heightForWidth(width)
        below = max(tools.heightForWidth(width), 0)
        return (
            QRect(0, 0, width, high),
            QRect(max(width - size.width(), 0), high, min(size.width(), width), below),
        )
