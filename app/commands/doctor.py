"""`homeward doctor`: whether the protections of this laptop hold, one line each."""

import json
from typing import Annotated

import typer

from app import bootstrap
from app.commands.options import PassphraseStdin, StoreFolder, folder_of, passphrase
from app.records.errors import Refused


def doctor(
    store: StoreFolder = None,
    passphrase_stdin: PassphraseStdin = False,
    as_json: Annotated[bool, typer.Option("--json", help="For machines.")] = False,
) -> None:
    """Check the protections; with --passphrase-stdin also inside the store."""
    words = passphrase(from_stdin=True) if passphrase_stdin else None
    findings = bootstrap.examine(folder_of(store), words)
    if as_json:
        listed = [{"check": f.check, "passed": f.passed, "words": f.words} for f in findings]
        typer.echo(json.dumps(listed, indent=2))
    else:
        for found in findings:
            typer.echo(f"{'pass' if found.passed else 'FAIL'}  {found.check}: {found.words}")
    failed = sum(not found.passed for found in findings)
    if failed:
        reason = f"{failed} of {len(findings)} checks failed."
        raise Refused(reason)
