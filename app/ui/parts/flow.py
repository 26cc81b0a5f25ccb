"""A layout that puts widgets side by side and starts a new line where the page is too narrow."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QApplication, QLayout, QLayoutItem, QSizePolicy, QWidget
from typing_extensions import override


class FlowLayout(QLayout):
    """Lines of widgets at their natural size; one of them may sit at the far end of the last line.

    A widget wider than the line is given the line's width, and its own height for that width.
    """

    def __init__(self, parent: QWidget | None = None, gap: int = 4, line_gap: int = 2) -> None:
        super().__init__(parent)
        self._items: list[QLayoutItem] = []
        self._gap, self._line_gap = gap, line_gap
        self._at_end: QWidget | None = None
        self.align_bottom = False
        self._hints: list[tuple[QLayoutItem, QSize, int]] | None = None
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
        self._items.append(item)
        if self._at_end is not None and item.widget() is not self._at_end:
            # What is at the end stays last, so that Tab and the eye agree.
            self._items.sort(key=lambda held: held.widget() is self._at_end)

    @override
    def count(self) -> int:
        return len(self._items)

    @override
    def itemAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items[index] if 0 <= index < len(self._items) else None

    @override
    def takeAt(self, index: int) -> QLayoutItem | None:  # type: ignore[override]
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    @override
    def invalidate(self) -> None:
        self._hints = None
        self._heights.clear()
        super().invalidate()

    @override
    def expandingDirections(self) -> Qt.Orientation:  # type: ignore[override]
        return Qt.Orientation(0)

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        if width not in self._heights:
            self._heights[width] = self._arrange(QRect(0, 0, width, 0), place=False)
        return self._heights[width]

    @override
    def setGeometry(self, rect: QRect) -> None:
        super().setGeometry(rect)
        self._arrange(rect, place=True)

    @override
    def sizeHint(self) -> QSize:
        shown = self._shown()
        width = sum(size.width() + self._gap for _, size, _ in shown)
        height = max((size.height() for _, size, _ in shown), default=0)
        return QSize(width, height)

    @override
    def minimumSize(self) -> QSize:
        shown = self._shown()
        width = max((least for _, _, least in shown), default=0)
        height = max((size.height() for _, size, _ in shown), default=0)
        return QSize(width, height)

    def _shown(self) -> list[tuple[QLayoutItem, QSize, int]]:
        if self._hints is None:
            self._hints = [
                (item, item.sizeHint(), item.minimumSize().width())
                for item in self._items
                if not item.isEmpty()
            ]
        return self._hints

    def _arrange(self, rect: QRect, *, place: bool) -> int:
        lines = self._lines(rect.width())
        y = rect.y()
        for line in lines:
            height = max(size.height() for _, size in line)
            if place:
                self._place(line, QRect(rect.x(), y, rect.width(), height))
            y += height + self._line_gap
        return max(y - rect.y() - self._line_gap, 0)

    def _lines(self, width: int) -> list[list[tuple[QLayoutItem, QSize]]]:
        lines: list[list[tuple[QLayoutItem, QSize]]] = []
        x = 0
        for item, hint, _ in self._shown():
            size = hint
            if size.width() > width:
                height = item.heightForWidth(width) if item.hasHeightForWidth() else size.height()
                size = QSize(width, max(height, size.height()))
            if not lines or x + size.width() > width:
                lines.append([])
                x = 0
            lines[-1].append((item, size))
            x += size.width() + self._gap
        return lines

    def _place(self, line: list[tuple[QLayoutItem, QSize]], row: QRect) -> None:
        mirrored = self.parentWidget() is not None and self.parentWidget().isRightToLeft()
        x = row.x()
        for item, size in line:
            left = x
            if item.widget() is self._at_end:
                left = row.right() + 1 - size.width()
            if mirrored:
                left = 2 * row.x() + row.width() - left - size.width()
            spare = row.height() - size.height()
            top = row.y() + (spare if self.align_bottom else spare // 2)
            item.setGeometry(QRect(QPoint(left, top), size))
            x += size.width() + self._gap


def set_property(widget: QWidget, name: str, value: str) -> None:
    """Change a property the style sheet looks at, and let it look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    if widget.testAttribute(Qt.WidgetAttribute.WA_WState_Polished):
        style = widget.style() or QApplication.style()
        style.unpolish(widget)
        style.polish(widget)
