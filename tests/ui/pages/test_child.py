"""A child's page: identity, safe contact, alerts and the story; nothing that nobody said."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton

from app.records.errors import StoreDamaged
from app.records.record import RecordKind, new_id
from app.ui.pages.child import ChildPage
from app.ui.pages.child_parts import ContactPanel
from app.ui.theme import Look
from tests.ui.pages import cases
from tests.ui.pages.desks import Shelf, services

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.background import Background
    from app.ui.theme import Appearance

    OpenPage = Callable[..., ChildPage]


@pytest.fixture
def open_page(qtbot: QtBot, background: Background, shelf: Shelf) -> OpenPage:
    def make(case: str, width: int = 1180, height: int = 760) -> ChildPage:
        page = ChildPage(services(shelf, background))
        page.show_child(case)
        qtbot.addWidget(page)
        page.resize(width, height)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is page and not background.busy)
        return page

    return make


def words_of(page: ChildPage) -> str:
    return "\n".join(words.text() for words in page.findChildren(QLabel))


def test_identity_and_safe_contact_are_always_there(open_page: OpenPage, shelf: Shelf) -> None:
    page = open_page(cases.ruby(shelf).id)
    assert page.identity.name.text() == "Ruby Tansley, 15"
    assert "Northmere" in page.identity.facts.text()
    assert "RT4417" in page.identity.facts.text()
    assert "never through her mother's partner" in page.contact.contact.text()
    page.tabs.setCurrentIndex(2)
    assert page.identity.isVisible()
    assert page.contact.isVisible()
    assert page.windowTitle() == ""


def test_what_a_visitor_must_know_stands_beside_it(qtbot: QtBot) -> None:
    panel = ContactPanel()
    qtbot.addWidget(panel)
    panel.show_facts("Text first.", "A dog in the yard.")
    assert panel.visit.text() == "◆ Before visiting: A dog in the yard."
    panel.show_facts("Text first.", "")
    assert not panel.visit.isVisibleTo(panel)


def test_no_safe_contact_is_said_and_not_left_out(open_page: OpenPage, shelf: Shelf) -> None:
    page = open_page(cases.child(shelf, **cases.UNNAMED).id)
    assert "not recorded" in page.contact.contact.text()
    assert page.identity.name.text() == "Child RT4417"


def test_the_story_is_told_newest_first_and_knows_no_invented_hour(
    open_page: OpenPage, shelf: Shelf
) -> None:
    page = open_page(cases.ruby(shelf).id)
    began = [entry.episode.began_words for entry in page.entries]
    assert began[0] == "Sun 18 Oct 2026"
    assert "00:00" not in words_of(page)
    assert [words.split(", ")[-1][4:] for words in began[1:]] == [
        "15 Oct 2026",
        "11 Oct 2026",
        "2 Sep 2026",
    ]
    assert "Struck out" in "".join(word.text() for word in page.entries[-1].findChildren(QLabel))


def test_facts_say_from_whom_and_how_long_ago(open_page: OpenPage, shelf: Shelf) -> None:
    page = open_page(cases.ruby(shelf).id)
    page.tabs.setCurrentIndex(2)
    words = words_of(page)
    assert "From the child, Sat 17 Oct 2026 (3 days ago)" in words
    assert "From the coordinator" in words


def test_an_alert_is_acknowledged_once(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    page = open_page(cases.ruby(shelf).id)
    waiting = [row for row in page.alerts if row.button.isVisibleTo(row)]
    assert waiting
    waiting[0].button.click()
    qtbot.waitUntil(lambda: bool(shelf.of_kind(RecordKind.COMMENT)))
    qtbot.waitUntil(lambda: not background.busy)
    left = [row for row in page.alerts if row.button.isVisibleTo(row)]
    assert len(left) == len(waiting) - 1
    assert "Seen by Tomasz Beale" in words_of(page)


def test_j_and_k_walk_the_story_and_enter_opens(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot
) -> None:
    page = open_page(cases.ruby(shelf).id)
    keys = (Qt.Key.Key_J, Qt.Key.Key_J, Qt.Key.Key_K, Qt.Key.Key_J)
    for key in keys:
        QTest.keyClick(page, key)
    assert page.tabs.currentIndex() == 1
    focused = QApplication.focusWidget()
    assert focused is page.entries[1].first
    with qtbot.waitSignal(page.open_interview) as opened:
        QTest.keyClick(page.entries[1].first, Qt.Key.Key_Space)
    assert opened.args == [page.entries[1].episode.episode]


def test_a_child_still_missing_has_only_its_episode_to_open(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot
) -> None:
    page = open_page(cases.ruby(shelf).id)
    with qtbot.waitSignal(page.open_episode) as opened:
        page.entries[0].first.click()
    assert opened.args == [page.entries[0].episode.episode]


def test_escape_goes_back(open_page: OpenPage, shelf: Shelf, qtbot: QtBot) -> None:
    page = open_page(cases.ruby(shelf).id)
    with qtbot.waitSignal(page.back):
        QTest.keyClick(page, Qt.Key.Key_Escape)


def test_a_new_episode_is_for_this_child(open_page: OpenPage, shelf: Shelf, qtbot: QtBot) -> None:
    ruby = cases.ruby(shelf)
    page = open_page(ruby.id)
    with qtbot.waitSignal(page.new_episode) as started:
        page.new_button.click()
    assert started.args == [ruby.id]


def test_a_weaker_rule_is_listed_and_not_alerted_twice(open_page: OpenPage, shelf: Shelf) -> None:
    page = open_page(cases.ruby(shelf).id)
    told = [row.accessibleName() for row in page.alerts]
    assert sum("30 days" in words for words in told) == 1
    assert not any("90 days" in words for words in told)
    assert words_of(page).count("Also: Three or more missing episodes in 90 days") == 1


def test_no_part_of_the_page_ever_is_a_window_of_its_own(open_page: OpenPage, shelf: Shelf) -> None:
    page = open_page(cases.ruby(shelf).id)
    shown = [window for window in QApplication.topLevelWidgets() if window.isVisible()]
    assert shown == [page]


def test_no_episodes_offers_one(open_page: OpenPage, shelf: Shelf, qtbot: QtBot) -> None:
    page = open_page(cases.child(shelf, **cases.RUBY).id)
    offered = [made for made in page.findChildren(QPushButton) if made.text() == "New episode"]
    with qtbot.waitSignal(page.new_episode):
        offered[0].click()


def test_a_child_who_is_not_here_is_said_in_plain_words(open_page: OpenPage) -> None:
    page = open_page(new_id())
    assert page.notice.isVisible()
    assert "not on this laptop" in page.notice.accessibleName()
    assert not page.identity.isVisible()


def test_an_error_keeps_the_record_on_the_screen(
    open_page: OpenPage, shelf: Shelf, qtbot: QtBot, background: Background
) -> None:
    page = open_page(cases.ruby(shelf).id)
    shelf.failing = StoreDamaged()
    page.refresh()
    qtbot.waitUntil(page.notice.isVisible)
    assert page.identity.isVisible()
    assert len(page.entries) == 4


def test_it_fits_640_at_double_text(
    open_page: OpenPage, shelf: Shelf, appearance: Appearance
) -> None:
    appearance.apply(Look.DARK, 2.0)
    page = open_page(cases.ruby(shelf).id, 640)
    assert page.minimumSizeHint().width() <= 640
