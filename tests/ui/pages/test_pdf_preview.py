"""The preview: pages are drawn when seen, a copy is saved whole and private, never over another."""

from __future__ import annotations

import stat
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtPrintSupport import QPrinter
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.records.errors import BadInput
from app.ui.pages.pdf_pages import keep_copy, page_sizes
from app.ui.pages.pdf_preview import MAY_HAVE_IT, PdfPreviewPage
from app.ui.services import Document
from app.ui.theme import Look
from tests.ui.pages.desks import Shelf, services
from tests.ui.pages.papers import PAGES, a_pdf

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.ui.background import Background
    from app.ui.theme import Appearance

    OpenPage = Callable[..., PdfPreviewPage]

CONTROL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def open_page(qtbot: QtBot, background: Background, shelf: Shelf) -> OpenPage:
    def make(pdf: bytes | None = None, width: int = 1180, **chosen: object) -> PdfPreviewPage:
        document = Document(pdf or a_pdf(), "NMR-26-7K3Q-4-summary.pdf", PAGES)
        page = PdfPreviewPage(services(shelf, background), document, **chosen)  # type: ignore[arg-type]
        qtbot.addWidget(page)
        page.resize(width, 760)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is page and not background.busy)
        return page

    return make


def test_only_what_is_in_sight_is_drawn(
    open_page: OpenPage, qtbot: QtBot, background: Background
) -> None:
    page = open_page()
    drawn = [sheet for sheet in page.sheets.sheets if sheet.image is not None]
    assert 0 < len(drawn) < PAGES // 2
    assert page.place.text() == f"Page 1 of {PAGES}"
    bar = page.sheets.verticalScrollBar()
    bar.setValue(bar.maximum())
    qtbot.waitUntil(lambda: page.sheets.sheets[-1].image is not None)
    assert page.place.text() == f"Page {PAGES} of {PAGES}"


def test_a_page_is_a_picture_and_words(open_page: OpenPage) -> None:
    sheet = open_page().sheets.sheets[0]
    assert sheet.image is not None
    inside = sheet.image.pixelColor(sheet.image.width() // 2, sheet.image.height() // 2)
    assert inside.lightness() < 10
    assert sheet.image.pixelColor(5, 5).lightness() > 250
    assert "Words of page 1" in sheet.accessibleDescription()
    assert sheet.accessibleName() == f"Page 1 of {PAGES}"


def test_keys_zoom_and_fit_follows_the_window(
    open_page: OpenPage, qtbot: QtBot, background: Background
) -> None:
    page = open_page()
    fitted = page.sheets.zoom
    QTest.keyClick(page, Qt.Key.Key_Equal, CONTROL)
    assert page.sheets.zoom == pytest.approx(fitted * 1.25)
    QTest.keyClick(page, Qt.Key.Key_Minus, CONTROL)
    QTest.keyClick(page, Qt.Key.Key_0, CONTROL)
    assert page.sheets.zoom == 1.0
    qtbot.waitUntil(lambda: page.sheets.sheets[0].drawn_at == pytest.approx(96 / 72))
    page.fit.click()
    page.resize(800, 760)
    qtbot.waitUntil(lambda: page.sheets.zoom < fitted)


def test_a_copy_is_saved_whole_and_private(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
) -> None:
    asked = []

    def choose(_parent: object, proposed: str) -> Path:
        asked.append(proposed)
        return tmp_path / proposed

    page = open_page(choose_file=choose)
    with qtbot.waitSignal(page.saved) as saved:
        QTest.keyClick(page, Qt.Key.Key_S, CONTROL)
    target = tmp_path / "NMR-26-7K3Q-4-summary.pdf"
    assert asked == ["NMR-26-7K3Q-4-summary.pdf"]
    assert saved.args == [str(target)]
    assert len(page_sizes(target.read_bytes())) == PAGES
    assert stat.S_IMODE(target.stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == [target.name], "no draft is left"


def test_no_file_is_replaced_without_asking(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
) -> None:
    target = tmp_path / "there.pdf"
    target.write_bytes(b"mine")
    page = open_page(choose_file=lambda _parent, _name: target)
    page.save()
    qtbot.waitUntil(page.replace_panel.isVisible)
    assert target.read_bytes() == b"mine"
    with qtbot.waitSignal(page.saved):
        page.replace_panel.replace.click()
    assert target.read_bytes().startswith(b"%PDF")


def test_a_copy_that_cannot_be_written_is_told_and_leaves_nothing(
    open_page: OpenPage, qtbot: QtBot, tmp_path: Path
) -> None:
    page = open_page(choose_file=lambda _parent, _name: tmp_path / "no" / "such" / "folder.pdf")
    page.save()
    qtbot.waitUntil(page.notice.isVisible)
    assert "not saved" in page.notice.accessibleName()


def test_a_draft_that_fails_is_taken_away(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object) -> None:
        raise OSError

    monkeypatch.setattr("os.replace", broken)
    with pytest.raises(BadInput):
        keep_copy(b"%PDF", tmp_path / "a.pdf", replace=False)
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_saved_when_nobody_chose(
    open_page: OpenPage, qtbot: QtBot, background: Background
) -> None:
    page = open_page(choose_file=lambda _parent, _name: None)
    with qtbot.assertNotEmitted(page.saved):
        page.save()
        qtbot.waitUntil(lambda: not background.busy)


def test_every_page_is_printed(open_page: OpenPage, qtbot: QtBot, tmp_path: Path) -> None:
    def choose(_parent: object) -> QPrinter:
        printer = QPrinter(QPrinter.PrinterMode.ScreenResolution)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "out.pdf"))
        return printer

    page = open_page(a_pdf(3), choose_printer=choose)
    with qtbot.waitSignal(page.printed):
        QTest.keyClick(page, Qt.Key.Key_P, CONTROL)
    assert len(page_sizes((tmp_path / "out.pdf").read_bytes())) == 3


def test_a_broken_document_is_said_in_plain_words(open_page: OpenPage) -> None:
    page = open_page(b"not a pdf at all")
    assert page.notice.isVisible()
    assert "Make it again" in page.notice.accessibleName()


def test_the_page_says_who_may_have_the_copy(open_page: OpenPage, qtbot: QtBot) -> None:
    page = open_page(a_pdf(1))
    assert any(words.text() == MAY_HAVE_IT for words in page.findChildren(type(page.place)))
    with qtbot.waitSignal(page.back):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_it_fits_640_at_double_text(open_page: OpenPage, appearance: Appearance) -> None:
    appearance.apply(Look.DARK, 2.0)
    assert open_page(a_pdf(1), 640).minimumSizeHint().width() <= 640
