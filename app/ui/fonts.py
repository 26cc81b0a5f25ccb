"""Load the fonts that ship with the program, so a page looks the same on every machine."""

from __future__ import annotations

from PySide6.QtGui import QFontDatabase

from app.resources import resource

FAMILY = "Inter"
_FIRST = ("Inter-Regular.ttf", "Inter-SemiBold.ttf")
_loaded: set[str] = set()


def load_text_fonts() -> bool:
    """Load what every page needs; False when Qt has to fall back on the system's own font."""
    loaded = [_load(name) for name in _FIRST]
    return all(loaded)


def load_other_fonts() -> None:
    """Load bold, symbols and the other scripts: after the first page, since they take time."""
    for file in sorted(resource("fonts").glob("*.ttf")):
        _load(file.name)


def _load(name: str) -> bool:
    if name in _loaded:
        return True
    file = resource("fonts", name)
    if file.is_file() and QFontDatabase.addApplicationFont(str(file)) >= 0:
        _loaded.add(name)
        return True
    return False
