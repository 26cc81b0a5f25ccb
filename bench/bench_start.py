"""What starting costs, until the first page is painted, against a bare window of the same toolkit.

CPU time, user and system, of fresh processes by turns: the median of the ratios, round by round.
Each process ends itself as soon as its first page has been painted, so what the product loads
afterwards, while somebody types a passphrase, is not counted. Ours is the product itself at its
unlock page, stopped where it would begin to load the rest.
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
LIMIT = 1.5
ROUNDS = 11

BARE = """
import os
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget
application = QApplication([])
class Page(QWidget):
    def paintEvent(self, event):
        super().paintEvent(event)
        QTimer.singleShot(0, lambda: os._exit(0))
page = Page()
column = QVBoxLayout(page)
passphrase = QLineEdit()
passphrase.setEchoMode(QLineEdit.EchoMode.Password)
for part in (QLabel("Unlock"), passphrase, QPushButton("Unlock")):
    column.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
page.resize(900, 600)
page.show()
application.exec()
"""

OURS = """
import os
import sys
from app.ui.program import Program
Program._warm_up = lambda program: os._exit(0)
from app.bootstrap import run_window
sys.exit(run_window(sys.argv[1:]))
"""


def spent(started: list[str], home: str) -> float:
    """Return the CPU milliseconds of a process, its children included."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = {
        **os.environ,
        "QT_QPA_PLATFORM": "offscreen",
        "HOME": home,
        "XDG_DATA_HOME": home,
        "XDG_CONFIG_HOME": home,
    }
    subprocess.run(  # noqa: S603 - our own two scripts
        started, cwd=ROOT, env=environment, check=True, capture_output=True, timeout=60
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return 1000 * (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime)


def main() -> int:
    """Print the figure as one line of JSON; 1 when it is over its limit."""
    mine, peers = [], []
    with tempfile.TemporaryDirectory() as home:
        store = Path(home) / "store"
        store.mkdir()
        (store / "store.rih").write_bytes(b"{}")  # enough to be asked for a passphrase
        started = [sys.executable, "-c", OURS, "--store", str(store)]
        for number in range(ROUNDS + 1):
            ours, bare = spent(started, home), spent([sys.executable, "-c", BARE], home)
            if number:  # the first round only warms the disk's cache
                mine.append(ours)
                peers.append(bare)
    us, peer = statistics.median(mine), statistics.median(peers)
    ratio = statistics.median(one / other for one, other in zip(mine, peers, strict=True))
    figure = {
        "figure": "CPU from start to first page",
        "ratio": round(ratio, 2),
        "limit": LIMIT,
        "ours_ms": round(us, 1),
        "peer_ms": round(peer, 1),
    }
    print(json.dumps(figure))
    return int(ratio > LIMIT)


if __name__ == "__main__":
    sys.exit(main())
