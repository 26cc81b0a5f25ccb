"""The parts of a child's page: who it is, how to make contact safely, alerts, episodes, facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from app.forms.plain_facts import age_on
from app.forms.told_times import long_day
from app.records.clock import local
from app.ui.pages.worklist_words import moment
from app.ui.parts.flow import FlowLayout, set_property
from app.ui.parts.words import button, chip, label

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from app.casework.alerts import CaseAlert
    from app.casework.child import EpisodeSummary, Identity
    from app.casework.standing_facts import Fact

OUTCOMES = {
    "not_due": "Not back yet",
    "due": "Interview due, not offered yet",
    "offered": "Interview offered, no answer yet",
    "accepted": "Interview accepted, not booked yet",
    "booked": "Interview booked",
    "completed": "Interview held",
    "declined": "Interview declined",
    "no_response": "No response to the offer",
    "not_offered": "Interview not offered",
    "superseded": "Covered by another interview",
    "not_applicable": "No interview owed",
}
OVERDUE = "overdue"
_OWES_NOTHING = frozenset({"not_due", "not_applicable"})


class IdentityBar(QFrame):
    """Who this is: always the first thing on the page."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.name = label("", "h1")
        self.facts = label("", "hint")
        self._practice = chip("Practice: an invented child", "blue")
        line = QWidget()
        self._line = FlowLayout(line, gap=12)
        self._line.addWidget(self.name)
        self._line.addWidget(self._practice)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(4)
        column.addWidget(line)
        column.addWidget(self.facts)

    def show_identity(
        self, who: Identity, authority: str, now: datetime, *, practice: bool
    ) -> None:
        """Show a child; an unknown date of birth stays unknown."""
        age = age_on(who.born, local(now).date())
        self.name.setText(who.name if age is None else f"{who.name}, {age}")
        born = f"Born {long_day(who.born)}" if who.born else "Date of birth not recorded"
        parts = (
            f"Known as {who.known_as}" if who.known_as else "",
            born,
            who.reference,
            authority,
            f"Case number {who.local_id}" if who.local_id else "",
        )
        self.facts.setText(" · ".join(part for part in parts if part))
        self._practice.setVisible(practice)
        self.setAccessibleName(f"{self.name.text()}. {self.facts.text()}")


class ContactPanel(QFrame):
    """What must be read before any call, message or visit; it never scrolls away."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("banner", "amber")
        self.contact = label("", "value")
        self.visit = label("", "value")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(2)
        column.addWidget(self.contact)
        column.addWidget(self.visit)

    def show_facts(self, contact: str, before_visiting: str) -> None:
        """Show how to make contact safely; nothing recorded is said, not left out."""
        safe = contact or "not recorded. If you do not know, ask before you contact."
        self.contact.setText(f"◆ Safe way to contact: {safe}")
        self.visit.setText(f"◆ Before visiting: {before_visiting}")
        self.visit.setVisible(bool(before_visiting))
        self.setAccessibleName(f"Safe way to contact: {safe} {before_visiting}".strip())


class AlertRow(QFrame):
    """One alert: why, what it asks for, and a button to say that it was seen."""

    acknowledged = Signal(str, str)
    """(episode, rule)"""

    def __init__(
        self,
        found: CaseAlert,
        weaker: Sequence[str],
        now: datetime,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        alert = found.alert
        open_still = found.acknowledged_by is None
        self.setProperty("banner", "red" if open_still else "green")
        wanted = alert.action.replace("_", " ").capitalize()
        mark = "▲" if open_still else "✓"
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 8, 14, 8)
        column.setSpacing(2)
        column.addWidget(label(f"{mark} {alert.why}", "question"))
        self._said = f"{wanted}, since {moment(alert.since, now, alert.precision)}"
        seen = f". Seen by {found.acknowledged_by}." if found.acknowledged_by else ""
        self._words = label(f"{self._said}{seen}", "value")
        column.addWidget(self._words)
        if weaker:
            column.addWidget(label(f"Also: {'; '.join(weaker)}", "hint"))
        self.setAccessibleName(f"{alert.why}. {wanted}")
        self.button = button("&Acknowledge: I have seen this")
        line = QWidget()
        FlowLayout(line).addWidget(self.button)
        self.button.setVisible(open_still)
        column.addWidget(line)
        self.button.clicked.connect(lambda: self.acknowledged.emit(alert.episode, alert.rule))

    def show_seen(self, by: str) -> None:
        """Say who has seen it, once that is kept."""
        set_property(self, "banner", "green")
        self._words.setText(f"{self._said}. Seen by {by}.")
        self.button.hide()


class EpisodeEntry(QFrame):
    """One episode on the timeline: when, what came of it, and what can be opened."""

    open_interview = Signal(str)
    open_episode = Signal(str)

    def __init__(self, episode: EpisodeSummary, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.episode = episode
        self.setProperty("kind", "item")
        began = episode.began_words or "a time not known"
        self.setAccessibleName(f"Missing from {began}")
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 10, 16, 8)
        column.setSpacing(2)
        column.addWidget(label(f"Missing from {began}", "question"))
        marks = _marks(episode)
        if marks:
            heading = QWidget()
            line = FlowLayout(heading, gap=12)
            for made in marks:
                line.addWidget(made)
            column.addWidget(heading)
        back = f"Back {episode.back_words}" if episode.back_words else ""
        if back or episode.reference:
            column.addWidget(label(" · ".join(filter(None, (back, episode.reference))), "hint"))
        column.addWidget(label(outcome_words(episode), "value"))
        self.buttons = QWidget()
        self._add_buttons(began)
        column.addWidget(self.buttons)

    def _add_buttons(self, began: str) -> None:
        row = FlowLayout(self.buttons)
        self.first = button("Open episode")
        self.first.setAccessibleName(f"Open the episode from {began}")
        self.first.clicked.connect(lambda: self.open_episode.emit(self.episode.episode))
        if self.episode.interview or self.episode.outcome not in _OWES_NOTHING:
            second, self.first = self.first, button("Open interview")
            self.first.setAccessibleName(f"Open the interview about {began}")
            self.first.clicked.connect(lambda: self.open_interview.emit(self.episode.episode))
            row.addWidget(self.first)
            row.addWidget(second)
        else:
            row.addWidget(self.first)


class FactList(QFrame):
    """Facts as label and words, with who said so and how long ago."""

    def __init__(self, facts: Sequence[Fact], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        grid = QGridLayout(self)
        grid.setContentsMargins(20, 12, 20, 12)
        grid.setVerticalSpacing(8)
        grid.setHorizontalSpacing(20)
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 5)
        for line, fact in enumerate(facts):
            said = QWidget()
            column = QVBoxLayout(said)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(0)
            column.addWidget(label(fact.words, "value"))
            if fact.origin:
                column.addWidget(label(fact.origin, "hint"))
            grid.addWidget(label(fact.short, "sub"), line, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(said, line, 1)


def outcome_words(episode: EpisodeSummary) -> str:
    """What came of the offer and what the clock says, unless a mark says it."""
    outcome = OUTCOMES.get(episode.outcome, episode.outcome)
    told_already = episode.history or episode.struck_out or OVERDUE in episode.clock
    return outcome if told_already or not episode.clock else f"{outcome} · {episode.clock}"


def _marks(episode: EpisodeSummary) -> list[QWidget]:
    marks: list[QWidget] = []
    if episode.struck_out:
        marks.append(chip("Struck out: recorded in error", "red"))
    if episode.history:
        marks.append(chip("History, taken over from an earlier return", "plain"))
    if not episode.struck_out and not episode.history and OVERDUE in episode.clock:
        marks.append(chip(f"▲ {episode.clock.capitalize()}", "red"))
    return marks
