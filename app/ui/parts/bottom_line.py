"""The two plain facts at the bottom: saved on this laptop, and what waits to be sent."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QStatusBar
from typing_extensions import override

from app.records.clock import local
from app.ui.parts.flow import set_property
from app.ui.parts.words import button, chip

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent
    from PySide6.QtWidgets import QWidget

    from app.records.ports import Waiting

PRACTICE = "Practice: nobody here is real"
LONG_UNSENT = timedelta(hours=24)


class BottomLine(QStatusBar):
    """Quiet while all is well; red with a way to try again when something is not saved."""

    again = Signal()

    def __init__(self, parent: QWidget | None = None, *, practice: bool) -> None:
        super().__init__(parent)
        self.setSizeGripEnabled(False)
        self.setContentsMargins(8, 0, 8, 0)
        self._practice = practice
        self.saved = QLabel("", self)
        self.saved.setObjectName("saved")
        self.try_again = button("Try again", "quiet", self)
        self.try_again.clicked.connect(self.again)
        self.sent = QLabel("", self)
        self.sent.setObjectName("sent")
        self.addWidget(self.saved)
        self.addWidget(self.try_again)
        self.try_again.hide()
        self._mark = chip(PRACTICE, "blue", self)
        self._mark.setVisible(practice)
        if practice:
            self.addPermanentWidget(self._mark)
        self.addPermanentWidget(self.sent)

    def say(self, words: str) -> None:
        """Say what became of the last thing that was done."""
        self._show(words, "")

    def warn(self, words: str, *, retry: bool) -> None:
        """Say in red what did not work."""
        self._show(f"▲ {words}", "red", retry=retry)

    def _show(self, words: str, tone: str, *, retry: bool = False) -> None:
        self.saved.setText(words)
        self.saved.setAccessibleName(words.removeprefix("▲ "))
        set_property(self.saved, "tone", tone)
        self.try_again.setVisible(retry)

    def show_waiting(self, found: Waiting, now: datetime) -> None:
        """Say what waits to be sent; loud only when it has waited for long."""
        long_unsent = found.since is not None and now - found.since > LONG_UNSENT
        if not found.count:
            self._tell_sent("Offline · nothing waits to be sent", "quiet")
        elif long_unsent and found.since is not None and not self._practice:
            since = local(found.since)
            words = f"◆ {found.count:,} waiting to send since {since:%a} {since.day} {since:%b}"
            self._tell_sent(words, "amber")
        else:
            self._tell_sent(f"Offline · {found.count:,} waiting to send", "quiet")

    def forget_warning(self) -> None:
        """What did not work on another page is no longer said on this one."""
        if self.saved.property("tone") == "red" and self.try_again.isHidden():
            self.say("")

    @override
    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, what was saved matters most."""
        super().resizeEvent(event)
        narrow = self.width() < self.fontMetrics().averageCharWidth() * 110
        self._mark.setText("Practice" if narrow else PRACTICE)
        self.sent.setVisible(not (narrow and self._practice))

    def _tell_sent(self, words: str, tone: str) -> None:
        self.sent.setText(words)
        set_property(self.sent, "tone", tone)
