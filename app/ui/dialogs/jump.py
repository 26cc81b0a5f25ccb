"""Jump to any question or section: type part of its words, press Enter (Ctrl+G)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QListWidget, QListWidgetItem, QVBoxLayout, QWidget
from typing_extensions import override

from app.analysis.matching import fold
from app.ui.parts.inputs import LineEdit
from app.ui.parts.words import label
from app.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from app.forms.session import FormSession

MOST = 60
_TARGET = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class Target:
    """A place to jump to: a section, or a question in it."""

    words: str
    section: str
    address: str = ""
    where: str = ""

    @property
    def line(self) -> str:
        """The words, and for a question the section it is in."""
        return f"{self.words}   ·   {self.where}" if self.where else self.words


def targets(session: FormSession, sections: Iterable[str]) -> list[Target]:
    """Every section and every question that is asked now, in the form's order."""
    wanted = frozenset(sections)
    found: list[Target] = []
    for section in session.form.sections:
        if section.id not in wanted:
            continue
        found.append(Target(section.title, section.id))
        found += [
            Target(question.label, section.id, question.id, section.short)
            for question in session.form.in_section(section.id)
            if session.is_visible(question.id)
        ]
    return found


class JumpDialog(QDialog):
    """A box to type in and the places that match; nothing else on the page moves meanwhile."""

    chosen = Signal(str, str)
    """(section, address): address is empty for the section itself."""

    def __init__(self, places: Sequence[Target], parent: QWidget) -> None:
        super().__init__(parent)
        self._over = parent
        self.setWindowTitle("Go to a question")
        self._places = [(fold(place.line), place) for place in places]
        self.search = LineEdit("Go to a question or section", self, "Type part of its words")
        self.search.setClearButtonEnabled(True)
        self.list = QListWidget(self)
        self.list.setAccessibleName("Questions and sections")
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.nothing = label("No question has these words. It may not be asked now.", "hint", self)
        column = QVBoxLayout(self)
        for part in (self.search, self.nothing, self.list):
            column.addWidget(part)
        self.search.textChanged.connect(self._filter)
        self.search.returnPressed.connect(self._take)
        self.search.installEventFilter(self)
        self.list.itemActivated.connect(self._take)
        self.resize(self._fitting())
        self._filter("")

    def _fitting(self) -> QSize:
        room = self._over.size()
        return QSize(
            min(theme().px(640), room.width() - 16), min(theme().px(460), room.height() - 16)
        )

    def _filter(self, typed: str) -> None:
        words = fold(typed).split()
        self.list.clear()
        matching = [place for text, place in self._places if all(word in text for word in words)]
        for place in matching[:MOST]:
            item = QListWidgetItem(place.line)
            item.setData(_TARGET, place)
            font = theme().font(strong=not place.address)
            item.setFont(font)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.list.setVisible(bool(matching))
        self.nothing.setVisible(not matching)

    def _take(self) -> None:
        place = self.list.currentIndex().data(_TARGET)
        if isinstance(place, Target):
            self.accept()
            self.chosen.emit(place.section, place.address)

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Up and Down walk the list while typing goes on."""
        if isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                row = min(max(self.list.currentRow() + step, 0), self.list.count() - 1)
                self.list.setCurrentRow(row)
                return True
        return super().eventFilter(watched, event)
