"""Makes the pictures of the README from invented children: `make pictures`.

python -m tests.ui.make_pictures [FOLDER]
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from app import bootstrap
from app.settings import Settings
from app.ui.application import make_application
from app.ui.background import Background
from app.ui.main_window import MainWindow
from app.ui.pages.pdf_preview import PdfPreviewPage
from app.ui.pages.return_interview import ReturnInterviewPage
from app.ui.pages.review import ReviewPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.records.ports import WorklistRow

PICTURES = Path(__file__).resolve().parents[2] / "docs" / "pictures"
PASSPHRASE = "practice makes calm"  # noqa: S105 - of a practice store
SIZE = (1180, 780)
PATIENCE_MS = 20_000


class Camera:
    """A window on practice data, and a folder for what it shows."""

    def __init__(self, store: Path, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)
        self._opened = bootstrap.create_practice(store, PASSPHRASE)
        self._background = Background(self._failed)
        wiring = bootstrap.Wiring(Settings(theme="light"), store)
        self.window = MainWindow(wiring.services(self._opened.desk, self._background))
        self.window.resize(*SIZE)
        self.window.show()
        self.window.activateWindow()
        self.settle()

    def _failed(self, error: Exception) -> None:
        raise error

    def settle(self) -> None:
        """Let what is under way come to rest."""
        self.until(lambda: not self._background.busy)
        QTest.qWait(50)

    def until(self, holds: Callable[[], object]) -> None:
        """Wait for something."""
        for _ in range(PATIENCE_MS // 10):
            if holds():
                return
            QTest.qWait(10)
        message = "the picture did not come"
        raise TimeoutError(message)

    def take(self, name: str) -> None:
        """Keep what the window shows."""
        self.settle()
        self.window.grab().save(str(self._folder / f"{name}.png"))

    def row(self, wanted: Callable[[WorklistRow], bool]) -> WorklistRow:
        """The first row of Today that is wanted."""
        model = self.window.today.model
        rows = [model.row_at(number) for number in range(model.rowCount())]
        return next(row for row in rows if row is not None and wanted(row))

    def close(self) -> None:
        """Leave nothing open."""
        self.window.close()
        self._background.close()
        self._opened.close()


def make_pictures(folder: Path) -> None:
    """Today, an interview, its review and its summary."""
    with tempfile.TemporaryDirectory() as scratch:
        camera = Camera(Path(scratch) / "store", folder)
        camera.take("today")
        told = camera.row(lambda row: row.stage == "returned" and row.outcome == "completed")
        camera.window.open_interview(told.episode)
        camera.settle()
        page = camera.window.page
        assert isinstance(page, ReturnInterviewPage)
        page.open_section("before")
        camera.take("interview")
        page.go_to_review()
        camera.settle()
        review = camera.window.page
        assert isinstance(review, ReviewPage)
        camera.take("review")
        camera.window.open_summary(review.interview)
        camera.until(lambda: isinstance(camera.window.page, PdfPreviewPage))
        QTest.qWait(1500)  # the pages are drawn in the background, one by one
        camera.take("summary")
        camera.close()


if __name__ == "__main__":
    make_application(["homeward"])
    make_pictures(Path(sys.argv[1]) if sys.argv[1:] else PICTURES)
