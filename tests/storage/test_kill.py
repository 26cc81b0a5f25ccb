"""Killed without warning: every save that was acknowledged is there, whole, and the store opens."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.records.errors import WrongPassphrase
from app.records.outbox import shown
from app.storage.vault import create_store, store_exists, unlock
from tests.storage.changer import WORDS, FolderKeyring
from tests.storage.making import QUICK
from tests.storage.saver import CHILD, OTHER, PASSWORD

if TYPE_CHECKING:
    from app.storage.store import Store

REPOSITORY = Path(__file__).parents[2]
KILLS = 12
CAMPAIGN_KILLS = 1_000
LONGEST = 0.12
REKEY_KILLS = 4
SHORTEST = 0.06


@pytest.mark.slow
def test_no_acknowledged_save_is_lost(folder: Path) -> None:
    kill_many(folder, KILLS, random.Random(11))  # noqa: S311


@pytest.mark.campaign
def test_no_acknowledged_save_is_lost_in_a_thousand(folder: Path) -> None:
    kill_many(folder, CAMPAIGN_KILLS, random.Random())  # noqa: S311


def kill_many(folder: Path, kills: int, chance: random.Random) -> None:
    create_store(folder, PASSWORD, practice=True, cost=QUICK).store.close()
    acknowledged = 0
    for _ in range(kills):
        said = run_until_killed("saver", chance.random() * LONGEST, str(folder))
        acknowledged = max(acknowledged, *said, 0)
        check(folder, acknowledged)
    assert acknowledged >= kills  # the children did save before they were killed


@pytest.mark.slow
def test_making_and_rekeying_leave_one_pair_that_opens(tmp_path: Path) -> None:
    chance = random.Random(3)  # noqa: S311
    for round_ in range(REKEY_KILLS):
        parent = tmp_path / str(round_)
        parent.mkdir()
        folder, turn, keyring = parent / "store", 0, FolderKeyring(parent / "keyring")
        for _ in range(2):  # killed while it is made, or while it is given a new passphrase
            said = run_until_killed("changer", chance.random() * SHORTEST, str(folder), str(turn))
            turn = max(turn, *said)
            if not store_exists(folder):
                assert max(said) < 0, "an acknowledged store is gone"
                continue
            turn = opens_with(folder, keyring, turn, turn + 1)


def opens_with(folder: Path, keyring: FolderKeyring, *turns: int) -> int:
    """The one turn whose passphrase opens the store."""
    for turn in turns:
        try:
            unlock(folder, f"{WORDS}{turn}", keyring=keyring).close()
        except WrongPassphrase:
            continue
        return turn
    pytest.fail("no passphrase opens the store")


def run_until_killed(module: str, after_first: float, *arguments: str) -> list[int]:
    """Run a child, kill it some moments after its first line, return what it acknowledged."""
    child = subprocess.Popen(  # noqa: S603
        [sys.executable, "-m", f"tests.storage.{module}", *arguments],
        cwd=REPOSITORY,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert child.stdout is not None
    with child.stdout as lines:
        first = lines.readline()
        time.sleep(after_first)
        child.send_signal(signal.SIGKILL)
        rest = lines.read()
    child.wait()
    # A line cut by the kill says nothing; a whole one was printed after its commit returned.
    whole = (first + rest).split("\n")[:-1]
    assert whole, "the child died before its first line"
    return [int(line) for line in whole]


def check(folder: Path, acknowledged: int) -> None:
    store = unlock(folder, PASSWORD)
    try:
        with store.open_work() as work:
            records = [work.records.get(record) for record in (CHILD, OTHER)]
            values = {record.value("child_communication") for record in records}
            assert len(values) == 1, "one record of a unit of work without the other"
            (turn,) = values
            assert int(turn) in (acknowledged, acknowledged + 1)
            assert work.audit.verify() >= int(turn)
        assert_derived(store)
        assert store.check_pages() == []
    finally:
        store.close()


def assert_derived(store: Store) -> None:
    """What is shown is what the outbox says: no record without its edit, no edit without it."""
    with store.open_work() as work:
        for record in (CHILD, OTHER):
            folded = shown(None, work.outbox.edits(record))
            assert folded == work.records.get(record)
