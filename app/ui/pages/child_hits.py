"""The children a search found: name and age, and under it what else tells one from another."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import QAbstractListModel, QModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)
from typing_extensions import override

from app.forms.plain_facts import age_on
from app.forms.told_times import long_day
from app.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.records.ports import SearchHit
    from app.ui.pages.worklist_model import Index

SMALL = 10.0
_TOP = QModelIndex()


def hit_words(hit: SearchHit, today: date) -> tuple[str, str]:
    """A hit in two lines: who, and what else is known."""
    age = age_on(hit.born, today)
    surname, _, forename = hit.title.partition(", ")  # lists hold the surname first
    name = f"{forename} {surname}".strip() or "Name not recorded"
    born = f"Born {long_day(hit.born)}" if hit.born else "Date of birth not recorded"
    return (name if age is None else f"{name}, {age}"), " · ".join(
        filter(None, (born, hit.reference))
    )


class HitModel(QAbstractListModel):
    """Holds the children found."""

    def __init__(self) -> None:
        super().__init__()
        self.hits: list[SearchHit] = []
        self._today = date.min

    def show_hits(self, hits: Sequence[SearchHit], today: date) -> None:
        """Show what was found."""
        self.beginResetModel()
        self.hits, self._today = list(hits), today
        self.endResetModel()

    @override
    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(self.hits)

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        first, second = hit_words(self.hits[index.row()], self._today)
        return {
            Qt.ItemDataRole.DisplayRole: first,
            Qt.ItemDataRole.UserRole: second,
            Qt.ItemDataRole.AccessibleTextRole: f"{first}. {second}",
            Qt.ItemDataRole.ToolTipRole: f"{first}. {second}",
        }.get(Qt.ItemDataRole(role))


class HitList(QListView):
    """The list; Enter or a click chooses a child, Up on the first goes back to the search."""

    chosen = Signal(str)
    """(case)"""
    left_at_top = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.found = HitModel()
        self.setModel(self.found)
        self.setItemDelegate(_Hit(self))
        self.setAccessibleName("Children found")
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.clicked.connect(self._choose)

    def enter(self) -> None:
        """Put the keyboard on the first child."""
        self.setFocus(Qt.FocusReason.OtherFocusReason)
        if self.found.hits:
            self.setCurrentIndex(self.found.index(0))

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self._choose(self.currentIndex())
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.left_at_top.emit()
        else:
            super().keyPressEvent(event)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(self.found.hits[index.row()].case)


class _Hit(QStyledItemDelegate):
    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        lines = self._line(strong=True) + self._line(SMALL)
        return QSize(theme().px(200), lines + theme().px(16))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, rect = theme(), option.rect
        painter.save()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("selected" if chosen else "hover"))
        if chosen:
            bar = QRect(rect.topLeft(), QSize(look.px(4), rect.height()))
            if option.direction is Qt.LayoutDirection.RightToLeft:
                bar.moveRight(rect.right())
            painter.fillRect(bar, look.colour("focus"))
        painter.setPen(look.colour("divider"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        line = rect.adjusted(look.px(12), look.px(8), -look.px(12), 0)
        line.setHeight(self._line(strong=True))
        self._write(painter, line, str(index.data()), "fg", strong=True)
        line.translate(0, line.height())
        second = str(index.data(Qt.ItemDataRole.UserRole))
        self._write(painter, line, second, "hint", size=SMALL)
        painter.restore()

    def _write(
        self,
        painter: QPainter,
        line: QRect,
        words: str,
        tone: str,
        *,
        size: float = 11.0,
        strong: bool = False,
    ) -> None:
        font = theme().font(size, strong=strong)
        painter.setFont(font)
        painter.setPen(theme().colour(tone))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, line.width())
        painter.drawText(line, int(Qt.AlignmentFlag.AlignLeading), shown)

    def _line(self, size: float = 11.0, *, strong: bool = False) -> int:
        return QFontMetrics(theme().font(size, strong=strong)).height() + theme().px(2)
