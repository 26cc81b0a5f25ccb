"""`homeward report`: documents without the window."""

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
    out: Annotated[Path, typer.Option(metavar="FILE", help="Where the PDF goes.")],
    store: StoreFolder = None,
    passphrase_stdin: PassphraseStdin = False,
) -> None:
    """The return-interview summary as a PDF."""
    if out.exists():
        raise BadInput("There is a file of that name already. Choose another name.")
    opened = bootstrap.open_store(folder_of(store), passphrase(from_stdin=passphrase_stdin))
    try:
        document = bootstrap.summary(
            opened.desk, bootstrap.interview_called(opened.desk, reference)
        )
    finally:
        opened.close()
    out.touch(mode=0o600)
    out.write_bytes(document.pdf)
    typer.echo(f"{document.pages} pages in {out}")
