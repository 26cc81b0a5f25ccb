"""The unlock page is painted before anything heavy is loaded; what is loaded is named here."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = (
    "msgspec",
    "sqlalchemy",
    "sqlcipher3",
    "cryptography",
    "keyring",
    "reportlab",
    "cel",
    "typer",
    "logging.handlers",
    "tomllib",
    "subprocess",
    "zoneinfo",
    "concurrent.futures",
    "app.forms",
    "app.casework",
    "app.storage",
    "app.ui.main_window",
)
SHOW_THE_UNLOCK_PAGE = """
import sys
from pathlib import Path
from app.bootstrap import StoreDoor, Wiring
from app import logs, settings
from app.ui.program import Program
logs.start(Path(sys.argv[1]).parent / "logs")
program = Program(StoreDoor(Path(sys.argv[1])), Wiring(settings.load(), Path(sys.argv[1])))
assert type(program.window.centralWidget()).__name__ == "UnlockPage"
print(*sys.modules)
"""
WAIT_FOR_THE_REST = """
import os
import sys
from pathlib import Path
from app.bootstrap import StoreDoor, Wiring
from app.settings import Settings
from app.ui.program import Program
folder = Path(sys.argv[1])
wiring = Wiring(Settings(theme="light"), folder)
program = Program(StoreDoor(folder), wiring)
wiring.warm_up = lambda: os._exit(0)
program.run()
"""


def test_the_unlock_page_loads_nothing_heavy(tmp_path: Path) -> None:
    store = tmp_path / "store"
    store.mkdir()
    (store / "store.rih").write_bytes(b"{}")
    result = subprocess.run(  # noqa: S603
        [sys.executable, "-c", SHOW_THE_UNLOCK_PAGE, str(store)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(result.stdout.split())
    assert "app.ui.pages.unlock" in loaded
    assert not loaded & set(HEAVY)
    assert not (tmp_path / "logs").exists(), "a log is opened when there is something to say"


@pytest.mark.parametrize("first_run", [False, True])
def test_the_rest_is_loaded_once_the_first_page_is_painted(tmp_path: Path, first_run: bool) -> None:
    if not first_run:
        (tmp_path / "store").mkdir()
        (tmp_path / "store" / "store.rih").write_bytes(b"{}")
    subprocess.run(  # noqa: S603
        [sys.executable, "-c", WAIT_FOR_THE_REST, str(tmp_path / "store")],
        cwd=ROOT,
        check=True,
        timeout=30,
        capture_output=True,
    )
