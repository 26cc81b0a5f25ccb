"""What changes, and what travels: an edit sets paths of one record against the version shown."""

from __future__ import annotations

from typing import TypeAlias

import msgspec

from app.records.record import Answers, Cell, FormRef, Path, Record, RecordId, RecordKind

Change: TypeAlias = dict[Path, Cell | None]
"""What an edit sets; None clears a path (its version is kept)."""


class Edit(msgspec.Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """One change by one person to one record.

    `base` is the `ver` the open form was *showing*, fixed when the form opened (0 creates);
    `at` the laptop's clock in UTC, for display only; `salt` is random hex, so that an erased
    payload still verifies; `device` and `n` are given when a batch is sealed for its first send.
    `reason` is required for amendments, corrections and other reasoned changes.
    """

    op_id: str
    record: RecordId
    kind: RecordKind
    la: str
    case: RecordId
    base: int
    set: Change
    form: FormRef
    at: str
    user: str
    salt: str
    resolves: dict[Path, list[str]] = msgspec.field(default_factory=dict[Path, list[str]])
    reason: str | None = None
    device: str | None = None
    n: int | None = None


class FieldVersion(msgspec.Struct, frozen=True, array_like=True):
    """Who last set a path, in central's order. Made by central only."""

    seq: int
    device: str
    n: int
    op_id: str


FieldVersions: TypeAlias = dict[Path, FieldVersion]


def fold(record: Record, edits: list[Edit]) -> Record:
    """What is shown: a record with the waiting edits of its outbox laid over it, in order."""
    answers: Answers = dict(record.answers)
    for edit in edits:
        for path, cell in edit.set.items():
            if cell is None:
                answers.pop(path, None)
            else:
                answers[path] = cell
    return msgspec.structs.replace(record, answers=dict(sorted(answers.items())))


def blank(edit: Edit) -> Record:
    """The empty record that a creating edit (base 0) starts from."""
    return Record(id=edit.record, kind=edit.kind, la=edit.la, case=edit.case, form=edit.form)
