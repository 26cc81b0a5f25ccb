"""A return that others wrote: its children are found, go missing, and are interviewed.

The sample lies beside the checkout and is not part of it; without it there is nothing to read.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app import bootstrap
from app.casework.worker import Worker
from app.records.record import RecordKind
from app.ui.pages.return_interview import ReturnInterviewPage
from tests.functional.scenarios.scene import NORTHMERE

if TYPE_CHECKING:
    from tests.functional.scenarios.scene import Scene

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "domain" / "ssda903-sample"
CHILD = "566910"
BOTH = Worker("both", "Both Hands", NORTHMERE, ("coordinator", "interviewer"))

pytestmark = pytest.mark.skipif(not SAMPLE.is_dir(), reason="the outside sample is not beside us")


def test_an_imported_child_goes_missing_and_is_interviewed(scene: Scene) -> None:
    scene.at("2026-10-16 08:00")
    report = bootstrap.import_ssda903(scene.desk(BOTH), SAMPLE)
    assert (report.added["children"], report.added["placements"]) == (2675, 5050)
    assert report.added["periods"] == 43
    assert not report.refused
    again = bootstrap.import_ssda903(scene.desk(BOTH), SAMPLE)
    assert sum(again.added.values()) == 0
    with scene.store.open_work() as work:
        (child,) = work.records.by_value(RecordKind.PERSON, "child_local_id", CHILD)
    scene.case = child.id
    with scene.working(BOTH, "2026-10-16 08:50") as at:
        at.new_episode(CHILD)
        at.tell(child_forename="Ada", child_surname="Wren", episode_type="missing")
        at.tell(missing_from_at="15 Oct 2026 21:40", missing_from_place="placement")
        at.tell(found_at="16 Oct 2026 06:15", returned_at="16 Oct 2026 06:15")
        at.tell(return_how="returned_self")
        at.confirm()
        assert "Due in 69 h 25 min" in at.today("Ada Wren")
        at.open("interview", "Ada Wren")
        at.say("offer_made", "yes")
        at.say("offer_accepted", "yes")
        at.press("Start interview")
        at.say("reason_own_words", "I wanted to see my nan.")
        at.page(ReturnInterviewPage)
    (interview,) = scene.records(RecordKind.RETURN_INTERVIEW)
    assert interview.value("reason_own_words") == "I wanted to see my nan."
