"""`homeward import`: files of others into a store; what does not come in is named with its row."""

from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.bootstrap import OpenStore
from app.commands.options import PassphraseStdin, StoreFolder, folder_of, passphrase
from app.records.ports import ImportReport

commands = typer.Typer(help="Bring files in. Importing the same again changes nothing.")

Practice = Annotated[
    bool, typer.Option("--practice", help="Where no store is, make a practice one.")
]
Authority = Annotated[str, typer.Option(help="GSS code of the authority, when a store is made.")]


@commands.command("ssda903")
def ssda903(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="With header, episodes, missing.")],
    store: StoreFolder = None,
    passphrase_stdin: PassphraseStdin = False,
    practice: Practice = False,
    authority: Authority = "",
) -> None:
    """Children, placements and missing periods of an SSDA903 return."""
    opened = _open(folder_of(store), passphrase_stdin, practice, authority)
    try:
        _tell(bootstrap.import_ssda903(opened.desk, folder))
    finally:
        opened.close()


@commands.command("police-list")
def police_list(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The list as CSV.")],
    store: StoreFolder = None,
    passphrase_stdin: PassphraseStdin = False,
    practice: Practice = False,
    authority: Authority = "",
) -> None:
    """Reports of missing children, as episodes for a coordinator to confirm."""
    opened = _open(folder_of(store), passphrase_stdin, practice, authority)
    try:
        _tell(bootstrap.import_police_list(opened.desk, file))
    finally:
        opened.close()


def _open(folder: Path, from_stdin: bool, practice: bool, authority: str) -> OpenStore:
    words = passphrase(from_stdin=from_stdin)
    if bootstrap.store_exists(folder):
        return bootstrap.open_store(folder, words)
    return bootstrap.create_for_import(folder, words, authority, practice=practice)


def _tell(report: ImportReport) -> None:
    for what, count in report.added.items():
        typer.echo(f"{count} {what} came in")
    for what, count in report.changed.items():
        typer.echo(f"{count} {what} brought up to date")
    for what, count in report.unchanged.items():
        typer.echo(f"{count} {what} were here already")
    for row in report.refused:
        typer.echo(f"{row.file}, row {row.row}: {row.reason}")
    typer.echo(f"{len(report.refused)} rows did not come in")
