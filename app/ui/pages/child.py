"""A child's record: who, how to make contact safely, what alerts, and the story, newest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QScrollArea, QTabWidget, QVBoxLayout, QWidget

from app.casework.alerts import acknowledge
from app.casework.child import ChildView, EpisodeSummary, child_view
from app.casework.standing_facts import BEFORE_VISITING, Fact, standing_facts
from app.records.errors import advice_of
from app.ui.pages.child_parts import (
    AlertRow,
    ContactPanel,
    EpisodeEntry,
    FactList,
    IdentityBar,
)
from app.ui.pages.scrolling import scroll_by_keys, scrolled
from app.ui.parts.banner import Banner
from app.ui.parts.empty_state import EmptyState
from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from app.records.record import RecordId
    from app.ui.services import Services

LOADING_AFTER_MS = 300
TIMELINE = 1


@dataclass(frozen=True, slots=True)
class _Read:
    view: ChildView
    facts: tuple[Fact, ...]


class ChildPage(QWidget):
    """Shows one child; everything is read in the background and what is shown stays on an error."""

    open_interview = Signal(str)
    """(episode)"""
    open_episode = Signal(str)
    """(episode)"""
    new_episode = Signal(str)
    """(case)"""
    back = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self._case: RecordId = ""
        self.entries: list[EpisodeEntry] = []
        self.alerts: list[AlertRow] = []
        self.identity = IdentityBar()
        self.contact = ContactPanel()
        self.notice = Banner()
        self.loading = label("Opening the record …", "hint")
        self.tabs = QTabWidget()
        self.back_button = button("← Back", "quiet")
        self.new_button = button("&New missing episode", "primary")
        self._build()
        self._connect()
        self._late = QTimer(self, singleShot=True, interval=LOADING_AFTER_MS)
        self._late.timeout.connect(self.loading.show)

    def show_child(self, case: RecordId) -> None:
        """Open a child's record."""
        self._case = case
        self.refresh()

    def refresh(self) -> None:
        """Read the child again; what is shown stays until the new is here."""
        desk, case = self._services.desk, self._case
        self._late.start()
        self._services.background.run(
            lambda: _Read(child_view(desk, case), standing_facts(desk, case)),
            self._show,
            self._failed,
            owner=self,
        )

    def _build(self) -> None:
        top = QWidget()
        line = FlowLayout(top, gap=12)
        line.addWidget(self.back_button)
        line.put_at_end(self.new_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        for part in (top, self.loading, self.notice, self.identity, self.contact):
            column.addWidget(part)
        column.addWidget(self.tabs, 1)
        self.tabs.setDocumentMode(True)
        self.tabs.tabBar().setDrawBase(False)
        self.tabs.tabBar().setAccessibleName("Parts of the record")
        for part in (self.loading, self.identity, self.contact, self.tabs):
            part.hide()

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back)
        self.new_button.clicked.connect(self._start_episode)
        self.notice.again.connect(self.refresh)
        keys = {
            "Esc": self.back.emit,
            "F5": self.refresh,
            "J": lambda: self._move(1),
            "K": lambda: self._move(-1),
        }
        for sequence, action in keys.items():
            QShortcut(QKeySequence(sequence), self).activated.connect(action)
        scroll_by_keys(self, self.tabs.currentWidget)

    def _start_episode(self) -> None:
        self.new_episode.emit(self._case)

    def _show(self, read: _Read) -> None:
        self._late.stop()
        self.loading.hide()
        self.notice.hide()
        identity = read.view.identity
        self.identity.show_identity(
            identity,
            self._authority(identity.authority),
            self._services.desk.clock(),
            practice=self._services.desk.practice,
        )
        before = next((fact.words for fact in read.facts if fact.question == BEFORE_VISITING), "")
        self.contact.show_facts(identity.safe_contact, before)
        self._fill_tabs(read)
        for part in (self.identity, self.contact, self.tabs):
            part.show()

    def _authority(self, code: str) -> str:
        question = self._services.desk.form.questions.get("responsible_la")
        return question.label_of(code) if question else code

    def _fill_tabs(self, read: _Read) -> None:
        at = max(self.tabs.currentIndex(), 0)
        old = [self.tabs.widget(number) for number in range(self.tabs.count())]
        self.tabs.clear()
        for page in old:
            if page is not None:
                page.deleteLater()
        self.entries = [self._entry(episode) for episode in read.view.episodes]
        self.alerts = self._alert_rows(read.view)
        self.tabs.addTab(self._overview(read.view), "Overview")
        self.tabs.addTab(self._timeline(), f"Episodes ({len(self.entries)})")
        self.tabs.addTab(self._facts(read.facts), "Facts")
        self.tabs.setCurrentIndex(at)

    def _entry(self, episode: EpisodeSummary) -> EpisodeEntry:
        made = EpisodeEntry(episode)
        made.open_interview.connect(self.open_interview)
        made.open_episode.connect(self.open_episode)
        return made

    def _alert_rows(self, view: ChildView) -> list[AlertRow]:
        """A row for each alert; a weaker rule of the same family is named under the stronger."""
        rows: list[AlertRow] = []
        found, now = view.alerts, self._services.desk.clock()
        rules = self._services.desk.rules_of(view.identity.authority)
        family = {rule.id: rule.family for rule in rules.strongest_first()}
        for alert in (each for each in found if not each.alert.listed_only):
            weaker = [
                each.alert.why
                for each in found
                if each.alert.listed_only
                and each.alert.episode == alert.alert.episode
                and family.get(each.alert.rule) == family.get(alert.alert.rule)
            ]
            row = AlertRow(alert, weaker, now)
            row.acknowledged.connect(self._acknowledge)
            rows.append(row)
        return rows

    def _overview(self, view: ChildView) -> QWidget:
        parts: list[QWidget] = []
        if self.alerts:
            parts.append(label("Alerts", "h2"))
        parts.extend(self.alerts)
        if view.episodes:
            parts.append(label("Latest episode", "h2"))
            parts.append(self._entry(view.episodes[0]))
        else:
            parts.append(self._no_episodes())
        return scrolled(parts)

    def _timeline(self) -> QWidget:
        if not self.entries:
            return scrolled([self._no_episodes()])
        hint = label("Newest first. J and K move along the episodes.", "hint")
        return scrolled([hint, *self.entries])

    def _no_episodes(self) -> EmptyState:
        empty = EmptyState("no-episodes")
        empty.say("No episodes yet", "Nothing has been recorded for this child.", "New episode")
        empty.acted.connect(self._start_episode)
        return empty

    def _facts(self, facts: tuple[Fact, ...]) -> QWidget:
        if not facts:
            return scrolled([label("No facts recorded yet.", "hint")])
        sections = dict.fromkeys(fact.section for fact in facts)
        parts: list[QWidget] = []
        for section in sections:
            parts.append(label(section, "h2"))
            parts.append(FactList([fact for fact in facts if fact.section == section]))
        return scrolled(parts)

    def _failed(self, error: Exception) -> None:
        self._late.stop()
        self.loading.hide()
        self.notice.tell("The record could not be opened", advice_of(error))

    def _acknowledge(self, episode: str, rule: str) -> None:
        desk = self._services.desk
        self._services.background.run(
            lambda: acknowledge(desk, episode, rule),
            lambda _: self.refresh(),
            lambda error: self.notice.tell("The alert is still open", advice_of(error)),
            owner=self,
        )

    def _move(self, step: int) -> None:
        """J and K: along the timeline, from one episode to the next."""
        if not self.entries:
            return
        self.tabs.setCurrentIndex(TIMELINE)
        at = next((n for n, entry in enumerate(self.entries) if entry.isAncestorOf(_focus())), None)
        place = 0 if at is None else min(max(at + step, 0), len(self.entries) - 1)
        entry = self.entries[place]
        entry.first.setFocus(Qt.FocusReason.ShortcutFocusReason)
        area = self.tabs.currentWidget()
        if isinstance(area, QScrollArea):
            area.ensureWidgetVisible(entry)


def _focus() -> QWidget:
    return QApplication.focusWidget() or QWidget()
