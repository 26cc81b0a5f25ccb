"""What the storage tests make: quick stores, a keyring in memory, records and edits."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from app.records import conflict
from app.records.conflict import Conflict, Contested, Why
from app.records.edit import Edit
from app.records.record import Answer, FormRef, Presence, RecordKind, Stage, answered, new_id
from app.storage.key_slots import KdfCost
from app.storage.vault import Created, create_store

if TYPE_CHECKING:
    from pathlib import Path

    from app.records.ports import Clock
    from app.storage.store import Store

QUICK = KdfCost(m_kib=64, t=1, p=1)
PASSPHRASE = "four words nobody guesses"  # noqa: S105 - of a test
FORM = FormRef(core=1, overlay="", digest="0" * 64)
LA = "E06999001"
LATER = "2026-11-18T09:30:00.000Z"


@dataclass
class MemoryKeyring:
    """A keyring that forgets when the test ends."""

    name: str = "tests.storage.making.MemoryKeyring"
    kept: dict[str, bytes] = field(default_factory=dict)

    def get(self, entry: str) -> bytes | None:
        return self.kept.get(entry)

    def put(self, entry: str, secret: bytes) -> None:
        self.kept[entry] = secret

    def delete(self, entry: str) -> None:
        self.kept.pop(entry, None)


def real_store(folder: Path, keyring: MemoryKeyring, clock: Clock | None = None) -> Created:
    """A store for real records, with the cheapest stretching there is."""
    more: dict[str, Any] = {"clock": clock} if clock else {}
    return create_store(folder, PASSPHRASE, keyring=keyring, cost=QUICK, **more)


def edit(record: str, kind: RecordKind, case: str, **more: Any) -> Edit:
    """An edit; `set` is what it sets, anything else of an edit may be given too."""
    given: dict[str, Any] = {
        "op_id": new_id(),
        "base": 0,
        "set": {},
        "form": FORM,
        "at": "2026-11-18T09:00:00.000Z",
        "user": "worker-1",
        "salt": "0" * 32,
    }
    return Edit(record=record, kind=kind, la=LA, case=case, **(given | more))


def person(case: str, forename: str, surname: str, **answers: Any) -> Edit:
    """An edit that makes a child."""
    values = {"child_forename": forename, "child_surname": surname, **answers}
    cells = {path: answered(value) for path, value in sorted(values.items())}
    return edit(case, RecordKind.PERSON, case, set=cells)


def exact(at: str) -> Answer:
    """A time known exactly."""
    return answered({"precision": "exact", "at": at})


def episode(case: str, began: str, returned: str | None = None, **answers: Any) -> Edit:
    """An edit that makes a missing episode of a child."""
    cells: dict[str, Any] = {path: answered(value) for path, value in answers.items()}
    cells.setdefault("responsible_la", answered(LA))
    cells.setdefault("host_la", answered(LA))
    cells["missing_from_at"] = exact(began)
    if returned:
        cells["returned_at"] = exact(returned)
    return edit(new_id(), RecordKind.MISSING_EPISODE, case, set=dict(sorted(cells.items())))


def interview(case: str, *episodes: str, **answers: Any) -> Edit:
    """An edit that makes a return interview covering episodes."""
    cells: dict[str, Any] = {path: answered(value) for path, value in answers.items()}
    for one in episodes:
        cells[f"links/{one}"] = Presence(present=True, role="episode")
    return edit(new_id(), RecordKind.RETURN_INTERVIEW, case, set=dict(sorted(cells.items())))


def later(first: Edit, **cells: Any) -> Edit:
    """A further edit of the same record by the same person."""
    return edit(first.record, first.kind, first.case, set=dict(sorted(cells.items())))


def stage(to: Stage) -> dict[str, Answer]:
    """What moves a record to a stage."""
    return {"stage": answered(to.value)}


def contest(store: Store, about: str, case: str, *said: str, closed: bool = False) -> Conflict:
    """Put a conflict where a pull would: two people gave `notes` other values."""
    values = tuple(
        Contested(new_id(), "notes", answered(words), "worker-2", LATER, n, "device-2", n)
        for n, words in enumerate(said, 1)
    )
    made = Conflict(
        id=new_id(),
        case=case,
        about=about,
        path="notes",
        why=Why.VALUES,
        merge_class="fact",
        values=values,
        closed_by=new_id() if closed else None,
    )
    store.sealed.driver.execute(
        "INSERT INTO conflict (id, record, case_id, path, contested, open)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        (made.id, about, case, made.path, conflict.to_bytes(made), made.open),
    )
    return made
