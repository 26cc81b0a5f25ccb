"""Ground rules for every test: no screen, no real home, no stray warning, no thread left over."""

from __future__ import annotations

import logging
import os
import threading
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from typing_extensions import override

if TYPE_CHECKING:
    from collections.abc import Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before anything imports Qt

# Times on a shared machine say nothing about an example, hence no deadline.
settings.register_profile("small", deadline=None, max_examples=30)
settings.register_profile(
    "campaign",
    deadline=None,
    max_examples=3000,
    stateful_step_count=100,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
settings.load_profile("small")

HOME_FOLDERS = (
    "HOME",
    "USERPROFILE",
    "APPDATA",
    "LOCALAPPDATA",
    "XDG_CONFIG_HOME",
    "XDG_DATA_HOME",
    "XDG_STATE_HOME",
    "XDG_CACHE_HOME",
    "XDG_RUNTIME_DIR",
)
SECONDS_TO_END = 2.0


@pytest.fixture(scope="session", autouse=True)
def _home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Keep the tests out of the real home: every folder a person owns is an empty one."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as patch:
        for name in HOME_FOLDERS:
            folder = home / name.lower()
            folder.mkdir(mode=0o700)
            patch.setenv(name, str(folder))
        yield


class _Warnings(logging.Handler):
    """Remembers what was logged at warning or above."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.said: list[str] = []

    @override
    def emit(self, record: logging.LogRecord) -> None:
        self.said.append(f"{record.name}: {record.levelname}: {record.getMessage()}")


@pytest.fixture(autouse=True)
def _no_log_warning(request: pytest.FixtureRequest) -> Iterator[None]:
    """Fail a test that logs a warning, unless it is marked as doing so on purpose."""
    handler = _Warnings()
    logging.getLogger().addHandler(handler)
    yield
    logging.getLogger().removeHandler(handler)
    if handler.said and request.node.get_closest_marker("logs_warnings") is None:
        pytest.fail(
            "Logged without the marker logs_warnings:\n" + "\n".join(handler.said), pytrace=False
        )


def _threads() -> set[threading.Thread]:
    """Return Python's own threads; those of Qt's pool show up as dummies and may rest."""
    return {
        thread for thread in threading.enumerate() if not isinstance(thread, threading._DummyThread)
    }


@pytest.fixture(autouse=True)
def _no_thread_left() -> Iterator[None]:
    """Fail a test that leaves a thread behind: the next test would meet its work."""
    before = _threads()
    yield
    limit = time.monotonic() + SECONDS_TO_END
    while (left := _threads() - before) and time.monotonic() < limit:
        time.sleep(0.01)
    if left:
        names = ", ".join(sorted(thread.name for thread in left))
        pytest.fail(f"Threads still running after the test: {names}", pytrace=False)
