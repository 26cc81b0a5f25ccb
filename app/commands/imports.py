"""`homeward import`: files of others into a store; what does not come in is named with its row."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated

import typer

from app import bootstrap
from app.bootstrap import OpenStore
from app.commands.options import PassphraseStdin, StoreFolder, folder_of, passphrase
from app.records.ports import ImportedRow, ImportReport

commands = typer.Typer(help="Bring files in. Importing the same again changes nothing.")

Practice = Annotated[
    bool, typer.Option("--practice", help="Where no store is, make a practice one.")
]
Authority = Annotated[
    str,
    typer.Option(
        help="Where no store is, make one for real records of the authority with this GSS code. "
        "Its recovery kit is printed once, on standard output: send it to a printer or a person, "
        "never to a log."
    ),
]


@commands.command("ssda903")
def ssda903(
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="With header, episodes, missing.")],
    store: StoreFolder = None,
    passphrase_stdin: PassphraseStdin = False,
    practice: Practice = False,
    authority: Authority = "",
) -> None:
    """Children, placements and missing periods of an SSDA903 return."""
    bootstrap.check_ssda903(folder)
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
    bootstrap.check_police_list(file)
    opened = _open(folder_of(store), passphrase_stdin, practice, authority)
    try:
        _tell(bootstrap.import_police_list(opened.desk, file))
    finally:
        opened.close()


def _open(folder: Path, from_stdin: bool, practice: bool, authority: str) -> OpenStore:
    words = passphrase(from_stdin=from_stdin)
    if bootstrap.store_exists(folder):
        return bootstrap.open_store(folder, words)
    opened, kit = bootstrap.create_for_import(folder, words, authority, practice=practice)
    made = "practice store" if practice else "store for real records"
    typer.echo(f"A {made} was made in {folder}")
    if not practice:
        typer.echo(f"Recovery kit, shown once; write it down: {kit}")
    return opened


def _tell(report: ImportReport) -> None:
    _count(report.added, "came in")
    _count(report.changed, "brought up to date")
    _count(report.unchanged, "were here already")
    if report.flagged:
        typer.echo(f"{_rows(report.flagged)} came in; please look at them:")
        _name(report.flagged)
    typer.echo(f"{_rows(report.refused)} did not come in{':' if report.refused else ''}")
    _name(report.refused)


def _count(counts: Mapping[str, int], words: str) -> None:
    for what, count in counts.items():
        typer.echo(f"{count} {what} {words}")


def _rows(rows: Sequence[ImportedRow]) -> str:
    return "1 row" if len(rows) == 1 else f"{len(rows)} rows"


def _name(rows: Sequence[ImportedRow]) -> None:
    for row in rows:
        typer.echo(f"{row.file}, row {row.row}: {row.reason}")
