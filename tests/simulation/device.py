"""A laptop as the simulator knows it: a durable store, open forms that a crash takes away."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import msgspec

from app.records import codec, exchange
from app.records.conflict import Conflict, from_record
from app.records.edit import Edit, FieldVersions, blank, fold
from app.records.exchange import Entry, Problem, Pull, PushAnswer
from app.records.outbox import ShownBase, shown, squash, squash_into
from app.records.record import FormRef, Record, RecordId, RecordKind
from tests.simulation.faults import Message, Network

if TYPE_CHECKING:
    import random

    from app.records.edit import Change
    from app.records.record import Path

FORM = FormRef(core=1, overlay="", digest="d")
LA = "E06999001"
CASE = "c0"
KIND = RecordKind.RETURN_INTERVIEW
PAGE = 8
BATCH = 5


@dataclass
class Copy:
    """Central's copy of one record, untouched by what waits here."""

    record: Record
    fver: FieldVersions = field(default_factory=dict)


@dataclass
class Row:
    """One row of the outbox. After its acknowledgement it lies over the copy until the pull."""

    edit: Edit
    acked: int | None = None


@dataclass
class OpenForm:
    """A form on the screen: what it shows, and the truth about what its reader was shown."""

    base: ShownBase
    view: Record
    seen: int
    ops: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Written:
    """What the author of one path of one edit had really been shown of the record."""

    seen: int
    named: frozenset[str]


class Device:
    """One laptop with its user; the store survives a crash, the forms do not."""

    def __init__(self, name: str, rng: random.Random, network: Network) -> None:
        self.name = name
        self.rng = rng
        self.network = network
        self.life = 0
        self.clock = f"clock of {name}"
        # the store
        self.copies: dict[RecordId, Copy] = {}
        self.conflicts: dict[RecordId, Conflict] = {}
        self.cursor = 0
        self.outbox: list[Row] = []
        self.next_n = 1
        self.acknowledged: set[str] = set()
        # the screen
        self.forms: dict[RecordId, OpenForm] = {}
        # the world's own notes, no part of the laptop
        self.truth: dict[tuple[str, Path], Written] = {}
        self.committed: dict[tuple[RecordId, Path], object] = {}
        self.made = 0
        self.touched = False

    # --- writing ---------------------------------------------------------------------------

    def shown(self, record: RecordId) -> Record:
        copy = self.copies.get(record)
        edits = [row.edit for row in self.outbox if row.edit.record == record]
        found = shown(copy.record if copy else None, edits)
        return found or Record(id=record, kind=KIND, la=LA, case=CASE, form=FORM)

    def form(self, record: RecordId) -> OpenForm:
        """The open form of a record; opening fixes its base."""
        if record not in self.forms:
            view = self.shown(record)
            self.forms[record] = OpenForm(ShownBase(view), view, view.ver)
        return self.forms[record]

    def write(self, record: RecordId, change: Change, resolves: dict[Path, list[str]]) -> None:
        """Commit one change made on the open form, as an autosave does."""
        form = self.form(record)
        self.touched = True
        self.made += 1
        op = f"{self.name}{self.made}"
        edit = Edit(
            op_id=op,
            record=record,
            kind=KIND,
            la=LA,
            case=CASE,
            base=form.base.base,
            set=dict(sorted(change.items())),
            form=FORM,
            at=self.clock,
            user=self.name,
            salt=op,
            resolves=resolves,
        )
        form.view = fold(form.view, [edit])
        kept = self._keep(edit)
        form.ops.add(kept)
        for path in change:
            before = self.truth.get((kept, path))
            named = frozenset(resolves.get(path, ())) | (before.named if before else frozenset())
            self.truth[kept, path] = Written(form.seen, named)
            self.committed[record, path] = change[path]

    def _keep(self, edit: Edit) -> str:
        waiting = [row.edit for row in self.outbox]
        place = squash_into(waiting, edit)
        if place is None:
            self.outbox.append(Row(edit))
            return edit.op_id
        self.outbox[place] = Row(squash(waiting[place], edit))
        return self.outbox[place].edit.op_id

    def refresh(self, record: RecordId) -> None:
        """Put what was pulled on the screen."""
        form = self.form(record)
        form.view = self.shown(record)
        form.base.put_on_screen(form.view)
        form.seen = form.view.ver

    def crash(self) -> None:
        self.touched = True
        self.life += 1
        self.forms = {}

    # --- sync ------------------------------------------------------------------------------

    def send(self) -> None:
        self.touched = True
        rows = [row for row in self.outbox if row.acked is None][: self.rng.randint(1, BATCH)]
        if not rows:
            return
        for row in rows:
            if row.edit.n is None:
                row.edit = exchange.seal_batch(self.name, self.next_n, [row.edit])[0]
                self.next_n += 1
        push, _ = exchange.push_of([row.edit for row in rows])
        self.network.send(Message("push", self.name, self.life, msgspec.json.encode(push)))

    def ask(self) -> None:
        pull = Pull(self.name, self.cursor, limit=PAGE)
        self.network.send(Message("pull", self.name, self.life, msgspec.json.encode(pull)))

    def receive(self, way: str, data: bytes) -> None:
        self.touched = True
        if way == "pulled":
            self._take_page(exchange.read_pull_answer(data))
        elif b'"code"' in data:
            problem = msgspec.json.decode(data, type=Problem)
            assert problem.code == "gap", problem
        else:
            self._take_results(msgspec.json.decode(data, type=PushAnswer))

    def _take_results(self, answer: PushAnswer) -> None:
        for result in answer.results:
            for row in self.outbox:
                if row.edit.op_id == result.op_id and row.acked is None:
                    row.acked = result.ver
                    self.acknowledged.add(result.op_id)
            for form in self.forms.values():
                if result.op_id in form.ops:
                    form.base.answered(result)
        self._prune()

    def _take_page(self, page: exchange.PullAnswer) -> None:
        for change in page.changes:
            assert isinstance(change, Entry)
            if change.seq > self.cursor:
                self._follow(change)
        self.cursor = max(self.cursor, page.next)
        self._prune()
        for record, form in self.forms.items():
            if record in self.copies:
                form.base.pulled(self.copies[record].record)

    def _follow(self, entry: Entry) -> None:
        copy = self.copies.get(entry.record)
        if copy is None:
            copy = Copy(blank(_creating(entry)))
        record, fver = exchange.follow(copy.record, copy.fver, entry)
        self.copies[entry.record] = Copy(record, fver)
        for raw in entry.conflicts:
            conflict = from_record(codec.decode(bytes(raw)))
            self.conflicts[conflict.id] = conflict

    def _prune(self) -> None:
        self.outbox = [row for row in self.outbox if row.acked is None or row.acked > self.cursor]


def _creating(entry: Entry) -> Edit:
    return Edit(
        op_id=entry.op_id,
        record=entry.record,
        kind=entry.kind,
        la=entry.la,
        case=entry.case,
        base=0,
        set={},
        form=entry.form,
        at=entry.at,
        user=entry.user,
        salt="",
    )
