"""Today, finding and a child's page over the real encrypted store, as a worker uses them."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from app.records.ports import WorklistView
from app.records.record import new_id
from app.ui.pages.child import ChildPage
from app.ui.pages.new_episode import NewEpisodePage
from app.ui.pages.today import TodayPage
from tests.storage.making import MemoryKeyring, episode, person, real_store
from tests.ui.pages.desks import NOW, Shelf, services

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from app.records.edit import Edit
    from app.storage.store import Store
    from app.ui.background import Background
    from app.ui.services import Services


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = real_store(tmp_path / "store", MemoryKeyring(), lambda: NOW).store
    yield made
    made.close()


@pytest.fixture
def given(store: Store, background: Background, shelf: Shelf) -> Services:
    made = services(shelf, background)
    return replace(made, desk=replace(made.desk, open_work=store.open_work))


def keep(store: Store, *edits: Edit) -> None:
    with store.open_work() as work:
        for each in edits:
            work.records.apply(each)
            work.index_text(each.record)
        work.commit()


@pytest.fixture
def cases(store: Store) -> dict[str, str]:
    """Three children: overdue, missing now, and due."""
    made = {name: new_id() for name in ("Łukasz", "Ruby", "Zoë")}
    keep(
        store,
        person(made["Łukasz"], "Łukasz", "Nowak", child_dob="2012-01-02", child_local_id="LN1"),
        episode(made["Łukasz"], "2026-10-15T21:40+01:00", "2026-10-16T06:15+01:00"),
        person(made["Ruby"], "Ruby", "Tansley", child_known_as="Rubes"),
        episode(made["Ruby"], "2026-10-19T06:20+01:00"),
        person(made["Zoë"], "Zoë", "Brontë"),
        episode(made["Zoë"], "2026-10-19T01:00+01:00", "2026-10-19T09:00+01:00"),
    )
    return made


def opened(qtbot: QtBot, background: Background, page: QWidget) -> None:
    qtbot.addWidget(page)
    page.resize(1180, 700)
    page.show()
    page.activateWindow()
    qtbot.waitUntil(lambda: QApplication.activeWindow() is page and not background.busy)


def test_missing_now_first_then_by_due_time(
    qtbot: QtBot, background: Background, given: Services, cases: dict[str, str]
) -> None:
    page = TodayPage(given)
    opened(qtbot, background, page)
    rows = [page.model.row_at(number) for number in range(page.model.rowCount())]
    assert [row.forename for row in rows if row] == ["Ruby", "Łukasz", "Zoë"]
    assert page.chips.buttons[WorklistView.MISSING_NOW].text() == "Missing now 1"
    assert page.chips.buttons[WorklistView.OVERDUE].text() == "Overdue 1"


@pytest.mark.parametrize(
    ("typed", "who"),
    [("lukasz", "Łukasz"), ("bronte", "Zoë"), ("rubes", "Ruby"), ("LN1", "Łukasz")],
)
def test_typing_without_accents_finds_the_child(
    qtbot: QtBot,
    background: Background,
    given: Services,
    cases: dict[str, str],
    typed: str,
    who: str,
) -> None:
    page = TodayPage(given)
    opened(qtbot, background, page)
    page.focus_search()
    QTest.keyClicks(page.search, typed)
    qtbot.waitUntil(lambda: page.model.rowCount() == 1)
    row = page.model.row_at(0)
    assert row is not None
    assert row.case == cases[who]


def test_which_child_is_found_by_name_and_case_number(
    qtbot: QtBot, background: Background, given: Services, cases: dict[str, str]
) -> None:
    page = NewEpisodePage(given)
    opened(qtbot, background, page)
    page.setFocus()
    QTest.keyClicks(page.search, "ln1")
    qtbot.waitUntil(lambda: bool(page.hits.found.hits))
    with qtbot.waitSignal(page.chosen) as chosen:
        QTest.keyClick(page.search, Qt.Key.Key_Return)
    assert chosen.args == [cases["Łukasz"]]


def test_a_child_is_opened_and_the_opening_is_on_the_trail(
    qtbot: QtBot, background: Background, given: Services, cases: dict[str, str], store: Store
) -> None:
    page = ChildPage(given)
    page.show_child(cases["Ruby"])
    opened(qtbot, background, page)
    assert page.identity.name.text() == "Ruby Tansley"
    assert page.entries[0].episode.began_words == "06:20, Mon 19 Oct 2026"
    with store.open_work() as work:
        actions = [event["action"] for event in work.audit.events(cases["Ruby"])]
    assert "open" in actions
