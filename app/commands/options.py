"""Options that several commands share: which store, and its passphrase, never as an argument."""

import getpass
import sys
from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.records.errors import BadInput


def _named(context: typer.Context, store: Path | None) -> Path | None:
    """`--store` may stand before the command or after it, but not name two stores."""
    before: Path | None = context.find_root().obj
    if before is not None and store is not None and before != store:
        raise typer.BadParameter("Two stores are named. Say --store once.")
    return store or before


StoreFolder = Annotated[
    Path | None,
    typer.Option(
        "--store",
        metavar="DIR",
        callback=_named,
        help="The store's folder (default: this laptop's).",
    ),
]
PassphraseStdin = Annotated[
    bool,
    typer.Option(
        "--passphrase-stdin", help="Read the passphrase from the first line of standard input."
    ),
]


def folder_of(store: Path | None) -> Path:
    """The store's folder that was named, or this laptop's."""
    if store is not None:
        return store
    chosen = bootstrap.own_settings()
    for problem in chosen.problems:
        typer.echo(problem, err=True)
    return chosen.store_folder


def passphrase(*, from_stdin: bool) -> str:
    """The passphrase, never echoed and never taken from the command line."""
    if from_stdin:
        return _first_line()
    if not sys.stdin.isatty():
        raise BadInput(
            "No passphrase was given. Add --passphrase-stdin and pass it on the first line."
        )
    return getpass.getpass("Passphrase: ")


def _first_line() -> str:
    try:
        words = sys.stdin.readline().rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise BadInput("The passphrase on standard input is not UTF-8 text.") from error
    if not words:
        raise BadInput("Standard input held no passphrase. Pass it on the first line.")
    return words
