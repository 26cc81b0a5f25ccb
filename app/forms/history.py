"""What can be undone on a screen: each step is one answer as it stood before."""

from __future__ import annotations

from dataclasses import dataclass, field

from app.records.record import Cell, Path, RecordId

Written = tuple[RecordId, Path, Cell | None]
"""A cell at a path of a record, None for an empty one."""


@dataclass(slots=True)
class Step:
    """One thing a person did, and what stood there before it."""

    address: str
    before: list[Written]
    typed: bool = False
    created: RecordId | None = None


@dataclass(slots=True)
class History:
    """Steps, the last one on top; typing on in one field stays one step."""

    steps: list[Step] = field(default_factory=list[Step])

    def add(self, step: Step) -> None:
        """Remember a step."""
        last = self.steps[-1] if self.steps else None
        if not (step.typed and last is not None and last.typed and last.address == step.address):
            self.steps.append(step)

    def pop(self) -> Step | None:
        """Give back the last step, None when there is nothing to undo."""
        return self.steps.pop() if self.steps else None
