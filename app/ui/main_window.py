"""The window: which page is shown, the menus, and two plain facts at the bottom.

The title says the product and a reference, never a name. Pages say where to go by signals; only
this module knows the way from one to another.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QCloseEvent, QKeySequence
from PySide6.QtWidgets import QLabel, QMainWindow, QStackedWidget, QWidget
from typing_extensions import override

from app.casework.missing_episode import Confirmed, start_intake
from app.casework.open_form import open_episode, open_interview
from app.casework.resume import Place, last_place, remember
from app.casework.return_interview import open_for_episode
from app.casework.worklist import waiting
from app.forms.sheet import split_scope
from app.records.errors import advice_of
from app.records.record import RecordId, RecordKind, Stage
from app.ui.background import Lane
from app.ui.pages.child import ChildPage
from app.ui.pages.cover import CoverPage
from app.ui.pages.form_page import FormPage
from app.ui.pages.help import HelpPage
from app.ui.pages.import_files import ImportPage
from app.ui.pages.missing_episode import MissingEpisodePage
from app.ui.pages.new_episode import NewEpisodePage
from app.ui.pages.pdf_preview import PdfPreviewPage
from app.ui.pages.return_interview import ReturnInterviewPage
from app.ui.pages.review import ReviewPage
from app.ui.pages.settings import SettingsPage
from app.ui.pages.today import TodayPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.forms.session import FormSession
    from app.records.ports import Waiting
    from app.ui.services import Document, Services

Result = TypeVar("Result")
TITLE = "Homeward"
SMALLEST = (640, 480)
USUAL = (1180, 780)


class MainWindow(QMainWindow):
    """Everything a worker does after unlocking."""

    lock_wanted = Signal()
    work_as_wanted = Signal(str)
    """(user): practise as somebody else."""
    closed = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.services = services
        self.setWindowTitle(TITLE)
        self.setMinimumSize(*SMALLEST)
        self.resize(*USUAL)
        self._pages = QStackedWidget()
        self._pages.setObjectName("pages")
        self.setCentralWidget(self._pages)
        self._trail: list[Callable[[], None]] = []
        self._before_cover: QWidget | None = None
        self._status()
        self._menus()
        self.today = TodayPage(services)
        self.today.open_interview.connect(self.open_interview)
        self.today.open_episode.connect(self.open_episode)
        self.today.open_child.connect(self.open_child)
        self.today.new_episode.connect(self.new_episode)
        self._pages.addWidget(self.today)
        self._renew_waiting()

    # ---- the bottom line --------------------------------------------------------------------

    def _status(self) -> None:
        self.saved = QLabel("")
        self.saved.setObjectName("saved")
        self.sent = QLabel("")
        self.sent.setObjectName("sent")
        bar = self.statusBar()
        if self.services.desk.practice:
            practice = QLabel("Practice: nobody here is real")
            practice.setProperty("chip", "blue")
            bar.addPermanentWidget(practice)
        bar.addWidget(self.saved, 1)
        bar.addPermanentWidget(self.sent)

    def _say(self, words: str) -> None:
        self.saved.setText(words)
        self._renew_waiting()

    def _renew_waiting(self) -> None:
        desk = self.services.desk
        self.services.background.run(lambda: waiting(desk), self._show_waiting, owner=self)

    def _show_waiting(self, found: Waiting) -> None:
        changes = "1 change" if found.count == 1 else f"{found.count} changes"
        words = f"{changes} waiting to send" if found.count else "nothing waits to be sent"
        self.sent.setText(f"● Offline · {words}")
        self.sent.setProperty("tone", "amber" if found.count else "quiet")
        self.sent.style().unpolish(self.sent)
        self.sent.style().polish(self.sent)

    # ---- menus ------------------------------------------------------------------------------

    def _menus(self) -> None:
        bar = self.menuBar()
        file = bar.addMenu("&File")
        self._action(file.addAction("&New missing episode…"), "Ctrl+N", self.new_episode)
        self._action(file.addAction("&Bring files in…"), "Ctrl+Shift+I", self.open_import)
        self._action(file.addAction("&Lock"), "Ctrl+L", self.lock_wanted.emit)
        self._action(file.addAction("&Quit"), "Ctrl+Q", self.close)
        view = bar.addMenu("&View")
        self._action(view.addAction("&Today"), "Ctrl+1", self.open_today)
        self._action(view.addAction("&Find a child"), "Ctrl+F", self._find)
        self._action(view.addAction("&Hide the screen"), "F9", self.toggle_cover)
        self._settings_action(view.addAction("&Settings"))
        if self.services.practice_people:
            practice = bar.addMenu("&Practice")
            for user, words in self.services.practice_people:
                choice = practice.addAction(f"Work as {words}")
                choice.triggered.connect(lambda _=False, user=user: self._work_as(user))
        help_menu = bar.addMenu("&Help")
        self._action(help_menu.addAction("&Keys and how-to"), "F1", self.open_help)

    def _action(self, action: QAction, keys: str, act: Callable[[], object]) -> None:
        action.setShortcut(QKeySequence(keys))
        action.triggered.connect(lambda _=False: act())

    def _settings_action(self, action: QAction) -> None:
        self._action(action, "Ctrl+,", self._open_settings)

    def _open_settings(self) -> None:
        page = SettingsPage(self.services)
        page.back.connect(self._back)
        self._show(page)

    # ---- going from page to page ------------------------------------------------------------

    def open_today(self) -> None:
        """Show what is due."""
        if not self._leave():
            return
        self._trail.clear()
        self._forget_place()
        self._swap(self.today)
        self.today.refresh()
        self.setWindowTitle(TITLE)

    def open_child(self, case: str) -> None:
        """Show a child's record."""
        page = ChildPage(self.services)
        page.open_interview.connect(self.open_interview)
        page.open_episode.connect(self.open_episode)
        page.new_episode.connect(self.intake)
        page.back.connect(self._back)
        page.show_child(case)
        self._show(page, lambda: self.open_child(case))

    def new_episode(self) -> None:
        """Ask which child is missing."""
        page = NewEpisodePage(self.services)
        page.chosen.connect(self.intake)
        page.new_child.connect(self.intake)
        page.imported.connect(self.open_today)
        page.back.connect(self._back)
        self._show(page, self.new_episode)

    def intake(self, case: str = "") -> None:
        """Start the intake of a new episode."""
        desk = self.services.desk
        self._open(lambda: start_intake(desk, case or None), self._show_episode)

    def open_episode(self, episode: str) -> None:
        """Open an episode's own facts and its offer."""
        desk = self.services.desk
        self._open(lambda: open_episode(desk, episode), self._show_episode)

    def _show_episode(self, session: FormSession) -> None:
        episode = _id_of(session, RecordKind.MISSING_EPISODE)
        page = MissingEpisodePage(self.services, session, episode)
        page.confirmed.connect(self._confirmed)
        page.corrected.connect(lambda: self.open_episode(episode))
        self._show_form(page)

    def _confirmed(self, result: Confirmed) -> None:
        alerts = [item.alert for item in result.alerts if item.acknowledged_by is None]
        words = "Episode confirmed."
        if alerts:
            words += " " + " ".join(alert.why for alert in alerts if not alert.listed_only)
        self.open_today()
        self._say(words)

    def open_interview(self, episode: str) -> None:
        """Open the interview of an episode: to fill in, or to read when it is signed."""
        desk = self.services.desk

        def work() -> FormSession:
            return open_interview(desk, open_for_episode(desk, episode), episode=episode)

        self._open(work, lambda session: self._show_interview(session, episode))

    def _show_interview(
        self, session: FormSession, episode: RecordId, place: Place | None = None
    ) -> None:
        interview = _id_of(session, RecordKind.RETURN_INTERVIEW)
        if session.records()[interview].stage not in (Stage.DRAFT, Stage.RETURNED):
            self._show_review(session, interview, episode)
            return
        page = ReturnInterviewPage(self.services, session, episode)
        page.review_wanted.connect(lambda: self._show_review(session, interview, episode))
        page.covered.connect(partial(self._change, episode))
        self._show_form(page)
        if place is not None:
            page.resume(place)

    def _show_form(self, page: FormPage) -> None:
        page.status.connect(self._say)
        page.back.connect(self._back)
        self._show(page)
        self.setWindowTitle(f"{TITLE} · {page.reference}" if page.reference else TITLE)

    def _show_review(self, session: FormSession, interview: RecordId, episode: RecordId) -> None:
        page = ReviewPage(self.services, session, interview)
        page.back.connect(lambda: self.open_interview(episode))
        page.change_wanted.connect(partial(self._change, episode))
        page.pdf_wanted.connect(lambda: self.open_summary(interview))
        page.signed.connect(lambda: self.open_interview(episode))
        self._show(page, lambda: self.open_interview(episode))

    def _change(self, episode: RecordId, asked: str) -> None:
        """Go to a question; one of another episode is on that episode's own screen."""
        desk = self.services.desk
        other, address = split_scope(asked)
        episode = other or episode

        def shown(session: FormSession) -> None:
            self._show_interview(session, episode)
            page = self._pages.currentWidget()
            if isinstance(page, FormPage):
                page.go_to(address)

        self._open(
            lambda: open_interview(desk, open_for_episode(desk, episode), episode=episode), shown
        )

    def open_summary(self, interview: RecordId) -> None:
        """Make the PDF summary and show it."""
        desk, make = self.services.desk, self.services.summary
        self._say("Making the PDF…")
        self.services.background.run(
            lambda: make(desk, interview),
            self._show_pdf,
            self._tell_error,
            lane=Lane.SLOW,
            owner=self,
        )

    def _show_pdf(self, document: Document) -> None:
        page = PdfPreviewPage(self.services, document)
        page.back.connect(self._back)
        page.saved.connect(lambda: self._say("PDF saved"))
        self._show(page)
        self._say("")

    def open_import(self) -> None:
        """Bring files in."""
        page = ImportPage(self.services)
        page.back.connect(self._back)
        page.imported.connect(self._renew_waiting)
        self._show(page)

    def _work_as(self, user: str) -> None:
        if self._leave():
            self.work_as_wanted.emit(user)

    def open_help(self) -> None:
        """Show the keys."""
        page = HelpPage()
        page.back.connect(self._back)
        self._show(page)

    def resume(self) -> None:
        """Return to where the last sitting ended without leaving, else to Today."""
        desk = self.services.desk
        self._open(lambda: last_place(desk), self._resume_at)

    def _resume_at(self, place: Place | None) -> None:
        if place is None:
            self.open_today()
            return
        desk = self.services.desk
        if place.screen == "interview":
            self._open(
                lambda: open_interview(
                    desk, open_for_episode(desk, place.episode), episode=place.episode
                ),
                lambda session: self._show_interview(session, place.episode, place),
            )
        else:
            self._open(lambda: open_episode(desk, place.episode), self._show_episode)

    # ---- how it is done ---------------------------------------------------------------------

    def _open(self, work: Callable[[], Result], then: Callable[[Result], None]) -> None:
        if self._leave():
            self.services.background.run(work, then, self._tell_error, owner=self)

    def _show(self, page: QWidget, again: Callable[[], None] | None = None) -> None:
        if not self._leave():
            return
        if again is not None:
            self._trail.append(again)
        self._swap(page)

    def _swap(self, page: QWidget) -> None:
        old = self._pages.currentWidget()
        if self._pages.indexOf(page) < 0:
            self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)
        if old is not None and old not in (self.today, page):
            self._pages.removeWidget(old)
            old.deleteLater()
        page.setFocus(Qt.FocusReason.OtherFocusReason)

    def _back(self) -> None:
        if self._trail:
            self._trail.pop()
        if self._trail:
            self._trail.pop()()
        else:
            self.open_today()

    def _leave(self) -> bool:
        page = self._pages.currentWidget()
        return page.leave() if isinstance(page, FormPage) else True

    def _forget_place(self) -> None:
        desk = self.services.desk
        self.services.background.run(lambda: remember(desk, None))

    def _find(self) -> None:
        self.open_today()
        self.today.focus_search()

    def _tell_error(self, error: Exception) -> None:
        self._say(advice_of(error))

    def toggle_cover(self) -> None:
        """Hide the screen at once, or show it again."""
        current = self._pages.currentWidget()
        if isinstance(current, CoverPage) and self._before_cover is not None:
            self._pages.setCurrentWidget(self._before_cover)
            self._pages.removeWidget(current)
            current.deleteLater()
            self.menuBar().show()
            self.statusBar().show()
            return
        self._before_cover = current
        cover = CoverPage()
        cover.uncover.connect(self.toggle_cover)
        self._pages.addWidget(cover)
        self._pages.setCurrentWidget(cover)
        self.menuBar().hide()
        self.statusBar().hide()
        self.setWindowTitle("Notes")

    def finish(self) -> bool:
        """Save what is open before the store closes."""
        return self._leave()

    @override
    def closeEvent(self, event: QCloseEvent) -> None:
        """Nothing typed is lost by closing; if it cannot be saved the window stays."""
        if not self.finish():
            event.ignore()
            return
        super().closeEvent(event)
        self.closed.emit()


def _id_of(session: FormSession, kind: RecordKind) -> RecordId:
    return next(record.id for record in session.records().values() if record.kind is kind)
