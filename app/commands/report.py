"""`homeward report`: documents without the window."""

import os
from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.commands.options import PassphraseStdin, StoreFolder, folder_of, passphrase
from app.records.errors import BadInput

commands = typer.Typer(help="Make documents.", no_args_is_help=True)


@commands.callback()
def documents() -> None:
    """Make documents."""


@commands.command("summary")
def summary(
    reference: Annotated[str, typer.Argument(help="The interview's or the episode's reference.")],
    out: Annotated[
        Path, typer.Option(metavar="FILE", help="Where the PDF goes; never over another file.")
    ],
    store: StoreFolder = None,
    passphrase_stdin: PassphraseStdin = False,
) -> None:
    """The return-interview summary as a PDF that only you can read."""
    if out.exists():
        raise BadInput("There is a file of that name already. Choose another name.")
    if not out.absolute().parent.is_dir():
        raise BadInput("The folder for the PDF does not exist. Make it, or choose another.")
    opened = bootstrap.open_store(folder_of(store), passphrase(from_stdin=passphrase_stdin))
    try:
        document = bootstrap.summary(
            opened.desk, bootstrap.interview_called(opened.desk, reference)
        )
    finally:
        opened.close()
    _write(out, document.pdf)
    typer.echo(f"{document.pages} pages in {out}")


def _write(out: Path, pdf: bytes) -> None:
    """Write a new file, whole or not at all, for its owner's eyes only."""
    try:
        file = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        raise BadInput("The PDF cannot be written there. Choose another folder.") from error
    try:
        with os.fdopen(file, "wb") as target:
            target.write(pdf)
    except OSError as error:
        out.unlink(missing_ok=True)
        message = "The PDF could not be written: the disk may be full. Nothing was left behind."
        raise BadInput(message) from error
