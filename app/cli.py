"""The command line: `homeward` opens the window; with a command it works headless.

Exit codes: 0 good, 1 refused with a reason in plain words, 2 wrong use.
"""

from __future__ import annotations

import sys

HEADLESS = ("demo", "doctor", "import", "report", "form")


def main() -> None:
    """Start the window, or one headless command; the window does not pay for the command line."""
    arguments = sys.argv[1:]
    if any(word in HEADLESS or word in ("--version", "--help", "-h") for word in arguments):
        from app.commands import run  # noqa: PLC0415 - typer costs what start-up must not
    else:
        from app.bootstrap import run_window as run  # noqa: PLC0415 - Qt is not wanted headless
    sys.exit(run(arguments))


if __name__ == "__main__":
    main()
