"""Who works with this store: kept inside it, so that nothing outside the store names anybody."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.records.permissions import Actor, Role
from app.records.record import new_id

if TYPE_CHECKING:
    from app.records.ports import OpenWork

KEY = "worker"
ALONE = frozenset({Role.INTERVIEWER, Role.COORDINATOR})
"""Roles on a laptop that no central service has enrolled yet."""


class Worker(msgspec.Struct, frozen=True):
    """Somebody who records; `role` and `organisation` in words, as the form names people."""

    user: str
    name: str
    authority: str
    roles: tuple[str, ...]
    grants: tuple[str, ...] = ()
    team: str | None = None
    role: str = ""
    organisation: str = ""

    def actor(self) -> Actor:
        """The worker as the table of permissions knows them."""
        return Actor(
            user=self.user,
            name=self.name,
            roles=frozenset(Role(role) for role in self.roles),
            authority=self.authority,
            grants=frozenset(self.grants),
            team=self.team,
        )


def new_worker(name: str, authority: str) -> Worker:
    """A worker on a laptop of their own."""
    return Worker(new_id(), name, authority, tuple(sorted(role.value for role in ALONE)))


def keep_worker(open_work: OpenWork, worker: Worker) -> None:
    """Say whose store this is."""
    with open_work() as work:
        work.local.put(KEY, msgspec.to_builtins(worker))
        work.commit()


def worker_of(open_work: OpenWork) -> Worker | None:
    """Whose store this is, None while nobody said."""
    with open_work() as work:
        kept = work.local.get(KEY)
    return msgspec.convert(kept, Worker) if kept else None
