"""An episode is confirmed: what was opened, which alerts hold, and what to do next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QVBoxLayout, QWidget
from typing_extensions import override

from app.casework.alerts import acknowledge
from app.records.errors import advice_of
from app.ui.pages.child_parts import AlertRow
from app.ui.pages.scrolling import scroll_by_keys, scrolled
from app.ui.parts.banner import Banner
from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from app.casework.missing_episode import Confirmed
    from app.forms.session import FormSession
    from app.records.record import RecordId
    from app.ui.services import Services


class ConfirmedPage(QWidget):
    """A plain confirmation, the alerts to acknowledge, and the way on."""

    open_interview = Signal()
    open_episode = Signal()
    today_wanted = Signal()
    back = Signal()

    def __init__(
        self,
        services: Services,
        session: FormSession,
        episode: RecordId,
        result: Confirmed,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._episode = episode
        self._result = result
        self.reference = str(session.records()[episode].value("record_ref") or "")
        self._due = session.calculated("due_at")
        self.banner = Banner()
        self.banner.hide()
        self.alerts = [
            AlertRow(found, (), services.desk.clock())
            for found in result.alerts
            if not found.alert.listed_only
        ]
        for row in self.alerts:
            row.acknowledged.connect(self._acknowledge)
        self._build()
        QShortcut(QKeySequence("Escape"), self).activated.connect(self.back)

    @property
    def words(self) -> str:
        """The same in one line, for the bottom of the window."""
        open_ones = [
            found.alert.why
            for found in self._result.alerts
            if found.acknowledged_by is None and not found.alert.listed_only
        ]
        return " ".join(["Episode confirmed.", *open_ones])

    def _build(self) -> None:
        parts: list[QWidget] = [label("✓ Episode confirmed", "h1")]
        if self._result.interview is not None:
            due = f" It is due by {self._due}." if self._due else ""
            parts.append(label(f"A return interview was opened for it.{due}", "value"))
        else:
            words = "No interview is opened yet: one is when the child is back."
            parts.append(label(words, "value"))
        if self.alerts:
            parts += [label("Alerts", "h2"), *self.alerts]
        open_count = len(self._result.open_problems)
        if open_count:
            words = "1 question" if open_count == 1 else f"{open_count} questions"
            parts.append(label(f"{words} can still be filled in later.", "hint"))
        parts.append(self._ways_on())
        area = scrolled(parts)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 16, 24, 12)
        column.addWidget(self.banner)
        column.addWidget(area, 1)
        scroll_by_keys(self, lambda: area)

    def _ways_on(self) -> QWidget:
        line = QWidget()
        flow = FlowLayout(line, gap=8)
        self.today = button("&Today", "primary")
        self.today.clicked.connect(self.today_wanted)
        self.interview = button("Open the &interview")
        self.interview.clicked.connect(self.open_interview)
        self.episode = button("Open the &episode")
        self.episode.clicked.connect(self.open_episode)
        for made in (self.today, self.interview, self.episode):
            flow.addWidget(made)
        self.interview.setVisible(self._result.interview is not None)
        return line

    def _acknowledge(self, episode: str, rule: str) -> None:
        desk = self._services.desk
        row = self.sender()
        self._services.background.run(
            lambda: acknowledge(desk, episode, rule),
            lambda _: row.show_seen(desk.actor.name) if isinstance(row, AlertRow) else None,
            lambda error: self.banner.tell("The alert is still open", advice_of(error)),
            owner=self,
        )

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Begin at the first alert to acknowledge, else at the way on."""
        open_rows = [row.button for row in self.alerts if row.button.isVisible()]
        (open_rows[0] if open_rows else self.today).setFocus(Qt.FocusReason.OtherFocusReason)
