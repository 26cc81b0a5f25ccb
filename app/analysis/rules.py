"""An authority's counting rules, read from resources/rules: the standard set and its overrides.

`standard.toml` holds the default; `authorities/<gss>.toml` may switch a rule off, change its
figures or add one of its own, each with who decided it, since when and why, so that every override
can be audited.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import msgspec

from app.records.errors import FormError

if TYPE_CHECKING:
    from pathlib import Path

Table: TypeAlias = dict[str, Any]
T = TypeVar("T")


class RuleKind(StrEnum):
    """What a rule looks at."""

    COUNT = "count"
    HOURS = "hours"
    AGE = "age"


class Rule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One rule: what must hold, what is then done, and its rank within its family."""

    id: str
    kind: RuleKind
    family: str
    strength: int
    action: str
    why: str
    count: int = 0
    window_days: int = 0
    hours: int = 0
    under_age: int = 0
    strategy: bool = False


class Override(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What an authority decided about one rule, by whom, since when and why."""

    rule: str
    decided_by: str
    since: date
    reason: str
    off: bool = False
    change: dict[str, int | str | bool] = msgspec.field(default_factory=dict[str, int | str | bool])


class OfferRule(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Whom an offer must reach before it counts as offered."""

    reached: str = "child"


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules in force for one authority, with the overrides that made them so."""

    version: int
    authority: str | None
    rules: tuple[Rule, ...]
    offer: OfferRule = field(default_factory=OfferRule)
    overrides: tuple[Override, ...] = ()

    @classmethod
    def load(cls, root: Path, authority: str | None = None) -> Rules:
        """Read the standard set and lay the authority's own file over it, if it has one."""
        standard = _read(root / "standard.toml")
        own_file = root / "authorities" / f"{authority}.toml"
        own: Table = _read(own_file) if authority and own_file.is_file() else {}
        rules = _convert(standard.get("rule", []), tuple[Rule, ...])
        overrides = _convert(own.get("override", []), tuple[Override, ...])
        added = _convert(own.get("rule", []), tuple[Rule, ...])
        return cls(
            version=int(standard["version"]),
            authority=authority,
            rules=_unique((*_overridden(rules, overrides), *added)),
            offer=_convert(own.get("offer", standard.get("offer", {})), OfferRule),
            overrides=overrides,
        )

    def strongest_first(self) -> tuple[Rule, ...]:
        """The rules with the strongest of each family first, families in their written order."""
        families = list(dict.fromkeys(rule.family for rule in self.rules))
        return tuple(
            sorted(self.rules, key=lambda rule: (families.index(rule.family), -rule.strength))
        )


class RuleLibrary:
    """The rules of each authority: a threshold follows the child's authority, not the worker's."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._of: dict[str, Rules] = {}

    def of_authority(self, authority: str) -> Rules:
        """The rules in force for an authority, read when they are first asked for."""
        if authority not in self._of:
            self._of[authority] = Rules.load(self._root, authority)
        return self._of[authority]


def _read(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        message = f"The rule file {file.name} cannot be read. Put the installed copy back."
        raise FormError(message, file=file.name) from error


def _convert(value: Any, into: type[T]) -> T:
    try:
        return msgspec.convert(value, into)
    except msgspec.ValidationError as error:
        message = f"A rule file breaks the rules for rule files: {error}"
        raise FormError(message) from error


def _overridden(rules: tuple[Rule, ...], overrides: tuple[Override, ...]) -> list[Rule]:
    known = {rule.id: rule for rule in rules}
    for override in overrides:
        if override.rule not in known:
            message = f"An override names the rule {override.rule}, which does not exist."
            raise FormError(message, rule=override.rule)
        if override.off:
            del known[override.rule]
        else:
            changed = msgspec.to_builtins(known[override.rule]) | override.change
            known[override.rule] = _convert(changed, Rule)
    return list(known.values())


def _unique(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    names = [rule.id for rule in rules]
    if len(set(names)) != len(names):
        message = "Two rules have the same id. Give each rule its own."
        raise FormError(message)
    return rules
