"""Pages in tests: the real look, one background that always ends, and an empty shelf."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEventLoop

from app.ui.application import make_application
from app.ui.background import Background
from tests.ui.pages.desks import Shelf

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

    from app.ui.theme import Appearance


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let the offscreen screen say once more that it knows no size hints."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.qt_log_ignore("propagateSizeHints", extend=True))
            item.add_marker(pytest.mark.ui)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as it is started, so that style and fonts are those of the product."""
    application, _ = make_application(["homeward"])
    return application


@pytest.fixture
def appearance(qapp: QApplication) -> Iterator[Appearance]:
    from app.ui.theme import Appearance, Look  # noqa: PLC0415

    found = qapp.findChild(Appearance)
    assert isinstance(found, Appearance)
    yield found
    found.apply(Look.LIGHT, 1.0)


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    def surprise(error: Exception) -> None:
        raise error

    made = Background(surprise, qapp)
    yield made
    while made.busy:
        rest = QEventLoop()
        made.idle.connect(rest.quit)
        rest.exec()
    made.close()
    made.deleteLater()


@pytest.fixture
def shelf() -> Shelf:
    return Shelf()
