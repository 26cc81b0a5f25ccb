"""The log: JSON lines of event codes and record ids, never what anybody said.

A message is a constant; the only variables that reach the file are those in `ALLOWED`. An
exception is written as its class and the places it passed, without its text or locals.
"""

from __future__ import annotations

import logging
import sys
import traceback
from logging.handlers import RotatingFileHandler
from pathlib import Path
from types import TracebackType

import msgspec

ALLOWED = ("event", "record", "kind", "question", "code", "count", "milliseconds")
_MAX_BYTES = 1_000_000
_PR_SET_DUMPABLE = 4


class JsonLines(logging.Formatter):
    """One JSON object a line, from the allow-list only."""

    def format(self, record: logging.LogRecord) -> str:
        """Render without arguments, so that a value passed by mistake cannot slip in."""
        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "where": record.name,
            "event": str(record.msg),
        }
        line.update({name: getattr(record, name) for name in ALLOWED if hasattr(record, name)})
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = _places(record.exc_info[2])
        return msgspec.json.encode(line, enc_hook=str).decode()


def start(folder: Path) -> None:
    """Send the log to a rotating file in this folder, owner-readable only."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    path = folder / "homeward.log"
    path.touch(mode=0o600, exist_ok=True)
    handler = RotatingFileHandler(path, maxBytes=_MAX_BYTES, backupCount=3, encoding="utf-8")
    handler.setFormatter(JsonLines())
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    sys.excepthook = _uncaught


def no_crash_dumps() -> None:
    """Let the system write no memory dump of this process; first thing in every process."""
    if sys.platform == "win32":
        return  # error reporting is switched off by policy there: docs/it-guide.md
    import ctypes  # noqa: PLC0415 - one call, not on every system
    import resource  # noqa: PLC0415

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_DUMPABLE, 0, 0, 0, 0)


def _uncaught(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    logging.getLogger("app").error("uncaught", exc_info=(kind, error, trace))


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
