"""A small log for tests of merging: write as a device, see what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from app.records.edit import Change, Edit, FieldVersions, blank
from app.records.merge import PLAIN_RULES, Merged, Rules, merge
from app.records.record import FormRef, Presence, Record, RecordKind, Tick

if TYPE_CHECKING:
    from app.records.conflict import Conflict
    from app.records.record import Path

FORM = FormRef(core=1, overlay="", digest="f1")
LA = "E06999001"
IN = Presence(present=True)
OUT = Presence(present=False)
ON = Tick(value=True)
OFF = Tick(value=False)


def edit_of(op: str, change: Change, **envelope: object) -> Edit:
    told: dict[str, object] = {
        "record": "r",
        "kind": RecordKind.RETURN_INTERVIEW,
        "la": LA,
        "case": "c",
        "base": 0,
        "form": FORM,
        "at": f"at {op}",
        "user": f"user of {op[0]}",
        "salt": f"salt {op}",
        **envelope,
    }
    return Edit(op_id=op, set=change, **told)  # type: ignore[arg-type]


@dataclass
class Log:
    """Central's side: each write is merged at once; `base` is what its author was shown."""

    rules: Rules = PLAIN_RULES
    seq: int = 0
    record: Record = field(default_factory=lambda: blank(edit_of("x0", {})))
    fver: FieldVersions = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()
    last_n: dict[str, int] = field(default_factory=dict)

    def write(
        self,
        op: str,
        change: Change,
        base: int = 0,
        resolves: dict[Path, list[str]] | None = None,
        **envelope: object,
    ) -> Merged:
        """Merge a write; the first letter of its name is the device it comes from."""
        self.seq += 1
        device = op[0]
        self.last_n[device] = self.last_n.get(device, 0) + 1
        edit = edit_of(
            op,
            change,
            base=base,
            resolves=resolves or {},
            device=device,
            n=self.last_n[device],
            **envelope,
        )
        return self.take(edit)

    def take(self, edit: Edit) -> Merged:
        merged = merge(self.record, self.fver, self.conflicts, edit, self.seq, self.rules)
        self.record, self.fver, self.conflicts = merged.record, merged.fver, merged.conflicts
        return merged

    def contested(self) -> dict[Path, set[str]]:
        """Which paths are contested, and by which operations."""
        return {conflict.path: set(conflict.op_ids) for conflict in self.conflicts}

    def value(self, path: Path) -> object:
        return self.record.value(path)
