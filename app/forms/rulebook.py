"""Which rule reads what: the order in which a form is evaluated, and who depends on a name."""

from __future__ import annotations

import heapq
from collections import defaultdict
from functools import lru_cache
from typing import TYPE_CHECKING

from app.forms.question import CONTAINERS, Question
from app.forms.rules import Rule, rule, warm_up

if TYPE_CHECKING:
    from collections.abc import Iterable

    from app.forms.definition import Form


class RuleBook:
    """The compiled rules of a form, with their dependencies turned round."""

    def __init__(self, form: Form) -> None:
        self.visible = {key: rule(question.visible) for key, question in form.questions.items()}
        self.required = {key: rule(question.required) for key, question in form.questions.items()}
        tops = [question for question in form.questions.values() if question.group is None]
        self.order, self.circular = _in_order(tops, self.visible)
        self.position = {question.id: number for number, question in enumerate(self.order)}
        self.seen_by = _turned_round((q.id, self.visible[q.id]) for q in tops)
        self.needed_by = _turned_round((q.id, self.required[q.id]) for q in tops)
        self.groups = tuple(question for question in tops if question.type in CONTAINERS)
        self.groups_by = _turned_round(
            (group.id, read)
            for group in self.groups
            for child in form.children(group.id)
            for read in (self.visible[child.id], self.required[child.id])
        )


@lru_cache(maxsize=8)
def rulebook(form: Form) -> RuleBook:
    """The rule book of a form, made once."""
    return RuleBook(form)


def prepare(form: Form) -> None:
    """Compile a form's rules before it is opened; worth doing in the background after unlock."""
    warm_up(source for q in form.questions.values() for source in (q.visible, q.required))
    rulebook(form)


def _turned_round(rules: Iterable[tuple[str, Rule]]) -> dict[str, tuple[str, ...]]:
    readers: defaultdict[str, dict[str, None]] = defaultdict(dict)
    for identifier, read in rules:
        for name in read.reads():
            if name != identifier:
                readers[name][identifier] = None
    return {name: tuple(found) for name, found in readers.items()}


def _in_order(
    questions: list[Question], visible: dict[str, Rule]
) -> tuple[tuple[Question, ...], tuple[str, ...]]:
    """Form order, but a question comes after those that decide whether it is seen.

    Questions whose visibility goes round in a circle stand last; lint names them.
    """
    number = {question.id: at for at, question in enumerate(questions)}
    waits = {
        q.id: {n for n in visible[q.id].reads() if n in number and n != q.id} for q in questions
    }
    frees: defaultdict[str, list[str]] = defaultdict(list)
    for identifier, names in waits.items():
        for name in names:
            frees[name].append(identifier)
    ready = [number[identifier] for identifier, names in waits.items() if not names]
    heapq.heapify(ready)
    order: list[Question] = []
    while ready:
        question = questions[heapq.heappop(ready)]
        order.append(question)
        for identifier in frees[question.id]:
            waits[identifier].discard(question.id)
            if not waits[identifier]:
                heapq.heappush(ready, number[identifier])
    placed = {question.id for question in order}
    rest = [question for question in questions if question.id not in placed]
    return (*order, *rest), tuple(question.id for question in rest)
