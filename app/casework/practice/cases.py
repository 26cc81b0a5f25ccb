"""The edits that fill a practice store: relative to now, the same for the same seed.

Two neighbouring authorities and one that hosts placements; sizes, lateness, refusals and repeats as
the statistics have them. Every record says that it is practice. Nobody in it
exists.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING

from app.casework.practice.accounts import account_of
from app.casework.practice.child_record import person_answers
from app.casework.practice.coding import Item, coding_of, items_of, settled_at
from app.casework.practice.episodes import PARTS, Part, Plan, plan_episodes
from app.casework.practice.offers import episode_answers
from app.casework.practice.people import Child, invent_child
from app.casework.practice.telling import place_name
from app.casework.practice.words import Chance, Words
from app.records import clock
from app.records.edit import Edit
from app.records.record import (
    LINKS,
    STAGE,
    Answer,
    Cell,
    Presence,
    RecordKind,
    Source,
    Stage,
    answered,
)
from app.records.reference import make

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import datetime

    from app.records.record import FormRef, RecordId

PRACTICE = "import.practice"
"""Reserved path: "yes" on every record of a practice store."""
NORTHMERE, CALDERFEN = "E06999001", "E06999002"
REFERRED_TO = frozenset(
    {RecordKind.PERSON, RecordKind.MISSING_EPISODE, RecordKind.RETURN_INTERVIEW}
)
SETTLED = frozenset({"completed", "declined", "no_response", "not_offered"})


@dataclass(slots=True)
class Scribe:
    """Writes records of one case as edits that create them."""

    chance: Chance
    forms: Mapping[str, FormRef]
    la: str
    authority_name: str
    case: RecordId
    used: set[str] = field(default_factory=set[str])

    def create(
        self, kind: RecordKind, record: RecordId, cells: Mapping[str, Cell], at: datetime, user: str
    ) -> Edit:
        """The edit that creates a record."""
        told = dict(cells)
        told[PRACTICE] = answered("yes", Source.SYSTEM)
        if kind in REFERRED_TO:
            told["record_ref"] = answered(self._reference(at), Source.SYSTEM)
        return Edit(
            op_id=self.chance.new_id(),
            record=record,
            kind=kind,
            la=self.la,
            case=self.case,
            base=0,
            set=dict(sorted(told.items())),
            form=self.forms[self.la],
            at=clock.to_text(at),
            user=user,
            salt=f"{self.chance.random.getrandbits(128):032x}",
        )

    def _reference(self, at: datetime) -> str:
        while True:
            year = clock.local(at).year
            found = make(self.authority_name, year, self.chance.one).text
            if found not in self.used:
                self.used.add(found)
                return found


def make_practice(
    words: Words, forms: Mapping[str, FormRef], now: datetime, children: int = 25, seed: int = 1
) -> Iterator[Edit]:
    """The edits that fill a practice store; `forms` gives each authority's form."""
    chance = Chance(seed)
    used: set[str] = set()
    for n in range(children):
        code = CALDERFEN if n % 3 == 2 else NORTHMERE  # noqa: PLR2004 - every third child
        child = invent_child(chance, words, words.authority(code), now)
        scribe = Scribe(chance, forms, code, child.authority.name, child.record, used)
        yield from _one_child(scribe, words, child, PARTS[n % len(PARTS)], now)


def _one_child(
    scribe: Scribe, words: Words, child: Child, part: Part, now: datetime
) -> Iterator[Edit]:
    chance = scribe.chance
    plans = plan_episodes(chance, child, part, now)
    began = plans[0].left
    priya = "priya.nand"
    person = person_answers(chance, words, child)
    yield scribe.create(RecordKind.PERSON, child.record, person, began, priya)
    for plan in plans:
        _name_things(chance, words, child, plan)
        yield from _one_episode(scribe, words, child, plan, now)
    yield _involvement(scribe, plans[-1], began, now)


def _name_things(chance: Chance, words: Words, child: Child, plan: Plan) -> None:
    friend = chance.one(child.friends)
    plan.slots = {
        **child.slots,
        "friend": friend,
        "adult": chance.next(words.people["adults"]),
        "sib": chance.one(words.people["siblings"]),
        "town": chance.one(child.authority.towns),
        "school": child.school,
        "street": chance.next(words.places["streets"]),
    }
    plan.place = place_name(chance, words, child, chance.one(plan.story.went))
    plan.slots["place"] = plan.place


def _one_episode(
    scribe: Scribe, words: Words, child: Child, plan: Plan, now: datetime
) -> Iterator[Edit]:
    chance = scribe.chance
    episode = episode_answers(chance, words, child, plan, now)
    episode[STAGE] = answered(Stage.SUBMITTED.value)  # confirmed by a coordinator
    given = episode.get("carer_info_offered")
    if isinstance(given, Answer):
        plan.slots["carer_info"] = str(given.value)
    written = min(plan.returned or plan.left, now) + timedelta(minutes=5)
    yield scribe.create(
        RecordKind.MISSING_EPISODE, plan.record, episode, min(written, now), "priya.nand"
    )
    if plan.returned is None or plan.covered_by is not None:
        return
    interview, items = _interview(chance, words, child, plan)
    moment = min(settled_at(plan) + timedelta(hours=1), now)
    yield scribe.create(
        RecordKind.RETURN_INTERVIEW, plan.interview, interview, moment, "tomasz.beale"
    )
    for item in items:
        yield scribe.create(item.kind, item.record, item.set, moment, "tomasz.beale")


def _interview(
    chance: Chance, words: Words, child: Child, plan: Plan
) -> tuple[dict[str, Cell], list[Item]]:
    cells: dict[str, Cell] = {
        f"{LINKS}/{covered.record}": Presence(present=True, role="episode")
        for covered in (plan, *plan.covers)
    }
    if plan.outcome not in SETTLED:
        return cells, []
    account = account_of(chance, words, child, plan) if plan.outcome == "completed" else {}
    cells.update(account)
    cells.update(coding_of(chance, words, child, plan, account))
    cells[STAGE] = answered(plan.stage, Source.SYSTEM)
    return cells, list(items_of(chance, words, child, plan, account))


def _involvement(scribe: Scribe, last: Plan, began: datetime, now: datetime) -> Edit:
    """Open, with a review ahead when a supervisor has looked at it."""
    cells: dict[str, Cell] = {}
    if last.stage == "approved":
        review = clock.local(now).date() + timedelta(days=scribe.chance.random.randint(0, 28))
        cells["closure_decision"] = answered("keep_open", Source.SUPERVISOR)
        cells["review_date"] = answered(review.isoformat(), Source.SUPERVISOR)
    user = "gwen.achterberg" if cells else "priya.nand"
    at = now if cells else began
    return scribe.create(RecordKind.INVOLVEMENT, scribe.chance.new_id(), cells, at, user)
