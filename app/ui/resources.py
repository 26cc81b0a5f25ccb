"""Where the files that ship with the program are: forms, styles, icons, fonts."""

from __future__ import annotations

from pathlib import Path

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
FONTS = RESOURCES / "fonts"
ICONS = RESOURCES / "icons"
STYLES = RESOURCES / "styles"
