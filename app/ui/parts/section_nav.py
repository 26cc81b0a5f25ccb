"""The sections of a form: a list with how far each one is, or a box to open where room is short."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.ui.parts.inputs import Combo
from app.ui.parts.progress_line import ProgressLine
from app.ui.parts.status_pill import StatusPill
from app.ui.parts.words import label
from app.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.forms.progress import SectionStatus
    from app.forms.question import Section

AnyIndex = QModelIndex | QPersistentModelIndex
SYMBOLS = {"not_started": "○", "in_progress": "◐", "complete": "✓", "check": "!"}
_WORDS = {"not_started": "Not started", "in_progress": "In progress", "complete": "Complete"}


@dataclass(frozen=True, slots=True)
class SectionLine:
    """One line of the list."""

    id: str
    title: str
    state: str
    status: str

    @property
    def symbol(self) -> str:
        """The sign that says the state without colour."""
        return SYMBOLS[self.state]


def section_line(section: Section, status: SectionStatus) -> SectionLine:
    """Return what the list says of a section."""
    state = str(status.state)
    words = _WORDS.get(state, f"{status.problems} to check")
    return SectionLine(section.id, section.short or section.title, state, words)


class SectionNav(QWidget):
    """Sections in order. Enter or a click opens one; arrows only walk the list."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines: list[SectionLine] = []
        self._current = ""
        self._title = label("", "h2", self)
        self._sub = label("", "hint", self)
        self.due = StatusPill(self)
        self.due.setIndent(2)
        self.due.hide()
        self.progress = ProgressLine(self)
        self._model = _Lines(self)
        self.list = QListView(self)
        self.list.setObjectName("sections")
        self.list.setAccessibleName("Sections")
        self.list.setModel(self._model)
        self.list.setItemDelegate(_LineDelegate(self.list))
        self.list.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.clicked.connect(self._opened)
        self.list.activated.connect(self._opened)
        self.combo = Combo("Section", self)
        self.combo.activated.connect(self._open)
        self.combo.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 8)
        column.setSpacing(4)
        for part in (self._title, self._sub, self.due, self.progress, self.combo):
            column.addWidget(part)
        column.addWidget(self.list, 1)
        self.set_narrow(narrow=False)

    def set_heading(self, title: str, sub: str) -> None:
        """Say what this is and which: a reference, never a name."""
        self._title.setText(title)
        self._sub.setText(sub)
        self._sub.setVisible(bool(sub))

    def set_due(self, words: str, tone: str) -> None:
        """Say how long is left for the offer, or for how long it is overdue."""
        self.due.say(words, tone)
        self.due.setVisible(bool(words))

    def show_sections(
        self, sections: Sequence[tuple[Section, SectionStatus]], current: str
    ) -> None:
        """Show how far each section is, and which one is open."""
        lines = [section_line(section, status) for section, status in sections]
        if lines != self._lines:
            self._lines = lines
            self._model.show_lines(lines)
            self._fill_combo()
        self._current = current
        place = next((i for i, line in enumerate(lines) if line.id == current), -1)
        self._model.open_place = place
        self.list.setCurrentIndex(self._model.index(place, 0))
        self.combo.setCurrentIndex(place)
        done = sum(line.state == "complete" for line in lines)
        self.progress.show_progress(done, len(lines))

    def set_narrow(self, *, narrow: bool) -> None:
        """Become a box to open where there is no room for a list."""
        self.combo.setVisible(narrow)
        for part in (self.list, self.progress, self._sub):
            part.setVisible(not narrow)
        self.setMaximumWidth(16777215 if narrow else theme().px(280))
        self.setMinimumWidth(0 if narrow else theme().px(230))

    def focus_list(self) -> None:
        """Put the focus on the sections."""
        (self.combo if self.list.isHidden() else self.list).setFocus(
            Qt.FocusReason.ShortcutFocusReason
        )

    def _fill_combo(self) -> None:
        self.combo.clear()
        for line in self._lines:
            self.combo.addItem(f"{line.symbol} {line.title}: {line.status.lower()}", line.id)

    def _opened(self, index: QModelIndex) -> None:
        self._open(index.row())

    def _open(self, place: int) -> None:
        if 0 <= place < len(self._lines) and self._lines[place].id != self._current:
            self.chosen.emit(self._lines[place].id)


class _Lines(QAbstractListModel):
    """The lines, as a view wants them."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._lines: list[SectionLine] = []
        self.open_place = -1

    def show_lines(self, lines: list[SectionLine]) -> None:
        """Show these lines; the same sections keep their places."""
        if [line.id for line in lines] == [line.id for line in self._lines]:
            self._lines = lines
            self.dataChanged.emit(self.index(0, 0), self.index(len(lines) - 1, 0))
            return
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    @override
    def rowCount(self, parent: AnyIndex | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._lines)

    @override
    def data(self, index: AnyIndex, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if not 0 <= index.row() < len(self._lines):
            return None
        line = self._lines[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return line.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{line.title}, {line.status}"
        if role == Qt.ItemDataRole.UserRole:
            return line
        return None


class _LineDelegate(QStyledItemDelegate):
    """Paints a sign and two lines; the style sheet's padding would clip them."""

    @override
    def sizeHint(self, option: QStyleOptionViewItem, index: AnyIndex) -> QSize:
        metrics = QFontMetrics(theme().font())
        return QSize(theme().px(200), 2 * metrics.lineSpacing() + theme().px(18))

    @override
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        line = index.data(Qt.ItemDataRole.UserRole)
        if not isinstance(line, SectionLine):
            return
        look, rect = theme(), option.rect
        box = QRect(rect)
        mirrored = option.direction == Qt.LayoutDirection.RightToLeft
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(box, look.colour("selected"))
            bar = QRect(box.right() - 3 if mirrored else box.left(), box.top(), 4, box.height())
            painter.fillRect(bar, look.colour("accent"))
        _paint_line(painter, box, line, mirrored=mirrored)
        painter.restore()


def _paint_line(painter: QPainter, box: QRect, line: SectionLine, *, mirrored: bool) -> None:
    look = theme()
    font = look.font()
    metrics = QFontMetrics(font)
    sign = look.px(20)
    inside = box.adjusted(look.px(16), look.px(9), -look.px(8), -look.px(9))
    side = Qt.AlignmentFlag.AlignRight if mirrored else Qt.AlignmentFlag.AlignLeft
    top = int(side | Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignAbsolute)
    check = line.state == "check"
    painter.setFont(look.font(strong=check))
    painter.setPen(look.colour("amber" if check else "fg"))
    painter.drawText(inside, top, line.symbol)
    words = inside.adjusted(0, 0, -sign - 4, 0) if mirrored else inside.adjusted(sign + 4, 0, 0, 0)
    painter.setFont(font)
    _paint_text(painter, words, top, line.title, look.colour("fg"))
    words.translate(0, metrics.lineSpacing())
    painter.setFont(look.font(strong=check))
    _paint_text(painter, words, top, line.status, look.colour("amber" if check else "hint"))


def _paint_text(painter: QPainter, box: QRect, flags: int, text: str, colour: QColor) -> None:
    painter.setPen(colour)
    short = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, box.width())
    painter.drawText(box, flags, short)
