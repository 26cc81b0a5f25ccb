"""What is visible and required on a worksheet, kept up to date change by change.

Visibility is settled first, in the rule book's order: a hidden question reads as unanswered for
those after it. Then what is required. A change runs only the rules that depend on it.
"""

from __future__ import annotations

import heapq
from typing import TYPE_CHECKING

from app.forms.derived import DERIVED_NAMES, INPUTS, CaseFacts, of_episode
from app.forms.question import AnswerType, Question
from app.forms.readings import Readings, Row, bound_derived, empty
from app.forms.rulebook import rulebook
from app.forms.rules import STAGE_NAME, Rule
from app.forms.sheet import in_scope
from app.records.record import RecordKind

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.forms.definition import Form
    from app.forms.worksheet import Worksheet

Values = dict[str, object]


class Evaluation:
    """The rules of a form run over a worksheet at one stage.

    `stage` decides what is seen; `checked` is the stage at which being required is shown.
    """

    def __init__(
        self,
        form: Form,
        worksheet: Worksheet,
        facts: Mapping[str, CaseFacts],
        now: datetime,
        *,
        stage: str,
        checked: str,
    ) -> None:
        self._form = form
        self._book = rulebook(form)
        self._worksheet = worksheet
        self._read = Readings(form, worksheet)
        self._facts = facts
        self._now = now
        self._stage, self.checked = stage, checked
        self.shown: dict[str, bool] = {}
        self.needed: dict[str, bool] = {}
        self.derived: dict[str, Values] = {}
        self._blank: Values = {q.id: empty(q) for q in form.known.values()}
        self._blank.update(dict.fromkeys(DERIVED_NAMES))
        self._values: dict[str, Values] = {}
        self._memo: dict[tuple[str, str, bool], bool] = {}
        self.everything()

    def everything(self) -> frozenset[str]:
        """Evaluate every rule; returns the addresses that came out differently."""
        was_shown, was_needed = dict(self.shown), dict(self.needed)
        self._memo.clear()
        self.shown.clear()
        self.needed.clear()
        self._values = {scope: dict(self._blank) for scope in self._worksheet.scopes}
        for scope in self._values:
            self._derive(scope)
        for question in self._book.order:
            self._settle(question)
        for question in self._book.order:
            self._need(question)
        for group in self._book.groups:
            self._settle_items(group)
        return _differing(was_shown, self.shown) | _differing(was_needed, self.needed)

    def moved_on(self, now: datetime) -> frozenset[str]:
        """Let time pass: only what follows from the clock is evaluated again."""
        self._now = now
        return self._after(self._derive_all())

    def changed(self, question: str, item: str = "") -> frozenset[str]:
        """Evaluate what depends on the answer of a top-level question, or in one of its items."""
        names = self._derive_all() if question in INPUTS else set[str]()
        return self._after(names, question, item)

    def derived_of(self, scope: str) -> Values:
        """The derived and calculated values of an episode."""
        return self.derived.get(scope, {})

    def _after(self, names: set[str], answered: str = "", item: str = "") -> frozenset[str]:
        """Run the rules that read these names or this answer, and those that follow from them."""
        book, changed, flipped = self._book, set[str](), set[str]()
        self._memo.clear()
        queue = [book.position[key] for name in names for key in book.seen_by.get(name, ())]
        if answered in book.position:
            queue.append(book.position[answered])
        heapq.heapify(queue)
        seen: set[int] = set()
        while queue:
            at = heapq.heappop(queue)
            if at in seen:
                continue
            seen.add(at)
            question = book.order[at]
            turned, differs = self._settle(question)
            if turned:
                changed |= turned
                flipped.add(question.id)
            if turned or differs or question.id == answered:
                names.add(question.id)
                for key in book.seen_by.get(question.id, ()):
                    heapq.heappush(queue, book.position[key])
        changed |= self._need_again(names | {answered}, flipped)
        return frozenset(changed | self._items_again(names, flipped, (answered, item)))

    def _need_again(self, names: set[str], flipped: set[str]) -> set[str]:
        book, changed = self._book, set[str]()
        due = {key for name in names for key in book.needed_by.get(name, ())} | flipped
        for key in due:
            changed |= self._need(book.order[book.position[key]])
        return changed

    def _items_again(
        self, names: set[str], flipped: set[str], touched: tuple[str, str]
    ) -> set[str]:
        """Settle the groups whose rules read what changed; of a group typed in, only that item."""
        book, changed = self._book, set[str]()
        groups = {key for name in names for key in book.groups_by.get(name, ())} | flipped
        answered, item = touched
        for group in book.groups:
            if group.id in groups:
                changed |= self._settle_items(group)
            elif group.id == answered:
                changed |= self._settle_items(group, item)
        return changed

    def _derive_all(self) -> set[str]:
        return {name for scope in self._values for name in self._derive(scope)}

    def _derive(self, scope: str) -> set[str]:
        """Compute an episode's derived values; returns the names that changed."""
        values = self._values[scope]
        episode = self._worksheet.episode(scope)
        fresh: Values = {}
        if episode is not None:
            fresh = of_episode(
                episode,
                self._worksheet.get(self._worksheet.interview),
                self._worksheet.get(self._worksheet.person),
                self._now,
                self._facts.get(scope, CaseFacts()),
            )
        known = bound_derived(fresh)
        self.derived[scope] = fresh
        changed = {name for name, value in known.items() if values.get(name) != value}
        values.update(known)
        values[STAGE_NAME] = self._stage
        return changed

    def _scopes(self, question: Question) -> tuple[str, ...]:
        """Where a question is asked: once for each episode, or once for all of them."""
        of_each = question.home is RecordKind.MISSING_EPISODE and not question.every
        return self._worksheet.scopes if of_each else ("",)

    def _over(self, question: Question, scope: str) -> tuple[Values, ...]:
        """The values a rule is run with: an interview's rule holds if it holds for any episode."""
        if len(self._scopes(question)) > 1:
            return (self._values[scope],)
        return tuple(self._values.values())

    def _holds(self, read: Rule, question: Question, scope: str, *, if_broken: bool) -> bool:
        return any(
            read.holds(values, question=question.id, if_broken=if_broken)
            for values in self._over(question, scope)
        )

    def _once(self, read: Rule, question: Question, scope: str, *, if_broken: bool) -> bool:
        """Run a rule that many questions share once in a pass: what it reads is settled by then."""
        if read.constant is not None:
            return read.constant
        each = question.home is RecordKind.MISSING_EPISODE
        key = (read.source, scope if each else "*", if_broken)
        held = self._memo.get(key)
        if held is None:
            held = self._memo[key] = self._holds(read, question, scope, if_broken=if_broken)
        return held

    def _settle(self, question: Question) -> tuple[set[str], bool]:
        """Decide whether a question is seen, and what the rules after it read."""
        flipped: set[str] = set()
        differs = False
        for scope in self._scopes(question):
            address = in_scope(scope, question.id)
            seen = self._worksheet.has_home(question, scope) and self._once(
                self._book.visible[question.id], question, scope, if_broken=True
            )
            if self.shown.get(address) != seen:
                self.shown[address] = seen
                flipped.add(address)
            if question.type is AnswerType.CALCULATED:
                continue
            value = self._read.value(question, scope) if seen else self._blank[question.id]
            for values in self._over(question, scope):
                differs = differs or values[question.id] != value
                values[question.id] = value
        return flipped, differs

    def _need(self, question: Question) -> set[str]:
        """Decide whether a question is required; never while it is hidden."""
        changed: set[str] = set()
        for scope in self._scopes(question):
            address = in_scope(scope, question.id)
            needed = self.shown[address] and self._at_check(
                self._book.required[question.id], question, scope
            )
            if self.needed.get(address) != needed:
                self.needed[address] = needed
                changed.add(address)
        return changed

    def _at_check(
        self, read: Rule, question: Question, scope: str, *, in_row: bool = False
    ) -> bool:
        """Run a required rule as at the stage that is being checked."""
        if read.constant is not None:
            return read.constant
        for values in self._values.values():
            values[STAGE_NAME] = self.checked
        run = self._holds if in_row else self._once
        held = run(read, question, scope, if_broken=False)
        for values in self._values.values():
            values[STAGE_NAME] = self._stage
        return held

    def _settle_items(self, group: Question, only: str = "") -> set[str]:
        """Decide what is seen and required inside the items of a repeat or the rows of a grid."""
        changed: set[str] = set()
        for scope in self._scopes(group):
            address = in_scope(scope, group.id)
            if group.type is AnswerType.GRID:
                rows: dict[str, Row] = {"": {}}
            else:
                rows = self._read.rows(group, scope)
            alike = self._same_in_every_row(group, scope) if rows else {}
            for item, row in rows.items():
                if only and item != only:
                    continue
                prefix = f"{address}/{item}/" if item else f"{address}/"
                changed |= self._settle_row(group, scope, (prefix, row), alike)
        return changed

    def _same_in_every_row(self, group: Question, scope: str) -> dict[str, bool]:
        """Rules of sub-questions that do not look at the row, run once for all rows."""
        alike: dict[str, bool] = {}
        for child in self._form.children(group.id):
            visible, required = self._book.visible[child.id], self._book.required[child.id]
            if group.id not in visible.reads():
                alike[f"{child.id} visible"] = self._once(visible, child, scope, if_broken=True)
            if group.id not in required.reads():
                alike[f"{child.id} required"] = self._at_check(required, child, scope)
        return alike

    def _settle_row(
        self, group: Question, scope: str, at: tuple[str, Row], alike: dict[str, bool]
    ) -> set[str]:
        prefix, row = at
        over = self._over(group, scope)
        lists = [values[group.id] for values in over]
        for values in over:
            values[group.id] = row
        seen = self.shown[in_scope(scope, group.id)]
        changed: set[str] = set()
        for child in self._form.children(group.id):
            address = prefix + child.leaf
            shown = seen and self._child_holds("visible", child, scope, alike)
            if not shown:
                row[child.leaf] = empty(child)
            needed = shown and self._child_holds("required", child, scope, alike)
            if self.shown.get(address) != shown or self.needed.get(address) != needed:
                self.shown[address], self.needed[address] = shown, needed
                changed.add(address)
        for values, rows in zip(over, lists, strict=True):
            values[group.id] = rows
        return changed

    def _child_holds(self, which: str, child: Question, scope: str, alike: dict[str, bool]) -> bool:
        known = alike.get(f"{child.id} {which}")
        if known is not None:
            return known
        if which == "visible":
            return self._holds(self._book.visible[child.id], child, scope, if_broken=True)
        return self._at_check(self._book.required[child.id], child, scope, in_row=True)


def _differing(was: Mapping[str, bool], now: Mapping[str, bool]) -> frozenset[str]:
    return frozenset(key for key in was.keys() | now.keys() if was.get(key) != now.get(key))
