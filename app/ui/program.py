"""The program from its first window to its last: unlock, work, lock, quit."""

from __future__ import annotations

import logging
from functools import partial
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QApplication, QMainWindow, QWidget

from app.records.errors import ProductError
from app.ui.application import make_application, when_painted
from app.ui.background import Background
from app.ui.fonts import load_other_fonts
from app.ui.idle import Idle
from app.ui.pages.unlock import UnlockPage
from app.ui.theme import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.casework.desk import Desk
    from app.ui.services import Choices, Door, Services

WINDOW = (1180, 780)
SMALLEST = (640, 480)

log = logging.getLogger(__name__)


class Wiring(Protocol):
    """What the program asks of bootstrap."""

    @property
    def settings(self) -> Choices:
        """The person's settings."""
        ...

    def services(self, desk: Desk, background: Background) -> Services:
        """What the pages may use."""
        ...

    def authorities(self) -> Sequence[tuple[str, str]]:
        """Codes and names of the authorities one can work for."""
        ...

    def work_as(self, desk: Desk, user: str) -> Desk:
        """The desk of somebody else in practice."""
        ...

    def warm_up(self) -> None:
        """Load what unlocking needs."""
        ...

    def prepare(self, desk: Desk) -> None:
        """Make ready what the first form needs."""
        ...

    def start_again(self) -> None:
        """Replace the process by a fresh one at the unlock page."""
        ...


class Program:
    """Owns the application, the background and the one window that is up."""

    def __init__(self, door: Door, wiring: Wiring) -> None:
        self._door = door
        self._wiring = wiring
        chosen = wiring.settings
        self.application, self.appearance = make_application(
            look=Look(chosen.theme), scale=chosen.text_scale / 100
        )
        self.background = Background(self._unexpected)
        self.window: QMainWindow = QMainWindow()
        self.begin()

    def run(self) -> int:
        """Run until the window is closed."""
        self.window.show()
        code = self.application.exec()
        self.finish()
        return code

    def begin(self) -> None:
        """Show the way in: unlock, or the first run when no store is here."""
        page: QWidget
        if self._door.exists():
            unlock = UnlockPage(self._door, self.background)
            unlock.unlocked.connect(self.work)
            unlock.kit_wanted.connect(self._recover)
            page = unlock
        else:
            page = self._first_run()
        self.window.setWindowTitle("Homeward")
        self.window.setMinimumSize(*SMALLEST)
        self.window.resize(self._fitting())
        self.window.setCentralWidget(page)
        when_painted(page, self._warm_up)

    def _fitting(self) -> QSize:
        """The usual size, or what the screen has when that is less."""
        room = self.application.primaryScreen().availableSize()
        return QSize(*WINDOW).boundedTo(room)

    def _first_run(self) -> QWidget:
        from app.ui.pages.first_run import FirstRunPage  # noqa: PLC0415 - once in a laptop's life

        page = FirstRunPage(self._door, self.background, self._wiring.authorities())
        page.ready.connect(self.begin)
        return page

    def _recover(self) -> None:
        from app.ui.pages.recover import RecoverPage  # noqa: PLC0415 - hardly ever wanted

        page = RecoverPage(self._door, self.background)
        page.back.connect(self.begin)
        page.ready.connect(self.begin)
        self.window.setCentralWidget(page)

    def work(self, desk: Desk) -> None:
        """Show the work, at the place where it was left."""
        from app.casework.clock_check import clock_warning  # noqa: PLC0415 - as below
        from app.ui.main_window import MainWindow  # noqa: PLC0415 - after the unlock page is up

        before = self.window
        window = MainWindow(self._wiring.services(desk, self.background))
        # Before anything is opened, for that is noted with the time of the clock in doubt.
        self.background.run(
            lambda: clock_warning(desk), lambda words: _warn(window, words), owner=window
        )
        window.resize(before.size())
        window.lock_wanted.connect(self.lock)
        window.work_as_wanted.connect(partial(self._work_as, desk))
        self.window = window
        window.show()
        self._watch(window)
        before.close()
        before.deleteLater()
        window.resume()
        self.background.run(lambda: self._wiring.prepare(desk))

    def _watch(self, window: QMainWindow) -> None:
        """Lock when nobody has touched the window for as long as the settings say."""
        idle = Idle(window.windowHandle(), self._wiring.settings.idle_lock_minutes, window)
        idle.reached.connect(self.lock)

    def _work_as(self, desk: Desk, user: str) -> None:
        self.background.run(lambda: self._wiring.work_as(desk, user), self.work)

    def lock(self) -> None:
        """Leave nothing behind: save, hide, close the store, then replace the process.

        When saving fails the process stays: the words are worth more than the lock.
        """
        from app.ui.main_window import MainWindow  # noqa: PLC0415 - it is loaded already

        if not isinstance(self.window, MainWindow) or not self.window.finish():
            return
        self.window.hide()
        clipboard = QApplication.clipboard()
        clipboard.clear(clipboard.Mode.Clipboard)
        clipboard.clear(clipboard.Mode.Selection)
        self.finish()
        self._wiring.start_again()

    def finish(self) -> None:
        """End the work that is under way and close the store."""
        self.background.close()
        self._door.close()

    def _warm_up(self) -> None:
        """Load what is needed next, while the passphrase is typed."""
        load_other_fonts()
        self.background.run(self._wiring.warm_up)

    def _unexpected(self, error: Exception) -> None:
        code = error.code if isinstance(error, ProductError) else type(error).__name__
        log.error("background_failed", extra={"code": code})


def _warn(window: QMainWindow, words: str) -> None:
    from app.ui.parts.notice_bar import NoticeBar  # noqa: PLC0415 - hardly ever wanted

    if words:
        NoticeBar(window, "Is the clock right?", words)
