"""What `make run` performs without a display: the whole journey, killed once in mid-sentence."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LONGEST = 240


@pytest.mark.functional
def test_the_journey_of_make_run_ends_with_the_pdf(tmp_path: Path) -> None:
    words = [sys.executable, "-m", "tests.functional.journey", "--out", str(tmp_path)]
    done = subprocess.run(  # noqa: S603 - this program
        words,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=LONGEST,
        check=False,
    )
    assert done.returncode == 0, done.stdout[-2000:] + done.stderr[-2000:]
    assert (tmp_path / "summary.pdf").read_bytes().startswith(b"%PDF")
    pictures = sorted(path.name for path in (tmp_path / "screens").iterdir())
    assert len(pictures) == 11
    assert "Killed the process" in done.stdout
    steps = [line for line in done.stdout.splitlines() if line[:2].strip().isdigit()]
    assert all(" s" in line for line in steps)
    assert len(steps) == 12
