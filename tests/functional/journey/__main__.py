"""Perform the journey without a display: `python -m tests.functional.journey --out out`.

Makes practice data, runs the first sitting, kills it in mid-sentence (SIGKILL), runs the second.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from app import bootstrap
from app.records import clock
from tests.functional.journey.stages import PASSPHRASE, READY

CHILDREN = 25
SEED = 7
AT = clock.from_text("2026-11-18T10:30:00.000Z")
"""The hour the journey is played at: the same children are due each time."""
_STARTED = clock.now()


def perform(out: Path) -> None:
    """Perform the whole journey; raises when a step does not lead where it should."""
    shutil.rmtree(out / "screens", ignore_errors=True)
    store, returns = out / "store", out / "returns"
    for old in (store, returns):
        shutil.rmtree(old, ignore_errors=True)
    began = time.monotonic()
    os.environ[bootstrap.CLOCK_VARIABLE] = clock.to_text(AT)
    bootstrap.create_practice(store, PASSPHRASE, children=CHILDREN, seed=SEED).close()
    bootstrap.write_practice_returns(returns, seed=SEED)
    print(f" 0. Make practice data and an SSDA903 folder · {time.monotonic() - began:.2f} s")
    _first(store, out, returns)
    _run("second", store, out)


def _first(store: Path, out: Path, returns: Path) -> None:
    with _child("first", store, out, returns, stdout=subprocess.PIPE) as child:
        assert child.stdout is not None
        for line in child.stdout:
            if line.strip() == READY:
                child.kill()
                print("    Killed the process (SIGKILL)", flush=True)
                break
            print(line, end="", flush=True)
    if child.returncode != -9:
        message = "the first sitting ended before it was killed"
        raise RuntimeError(message)


def _run(sitting: str, store: Path, out: Path) -> None:
    with _child(sitting, store, out) as child:
        code = child.wait()
    if code != 0:
        message = f"the {sitting} sitting failed"
        raise RuntimeError(message)


def _child(sitting: str, *paths: Path, stdout: int | None = None) -> subprocess.Popen[str]:
    words = [sys.executable, "-m", "tests.functional.journey.stages", sitting, *map(str, paths)]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    environment[bootstrap.CLOCK_VARIABLE] = clock.to_text(AT + (clock.now() - _STARTED))
    environment["QT_LOGGING_RULES"] = "qt.qpa.*=false"  # the offscreen platform talks a lot
    return subprocess.Popen(words, stdout=stdout, text=True, env=environment)


def main() -> int:
    """Read the command line and perform the journey."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--out", type=Path, default=Path("out"))
    out: Path = reader.parse_args().out
    out.mkdir(parents=True, exist_ok=True)
    perform(out.resolve())
    print(f"The summary is in {out / 'summary.pdf'}, a picture of each step in {out / 'screens'}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
