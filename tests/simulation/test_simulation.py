"""Seeded worlds in which nothing may be lost, and faults planted in the code that must be caught.

A failing seed is printed; replay it with
    HOMEWARD_SEED=1234 .venv/bin/python -m pytest tests/simulation -k replay
or step by step with `python -m tests.simulation.world 1234`.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from typing import TYPE_CHECKING

import pytest

from tests.making import ROOT
from tests.simulation.world import World, failure_of

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from app.records.record import Record

SECONDS = 10.0
AT_LEAST = 150
CAMPAIGN_WORLDS = 100_000
SEEDS_TO_CATCH = 1_000
PLANTED = sorted((ROOT / "tests" / "simulation" / "planted").glob("*.patch"))
GIT = shutil.which("git") or "git"
REPLAYED = os.environ.get("HOMEWARD_SEED")


@pytest.fixture(name="say")
def _say(
    capsys: pytest.CaptureFixture[str], record_property: Callable[[str, object], None]
) -> Callable[[str], None]:
    """Print past the capture: how far a run got is part of its result."""

    def say(text: str) -> None:
        record_property("figure", text)
        with capsys.disabled():
            sys.stdout.write(f"\n{text}\n")

    return say


def test_the_same_seed_gives_the_same_world() -> None:
    first, second = World(11), World(11)
    first.run()
    second.run()
    assert [line.edit for line in first.central.log] == [line.edit for line in second.central.log]
    assert first.central.kept == second.central.kept


def test_clocks_change_nothing() -> None:
    """I11: what a laptop's clock says is only shown, so any clock gives the same records."""
    for seed in range(5):
        right, wrong = World(seed), World(seed)
        right.run()
        for device in wrong.devices.values():
            device.clock = "1970-01-01"
        wrong.run()
        assert _records(right) == _records(wrong)


def _records(world: World) -> list[Record]:
    return [kept.record for kept in world.central.kept.values()]


def test_worlds_do_what_they_are_for() -> None:
    """A simulator that never meets a conflict, a removal or a lost message proves nothing."""
    seen = {"conflict": 0, "closed": 0, "restored": 0, "resent": 0, "several devices": 0}
    for seed in range(60):
        world = World(seed)
        world.run()
        lines = world.central.log
        seen["conflict"] += sum(bool(line.merged.opened) for line in lines)
        seen["closed"] += sum(bool(line.merged.closed) for line in lines)
        seen["restored"] += sum(
            path not in line.edit.set for line in lines for path in line.merged.applied
        )
        seen["resent"] += max(0, world.network.delivered - 4 * len(lines))
        seen["several devices"] += len({line.edit.device for line in lines}) > 2
    assert min(seen.values()) > 5, seen


@pytest.mark.slow
def test_no_world_loses_or_hides_anything(say: Callable[[str], None]) -> None:
    end = time.monotonic() + SECONDS
    seed = 0
    while seed < AT_LEAST or time.monotonic() < end:
        seed += 1
        broken = failure_of(seed)
        assert broken is None, f"seed {seed}: {broken}"
    say(f"simulated worlds: {seed} in about {SECONDS:.0f} s, none broken")


@pytest.mark.campaign
def test_campaign(say: Callable[[str], None]) -> None:
    start = int(os.environ.get("HOMEWARD_SEED", "1"))
    count = int(os.environ.get("HOMEWARD_WORLDS", str(CAMPAIGN_WORLDS)))
    for seed in range(start, start + count):
        broken = failure_of(seed)
        assert broken is None, f"seed {seed}: {broken}"
    say(f"simulated worlds: {count} from seed {start}, none broken")


@pytest.mark.skipif(REPLAYED is None, reason="set HOMEWARD_SEED to replay a world")
def test_replay() -> None:
    assert failure_of(int(REPLAYED or 0), trace=True) is None


@pytest.mark.slow
def test_every_planted_fault_is_caught(say: Callable[[str], None], tmp_path: Path) -> None:
    table = [f"{'planted fault':36} seeds needed"]
    missed = []
    for patch in PLANTED:
        needed = _seeds_needed(patch, tmp_path / patch.stem)
        table.append(f"{patch.stem:36} {needed or 'NOT CAUGHT'}")
        if not needed:
            missed.append(patch.stem)
    say("\n".join(table))
    assert len(PLANTED) >= 9
    assert not missed


def test_the_hunt_finds_nothing_in_the_product_itself(tmp_path: Path) -> None:
    """The planted runs differ from the product by their patch only."""
    assert _hunt(_copy_of_app(tmp_path / "plain"), 30) == 0


def _seeds_needed(patch: Path, folder: Path) -> int:
    _copy_of_app(folder)
    subprocess.run(  # noqa: S603 - our own patch
        [GIT, "apply", "--recount", "-C1", str(patch)],
        cwd=folder,
        check=True,
        env={**os.environ, "GIT_CEILING_DIRECTORIES": str(folder.parent)},
    )
    return _hunt(folder, SEEDS_TO_CATCH)


def _copy_of_app(folder: Path) -> Path:
    shutil.copytree(
        ROOT / "app" / "records",
        folder / "app" / "records",
        ignore=shutil.ignore_patterns("__pycache__"),
    )
    shutil.copy(ROOT / "app" / "__init__.py", folder / "app" / "__init__.py")
    return folder


def _hunt(folder: Path, count: int) -> int:
    done = subprocess.run(  # noqa: S603 - our own module
        [sys.executable, "-m", "tests.simulation.world", "--hunt", str(count)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": f"{folder}{os.pathsep}{ROOT}"},
        capture_output=True,
        text=True,
        check=True,
    )
    return int(done.stdout.split()[0])
