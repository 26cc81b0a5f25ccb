"""Filling a practice store, and the people one can practise as."""

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING

from app.casework.permit import holders
from app.casework.practice import NORTHMERE, make_practice
from app.casework.worker import Worker
from app.records import clock
from app.records.edit import Edit
from app.records.record import RecordKind, answered, new_id

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.casework.practice_words import Words
    from app.records.ports import OpenWork
    from app.records.record import FormRef

AT_ONCE = 400
FIRST = "tomasz.beale"
INDEXED = frozenset({RecordKind.PERSON, RecordKind.MISSING_EPISODE, RecordKind.RETURN_INTERVIEW})


def practice_people(words: Words) -> list[Worker]:
    """The people one can practise as, the return-interview worker first."""
    return [
        Worker(one.user, one.name, NORTHMERE, tuple(one.roles), tuple(one.grants))
        for one in words.workers
    ]


def practice_worker(words: Words, authority: str = "") -> Worker:
    """Who a practice store is made for, at an authority of choice."""
    first = practice_people(words)[0]
    return Worker(first.user, first.name, authority or first.authority, first.roles, first.grants)


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
