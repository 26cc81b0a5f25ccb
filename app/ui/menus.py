"""The menus of the window: each entry with its key, and greyed where it does nothing now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtGui import QKeySequence

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu, QMenuBar


def _always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu. `shown_keys` are keys of the page itself, told here and bound there."""

    words: str
    act: Callable[[], object]
    keys: str = ""
    shown_keys: str = ""
    useful: Callable[[], bool] = _always
    while_hidden: bool = False
    """Whether it works while the screen is hidden."""


def add_menu(
    bar: QMenuBar, title: str, entries: Sequence[Entry], hidden: Callable[[], bool]
) -> QMenu:
    """Add a menu; while the screen is hidden nothing may bring a page back but what says so."""
    menu = bar.addMenu(title)
    made = [(_add(menu, entry, hidden), entry) for entry in entries]

    def renew() -> None:
        for action, entry in made:
            action.setEnabled(entry.useful())

    def enable() -> None:
        for action, _ in made:
            action.setEnabled(True)

    menu.aboutToShow.connect(renew)
    menu.aboutToHide.connect(enable)  # a greyed entry has no key, and the page may have changed
    return menu


def _add(menu: QMenu, entry: Entry, hidden: Callable[[], bool]) -> QAction:
    words = f"{entry.words}\t{entry.shown_keys}" if entry.shown_keys else entry.words
    action = menu.addAction(words)
    if entry.keys:
        action.setShortcut(QKeySequence(entry.keys))

    def act() -> None:
        if entry.useful() and (entry.while_hidden or not hidden()):
            entry.act()

    action.triggered.connect(act)
    return action
