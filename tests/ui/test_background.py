"""Work is done off the screen's thread, in order, and every result and error comes back to it."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QCoreApplication, QEvent, QObject

from app.records.errors import DiskFull
from app.ui.background import Background, Lane

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.ui


class Told:
    """What came back, and on which thread."""

    def __init__(self) -> None:
        self.values: list[object] = []
        self.errors: list[Exception] = []
        self.threads: set[int] = set()

    def done(self, value: object) -> None:
        self.values.append(value)
        self.threads.add(threading.get_ident())

    def failed(self, error: Exception) -> None:
        self.errors.append(error)
        self.threads.add(threading.get_ident())


@pytest.fixture
def told() -> Told:
    return Told()


@pytest.fixture
def background(qapp: QCoreApplication, told: Told) -> Iterator[Background]:
    assert qapp is not None
    helper = Background(told.failed)
    yield helper
    helper.close()


def test_results_come_back_in_order_on_the_screens_thread(
    qtbot: QtBot, background: Background, told: Told
) -> None:
    threads: set[int] = set()

    def work(number: int) -> int:
        threads.add(threading.get_ident())
        return number

    for number in range(50):
        background.run(lambda number=number: work(number), told.done)  # type: ignore[misc]
    assert told.values == []  # nothing is ever delivered in the middle of something else
    qtbot.waitUntil(lambda: not background.busy)
    assert told.values == list(range(50))
    assert told.threads == {threading.get_ident()}
    assert threads.isdisjoint(told.threads)
    assert len(threads) == 1


def test_an_error_goes_to_its_own_handler_or_the_default_one(
    qtbot: QtBot, background: Background, told: Told
) -> None:
    own: list[Exception] = []

    def fail() -> None:
        raise DiskFull

    background.run(fail, told.done)
    background.run(fail, told.done, own.append)
    background.run(lambda: 1, told.done)
    qtbot.waitUntil(lambda: not background.busy)
    assert [type(error) for error in told.errors] == [DiskFull]
    assert [type(error) for error in own] == [DiskFull]
    assert told.values == [1]  # the lane goes on after an error


def test_slow_work_holds_up_no_saving(qtbot: QtBot, background: Background, told: Told) -> None:
    gate = threading.Event()
    background.run(lambda: gate.wait(5), told.done, lane=Lane.SLOW)
    background.run(lambda: "saved", told.done)
    qtbot.waitUntil(lambda: told.values == ["saved"])
    gate.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert told.values == ["saved", True]


def test_closing_finishes_and_delivers_what_was_given(background: Background, told: Told) -> None:
    for number in range(20):
        background.run(lambda number=number: number, told.done)  # type: ignore[misc]
    background.close()
    assert told.values == list(range(20))
    background.run(lambda: 20, told.done)
    assert not background.busy, "nobody is there to see it"
    assert told.values == list(range(20))


def test_waiting_for_a_lane_delivers_it(background: Background, told: Told) -> None:
    background.run(lambda: 1, told.done)
    background.wait()
    assert told.values == [1]
    assert not background.busy


def test_nothing_is_delivered_to_what_is_gone(
    qtbot: QtBot, background: Background, told: Told
) -> None:
    owner = QObject()
    gate = threading.Event()
    background.run(lambda: gate.wait(5), told.done, owner=owner)
    owner.deleteLater()
    QCoreApplication.sendPostedEvents(owner, QEvent.Type.DeferredDelete.value)
    gate.set()
    qtbot.waitUntil(lambda: not background.busy)
    assert told.values == []


def test_idle_is_told_once_all_is_delivered(
    qtbot: QtBot, background: Background, told: Told
) -> None:
    with qtbot.waitSignal(background.idle):
        background.run(lambda: 1, told.done)
    assert told.values == [1]
