"""The same files through the encrypted store: nothing lost, nothing doubled, quick enough."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from app.casework.practice.returns import make_return
from app.casework.practice.words import Words
from app.interchange.police_columns import PoliceColumns
from app.interchange.police_list import Intake, import_police_list
from app.interchange.ssda903 import import_ssda903
from app.interchange.ssda903_writer import write_ssda903_folder
from app.records.ports import WorklistQuery, WorklistView
from app.records.record import RecordKind
from tests.making import FORM, NORTHMERE, ROOT, RULES
from tests.storage.making import MemoryKeyring, real_store

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from app.storage.store import Store

SAMPLE = ROOT.parent / "shared" / "domain" / "ssda903-sample"
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
SECONDS = 60


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    made = real_store(tmp_path / "store", MemoryKeyring(), lambda: NOW).store
    yield made
    made.close()


def test_a_return_goes_in_once_and_owes_nothing(store: Store, tmp_path: Path) -> None:
    words = Words.load(ROOT / "resources" / "practice")
    counts = write_ssda903_folder(tmp_path / "return", make_return(words, NOW, children=30))
    folder = tmp_path / "return"
    first = import_ssda903(folder, store.open_work, lambda: NOW, "dot", NORTHMERE, FORM)
    assert first.added["children"] == counts["header.csv"] == 30
    again = import_ssda903(folder, store.open_work, lambda: NOW, "dot", NORTHMERE, FORM)
    assert (again.added, again.changed) == ({}, {})
    with store.open_work() as work:
        page = work.lists.today(WorklistQuery(now=NOW, view=WorklistView.ALL))
        assert page.total == 0
        assert work.records.by_value(RecordKind.PERSON, "child_local_id", "FX4000")
        assert work.outbox.waiting().count == 30 + counts["missing.csv"]
        assert work.audit.verify() > 0


def test_a_police_list_goes_in_once_and_stands_on_today(store: Store, tmp_path: Path) -> None:
    file = tmp_path / "list.csv"
    file.write_text(
        "Surname,Forename,DOB,Ref,Left\nPettifer,Jonah,09/11/2013,P1,20/11/2026 18:15\n"
    )
    columns = PoliceColumns.load(RULES / "police_list.toml", "practice-north")
    intake = Intake(store.open_work, lambda: NOW, "priya", NORTHMERE, FORM)
    assert import_police_list(file, columns, intake).added == {"children": 1, "episodes": 1}
    assert import_police_list(file, columns, intake).unchanged == {"episodes": 1}
    other = file.read_text().replace("P1", "P2").replace("20/11/2026", "19/11/2026")
    file.write_text(other.replace("Pettifer", "PETTIFER"))
    assert import_police_list(file, columns, intake).added == {"episodes": 1}
    with store.open_work() as work:
        page = work.lists.today(WorklistQuery(now=NOW, view=WorklistView.MISSING_NOW))
        assert {row.surname for row in page.rows} == {"Pettifer"}


@pytest.mark.slow
@pytest.mark.skipif(
    not SAMPLE.is_dir(),
    reason="the folder ../shared/domain/ssda903-sample is not beside the project",
)
def test_the_whole_sample_goes_in_within_seconds(store: Store) -> None:
    began = time.monotonic()
    report = import_ssda903(SAMPLE, store.open_work, lambda: NOW, "dot", NORTHMERE, FORM)
    assert time.monotonic() - began < SECONDS
    assert report.added == {"children": 2675, "placements": 5050, "periods": 43}
    again = import_ssda903(SAMPLE, store.open_work, lambda: NOW, "dot", NORTHMERE, FORM)
    assert (again.added, again.changed) == ({}, {})
    assert again.unchanged == report.added
