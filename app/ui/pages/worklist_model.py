"""The rows of Today, fetched a window at a time, so that a hundred thousand scroll as ten do.

Only what is on the screen is asked for, one question at a time: whoever drags the scroll bar past a
thousand rows costs one query and not twenty. What was shown stays until something newer is there.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import IntEnum
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractTableModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
    Signal,
)
from typing_extensions import override

from app.records.ports import Page, WorklistQuery, WorklistRow, WorklistView
from app.ui.pages import worklist_words

if TYPE_CHECKING:
    from datetime import datetime

    from app.ui.background import Background
    from app.ui.pages.worklist_words import Said

CHUNK = 100
KEPT_CHUNKS = 30
CELL = Qt.ItemDataRole.UserRole + 1
CELLS = Qt.ItemDataRole.UserRole + 2
Index = QModelIndex | QPersistentModelIndex
_TOP = QModelIndex()


class Column(IntEnum):
    """The columns, in their order."""

    CHILD = 0
    TIMES = 1
    LIMIT = 2
    AUTHORITY = 3
    INTERVIEW = 4
    LAPTOP = 5


TITLES = (
    *("Child", "Missing and back", "72-hour limit"),
    *("Authority", "Interview", "On this laptop"),
)


@dataclass(frozen=True, slots=True)
class Window:
    """One answer of the store: the rows, and what comes next when there are none."""

    page: Page
    following: WorklistRow | None = None


def spoken(cells: tuple[Said, ...]) -> str:
    """A whole row as a screen reader says it."""
    return ". ".join(cell.spoken for cell in cells)


Fetch = Callable[[WorklistQuery], Window]


class WorklistModel(QAbstractTableModel):
    """A table over a list that is never read whole."""

    arrived = Signal(object)
    """(Window): the first answer to a new question, or to a renewed one."""
    failed = Signal(object)
    """(Exception): what was shown is still there."""

    def __init__(
        self,
        fetch: Fetch,
        background: Background,
        clock: Callable[[], datetime],
        names: Mapping[str, str],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch, self._background, self._clock, self._names = fetch, background, clock, names
        self._now = clock()
        self._query = WorklistQuery(now=self._now, limit=CHUNK)
        self._chunks: OrderedDict[int, tuple[WorklistRow, ...]] = OrderedDict()
        self._said: dict[int, tuple[Said, ...]] = {}
        self._total = 0
        self._seen = (0, 0)
        self._round = 0
        self._first_due: int | None = None
        self._in_flight = False
        self._starts_afresh = False

    def ask(self, view: WorklistView, text: str) -> None:
        """Show another part of the list, from its start."""
        self._query = replace(self._query, view=view, text=text)
        self._starts_afresh = True
        self._restart(0)

    def renew(self) -> None:
        """Read again what is on the screen; a failed question is asked once more."""
        self._restart(0 if self._starts_afresh else self._seen[0] // CHUNK)

    def show_range(self, first: int, last: int) -> None:
        """Learn which rows are on the screen and fetch those that are not here."""
        self._seen = (max(first, 0), max(first, last, 0))
        self._pump()

    def tick(self) -> bool:
        """Renew the clocks; True when a row became overdue, so that the counts are old."""
        before, self._now = self._now, self._clock()
        self._said.clear()
        self._tell(0, self._total)
        return any(
            row.due is not None and before <= row.due < self._now
            for rows in self._chunks.values()
            for row in rows
        )

    @property
    def waiting(self) -> bool:
        """Whether an answer is awaited."""
        return self._in_flight

    def row_at(self, number: int) -> WorklistRow | None:
        """The row at a place, None while it is not here."""
        rows = self._chunks.get(number // CHUNK, ())
        offset = number % CHUNK
        return rows[offset] if offset < len(rows) else None

    def place_of(self, episode: str) -> int | None:
        """Where an episode stands among the rows that are here."""
        for chunk, rows in self._chunks.items():
            for offset, row in enumerate(rows):
                if row.episode == episode:
                    return chunk * CHUNK + offset
        return None

    @override
    def rowCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else self._total

    @override
    def columnCount(self, parent: Index = _TOP) -> int:
        return 0 if parent.isValid() else len(Column)

    @override
    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return TITLES[section]
        return None

    @override
    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        cells = self._cells(index.row())
        if cells is None:
            loading = index.column() == 0 and role == Qt.ItemDataRole.AccessibleTextRole
            return "Reading the list" if loading else None
        cell = cells[index.column()]
        whole = index.column() == Column.CHILD  # a reader says the whole row with its first cell
        return {
            CELLS: cells,
            CELL: cell,
            Qt.ItemDataRole.DisplayRole: cell.line,
            Qt.ItemDataRole.ToolTipRole: cell.spoken,
            Qt.ItemDataRole.AccessibleTextRole: spoken(cells) if whole else cell.spoken,
        }.get(role)

    def _cells(self, number: int) -> tuple[Said, ...] | None:
        if number not in self._said:
            row = self.row_at(number)
            if row is None:
                return None
            self._said[number] = worklist_words.cells(row, self._now, self._names)
        return self._said[number]

    def _restart(self, chunk: int) -> None:
        self._round += 1
        self._first_due = chunk
        self._pump()

    def _pump(self) -> None:
        """Ask for one missing chunk, unless an answer is awaited."""
        if self._in_flight:
            return
        chunk = self._first_due if self._first_due is not None else self._missing_chunk()
        if chunk is None:
            return
        self._in_flight = True
        asked, first = self._round, self._first_due is not None
        query = replace(self._query, now=self._clock(), offset=chunk * CHUNK)
        self._background.run(
            lambda: self._fetch(query),
            lambda window: self._take(asked, chunk, window, first=first),
            self._fail,
            owner=self,
        )

    def _missing_chunk(self) -> int | None:
        if not self._total or self._starts_afresh:
            return None  # rows of a question that failed are never mixed with an older one's
        last = min(self._seen[1], self._total - 1)
        for chunk in range(self._seen[0] // CHUNK, last // CHUNK + 1):
            if chunk not in self._chunks:
                return chunk
        return None

    def _take(self, asked: int, chunk: int, window: Window, *, first: bool) -> None:
        self._in_flight = False
        if asked == self._round:
            if first:
                self._adopt(chunk, window)
            else:
                self._keep(chunk, window.page.rows)
        self._pump()

    def _fail(self, error: Exception) -> None:
        self._in_flight = False
        self._first_due = None
        self.failed.emit(error)

    def _adopt(self, chunk: int, window: Window) -> None:
        """Take the first answer of a round: everything older is old."""
        # The rows are in place before anybody is told, or the table would ask for them again.
        self._first_due = None
        self._now = self._clock()
        if self._starts_afresh:
            self.beginResetModel()
            self._total = window.page.total
            self._put(chunk, window.page.rows)
            self._starts_afresh = False
            self.endResetModel()
        else:
            self._put(chunk, window.page.rows)
            self._resize(window.page.total)
            self._tell(0, self._total)
        self.arrived.emit(window)

    def _put(self, chunk: int, rows: tuple[WorklistRow, ...]) -> None:
        """Forget all other rows."""
        self._chunks = OrderedDict({chunk: rows})
        self._said.clear()

    def _resize(self, total: int) -> None:
        """Grow or shrink at the end, so that the place on the screen is not lost."""
        if total > self._total:
            self.beginInsertRows(_TOP, self._total, total - 1)
            self._total = total
            self.endInsertRows()
        elif total < self._total:
            self.beginRemoveRows(_TOP, total, self._total - 1)
            self._total = total
            self.endRemoveRows()

    def _keep(self, chunk: int, rows: tuple[WorklistRow, ...]) -> None:
        self._chunks[chunk] = rows
        if len(self._chunks) > KEPT_CHUNKS:
            self._chunks.popitem(last=False)
            self._said.clear()
        self._tell(chunk * CHUNK, (chunk + 1) * CHUNK)

    def _tell(self, start: int, end: int) -> None:
        last = min(end, self._total) - 1
        if last >= start:
            self.dataChanged.emit(self.index(start, 0), self.index(last, len(Column) - 1))
