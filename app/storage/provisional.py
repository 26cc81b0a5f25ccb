"""Stands in for app.records.outbox until that is there."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.records.record import STAGE

if TYPE_CHECKING:
    from app.records.edit import Edit


def may_squash(waiting: Edit, later: Edit) -> bool:
    """Whether a later edit may be laid into one that waits (records.md)."""
    same = (
        waiting.record == later.record
        and waiting.user == later.user
        and waiting.base == later.base
        and waiting.form == later.form
    )
    plain = not (waiting.reason or later.reason or waiting.resolves or later.resolves)
    unsent = waiting.device is None and waiting.n is None
    seal = STAGE in waiting.set or STAGE in later.set
    return same and plain and unsent and not seal


def squash(waiting: Edit, later: Edit) -> Edit:
    """The waiting edit with the later one's values; its op_id stays."""
    merged = dict(sorted({**waiting.set, **later.set}.items()))
    return msgspec.structs.replace(waiting, set=merged, at=later.at)
