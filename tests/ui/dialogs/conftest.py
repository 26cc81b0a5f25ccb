"""Dialogs are tested with what pages are tested with."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.ui.pages.conftest import background, qapp, shelf

__all__ = ["background", "qapp", "shelf"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen screen say what it cannot do."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            ignored = "This plugin does not support"
            item.add_marker(pytest.mark.qt_log_ignore(ignored, extend=True))
            item.add_marker(pytest.mark.ui)
