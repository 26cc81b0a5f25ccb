"""What people do on a form: answers, ticks, items two levels deep, removals, stages, decisions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records.order import between
from app.records.record import (
    LIFE,
    STAGE,
    Answer,
    AnswerState,
    Presence,
    Stage,
    Tick,
    answered,
)

if TYPE_CHECKING:
    import random
    from collections.abc import Callable

    from app.records.conflict import Conflict
    from app.records.edit import Change
    from app.records.record import Cell, Path, Record

SCALARS = ("story", "risk", "local.E06999001.dog", "from_a_newer_form")
SIGNS = ("money", "phones", "none_seen")
STATES = (AnswerState.DECLINED, AnswerState.NOT_ASKED, AnswerState.DOES_NOT_KNOW)
STAGES = (Stage.SUBMITTED, Stage.RETURNED, Stage.APPROVED, Stage.ENTERED_IN_ERROR)


class Person:
    """One user's habits; every choice comes from the world's one random source."""

    def __init__(self, name: str, rng: random.Random) -> None:
        self.name = name
        self.rng = rng
        self.made = 0

    def first_account(self) -> list[Change]:
        """What is known before the trouble begins: a few answers, two places, who was there."""
        return [
            {"story": self._said(), "risk": self._said(), "signs/money": Tick(value=True)},
            {"places/p1/@": Presence(True, "C"), "places/p1/name": self._said()},
            {"places/p2/@": Presence(True, "E")},
            {"places/p1/people/q1/@": Presence(True), "places/p1/people/q1/name": self._said()},
        ]

    def act(self, view: Record) -> Change:
        """Change one thing, now and then two at once."""
        change = self._one(view)
        if self.rng.random() < 0.15:  # a page that saves two answers together
            change = {**change, **self._one(view)}
        return change

    def decide(self, view: Record, conflict: Conflict) -> tuple[Change, dict[Path, list[str]]]:
        """Settle a conflict as it is shown: one of its sides, or a new answer."""
        path = conflict.path
        sides = [side.value for side in conflict.values if side.path == path]
        sides.append(view.answers.get(path))
        change: Change = {path: self.rng.choice(sides)}
        if conflict.why == "exclusive":
            change = {path: None, f"{path}/none_seen": Tick(value=False)}
        elif path.endswith(LIFE):
            change = {path: Presence(present=self.rng.random() < 0.5, order="V")}
        named = sorted(conflict.op_ids)
        if self.rng.random() < 0.1 and len(named) > 1:  # a decision made on fewer values
            named = named[1:]
        return change, {path: named}

    def _one(self, view: Record) -> Change:
        habits: tuple[Callable[[Record], Change], ...] = (
            self._answer,
            self._answer,
            self._tick,
            self._tick,
            self._container,
            self._item,
            self._inside,
            self._inside,
            self._inside,
            self._remove,
            self._restore,
            self._move,
            self._stage,
            self._link,
        )
        return self.rng.choice(habits)(view)

    def _said(self) -> Answer:
        self.made += 1
        # Few enough words that two people sometimes say the same.
        return answered(self.rng.choice(("yes", "no", f"{self.name} {self.made}")))

    def _answer(self, view: Record) -> Change:
        path = self.rng.choice(SCALARS)
        if path in view.answers and self.rng.random() < 0.2:
            return {path: None}
        if self.rng.random() < 0.15:
            return {path: Answer(self.rng.choice(STATES))}
        return {path: self._said()}

    def _tick(self, view: Record) -> Change:
        code = self.rng.choice(SIGNS)
        change: Change = {f"signs/{code}": Tick(value=self.rng.random() < 0.75)}
        if "signs" in view.answers:
            change["signs"] = None  # ticking takes back "declined", as the form does
        if change[f"signs/{code}"] == Tick(value=True):
            for other in view.ticked("signs"):
                if other != code and "none_seen" in {other, code}:
                    change[f"signs/{other}"] = Tick(value=False)
        return change

    def _container(self, view: Record) -> Change:
        path = self.rng.choice(("signs", "places"))
        if path in view.answers:
            return {path: None}
        change: Change = {path: Answer(self.rng.choice(STATES))}
        change.update({f"signs/{code}": None for code in view.ticked("signs") if path == "signs"})
        return change

    def _groups(self, view: Record) -> list[Path]:
        return ["places", *(f"places/{item}/people" for item in view.items("places"))]

    def _item(self, view: Record) -> Change:
        group = self.rng.choice(self._groups(view))
        self.made += 1
        item = f"{self.name}i{self.made}"
        last = max((_order(view, group, known) for known in view.items(group)), default=None)
        change: Change = {f"{group}/{item}/{LIFE}": Presence(True, between(last or None, None))}
        if self.rng.random() < 0.6:
            change[f"{group}/{item}/name"] = self._said()
        return change

    def _some_item(self, view: Record) -> Path | None:
        group = self.rng.choice(self._groups(view))
        items = view.items(group)
        return f"{group}/{self.rng.choice(items)}" if items else None

    def _inside(self, view: Record) -> Change:
        item = self._some_item(view)
        if item is None:
            return self._item(view)
        kind = self.rng.random()
        if kind < 0.2:
            return {f"{item}/how/{self.rng.choice(SIGNS)}": Tick(value=self.rng.random() < 0.7)}
        path = f"{item}/{self.rng.choice(('name', 'when'))}"
        return {path: None if kind < 0.3 and path in view.answers else self._said()}

    def _remove(self, view: Record) -> Change:
        item = self._some_item(view)
        if item is None:
            return self._answer(view)
        return {f"{item}/{LIFE}": Presence(False, _order_at(view, item))}

    def _restore(self, view: Record) -> Change:
        out = [
            path
            for path, cell in view.answers.items()
            if path.endswith(LIFE) and isinstance(cell, Presence) and not cell.present
        ]
        if not out:
            return self._remove(view)
        path = self.rng.choice(sorted(out))
        return {path: Presence(True, _order_at(view, path[:-2]))}

    def _move(self, view: Record) -> Change:
        item = self._some_item(view)
        if item is None:
            return self._item(view)
        place = self.rng.choice(("A", "K", "k"))
        return {f"{item}/{LIFE}": Presence(present=True, order=place)}

    def _stage(self, _view: Record) -> Change:
        return {STAGE: answered(str(self.rng.choice(STAGES)))}

    def _link(self, _view: Record) -> Change:
        path = f"links/e{self.rng.randint(1, 2)}"
        return {path: Presence(present=self.rng.random() < 0.7, role="episode")}


def _order_at(view: Record, item: Path) -> str | None:
    cell: Cell | None = view.answers.get(f"{item}/{LIFE}")
    return cell.order if isinstance(cell, Presence) else None


def _order(view: Record, group: Path, item: str) -> str:
    return _order_at(view, f"{group}/{item}") or ""
