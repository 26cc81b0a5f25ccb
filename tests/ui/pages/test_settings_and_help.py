"""Settings work at once and are kept; help tells the keys that the program has."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from app.records.errors import DiskFull
from app.settings import Settings
from app.ui.fields import key_names
from app.ui.fields.states import KEYS
from app.ui.pages.help import HelpPage, help_texts
from app.ui.pages.settings import BY_POLICY, SettingsPage
from app.ui.theme import Look
from tests.ui.pages.desks import Shelf, services

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.background import Background
    from app.ui.theme import Appearance

    OpenPage = Callable[..., SettingsPage]


@pytest.fixture
def open_page(
    qtbot: QtBot, background: Background, shelf: Shelf, appearance: Appearance
) -> OpenPage:
    def make(settings: Settings | None = None, save: Any = None, width: int = 900) -> SettingsPage:
        given = settings or Settings(theme="light")
        page = SettingsPage(
            services(
                shelf,
                background,
                settings=given,
                save_settings=save or (lambda _theme, _size: None),
            )
        )
        qtbot.addWidget(page)
        page.resize(width, 600)
        page.show()
        page.activateWindow()
        qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
        return page

    return make


def words_of(page: SettingsPage) -> list[str]:
    return [words.text() for words in page.findChildren(QLabel)]


def test_a_choice_works_at_once_and_is_kept(
    open_page: OpenPage, qtbot: QtBot, appearance: Appearance
) -> None:
    kept: list[tuple[str, int]] = []
    page = open_page(save=lambda theme, size: kept.append((theme, size)))
    page.looks.buttons[Look.DARK].click()
    assert appearance.look is Look.DARK
    page.sizes.buttons[150].click()
    assert appearance.scale == 1.5
    qtbot.waitUntil(lambda: len(kept) == 2)
    assert kept == [("dark", 100), ("dark", 150)]


def test_arrows_move_and_choose_nothing(open_page: OpenPage, appearance: Appearance) -> None:
    page = open_page()
    page.setFocus()
    QTest.keyClick(page.looks.buttons[Look.LIGHT], Qt.Key.Key_Right)
    assert QApplication.focusWidget() is page.looks.buttons[Look.DARK]
    assert appearance.look is Look.LIGHT


def test_what_the_organisation_set_is_locked_and_says_so(open_page: OpenPage) -> None:
    page = open_page(
        Settings(
            theme="light", idle_lock_minutes=3, locked=frozenset({"theme", "idle_lock_minutes"})
        )
    )
    assert not page.looks.buttons[Look.DARK].isEnabled()
    assert page.sizes.buttons[150].isEnabled()
    assert words_of(page).count(BY_POLICY) == 2
    assert "Minutes until it locks by itself: 3" in words_of(page)


def test_a_setting_that_could_not_be_read_is_named(open_page: OpenPage) -> None:
    page = open_page(Settings(theme="light", problems=("policy.toml: the setting 'x' is wrong.",)))
    assert "policy.toml: the setting 'x' is wrong." in page.notice.accessibleName()


def test_a_choice_that_cannot_be_kept_still_holds(
    open_page: OpenPage, qtbot: QtBot, appearance: Appearance
) -> None:
    def full(_theme: str, _size: int) -> None:
        raise DiskFull

    page = open_page(save=full)
    page.looks.buttons[Look.DARK].click()
    qtbot.waitUntil(page.notice.isVisible)
    assert appearance.look is Look.DARK


def test_settings_fit_640_at_double_text(open_page: OpenPage, appearance: Appearance) -> None:
    appearance.apply(Look.LIGHT, 2.0)
    page = open_page(width=640)
    assert page.minimumSizeHint().width() <= 640


def test_help_tells_every_key_of_a_question() -> None:
    told = {key for screen in help_texts() for key, _ in screen.keys}
    own = {key_names.CLEAR, key_names.NOTE, key_names.PROMPTS, key_names.EXTRA}
    assert own | set(KEYS) <= told


def test_help_scrolls_by_keys_and_goes_back(qtbot: QtBot, appearance: Appearance) -> None:
    appearance.apply(Look.LIGHT, 2.0)
    page = HelpPage()
    qtbot.addWidget(page)
    page.resize(640, 480)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page)
    assert page.minimumSizeHint().width() <= 640
    page.setFocus()
    QTest.keyClick(page.back_button, Qt.Key.Key_PageDown)
    assert page.area.verticalScrollBar().value() > 0
    with qtbot.waitSignal(page.back):
        QTest.keyClick(page.back_button, Qt.Key.Key_Escape)
