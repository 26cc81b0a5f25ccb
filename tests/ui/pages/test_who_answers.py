"""What is asked of somebody else, and times that are recorded, stand on a form as plain words."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QPushButton

from app.casework.open_form import open_episode, save
from app.records.permissions import Role
from app.records.record import RecordKind, Stage, answered
from app.ui.dialogs.correct_time import CorrectTimeDialog
from app.ui.fields.read_only import ReadOnlyField
from app.ui.pages.missing_episode import MissingEpisodePage
from tests import making
from tests.ui.pages import cases
from tests.ui.pages.desks import Shelf, services

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.records.record import Record
    from app.ui.background import Background

    Open = Callable[..., MissingEpisodePage]

BEGAN, DECISION = "missing_from_at", "strategy_trigger"


@pytest.fixture
def missing(shelf: Shelf) -> Record:
    """A child who has been missing for the third time in a month, and still is."""
    child = cases.child(shelf, **cases.RUBY)
    held = making.record(RecordKind.ASSIGNMENT, child.id, user="t.beale")
    cases.keep(shelf, held)
    cases.episode(shelf, child, "2026-10-02 18:00", "2026-10-02 23:00")
    cases.episode(shelf, child, "2026-10-09 18:00", "2026-10-09 23:00")
    stage = {"stage": Stage.SUBMITTED.value}
    return cases.episode(shelf, child, "2026-10-19 20:00", **stage)


@pytest.fixture
def open_page(shelf: Shelf, qtbot: QtBot, background: Background) -> Open:
    def opened(episode: str, role: Role = Role.COORDINATOR) -> MissingEpisodePage:
        given = services(shelf, background)
        actor = replace(given.desk.actor, roles=frozenset({role}))
        given = replace(given, desk=replace(given.desk, actor=actor))
        page = MissingEpisodePage(given, open_episode(given.desk, episode), episode)
        qtbot.addWidget(page)
        page.open_section("episode")
        page.show()
        qtbot.waitUntil(lambda: not background.busy)
        return page

    return opened


def test_a_recorded_time_is_read_and_corrected_through_its_dialog(
    open_page: Open, missing: Record, qtbot: QtBot
) -> None:
    page = open_page(missing.id)
    frame = page.view.frame_at(BEGAN)
    assert frame is not None
    assert isinstance(frame.field, ReadOnlyField)
    assert "20:00" in frame.field.value.text()
    assert not frame.offered
    assert frame.field.correct is not None
    frame.field.correct.click()
    (dialog,) = page.findChildren(CorrectTimeDialog)
    assert dialog.which.currentData() == BEGAN
    dialog.reject()
    back = page.view.frame_at("returned_at")
    assert back is not None
    assert not isinstance(back.field, ReadOnlyField), "nobody has recorded it yet"


def test_the_times_of_a_draft_are_typed(open_page: Open, shelf: Shelf, missing: Record) -> None:
    draft = cases.episode(shelf, shelf.records[missing.case], "2026-10-19 22:00")
    frame = open_page(draft.id).view.frame_at(BEGAN)
    assert frame is not None
    assert not isinstance(frame.field, ReadOnlyField)


def test_a_supervisor_decides_while_the_child_is_missing_and_others_read_it(
    open_page: Open, shelf: Shelf, missing: Record
) -> None:
    assert open_page(missing.id).view.frame_at(DECISION) is None, "nothing to read yet"
    page = open_page(missing.id, Role.SUPERVISOR)
    frame = page.view.frame_at(DECISION)
    assert frame is not None
    assert not isinstance(frame.field, ReadOnlyField)
    gwen = page.services.desk
    save(gwen, (gwen.edit(missing, {DECISION: answered("meeting_called")}),))
    read = open_page(missing.id).view.frame_at(DECISION)
    assert read is not None
    assert isinstance(read.field, ReadOnlyField)
    assert read.field.value.text() == "A meeting has been called"
    assert not [one for one in read.findChildren(QPushButton) if one.isVisibleTo(read)]
