"""`homeward form`: check the form's files, read them, compare versions, publish."""

from pathlib import Path
from typing import Annotated

import typer

from app.forms import diff as differences
from app.forms import lint as linter
from app.forms import publish as publisher
from app.forms import show as reader
from app.records.errors import Refused
from app.resources import resources

commands = typer.Typer(help="The standard form as data.", no_args_is_help=True)

Forms = Annotated[
    Path | None, typer.Option("--forms", metavar="DIR", help="Another resources folder.")
]


@commands.command("lint")
def lint(forms: Forms = None) -> None:
    """Find what is wrong in the form files; refused when anything is."""
    faults = linter.lint(forms or resources())
    for fault in faults:
        typer.echo(str(fault))
    if faults:
        count = "1 fault" if len(faults) == 1 else f"{len(faults)} faults"
        reason = f"{count} in the form files."
        raise Refused(reason)
    typer.echo("The form files are sound.")


@commands.command("show")
def show(
    kind: Annotated[
        str, typer.Argument(help="A kind; an interview is composed.")
    ] = "return_interview",
    forms: Forms = None,
    overlay: Annotated[str | None, typer.Option(help="With an authority's own questions.")] = None,
) -> None:
    """Print a form as people read it."""
    typer.echo(reader.show(forms or resources(), kind, overlay))


@commands.command("diff")
def diff(
    before: Annotated[Path, typer.Argument(metavar="BEFORE", help="A resources folder.")],
    after: Annotated[Path | None, typer.Argument(metavar="AFTER", help="Another.")] = None,
) -> None:
    """Explain in plain words what changed between two versions."""
    typer.echo(differences.explain(before, after or resources()))


@commands.command("publish")
def publish(forms: Forms = None) -> None:
    """Note the digest of a new version; a published version can never change again."""
    typer.echo(publisher.publish(forms or resources()))
