"""Make the Qt application: neutral names, fonts, the look. Nothing of a child is ever in them."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from typing_extensions import override

from app.ui.fonts import load_text_fonts
from app.ui.icons import paint_icons
from app.ui.theme import Appearance, Look

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

NAME = "Homeward"
_FRAME_MS = 20
"""So long what was painted may take to reach the screen."""


def make_application(
    arguments: Sequence[str] | None = None, look: Look = Look.LIGHT, scale: float = 1.0
) -> tuple[QApplication, Appearance]:
    """Return the application, made when there is none yet, and what changes its look."""
    application = QApplication.instance()
    if not isinstance(application, QApplication):
        _before_start()
        application = QApplication(list(arguments or sys.argv[:1]))
    application.setApplicationName(NAME)
    application.setApplicationDisplayName(NAME)
    application.setOrganizationName(NAME)
    application.setDesktopFileName("homeward")
    application.setQuitOnLastWindowClosed(True)
    # Wheel: app.ui.parts.inputs.Combo lets the page scroll instead of changing an answer.
    application.setEffectEnabled(Qt.UIEffect.UI_AnimateCombo, False)
    load_text_fonts()
    appearance = application.findChild(Appearance)
    if appearance is None:
        appearance = Appearance(application)
        appearance.changed.connect(paint_icons)
    appearance.apply(look, scale)
    return application, appearance


def when_painted(widget: QWidget, work: Callable[[], None]) -> None:
    """Do something once, after a page has been painted for the first time.

    Its title is watched: a page that is covered by what stands on it is itself not painted.
    """
    watched = widget.findChild(QLabel) or widget
    watched.installEventFilter(_FirstPaint(watched, work))


class _FirstPaint(QObject):
    def __init__(self, widget: QWidget, work: Callable[[], None]) -> None:
        super().__init__(widget)
        self._work = work

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() is QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(_FRAME_MS, watched, self._work)
        return False


def _before_start() -> None:
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    # No session file: a desktop's session manager would write window titles to disk.
    QCoreApplication.setAttribute(Qt.ApplicationAttribute.AA_DisableSessionManager)
