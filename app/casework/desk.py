"""A worker's desk: who is working, with which form and rules, on which store, at what time.

Every use case takes a desk first; nothing in casework reaches for a global.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.records import clock, reference
from app.records.edit import Edit
from app.records.record import Answer, Record, RecordId, RecordKind, Source, answered, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.analysis.rules import RuleLibrary, Rules
    from app.forms.definition import Form, FormLibrary
    from app.records.permissions import Actor
    from app.records.ports import Clock, OpenWork
    from app.records.record import Cell, Path


@dataclass(frozen=True, slots=True)
class Desk:
    """What use cases need from outside."""

    open_work: OpenWork
    actor: Actor
    forms: FormLibrary
    rules: RuleLibrary
    clock: Clock = clock.now
    practice: bool = False

    @property
    def form(self) -> Form:
        """The form of the worker's own authority."""
        return self.forms.current

    def rules_of(self, la: str) -> Rules:
        """The rules of the authority a child belongs to, whoever works with the child."""
        return self.rules.of_authority(la)

    def form_of(self, record: Record) -> Form:
        """The form a record was taken with, else the nearest this program has."""
        return self.forms.nearest(record.form)[0]

    def blank(self, kind: RecordKind, la: str, case: RecordId | None = None) -> Record:
        """A record that does not exist yet; a person is the root of its own case."""
        record = new_id()
        form = self.forms.of_authority(la).ref
        return Record(id=record, kind=kind, la=la, case=case or record, form=form)

    def new_reference(self, la: str) -> Answer:
        """A fresh human reference, e.g. NMR-26-7K3Q-4, as the answer it is kept as."""
        name = self.form.questions["responsible_la"].label_of(la)
        made = reference.make(name, clock.local(self.clock()).year, secrets.choice)
        return answered(made.text, Source.SYSTEM)

    def edit(
        self, record: Record, change: Mapping[Path, Cell | None], reason: str | None = None
    ) -> Edit:
        """An edit of a record as this desk shows it: its base is the version shown, 0 creates."""
        return Edit(
            op_id=new_id(),
            record=record.id,
            kind=record.kind,
            la=record.la,
            case=record.case,
            base=record.ver,
            set=dict(sorted(change.items())),
            form=record.form,
            at=clock.to_text(self.clock()),
            user=self.actor.user,
            salt=secrets.token_hex(16),
            reason=reason,
        )
