"""Noticing that nobody is there: no key and no mouse for some minutes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from typing_extensions import override

if TYPE_CHECKING:
    from PySide6.QtGui import QWindow

_SIGNS_OF_LIFE = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.MouseMove,
        QEvent.Type.Wheel,
        QEvent.Type.TouchBegin,
        QEvent.Type.TabletPress,
    }
)
_MINUTE_MS = 60_000


class Idle(QObject):
    """Watches a window's own input, not every widget's events: typing stays quick."""

    reached = Signal()

    def __init__(self, window: QWindow, minutes: int, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(minutes * _MINUTE_MS)
        self._timer.timeout.connect(self.reached)
        self._timer.start()
        window.installEventFilter(self)

    @property
    def timer(self) -> QTimer:
        """The clock that a sign of life winds up again."""
        return self._timer

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Start counting again at every sign of life; nothing is ever swallowed."""
        if event.type() in _SIGNS_OF_LIFE:
            self._timer.start()
        return False
