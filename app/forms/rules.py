"""Rules in CEL: compiled once, given only the names they use; the only module that knows cel.

A rule that fails at run time must not hide a question nor block a sign-off: it counts as visible
and as not required, and its id goes to the log, never a value.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol, cast

from app.records.errors import FormError

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

ANSWERS = "answers"
"""The map through which rules read dotted local ids: answers["local.E06999001.card"]."""
STAGE_NAME = "stage"

_log = logging.getLogger("homeward.forms")
_LOCAL = re.compile(r"""answers\[\s*["']([^"']+)["']\s*\]""")
_MACRO = re.compile(r"\.\s*(?:exists_one|exists|all|map|filter)\s*\(\s*(\w+)\s*,")


class Program(Protocol):
    """A compiled expression, as cel gives it."""

    def execute(self, context: dict[str, Any]) -> object:
        """Evaluate."""
        ...

    def variables(self) -> list[str]:
        """Name what it reads, macro variables too."""
        ...


class Rule:
    """One expression, compiled on first use."""

    __slots__ = ("_fields", "_program", "constant", "local", "names", "source")

    def __init__(self, source: str) -> None:
        self.source = source
        self.constant: bool | None = {"true": True, "false": False}.get(source)
        self.local: tuple[str, ...] = tuple(dict.fromkeys(_LOCAL.findall(source)))
        self._program: Program | None = None
        self.names: tuple[str, ...] = ()
        self._fields: dict[str, tuple[str, ...]] = {}
        if self.constant is None:
            self._program = _compile(source)
            bound = set(_MACRO.findall(source))
            names = set(self._program.variables()) - bound - {ANSWERS}
            self.names = tuple(sorted(names))
            self._fields = {name: _fields_of(name, source) for name in self.names}

    def reads(self) -> tuple[str, ...]:
        """Every question id and derived name the rule looks at."""
        return (*self.names, *self.local)

    def run(self, values: Mapping[str, object]) -> object:
        """Evaluate with these values; raises whatever cel raises."""
        if self._program is None:
            return self.constant
        context = {name: self._narrow(name, values[name]) for name in self.names}
        if self.local:
            context[ANSWERS] = {name: values[name] for name in self.local}
        return self._program.execute(context)

    def _narrow(self, name: str, value: object) -> object:
        """Of a row, only the fields the rule looks at: cel copies all it is given."""
        fields = self._fields[name]
        if not fields or not isinstance(value, dict):
            return value
        row = cast("dict[str, object]", value)
        return {field: row[field] for field in fields if field in row}

    def holds(self, values: Mapping[str, object], *, question: str, if_broken: bool) -> bool:
        """Whether the rule holds; a broken one is logged by question id and counts as given."""
        if self.constant is not None:
            return self.constant
        try:
            return self.run(values) is True
        except Exception:
            _log.error("rule_failed", extra={"question": question})
            return if_broken


@lru_cache(maxsize=4096)
def rule(source: str) -> Rule:
    """The rule of an expression; equal expressions share one."""
    return Rule(source.strip())


def warm_up(sources: Iterable[str]) -> None:
    """Compile rules before a screen needs them (importing cel takes up to a second)."""
    for source in sources:
        rule(source)


def _fields_of(name: str, source: str) -> tuple[str, ...]:
    found = re.findall(rf"(?<![\w.]){re.escape(name)}\.(\w++)(?!\s*\()", source)
    return tuple(dict.fromkeys(found))


def _compile(source: str) -> Program:
    import cel  # noqa: PLC0415 - slow to import, and only needed once a form is opened

    try:
        return cast("Program", cel.compile(source))
    except Exception as error:
        advice = f"This rule cannot be read: {source}"
        raise FormError(advice, rule=source) from error
