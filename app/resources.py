"""Where the files that ship with the program lie: a checkout, an installed wheel or a frozen build.

All three put the folder `resources` beside the package `app`, so one rule finds it.
"""

from __future__ import annotations

from pathlib import Path


def resources() -> Path:
    """The folder of forms, codes, rules, fonts, icons and styles."""
    return Path(__file__).resolve().parent.parent / "resources"


def resource(*parts: str) -> Path:
    """One file or folder inside it."""
    return resources().joinpath(*parts)
