"""The trail: whatever is done to it outside Homeward is seen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from app.records.errors import RecordChainBroken
from app.records.ports import AuditEvent
from app.records.record import new_id
from tests.storage.making import person

if TYPE_CHECKING:
    from app.storage.store import Store

APPENDED = (
    "CREATE TABLE copied AS SELECT * FROM audit WHERE n = 6;"
    "UPDATE copied SET n = 7; INSERT INTO audit SELECT * FROM copied"
)
RECORD = "3f0c4b52-8f0e-4f8f-9c1e-0a4a5c6d7e8f"


@pytest.fixture
def trail(store: Store) -> Store:
    with store.open_work() as work:
        for number in range(6):
            reason = "review" if number == 2 else None
            work.audit.add(AuditEvent(f"worker-{number % 2}", "open", RECORD, reason))
        work.commit()
    return store


def verified(store: Store) -> int:
    with store.open_work() as work:
        return work.audit.verify()


def test_an_untouched_trail_adds_up(trail: Store) -> None:
    assert verified(trail) == 6
    with trail.open_work() as work:
        work.audit.add(AuditEvent("worker-1", "print", None, result="refused"))
        work.commit()
    assert verified(trail) == 7


def test_an_empty_trail_adds_up(store: Store) -> None:
    assert verified(store) == 0


def test_events_say_who_did_what(trail: Store) -> None:
    with trail.open_work() as work:
        assert [event["n"] for event in work.audit.events(RECORD)] == [1, 2, 3, 4, 5, 6]
        assert work.audit.events(new_id()) == []
        assert work.audit.events()[2] == {
            "n": 3,
            "at": "2026-11-18T09:00:00.000Z",
            "user": "worker-0",
            "action": "open",
            "record": RECORD,
            "reason": "review",
            "result": "done",
        }


@pytest.mark.parametrize(
    "tampering",
    [
        "UPDATE audit SET \"user\" = 'someone' WHERE n = 3",
        "UPDATE audit SET action = 'print' WHERE n = 1",
        "UPDATE audit SET at = '2020-01-01T00:00:00.000Z' WHERE n = 6",
        "UPDATE audit SET reason = NULL WHERE n = 3",
        "UPDATE audit SET record = NULL WHERE n = 4",
        "UPDATE audit SET result = 'refused' WHERE n = 2",
        "UPDATE audit SET mac = zeroblob(32) WHERE n = 5",
        "DELETE FROM audit WHERE n = 3",
        "DELETE FROM audit WHERE n = 6",
        "DELETE FROM audit WHERE n = 1",
        "DELETE FROM audit",
        "DELETE FROM chain",
        "UPDATE chain SET n = 5",
        "UPDATE audit SET n = n + 10",
        "UPDATE audit SET n = -2 WHERE n = 3; UPDATE audit SET n = 3 WHERE n = 2",
        APPENDED,
        "DELETE FROM audit WHERE n = 6; UPDATE chain SET n = 5",
    ],
)
def test_any_tampering_breaks_it(trail: Store, tampering: str) -> None:
    for statement in tampering.split(";"):
        trail.sealed.driver.execute(statement)
    with pytest.raises(RecordChainBroken):
        verified(trail)


def test_what_was_not_committed_left_no_trace(store: Store) -> None:
    with store.open_work() as work:
        work.records.apply(person(RECORD, "Ada", "Marsh"))
        work.audit.add(AuditEvent("worker-1", "open", RECORD))
    assert verified(store) == 0
