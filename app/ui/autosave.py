"""Autosave: what is typed is durable within 0.8 s, and the screen says so only after the commit.

A pause of 0.4 s saves; somebody who never pauses is saved all the same (a timer that waits for a
pause alone never fires while a fast typist types), so early that the commit is done within 0.8 s.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from app.casework.open_form import Draft, Saved, save

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.casework.desk import Desk
    from app.casework.resume import Place
    from app.ui.background import Background

AFTER_LAST_MS = 400
AFTER_FIRST_MS = 750

log = logging.getLogger(__name__)


class Autosave(QObject):
    """Carries a draft's changes to the store; a failed save keeps them and says so."""

    collected = Signal()
    """What stands on the screen now is on its way to the store."""
    saved = Signal(object)
    failed = Signal(object)

    def __init__(
        self,
        desk: Desk,
        background: Background,
        draft: Draft,
        place: Callable[[], Place | None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._desk = desk
        self._background = background
        self._draft = draft
        self._place = place
        self._touched = False
        self._under_way = False
        self._again = False
        self._after_last = self._timer(AFTER_LAST_MS)
        self._after_first = self._timer(AFTER_FIRST_MS)

    @property
    def quiet(self) -> bool:
        """Whether everything that was typed is durable."""
        waiting = self._after_last.isActive() or self._after_first.isActive()
        return not (waiting or self._under_way or self._draft.dirty)

    def touch(self) -> None:
        """Something changed on the screen."""
        self._touched = True
        self._after_last.start()
        if not self._after_first.isActive():
            self._after_first.start()

    def flush(self) -> None:
        """Save now what has not been saved; what was filled in beforehand waits for a person."""
        self._after_last.stop()
        self._after_first.stop()
        if self._under_way:
            self._again = True
            return
        edits = self._draft.collect() if self._touched else ()
        if not edits:
            return
        self._under_way = True
        self.collected.emit()
        place, free = self._place(), self._draft.free
        self._background.run(lambda: save(self._desk, edits, place, free), self._done, self._failed)

    def finish(self) -> bool:
        """Save and wait until it is durable (leaving, lock, closing); False when it failed."""
        self.flush()
        while self._under_way:
            self._background.wait()
        return not self._draft.dirty

    def _timer(self, milliseconds: int) -> QTimer:
        timer = QTimer(self)
        timer.setSingleShot(True)
        timer.setTimerType(Qt.TimerType.PreciseTimer)  # a coarse one may be 5 % late
        timer.setInterval(milliseconds)
        timer.timeout.connect(self.flush)
        return timer

    def _done(self, saved: Saved) -> None:
        self._under_way = False
        self._draft.done(saved)
        self.saved.emit(saved)
        self._next()

    def _failed(self, error: Exception) -> None:
        self._under_way = False
        self._again = False
        log.warning("save_failed", extra={"code": getattr(error, "code", type(error).__name__)})
        self.failed.emit(error)

    def _next(self) -> None:
        if self._again:
            self._again = False
            self.flush()
