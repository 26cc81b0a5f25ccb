"""Today: who is missing, what is due and what waits; one key opens the next thing to do."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QAction, QKeySequence, QShortcut
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout, QWidget
from typing_extensions import override

from app.casework import worklist
from app.casework.waiting_alerts import Case, WaitingAlert, open_cases, waiting_alerts
from app.forms.plain_facts import full_name
from app.records.clock import local
from app.records.errors import advice_of
from app.records.ports import Page, WorklistQuery, WorklistRow, WorklistView
from app.ui.pages.alert_strip import AlertStrip
from app.ui.pages.view_chips import NOTHING, ViewChips, chip_words
from app.ui.pages.worklist_model import Window, WorklistModel
from app.ui.pages.worklist_table import WorklistTable
from app.ui.pages.worklist_words import day_in_words, limit
from app.ui.parts.banner import Banner
from app.ui.parts.empty_state import EmptyState
from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import LineEdit
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import datetime

    from app.ui.services import Services

Result = TypeVar("Result")
SEARCH_AFTER_MS = 150
LOADING_AFTER_MS = 300
MINUTE_MS = 60_000

_WIDER = (WorklistView.ALL, WorklistView.DONE)
"""Where to look when a search finds nothing under the chip that is chosen."""


class TodayPage(QWidget):
    """The worklist. It asks the store in the background and never waits for it."""

    open_child = Signal(str)
    """(case)"""
    open_interview = Signal(str)
    """(episode)"""
    open_episode = Signal(str)
    """(episode)"""
    new_episode = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = services.desk
        self._read_at: datetime | None = None
        self._held_on: str | None = None
        self._looking = 0
        self._elsewhere: WorklistView | None = None
        self.search = LineEdit(
            "Find a child by name or reference",
            placeholder="Find a child by name or reference  (Ctrl+F)",
        )
        self.search.setClearButtonEnabled(True)
        self.new_button = button("&New missing episode", "primary")
        self.chips = ViewChips()
        self.model = WorklistModel(
            self._fetch, services.background, services.desk.clock, _authorities(services), self
        )
        self.table = WorklistTable(self.model)
        self.table.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.alerts = AlertStrip()
        self._services = services
        self.notice = Banner()
        self.nothing = EmptyState("worklist-empty")
        self.loading = label("Reading the list …", "hint")
        self.loading.hide()
        self._day = label("", "hint", wrap=False)
        self._below = QStackedWidget()
        self._build()
        self._timers()
        self._connect()
        self._keys()
        self.setFocusProxy(self.table)
        self.refresh()

    def refresh(self) -> None:
        """Read the list again; what is shown stays until the new one is here."""
        self._day.setText(day_in_words(self._desk.clock()))
        self._hold_place()
        self.model.renew()
        self._late.start()
        self._look_for_alerts()

    def focus_search(self) -> None:
        """Go to the search box, ready to type over what is in it."""
        self.search.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search.selectAll()

    @property
    def current_row(self) -> WorklistRow | None:
        """The row the keyboard is on."""
        number = self.table.currentIndex().row()
        return self.model.row_at(number) if number >= 0 else None

    def _build(self) -> None:
        top = QWidget()
        heading = FlowLayout(top, gap=12)
        heading.addWidget(label("Today", "h1", wrap=False))
        heading.addWidget(self._day)
        heading.put_at_end(self.new_button)
        self._below.addWidget(self.table)
        self._below.addWidget(self.nothing)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.setSpacing(8)
        column.addWidget(top)
        column.addWidget(self.alerts)
        column.addWidget(self.search)
        column.addWidget(self.chips)
        column.addWidget(self.notice)
        column.addWidget(self.loading)
        column.addWidget(self._below, 1)

    def _timers(self) -> None:
        self._typed = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._typed.timeout.connect(self._ask)
        self._late = QTimer(self, singleShot=True, interval=LOADING_AFTER_MS)
        self._late.timeout.connect(lambda: self.loading.setVisible(self.model.waiting))
        self.minute = QTimer(self, interval=MINUTE_MS)
        self.minute.timeout.connect(self._tick)
        self.minute.start()

    def _connect(self) -> None:
        self.new_button.clicked.connect(self.new_episode)
        self.alerts.opened.connect(self.open_child)
        self.search.textChanged.connect(self._search_soon)
        self.search.returnPressed.connect(self._to_table)
        self.chips.chosen.connect(self._ask)
        self.model.arrived.connect(self._arrived)
        self.model.failed.connect(self._failed)
        self.table.opened.connect(self._open_next)
        self.table.left_at_top.connect(self.search.setFocus)
        self.table.customContextMenuRequested.connect(self._offer_actions)
        self.notice.again.connect(self.refresh)
        self.nothing.acted.connect(self._help_on)

    def _keys(self) -> None:
        # Ctrl+N and Ctrl+F belong to the window's menus, which call this page.
        self._shortcut("F5").activated.connect(self.refresh)
        for number, view in enumerate(self.chips.views, 1):
            chip_key = self._shortcut(str(number))
            chip_key.activated.connect(lambda view=view: self.chips.choose(view))

    def _shortcut(self, sequence: str) -> QShortcut:
        # Boxes to type in take their own digits first, so these work only outside of text. A page
        # that is not shown has no keys.
        return QShortcut(QKeySequence(sequence), self)

    def _fetch(self, query: WorklistQuery) -> Window:
        """Ask the store; when nothing matches, also what would come next (background)."""
        page = worklist.today(self._desk, query)
        if self._desk.practice:  # nothing is ever sent from practice, so nothing is late
            rows = tuple(replace(row, waiting_since=None) for row in page.rows)
            page = replace(page, rows=rows)
        if page.total or query.text or query.view is WorklistView.ALL:
            return Window(page)
        everything = worklist.today(self._desk, WorklistQuery(now=query.now, limit=1))
        return Window(page, next(iter(everything.rows), None))

    def _search_soon(self) -> None:
        self._typed.start()

    def _ask(self) -> None:
        self._typed.stop()
        self.model.ask(self.chips.view, self.search.text().strip())
        self._late.start()

    def _arrived(self, window: Window) -> None:
        self._read_at = self._desk.clock()
        self._late.stop()
        self.loading.hide()
        self.notice.hide()
        self._count(window.page)
        self._below.setCurrentWidget(self.table if window.page.total else self.nothing)
        if window.page.total:
            self._take_place()
        else:
            self._say_nothing(window)

    def _count(self, page: Page) -> None:
        if page.counts:
            self.chips.count(page.counts)

    def _failed(self, error: Exception) -> None:
        self._late.stop()
        self.loading.hide()
        advice = advice_of(error)
        if self._read_at is not None:
            advice += f" What you see is from {local(self._read_at):%H:%M}."
        self.notice.tell("The list could not be read", advice)

    def _say_nothing(self, window: Window) -> None:
        self._elsewhere = None
        text = self.search.text().strip()
        if text:
            self._say_not_found(text, window.page)
            return
        words = NOTHING[self.chips.view]
        if self.chips.view is WorklistView.ALL:
            self.nothing.say(words, "Next: record an episode when one is reported.", "New episode")
            return
        self.nothing.say(words, self._next_words(window.following), "Show all")

    def _say_not_found(self, text: str, page: Page) -> None:
        self._elsewhere = next((view for view in _WIDER if page.counts.get(view)), None)
        if self._elsewhere is None or self._elsewhere is self.chips.view:
            self._elsewhere = None
            hint = "Try part of the name, or the reference or police reference."
            self.nothing.say(f"No child found for “{text}”.", hint, "Clear the search")
            return
        found, words = page.counts[self._elsewhere], chip_words(self._elsewhere)
        title = f"“{text}” is not among {chip_words(self.chips.view)}."
        self.nothing.say(title, f"{found:,} found under {words}.", f"Show {words}")

    def _next_words(self, row: WorklistRow | None) -> str:
        if row is None:
            return ""
        due = limit(row, self._desk.clock()).first
        name = full_name(row.forename, row.surname, row.local_id)
        return f"Next: {name}, {due[:1].lower()}{due[1:]}"

    def _help_on(self) -> None:
        if self._elsewhere is not None:
            self.chips.choose(self._elsewhere)
        elif self.search.text().strip():
            self.search.clear()
            self.search.setFocus()
        elif self.chips.view is WorklistView.ALL:
            self.new_episode.emit()
        else:
            self.chips.choose(WorklistView.ALL)

    def _tick(self) -> None:
        self._day.setText(day_in_words(self._desk.clock()))
        if self.model.tick():
            self.refresh()
        elif self.isVisible():
            self._look_for_alerts()

    def _look_for_alerts(self) -> None:
        """Look through the open cases a lot at a time: what is typed meanwhile is saved between."""
        desk = self._desk
        self._looking += 1  # a look that was begun before is out of date
        look, found = self._looking, list[WaitingAlert]()

        def next_of(lots: list[list[Case]]) -> None:
            if look != self._looking:
                return
            if not lots:
                self.alerts.show_alerts(found)
                return
            first, *others = lots
            self._in_background(lambda: waiting_alerts(desk, first), partial(add, others))

        def add(others: list[list[Case]], more: list[WaitingAlert]) -> None:
            found.extend(more)
            next_of(others)

        self._in_background(lambda: open_cases(desk), next_of)

    def _in_background(self, work: Callable[[], Result], on_done: Callable[[Result], None]) -> None:
        """What the strip cannot read the list cannot either, and the list says so."""
        self._services.background.run(work, on_done, lambda _: None, owner=self)

    def _hold_place(self) -> None:
        row = self.current_row
        self._held_on = row.episode if row is not None else None

    def _take_place(self) -> None:
        """Stay on the same episode although rows have moved."""
        place = self.model.place_of(self._held_on) if self._held_on else None
        self._held_on = None
        if place is not None:
            self.table.select_row(place)
        elif self.table.currentIndex().row() < 0:
            self.table.select_row(0)

    def _to_table(self) -> None:
        """Enter or Down in the search: go to the rows; a second Enter opens."""
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_next(self, number: int) -> None:
        row = self.model.row_at(number)
        if row is None:
            return
        if row.outcome in ("not_due", "not_applicable"):
            self.open_episode.emit(row.episode)
        else:
            self.open_interview.emit(row.episode)

    def _offer_actions(self, at: QPoint) -> None:
        menu = self.actions_for(self.current_row)
        if menu is not None:
            menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            menu.popup(self.table.viewport().mapToGlobal(at))

    def actions_for(self, row: WorklistRow | None) -> QMenu | None:
        """What can be done with a row, as its context menu."""
        if row is None:
            return None
        menu = QMenu(self.table)
        for words, signal, target in (
            ("Open &interview", self.open_interview, row.episode),
            ("Open &episode", self.open_episode, row.episode),
            ("Open &child's record", self.open_child, row.case),
        ):
            action = QAction(words, menu)
            action.triggered.connect(lambda _=False, s=signal, t=target: s.emit(t))
            menu.addAction(action)
        return menu

    @override
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.StyleChange and hasattr(self, "table"):
            self.table.restyle()


def _authorities(services: Services) -> dict[str, str]:
    question = services.desk.form.questions.get("responsible_la")
    return {choice.code: choice.label for choice in question.choices} if question else {}
