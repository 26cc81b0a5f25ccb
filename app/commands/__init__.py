"""The headless commands, one file each; `run` gives them one command line and its exit codes."""

import errno
import traceback
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

import typer

from app import __version__, logs
from app.commands import demo, doctor, form, imports, report
from app.commands.options import StoreFolder
from app.records.errors import DiskFull, ProductError, Refused, StoreReadOnly

GOOD, REFUSED, WRONG_USE = 0, 1, 2

program = typer.Typer(
    name="homeward",
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
program.add_typer(imports.commands, name="import")
program.add_typer(report.commands, name="report")
program.add_typer(form.commands, name="form")
program.command("demo")(demo.demo)
program.command("doctor")(doctor.doctor)


@program.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    store: StoreFolder = None,
    version: Annotated[bool, typer.Option("--version", help="Say the version and stop.")] = False,
) -> None:
    """Missing episodes and return interviews. Without a command the window opens."""
    context.obj = store
    if version:
        typer.echo(f"homeward {__version__}")
        raise typer.Exit(GOOD)
    if context.invoked_subcommand is None:
        typer.echo(context.get_help())
        raise typer.Exit(WRONG_USE)


def run(arguments: Sequence[str]) -> int:
    """Run one command: 0 good, 1 refused with a reason, 2 wrong use."""
    logs.no_crash_dumps()
    try:
        program(args=list(arguments), prog_name="homeward")
    except SystemExit as ended:  # typer has said what is wrong with the command line
        return ended.code if isinstance(ended.code, int) else GOOD
    except Refused as refused:
        return _refuse(*(f"Refused: {reason}" for reason in refused.reasons or (refused.advice,)))
    except ProductError as error:
        return _refuse(_HEADLESS.get(type(error), error.advice))
    except OSError as error:
        return _refuse(_advice(error))
    except Exception as error:
        return _refuse(_fault(error))
    return GOOD


def _refuse(*reasons: str) -> int:
    for reason in reasons:
        typer.echo(reason, err=True)
    return REFUSED


_HEADLESS: dict[type[ProductError], str] = {
    DiskFull: "The disk is full. What was saved before is safe. Free some space, then try again.",
    StoreReadOnly: "The folder cannot be written to. Check that the disk is not read-only and that "
    "the folder is yours, then try again.",
}
"""Where the words of the window would speak of a window."""

_WHY = {
    errno.ENOENT: "it is not there",
    errno.EACCES: "you may not read or write it",
    errno.EPERM: "you may not read or write it",
    errno.EROFS: "the disk is read-only",
    errno.ENOSPC: "the disk is full",
    errno.EFBIG: "the disk is full",
    errno.ENOTDIR: "part of its path is a file, not a folder",
    errno.EISDIR: "it is a folder",
    errno.EEXIST: "something of that name is there already",
}


def _advice(error: OSError) -> str:
    why = _WHY.get(error.errno or 0, "the system refused")
    return f"{error.filename or 'A file'} cannot be used: {why}. Nothing that was saved is lost."


def _fault(error: Exception) -> str:
    """The last resort: a class and a place, nobody's words."""
    place = traceback.extract_tb(error.__traceback__)[-1]
    return (
        "Something went wrong in Homeward itself. Nothing that was saved is lost. "
        f"Tell your IT team: {type(error).__name__} at {Path(place.filename).name}:{place.lineno}."
    )
