"""Merging 50,000 edits, against as many plain dict updates with a version check in the same run.

The peer is the least a store could do: for each path compare the version it was based on, then
set value and version. Ours also keeps field versions per device, looks above and inside items,
and keeps both values where people got in each other's way. Both go over the same edits of 500
records, once record by record as central does for a batch (one copy a record), once edit by edit.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from app.records.edit import Edit, blank
from app.records.merge import Merging, merge, take
from app.records.record import FormRef, Presence, RecordKind, Tick, answered

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.records.conflict import Conflict
    from app.records.edit import FieldVersions
    from app.records.record import Cell

EDITS = 50_000
RECORDS = 500
ROUNDS = 5
UP_TO_DATE = 0.95
FORM = FormRef(core=1, overlay="", digest="d")
PATHS = [
    *(f"question_{number}" for number in range(60)),
    *(f"places/item{item}/{leaf}" for item in range(4) for leaf in ("@", "name", "when", "who")),
    *(f"signs/option_{number}" for number in range(12)),
]


def edits() -> list[list[Edit]]:
    """A hundred edits of each record by two devices, one in twenty made on an older version."""
    rng = random.Random(7)  # noqa: S311 - the same edits in every run
    return [
        [_edit(rng, record, seq) for seq in range(1, EDITS // RECORDS + 1)]
        for record in range(RECORDS)
    ]


def _edit(rng: random.Random, record: int, seq: int) -> Edit:
    device = rng.choice("ab")
    chosen = rng.sample(PATHS, 2)
    return Edit(
        op_id=f"{record}-{seq}",
        record=f"r{record}",
        kind=RecordKind.RETURN_INTERVIEW,
        la="E06999001",
        case="c",
        base=max(0, seq - (1 if rng.random() < UP_TO_DATE else 6)),
        set={path: _cell(path, seq) for path in chosen},
        form=FORM,
        at="2026-11-21T09:12:03.000Z",
        user=device,
        salt="5a17",
        device=device,
        n=seq,
    )


def _cell(path: str, seq: int) -> Cell:
    if path.endswith("@"):
        return Presence(present=True, order="V")
    if path.startswith("signs/"):
        return Tick(value=seq % 2 == 0)
    return answered(f"What the child said, as it was said, number {seq}.")


def ours(batches: list[list[Edit]]) -> int:
    """A batch a record, as central merges a push."""
    contested = 0
    for batch in batches:
        merging = Merging(blank(batch[0]), {})
        for seq, edit in enumerate(batch, start=1):
            take(merging, edit, seq)
        contested += len(merging.merged().conflicts)
    return contested


def no_versions() -> FieldVersions:
    """What a record has before its first entry."""
    return {}


def one_by_one(batches: list[list[Edit]]) -> int:
    """Every edit on its own, each with its own copy of the record."""
    contested = 0
    for batch in batches:
        record, fver = blank(batch[0]), no_versions()
        conflicts: tuple[Conflict, ...] = ()
        for seq, edit in enumerate(batch, start=1):
            merged = merge(record, fver, conflicts, edit, seq)
            record, fver, conflicts = merged.record, merged.fver, merged.conflicts
        contested += len(conflicts)
    return contested


def peer(batches: list[list[Edit]]) -> int:
    """Plain dicts: a value and a version per path; what was based on less is refused."""
    refused = 0
    for batch in batches:
        values: dict[str, object] = {}
        versions: dict[str, int] = {}
        for seq, edit in enumerate(batch, start=1):
            for path, cell in edit.set.items():
                if versions.get(path, 0) > edit.base:
                    refused += 1
                    continue
                values[path] = cell
                versions[path] = seq
    return refused


def best(run: Callable[[list[list[Edit]]], int], batches: list[list[Edit]]) -> float:
    """The median of some runs, in milliseconds."""
    times = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        run(batches)
        times.append((time.perf_counter() - start) * 1000)
    return statistics.median(times)


def main() -> None:
    """Print one JSON line a figure."""
    batches = edits()
    peer_ms = best(peer, batches)
    figures = (("merge 50,000 edits", ours), ("merge 50,000 edits one by one", one_by_one))
    for figure, run in figures:
        ours_ms = best(run, batches)
        told = {
            "ratio": round(ours_ms / peer_ms, 1),
            "ours_ms": round(ours_ms),
            "peer_ms": round(peer_ms, 1),
        }
        print(json.dumps({"figure": figure, **told, "contested": run(batches)}))


if __name__ == "__main__":
    main()
