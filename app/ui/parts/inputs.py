"""Boxes to type in, made safe once: no wheel, Tab or arrow key ever changes an answer by itself."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QCompleter, QLineEdit, QPlainTextEdit, QWidget
from typing_extensions import override

from app.ui.theme import theme

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent, QResizeEvent, QWheelEvent


class LineEdit(QLineEdit):
    """One line; `editingFinished` also comes when the focus goes elsewhere."""

    def __init__(self, name: str, parent: QWidget | None = None, placeholder: str = "") -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        if placeholder:
            self.setPlaceholderText(placeholder)

    @override
    def minimumSizeHint(self) -> QSize:
        hint = super().minimumSizeHint()
        return QSize(min(hint.width(), theme().px(120)), hint.height())


class Combo(QComboBox):
    """A list to pick from. The wheel scrolls the page and changes nothing."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(16)
        self.setMaxVisibleItems(14)

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


class SearchCombo(Combo):
    """A long list to search by typing any part of a name.

    `chosen` tells the code that was picked by a person. What is typed and is not in the list picks
    nothing and the box goes back to what it was. Arrow keys only open and walk the list.
    """

    chosen = Signal(object)

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(name, parent)
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.line = LineEdit(name, self, "Type to search, or press the down arrow")
        self.setLineEdit(self.line)
        completer = QCompleter(self.model(), self)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setCompletionMode(QCompleter.CompletionMode.PopupCompletion)
        completer.setMaxVisibleItems(12)
        self.setCompleter(completer)
        self._completer = completer
        self._code: object = None
        completer.activated.connect(self._typed)
        self.activated.connect(self._picked)
        self.line.editingFinished.connect(self.settle_typed)

    def fill(self, choices: list[tuple[object, str]]) -> None:
        """Offer these codes by these names."""
        self.blockSignals(True)
        self.clear()
        for code, words in choices:
            self.addItem(words, code)
        self.blockSignals(False)
        self.show_code(self._code)

    def show_code(self, code: object) -> None:
        """Show a code without telling anybody; one the list does not have is shown as it is."""
        self._code = code
        index = self.findData(code) if code is not None else -1
        self.setCurrentIndex(index)
        self.setEditText(self.itemText(index) if index >= 0 else str(code or ""))

    def code(self) -> object:
        """Return the code that is picked, or None."""
        return self._code

    @override
    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._completer.setCompletionPrefix("" if self._is_shown() else self.currentText())
            self._completer.complete()
            return
        super().keyPressEvent(event)

    def _is_shown(self) -> bool:
        index = self.findData(self._code) if self._code is not None else -1
        return index >= 0 and self.itemText(index) == self.currentText()

    def _typed(self, text: object) -> None:
        self._pick(self.findText(str(text), Qt.MatchFlag.MatchFixedString))

    def _picked(self, index: int) -> None:
        self._pick(index)

    def settle_typed(self) -> None:
        """Take what was typed if it names one of the list, else go back to what was picked."""
        text = self.currentText().strip()
        if not text:
            if self._code is not None:
                self._code = None
                self.setCurrentIndex(-1)
                self.chosen.emit(None)
            return
        index = self.findText(text, Qt.MatchFlag.MatchFixedString)
        if index >= 0:
            self._pick(index)
        else:
            self.show_code(self._code)

    def _pick(self, index: int) -> None:
        if index < 0:
            return
        code = self.itemData(index)
        changed = code != self._code
        self.show_code(code)
        if changed:
            self.chosen.emit(code)


class TextBox(QPlainTextEdit):
    """Several lines that grow with what is written, and that Tab leaves.

    Its height is the sum of its blocks: the document's own size counts lines and is stale after a
    change of width, which cut text in half.
    """

    left = Signal()

    def __init__(self, name: str, parent: QWidget | None = None, lines: int = 2) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._lines = lines
        self._width = -1
        self.textChanged.connect(self._fit)

    def show_text(self, text: str) -> None:
        """Show text without telling anybody."""
        if text != self.toPlainText():
            self.blockSignals(True)
            self.setPlainText(text)
            self.blockSignals(False)
            self._fit()

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(120), super().minimumSizeHint().height())

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.viewport().width() != self._width:
            self._width = self.viewport().width()
            self._fit()

    @override
    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it never scrolls, so the page does

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.left.emit()

    def _fit(self) -> None:
        layout = self.document().documentLayout()
        block = self.document().begin()
        height = 0.0
        while block.isValid():
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        least = self._lines * self.fontMetrics().lineSpacing()
        inside = math.ceil(max(height, least) + 2 * self.document().documentMargin())
        frame = self.height() - self.viewport().height()
        self.setFixedHeight(inside + frame + 1)
        self.verticalScrollBar().setValue(0)
