"""The headless commands, one file each; `run` gives them one command line and its exit codes."""

from collections.abc import Sequence
from typing import Annotated

import typer
from rich.console import Console

from app import __version__
from app.commands import demo, doctor, form, imports, report
from app.commands.options import StoreFolder
from app.records.errors import ProductError, Refused

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
    errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    try:
        program(args=list(arguments), prog_name="homeward")
    except ProductError as error:
        reasons = error.reasons if isinstance(error, Refused) and error.reasons else (error.advice,)
        for reason in reasons:
            errors.print(f"Refused: {reason}" if isinstance(error, Refused) else reason)
        return REFUSED
    except SystemExit as ended:  # typer has said what is wrong with the command line
        return ended.code if isinstance(ended.code, int) else GOOD
    return GOOD
