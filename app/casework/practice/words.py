"""The invented people, places and ways of saying things that practice draws on."""

from __future__ import annotations

import random
import tomllib
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

import msgspec

from app.casework.worker import Worker
from app.records.errors import FormError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

T = TypeVar("T")
Table: TypeAlias = dict[str, Any]


class Authority(msgspec.Struct, frozen=True):
    """A practice authority."""

    code: str
    name: str
    force: str
    prefix: str
    towns: list[str]
    outward: str


class Background(msgspec.Struct, frozen=True):
    """Names that go together with an ethnicity and a first language."""

    ethnicity: str
    weight: int
    language: str
    girls: list[str]
    boys: list[str]
    surnames: list[str]


class Story(msgspec.Struct, frozen=True):
    """What may have happened in an episode: the worker's codes and the child's words."""

    id: str
    weight: int
    ages: tuple[int, int]
    homes: str
    push: list[str]
    pull: list[str]
    planned: list[str]
    went: list[str]
    slept: list[str]
    with_whom: list[str] = msgspec.field(name="with")
    travel: list[str]
    before: list[str]
    reason: list[str]
    did: list[str]
    help: list[str]
    view: list[str]
    analysis: list[str]
    plan: list[tuple[str, str, str]]
    exploit: str = "none"
    indicators: list[str] = msgspec.field(default_factory=list[str])
    substances: list[str] = msgspec.field(default_factory=list[str])
    out_of_area: bool = False
    trafficking: bool = False
    low: bool = False
    longest: int = 400


@dataclass(frozen=True, slots=True)
class Words:
    """Everything practice is made of."""

    workers: tuple[Worker, ...]
    authorities: tuple[Authority, ...]
    backgrounds: tuple[Background, ...]
    unaccompanied: Table
    places: dict[str, list[Any]]
    people: dict[str, list[str]]
    stories: tuple[Story, ...]
    voices: dict[str, list[str]]

    @classmethod
    def load(cls, folder: Path) -> Words:
        """Read people.toml, stories.toml and voices.toml."""
        people, stories = _read(folder / "people.toml"), _read(folder / "stories.toml")
        return cls(
            workers=_all(people["worker"], Worker),
            authorities=_all(people["authority"], Authority),
            backgrounds=_all(people["background"], Background),
            unaccompanied=people["unaccompanied"],
            places=people["places"],
            people=people["people"],
            stories=_all(stories["story"], Story),
            voices=_read(folder / "voices.toml"),
        )

    def authority(self, code: str) -> Authority:
        """The practice authority of a code."""
        return next(one for one in self.authorities if one.code == code)

    def worker(self, user: str) -> Worker:
        """The practice worker of a user id."""
        return next(one for one in self.workers if one.user == user)


def _read(file: Path) -> Table:
    try:
        return tomllib.loads(file.read_text("utf-8"))
    except (OSError, tomllib.TOMLDecodeError) as error:
        message = f"The practice file {file.name} cannot be read. Put the installed copy back."
        raise FormError(message, file=file.name) from error


def _all(tables: list[Table], kind: type[T]) -> tuple[T, ...]:
    return tuple(msgspec.convert(table, kind) for table in tables)


@dataclass(slots=True)
class Chance:
    """Drawing lots, the same for the same seed; a bag gives each thing once before it repeats."""

    seed: int
    random: random.Random = field(init=False)
    _bags: dict[int, list[Any]] = field(default_factory=dict[int, list[Any]])

    def __post_init__(self) -> None:
        self.random = random.Random(self.seed)  # noqa: S311 - invented people, no secrets

    def one(self, things: Sequence[T]) -> T:
        """One of these, at random."""
        return self.random.choice(things)

    def next(self, things: list[T]) -> T:
        """One of these, each before any comes again."""
        bag = self._bags.setdefault(id(things), [])
        if not bag:
            bag.extend(things)
            self.random.shuffle(bag)
        found: T = bag.pop()
        return found

    def yes(self, share: float) -> bool:
        """True in this share of cases."""
        return self.random.random() < share

    def weighted(self, shares: dict[T, float]) -> T:
        """One key, as often as its share says."""
        return self.random.choices(list(shares), weights=list(shares.values()))[0]

    def some(self, things: Sequence[T], at_most: int, at_least: int = 1) -> list[T]:
        """A few of these, in their order."""
        most = min(at_most, len(things))
        count = self.random.randint(min(at_least, most), most)
        chosen = set(self.random.sample(range(len(things)), count))
        return [thing for n, thing in enumerate(things) if n in chosen]

    def new_id(self) -> str:
        """A fresh record or item id."""
        return str(uuid.UUID(int=self.random.getrandbits(128), version=4))

    def mobile(self) -> str:
        """A mobile number from the range kept for stories."""
        return f"07700 900{self.random.randint(0, 999):03d}"

    def landline(self) -> str:
        """A landline number from the range kept for stories."""
        return f"01632 960{self.random.randint(0, 999):03d}"

    def nhs_number(self) -> str:
        """An NHS number from the 999 range kept for tests, with its right check digit."""
        while True:
            digits = f"999{self.random.randint(0, 999_999):06d}"
            check = 11 - sum(int(d) * w for d, w in zip(digits, range(10, 1, -1), strict=True)) % 11
            if check != 10:  # noqa: PLR2004 - no number has ten for a check digit
                return f"{digits}{check % 11}"
