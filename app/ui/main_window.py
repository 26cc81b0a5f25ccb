"""Every page of the window, its menus, and the ways from one page to another.

Pages say where to go by signals; only this module knows where that is.
"""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QWidget
from typing_extensions import override

from app.casework.missing_episode import Confirmed, start_intake
from app.casework.open_form import open_episode, open_interview
from app.casework.resume import Place, last_place, remember
from app.casework.return_interview import open_for_episode
from app.records.record import RecordId, RecordKind, Stage
from app.ui.background import Lane
from app.ui.dialogs.about import AboutDialog
from app.ui.menus import Entry, add_menu
from app.ui.pages.child import ChildPage
from app.ui.pages.confirmed import ConfirmedPage
from app.ui.pages.form_page import FormPage
from app.ui.pages.help import HelpPage
from app.ui.pages.import_files import ImportPage
from app.ui.pages.missing_episode import MissingEpisodePage
from app.ui.pages.new_episode import NewEpisodePage
from app.ui.pages.pdf_pages import keep_copy
from app.ui.pages.pdf_preview import PdfPreviewPage
from app.ui.pages.return_interview import ReturnInterviewPage
from app.ui.pages.review import ReviewPage
from app.ui.pages.settings import SettingsPage
from app.ui.pages.today import TodayPage
from app.ui.work_window import Stop, WorkWindow

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.forms.session import FormSession
    from app.ui.services import CalendarFile, Document, Services


class MainWindow(WorkWindow):
    """Everything a worker does after unlocking."""

    lock_wanted = Signal()
    work_as_wanted = Signal(str)
    """(user): practise as somebody else."""

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        self.today = TodayPage(services)
        super().__init__(services, self.today, parent)
        self.choose_file: Callable[[QWidget, str], Path | None] = ask_where
        self._menus()
        self.today.open_interview.connect(self.open_interview)
        self.today.open_episode.connect(self.open_episode)
        self.today.open_child.connect(self.open_child)
        self.today.new_episode.connect(self.new_episode)

    # ---- menus ------------------------------------------------------------------------------

    def _menus(self) -> None:
        everywhere: list[tuple[str, list[Entry]]] = [
            ("&File", self._file_entries()),
            ("&View", self._view_entries()),
            ("&Record", self._record_entries()),
        ]
        if self.services.practice_people:
            everywhere.append(("&Practice", self._practice_entries()))
        everywhere.append(("&Help", self._help_entries()))
        for title, entries in everywhere:
            add_menu(self.menuBar(), title, entries, lambda: self.covered)

    def _file_entries(self) -> list[Entry]:
        return [
            Entry("&New missing episode…", self.new_episode, "Ctrl+N"),
            Entry("&Bring files in…", self.open_import, "Ctrl+Shift+I"),
            Entry("&Lock", self.lock_wanted.emit, "Ctrl+L", while_hidden=True),
            Entry("&Quit", self.close, "Ctrl+Q", while_hidden=True),
        ]

    def _view_entries(self) -> list[Entry]:
        return [
            Entry("&Today", self.open_today, "Ctrl+1"),
            Entry("&Find a child", self._find, "Ctrl+F"),
            Entry("&Hide the screen", self.toggle_cover, "F9", while_hidden=True),
            Entry("&Settings", self._open_settings, "Ctrl+,"),
        ]

    def _record_entries(self) -> list[Entry]:
        return [
            Entry("&Go to a question…", self._jump, shown_keys="Ctrl+G", useful=self._on_form),
            Entry("&Review", self._review, shown_keys="Ctrl+Enter", useful=self._on_interview),
            Entry("&PDF summary", self._summary, useful=self._has_interview),
            Entry("Save &calendar file…", self._calendar, useful=self._on_form),
        ]

    def _practice_entries(self) -> list[Entry]:
        return [
            Entry(f"Work as {words}", partial(self._work_as, user))
            for user, words in self.services.practice_people
        ]

    def _help_entries(self) -> list[Entry]:
        return [
            Entry("&Keys and how-to", self.open_help, "F1"),
            Entry("&About Homeward", self._about),
        ]

    def _on_form(self) -> bool:
        return isinstance(self.page, FormPage)

    def _on_interview(self) -> bool:
        return isinstance(self.page, ReturnInterviewPage)

    def _has_interview(self) -> bool:
        return isinstance(self.page, (ReturnInterviewPage, ReviewPage))

    def _jump(self) -> None:
        page = self.page
        if isinstance(page, FormPage):
            page.jump()

    def _review(self) -> None:
        page = self.page
        if isinstance(page, ReturnInterviewPage):
            page.go_to_review()

    def _summary(self) -> None:
        page = self.page
        if isinstance(page, (ReturnInterviewPage, ReviewPage)) and self.leave():
            self.open_summary(page.interview)

    def _calendar(self) -> None:
        """Make the calendar file of the booking and ask where to put it."""
        page = self.page
        if not isinstance(page, FormPage) or not self.leave():
            return
        desk, episode, make = self.services.desk, page.episode, self.services.calendar
        self.services.background.run(
            lambda: make(desk, episode), self._keep_calendar, self.tell_error, owner=self
        )

    def _keep_calendar(self, made: CalendarFile) -> None:
        target = self.choose_file(self, made.file_name)
        if target is not None:
            self.services.background.run(
                lambda: keep_copy(made.content, target, replace=True),
                lambda kept: self.say(f"Saved as {kept.name}: a time and a reference, no name"),
                self.tell_error,
                lane=Lane.SLOW,
                owner=self,
            )

    def _about(self) -> None:
        dialog = AboutDialog(self.services, self)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _open_settings(self) -> None:
        page = SettingsPage(self.services)
        page.back.connect(self.go_back)
        self.show_page(page)

    # ---- going from page to page ------------------------------------------------------------

    def open_today(self) -> None:
        """Show what is due."""
        if not self.leave():
            return
        self.clear_trail()
        self._forget_place()
        self.swap(self.today)
        self.today.refresh()

    @override
    def go_home(self) -> None:
        self.open_today()

    def open_child(self, case: str) -> None:
        """Show a child's record."""
        page = ChildPage(self.services)
        page.open_interview.connect(self.open_interview)
        page.open_episode.connect(self.open_episode)
        page.new_episode.connect(self.intake)
        page.back.connect(self.go_back)
        page.show_child(case)
        self.show_page(page, Stop(case, lambda: self.open_child(case)))

    def new_episode(self) -> None:
        """Ask which child is missing."""
        page = NewEpisodePage(self.services)
        page.chosen.connect(self.intake)
        page.new_child.connect(self.intake)
        page.imported.connect(self.open_today)
        page.back.connect(self.go_back)
        self.show_page(page, Stop("new", self.new_episode))

    def intake(self, case: str = "") -> None:
        """Start the intake of a new episode."""
        desk = self.services.desk
        self.open_later(lambda: start_intake(desk, case or None), self._show_episode)

    def open_episode(self, episode: str) -> None:
        """Open an episode's own facts and its offer."""
        self._return_to(Place("episode", episode))

    def _show_episode(self, session: FormSession, place: Place | None = None) -> None:
        episode = _id_of(session, RecordKind.MISSING_EPISODE)
        page = MissingEpisodePage(self.services, session, episode)
        page.confirmed.connect(partial(self._confirmed, session, episode))
        page.corrected.connect(lambda: self.open_episode(episode))
        page.same_child.connect(self._show_episode)
        page.same_episode.connect(self.open_episode)
        self._show_form(page, place)

    def _confirmed(self, session: FormSession, episode: RecordId, result: Confirmed) -> None:
        """Say what confirming led to: an interview that is owed, the alerts that hold."""
        page = ConfirmedPage(self.services, session, episode, result)
        page.open_interview.connect(partial(self.open_interview, episode))
        page.open_episode.connect(partial(self.open_episode, episode))
        page.today_wanted.connect(self.open_today)
        page.back.connect(self.open_today)
        self.show_page(page)
        self.say(page.words)

    def open_interview(self, episode: str) -> None:
        """Open the interview of an episode: to fill in, or to read when it is signed."""
        self._return_to(Place("interview", episode))

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
        page.corrected.connect(partial(self._change, episode))
        self._show_form(page, place)

    def _show_form(self, page: FormPage, place: Place | None) -> None:
        page.status.connect(self.say)
        page.not_saved.connect(partial(self.bottom.warn, retry=True))
        page.hide_wanted.connect(self.toggle_cover)
        page.back.connect(self.go_back)
        key = f"{page.kind} {page.episode}"
        self.show_page(page, Stop(key, lambda: self._return_to(self.left_at(key))))
        if place is not None:
            page.resume(place)

    def _show_review(self, session: FormSession, interview: RecordId, episode: RecordId) -> None:
        page = ReviewPage(self.services, session, interview)
        page.back.connect(self.go_back)
        page.change_wanted.connect(partial(self._change, episode))
        page.pdf_wanted.connect(lambda: self.open_summary(interview))
        page.today_wanted.connect(self.open_today)
        page.status.connect(self.say)
        page.reopened.connect(lambda: self.open_interview(episode))
        self.show_page(page, Stop(interview, lambda: self._review_again(episode)))

    def _review_again(self, episode: RecordId) -> None:
        desk = self.services.desk

        def work() -> FormSession:
            return open_interview(desk, open_for_episode(desk, episode), episode=episode)

        def shown(session: FormSession) -> None:
            self._show_review(session, _id_of(session, RecordKind.RETURN_INTERVIEW), episode)

        self.open_later(work, shown)

    def _change(self, episode: RecordId, asked: str) -> None:
        """Go to a question of the interview of an episode."""
        self._return_to(Place("interview", episode, address=asked))

    def open_summary(self, interview: RecordId) -> None:
        """Make the PDF summary and show it."""
        desk, make = self.services.desk, self.services.summary
        self.say("Making the PDF…")
        self.services.background.run(
            lambda: make(desk, interview),
            self._show_pdf,
            self.tell_error,
            lane=Lane.SLOW,
            owner=self,
        )

    def _show_pdf(self, document: Document) -> None:
        page = PdfPreviewPage(self.services, document)
        page.back.connect(self.go_back)
        page.saved.connect(lambda: self.say("PDF saved"))
        self.show_page(page)
        self.say("")

    def open_import(self) -> None:
        """Bring files in."""
        page = ImportPage(self.services)
        page.back.connect(self.go_back)
        page.imported.connect(self.renew_waiting)
        self.show_page(page)

    def _work_as(self, user: str) -> None:
        if self.leave():
            self.work_as_wanted.emit(user)

    def open_help(self) -> None:
        """Show the keys."""
        page = HelpPage()
        page.back.connect(self.go_back)
        self.show_page(page)

    def resume(self) -> None:
        """Return to where the last sitting ended without leaving, else to Today."""
        desk = self.services.desk
        self.open_later(lambda: last_place(desk), self._resume_at)

    def _resume_at(self, place: Place | None) -> None:
        if place is None:
            self.open_today()
        else:
            self._return_to(place)

    def _return_to(self, place: Place) -> None:
        """Open a form where somebody was."""
        desk, episode = self.services.desk, place.episode
        at = place if place.section or place.address else None
        if place.screen == "episode":
            self.open_later(
                lambda: open_episode(desk, episode), lambda session: self._show_episode(session, at)
            )
            return
        self.open_later(
            lambda: open_interview(desk, open_for_episode(desk, episode), episode=episode),
            lambda session: self._show_interview(session, episode, at),
        )

    def _forget_place(self) -> None:
        desk = self.services.desk
        self.services.background.run(lambda: remember(desk, None))

    def _find(self) -> None:
        self.open_today()
        self.today.focus_search()


def _id_of(session: FormSession, kind: RecordKind) -> RecordId:
    return next(record.id for record in session.records().values() if record.kind is kind)


def ask_where(parent: QWidget, name: str) -> Path | None:
    """Ask where to put a calendar file."""
    chosen, _ = QFileDialog.getSaveFileName(parent, "Save the calendar file", name, "*.ics")
    return Path(chosen) if chosen else None
