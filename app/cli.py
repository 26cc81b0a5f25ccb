"""The command line: `homeward` opens the window; with a command it works headless.

Exit codes: 0 good, 1 refused with a reason in plain words, 2 wrong use.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence


def main() -> None:
    """Start the window, or one headless command; the window does not pay for the command line."""
    arguments = sys.argv[1:]
    if opens_window(arguments):
        from app.bootstrap import run_window as run  # noqa: PLC0415 - Qt is not wanted headless
    else:
        from app.commands import run  # noqa: PLC0415 - typer costs what start-up must not
    sys.exit(run(arguments))


def opens_window(arguments: Sequence[str]) -> bool:
    """Whether nothing is asked for but the window, perhaps on a named store."""
    match arguments:
        case [] | ["--store", _]:
            return True
        case [word]:
            return word.startswith("--store=")
        case _:
            return False


if __name__ == "__main__":
    main()
