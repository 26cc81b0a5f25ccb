"""The ground rules of tests/conftest.py fail the tests they are there to fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

CONFTEST = Path(__file__).parents[1] / "conftest.py"

TESTS = """
import logging, os, threading
from pathlib import Path
import pytest
from hypothesis import given, strategies

def test_warns():
    logging.getLogger("x").warning("careful")

@pytest.mark.logs_warnings
def test_warns_on_purpose():
    logging.getLogger("x").warning("careful")

def test_leaves_a_thread():
    threading.Thread(target=threading.Event().wait, args=(20,), daemon=True).start()

def test_has_an_empty_home():
    assert list(Path.home().iterdir()) == []
    assert os.environ["QT_QPA_PLATFORM"] == "offscreen"

@given(strategies.integers())
def test_takes_many_examples(number):
    assert number == number
"""


def test_stray_warnings_and_threads_fail_their_test(tmp_path: Path) -> None:
    (tmp_path / "conftest.py").write_bytes(CONFTEST.read_bytes())
    (tmp_path / "test_it.py").write_text(TESTS, encoding="utf-8")
    (tmp_path / "pytest.ini").write_text("[pytest]\nmarkers = logs_warnings\n", encoding="utf-8")

    result = subprocess.run(
        [sys.executable, "-m", "pytest", "-rA", "-p", "no:randomly", "-p", "no:cacheprovider"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert result.stdout.count("PASSED test_it.py") == 5, result.stdout  # both pass their call ...
    errors = {line.split()[1] for line in result.stdout.splitlines() if line.startswith("ERROR ")}
    assert errors == {"test_it.py::test_warns", "test_it.py::test_leaves_a_thread"}  # ... and fail
