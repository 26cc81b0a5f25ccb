"""A message over a whole window, whatever page is shown; it goes when it is hidden."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QToolBar
from typing_extensions import override

from app.ui.parts.banner import Banner

if TYPE_CHECKING:
    from PySide6.QtGui import QHideEvent


class NoticeBar(QToolBar):
    """Stands under the menus until a person hides it."""

    def __init__(self, window: QMainWindow, title: str, advice: str) -> None:
        super().__init__("Notice", window)
        self.setMovable(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        self.banner = _Notice(self)
        self.addWidget(self.banner)
        self.banner.tell(title, advice, tone="amber", retry=False)
        window.addToolBar(Qt.ToolBarArea.TopToolBarArea, self)


class _Notice(Banner):
    def __init__(self, bar: NoticeBar) -> None:
        super().__init__()
        self._bar = bar

    @override
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        if self.isHidden():  # by a person, and not because the window went
            self._bar.hide()
