"""A sitting that is killed in mid-sentence: run as a program of its own on the story's store.

python -m tests.functional.scenarios.sitting STORE SCREENS CASE
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtTest import QTest

from app.ui.application import make_application

if TYPE_CHECKING:
    from tests.functional.scenarios.scene import Scene
    from tests.functional.scenarios.screens import Screens

CUT = "not staff at"
READY = "READY TO BE KILLED"


def kill_in_mid_sentence(scene: Scene) -> None:
    """Let the sitting run on this store until its last words are saved, then SIGKILL it."""
    scene.close()
    words = [sys.executable, "-m", __name__, str(scene.folder), str(scene.screens), scene.case]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    with subprocess.Popen(  # noqa: S603 - own program
        words,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=environment,
        cwd=Path(__file__).parents[3],
    ) as child:
        assert child.stdout is not None
        said: list[str] = []
        for line in child.stdout:
            said.append(line)
            if line.strip() == READY:
                child.kill()
    assert child.returncode == -9, "".join(said)


def main(folder: Path, screens: Path, case: str) -> None:
    """Ruby's interview as Tomasz holds it, up to the words about her wish."""
    from tests.functional.scenarios.scene import TOMASZ, Scene  # noqa: PLC0415 - after Qt

    scene = Scene(folder, screens)
    scene.case = case
    with scene.working(TOMASZ, "2026-10-22 16:30") as at:
        at.open("interview", "Ruby Tansley", "Tue 20 Oct 01:10")
        at.press("Start interview")
        first_things(at)
        her_account(at)
        worries(at)
        at.say("share_child_view", "happy_except")
        at.go("share_child_except")
        at.hand.click(at.work.box("share_child_except"))
        at.hand.type(CUT)
        at.all_saved()
        print(READY, flush=True)  # noqa: T201 - to whoever kills it
        QTest.qWait(60_000)


def first_things(at: Screens) -> None:
    at.tell(
        immediate_safeguarding="no",
        interviewer_independent="independent",
        interview_mode="face_to_face",
        interview_place="youth_centre",
        seen_alone="yes",
        confidentiality_explained="yes",
        medical_needed="no",
    )


def her_account(at: Screens) -> None:
    at.tell(
        reason_own_words="Fizz said I owed him and it was only two trips.",
        planned="was_told_to_go",
        what_did="Got the train, then waited about.",
    )
    for place in ("Saltmouth station", "14 Marl Court"):
        at.item("where_went", place={"name": place})
    at.say("went_out_of_area", "yes")
    at.say("where_slept", ["someone_elses_taken_over_home"])
    at.item("with_whom", name="Fizz", relationship="adult_known", age="24")
    at.item("with_whom", name="Dee", relationship="friend", also_missing="yes")
    at.say("travel_modes", ["train", "car_unknown_driver"])
    at.item("travel_details", mode="train", paid_by="adult_known")
    vehicle = {"vrm": "K?19", "model": "Corsa", "colour": "grey"}
    at.item("travel_details", mode="car_unknown_driver", vehicle=vehicle)


def worries(at: Screens) -> None:
    at.tell(harmed="unsure", afraid_of_anyone="yes")
    at.item("afraid_of", who={"name": "Fizz"}, lives_with_or_cares="no")
    at.say("feels_safe_at_home", "yes")
    at.item("phones", number="07700 900417", given_by="Fizz")
    at.tell(
        since_return="Staff were all right about it.",
        emotional_wellbeing="low",
        self_harm_suicide="none",
        substances=["cannabis"],
    )


if __name__ == "__main__":
    make_application(["homeward"])
    main(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
