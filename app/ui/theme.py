"""The look: colour tokens, one style sheet and the palette, light or dark, at any text size.

Widgets never name a colour. They carry a `kind`, `tone` or `chip` property which the style sheet
(resources/styles/style.qss) knows, or, when they paint themselves, ask `theme()`.
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QPalette
from PySide6.QtWidgets import QApplication, QStyleFactory

from app.resources import resource
from app.ui.fonts import FAMILY

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

TEXT_POINTS = 11.0
SMALLEST, LARGEST = 1.0, 2.0
_COLOUR = re.compile(r'^(\w+) = "(#\w+)"', re.MULTILINE)
_TOKEN = re.compile(r"@([a-z_]+)|\b(\d+)(dp|tp)\b")


class Look(StrEnum):
    """What the person chose."""

    LIGHT = "light"
    DARK = "dark"
    SYSTEM = "system"


class Theme(NamedTuple):
    """One look at one text size."""

    name: str
    colours: Mapping[str, str]
    scale: float = 1.0

    def colour(self, token: str) -> QColor:
        """Return a colour by its token."""
        return QColor(self.colours[token])

    def px(self, length: float) -> int:
        """Return a length; space grows half as fast as text, or nothing would fit at 200 %."""
        return round(length * (1 + (self.scale - 1) / 2))

    def points(self, size: float = TEXT_POINTS) -> float:
        """Return a text size in points."""
        return size * self.scale

    def font(self, size: float = TEXT_POINTS, *, strong: bool = False) -> QFont:
        """Return the text font at a size, for widgets that paint themselves."""
        font = QFont(FAMILY)
        font.setPointSizeF(self.points(size))
        font.setWeight(QFont.Weight.DemiBold if strong else QFont.Weight.Normal)
        return font

    def style_sheet(self) -> str:
        """Return the style sheet with every token filled in."""

        def fill(match: re.Match[str]) -> str:
            name, number, unit = match.groups()
            if unit == "dp":
                return f"{self.px(int(number))}px"
            if unit == "tp":
                return f"{self.points(int(number)):g}pt"
            if name == "icons":
                return resource("icons").as_posix()
            return self.name if name == "look" else self.colours[name]

        return _TOKEN.sub(fill, _template())

    def palette(self) -> QPalette:
        """Return the palette, which paints whatever the style sheet leaves to Fusion."""
        palette = QPalette()
        for role, token in _ROLES.items():
            palette.setColor(role, self.colour(token))
        for role in _TEXT_ROLES:
            palette.setColor(QPalette.ColorGroup.Disabled, role, self.colour("disabled_fg"))
        return palette


_Role = QPalette.ColorRole
_ROLES: dict[QPalette.ColorRole, str] = {
    _Role.Window: "page",
    _Role.WindowText: "fg",
    _Role.Base: "card",
    _Role.AlternateBase: "card",
    _Role.Text: "fg",
    _Role.PlaceholderText: "placeholder",
    _Role.Button: "card",
    _Role.ButtonText: "fg",
    _Role.BrightText: "fg",
    _Role.ToolTipBase: "card",
    _Role.ToolTipText: "fg",
    _Role.Highlight: "selected",
    _Role.HighlightedText: "fg",
    _Role.Accent: "accent",
    _Role.Link: "link",
    _Role.LinkVisited: "link",
    _Role.Light: "divider",
    _Role.Midlight: "divider",
    _Role.Mid: "border",
    _Role.Dark: "border",
}
_TEXT_ROLES = (_Role.WindowText, _Role.Text, _Role.ButtonText)


@cache
def _template() -> str:
    text = resource("styles", "style.qss").read_text(encoding="utf-8")
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@cache
def load_theme(name: str, scale: float = 1.0) -> Theme:
    """Read the tokens of a look; `scale` is the text size, 1 to 2.

    The first page waits for this: a line is a colour, and the parser of TOML would cost more.
    """
    colours = dict(_COLOUR.findall(resource("styles", f"{name}.toml").read_text(encoding="utf-8")))
    size = min(max(scale, SMALLEST), LARGEST)
    return Theme(name=name, colours=colours, scale=size)


class Appearance(QObject):
    """Holds the theme in use and changes it everywhere at once."""

    changed = Signal()
    current: ClassVar[Theme | None] = None

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._application = application
        self._look = Look.LIGHT
        self._scale = 1.0
        self._fusion = False
        application.styleHints().colorSchemeChanged.connect(self._system_changed)

    @property
    def look(self) -> Look:
        """What the person chose, which may be to follow the system."""
        return self._look

    @property
    def scale(self) -> float:
        """The text size, 1 to 2."""
        return self._scale

    def apply(self, look: Look, scale: float = 1.0) -> None:
        """Show this look at this text size."""
        self._look, self._scale = look, scale
        chosen = load_theme(self._name(), scale)
        Appearance.current = chosen
        if _high_contrast():
            # The person's own contrast theme wins over ours (EN 301 549, 11.7).
            self._application.setStyleSheet("")
            self._application.setPalette(QPalette())
        else:
            self._use_fusion()
            self._application.setPalette(chosen.palette())
            self._application.setStyleSheet(chosen.style_sheet())
        self._application.setFont(chosen.font())
        self.changed.emit()

    def _use_fusion(self) -> None:
        if not self._fusion:
            self._fusion = True
            self._application.setStyle(QStyleFactory.create("Fusion"))

    def _name(self) -> str:
        if self._look is not Look.SYSTEM:
            return self._look.value
        dark = self._application.styleHints().colorScheme() is Qt.ColorScheme.Dark
        return Look.DARK.value if dark else Look.LIGHT.value

    def _system_changed(self) -> None:
        if self._look is Look.SYSTEM:
            self.apply(self._look, self._scale)


def _high_contrast() -> bool:
    hints: object = QGuiApplication.styleHints()
    accessibility: Callable[[], object] | None = getattr(hints, "accessibility", None)
    if accessibility is None:  # before Qt 6.10
        return False
    preference: Callable[[], object] | None = getattr(accessibility(), "contrastPreference", None)
    return preference is not None and "High" in str(preference())


def theme() -> Theme:
    """Return the theme in use, for widgets that paint themselves."""
    return Appearance.current or load_theme("light")
