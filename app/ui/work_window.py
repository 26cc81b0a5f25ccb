"""The window as a frame: which page is shown, the way back, hiding the screen, the bottom line.

The title says the product and a reference, never a name.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QDialog, QLabel, QMainWindow, QStackedWidget, QWidget
from shiboken6 import isValid
from typing_extensions import override

from app.casework.worklist import waiting
from app.records.errors import advice_of
from app.ui.pages.cover import CoverPage
from app.ui.pages.form_page import FormPage
from app.ui.pages.review import ReviewPage
from app.ui.parts.banner import Banner
from app.ui.parts.bottom_line import BottomLine

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtGui import QCloseEvent

    from app.casework.resume import Place
    from app.records.ports import Waiting
    from app.ui.services import Services

Result = TypeVar("Result")
TITLE = "Homeward"
OPENING = "Opening …"
OPENING_AFTER_MS = 300
SMALLEST = (640, 480)
USUAL = (1180, 780)


@dataclass(frozen=True, slots=True)
class Stop:
    """A page on the way back: what it is, and how to show it again."""

    key: str = ""
    again: Callable[[], None] | None = None


class WorkWindow(QMainWindow):
    """Shows one page at a time; nothing is left before it is saved."""

    closed = Signal()

    def __init__(self, services: Services, home: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self._home = home
        self._pages = QStackedWidget()
        self._pages.setObjectName("pages")
        self._pages.addWidget(home)
        self.setCentralWidget(self._pages)
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self._trail: list[Stop] = []
        self._left: dict[str, Place] = {}
        self._cover = CoverPage()
        self._before_cover: QWidget | None = None
        self._had_focus: QWidget | None = None
        self._dialogs: list[QDialog] = []
        self.bottom = BottomLine(self, practice=services.desk.practice)
        self.bottom.again.connect(self._try_again)
        self.setStatusBar(self.bottom)
        self._slow = QTimer(self, singleShot=True, interval=OPENING_AFTER_MS)
        self._slow.timeout.connect(self._say_opening)
        self.renew_waiting()

    # ---- the bottom line --------------------------------------------------------------------

    @property
    def saved(self) -> QLabel:
        """What was said last, at the bottom."""
        return self.bottom.saved

    def say(self, words: str) -> None:
        """Say what became of the last thing that was done."""
        self.bottom.say(words)
        self.renew_waiting()

    def renew_waiting(self) -> None:
        """Count anew what waits to be sent."""
        desk = self.services.desk
        self.services.background.run(lambda: waiting(desk), self._show_waiting, owner=self)

    def _show_waiting(self, found: Waiting) -> None:
        self.bottom.show_waiting(found, self.services.desk.clock())

    def _try_again(self) -> None:
        page = self.page
        if isinstance(page, FormPage):
            page.autosave.flush()

    # ---- how it is done ---------------------------------------------------------------------

    @property
    def page(self) -> QWidget | None:
        """The page that is worked on, also while the screen is hidden."""
        return self._before_cover if self.covered else self._pages.currentWidget()

    @property
    def covered(self) -> bool:
        """Whether the screen is hidden."""
        return self._pages.currentWidget() is self._cover

    def open_later(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        """Read in the background and show the result; after a moment say that it is coming."""
        if not self.leave():
            return
        self._slow.start()

        def done(result: Result) -> None:
            self._opened()
            then(result)

        self.services.background.run(work, done, self._not_opened, owner=self)

    def _say_opening(self) -> None:
        self.bottom.say(OPENING)
        self.setCursor(Qt.CursorShape.BusyCursor)

    def _opened(self) -> None:
        self._slow.stop()
        self.unsetCursor()
        if self.saved.text() == OPENING:
            self.bottom.say("")

    def _not_opened(self, error: Exception) -> None:
        self._opened()
        self.tell_error(error)

    def show_page(self, page: QWidget, stop: Stop | None = None) -> None:
        """Show a page; what the way back leads to is never there twice."""
        if not self.leave():
            return
        keys = [each.key for each in self._trail]
        if stop is not None and stop.key in keys:
            del self._trail[keys.index(stop.key) :]
        self._trail.append(stop or Stop("", None))
        self.swap(page)

    def swap(self, page: QWidget) -> None:
        """Show a page in the place of another."""
        old = self.page
        self.bottom.forget_warning()
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        if self.covered:
            self._before_cover = page  # a hidden screen stays hidden whatever arrives
        else:
            self._pages.setCurrentWidget(page)
            self.setWindowTitle(_title_of(page))
        if old is not None and old not in (self._home, page):
            self._pages.removeWidget(old)
            old.deleteLater()
        if not self.covered:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def go_back(self) -> None:
        """Go back to the page before; Today is behind all of them."""
        if self._trail:
            self._trail.pop()
        while self._trail:
            again = self._trail.pop().again
            if again is not None:
                again()
                return
        self.go_home()

    def go_home(self) -> None:
        """Show the page behind all others."""
        raise NotImplementedError

    def clear_trail(self) -> None:
        """Forget the way back: the page that is shown next has none."""
        self._trail.clear()

    def left_at(self, key: str) -> Place:
        """Where a form was when it was left last."""
        return self._left[key]

    def leave(self) -> bool:
        """Save what is open; False when that failed, and the page stays."""
        page = self.page
        if not isinstance(page, FormPage):
            return True
        self._left[f"{page.kind} {page.episode}"] = page.place()
        return page.leave()

    def tell_error(self, error: Exception) -> None:
        """Say what did not work, and what to do: where the person looks, and in the last line."""
        advice = advice_of(error)
        self.bottom.warn(advice, retry=False)
        banner = self.page.findChild(Banner) if self.page is not None else None
        if banner is not None:
            banner.tell("Not done", advice, retry=False)

    def toggle_cover(self) -> None:
        """Hide the screen at once, or show it again with the caret where it was."""
        if self.covered:
            self._uncover()
            return
        self._before_cover = self._pages.currentWidget()
        self._had_focus = QApplication.focusWidget()
        self._dialogs = [one for one in self.findChildren(QDialog) if one.isVisible()]
        for dialog in self._dialogs:
            dialog.hide()
        self._cover = cover = CoverPage()
        cover.uncover.connect(self.toggle_cover)
        self._pages.addWidget(cover)
        self._pages.setCurrentWidget(cover)
        self.menuBar().hide()
        self.bottom.hide()
        self.setWindowTitle("Notes")
        cover.setFocus(Qt.FocusReason.OtherFocusReason)

    def _uncover(self) -> None:
        cover, page = self._cover, self._before_cover or self._home
        self.menuBar().show()
        self.bottom.show()
        self._pages.setCurrentWidget(page)
        self._pages.removeWidget(cover)
        cover.deleteLater()
        self.setWindowTitle(_title_of(page))
        for dialog in filter(isValid, self._dialogs):
            dialog.show()
        had = self._had_focus
        if had is not None and isValid(had) and page.isAncestorOf(had):
            had.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            page.setFocus(Qt.FocusReason.OtherFocusReason)

    def finish(self) -> bool:
        """Save what is open before the store closes."""
        return self.leave()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing typed is lost by closing; if it cannot be saved the window stays."""
        if not self.finish():
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()


def _title_of(page: QWidget) -> str:
    """The product and a reference, never a name."""
    reference = page.reference if isinstance(page, (FormPage, ReviewPage)) else ""
    return f"{TITLE} · {reference}" if reference else TITLE
