"""What holds for every page: names for readers, no keyboard trap, no child's name in a title."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.records.ports import ImportedRow, ImportReport
from app.settings import Settings
from app.ui.pages.child import ChildPage
from app.ui.pages.help import HelpPage
from app.ui.pages.new_episode import NewEpisodePage
from app.ui.pages.pdf_preview import PdfPreviewPage
from app.ui.pages.settings import SettingsPage
from app.ui.pages.today import TodayPage
from app.ui.services import Document
from app.ui.theme import Look
from tests.ui.pages import cases
from tests.ui.pages.desks import missing_row, row, services
from tests.ui.pages.papers import a_pdf

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.background import Background
    from app.ui.services import Services
    from app.ui.theme import Appearance
    from tests.ui.pages.desks import Shelf


def today(given: Services, shelf: Shelf) -> QWidget:
    shelf.rows = [missing_row("Christabel Featherstonehaugh-Wetherby"), row()]
    return TodayPage(given)


def child(given: Services, shelf: Shelf) -> QWidget:
    page = ChildPage(given)
    page.show_child(cases.ruby(shelf).id)
    return page


def pdf(given: Services, _shelf: Shelf) -> QWidget:
    return PdfPreviewPage(given, Document(a_pdf(2), "NMR-26-7K3Q-4.pdf", 2))


def new_episode(given: Services, shelf: Shelf) -> QWidget:
    cases.child(shelf, **cases.RUBY)
    page = NewEpisodePage(given)
    page.search.setText("ruby")
    page._find()
    page.report.show_report(ImportReport({"person": 1}, {}, (ImportedRow("a.csv", 2, "Why."),)))
    return page


def settings(given: Services, _shelf: Shelf) -> QWidget:
    return SettingsPage(given)


def help_page(_given: Services, _shelf: Shelf) -> QWidget:
    return HelpPage()


PAGES = [today, child, pdf, new_episode, settings, help_page]


@pytest.fixture(params=PAGES, ids=lambda make: make.__name__)
def page(
    request: pytest.FixtureRequest,
    qtbot: QtBot,
    background: Background,
    shelf: Shelf,
    appearance: Appearance,
) -> QWidget:
    appearance.apply(Look.LIGHT, 1.0)
    make: Callable[[Services, Shelf], QWidget] = request.param
    made = make(services(shelf, background, settings=Settings(theme="light")), shelf)
    qtbot.addWidget(made)
    made.resize(1180, 760)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is made and not background.busy)
    return made


def stops(page: QWidget) -> list[QWidget]:
    """Everything Tab should reach."""
    return [
        widget
        for widget in page.findChildren(QWidget)
        if widget.isVisible()
        and widget.isEnabled()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus.value
        and widget.focusProxy() is None
    ]


def _name(widget: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name)


def test_every_stop_has_a_name_for_readers(page: QWidget) -> None:
    for widget in stops(page):
        assert _name(widget), f"{type(widget).__name__} has no name"


def test_tab_reaches_every_stop_and_traps_nobody(page: QWidget) -> None:
    page.setFocus()
    wanted = stops(page)
    seen: list[QWidget] = []
    for _ in range(2 * len(wanted) + 2):
        at = QApplication.focusWidget()
        QTest.keyClick(at or page, Qt.Key.Key_Tab)
        now = QApplication.focusWidget()
        assert now is not None
        assert now is not at or len(wanted) == 1, f"{type(at).__name__} keeps the keyboard"
        seen.append(now)
    exclusive = {id(widget) for widget in wanted if getattr(widget, "autoExclusive", bool)()}
    missed = [widget for widget in wanted if widget not in seen and id(widget) not in exclusive]
    assert not missed, [_name(widget) for widget in missed]


def test_no_title_says_anything(page: QWidget) -> None:
    assert page.windowTitle() == ""
    assert [window for window in QApplication.topLevelWidgets() if window.isVisible()] == [page]


def test_every_target_is_large_enough(page: QWidget) -> None:
    for widget in stops(page):
        assert min(widget.width(), widget.height()) >= 24, type(widget).__name__


@pytest.mark.parametrize("look", [Look.LIGHT, Look.DARK])
def test_it_fits_640_at_double_text(page: QWidget, appearance: Appearance, look: Look) -> None:
    appearance.apply(look, 2.0)
    page.resize(640, 760)
    assert page.minimumSizeHint().width() <= 640
    assert page.width() == 640
