"""How long typed words are unsaved: real keys into the real interview page over the sealed store.

    python bench/bench_autosave.py         two figures, one JSON line each

First somebody types ten letters a second and never pauses: for every letter the time until the
commit that holds it has returned; the worst of them is the figure. Then one letter at a time, saved
at once (as on leaving a field): from the key event until its commit has returned, against one row
of the same bytes committed to the same engine without a key, by turns. That is the whole way:
field, session, edit, the hop to the store's thread, merge, outbox and the commit itself.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import tempfile
import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication, QPlainTextEdit  # noqa: E402

from app import bootstrap  # noqa: E402
from app.casework import open_form  # noqa: E402
from app.casework.return_interview import open_for_episode  # noqa: E402
from app.records.codec import canonical  # noqa: E402
from app.records.ports import WorklistQuery, WorklistView  # noqa: E402
from app.settings import Settings  # noqa: E402
from app.ui import autosave  # noqa: E402
from app.ui.application import make_application  # noqa: E402
from app.ui.background import Background  # noqa: E402
from app.ui.pages.return_interview import ReturnInterviewPage  # noqa: E402
from bench.bench_store import plain_store  # noqa: E402

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.records.edit import Edit

PASSPHRASE = "practice makes calm"  # noqa: S105 - of invented children
LETTERS_A_SECOND = 10
SECONDS = 15
LIMIT_MS = 800
KEYSTROKES = 60


class Noted:
    """Saves as the product does, and notes when each commit had returned."""

    def __init__(self) -> None:
        self.saves: list[tuple[float, float]] = []
        """When a save had its words, and when its commit had returned."""
        self.bytes = b""
        self._save = open_form.save

    def save(self, desk: Desk, edits: tuple[Edit, ...], *more: Any) -> object:
        """Stand in for `open_form.save` on the store's thread."""
        began = time.perf_counter()
        saved = self._save(desk, edits, *more)
        self.saves.append((began, time.perf_counter()))
        self.bytes = canonical(edits[0])
        return saved


def page_to_type_in(
    desk: Desk, background: Background
) -> tuple[ReturnInterviewPage, QPlainTextEdit]:
    """An interview of the practice store, open at a box for words."""
    query = WorklistQuery(
        now=desk.clock(), view=WorklistView.DUE_72H, authority=desk.actor.authority
    )
    with desk.open_work() as work:
        episodes = [row.episode for row in work.lists.today(query).rows]
    services = bootstrap.Wiring(Settings(theme="light"), Path()).services(desk, background)
    for episode in episodes:
        session = open_form.open_interview(desk, open_for_episode(desk, episode), episode=episode)
        page = ReturnInterviewPage(services, session, episode)
        page.resize(1180, 780)
        page.show()
        QTest.qWaitForWindowActive(page)
        for section in page.sections:
            page.open_section(section.id)
            for box in page.view.findChildren(QPlainTextEdit):
                if box.isVisible() and box.isEnabled() and not box.isReadOnly():
                    box.setFocus()
                    return page, box
        page.close()
    message = "no interview of the practice store has a box for words"
    raise LookupError(message)


def without_a_pause(page: ReturnInterviewPage, box: QPlainTextEdit, noted: Noted) -> list[float]:
    """Type on and on; how long each letter was unsaved, in seconds."""
    settle(page)
    noted.saves.clear()
    typed: list[float] = []
    began = time.perf_counter()
    for number in range(SECONDS * LETTERS_A_SECOND):
        while time.perf_counter() - began < number / LETTERS_A_SECOND:
            QTest.qWait(1)
        typed.append(time.perf_counter())
        QTest.keyClicks(box, "abcdefghi "[number % 10])
    settle(page)
    return [next(done for had, done in noted.saves if had > at) - at for at in typed]


def one_by_one(
    page: ReturnInterviewPage, box: QPlainTextEdit, noted: Noted, folder: Path
) -> tuple[list[float], list[float]]:
    """One letter and its save, then one row of as many bytes; by turns, in seconds."""
    plain = plain_store(folder / "plain.db")
    plain.driver.execute("CREATE TABLE saved (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
    ours: list[float] = []
    peer: list[float] = []
    for _ in range(KEYSTROKES):
        began = time.perf_counter()
        QTest.keyClicks(box, "x")
        page.save_now()
        settle(page)
        ours.append(noted.saves[-1][1] - began)
        began = time.perf_counter()
        plain.driver.execute("INSERT INTO saved (bytes) VALUES (?)", (noted.bytes,))
        peer.append(time.perf_counter() - began)
    plain.close()
    return ours, peer


def settle(page: ReturnInterviewPage) -> None:
    """Let the page come to rest: nothing unsaved, nothing under way."""
    while not page.autosave.quiet or page.services.background.busy:
        QApplication.processEvents()


def main() -> int:
    """Print both figures; 1 when typing was unsaved for too long."""
    make_application()
    noted = Noted()
    setattr(autosave, "save", noted.save)  # noqa: B010 - the one seam: when the commit is done
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        opened = bootstrap.create_practice(folder / "store", PASSPHRASE)
        background = Background(partial(print, file=sys.stderr))
        page, box = page_to_type_in(opened.desk, background)
        unsaved = without_a_pause(page, box, noted)
        ours, peer = one_by_one(page, box, noted, folder)
        page.close()
        background.close()
        opened.close()
    worst = max(unsaved) * 1000
    us, other = statistics.median(ours) * 1000, statistics.median(peer) * 1000
    for figure in (
        {
            "figure": "typing without a pause, the letter unsaved longest",
            "ours_ms": round(worst),
            "limit_ms": LIMIT_MS,
            "median_ms": round(statistics.median(unsaved) * 1000),
            "letters": len(unsaved),
        },
        {
            "figure": "one keystroke to durable, through the page",
            "ratio": round(us / other, 2),
            "ours_ms": round(us, 2),
            "peer_ms": round(other, 2),
            "ours_p95_ms": round(sorted(ours)[int(len(ours) * 0.95)] * 1000, 2),
        },
    ):
        print(json.dumps(figure))
    return int(worst > LIMIT_MS)


if __name__ == "__main__":
    sys.exit(main())
