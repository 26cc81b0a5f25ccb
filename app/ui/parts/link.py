"""Words that lead somewhere: a button as long as its words, over several lines where it must."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QPushButton, QSizePolicy, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.parts.words import label
from app.ui.theme import theme


class Link(QPushButton):
    """A quiet button whose words wrap."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = words
        self.setProperty("kind", "quiet")
        self.setAutoDefault(False)
        self.setAccessibleName(words)
        said = label(words, "link", self)
        said.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._column = QVBoxLayout(self)
        side = theme().px(8)
        self._column.setContentsMargins(side, side // 2, side, side // 2)
        self._column.addWidget(said)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    @override
    def text(self) -> str:
        """The words, whole."""
        return self._words

    @override
    def sizeHint(self) -> QSize:
        return self._column.totalSizeHint()

    @override
    def minimumSizeHint(self) -> QSize:
        return self._column.totalMinimumSize()

    @override
    def hasHeightForWidth(self) -> bool:
        return True

    @override
    def heightForWidth(self, width: int) -> int:
        return self._column.totalHeightForWidth(width)
