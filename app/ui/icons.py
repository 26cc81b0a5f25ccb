"""Our own icons, coloured by a token of the theme."""

from __future__ import annotations

from functools import cache

from PySide6.QtCore import QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QApplication, QPushButton

from app.resources import resource
from app.ui.theme import theme

_NAMED = "icon_named"
_SIZES = (16, 24, 32, 48)


def icon(name: str, colour: str = "fg") -> QIcon:
    """Return resources/icons/<name>.svg in a colour of the theme."""
    return _icon(name, theme().colours[colour])


def add_icon(button: QPushButton, name: str, colour: str = "fg") -> None:
    """Put one of our icons on a button, as large as its words."""
    button.setProperty(_NAMED, [name, colour])
    _paint(button, name, colour)


def paint_icons() -> None:
    """Paint the icons of every button anew, after the look has changed."""
    for widget in QApplication.allWidgets():
        named = widget.property(_NAMED)
        if isinstance(widget, QPushButton) and named:
            _paint(widget, *named)


def _paint(button: QPushButton, name: str, colour: str) -> None:
    side = round(16 * theme().scale)
    button.setIcon(icon(name, colour))
    button.setIconSize(QSize(side, side))


@cache
def _icon(name: str, colour: str) -> QIcon:
    from PySide6.QtSvg import QSvgRenderer  # noqa: PLC0415 - the first page needs no icon

    drawn = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    text = drawn.replace("currentColor", colour)
    renderer = QSvgRenderer(QByteArray(text.encode()))
    result = QIcon()
    for size in _SIZES:
        pixmap = QPixmap(size, size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        renderer.render(painter, QRectF(0, 0, size, size))
        painter.end()
        result.addPixmap(pixmap)
    return result
