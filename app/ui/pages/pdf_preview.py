"""A finished PDF: looked at, saved, printed; the page says who may have this copy."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, Qt, Signal
from PySide6.QtGui import QKeySequence, QPainter, QShortcut
from PySide6.QtPrintSupport import QPrintDialog, QPrinter
from PySide6.QtWidgets import QFileDialog, QFrame, QVBoxLayout, QWidget

from app.records.errors import advice_of
from app.ui.background import Lane
from app.ui.pages.pdf_pages import PageShown, PageSize, keep_copy, page_sizes, render_page
from app.ui.pages.pdf_sheets import Sheets
from app.ui.parts.banner import Banner
from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from app.ui.services import Document, Services

MAY_HAVE_IT = "Full copy for your own team. It leaves nothing out, so do not send it on."
PRINT_DOTS = 200 / 72
STEP = 1.25
ChooseFile = Callable[[QWidget, str], Path | None]
ChoosePrinter = Callable[[QWidget], QPrinter | None]


def ask_for_file(parent: QWidget, proposed: str) -> Path | None:
    """Ask where to save; the page itself asks before it replaces a file."""
    name, _ = QFileDialog.getSaveFileName(
        parent,
        "Save a copy",
        str(Path.home() / proposed),
        "PDF (*.pdf)",
        options=QFileDialog.Option.DontConfirmOverwrite,
    )
    return Path(name) if name else None


def ask_for_printer(parent: QWidget) -> QPrinter | None:
    """Ask for a printer with the system's own dialog."""
    printer = QPrinter(QPrinter.PrinterMode.HighResolution)
    return printer if QPrintDialog(printer, parent).exec() else None


class PdfPreviewPage(QWidget):
    """Shows one document; reading, drawing and writing happen in the background."""

    back = Signal()
    saved = Signal(str)
    """(path)"""
    printed = Signal()

    def __init__(
        self,
        services: Services,
        document: Document,
        parent: QWidget | None = None,
        *,
        choose_file: ChooseFile = ask_for_file,
        choose_printer: ChoosePrinter = ask_for_printer,
    ) -> None:
        super().__init__(parent)
        self._background = services.background
        self._document = document
        self._choose_file, self._choose_printer = choose_file, choose_printer
        self._target: Path | None = None
        self.notice = Banner()
        self.told = label("", "hint")
        self.sheets = Sheets(services.background)
        self.back_button = button("← Back", "quiet")
        self.smaller, self.larger = button("−"), button("+")  # noqa: RUF001 - a minus sign
        self.fit = button("Fit width")
        self.place = label("", "value", wrap=False)
        self.save_button = button("&Save as…", "primary")
        self.print_button = button("&Print…")
        self.replace_panel = _ReplacePanel()
        self._build()
        self._connect()
        self.setFocusProxy(self.sheets)
        self._read()

    def _build(self) -> None:
        self.smaller.setAccessibleName("Smaller")
        self.larger.setAccessibleName("Larger")
        self.smaller.setToolTip("Ctrl+-")
        self.larger.setToolTip("Ctrl+=")
        tools = QWidget()
        line = FlowLayout(tools, gap=8)
        for part in (self.back_button, self.smaller, self.larger, self.fit, self.place):
            line.addWidget(part)
        line.addWidget(self.save_button)
        line.addWidget(self.print_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        column.addWidget(tools)
        column.addWidget(label(MAY_HAVE_IT, "sub"))
        for panel in (self.notice, self.replace_panel, self.told):
            column.addWidget(panel)
        column.addWidget(self.sheets, 1)
        self.told.hide()

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back)
        self.smaller.clicked.connect(lambda: self.sheets.zoom_by(1 / STEP))
        self.larger.clicked.connect(lambda: self.sheets.zoom_by(STEP))
        self.fit.clicked.connect(self.sheets.fit_width)
        self.save_button.clicked.connect(self.save)
        self.print_button.clicked.connect(self.print)
        self.notice.again.connect(self._read)
        self.sheets.page_changed.connect(self._show_place)
        self.sheets.failed.connect(self._not_shown)
        self.replace_panel.replace.clicked.connect(lambda: self._write(replace=True))
        self.replace_panel.another.clicked.connect(self.save)
        keys: dict[str, Callable[[], object]] = {
            "Ctrl+=": self.larger.click,
            "Ctrl++": self.larger.click,
            "Ctrl+-": self.smaller.click,
            "Ctrl+0": self.sheets.zoom_whole,
            "Ctrl+S": self.save,
            "Ctrl+P": self.print,
            "Esc": self.back.emit,
        }
        for sequence, action in keys.items():
            QShortcut(QKeySequence(sequence), self).activated.connect(action)

    def _read(self) -> None:
        self.notice.hide()
        pdf = self._document.pdf
        self._background.run(
            lambda: page_sizes(pdf), self._show_pages, self._not_shown, lane=Lane.SLOW, owner=self
        )

    def _show_pages(self, sizes: tuple[PageSize, ...]) -> None:
        self.sheets.show_pages(self._document.pdf, sizes)
        self._show_place(0)

    def _show_place(self, page: int) -> None:
        self.place.setText(f"Page {page + 1} of {len(self.sheets.sheets)}")

    def _not_shown(self, error: Exception) -> None:
        self.notice.tell("The document cannot be shown", advice_of(error))

    def save(self) -> None:
        """Save a copy where the person says, under a name that names nobody."""
        self.replace_panel.hide()
        self._target = self._choose_file(self, self._document.file_name)
        if self._target is not None:
            self._write(replace=False)

    def _write(self, *, replace: bool) -> None:
        self.replace_panel.hide()
        target, pdf = self._target, self._document.pdf
        if target is None:
            return
        self._background.run(
            lambda: keep_copy(pdf, target, replace=replace),
            self._kept,
            self._not_kept,
            lane=Lane.SLOW,
            owner=self,
        )

    def _kept(self, target: Path) -> None:
        self.notice.hide()
        self._tell(f"Saved as {target.name} in {target.parent}. Only you can open it there.")
        self.saved.emit(str(target))

    def _not_kept(self, error: Exception) -> None:
        if isinstance(error, FileExistsError):
            self.replace_panel.ask(str(error))
            return
        self.notice.tell("The copy was not saved", advice_of(error), retry=False)

    def print(self) -> None:
        """Print through the system's dialog, page by page."""
        printer = self._choose_printer(self)
        if printer is None or not self.sheets.sheets:
            return
        printer.setDocName(self._document.file_name)
        self._tell("Printing …")
        self._print_page(printer, QPainter(printer), 0)

    def _print_page(self, printer: QPrinter, painter: QPainter, number: int) -> None:
        pdf = self._document.pdf
        self._background.run(
            lambda: render_page(pdf, number, PRINT_DOTS),
            lambda shown: self._put_on_paper(printer, painter, number, shown),
            lambda error: self._not_printed(painter, error),
            lane=Lane.SLOW,
            owner=self,
        )

    def _put_on_paper(
        self, printer: QPrinter, painter: QPainter, number: int, shown: PageShown
    ) -> None:
        room = printer.pageRect(QPrinter.Unit.DevicePixel).toRect()
        size = shown.image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        painter.drawImage(QRectF(QRect(0, 0, size.width(), size.height())), shown.image)
        if number + 1 < len(self.sheets.sheets):
            printer.newPage()
            self._print_page(printer, painter, number + 1)
            return
        painter.end()
        self._tell("Sent to the printer. Take every page with you.")
        self.printed.emit()

    def _not_printed(self, painter: QPainter, error: Exception) -> None:
        painter.end()
        self.told.hide()
        self.notice.tell("The document was not printed", advice_of(error), retry=False)

    def _tell(self, words: str) -> None:
        self.told.setText(words)
        self.told.show()


class _ReplacePanel(QFrame):
    """Asks before a file is replaced, inside the page."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("banner", "amber")
        self.words = label("", "value")
        self.replace = button("&Replace it", "danger")
        self.another = button("Choose &another name")
        line = QWidget()
        flow = FlowLayout(line)
        flow.addWidget(self.another)
        flow.addWidget(self.replace)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.addWidget(self.words)
        column.addWidget(line)
        self.hide()

    def ask(self, name: str) -> None:
        """Ask about one file."""
        self.words.setText(f"◆ There is a file called {name} already.")
        self.setAccessibleName(f"There is a file called {name} already.")
        self.show()
        self.another.setFocus()
