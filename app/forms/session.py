"""FormSession: the answers being given on one screen; what is visible, missing and changed.

Pure and quick: the widgets call it on every keystroke. It never saves; whoever owns the screen
takes the changes and hands them to a use case.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.answer_types import format_value
from app.forms.answering import adding, answering, living, moving, ticking
from app.forms.calculated import all_calculated
from app.forms.derived import CaseFacts
from app.forms.evaluation import Evaluation
from app.forms.history import History, Step, Written
from app.forms.plain_facts import told
from app.forms.plausibility import find_doubts
from app.forms.progress import SectionStatus, section_status
from app.forms.question import TEXTS, AnswerType, Choice, Question
from app.forms.readings import ticked
from app.forms.sheet import PendingChange, Place, Sheet, split_scope
from app.forms.stretches import kinds_for
from app.forms.validation import Problem, find_problems
from app.forms.worksheet import EPISODE, Worksheet, answer_in
from app.records import clock
from app.records.errors import NotFound
from app.records.record import (
    Answer,
    AnswerState,
    JsonValue,
    Path,
    Record,
    RecordId,
    RecordKind,
    Tick,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date, datetime

    from app.forms.definition import Form

__all__ = ["FormSession", "PendingChange", "Problem", "SectionStatus"]


class FormSession:
    """The answers of one screen, over several records at once."""

    def __init__(
        self,
        form: Form,
        sheet: Sheet,
        *,
        now: datetime,
        facts: CaseFacts | None = None,
        stage: str = "draft",
        screen: str = "",
    ) -> None:
        self.form = form
        self.stage = stage
        self.screen = screen or sheet.screen
        self._now = now
        self._facts: dict[str, CaseFacts] = {"": facts or CaseFacts()}
        self._worksheet = Worksheet(form, sheet)
        self._history = History()
        self._doubts: Mapping[str, str] | None = None
        checked = "submit" if stage == "draft" else stage
        self._evaluation = self._evaluate(stage, checked)
        self._calculated: dict[str, str] = {}
        self._recalculate()

    @property
    def now(self) -> datetime:
        """The moment the screen is at; `move_on` sets it."""
        return self._now

    def learn(self, facts: CaseFacts) -> frozenset[str]:
        """Take in what the case's other records say by now; returns what it changed."""
        self._facts[""] = facts
        return self._evaluation.everything() | self._recalculate()

    @property
    def worksheet(self) -> Worksheet:
        """The working copies behind the screen, for the modules of this package."""
        return self._worksheet

    def move_on(self, now: datetime) -> frozenset[str]:
        """Let time pass; returns what it changed."""
        self._now = now
        return self._evaluation.moved_on(now) | self._recalculate()

    def locate(self, address: str) -> tuple[RecordKind, RecordId, Path]:
        """The kind and id of the record an address lies on, and the path there."""
        place = self._worksheet.place(address)
        return place.kind, place.record, place.path

    def question(self, address: str) -> Question:
        """The question of an address."""
        return self._worksheet.place(address).question

    def answer(self, address: str) -> Answer | None:
        """The answer at an address; a multiple choice with something ticked counts as answered."""
        place = self._worksheet.place(address)
        found = answer_in(self._worksheet.cell(place))
        if found is None and place.question.is_list and self._holds_something(place):
            return Answer(AnswerState.ANSWERED)
        return found

    def has_answer(self, address: str) -> bool:
        """Whether anything stands at an address, in whatever state."""
        try:
            return self.answer(address) is not None
        except NotFound:
            return False

    def value(self, address: str) -> JsonValue:
        """The value at an address when it is answered; a list for what holds several."""
        place = self._worksheet.place(address)
        if place.question.type is AnswerType.REPEAT:
            return self.items(address)
        if place.question.type in (AnswerType.MULTI, AnswerType.REFERENCE):
            return self.ticked(address)
        found = answer_in(self._worksheet.cell(place))
        return found.value if found and found.state is AnswerState.ANSWERED else None

    def ticked(self, address: str) -> list[str]:
        """The options ticked, in the form's order; for a reference the records linked."""
        place = self._worksheet.place(address)
        if not place.record:
            return []
        record = self._worksheet[place.record]
        if place.question.type is AnswerType.REFERENCE:
            first = self._worksheet.episodes[:1]
            return [linked for linked in record.linked(EPISODE) if linked not in first]
        return ticked(place.question, record, place.path)

    def items(self, address: str) -> list[str]:
        """The items of a repeat, in their order."""
        return self._worksheet.items(self._worksheet.place(address))

    def calculated(self, address: str) -> str:
        """A calculated value in words, "" while it is not known."""
        return self._calculated.get(address, "")

    def derived(self, scope: str = "") -> Mapping[str, object]:
        """The derived values of an episode, by the names the rules use."""
        return self._evaluation.derived_of(scope)

    def words(self, address: str) -> str:
        """The value at an address in words."""
        question = self.question(address)
        if question.type is AnswerType.CALCULATED:
            return self.calculated(address)
        return format_value(self.value(address) or None, question)

    def choices(self, address: str) -> tuple[Choice, ...]:
        """The options that may be chosen: those valid on the day the episode began."""
        scope, _ = split_scope(address)
        place = self._worksheet.place(address)
        offered = place.question.options_on(self._day(scope))
        if place.question.id != "episode_type":
            return offered
        return kinds_for(offered, self._worksheet.episode(scope))

    def is_visible(self, address: str) -> bool:
        """Whether a question is asked here and now."""
        return self._evaluation.shown.get(address, False)

    def is_required(self, address: str, stage: str = "submit") -> bool:
        """Whether an answer is owed at a stage."""
        if stage == self._evaluation.checked:
            return self._evaluation.needed.get(address, False)
        return self._evaluate(self.stage, stage).needed.get(address, False)

    def addresses(self) -> list[str]:
        """Every visible address, in the form's order, items and their questions included."""
        return [address for address, shown in self._evaluation.shown.items() if shown]

    def set_answer(self, address: str, answer: Answer | None) -> frozenset[str]:
        """Set or clear an answer; returns the addresses that now stand differently."""
        opened = not self._worksheet.place(address).record
        place = self._worksheet.ready(address)
        writes = answering(self._worksheet, place, answer)
        created = place.record if opened else None
        return self._do(place, writes, typed=place.question.type in TEXTS, created=created)

    def tick(self, address: str, code: str, on: bool, note: str | None = None) -> frozenset[str]:
        """Tick or untick one option; an exclusive option stands alone."""
        place = self._worksheet.ready(address)
        return self._do(
            place, ticking(self._worksheet, place, code, Tick(value=on, note=note or None))
        )

    def add_item(self, group_address: str) -> str:
        """Give a repeat one more item; returns the item's id."""
        place = self._worksheet.place(group_address)
        item, writes = adding(self._worksheet, place)
        self._do(place, writes, created=None if writes else item)
        return item

    def remove_item(self, group_address: str, item: str) -> frozenset[str]:
        """Take an item out; its answers are kept and it can come back."""
        place = self._worksheet.place(group_address)
        return self._do(place, [living(self._worksheet, place, item, present=False)])

    def restore_item(self, group_address: str, item: str) -> frozenset[str]:
        """Bring an item back in."""
        place = self._worksheet.place(group_address)
        return self._do(place, [living(self._worksheet, place, item, present=True)])

    def move_item(self, group_address: str, item: str, before: str | None) -> frozenset[str]:
        """Put an item of an ordered repeat before another one, or last."""
        place = self._worksheet.place(group_address)
        return self._do(place, [moving(self._worksheet, place, item, before)])

    def undo(self) -> str | None:
        """Take back the last step; returns the address it was about."""
        step = self._history.pop()
        if step is None:
            return None
        for record, path, cell in reversed(step.before):
            self._worksheet.write(record, path, cell)
        if step.created is not None and not self._worksheet.forget(step.created):
            place = self._worksheet.place(step.address)
            if place.question.type is AnswerType.REPEAT:
                gone = living(self._worksheet, place, step.created, present=False)
                self._worksheet.write(*gone)
        self._evaluation.everything()
        self._recalculate()
        return step.address

    def problems(self, stage: str) -> list[Problem]:
        """What is missing, wrong or doubtful at a stage, in the form's order."""
        return find_problems(self, self._evaluate(stage, stage), stage)

    def no_longer_asked(self) -> list[str]:
        """Addresses that hold an answer but are not asked any more; the answers are kept."""
        shown = self._evaluation.shown
        return [address for address, seen in shown.items() if not seen and self.has_answer(address)]

    def section_status(self, section_id: str) -> SectionStatus:
        """How far a section is, without percentages."""
        return section_status(self, self._evaluation, section_id)

    def doubts(self) -> Mapping[str, str]:
        """What can be true but is more often a slip, by address."""
        if self._doubts is None:
            self._doubts = find_doubts(self)
        return self._doubts

    def take_changes(self) -> list[PendingChange]:
        """What changed since the last time, for each record."""
        return self._worksheet.take()

    def records(self) -> Mapping[RecordId, Record]:
        """Every record as it is shown now."""
        return self._worksheet.records()

    def settle(self) -> frozenset[str]:
        """Work everything out anew, after cells were written to the worksheet itself."""
        return self._evaluation.everything() | self._recalculate()

    def rebase(self, record: Record) -> frozenset[str]:
        """Show a newer version of a record; what has not been taken yet stays on top."""
        self._worksheet.rebase(record)
        return self._evaluation.everything() | self._recalculate()

    def _evaluate(self, stage: str, checked: str) -> Evaluation:
        return Evaluation(
            self.form, self._worksheet, self._facts, self._now, stage=stage, checked=checked
        )

    def _do(
        self,
        place: Place,
        writes: list[Written],
        *,
        typed: bool = False,
        created: RecordId | None = None,
    ) -> frozenset[str]:
        before: list[Written] = [
            (record, path, self._worksheet.write(record, path, cell))
            for record, path, cell in writes
        ]
        self._history.add(Step(place.address, before, typed, created))
        changed = self._evaluation.changed(place.group or place.question.id, place.item)
        return changed | self._recalculate()

    def _holds_something(self, place: Place) -> bool:
        if place.question.type is AnswerType.REPEAT:
            return bool(self._worksheet.items(place))
        if place.question.type is AnswerType.GRID:
            rows = self.form.children(place.question.id)
            return any(self.has_answer(f"{place.question.id}/{row.leaf}") for row in rows)
        return bool(self.ticked(place.address))

    def _day(self, scope: str) -> date:
        began = told(self._worksheet.episode(scope), "missing_from_at")
        return clock.local_date(began) or clock.local(self._now).date()

    def _recalculate(self) -> frozenset[str]:
        self._doubts = None
        fresh = all_calculated(self._worksheet, self._evaluation.derived_of)
        was, self._calculated = self._calculated, fresh
        return frozenset(name for name, words in fresh.items() if was.get(name) != words)
