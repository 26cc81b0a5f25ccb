"""Central as the simulator knows it: the product's merge behind a log, in memory, without HTTP."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from app.records import exchange
from app.records.edit import blank
from app.records.exchange import Problem, Pull, PullAnswer, PushAnswer
from app.records.merge import Merged, Rules, merge

if TYPE_CHECKING:
    from app.records.conflict import Conflict
    from app.records.edit import Edit, FieldVersions
    from app.records.record import Path, Record, RecordId, RecordKind


def exclusive(_kind: RecordKind, path: Path) -> tuple[str, ...]:
    return ("none_seen",) if path.endswith("signs") else ()


@dataclass
class Kept:
    """One record at central, as the fold of the log so far."""

    record: Record
    fver: FieldVersions = field(default_factory=dict)
    conflicts: tuple[Conflict, ...] = ()


@dataclass
class Accepted:
    """One line of the log, with what the merge made of it."""

    seq: int
    edit: Edit
    merged: Merged
    entry: exchange.Entry


class Central:
    """Push and pull over one ordered log; everything here is durable at once."""

    def __init__(self) -> None:
        self.log: list[Accepted] = []
        self.kept: dict[RecordId, Kept] = {}
        self.results: dict[str, exchange.OpResult] = {}
        self.bytes: dict[str, bytes] = {}
        self.last_n: dict[str, int] = {}
        self.rules = Rules(exclusive=exclusive, author=self._author)

    def push(self, data: bytes) -> bytes:
        push = exchange.read_push(data)
        last = self.last_n.get(push.device, 0)
        if push.n > last + 1:
            return msgspec.json.encode(Problem("gap", expected=last + 1))
        results = []
        for edit, raw in zip(push.edits(), push.ops, strict=True):
            if edit.op_id not in self.results:
                self._accept(edit, bytes(raw))
            results.append(self.results[edit.op_id])
        next_n = self.last_n.get(push.device, 0) + 1
        return msgspec.json.encode(PushAnswer(len(self.log), results, next_n))

    def pull(self, data: bytes) -> bytes:
        asked = msgspec.json.decode(data, type=Pull)
        page = self.log[asked.since : asked.since + asked.limit]
        upto = asked.since + len(page)
        more = upto < len(self.log)
        digest = "" if more else self.digest()
        changes: list[exchange.LogEntry] = [line.entry for line in page]
        return msgspec.json.encode(PullAnswer(changes, upto, more, digest))

    def digest(self) -> str:
        return exchange.scope_digest({key: kept.record.ver for key, kept in self.kept.items()})

    def rebuilt(self) -> dict[RecordId, Kept]:
        """The records made anew from the log alone."""
        again: dict[RecordId, Kept] = {}
        for line in self.log:
            kept = again.setdefault(line.edit.record, Kept(blank(line.edit)))
            merged = merge(kept.record, kept.fver, kept.conflicts, line.edit, line.seq, self.rules)
            again[line.edit.record] = Kept(merged.record, merged.fver, merged.conflicts)
        return again

    def _accept(self, edit: Edit, raw: bytes) -> None:
        seq = len(self.log) + 1
        kept = self.kept.setdefault(edit.record, Kept(blank(edit)))
        prior = kept.record.ver
        merged = merge(kept.record, kept.fver, kept.conflicts, edit, seq, self.rules)
        between = any(
            line.edit.device != edit.device
            for line in self.log[edit.base :]
            if line.edit.record == edit.record
        )
        self.kept[edit.record] = Kept(merged.record, merged.fver, merged.conflicts)
        self.log.append(Accepted(seq, edit, merged, exchange.entry_of(edit, merged, seq)))
        self.results[edit.op_id] = exchange.result_of(edit, merged, prior, between=between)
        self.bytes[edit.op_id] = raw
        self.last_n[edit.device or ""] = edit.n or 0

    def _author(self, op_id: str) -> tuple[str, str]:
        for line in self.log:
            if line.edit.op_id == op_id:
                return line.edit.user, line.edit.at
        return "", ""
