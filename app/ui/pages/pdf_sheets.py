"""The pages of a document one under the other, drawn only when they come into sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.ui.background import Background, Lane
from app.ui.pages.pdf_pages import POINTS_PER_INCH, PageShown, PageSize, render_page
from app.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Sequence

SCREEN_DOTS = 96
SMALLEST_ZOOM, LARGEST_ZOOM = 0.25, 4.0
_MARGIN = 12


class Sheet(QWidget):
    """One page of paper."""

    def __init__(self, number: int, of: int, size: PageSize) -> None:
        super().__init__()
        self.paper = size
        self.image: QImage | None = None
        self.drawn_at = 0.0
        self.marked = False
        self.setAccessibleName(f"Page {number + 1} of {of}")

    def take(self, shown: PageShown, at: float) -> None:
        """Show a picture of the page, with its words for a reader."""
        self.image, self.drawn_at = shown.image, at
        self.setAccessibleDescription(shown.words)
        self.update()

    def zoom_to(self, zoom: float) -> None:
        """Take the size of the paper at a zoom."""
        scale = zoom * SCREEN_DOTS / POINTS_PER_INCH
        self.setFixedSize(round(self.paper.width * scale), round(self.paper.height * scale))
        self.update()

    @override
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(self.rect(), Qt.GlobalColor.white)
        if self.image is not None:
            painter.drawImage(self.rect(), self.image)
        ring = 3 if self.marked else 1
        painter.setPen(QPen(theme().colour("focus" if self.marked else "border"), ring))
        painter.drawRect(self.rect().adjusted(ring // 2, ring // 2, -ring, -ring))


class Sheets(QScrollArea):
    """Scrolls through the sheets; knows which page is looked at."""

    page_changed = Signal(int)
    failed = Signal(object)

    def __init__(self, background: Background, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName("Document")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.setWidgetResizable(True)
        self._background = background
        self._pdf = b""
        self.sheets: list[Sheet] = []
        self.zoom = 1.0
        self.fits = True
        self._drawing = False
        self._page = -1
        self.verticalScrollBar().valueChanged.connect(self._look)
        self.verticalScrollBar().rangeChanged.connect(self._look)

    def show_pages(self, pdf: bytes, sizes: Sequence[PageSize]) -> None:
        """Lay out the pages of a document."""
        self._pdf = pdf
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(_MARGIN, _MARGIN, _MARGIN, _MARGIN)
        column.setSpacing(_MARGIN)
        self.sheets = [Sheet(number, len(sizes), size) for number, size in enumerate(sizes)]
        for sheet in self.sheets:
            column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self.setWidget(inside)
        self.fit_width()

    def fit_width(self) -> None:
        """Make the widest page as wide as the window, and keep it so."""
        self.fits = True
        widest = max((sheet.paper.width for sheet in self.sheets), default=0.0)
        if widest:
            room = self.viewport().width() - 2 * _MARGIN
            self._set_zoom(room / (widest * SCREEN_DOTS / POINTS_PER_INCH))

    def zoom_by(self, factor: float) -> None:
        """Zoom in or out."""
        self.fits = False
        self._set_zoom(self.zoom * factor)

    def zoom_whole(self) -> None:
        """Show the paper in its own size."""
        self.fits = False
        self._set_zoom(1.0)

    def _set_zoom(self, zoom: float) -> None:
        self.zoom = min(max(zoom, SMALLEST_ZOOM), LARGEST_ZOOM)
        for sheet in self.sheets:
            sheet.zoom_to(self.zoom)
        inside = self.widget()
        if inside is not None:
            inside.adjustSize()
        self._look()

    def _look(self) -> None:
        """Tell which page is in the middle, and draw what is in sight."""
        middle = self.verticalScrollBar().value() + self.viewport().height() // 2
        above = [n for n, sheet in enumerate(self.sheets) if sheet.y() <= middle]
        page = above[-1] if above else 0
        if self.sheets and page != self._page:
            self._page = page
            self.page_changed.emit(page)
            self._mark()
        self._draw_next()

    def _draw_next(self) -> None:
        """Draw one page that is in sight and not yet sharp; the next when it is there."""
        number = self._wanted()
        if self._drawing or number is None:
            return
        self._drawing = True
        pdf, dots = self._pdf, self._dots()
        self._background.run(
            lambda: render_page(pdf, number, dots),
            lambda shown: self._drawn(number, dots, shown),
            self._not_drawn,
            lane=Lane.SLOW,
            owner=self,
        )

    def _wanted(self) -> int | None:
        top = self.verticalScrollBar().value()
        sight = QRect(0, top, 1, self.viewport().height() * 2)
        for number, sheet in enumerate(self.sheets):
            place = QRect(0, sheet.y(), 1, sheet.height())
            if place.intersects(sight) and sheet.drawn_at != self._dots():
                return number
        return None

    def _dots(self) -> float:
        return self.zoom * SCREEN_DOTS / POINTS_PER_INCH * self.devicePixelRatioF()

    def _drawn(self, number: int, dots: float, shown: PageShown) -> None:
        self._drawing = False
        if number < len(self.sheets):
            self.sheets[number].take(shown, dots)
        self._draw_next()

    def _not_drawn(self, error: Exception) -> None:
        self._drawing = False
        self.failed.emit(error)

    def _mark(self) -> None:
        """Put the focus ring on the page that is looked at."""
        for number, sheet in enumerate(self.sheets):
            sheet.marked = self.hasFocus() and number == self._page
            sheet.update()

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._mark()

    @override
    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._mark()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self.fits:
            self.fit_width()
        else:
            self._look()

    @override
    def sizeHint(self) -> QSize:
        return QSize(theme().px(600), theme().px(700))
