"""The record of an invented child: names, numbers, address, school, who is to be told what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.casework.practice.people import Child, fill
from app.records.record import Answer, AnswerState, Cell, Source, Tick, answered

if TYPE_CHECKING:
    from app.casework.practice.words import Chance, Words
    from app.records.record import JsonValue

WITH_WORKER = frozenset({"cin", "cpp", "cla", "care_leaver", "early_help"})
DISABILITIES = {
    "AUT": 0.3,
    "BEH": 0.2,
    "LD": 0.2,
    "MOB": 0.06,
    "HEAR": 0.08,
    "VIS": 0.06,
    "COMM": 0.1,
}


def person_answers(chance: Chance, words: Words, child: Child) -> dict[str, Cell]:
    """The answers of the child's own record."""
    told: dict[str, JsonValue] = {
        "child_forename": child.forename,
        "child_surname": child.surname,
        "child_dob": child.born.isoformat(),
        "child_sex": child.sex,
        "child_ethnicity": child.ethnicity,
        "child_languages": child.language,
        "interpreter_needed": "yes" if child.unaccompanied else "no",
        "child_address": _address(chance, words, child),
        "address_confidential": "no",
        "education_setting": _setting(words, child),
        "school_name": child.school,
    }
    _identifiers(chance, child, told)
    _people(chance, words, child, told)
    cells: dict[str, Cell] = {
        path: answered(value, Source.COORDINATOR) for path, value in told.items()
    }
    _from_the_child(chance, words, cells)
    cells.update(_disability(chance, words, child))
    return cells


def _identifiers(chance: Chance, child: Child, told: dict[str, JsonValue]) -> None:
    if child.status != "not_open":
        number = int(child.record[:6], 16) % 100_000
        told["child_local_id"] = f"{child.authority.prefix}{number:05d}"
    if child.in_care:
        told["is_uasc"] = "yes" if child.unaccompanied else "no"
    if child.unaccompanied:
        told["child_dob_estimated"] = "yes"
    if child.in_care or chance.yes(0.3):
        told["child_nhs_number"] = chance.nhs_number()


def _people(chance: Chance, words: Words, child: Child, told: dict[str, JsonValue]) -> None:
    if child.status in WITH_WORKER:
        told["allocated_worker"] = {
            "name": child.social_worker,
            "role": "Early help worker" if child.status == "early_help" else "Social worker",
            "phone": chance.landline(),
        }
    if child.in_care:
        told["iro"] = {"name": chance.next(words.people["iros"]), "phone": chance.landline()}
    if chance.yes(0.06):
        told["address_confidential"] = "yes"
        told["address_confidential_from"] = "Father, by order of the court"
    if chance.yes(0.4):
        line = chance.next(words.voices["safe_contact_care" if child.in_care else "safe_contact"])
        told["safe_contact"] = fill(line, child.slots)


def _from_the_child(chance: Chance, words: Words, cells: dict[str, Cell]) -> None:
    if chance.yes(0.15):
        called = chance.next(words.voices["known_as"])
        cells["child_known_as"] = Answer(
            AnswerState.ANSWERED, called, speaker="child", source=Source.CHILD
        )


def _disability(chance: Chance, words: Words, child: Child) -> dict[str, Cell]:
    if not chance.yes(0.24):
        return {"child_disabilities/NONE": Tick(value=True)}
    code = chance.weighted(DISABILITIES)
    told = fill(chance.next(words.voices["communication"]), child.slots)
    return {
        f"child_disabilities/{code}": Tick(value=True),
        "child_communication": answered(told, Source.CARER),
    }


def _address(chance: Chance, words: Words, child: Child) -> dict[str, str]:
    street = f"{chance.random.randint(1, 90)} {chance.next(words.places['streets'])}"
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    inward = f"{chance.random.randint(1, 9)}{chance.one(letters)}{chance.one(letters)}"
    outward = f"{child.host.outward}{chance.random.randint(1, 19)}"
    rest = {"town": chance.one(child.host.towns), "postcode": f"{outward} {inward}"}
    return (
        {"line1": child.home, "line2": street, **rest} if child.home else {"line1": street, **rest}
    )


def _setting(words: Words, child: Child) -> str:
    places = words.places
    for setting, names in (
        ("college", places["colleges"]),
        ("pru_ap", places["units"]),
        ("special", places["special"]),
    ):
        if child.school in names:
            return setting
    return "mainstream"
