"""`homeward demo`: a practice store of invented children, and an SSDA903 folder to import."""

from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.commands.options import PassphraseStdin, StoreFolder, folder_of, passphrase
from app.records.errors import BadInput

PRACTICE_PASSPHRASE = "practice makes calm"  # noqa: S105 - for invented children only


def demo(
    store: StoreFolder = None,
    passphrase_stdin: PassphraseStdin = False,
    children: Annotated[int, typer.Option(min=1, max=20000, help="How many children.")] = 25,
    seed: Annotated[int, typer.Option(help="The same seed makes the same children.")] = 1,
    returns: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Also write an SSDA903 folder to import.")
    ] = None,
) -> None:
    """Make a practice store: invented children only; it can never be sent to a real service."""
    folder = folder_of(store)
    _nothing_there(returns)
    words = passphrase(from_stdin=True) if passphrase_stdin else PRACTICE_PASSPHRASE
    bootstrap.create_practice(folder, words, children=children, seed=seed).close()
    typer.echo(f"Practice store made: {children} invented children in {folder}")
    if not passphrase_stdin:
        typer.echo(f"Its passphrase: {words}")
    if returns is not None:
        written = bootstrap.write_practice_returns(returns, seed=seed)
        typer.echo(f"SSDA903 folder written: {written} children in {returns}")


def _nothing_there(returns: Path | None) -> None:
    """An invented return must not take the place of a real one."""
    if (
        returns is not None
        and returns.exists()
        and not (returns.is_dir() and not any(returns.iterdir()))
    ):
        raise BadInput("The folder for the SSDA903 return is not empty. Choose a new one.")
