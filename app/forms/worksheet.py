"""Working copies of a sheet's records: reads and writes by place, and keeps what changed."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from app.forms.question import AnswerType, Question
from app.forms.sheet import PendingChange, Place, Sheet, split_scope
from app.records.errors import NotFound
from app.records.record import (
    GROUP,
    LINKS,
    Answer,
    Cell,
    Path,
    Presence,
    Record,
    RecordId,
    RecordKind,
    Stage,
    answered,
    new_id,
)

if TYPE_CHECKING:
    from app.forms.definition import Form
    from app.records.edit import Change

ABOUT = "about"
EPISODE = "episode"


class Worksheet:
    """Working copies of a sheet's records: reads and writes by place, keeps what changed."""

    def __init__(self, form: Form, sheet: Sheet) -> None:
        self._form = form
        self._records: dict[RecordId, Record] = {}
        self._groups: dict[str, list[RecordId]] = {}
        self._group_of: dict[RecordId, str] = {}
        self._pending: dict[RecordId, Change] = {}
        self._before: dict[tuple[RecordId, Path], Cell | None] = {}
        self._new: set[RecordId] = set()
        self._places: dict[str, Place] = {}
        self.person = self._keep(sheet.person)
        self.episodes = tuple(self._kept(episode) for episode in sheet.episodes)
        self.interview = self._keep(sheet.interview)
        self.involvement = self._keep(sheet.involvement)
        for group, records in sheet.items.items():
            for record in records:
                self._add_to_group(group, self._kept(record))

    @property
    def scopes(self) -> tuple[str, ...]:
        """The episodes that have values of their own; "" is the first, or none at all."""
        return ("", *self.episodes[1:])

    def __getitem__(self, record: RecordId) -> Record:
        return self._records[record]

    def get(self, record: RecordId | None) -> Record | None:
        """A working copy, None without an id."""
        return None if record is None else self._records[record]

    def episode(self, scope: str) -> Record | None:
        """The episode of a scope."""
        if scope:
            return self._records[scope]
        return self._records[self.episodes[0]] if self.episodes else None

    def records(self) -> dict[RecordId, Record]:
        """Copies of every record as it is shown now."""
        return {
            key: msgspec.structs.replace(record, answers=dict(sorted(record.answers.items())))
            for key, record in self._records.items()
        }

    def place(self, address: str) -> Place:
        """Find where an address lies; NotFound when the form or the sheet has no such place."""
        found = self._places.get(address)
        if found is None:
            found = self._find(address)
            if found.record:
                self._places[address] = found
        return found

    def ready(self, address: str) -> Place:
        """The same for writing: opens the record of a grid that nobody has filled in yet."""
        place = self.place(address)
        if not place.record:
            self.create(self._form.known[place.group])
        return self.place(address)

    def has_home(self, question: Question, scope: str = "") -> bool:
        """Whether the sheet holds the record a question lives on."""
        return self._home(question, scope) is not None

    def cell(self, place: Place) -> Cell | None:
        """What stands at a place."""
        return self._records[place.record].answers.get(place.path) if place.record else None

    def items(self, place: Place) -> list[str]:
        """The items of a repeat, in their order."""
        if self._form.is_record_group(place.question):
            return [
                record for record in self._groups.get(place.question.id, ()) if self._in(record)
            ]
        return self._records[place.record].items(place.path)

    def is_record_group(self, place: Place) -> bool:
        """Whether the items of a place are records of their own."""
        return self._form.is_record_group(place.question)

    def create(self, group: Question) -> RecordId:
        """Open a new record as an item of a group, linked to the interview it came from."""
        about = self._records[self._root()]
        record = Record(
            id=new_id(), kind=group.home, la=about.la, case=about.case, form=self._form.ref
        )
        self._kept(record)
        self._add_to_group(group.id, record.id)
        self._new.add(record.id)
        self.write(record.id, f"{LINKS}/{about.id}", Presence(present=True, role=ABOUT))
        self.write(record.id, GROUP, answered(group.id))
        return record.id

    def forget(self, record: RecordId) -> bool:
        """Drop a record that was opened here and never taken; False when it is known elsewhere."""
        if record not in self._new:
            return False
        self._groups[self._group_of.pop(record)].remove(record)
        self._new.discard(record)
        self._pending.pop(record, None)
        del self._records[record]
        self._places = {key: at for key, at in self._places.items() if at.record != record}
        return True

    def write(self, record: RecordId, path: Path, cell: Cell | None) -> Cell | None:
        """Set or clear a path and note the change; returns what stood there."""
        answers = self._records[record].answers
        was = answers.get(path)
        if cell is None:
            answers.pop(path, None)
        else:
            answers[path] = cell
        first = self._before.setdefault((record, path), was)
        changes = self._pending.setdefault(record, {})
        if first == cell:
            changes.pop(path, None)
        else:
            changes[path] = cell
        return was

    def take(self) -> list[PendingChange]:
        """Hand over what changed since the last time, new records first."""
        taken = [
            PendingChange(
                record,
                self._records[record].kind,
                dict(sorted(change.items())),
                creates=record in self._new,
                group=self._group_of.get(record),
            )
            for record, change in self._pending.items()
            if change
        ]
        self._pending.clear()
        self._before.clear()
        self._new.clear()
        return sorted(taken, key=lambda change: not change.creates)

    def rebase(self, record: Record) -> None:
        """Show a newer version of a record, with what has not been taken yet laid over it."""
        group = record.value(GROUP)
        if record.id not in self._records and group is not None:
            self._add_to_group(str(group), record.id)
        self._kept(record)
        answers = self._records[record.id].answers
        for path, cell in self._pending.get(record.id, {}).items():
            self._before[record.id, path] = answers.get(path)
            if cell is None:
                answers.pop(path, None)
            else:
                answers[path] = cell

    def _kept(self, record: Record) -> RecordId:
        """Keep a copy whose answers change in place: that is what makes a keystroke cheap."""
        self._records[record.id] = msgspec.structs.replace(record, answers=dict(record.answers))
        if record.ver == 0 and not record.answers:
            self._new.add(record.id)
        return record.id

    def _keep(self, record: Record | None) -> RecordId | None:
        return None if record is None else self._kept(record)

    def _add_to_group(self, group: str, record: RecordId) -> None:
        members = self._groups.setdefault(group, [])
        if record not in members:
            members.append(record)
        self._group_of[record] = group

    def _in(self, record: RecordId) -> bool:
        return self._records[record].stage is not Stage.ENTERED_IN_ERROR

    def _root(self) -> RecordId:
        """What new items of a group are about: the interview, else the episode."""
        root = self._root_or_none()
        if root is None:
            msg = "There is no record on this screen to add it to."
            raise NotFound(msg)
        return root

    def _root_or_none(self) -> RecordId | None:
        return self.interview or (self.episodes[0] if self.episodes else self.person)

    def _home(self, question: Question, scope: str) -> RecordId | None:
        if question.every:
            return self._root_or_none()
        if question.home is RecordKind.MISSING_EPISODE:
            return scope or (self.episodes[0] if self.episodes else None)
        homes = {
            RecordKind.PERSON: self.person,
            RecordKind.RETURN_INTERVIEW: self.interview,
            RecordKind.INVOLVEMENT: self.involvement,
        }
        return homes.get(question.home, self.interview)

    def _find(self, address: str) -> Place:
        scope, rest = split_scope(address)
        question = self._form.question_at(rest)
        if question is None:
            msg = "This question is not on the form."
            raise NotFound(msg, question=rest.split("/")[0])
        top, *under = rest.split("/")
        group, item = (top, under[0]) if under and question.id != top else ("", "")
        if group and self._form.is_record_group(self._form.known[group]):
            return self._in_group(address, question, under)
        record = self._home(question, scope)
        if record is None:
            msg = "The record of this question is not on this screen."
            raise NotFound(msg, question=top)
        kind = self._records[record].kind
        return Place(address, question, record, kind, rest, scope, group, item)

    def _in_group(self, address: str, question: Question, under: list[str]) -> Place:
        group = str(question.group)
        if self._form.known[group].type is AnswerType.GRID:
            record = next(iter(self._groups.get(group, ())), "")
            return Place(address, question, record, question.home, address, "", group, "")
        item, _leaf, *deeper = under
        if item not in self._records:
            msg = "This entry is no longer here."
            raise NotFound(msg, question=question.id)
        path = "/".join([question.id, *deeper])
        return Place(address, question, item, question.home, path, "", group, item)


def answer_in(cell: Cell | None) -> Answer | None:
    """The Answer in a cell, None for an empty one."""
    return cell if isinstance(cell, Answer) else None
