"""Today on the screen over 100,000 episodes: from asking for the page until its rows are painted.

The store has just been unlocked, so every page of it is read and decrypted for the first time. The
window itself stands already, as it does when somebody comes back to Today.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PySide6.QtWidgets import QApplication, QMainWindow  # noqa: E402

from app import bootstrap  # noqa: E402
from app.settings import Settings  # noqa: E402
from app.storage.vault import unlock  # noqa: E402
from app.ui.application import make_application  # noqa: E402
from app.ui.background import Background  # noqa: E402
from app.ui.pages.today import TodayPage  # noqa: E402
from app.ui.pages.worklist_table import WorklistTable  # noqa: E402
from bench.bench_store import EPISODES, NOW, fill  # noqa: E402

if TYPE_CHECKING:
    from app.ui.services import Services

PASSPHRASE = "practice makes calm"  # noqa: S105 - of invented children
LIMIT_MS = 300
ROUNDS = 11


def opened(window: QMainWindow, services: Services) -> tuple[float, float]:
    """Open Today; the seconds, and those of CPU, until there are rows and they are painted."""
    started, worked = time.perf_counter(), time.process_time()
    page = TodayPage(services)
    window.setCentralWidget(page)
    table = page.findChild(WorklistTable)
    assert table is not None
    while page.model.row_at(0) is None:
        QApplication.processEvents()
    table.viewport().repaint()
    spent = time.perf_counter() - started, time.process_time() - worked
    while services.background.busy:  # it goes on to look for alerts, between what is typed
        QApplication.processEvents()
    return spent


def main() -> int:
    """Print the figure as one line of JSON; 1 when it is over its limit."""
    make_application()
    taken: list[tuple[float, float]] = []
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "store"
        made = bootstrap.create_practice(folder, PASSPHRASE, children=1)
        with made.desk.open_work() as work:
            made.store.sealed.driver.execute("DELETE FROM head")
            fill(made.store.sealed.driver)
            work.commit()
        desk = made.desk
        made.close()
        background = Background(partial(print, file=sys.stderr))
        window = QMainWindow()
        window.resize(1180, 780)
        window.show()
        QApplication.processEvents()
        for number in range(ROUNDS + 1):
            store = unlock(folder, PASSPHRASE)
            at = replace(desk, open_work=store.open_work, clock=lambda: NOW)
            services = bootstrap.Wiring(Settings(theme="light"), folder).services(at, background)
            if number:  # the first loads fonts and modules
                taken.append(opened(window, services))
            else:
                opened(window, services)
            store.close()
        background.close()
    figure = {
        "figure": f"Today opens, {EPISODES} episodes, just unlocked",
        "ours_ms": round(statistics.median(wall for wall, _ in taken) * 1000, 1),
        "limit_ms": LIMIT_MS,
        "cpu_ms": round(statistics.median(cpu for _, cpu in taken) * 1000, 1),
        "worst_ms": round(max(wall for wall, _ in taken) * 1000, 1),
    }
    print(json.dumps(figure))
    return int(statistics.median(wall for wall, _ in taken) * 1000 > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
