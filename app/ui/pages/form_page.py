"""A form on the screen: sections beside questions, saved as it is typed, resumed at the same caret.

The interview, the episode and the intake are this page with other sections and other buttons.
"""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.casework.contested import contested
from app.casework.guard import access
from app.casework.open_form import Draft, Saved, leave_section
from app.casework.prefill import fill_new_item
from app.casework.resume import Place, Screen
from app.forms.contested import versions
from app.forms.progress import SectionState
from app.forms.question import SYSTEM, AnswerType
from app.forms.sheet import in_scope, split_scope
from app.forms.told_times import format_time, parse_time
from app.records import clock
from app.records.errors import advice_of
from app.ui.autosave import Autosave
from app.ui.dialogs.correct_time import CorrectTimeDialog
from app.ui.dialogs.jump import JumpDialog, targets
from app.ui.fields.context import FieldContext
from app.ui.fields.tab_order import follow_layout
from app.ui.pages.earlier_episodes import EarlierEpisodes
from app.ui.pages.form_bar import FormBar
from app.ui.pages.section_view import SectionView, caret_of
from app.ui.parts.banner import Banner
from app.ui.parts.section_nav import SectionNav
from app.ui.parts.status_pill import due_words
from app.ui.parts.words import card
from app.ui.theme import theme

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.forms.contested import Version
    from app.forms.question import Section
    from app.forms.session import FormSession
    from app.records.conflict import Conflict
    from app.records.record import Answer, RecordId, Time
    from app.ui.services import Services

NAV_COLLAPSES_BELOW = 820
BAR_SHORTENS_BELOW = 720
LARGE_TEXT = 1.5
STATUS_AFTER_MS = 300
MINUTE_MS = 60_000
STILL_OWED = frozenset({"due", "offered", "accepted", "booked", "no_response"})


class FormPage(QWidget):
    """Shows a session section by section and carries every change to the store."""

    kind: Screen = "interview"
    status = Signal(str)
    """Plain words for the status bar: "Saved 14:32 on this laptop"."""
    not_saved = Signal(str)
    """The same when saving failed; `autosave.flush` tries again."""
    hide_wanted = Signal()
    corrected = Signal(str)
    """(question): a recorded time was corrected; the page shows what was read before."""
    back = Signal()

    def __init__(
        self,
        services: Services,
        session: FormSession,
        episode: RecordId,
        sections: Sequence[str],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.services = services
        self.session = session
        self.episode = episode
        self.others: Sequence[tuple[RecordId, str]] = ()
        """The child's other episodes, which a reference may point at."""
        self._touched: set[RecordId] = set()
        self._typed: set[str] = set()
        self._sent: set[str] = set()
        self._caret = ("", "", 0)
        self._contested: Mapping[str, Sequence[Version]] = {}
        self._views: dict[str, SectionView] = {}
        self.sections = [item for item in session.form.sections if item.id in sections]
        self.draft = Draft(services.desk, session)
        self.autosave = Autosave(services.desk, services.background, self.draft, self.place, self)
        self.autosave.collected.connect(self._on_way)
        self.autosave.saved.connect(self._saved)
        self.autosave.failed.connect(self._save_failed)
        self._context = FieldContext(
            answers=session,
            children=session.form.children,
            parse_time=self._parse_time,
            format_time=format_time,
            references=lambda _address: self.others,
            parse_planned=lambda text: parse_time(text, services.desk.clock(), future=True),
            now_text=lambda: clock.to_text(services.desk.clock()),
            access=lambda address: access(services.desk, session, address, self.draft.free),
            correct=self.correct_time,
        )
        self._earlier = EarlierEpisodes(services, session, episode, self.show_changed, self)
        self._build()
        self._keys()
        self._timers()
        self.open_section(self.first_section())
        self._ask_contested()

    def _timers(self) -> None:
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_moved)
        self._statuses = QTimer(self, singleShot=True, interval=STATUS_AFTER_MS)
        self._statuses.timeout.connect(self.renew_nav)
        self.minute = QTimer(self, interval=MINUTE_MS)
        self.minute.timeout.connect(self.tick)
        self.minute.start()

    def _ask_contested(self) -> None:
        desk, case = self.services.desk, self.session.records()[self.episode].case
        self.services.background.run(
            lambda: contested(desk, case), self._learn_contested, owner=self
        )

    # ---- building ---------------------------------------------------------------------------

    def _build(self) -> None:
        self.nav = SectionNav()
        self.nav.chosen.connect(self.open_section)
        self.banner = Banner()
        self.banner.again.connect(self.autosave.flush)
        self.banner.hide()
        self._stack = QStackedWidget()
        self.bar = FormBar(self.extra_buttons())
        self.bar.stepped.connect(self.step)
        self.bar.hide_wanted.connect(self.hide_wanted)
        panel = card()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 12)
        inside.addWidget(self._stack, 1)
        below = QVBoxLayout()
        below.setContentsMargins(32, 6, 32, 0)
        below.addWidget(self.bar)
        inside.addLayout(below)
        right = QVBoxLayout()
        self._above = QVBoxLayout()
        right.addLayout(self._above)
        right.addWidget(self.banner)
        right.addWidget(panel, 1)
        self._outer = QHBoxLayout(self)
        self._outer.setContentsMargins(8, 8, 8, 8)
        self._outer.addWidget(self.nav)
        self._outer.addLayout(right, 1)
        self._say_heading()

    def add_above(self, widget: QWidget) -> None:
        """Put something above the questions."""
        self._above.addWidget(widget)

    @property
    def reference(self) -> str:
        """The episode's human reference, empty while it has none."""
        return str(self.session.records()[self.episode].value("record_ref") or "")

    def heading(self) -> tuple[str, str]:
        """The two lines above the sections: what this is, and which (a reference, never a name)."""
        return "Record", ""

    def extra_buttons(self) -> list[QPushButton]:
        """Buttons of the page at hand, at the right of Back and Next."""
        return []

    def _keys(self) -> None:
        for keys, act in (
            ("Ctrl+PgDown", lambda: self.step(1)),
            ("Ctrl+PgUp", lambda: self.step(-1)),
            ("Ctrl+S", self.save_now),
            ("Ctrl+G", self.jump),
            ("Escape", self.back.emit),
        ):
            self.bind(keys, act)

    def bind(self, keys: str, act: Callable[[], object]) -> None:
        """Let a key do something while this page has the focus."""
        shortcut = QShortcut(QKeySequence(keys), self)
        shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        shortcut.activated.connect(act)

    def first_section(self) -> str:
        """Begin where something is still to do: what is known already needs no second look."""
        for section in self.sections:
            status = self.session.section_status(section.id)
            if status.asked and status.state is not SectionState.COMPLETE:
                return section.id
        return self.sections[0].id

    # ---- sections ---------------------------------------------------------------------------

    @property
    def section(self) -> str:
        """The section that is open."""
        view = self._stack.currentWidget()
        return view.section.id if isinstance(view, SectionView) else ""

    @property
    def view(self) -> SectionView:
        """The questions that are on the screen."""
        return self._views[self.section]

    def open_section(self, section: str) -> None:
        """Show a section; leaving one saves it and renews the search index."""
        if self.section and self.section != section:
            self.leave()
        if section not in self._views:
            self._views[section] = self._make(next(s for s in self.sections if s.id == section))
            self._stack.addWidget(self._views[section])
            self._chain()
        self._stack.setCurrentWidget(self._views[section])
        if not self._views[section].focus_start():
            # The keys of this page work only while the focus is somewhere in it.
            self.bar.focus_first()
        self.renew_nav()

    def jump(self) -> None:
        """Go to any question by its words."""
        dialog = JumpDialog(targets(self.session, [item.id for item in self.sections]), self)
        dialog.chosen.connect(self._jump_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _jump_to(self, section: str, address: str) -> None:
        self.window().activateWindow()
        if address:
            self.go_to(address)
        else:
            self.open_section(section)

    def _make(self, section: Section) -> SectionView:
        questions = [
            question
            for question in self.session.form.in_section(section.id)
            if question.type is not AnswerType.AUTO and self.session.worksheet.has_home(question)
        ]
        view = SectionView(section, questions, self.session, self._context)
        view.answered.connect(self._answered)
        view.ticked.connect(self._ticked)
        view.structure_changed.connect(self._restructured)
        view.grown.connect(self._chain)
        view.show_contested(self._contested)
        return view

    def _chain(self) -> None:
        """Let Tab follow the page: sections, questions, buttons."""
        follow_layout(self)

    def make_again(self, section: str) -> None:
        """Build a section anew, because what it can offer has changed."""
        view = self._views.pop(section, None)
        if view is None:
            return
        was_open = self._stack.currentWidget() is view
        self._stack.removeWidget(view)
        view.deleteLater()
        if was_open:
            self.open_section(section)

    def step(self, by: int) -> None:
        """Go to the next or the previous section."""
        sections = self.asked_sections
        place = [item.id for item in sections].index(self.section) + by
        if 0 <= place < len(sections):
            self.open_section(sections[place].id)

    @property
    def asked_sections(self) -> list[Section]:
        """The sections to go through: where nothing is asked of this child nobody is led."""
        return [item for item in self.sections if item.id == self.section or self._asks(item)]

    def _asks(self, section: Section) -> bool:
        return any(
            self.session.is_visible(in_scope(scope, question.id))
            for question in self.session.form.in_section(section.id)
            if question.type not in SYSTEM
            for scope in self.session.worksheet.scopes
        )

    def renew_nav(self) -> None:
        """Show how far each section is, and what comes next."""
        asked = self.asked_sections
        self.nav.show_sections(
            [(item, self.session.section_status(item.id)) for item in asked], self.section
        )
        self.bar.show_steps(asked, [item.id for item in asked].index(self.section))
        self.view.show_doubts()

    def go_to(self, address: str, caret: int | None = None) -> None:
        """Open the section of a question and put the caret into it."""
        root = split_scope(address)[1].split("/", maxsplit=1)[0]
        section = self.session.form.questions[root].section
        if section in {item.id for item in self.sections}:
            self.open_section(section)
            self.view.go_to(address, caret)

    def resume(self, place: Place) -> None:
        """Return to where somebody was, or go to a question whose section only the form knows."""
        if place.address and not place.section:
            self.go_to(place.address, place.caret)
        elif place.section in {item.id for item in self.sections}:
            self.open_section(place.section)
            if place.address:
                self.view.go_to(place.address, place.caret)

    def place(self) -> Place:
        """Where the caret is now, or was before the focus left the questions."""
        address, caret = caret_of(QApplication.focusWidget())
        if address:
            self._caret = (self.section, address, caret)
        section, address, caret = self._caret
        if section != self.section:
            address, caret = "", 0
        return Place(self.kind, self.episode, self.section, address, caret)

    # ---- answers ----------------------------------------------------------------------------

    def _answered(self, address: str, answer: Answer | None) -> None:
        self._changed(address, self.session.set_answer(address, answer))

    def _ticked(self, address: str, code: str, on: bool) -> None:
        changed = self.session.tick(address, code, on)
        frame = self.view.frame_at(address)
        if frame is not None:
            frame.set_ticks(self.session.ticked(address))
        self._changed(address, changed)

    def _restructured(self, address: str) -> None:
        filled = fill_new_item(self.services.desk, self.session, address)
        self.show_changed(frozenset(filled))
        for each in filled:
            self.show_again(each)
        self._changed(address, frozenset())

    def _changed(self, address: str, changed: frozenset[str]) -> None:
        self._touched.add(self.session.locate(address)[1])
        self._typed.add(address)
        self.show_changed(changed - {address})
        self.autosave.touch()
        self._earlier.after(address)
        self.after_change(address)

    def show_changed(self, changed: frozenset[str]) -> None:
        """Show what stands differently now; the sections follow in a moment."""
        for view in self._views.values():
            view.refresh(changed)
        if not self._statuses.isActive():  # somebody who never pauses sees it too
            self._statuses.start()

    def correct_time(self, address: str = "") -> None:
        """Ask which time was wrong, what it should be, and why."""
        if not self.leave():
            return
        dialog = CorrectTimeDialog(self.services, self.session, self.episode, self, address)
        dialog.corrected.connect(self.corrected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def after_change(self, address: str) -> None:
        """What a page does when an answer changed."""

    def show_again(self, address: str) -> None:
        """Show an answer that something else than its field has set."""
        for view in self._views.values():
            frame = view.frame_at(address)
            if frame is not None:
                view.fill(frame)

    # ---- time and other people --------------------------------------------------------------

    def tick(self) -> None:
        """Let a minute pass: what is overdue, and for how long, is true while one writes."""
        changed = self.session.move_on(self.services.desk.clock())
        if changed:
            self.show_changed(changed)
        self._say_heading()

    def _say_heading(self) -> None:
        self.nav.set_heading(*self.heading())
        values, now = self.session.derived(), self.session.now
        due = values.get("due_at")
        if not isinstance(due, datetime) or values.get("outcome") not in STILL_OWED:
            self.nav.set_due("", "plain")
            return
        self.nav.set_due(*due_words(due, now))

    def _learn_contested(self, found: Sequence[Conflict]) -> None:
        """Mark what two people answered unseen; deciding between them is another page's work."""
        self._contested = versions(self.session, found)
        for view in self._views.values():
            view.show_contested(self._contested)

    # ---- saving -----------------------------------------------------------------------------

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is None or not self.isAncestorOf(old):
            return
        address, caret = caret_of(old)
        if address:
            self._caret = (self.section, address, caret)
        if address != caret_of(new)[0]:
            self.autosave.flush()

    def _on_way(self) -> None:
        self._sent |= self._typed
        self._typed = set()

    def save_now(self) -> None:
        """Save at once; there is nothing to forget, so it only says so."""
        self.view.flush()
        self.autosave.flush()
        if not self.draft.dirty:
            self.status.emit("Already saved on this laptop")

    def leave(self) -> bool:
        """Save what is open and index what was touched; False when saving failed."""
        self.view.flush()
        safe = self.autosave.finish()
        touched, self._touched = frozenset(self._touched), set()
        if safe and touched:
            desk = self.services.desk
            self.services.background.run(lambda: leave_section(desk, touched))
        return safe

    def _saved(self, saved: Saved) -> None:
        self.banner.hide()
        at = clock.local(saved.at)
        for view in self._views.values():
            view.show_recorded(self._sent, f"Recorded {at:%H:%M}")
        self._sent = set()
        self.status.emit(f"Saved {at:%H:%M} on this laptop")

    def _save_failed(self, error: Exception) -> None:
        self.banner.tell("Not saved yet", advice_of(error))
        self.not_saved.emit("Not saved yet. What you typed is still on the screen.")

    def _parse_time(self, text: str) -> Time:
        return parse_time(text, self.services.desk.clock())

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to where typing starts."""
        del event
        if not self.view.focus_start():
            self.bar.focus_first()

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Below some width the sections become a list to open."""
        super().resizeEvent(event)
        narrow = self.width() < NAV_COLLAPSES_BELOW
        self.nav.set_narrow(narrow=narrow)
        self.bar.set_narrow(narrow=self.width() < BAR_SHORTENS_BELOW or theme().scale >= LARGE_TEXT)
        direction = (
            QHBoxLayout.Direction.TopToBottom if narrow else QHBoxLayout.Direction.LeftToRight
        )
        self._outer.setDirection(direction)
