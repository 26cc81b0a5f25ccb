"""The headless commands, one file each; `run` gives them one command line and its exit codes."""

import sys
from collections.abc import Sequence  # noqa: TC003 - typer reads annotations at run time
from typing import Annotated

import click
import typer
from rich.console import Console

from app import __version__
from app.commands import demo, doctor, form, imports, report
from app.records.errors import ProductError, Refused


GOOD, REFUSED, WRONG_USE = 0, 1, 2

program = typer.Typer(
    name="homeward",
    help="Missing episodes and return interviews. Without a command the window opens.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
program.add_typer(imports.commands, name="import")
program.add_typer(report.commands, name="report")
program.add_typer(form.commands, name="form")
program.command("demo")(demo.demo)
program.command("doctor")(doctor.doctor)


@program.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Say the version and stop.")] = False,
) -> None:
    """Answer --version."""
    if version:
        typer.echo(f"homeward {__version__}")
        raise typer.Exit(GOOD)


def run(arguments: Sequence[str]) -> int:
    """Run one command: 0 good, 1 refused with a reason, 2 wrong use."""
    errors = Console(stderr=True, soft_wrap=True, highlight=False, markup=False)
    try:
        program(args=list(arguments), standalone_mode=False)
    except ProductError as error:
        reasons = error.reasons if isinstance(error, Refused) and error.reasons else (error.advice,)
        for reason in reasons:
            errors.print(f"Refused: {reason}" if isinstance(error, Refused) else reason)
        return REFUSED
    except click.exceptions.NoArgsIsHelpError as error:
        typer.echo(error.format_message(), file=sys.stderr)
        return WRONG_USE
    except click.UsageError as error:
        error.show()
        return WRONG_USE
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.Abort:
        return REFUSED
    return GOOD
