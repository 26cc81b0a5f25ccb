"""Which child: found in a few keys, never mistaken for another, or brought in with a list."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.records.errors import BadInput, StoreDamaged
from app.records.ports import ImportedRow, ImportReport, SearchHit
from app.records.record import RecordKind
from app.ui.pages.child_hits import hit_words
from app.ui.pages.import_report import summary_of
from app.ui.pages.new_episode import NewEpisodePage
from app.ui.theme import Look
from tests.ui.pages import cases
from tests.ui.pages.desks import Shelf, services

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.casework.desk import Desk
    from app.ui.background import Background
    from app.ui.theme import Appearance

    OpenPage = Callable[..., NewEpisodePage]


@pytest.fixture
def open_page(qtbot: QtBot, background: Background, shelf: Shelf) -> OpenPage:
    def make(width: int = 1000, choose_file: Any = None, **given: Any) -> NewEpisodePage:
        page = NewEpisodePage(
            services(shelf, background, **given), choose_file=choose_file or (lambda _: None)
        )
        qtbot.addWidget(page)
        page.resize(width, 700)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
        page.setFocus()
        return page

    return make


def test_type_down_enter(open_page: OpenPage, shelf: Shelf, qtbot: QtBot) -> None:
    ruby = cases.child(shelf, **cases.RUBY)
    cases.child(shelf, child_forename="Rubina", child_surname="Shaw")
    page = open_page()
    assert QApplication.focusWidget() is page.search
    QTest.keyClicks(page.search, "rub")
    qtbot.waitUntil(lambda: len(page.hits.found.hits) == 2)
    assert page.hits.found.index(0).data() == "Ruby Tansley, 15"
    assert "NMR-26-7K3Q-4" in page.hits.found.index(0).data(Qt.ItemDataRole.UserRole)
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    with qtbot.waitSignal(page.chosen) as chosen:
        QTest.keyClick(page.hits, Qt.Key.Key_Return)
    assert chosen.args == [ruby.id]


def test_up_on_the_first_child_goes_back_to_the_search(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot
) -> None:
    cases.child(shelf, **cases.RUBY)
    page = open_page()
    QTest.keyClicks(page.search, "tansley")
    qtbot.waitUntil(lambda: bool(page.hits.found.hits))
    QTest.keyClick(page.search, Qt.Key.Key_Down)
    QTest.keyClick(page.hits, Qt.Key.Key_Up)
    assert QApplication.focusWidget() is page.search


def test_nobody_found_says_so_and_offers_a_new_child(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot
) -> None:
    page = open_page()
    QTest.keyClicks(page.search, "nobody")
    qtbot.waitUntil(lambda: "nobody" in page.told.text())
    assert not page.hits.isVisible()
    with qtbot.waitSignal(page.new_child):
        page.new_button.click()


def test_only_the_last_question_is_answered(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    cases.child(shelf, **cases.RUBY)
    page = open_page()
    page.search.setText("ruby")
    page._find()
    page.search.setText("")
    page._find()
    qtbot.waitUntil(lambda: not background.busy)
    assert page.hits.found.hits == []


def test_a_failed_search_keeps_who_was_found(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot
) -> None:
    cases.child(shelf, **cases.RUBY)
    page = open_page()
    QTest.keyClicks(page.search, "ruby")
    qtbot.waitUntil(lambda: bool(page.hits.found.hits))
    shelf.failing = StoreDamaged()
    QTest.keyClicks(page.search, " t")
    qtbot.waitUntil(page.notice.isVisible)
    assert len(page.hits.found.hits) == 1


def test_lists_hold_the_surname_first_and_people_say_it_last() -> None:
    child = SearchHit("p", RecordKind.PERSON, "p", "Tansley, Ruby", "A", date(2011, 3, 17))
    told = hit_words(child, date(2026, 10, 20))
    assert told == ("Ruby Tansley, 15", "Born 17 March 2011 · A")
    unnamed = SearchHit("p", RecordKind.PERSON, "p", "", "", None)
    assert hit_words(unnamed, date(2026, 10, 20))[0] == "Name not recorded"


def test_a_list_comes_in_and_each_refused_row_says_why(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot
) -> None:
    asked: list[Path] = []

    def bring_in(_desk: Desk, file: Path) -> ImportReport:
        asked.append(file)
        refused = (ImportedRow("list.csv", 4, "The last name is missing."),)
        return ImportReport({"missing_episode": 1}, {"missing_episode": 1}, refused)

    page = open_page(choose_file=lambda _: Path("list.csv"), import_police_list=bring_in)
    page.import_button.click()
    qtbot.waitUntil(page.report.done.isVisible)
    assert asked == [Path("list.csv")]
    assert page.report.summary.text() == "1 episode came in; 1 episode here already."
    assert page.report.rows_title.text() == "1 row did not come in"
    words = "list.csv, row 4 did not come in: The last name is missing."
    assert page.report.rows.item(0).text() == words
    with qtbot.waitSignal(page.imported):
        page.report.done.click()


def test_a_list_that_cannot_be_read_changes_nothing(open_page: OpenPage, qtbot: QtBot) -> None:
    def bring_in(_desk: Desk, _file: Path) -> ImportReport:
        raise BadInput("This file is not a list.")

    page = open_page(choose_file=lambda _: Path("list.csv"), import_police_list=bring_in)
    page.import_button.click()
    qtbot.waitUntil(page.notice.isVisible)
    assert "This file is not a list." in page.notice.accessibleName()
    assert page.import_button.isEnabled()
    assert not page.report.isVisible()


def test_a_report_without_news_says_so() -> None:
    assert summary_of(ImportReport({}, {"person": 2}, ())) == (
        "Nothing new came in; 2 children here already."
    )


def test_it_fits_640_at_double_text(open_page: OpenPage, appearance: Appearance) -> None:
    appearance.apply(Look.DARK, 2.0)
    assert open_page(640).minimumSizeHint().width() <= 640
