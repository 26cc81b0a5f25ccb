"""A layout that puts widgets side by side and starts a new line where the page is too narrow."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QLayout, QLayoutItem, QSizePolicy, QWidget
from typing_extensions import override

_Hint = tuple[QLayoutItem, int, int]
"""An item and the width and height it would like."""


@dataclass(slots=True)
class _Line:
    items: list[_Hint]
    height: int


class ItemsLayout(QLayout):
    """Holds its items in a list; how they are placed is left to the layout at hand."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []

    @override
    def addItem(self, item: QLayoutItem) -> None:
        self._items.append(item)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def hasHeightForWidth(self) -> bool:
        return True


class FlowLayout(ItemsLayout):
    """Lines of widgets at their natural size; one of them may sit at the far end of the last line.

    A widget wider than the line is given the line's width, and its own height for that width.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = 4, line_gap: int = 2) -> None:
        super().__init__(parent)
        self._gap, self._line_gap = gap, line_gap
        self._at_end: QWidget | None = None
        self.align_bottom = False
        self._hints: list[_Hint] | None = None
        self._least: QSize | None = None
        self._heights: dict[int, int] = {}
        self.setContentsMargins(0, 0, 0, 0)
        if parent is not None:
            policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
            policy.setHeightForWidth(True)
            parent.setSizePolicy(policy)

    def put_at_end(self, widget: QWidget) -> None:
        """Keep a widget at the far end of the last line."""
        self._at_end = widget
        self.addWidget(widget)

    def insert(self, place: int, widget: QWidget) -> None:
        """Put a widget at a place among the others."""
        self.addWidget(widget)
        self._items.insert(place, self._items.pop())

    @override
    def addItem(self, item: QLayoutItem) -> None:
        super().addItem(item)
        if self._at_end is not None and item.widget() is not self._at_end:
            # What is at the end stays last, so that Tab and the eye agree.
            self._items.sort(key=lambda held: held.widget() is self._at_end)

    @override
    def invalidate(self) -> None:
        if self._hints is not None:  # Qt says so many times for each time it asks
            self._hints = self._least = None
            self._heights.clear()
        super().invalidate()

    @override
    def expandingDirections(self) -> Qt.Orientation:
        return Qt.Orientation(0)

    @override
    def heightForWidth(self, width: int) -> int:
        height = self._heights.get(width)
        if height is None:
            hints = self._shown()
            lines = self._lines(hints, width)
            height = sum(line.height for line in lines) + self._line_gap * max(len(lines) - 1, 0)
            self._heights[width] = height
        return height

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        y = rect.y()
        for line in self._lines(self._shown(), rect.width()):
            self._place(line, QRect(rect.x(), y, rect.width(), line.height))
            y += line.height + self._line_gap

    @override
    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(wide + self._gap for _, wide, _ in shown)
        return QSize(width, max((high for _, _, high in shown), default=0))

    @override
    def minimumSize(self) -> QSize:
        if self._least is None:
            shown = self._shown()
            width = max((item.minimumSize().width() for item, _, _ in shown), default=0)
            self._least = QSize(width, max((high for _, _, high in shown), default=0))
        return self._least

    def _shown(self) -> list[_Hint]:
        if self._hints is None:
            self._hints = []
            for item in self._items:
                if not item.isEmpty():
                    size = item.sizeHint()
                    self._hints.append((item, size.width(), size.height()))
        return self._hints

    def _lines(self, hints: list[_Hint], width: int) -> list[_Line]:
        lines: list[_Line] = []
        x = 0
        for item, wide, high in hints:
            if wide > width:
                if item.hasHeightForWidth():
                    high = max(item.heightForWidth(width), high)  # noqa: PLW2901
                wide = width  # noqa: PLW2901
            if not lines or x + wide > width:
                lines.append(_Line([], 0))
                x = 0
            line = lines[-1]
            line.items.append((item, wide, high))
            line.height = max(line.height, high)
            x += wide + self._gap
        return lines

    def _place(self, line: _Line, row: QRect) -> None:
        holder = self.parentWidget()
        mirrored = holder is not None and holder.isRightToLeft()
        x = row.x()
        for item, wide, high in line.items:
            left = x
            if item.widget() is self._at_end:
                left = row.right() + 1 - wide
            if mirrored:
                left = 2 * row.x() + row.width() - left - wide
            spare = row.height() - high
            top = row.y() + (spare if self.align_bottom else spare // 2)
            item.setGeometry(QRect(left, top, wide, high))
            x += wide + self._gap


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Change a property the style sheet looks at, and let it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style()
        style.unpolish(widget)
        style.polish(widget)


def set_shown(widget: QWidget, *, on: bool) -> None:
    """Show or hide a widget; saying again what holds already costs a new layout."""
    if widget.isHidden() == on:
        widget.setVisible(on)
