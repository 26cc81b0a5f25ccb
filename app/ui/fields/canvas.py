"""A sheet to draw on with pen or mouse; strokes are kept as whole thousandths of its size."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QMouseEvent,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QPen,
    QTabletEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget
from typing_extensions import override

from app.ui.theme import theme

Stroke = list[list[int]]
SIDE = 1000
PAPER, INK = "#ffffff", "#0b0c0c"
"""Paper stays white in the dark look: a drawing is shown as it was drawn."""


class Canvas(QWidget):
    """White paper; tells each stroke when the pen is lifted."""

    drawn = Signal(list)

    def __init__(
        self, name: str, parent: QWidget, outline: QPainterPath | None = None, height: int = 300
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self._outline = outline
        self._height = height
        self._strokes: list[Stroke] = []
        self._current: Stroke | None = None
        self.setCursor(Qt.CursorShape.CrossCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_strokes(self, strokes: list[Stroke]) -> None:
        """Show these strokes."""
        self._strokes = strokes
        self.update()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(460), theme().px(self._height))

    @override
    def minimumSizeHint(self) -> QSize:
        return QSize(theme().px(200), theme().px(self._height))

    @override
    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._begin(event.position())

    @override
    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_on(event.position())

    @override
    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._end()

    @override
    def tabletEvent(self, event: QTabletEvent) -> None:
        if event.type() is QEvent.Type.TabletPress:
            self._begin(event.position())
        elif event.type() is QEvent.Type.TabletMove:
            self._go_on(event.position())
        else:
            self._end()
        event.accept()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        del event
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(self.rect(), QColor(PAPER))
        painter.setPen(QPen(theme().colour("border"), 1))
        painter.drawRect(self.rect().adjusted(0, 0, -1, -1))
        if self._outline is not None:
            self._paint_outline(painter, self._outline)
        painter.setPen(QPen(QColor(INK), 3, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        shown = [*self._strokes, *([self._current] if self._current else [])]
        for number, stroke in enumerate(shown, 1):
            self._paint_stroke(painter, stroke, number)
        painter.end()

    def _paint_outline(self, painter: QPainter, outline: QPainterPath) -> None:
        painter.save()
        sheet = self._sheet()
        painter.translate(sheet.topLeft())
        painter.scale(sheet.width() / SIDE, sheet.height() / SIDE)
        pen = QPen(QColor("#767c80"), 2)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawPath(outline)
        painter.restore()

    def _paint_stroke(self, painter: QPainter, stroke: Stroke, number: int) -> None:
        points = [self._to_screen(x, y) for x, y in stroke]
        if len(points) == 1:
            painter.drawPoint(points[0])
        painter.drawPolyline(points)
        if self._outline is not None and points:
            painter.drawText(points[-1] + QPointF(7, -5), str(number))

    def _sheet(self) -> QRectF:
        """The square all strokes are measured in: a drawing keeps its shape at any width."""
        if self._outline is None:
            return QRectF(self.rect())
        side = min(self.width(), self.height())
        return QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)

    def _to_screen(self, x: int, y: int) -> QPointF:
        sheet = self._sheet()
        return QPointF(sheet.x() + x * sheet.width() / SIDE, sheet.y() + y * sheet.height() / SIDE)

    def _to_sheet(self, point: QPointF) -> list[int]:
        sheet = self._sheet()
        x = round((point.x() - sheet.x()) * SIDE / sheet.width())
        y = round((point.y() - sheet.y()) * SIDE / sheet.height())
        return [min(max(x, 0), SIDE), min(max(y, 0), SIDE)]

    def _begin(self, point: QPointF) -> None:
        self._current = [self._to_sheet(point)]
        self.update()

    def _go_on(self, point: QPointF) -> None:
        if self._current is not None:
            place = self._to_sheet(point)
            if place != self._current[-1]:
                self._current.append(place)
                self.update()

    def _end(self) -> None:
        if self._current is not None:
            stroke, self._current = self._current, None
            self.drawn.emit(stroke)


def body_outline() -> QPainterPath:
    """Return a plain figure, front and back side by side; the body map's paper."""
    path = QPainterPath()
    for left in (50, 550):
        middle = left + 200
        path.addEllipse(QPointF(middle, 90), 62, 72)
        path.moveTo(middle - 24, 160)
        for x, y in (
            (-24, 190), (-110, 210), (-140, 260), (-185, 520), (-160, 530), (-105, 330),
            (-95, 540), (-110, 760), (-105, 930), (-135, 960), (-60, 960), (-40, 760), (-8, 570),
        ):  # fmt: skip
            path.lineTo(middle + x, y)
        for x, y in (
            (8, 570), (40, 760), (60, 960), (135, 960), (105, 930), (110, 760), (95, 540),
            (105, 330), (160, 530), (185, 520), (140, 260), (110, 210), (24, 190), (24, 160),
        ):  # fmt: skip
            path.lineTo(middle + x, y)
    return path
