"""The three stories, each with a store of its own for the whole file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.ui.application import make_application
from tests.functional.scenarios.scene import Scene

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark them; the offscreen platform says of every window what it cannot do."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.qt_log_ignore("This plugin does not support", extend=True))
            item.add_marker(pytest.mark.functional)


@pytest.fixture(scope="session")
def qapp() -> QApplication:
    """The application as it is started, so that style and fonts are those of the product."""
    application, _ = make_application(["homeward"])
    return application


@pytest.fixture(scope="module")
def scene(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    assert qapp is not None
    folder = tmp_path_factory.mktemp("scenario")
    made = Scene(folder / "store", folder / "screens")
    yield made
    made.close()


@pytest.fixture(scope="module")
def ruby(scene: Scene) -> Scene:
    """15, looked after, placed out of area."""
    scene.at("2026-10-01 09:00")
    scene.put_child("ruby")
    return scene


@pytest.fixture(scope="module")
def jonah(scene: Scene) -> Scene:
    """12, at home with his mother."""
    scene.at("2026-04-01 09:00")
    scene.put_child("jonah")
    return scene


@pytest.fixture(scope="module")
def yonas(scene: Scene) -> Scene:
    """16, unaccompanied, in supported accommodation."""
    scene.at("2026-03-01 09:00")
    scene.put_child("yonas")
    return scene
