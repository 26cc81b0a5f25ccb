"""The table of Today: two lines a cell where there is room, a card a row where there is not."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)
from typing_extensions import override

from app.ui.pages.worklist_model import CELL, CELLS, Column, Index, WorklistModel
from app.ui.pages.worklist_words import Said
from app.ui.theme import TEXT_POINTS, theme

CARDS_BELOW = 740
"""The room of a table in a window 820 wide; with less, each row is a card."""
SMALL = 10.0
SMALLEST = 8.5
_SAMPLES = {
    Column.CHILD: ("Christopher Weller, 15", "! Missing again before interview."),
    Column.TIMES: ("Back Mon 29 Oct 22:40", "From Mon 29 Oct 22:40"),
    Column.LIMIT: ("▲ Overdue by 88 h 58 min", "since Mon 29 Oct 22:40"),
    Column.AUTHORITY: ("Northmere", "! Southhaven not told yet"),
    Column.INTERVIEW: ("Booked Mon 29 Oct 22:40", "after the 72 hours"),
    Column.LAPTOP: ("On this laptop ..", ""),
}
_TIGHT_SAMPLES = {
    Column.CHILD: ("Margaret-Rose, 15", "NMR-26-7K3Q-4"),
    Column.TIMES: ("Back Mon 29 Oct 22:40", ""),
    Column.LIMIT: ("▲ Overdue by 88 h 58 min", ""),
    Column.AUTHORITY: ("Northmere", "! Southhaven"),
    Column.INTERVIEW: ("Booked Mon 29 Oct 22:40", ""),
    Column.LAPTOP: ("On this laptop", ""),
}
"""The least width at which a row is still a line: small letters, and a second line that wraps."""
_GROWS = {Column.CHILD: 3, Column.AUTHORITY: 1, Column.TIMES: 1, Column.INTERVIEW: 1}


class WorklistTable(QTableView):
    """Shows a WorklistModel; Enter or a double click opens the row."""

    opened = Signal(int)
    """(row)"""
    left_at_top = Signal()
    """Up was pressed on the first row: back to the search."""

    def __init__(self, model: WorklistModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self._model = model
        self.cards = False
        self.tight = False
        self.setAccessibleName("Missing episodes and interviews")
        self._cells = _Cells(self)
        self.setItemDelegate(self._cells)
        self._plain_table()
        self.verticalScrollBar().valueChanged.connect(self.tell_range)
        model.modelReset.connect(self.tell_range)
        model.rowsInserted.connect(self.tell_range)
        self.doubleClicked.connect(self._open)
        self.restyle()

    def _plain_table(self) -> None:
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().hide()
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header = self.horizontalHeader()
        header.setSectionsClickable(False)
        header.setHighlightSections(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)

    def _open(self, index: QModelIndex) -> None:
        self.opened.emit(index.row())

    def restyle(self) -> None:
        """Measure again: the look, the text size or the width has changed."""
        room = self.viewport().width()
        least = {column: self._cells.least(_SAMPLES[column]) for column in Column}
        self.tight = room < sum(least.values())
        if self.tight:
            least = {column: self._cells.tight(_TIGHT_SAMPLES[column]) for column in Column}
        self.cards = room < max(CARDS_BELOW, sum(least.values()))
        self.horizontalHeader().setVisible(not self.cards)
        for column in Column:
            self.setColumnHidden(column, self.cards and column is not Column.CHILD)
        self._share_out(room, least)
        height = self._cells.card_height(room) if self.cards else self._cells.row_height()
        if self.verticalHeader().defaultSectionSize() != height:
            self.verticalHeader().setMinimumSectionSize(height)
            self.verticalHeader().setDefaultSectionSize(height)
        self.tell_range()

    def _share_out(self, room: int, least: dict[Column, int]) -> None:
        if self.cards:
            self.setColumnWidth(Column.CHILD, room)
            return
        spare, parts = room - sum(least.values()), sum(_GROWS.values())
        for column in Column:
            self.setColumnWidth(column, least[column] + spare * _GROWS.get(column, 0) // parts)

    def tell_range(self) -> None:
        """Tell the model which rows are on the screen, and one screen below."""
        height = max(self.verticalHeader().defaultSectionSize(), 1)
        first = self.verticalScrollBar().value() // height
        shown = self.viewport().height() // height + 1
        self._model.show_range(first, first + 2 * shown)

    @override
    def keyboardSearch(self, search: str) -> None:
        """Do nothing: typing a letter would walk the whole list."""

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.restyle()

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        row = self.currentIndex().row()
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.opened.emit(row)
        elif event.key() == Qt.Key.Key_Up and row <= 0:
            self.left_at_top.emit()
        elif event.key() in (Qt.Key.Key_Home, Qt.Key.Key_End):
            self.select_row(0 if event.key() == Qt.Key.Key_Home else self._model.rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def select_row(self, row: int) -> None:
        """Make a row the current one."""
        if 0 <= row < self._model.rowCount():
            self.setCurrentIndex(self._model.index(row, Column.CHILD))


class _Cells(QStyledItemDelegate):
    """Paints a cell of two lines, or a card."""

    def __init__(self, table: WorklistTable) -> None:
        super().__init__(table)
        self._table = table

    def row_height(self) -> int:
        under = 2 if self._table.tight else 1
        return self._line() + under * self._line(SMALL) + theme().px(16)

    def card_height(self, width: int) -> int:
        return self._line() * self._card_lines(width) + theme().px(20)

    def least(self, samples: tuple[str, str]) -> int:
        strong = QFontMetrics(theme().font(strong=True)).horizontalAdvance(samples[0])
        small = QFontMetrics(theme().font(SMALL)).horizontalAdvance(samples[1])
        return max(strong, small) + 2 * theme().px(8)

    def tight(self, samples: tuple[str, str]) -> int:
        font = theme().font(SMALLEST, strong=True)
        return max(map(QFontMetrics(font).horizontalAdvance, samples)) + theme().px(12)

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._table.columnWidth(index.column()), self.row_height())

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        rect = option.rect
        self._ground(painter, option, index)
        side = theme().px(6 if self._table.tight and not self._table.cards else 8)
        inside = rect.adjusted(side, theme().px(8), -side, -theme().px(8))
        cells: tuple[Said, ...] | None = index.data(CELLS)
        if cells is None:
            self._bone(painter, inside)
        elif self._table.cards:
            self._card(painter, inside, cells)
        else:
            cell: Said = index.data(CELL)
            self._two_lines(painter, inside, cell, strong=index.column() in _STRONG)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, look = option.rect, theme()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(rect, look.colour("selected"))
            if index.column() == 0:
                self._bar(painter, rect, look.colour("focus" if self._focused() else "accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, look.colour("hover"))
        painter.setPen(look.colour("divider"))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def _bar(self, painter: QPainter, rect: QRect, colour: QColor) -> None:
        bar = QRect(rect.topLeft(), QSize(theme().px(4), rect.height()))
        if self._table.isRightToLeft():
            bar.moveRight(rect.right())
        painter.fillRect(bar, colour)

    def _focused(self) -> bool:
        return self._table.hasFocus()

    def _bone(self, painter: QPainter, rect: QRect) -> None:
        """A row that is still being read: a pale bar where its words will stand."""
        bone = QRect(rect.topLeft(), QSize(rect.width() * 2 // 3, theme().px(8)))
        painter.fillRect(bone, theme().colour("disabled_bg"))

    def _two_lines(self, painter: QPainter, rect: QRect, cell: Said, *, strong: bool) -> None:
        lone = not cell.second
        height = self._line()
        top = rect.top() + ((rect.height() - height) // 2 if lone else 0)
        first = QRect(QPoint(rect.left(), top), QSize(rect.width(), height))
        loud = strong or cell.tone in _LOUD
        self._write(painter, first, cell.line, cell.tone, strong=loud)
        if not lone:
            second = first.translated(0, height)
            loud = cell.second_tone in _LOUD
            if self._table.tight:
                second.setBottom(rect.bottom())
                self._wrap(painter, second, cell.second, cell.second_tone, strong=loud)
                return
            self._write(painter, second, cell.second, cell.second_tone, size=SMALL, strong=loud)

    def _wrap(self, painter: QPainter, rect: QRect, words: str, tone: str, *, strong: bool) -> None:
        """Write over several lines, so that no warning is ever cut."""
        painter.setFont(theme().font(SMALLEST, strong=strong))
        painter.setPen(theme().colour(tone))
        align = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignTop
        painter.drawText(rect, int(align | Qt.TextFlag.TextWordWrap), words)

    def _card(self, painter: QPainter, rect: QRect, cells: tuple[Said, ...]) -> None:
        line = QRect(rect.topLeft(), QSize(rect.width(), self._line()))
        roomy = self._roomy(rect.width())
        if roomy:
            limit = cells[Column.LIMIT]
            width = QFontMetrics(theme().font(strong=True)).horizontalAdvance(limit.line)
            end = QRect(line.topRight() - QPoint(width, 0), QSize(width + 1, line.height()))
            self._write(painter, end, limit.line, limit.tone, strong=True)
            line.setRight(end.left() - theme().px(8))
        for number, said in enumerate(_card_words(cells, roomy=roomy)):
            strong = number == 0 or said.tone in _LOUD
            self._write(painter, line, said.line, said.tone, strong=strong)
            line.translate(0, self._line())
            line.setRight(rect.right())

    def _card_lines(self, width: int) -> int:
        return 4 if self._roomy(width) else 7

    def _roomy(self, width: int) -> bool:
        return width > 50 * QFontMetrics(theme().font()).averageCharWidth()

    def _write(
        self,
        painter: QPainter,
        rect: QRect,
        words: str,
        tone: str,
        *,
        size: float = TEXT_POINTS,
        strong: bool = False,
    ) -> None:
        font = _fitting(words, rect.width(), size, strong=strong)
        painter.setFont(font)
        painter.setPen(theme().colour(tone))
        shown = QFontMetrics(font).elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
        align = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect, int(align), shown)

    def _line(self, size: float = TEXT_POINTS) -> int:
        return QFontMetrics(theme().font(size)).height() + theme().px(2)


_STRONG = (Column.CHILD, Column.LIMIT)
_LOUD = ("red", "amber", "green")


def _fitting(words: str, width: int, size: float, *, strong: bool) -> QFont:
    """The font in which the words fit, a little smaller where they are long."""
    font = theme().font(size, strong=strong)
    while size > SMALLEST and QFontMetrics(font).horizontalAdvance(words) > width:
        size = max(size - 0.5, SMALLEST)
        font = theme().font(size, strong=strong)
    return font


def _card_words(cells: tuple[Said, ...], *, roomy: bool) -> list[Said]:
    """A row as the lines of a card; in a roomy one the clock stands beside the name."""
    child, times, limit, authority, interview, laptop = cells
    under = Said(child.second, tone=child.second_tone)
    loud = authority.second_tone in _LOUD and authority.second
    place = Said(authority.spoken, tone=authority.second_tone if loud else "fg")
    if not roomy:
        return [child, limit, under, times, Said(interview.spoken), place, laptop]
    middle = Said(f"{times.first} · {interview.spoken}")
    last = Said(f"{place.first} · {laptop.line}", tone=_louder(place.tone, laptop.tone))
    return [child, under, middle, last]


def _louder(one: str, other: str) -> str:
    for tone in ("red", "amber"):
        if tone in (one, other):
            return tone
    return "fg"
