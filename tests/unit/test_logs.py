"""The log never holds what anybody said: not in messages, arguments, exceptions or locals."""

from __future__ import annotations

import json
import logging
import sys
from typing import TYPE_CHECKING, Any

import pytest

from app import logs
from app.records.errors import BadInput

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SECRET = "Ruby Tansley was at 14 Quay Street"  # noqa: S105 - what must not be found

pytestmark = pytest.mark.logs_warnings


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Path]:
    """The log as it is started, taken down afterwards."""
    root = logging.getLogger()
    before = root.handlers[:], root.level, sys.excepthook, logging.raiseExceptions
    logs.start(tmp_path / "logs")
    yield tmp_path / "logs" / "homeward.log"
    for handler in [handler for handler in root.handlers if handler not in before[0]]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(before[1])
    sys.excepthook, logging.raiseExceptions = before[2], before[3]


def lines(path: Path) -> list[dict[str, Any]]:
    text = path.read_text(encoding="utf-8")
    assert "Ruby" not in text
    assert "Quay" not in text
    return [json.loads(line) for line in text.splitlines()]


def fail_with(story: str) -> None:
    answer = {"before_story": story}
    raise BadInput(f"This cannot be read: {answer}")


def test_codes_and_ids_are_written(log: Path) -> None:
    logging.getLogger("app.ui").warning(
        "save_failed", extra={"code": "DISK_FULL", "record": "3f-9a", "count": 2}
    )
    (line,) = lines(log)
    assert line["event"] == "save_failed"
    assert (line["code"], line["record"], line["count"]) == ("DISK_FULL", "3f-9a", 2)
    assert line["level"] == "WARNING"


def test_no_way_of_logging_lets_words_in(log: Path) -> None:
    logger = logging.getLogger("app.ui")
    logger.error("failed %s", SECRET)
    logger.error(SECRET)
    logger.error(BadInput(SECRET))
    logger.error("failed", extra={"answer": SECRET, "code": SECRET, "question": {"said": SECRET}})
    logger.error("failed", stack_info=True)
    logging.getLogger("somebody.elses").error(f"they said: {SECRET}")  # noqa: G004 - as a library may
    assert len(lines(log)) == 6
    assert {line["event"] for line in lines(log)} == {logs.UNNAMED, "failed"}


def test_an_exception_is_its_class_and_the_places_it_passed(log: Path) -> None:
    try:
        fail_with(SECRET)
    except BadInput:
        logging.getLogger("app").exception("failed")
    (line,) = lines(log)
    assert line["error"] == "BadInput"
    assert [place.split(":")[0] for place in line["trace"]] == ["test_logs.py", "test_logs.py"]


def test_the_cause_of_an_exception_is_not_written_either(log: Path) -> None:
    try:
        try:
            fail_with(SECRET)
        except BadInput as error:
            raise ValueError(SECRET) from error
    except ValueError:
        logging.getLogger("app").exception("failed")
    (line,) = lines(log)
    assert line["error"] == "ValueError"


def test_what_nobody_caught_is_logged_the_same_way(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    try:
        fail_with(SECRET)
    except BadInput as error:
        sys.excepthook(type(error), error, error.__traceback__)
    (line,) = lines(log)
    assert (line["event"], line["error"]) == ("uncaught", "BadInput")
    assert SECRET not in "".join(capsys.readouterr())


def test_only_its_owner_may_read_it_and_it_is_made_late(log: Path) -> None:
    assert not log.parent.exists(), "a sitting without trouble writes nothing"
    logging.getLogger("app").error("failed")
    assert log.stat().st_mode & 0o777 == 0o600
    assert log.parent.stat().st_mode & 0o777 == 0o700


def test_it_does_not_grow_for_ever(log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(logs, "_MAX_BYTES", 2_000)
    for _ in range(200):
        logging.getLogger("app").error("failed")
    kept = sorted(path.name for path in log.parent.iterdir())
    assert kept == ["homeward.log", "homeward.log.1", "homeward.log.2", "homeward.log.3"]
    assert all(path.stat().st_size <= 2_000 for path in log.parent.iterdir())


def test_a_log_that_cannot_be_written_stops_nobody(
    log: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    log.parent.parent.mkdir(exist_ok=True)
    log.parent.write_text("a file where the folder should be", encoding="utf-8")
    logging.getLogger("app").error("failed")
    assert capsys.readouterr().err == ""
