"""Invented children: who they are, where they live, who looks after them."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from app.records.clock import local

if TYPE_CHECKING:
    from app.casework.practice.words import Authority, Chance, Story, Words
    from app.records.record import RecordId

STATUS = {
    "cla": 0.40,
    "not_open": 0.22,
    "cin": 0.15,
    "cpp": 0.10,
    "early_help": 0.10,
    "unknown": 0.03,
}
AGES = {
    8: 0.6, 9: 1.0, 10: 2.4, 11: 4.0, 12: 8.0, 13: 13.0, 14: 19.0, 15: 23.0, 16: 18.0, 17: 11.0,
}  # fmt: skip
CARE = {
    "childrens_home": 0.42,
    "foster": 0.36,
    "supported_accommodation": 0.16,
    "kinship": 0.06,
}
HE = {"He": "He", "he": "he", "him": "him", "his": "his"}
SHE = {"He": "She", "he": "she", "him": "her", "his": "her"}
FLAGS = [
    "cse",
    "cce",
    "domestic_abuse",
    "neglect",
    "self_harm",
    "mental_health",
    "substance",
    "send",
]
SOUTHHAVEN = "E10999003"
SECONDARY, LEAVES_SCHOOL = 11, 16


@dataclass(slots=True)
class Child:
    """An invented child, as the makers of episodes and interviews need to know them."""

    record: RecordId
    authority: Authority
    host: Authority
    forename: str
    surname: str
    sex: str
    born: date
    ethnicity: str
    language: str
    status: str
    placement: str
    urn: str
    home: str
    unaccompanied: bool
    school: str
    social_worker: str
    carer: str
    friends: list[str]
    stories: list[Story] = field(default_factory=list["Story"])
    slots: dict[str, str] = field(default_factory=dict[str, str])

    @property
    def in_care(self) -> bool:
        """Whether the child is looked after."""
        return self.status == "cla"

    def age_on(self, day: date) -> int:
        """Age in whole years on a day."""
        return day.year - self.born.year - ((day.month, day.day) < (self.born.month, self.born.day))


def invent_child(chance: Chance, words: Words, authority: Authority, now: datetime) -> Child:
    """Draw a child."""
    alone = chance.yes(0.03)
    ethnicity, language, forename, surname, sex = _name(chance, words, alone)
    born = _born(chance, local(now).date(), alone)
    status = "cla" if alone else chance.weighted(STATUS)
    placement = _placement(chance, status, alone)
    home, urn = _home(chance, words, placement)
    host = authority
    if status == "cla" and placement in ("childrens_home", "foster") and chance.yes(0.2):
        others = [one for one in words.authorities if one.code != authority.code]
        southhaven = words.authority(SOUTHHAVEN)
        host = southhaven if chance.yes(0.6) else chance.one(others)
    child = Child(
        record=chance.new_id(),
        authority=authority,
        host=host,
        forename=forename,
        surname=surname,
        sex=sex,
        born=born,
        ethnicity=ethnicity,
        language=language,
        status=status,
        placement=placement,
        urn=urn,
        home=home,
        unaccompanied=alone,
        school="",
        social_worker=chance.next(words.people["social_workers"]),
        carer=_carer(chance, words, placement),
        friends=chance.random.sample(words.people["friends"], 3),
    )
    _give_school(chance, words, child, local(now).date())
    _give_stories(chance, words, child, local(now).date())
    child.slots = {
        "name": forename,
        "carer": child.carer,
        "worker": child.social_worker,
        **(HE if sex == "M" else SHE),
    }
    return child


def _name(chance: Chance, words: Words, alone: bool) -> tuple[str, str, str, str, str]:
    if alone:
        table = words.unaccompanied
        which = chance.random.randrange(len(table["ethnicity"]))
        names, surnames = table["names"][which], table["surnames"][which]
        told = (table["ethnicity"][which], table["language"][which])
        return (*told, chance.next(names), chance.next(surnames), "M")
    shares = {n: float(one.weight) for n, one in enumerate(words.backgrounds)}
    background = words.backgrounds[chance.weighted(shares)]
    girl = chance.yes(0.52)
    forename = chance.next(background.girls if girl else background.boys)
    surname = chance.next(background.surnames)
    return background.ethnicity, background.language, forename, surname, "F" if girl else "M"


def _born(chance: Chance, today: date, alone: bool) -> date:
    years = chance.one((16, 17)) if alone else chance.weighted(AGES)
    return today - timedelta(days=round(years * 365.25) + chance.random.randint(20, 340))


def _placement(chance: Chance, status: str, alone: bool) -> str:
    if alone:
        return "supported_accommodation"
    if status == "cla":
        return chance.weighted(CARE)
    return "kinship" if chance.yes(0.07) else "family_home"


def _home(chance: Chance, words: Words, placement: str) -> tuple[str, str]:
    if placement == "childrens_home":
        name, urn = chance.next(words.places["childrens_homes"])
        return name, urn
    if placement == "supported_accommodation":
        name, urn = chance.next(words.places["supported"])
        return name, urn
    return "", ""


def _carer(chance: Chance, words: Words, placement: str) -> str:
    if placement == "family_home":
        return chance.next(words.people["mothers"])
    return chance.next(words.people["carers"])


def _give_school(chance: Chance, words: Words, child: Child, today: date) -> None:
    age = child.age_on(today)
    if child.unaccompanied or (age >= LEAVES_SCHOOL and chance.yes(0.6)):
        child.school = chance.next(words.places["colleges"])
    elif age < SECONDARY:
        child.school = chance.next(words.places["primaries"])
    elif chance.yes(0.16):
        child.school = chance.next(words.places["units"])
    elif chance.yes(0.06):
        child.school = chance.next(words.places["special"])
    else:
        child.school = chance.next(words.places["schools"])


def _give_stories(chance: Chance, words: Words, child: Child, today: date) -> None:
    """Two or three stories a child lives through again and again."""
    if child.unaccompanied:
        fitting = [story for story in words.stories if story.homes == "uasc"]
    else:
        home = "care" if child.in_care else "family"
        age = child.age_on(today)
        fitting = [
            story
            for story in words.stories
            if story.homes in (home, "any") and story.ages[0] <= age <= story.ages[1]
        ]
    weights = {n: float(max(story.weight, 1)) for n, story in enumerate(fitting)}
    child.stories = [fitting[chance.weighted(weights)] for _ in range(3)]


def fill(text: str, slots: dict[str, str]) -> str:
    """Put names and places into a line."""
    for name, value in slots.items():
        text = text.replace("{" + name + "}", value)
    return text
