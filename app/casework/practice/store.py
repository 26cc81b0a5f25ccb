"""Filling a practice store, and whose it is at first."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

import msgspec

from app.casework.permit import holders
from app.casework.practice.cases import make_practice
from app.records import clock
from app.records.edit import Edit
from app.records.record import RecordKind, answered, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.casework.practice.words import Words
    from app.casework.worker import Worker
    from app.records.ports import OpenWork
    from app.records.record import FormRef

AT_ONCE = 400
FIRST = "tomasz.beale"
INDEXED = frozenset({RecordKind.PERSON, RecordKind.MISSING_EPISODE, RecordKind.RETURN_INTERVIEW})


def practice_worker(words: Words, authority: str = "") -> Worker:
    """Who a practice store is made for, at an authority of choice."""
    first = words.workers[0]
    return msgspec.structs.replace(first, authority=authority or first.authority)


def fill_practice(
    open_work: OpenWork,
    words: Words,
    forms: Mapping[str, FormRef],
    now: datetime,
    size: tuple[int, int],
) -> None:
    """Write invented children, in batches; `size` is how many and from which seed."""
    children, seed = size
    edits = make_practice(words, forms, now, children, seed)
    while batch := list(islice(edits, AT_ONCE)):
        with open_work() as work:
            for edit in batch:
                work.records.apply(edit)
                if edit.kind is RecordKind.PERSON and FIRST not in holders(work, edit.case):
                    work.records.apply(_allocated(edit, now))
            for edit in batch:
                if edit.kind in INDEXED:
                    work.index_text(edit.record)
            work.commit()


def _allocated(person: Edit, now: datetime) -> Edit:
    """Every practice case is held by the worker one practises as first."""
    since = answered(clock.to_text(now))
    return Edit(
        op_id=new_id(),
        record=new_id(),
        kind=RecordKind.ASSIGNMENT,
        la=person.la,
        case=person.case,
        base=0,
        set={"since": since, "user": answered(FIRST)},
        form=person.form,
        at=clock.to_text(now),
        user="priya.nand",
        salt=person.salt,
    )
