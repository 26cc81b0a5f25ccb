"""Disks that are full, read-only or damaged: plain words, nothing lost, nothing read wrongly."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.records.errors import StoreDamaged, StoreError, StoreMismatch
from app.records.record import answered, new_id
from app.storage.engine import STORE_FILE
from app.storage.vault import create_store, unlock
from tests.storage.making import QUICK, episode, interview, later, person

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.storage.store import Store

REPOSITORY = Path(__file__).parents[2]
FLIPS = 120
NOBODY = 65_534


def run(script: str, *arguments: str) -> str:
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script, *arguments],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


FULL = """
import resource, signal, sys
from pathlib import Path
from app.records.errors import DiskFull
from app.records.record import answered, new_id
from app.storage.engine import STORE_FILE
from app.storage.vault import unlock
from tests.storage.making import later, person
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
folder, room = Path(sys.argv[1]), int(sys.argv[2])
store = unlock(folder, "practice")
case = new_id()
first = person(case, "Ada", "Marsh")
def save(edit):
    with store.open_work() as work:
        work.records.apply(edit)
        work.commit()
save(first)
limit = (folder / (STORE_FILE + "-wal")).stat().st_size + room
resource.setrlimit(resource.RLIMIT_FSIZE, (limit, resource.RLIM_INFINITY))
saved, failed = 0, None
for turn in range(400):
    edit = later(first, child_communication=answered(f"{turn} " + "x" * 3000))
    try:
        save(edit)
        saved = turn
    except DiskFull:
        failed = edit
        break
assert failed is not None, "the disk never was full"
with store.open_work() as work:  # what is shown is what was saved; reading goes on
    said = work.records.get(case).value("child_communication")
    assert said is None or said.startswith(f"{saved} "), said
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
save(failed)  # room again: the same edit, tried again
store.close()
store = unlock(folder, "practice")
with store.open_work() as work:
    said = work.records.get(case).value("child_communication")
    assert said == failed.set["child_communication"].value
assert store.check_pages() == []
store.close()
print("kept")
"""


FULL_AT_UNLOCK = """
import resource, signal, sys
from pathlib import Path
from app.records.errors import DiskFull
from app.storage.vault import unlock
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (8192, resource.RLIM_INFINITY))
try:
    unlock(Path(sys.argv[1]), "practice")
except DiskFull:
    print("full")
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
unlock(Path(sys.argv[1]), "practice").close()
print("opens")
"""


def test_a_disk_that_is_full_at_unlocking_is_not_called_damage(folder: Path) -> None:
    filled(folder)
    assert run(FULL_AT_UNLOCK, str(folder)).split() == ["full", "opens"]


@pytest.mark.skipif(sys.platform == "win32", reason="file size limits are POSIX")
@pytest.mark.parametrize("room", [0, 4096, 20_000, 100_000])
def test_a_full_disk_loses_nothing(folder: Path, room: int) -> None:
    create_store(folder, "practice", practice=True, cost=QUICK).store.close()
    assert run(FULL, str(folder), str(room)) == "kept"


READ_ONLY = """
import os, sys
from pathlib import Path
from app.records.errors import StoreReadOnly
from app.storage.vault import create_store, unlock
folder, uid = Path(sys.argv[1]), int(sys.argv[2])
if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(uid)
    os.setuid(uid)
for attempt in (
    lambda: unlock(folder, "practice"),
    lambda: create_store(folder / "new", "practice", practice=True),
):
    try:
        attempt()
    except StoreReadOnly as error:
        print(error.code)
"""


@pytest.fixture
def open_folder() -> Iterator[Path]:
    """A folder that another user may reach: pytest's own are closed to all but root."""
    folder = Path(tempfile.mkdtemp())
    folder.chmod(0o755)
    yield folder
    for path in folder.rglob("*"):
        path.chmod(0o700)
    shutil.rmtree(folder)


@pytest.mark.skipif(sys.platform == "win32", reason="folders are closed by access lists there")
def test_a_folder_that_cannot_be_written(open_folder: Path) -> None:
    folder = open_folder / "store"
    create_store(folder, "practice", practice=True, cost=QUICK).store.close()
    for path in [*folder.iterdir(), folder]:
        if os.geteuid() == 0:
            os.chown(path, NOBODY, NOBODY)
        path.chmod(0o500 if path.is_dir() else 0o400)
    assert run(READ_ONLY, str(folder), str(NOBODY)).split() == ["STORE_READ_ONLY"] * 2


def filled(folder: Path) -> dict[str, object]:
    """A store of some hundred pages, closed; what is in it by record."""
    store = create_store(folder, "practice", practice=True, cost=QUICK).store
    with store.open_work() as work:
        for number in range(40):
            case = new_id()
            gone = episode(case, "2026-11-10T20:00+00:00", "2026-11-11T20:00+00:00")
            talk = interview(case, gone.record)
            work.records.apply(person(case, f"Ada{number}", "Marsh"))
            work.records.apply(gone)
            work.records.apply(talk)
            said = {f"question_{at}": answered(f"told {number} {at}") for at in range(60)}
            work.records.apply(later(talk, **said))
            work.index_text(talk.record)
        work.commit()
    everything = content_of(store)
    store.close()
    return everything


def content_of(store: Store) -> dict[str, object]:
    with store.open_work() as work:
        cases = work.lists.children(0, 1_000)[0]
        records = [one for hit in cases for one in work.records.of_case(hit.case)]
        edits = work.outbox.edits()
        return {record.id: record for record in records} | {"edits": edits}


def flip_many(folder: Path, flips: int, chance: random.Random) -> int:
    """Flip one bit at a time and read everything; how many were refused."""
    expected = filled(folder)
    path = folder / STORE_FILE
    whole = path.read_bytes()
    refused = 0
    for _ in range(flips):
        flipped = bytearray(whole)
        flipped[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        path.write_bytes(flipped)
        try:
            store = unlock(folder, "practice")
        except (StoreDamaged, StoreMismatch):
            refused += 1
            continue
        try:
            assert content_of(store) == expected, "read wrongly without a word"
        except StoreDamaged:
            refused += 1
        finally:
            store.close()
    path.write_bytes(whole)
    store = unlock(folder, "practice")
    assert content_of(store) == expected
    store.close()
    return refused


@pytest.mark.slow
def test_no_flipped_bit_is_read_wrongly(folder: Path) -> None:
    refused = flip_many(folder, FLIPS, random.Random(5))  # noqa: S311
    assert refused > FLIPS // 3  # the rest lie in pages that reading does not touch


@pytest.mark.campaign
def test_no_flipped_bit_is_read_wrongly_in_many(folder: Path) -> None:
    flip_many(folder, 20_000, random.Random())  # noqa: S311


def test_every_page_is_checked_on_demand(folder: Path) -> None:
    filled(folder)
    path = folder / STORE_FILE
    content = bytearray(path.read_bytes())
    content[-2000] ^= 1
    path.write_bytes(content)
    store = unlock(folder, "practice")
    try:
        found = store.check_pages()
    except StoreError:
        found = ["refused"]
    assert found
    store.close()
