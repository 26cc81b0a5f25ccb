"""The one owner of threads: a serial lane for the store, one for slow work, results back on screen.

The screen never waits. Work that touches the store runs in the order it was given; a PDF or a
passphrase check runs beside it and holds nothing up.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

import shiboken6
from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal

if TYPE_CHECKING:
    from concurrent.futures import ThreadPoolExecutor

Result = TypeVar("Result")
OnError = Callable[[Exception], None]


class Lane(Enum):
    """Which thread does the work."""

    STORE = "store"
    SLOW = "slow"


class _Outcome(NamedTuple):
    value: Any
    error: Exception | None
    on_done: Callable[[Any], None] | None
    on_error: OnError
    owner: QObject | None


class Background(QObject):
    """Runs work off the screen's thread and brings its result back to it."""

    _arrived = Signal(object)
    idle = Signal()

    def __init__(self, on_error: OnError, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._on_error = on_error
        self._waiting = 0
        self._closed = False
        self._lanes: dict[Lane, ThreadPoolExecutor] = {}
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        function: Callable[[], Result],
        on_done: Callable[[Result], None] | None = None,
        on_error: OnError | None = None,
        *,
        lane: Lane = Lane.STORE,
        owner: QObject | None = None,
    ) -> None:
        """Run a function; its result or its error comes back on the screen's thread.

        Nothing is delivered once `owner` is gone. Without `on_error` the default one is told.
        """
        if self._closed:
            return  # a result delivered while closing asked for more: nobody is there to see it
        told = on_error or self._on_error
        self._waiting += 1

        def work() -> None:
            try:
                outcome = _Outcome(function(), None, on_done, told, owner)
            except Exception as error:
                outcome = _Outcome(None, error, None, told, owner)
            self._arrived.emit(outcome)

        self._on(lane).submit(work)

    @property
    def busy(self) -> bool:
        """Whether something is under way or waits to be delivered."""
        return self._waiting > 0

    def wait(self, lane: Lane = Lane.STORE) -> None:
        """Block until all that was given to a lane is done and delivered (on lock, on closing)."""
        if lane in self._lanes:
            self._lanes[lane].submit(lambda: None).result()
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def close(self) -> None:
        """Finish what was given, deliver it, and let no thread live on."""
        self._closed = True
        for executor in self._lanes.values():
            executor.shutdown(wait=True)
        QCoreApplication.sendPostedEvents(self, QEvent.Type.MetaCall.value)

    def _on(self, lane: Lane) -> ThreadPoolExecutor:
        from concurrent.futures import ThreadPoolExecutor  # noqa: PLC0415 - after the first paint

        if lane not in self._lanes:
            self._lanes[lane] = ThreadPoolExecutor(max_workers=1, thread_name_prefix=lane.value)
        return self._lanes[lane]

    def _deliver(self, outcome: _Outcome) -> None:
        self._waiting -= 1
        try:
            if outcome.owner is None or shiboken6.isValid(outcome.owner):
                self._tell(outcome)
        finally:
            if self._waiting == 0:
                self.idle.emit()

    def _tell(self, outcome: _Outcome) -> None:
        if outcome.error is not None:
            outcome.on_error(outcome.error)
        elif outcome.on_done is not None:
            outcome.on_done(outcome.value)
