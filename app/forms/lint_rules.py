"""Finds faults in the rules of a form: what they read, what they compare, whether they can run.

Every rule is run against nothing answered, against full examples and against many mixtures of the
values its names can have. A question whose rule never holds in any of them can never be reached.
"""

from __future__ import annotations

import random
import re
from itertools import islice, product
from math import prod
from typing import TYPE_CHECKING

from app.forms.derived import DERIVED_NAMES, FLAGS, OUTCOMES
from app.forms.question import CODED, AnswerType, Question
from app.forms.readings import empty
from app.forms.rulebook import rulebook
from app.forms.rules import Rule, rule
from app.forms.shapes import SHAPES
from app.records.errors import FormError
from app.records.record import AnswerState

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from app.forms.definition import Form

STAGES = ("draft", "submit", "approve", "close")
_STATES = tuple(state.value for state in AnswerState if state is not AnswerState.ANSWERED)
_WORD = r"([A-Za-z_][\w.]*)"
_EQUALS = re.compile(rf"{_WORD}\s*[!=]=\s*['\"]([^'\"]*)['\"]")
_IN_LIST = re.compile(rf"{_WORD}\s+in\s+\[([^\]]*)\]")
_HAS = re.compile(rf"['\"]([^'\"]*)['\"]\s+in\s+{_WORD}")
_QUOTED = re.compile(r"['\"]([^'\"]*)['\"]")
_SIZE = re.compile(rf"\bsize\(\s*{_WORD}\s*\)")
_INSIDE = re.compile(r"(?<![\w.'\"])([A-Za-z_]\w*)\.([A-Za-z_]\w*+)(?!\s*\()")
_MOST = 600
_EXAMPLES: Mapping[AnswerType, tuple[object, ...]] = {
    AnswerType.NUMBER: (0, 1, 30),
    AnswerType.DATE: ("2011-03-17",),
    AnswerType.DATETIME: ("2026-10-25T00:30:00.000Z",),
    **{kind: (dict.fromkeys(parts, "words"),) for kind, parts in SHAPES.items()},
}


def rule_faults(form: Form) -> list[tuple[str, str]]:
    """Every fault of a form's rules, with the question it is in."""
    found: list[tuple[str, str]] = []
    trial = _Trial(form)
    for question in _in_order(form):
        for which, source in (("visible", question.visible), ("required", question.required)):
            try:
                read = rule(source)
            except FormError as error:
                found.append((question.id, f"{which}: {error.advice}"))
                continue
            faults = list(_faults(form, question, read))
            if not faults:
                faults = list(trial.faults(question, which, read))
            found += [(question.id, f"{which}: {words}") for words in faults]
    found += [(key, "visible: it depends on itself in a circle") for key in _circular(form)]
    return found


def _in_order(form: Form) -> list[Question]:
    """Questions after those whose reach decides theirs, where the rules can be read at all."""
    try:
        order = {question.id: at for at, question in enumerate(rulebook(form).order)}
    except FormError:
        order = {}
    return sorted(form.known.values(), key=lambda q: order.get(q.group or q.id, len(order)))


def _circular(form: Form) -> tuple[str, ...]:
    try:
        return rulebook(form).circular
    except FormError:
        return ()


def _faults(form: Form, question: Question, read: Rule) -> Iterator[str]:
    """What is wrong with a rule before it is run."""
    for name in read.reads():
        if name not in form.known and name not in DERIVED_NAMES:
            yield f"there is no question or derived name “{name}”"
    for name in _SIZE.findall(read.source):
        sized = form.known.get(name)
        if sized is not None and not sized.is_list:
            yield f"size({name}) counts the bytes of words; it is for lists"
    yield from _inside(form, question, read)
    yield from _literals(form, question, read)


def _inside(form: Form, question: Question, read: Rule) -> Iterator[str]:
    for name, leaf in _INSIDE.findall(read.source):
        group = form.known.get(name)
        if group is None or group.type is not AnswerType.REPEAT:
            continue
        if name != question.group:
            yield f"it reads inside the items of {name}; use size(), exists() or all()"
        elif f"{name}.{leaf}" not in form.known:
            yield f"{name} has no sub-question “{leaf}”"


def _literals(form: Form, question: Question, read: Rule) -> Iterator[str]:
    compared = [*_EQUALS.findall(read.source)]
    compared += [(name, code) for code, name in _HAS.findall(read.source)]
    for name, codes in _IN_LIST.findall(read.source):
        compared += [(name, code) for code in _QUOTED.findall(codes)]
    for name, code in compared:
        allowed = _allowed(form, question, name)
        if allowed is not None and code not in allowed:
            yield f"“{code}” is neither an option of {name} nor a state"


def _allowed(form: Form, question: Question, name: str) -> frozenset[str] | None:
    """The words a name can be compared with, None when it is free text."""
    if name == "outcome":
        return frozenset(OUTCOMES)
    if name == "stage":
        return frozenset(STAGES)
    compared = form.known.get(name)
    if compared is None and question.group is not None:
        compared = form.known.get(f"{question.group}.{name.rpartition('.')[2]}")
    if compared is None or compared.type not in (*CODED, AnswerType.MULTI):
        return None
    return frozenset(choice.code for choice in compared.choices) | set(_STATES)


class _Trial:
    """Runs rules with many values, each expression once; remembers what can be reached."""

    def __init__(self, form: Form) -> None:
        self._form = form
        self._reach: dict[str, bool] = {}
        self._known: dict[tuple[str, str | None], tuple[bool, str]] = {}

    def faults(self, question: Question, which: str, read: Rule) -> Iterator[str]:
        """A rule must never fail, and hold at least once."""
        held, error = self._outcome(question, read)
        if error:
            yield f"it fails at run time ({error}): {read.source}"
            return
        parent = self._reach.get(question.group, True) if question.group else True
        if which == "visible":
            self._reach[question.id] = held and parent
            if not self._reach[question.id]:
                yield "this question can never be reached"
        elif not held and read.constant is None:
            yield 'it is never required; write "false"'

    def _outcome(self, question: Question, read: Rule) -> tuple[bool, str]:
        if read.constant is not None:
            return read.constant, ""
        key = (read.source, question.group if question.group in read.reads() else None)
        if key not in self._known:
            self._known[key] = self._tried(question, read)
        return self._known[key]

    def _tried(self, question: Question, read: Rule) -> tuple[bool, str]:
        held = False
        for values in _mixtures(self._form, question, read, self._reach):
            try:
                held = read.run(values) is True or held
            except Exception as error:
                return False, type(error).__name__
        return held, ""


def _mixtures(
    form: Form, question: Question, read: Rule, reach: Mapping[str, bool]
) -> Iterable[dict[str, object]]:
    """Values for every name a rule reads: all mixtures when they are few, else a fair choice."""
    names = read.reads()
    domains = [_domain(form, question, read, name, reach) for name in names]
    if prod(len(domain) for domain in domains) <= _MOST:
        return [dict(zip(names, values, strict=True)) for values in product(*domains)]
    chance = random.Random(read.source)  # noqa: S311 - the same mixtures on every run
    widest = max(len(domain) for domain in domains)
    mixed = [[domain[at % len(domain)] for domain in domains] for at in range(widest)]
    mixed += [[chance.choice(domain) for domain in domains] for _ in range(_MOST)]
    return [dict(zip(names, values, strict=True)) for values in mixed]


def _domain(
    form: Form, question: Question, read: Rule, name: str, reach: Mapping[str, bool]
) -> list[object]:
    """The values a name can have, nothing answered first; only nothing if it is never reached."""
    if name in FLAGS:
        return [False, True]
    if name == "age":
        return [None, 0, 9, 12, 15, 16, 17, 18]
    if name in ("outcome", "stage"):
        words = OUTCOMES if name == "outcome" else STAGES
        return [None, *words] if name == "outcome" else list(words)
    about = form.known[name]
    if name == question.group:
        return list(_rows(form, about, read))
    if not reach.get(name, True):
        return [empty(about)]
    return _values(form, about, read)


def _values(form: Form, about: Question, read: Rule) -> list[object]:
    """Of long lists only the options a rule speaks of, and one more."""
    spoken = set(_QUOTED.findall(read.source))
    codes = [choice.code for choice in about.choices]
    codes = [code for code in codes if code in spoken] + [c for c in codes if c not in spoken][:1]
    if about.type is AnswerType.REPEAT:
        rows = list(_rows(form, about, read, r"\.{leaf}\b"))
        return [[], *([row] for row in rows), rows[:2]]
    if about.is_list:
        return [[], *([code] for code in codes), codes]
    if about.type is AnswerType.CALCULATED:
        return [None, 0, 1, 30]
    if about.type in CODED:
        return [None, *codes, *_STATES]
    return [None, *_EXAMPLES.get(about.type, ("words",)), *_STATES]


def _rows(
    form: Form, group: Question, read: Rule, pattern: str = r"\b{group}\.{leaf}\b"
) -> Iterator[dict[str, object]]:
    """One row of a repeat in many forms: the sub-questions that are read, in all mixtures."""
    bare: dict[str, object] = {child.leaf: empty(child) for child in form.children(group.id)}
    domains = {
        child.leaf: _values(form, child, read)
        for child in form.children(group.id)
        if re.search(pattern.format(group=re.escape(group.id), leaf=child.leaf), read.source)
    }
    for values in islice(product(*domains.values()), _MOST):
        yield {**bare, **dict(zip(domains, values, strict=True))}
