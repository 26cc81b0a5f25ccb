"""The log: JSON lines of event codes and record ids, never what anybody said.

A message is a constant; the only variables that reach the file are those in `ALLOWED`. An
exception is written as its class and the places it passed, without its text or locals.
"""

from __future__ import annotations

import logging
import re
import sys
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

from typing_extensions import override

if TYPE_CHECKING:
    from types import TracebackType

ALLOWED = ("event", "record", "kind", "question", "code", "count", "milliseconds")
UNNAMED = "unnamed"
"""Stands for a message that is no event code: a library's sentence may hold anything."""
_CODE = re.compile(r"[A-Za-z0-9_.:/-]{1,80}")
_MAX_BYTES, _KEPT = 1_000_000, 3
_PR_SET_DUMPABLE = 4


class JsonLines(logging.Formatter):
    """One JSON object a line, from the allow-list only."""

    @override
    def format(self, record: logging.LogRecord) -> str:
        """Render without arguments, so that a value passed by mistake cannot slip in."""
        import msgspec  # noqa: PLC0415 - the first page is painted before a line is written

        line: dict[str, object] = {
            "at": self.formatTime(record, "%Y-%m-%dT%H:%M:%S"),
            "level": record.levelname,
            "where": record.name,
            "event": _code(record.msg),
        }
        line.update(
            {name: _code(getattr(record, name)) for name in ALLOWED if hasattr(record, name)}
        )
        if record.exc_info and record.exc_info[0]:
            line["error"] = record.exc_info[0].__name__
            line["trace"] = _places(record.exc_info[2])
        return msgspec.json.encode(line).decode()


class LogFile(logging.Handler):
    """The rotating file, opened at its first line: a sitting without trouble writes none."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: logging.Handler | None = None

    @override
    def emit(self, record: logging.LogRecord) -> None:
        """Write a line; a full or read-only disk must not stop the work."""
        try:
            if self._file is None:
                self._file = self._open()
            self._file.emit(record)
        except OSError:
            self.handleError(record)

    @override
    def close(self) -> None:
        """Close the file, if it was opened."""
        if self._file is not None:
            self._file.close()
        super().close()

    def _open(self) -> logging.Handler:
        from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - slow to load

        self._path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._path.touch(mode=0o600, exist_ok=True)
        file = RotatingFileHandler(
            self._path, maxBytes=_MAX_BYTES, backupCount=_KEPT, encoding="utf-8"
        )
        file.setFormatter(JsonLines())
        return file


def start(folder: Path) -> None:
    """Send the log to a rotating file in this folder, owner-readable only."""
    logging.raiseExceptions = False  # a log that cannot be written prints nothing either
    root = logging.getLogger()
    root.addHandler(LogFile(folder / "homeward.log"))
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


def _code(value: object) -> object:
    """A number or a code as it is; anything with a blank in it is somebody's words."""
    if value is None or isinstance(value, int | float):
        return value
    return value if isinstance(value, str) and _CODE.fullmatch(value) else UNNAMED


def _places(trace: TracebackType | None) -> list[str]:
    return [f"{Path(frame.filename).name}:{frame.lineno}" for frame in traceback.extract_tb(trace)]
