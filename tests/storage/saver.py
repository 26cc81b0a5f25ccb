"""A child process that saves until it is killed, and says what it was told is saved.

    python -m tests.storage.saver FOLDER

Each turn changes two records and adds a trail event in one unit of work, then prints the turn: a
line that was printed is a save that was acknowledged.
"""

from __future__ import annotations

import sys
from pathlib import Path

from app.records.ports import AuditEvent
from app.records.record import answered
from app.storage.vault import unlock
from tests.storage.making import later, person

PASSWORD = "practice"  # noqa: S105 - of a test
CHILD = "00000000-0000-4000-8000-000000000001"
OTHER = "00000000-0000-4000-8000-000000000002"


def main() -> None:
    """Save turn after turn."""
    store = unlock(Path(sys.argv[1]), PASSWORD, patience=10.0)
    one, two = person(CHILD, "Ada", "Marsh"), person(OTHER, "Ben", "Oak")
    with store.open_work() as work:
        record = work.records.find(CHILD)
        turn = int(record.value("child_communication") or 0) if record else 0
        if record is None:
            work.records.apply(one)
            work.records.apply(two)
            work.commit()
    while True:
        turn += 1
        with store.open_work() as work:
            work.records.apply(later(one, child_communication=answered(str(turn))))
            work.records.apply(later(two, child_communication=answered(str(turn))))
            work.audit.add(AuditEvent("worker-1", "change", CHILD))
            work.commit()
        sys.stdout.write(f"{turn}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
