"""How dear the sealed store is: one autosaved answer, and the worklist, against plain SQLite.

    python bench/bench_store.py            both figures, one JSON line each

The peer of the save is one row of the same bytes committed to the same engine without a key, in the
same run and interleaved. The peer of the list is the same query on the same rows without a key.
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
import time
import uuid
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

sys.path.insert(0, str(Path(__file__).parents[1]))

from app.records.codec import canonical
from app.records.edit import Edit
from app.records.ports import WorklistQuery, WorklistView
from app.records.record import (
    Answer,
    AnswerState,
    FormRef,
    Presence,
    RecordKind,
    answered,
    new_id,
)
from app.storage.driver import connect
from app.storage.engine import STORE_FILE, Sealed, engine_over, make_empty, open_sealed
from app.storage.heads import Head, Phase, Rank
from app.storage.held import Held
from app.storage.key_slots import KdfCost
from app.storage.lists import StoredLists
from app.storage.migrate import create_tables
from app.storage.outbox import StoredOutbox
from app.storage.records_store import StoredRecords
from app.storage.shown import ShownRecords
from app.storage.vault import create_store

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.storage.driver import Driver
    from app.storage.store import Store

QUICK = KdfCost(m_kib=64, t=1, p=1)
FORM = FormRef(core=1, overlay="", digest="0" * 64)
AUTHORITY = "E06999001"
QUESTIONS = 150
SAVES = 1_500
SAVE_LIMIT = 2.0
EPISODES = 100_000
LIST_LIMIT = 1.3
FIRST_LIST_MS = 300.0
LISTS = 30
NOW = datetime(2026, 11, 18, 9, 0, tzinfo=UTC)
PLAIN = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",
    "PRAGMA temp_store=MEMORY",
    "PRAGMA cache_size=-32768",
)


def plain_store(path: Path) -> Sealed:
    """The same engine without a key: what encryption is measured against."""
    make_empty(path)
    return connect_plain(path)


def connect_plain(path: Path) -> Sealed:
    """Connect without a key, otherwise as the store does."""
    driver = connect(f"{path.as_uri()}?mode=rw")
    for setting in PLAIN:
        driver.execute(setting)
    return Sealed(driver, engine_over(driver).connect())


def print_figure(
    figure: str,
    ours: list[float],
    peer: list[float],
    limit: float | None,
    limit_ms: float | None = None,
) -> None:
    """One JSON line: medians in milliseconds, their ratio, and what either may be at most."""
    ours_ms, peer_ms = statistics.median(ours) * 1e3, statistics.median(peer) * 1e3
    line = {
        "figure": figure,
        "ratio": round(ours_ms / peer_ms, 2),
        "limit": limit,
        "limit_ms": limit_ms,
        "ours_ms": round(ours_ms, 3),
        "peer_ms": round(peer_ms, 3),
        "ours_p95_ms": round(sorted(ours)[int(len(ours) * 0.95)] * 1e3, 3),
        "peer_p95_ms": round(sorted(peer)[int(len(peer) * 0.95)] * 1e3, 3),
        "runs": len(ours),
    }
    print(json.dumps(line), flush=True)


def edit_of(record: str, kind: RecordKind, case: str, change: dict[str, Any]) -> Edit:
    """An edit as a desk makes it."""
    return Edit(
        op_id=new_id(),
        record=record,
        kind=kind,
        la=AUTHORITY,
        case=case,
        base=0,
        set=change,
        form=FORM,
        at="2026-11-18T09:00:00.000Z",
        user="worker",
        salt="0" * 32,
    )


def bench_save(folder: Path) -> None:
    """One answer: edit handed to the store, until its commit returned."""
    store = create_store(folder / "store", "", practice=True, cost=QUICK).store
    interview, case = _interview(store)
    plain = plain_store(folder / "plain.db")
    plain.driver.execute("CREATE TABLE saved (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")
    ours: list[float] = []
    peer: list[float] = []
    for turn in range(SAVES):
        said = Answer(state=AnswerState.ANSWERED, value=f"Told on turn {turn}: by the canal.")
        question = f"question_{turn // 10 % QUESTIONS}"  # ten saves while one answer is typed
        edit = edit_of(interview, RecordKind.RETURN_INTERVIEW, case, {question: said})
        ours.append(_timed(partial(_save, store, edit)))
        peer.append(_timed(partial(_save_plain, plain.driver, edit)))
    store.close()
    plain.close()
    warm = SAVES // 10
    print_figure("one autosaved answer", ours[warm:], peer[warm:], SAVE_LIMIT)


def _interview(store: Store) -> tuple[str, str]:
    """A child, an episode, and an interview in which every question has an answer."""
    case, episode, interview = new_id(), new_id(), new_id()
    answers: dict[str, Any] = {
        f"question_{number}": answered("as told") for number in range(QUESTIONS)
    }
    answers[f"links/{episode}"] = Presence(present=True, role="episode")
    with store.open_work() as work:
        name = {"child_forename": answered("Ada"), "child_surname": answered("Marsh")}
        work.records.apply(edit_of(case, RecordKind.PERSON, case, name))
        began = {"missing_from_at": answered({"precision": "exact", "at": "2026-11-17T20:00Z"})}
        work.records.apply(edit_of(episode, RecordKind.MISSING_EPISODE, case, began))
        work.records.apply(edit_of(interview, RecordKind.RETURN_INTERVIEW, case, answers))
        work.commit()
    return interview, case


def _save(store: Store, edit: Edit) -> None:
    with store.open_work() as work:
        work.records.apply(edit)
        work.commit()


def _save_plain(driver: Driver, edit: Edit) -> None:
    driver.execute("INSERT INTO saved (bytes) VALUES (?)", (canonical(edit),))


def _timed(step: Callable[[], object]) -> float:
    started = time.perf_counter()
    step()
    return time.perf_counter() - started


def bench_list(folder: Path) -> None:
    """Today: due within 72 hours, the child's name joined, of an authority and of one worker."""
    store = create_store(folder / "list", "", practice=True, cost=QUICK).store
    plain = plain_store(folder / "list.db")
    create_tables(plain, "plain", 1)
    with store.open_work() as work:
        fill(store.sealed.driver)
        work.commit()
    plain.driver.execute("BEGIN")
    fill(plain.driver)
    plain.driver.execute("COMMIT")
    whole = WorklistQuery(
        now=NOW, view=WorklistView.DUE_72H, authority=AUTHORITY, offset=5_000, limit=50
    )
    mine = replace(whole, worker="worker", offset=500)
    for name, query in ((f"today over {EPISODES} episodes", whole), ("my cases among them", mine)):
        _bench_query(name, query, store, plain)
    key = store.opened.keys.store
    store.close()
    plain.close()
    _bench_first_list(folder, key, whole)


def _bench_query(name: str, query: WorklistQuery, store: Store, plain: Sealed) -> None:
    peer_lists = _lists_over(plain)
    ours: list[float] = []
    peer: list[float] = []
    with store.open_work() as work:
        page, same = work.lists.today(query), peer_lists.today(query)
        assert page == same
        assert len(page.rows) == query.limit
        for _ in range(LISTS):
            ours.append(_timed(lambda: work.lists.today(query)))
            peer.append(_timed(lambda: peer_lists.today(query)))
    print_figure(name, ours, peer, LIST_LIMIT)


def _bench_first_list(folder: Path, key: bytes, query: WorklistQuery) -> None:
    """The first list after unlocking: every page is read and decrypted once."""
    ours: list[float] = []
    peer: list[float] = []
    for _ in range(5):
        sealed, plain = (
            open_sealed(folder / "list" / STORE_FILE, key),
            connect_plain(folder / "list.db"),
        )
        ours.append(_timed(partial(_lists_over(sealed).today, query)))
        peer.append(_timed(partial(_lists_over(plain).today, query)))
        sealed.close()
        plain.close()
    print_figure("today, first after unlocking", ours, peer, None, FIRST_LIST_MS)


def _lists_over(sealed: Sealed) -> StoredLists:
    held = Held(sealed)
    records = StoredRecords(held, ShownRecords(), StoredOutbox(held))
    return StoredLists(held, records)


def fill(driver: Driver) -> None:
    """100,000 episodes of 25,000 children, a third due in 72 hours, a thirteenth held by one."""
    columns = ", ".join(("pk", *Head._fields))
    places = ", ".join("?" * (len(Head._fields) + 1))
    statement = f"INSERT INTO head ({columns}) VALUES ({places})"  # noqa: S608
    for number in range(EPISODES // 4):
        driver.execute(statement, (number + 1, *_child(number)))
        driver.execute(statement, (3 * EPISODES + number, *_assignment(number)))
    for number in range(EPISODES):
        driver.execute(statement, (EPISODES + number, *_episode(number)))


def _id(kind: str, number: int) -> str:
    """As long and as scattered as a real id, and the same in every run."""
    return str(uuid.uuid5(uuid.NAMESPACE_OID, f"{kind}{number}"))


def _child(number: int) -> Head:
    name = f"Child{number:05d}"
    return Head(
        id=_id("c", number),
        kind="person",
        la=AUTHORITY,
        case_id=_id("c", number),
        stage="draft",
        ver=0,
        surname=name,
        forename="Ada",
        born="2011-03-04",
        sort_name=f"{name.lower()} ada",
    )


def _episode(number: int) -> Head:
    due = NOW + timedelta(minutes=number * 7_919 % 12_960 - 4_320)
    text = due.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    done = number % 2 == 0
    return Head(
        id=_id("e", number),
        kind="missing_episode",
        la=AUTHORITY,
        case_id=_id("c", number % (EPISODES // 4)),
        stage="draft",
        ver=0,
        reference=f"NMR-26-{number:05d}",
        rank=Rank.DONE if done else Rank.OPEN,
        phase=Phase.DONE if done else Phase.OWED,
        sort_at=text,
        responsible=AUTHORITY if number % 10 else "E06999002",
        host=AUTHORITY if number % 7 else "E10999003",
        due_at=text,
        outcome="completed" if done else "due",
    )


def _assignment(number: int) -> Head:
    return Head(
        id=_id("a", number),
        kind="assignment",
        la=AUTHORITY,
        case_id=_id("c", number),
        stage="draft",
        ver=0,
        worker="other" if number % 13 else "worker",
    )


def main() -> None:
    """Measure both, each in a folder of its own."""
    with tempfile.TemporaryDirectory() as folder:
        bench_save(Path(folder))
        bench_list(Path(folder))


if __name__ == "__main__":
    main()
