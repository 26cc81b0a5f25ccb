"""The dialog that corrects a time: nothing without a time that is understood and a reason."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from app.casework.open_form import open_episode
from app.records.permissions import Role
from app.ui.dialogs.correct_time import CorrectTimeDialog
from tests.ui.pages.cases import ruby
from tests.ui.pages.desks import services

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from app.records.record import Record
    from app.ui.background import Background
    from tests.ui.pages.desks import Shelf


@pytest.fixture
def gone(shelf: Shelf) -> Record:
    """Ruby's episode whose times are known."""
    child = ruby(shelf)
    of_child = shelf.records.values()
    return next(one for one in of_child if one.case == child.id and one.value("offer_made"))


@pytest.fixture
def dialog(
    shelf: Shelf, background: Background, gone: Record, qtbot: QtBot
) -> Iterator[CorrectTimeDialog]:
    given = services(shelf, background)
    actor = replace(given.desk.actor, roles=frozenset({Role.COORDINATOR}))
    desk = replace(given.desk, actor=actor)
    page = QWidget()
    qtbot.addWidget(page)
    made = CorrectTimeDialog(replace(given, desk=desk), open_episode(desk, gone.id), gone.id, page)
    made.open()
    yield made
    made.close()


def choose(dialog: CorrectTimeDialog, question: str) -> None:
    dialog.which.setCurrentIndex(dialog.which.findData(question))


def test_only_times_that_are_recorded_are_offered(dialog: CorrectTimeDialog) -> None:
    offered = {dialog.which.itemData(place) for place in range(dialog.which.count())}

    assert offered == {"missing_from_at", "found_at", "returned_at"}
    assert "21:40, Thu 15 Oct 2026" in dialog.was.text()


def test_a_corrected_time_is_told_and_kept(
    dialog: CorrectTimeDialog, shelf: Shelf, gone: Record, qtbot: QtBot
) -> None:
    QTest.keyClicks(dialog.time, "15 Oct 22:05")
    assert dialog.understood.text() == "22:05, Thu 15 Oct 2026"
    dialog.reason.setPlainText("The camera shows it.")

    with qtbot.waitSignal(dialog.corrected) as told:
        QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)

    assert told.args == ["missing_from_at"]
    kept = shelf.records[gone.id]
    assert kept.value("missing_from_at") == {"precision": "exact", "at": "2026-10-15T22:05+01:00"}
    assert len(kept.items("time_corrections")) == 1
    assert not dialog.isVisible()


def test_without_a_reason_it_says_so_and_stays(
    dialog: CorrectTimeDialog, shelf: Shelf, gone: Record, qtbot: QtBot
) -> None:
    choose(dialog, "returned_at")
    QTest.keyClicks(dialog.time, "16 Oct 07:00")

    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: "Say why" in dialog.problem.text())

    assert dialog.isVisible()
    assert shelf.records[gone.id] == gone


def test_words_that_name_no_time_are_refused_at_once(
    dialog: CorrectTimeDialog, shelf: Shelf, gone: Record
) -> None:
    QTest.keyClicks(dialog.time, "qwerty 99")
    dialog.reason.setPlainText("The camera shows it.")

    QTest.mouseClick(dialog.save, Qt.MouseButton.LeftButton)

    assert dialog.problem.isVisibleTo(dialog)
    assert dialog.problem.text()
    assert shelf.records[gone.id] == gone
