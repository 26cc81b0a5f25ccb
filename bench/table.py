"""Run every figure and print them as one table: `make bench`.

    python bench/table.py            a missed limit is shown
    STRICT=1 python bench/table.py   and fails

Each `bench_*.py` prints one JSON line a figure; a file that breaks fails in either case.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent
HEADINGS = ("figure", "ours", "peer", "ratio", "limit", "")


def figures_of(file: Path) -> list[dict[str, Any]]:
    """Run one file; its lines are shown as they come, and returned."""
    found: list[dict[str, Any]] = []
    words = [sys.executable, str(file)]
    with subprocess.Popen(  # noqa: S603 - our own files
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, cwd=FOLDER.parent
    ) as process:
        told, errors = process.communicate()
    for line in told.splitlines():
        print(line, flush=True)
        if line.startswith("{"):
            found.append(json.loads(line))
    if not found:
        print(errors, file=sys.stderr)
        message = f"{file.name} measured nothing"
        raise RuntimeError(message)
    return found


def held(figure: dict[str, Any]) -> bool | None:
    """Whether a figure keeps its limits; None when it has none."""
    limits = [
        figure[measured] <= figure[limit]
        for measured, limit in (("ratio", "limit"), ("ours_ms", "limit_ms"))
        if figure.get(limit) is not None
    ]
    return all(limits) if limits else None


def row(figure: dict[str, Any]) -> tuple[str, ...]:
    """One figure as a person reads it."""
    limits = [
        f"{figure['limit']:g} x" if figure.get("limit") is not None else "",
        f"{figure['limit_ms']:g} ms" if figure.get("limit_ms") is not None else "",
    ]
    return (
        figure["figure"],
        f"{figure['ours_ms']:g} ms",
        f"{figure['peer_ms']:g} ms" if "peer_ms" in figure else "",
        f"{figure['ratio']:.2f}" if "ratio" in figure else "",
        " ".join(filter(None, limits)),
        {True: "held", False: "MISSED", None: ""}[held(figure)],
    )


def main() -> int:
    """Measure one file after the other, since two at a time disturb each other."""
    figures = [figure for file in sorted(FOLDER.glob("bench_*.py")) for figure in figures_of(file)]
    rows = [HEADINGS, *map(row, figures)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    print()
    for words in rows:
        cells = [words[0].ljust(widths[0])]
        cells += [word.rjust(width) for word, width in zip(words[1:], widths[1:], strict=True)]
        print("  ".join(cells).rstrip())
    missed = [figure["figure"] for figure in figures if held(figure) is False]
    return int(bool(missed) and os.environ.get("STRICT") == "1")


if __name__ == "__main__":
    sys.exit(main())
