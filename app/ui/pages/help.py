"""Help: what each screen is for and its keys; bundled, so it is there without a connection."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.resources import resource
from app.ui.pages.scrolling import scroll_by_keys, scrolled
from app.ui.parts.words import button, label


@dataclass(frozen=True, slots=True)
class ScreenHelp:
    """How to use one screen, and its keys with what they do."""

    title: str
    how: str
    keys: tuple[tuple[str, str], ...]


@cache
def help_texts() -> tuple[ScreenHelp, ...]:
    """Read the bundled help."""
    with resource("help", "english.toml").open("rb") as file:
        told = tomllib.load(file)
    return tuple(
        ScreenHelp(each["title"], each["how"], tuple((key, does) for key, does in each["keys"]))
        for each in told["screen"]
    )


class HelpPage(QWidget):
    """One card a screen: a short how-to and a table of keys."""

    back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.back_button = button("← Back", "quiet")
        self.back_button.clicked.connect(self.back)
        self.area = scrolled([_card(screen) for screen in help_texts()])
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label("Help and keys", "h1"))
        column.addWidget(self.area, 1)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.back)
        scroll_by_keys(self, lambda: self.area)
        self.setFocusProxy(self.back_button)


def _card(screen: ScreenHelp) -> QFrame:
    made = QFrame()
    made.setProperty("kind", "card")
    made.setAccessibleName(screen.title)
    column = QVBoxLayout(made)
    column.setContentsMargins(20, 12, 20, 12)
    column.setSpacing(8)
    column.addWidget(label(screen.title, "h2"))
    column.addWidget(label(screen.how, "value"))
    table = QWidget()
    grid = QGridLayout(table)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(20)
    grid.setVerticalSpacing(4)
    grid.setColumnStretch(0, 1)
    grid.setColumnStretch(1, 4)
    for line, (key, does) in enumerate(screen.keys):
        grid.addWidget(label(key, "sub"), line, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(label(does, "value"), line, 1)
    column.addWidget(table)
    return made
