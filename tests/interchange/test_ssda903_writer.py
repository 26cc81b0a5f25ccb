"""Practice writes a return that the import takes whole, and that names nobody."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from app.casework.practice.returns import make_return
from app.casework.practice.words import Words
from app.interchange.ssda903 import import_ssda903
from app.interchange.ssda903_cells import is_upn, upn_adds_up
from app.interchange.ssda903_writer import write_ssda903_folder
from tests.fakes import Memory
from tests.making import FORM, NORTHMERE, ROOT

if TYPE_CHECKING:
    from pathlib import Path

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
WORDS = Words.load(ROOT / "resources" / "practice")


def test_what_practice_writes_comes_in_whole_and_twice_changes_nothing(tmp_path: Path) -> None:
    children = make_return(WORDS, NOW, children=60)
    counts = write_ssda903_folder(tmp_path, children)
    memory = Memory()
    for expected in ("added", "unchanged"):
        report = import_ssda903(tmp_path, memory.open_work, lambda: NOW, "dot", NORTHMERE, FORM)
        assert getattr(report, expected) == {
            "children": counts["header.csv"],
            "placements": counts["episodes.csv"],
            "periods": counts["missing.csv"],
        }
        assert report.refused == ()
        assert report.flagged == ()
    assert counts["missing.csv"] > 10


def test_the_files_have_the_headings_of_the_return_and_nothing_more(tmp_path: Path) -> None:
    write_ssda903_folder(tmp_path, make_return(WORDS, NOW, children=3))
    assert (tmp_path / "missing.csv").read_text().splitlines()[0] == (
        "CHILD,DOB,MISSING,MIS_START,MIS_END"
    )
    assert b"\r\n" in (tmp_path / "header.csv").read_bytes()


def test_pupil_numbers_add_up_and_the_same_seed_gives_the_same_children() -> None:
    children = make_return(WORDS, NOW, children=50)
    assert all(is_upn(child.upn) and upn_adds_up(child.upn) for child in children)
    assert children == make_return(WORDS, NOW, children=50)
    assert children != make_return(WORDS, NOW, children=50, seed=1)
