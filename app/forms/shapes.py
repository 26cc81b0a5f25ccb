"""The parts of a person, a place, a vehicle and an account: which keys an answer's dict may have.

Every part is optional, since children tell things in part; an answer needs at least one of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeGuard

from app.forms.question import AnswerType
from app.records.errors import BadInput
from app.records.identifiers import normal_postcode

if TYPE_CHECKING:
    from app.records.record import JsonValue

SHAPES: dict[AnswerType, dict[str, str]] = {
    AnswerType.PERSON: {
        "name": "Name",
        "nickname": "Nickname",
        "role": "Job or relationship",
        "organisation": "Organisation",
        "phone": "Phone",
        "email": "E-mail",
        "age": "Age, or about",
        "sex": "Sex",
        "description": "Description",
        "address": "Address",
    },
    AnswerType.LOCATION: {
        "name": "Place",
        "address": "Address or what it is near",
        "postcode": "Postcode, even part",
        "kind": "Kind of place",
        "description": "Description",
        "lat": "Latitude",
        "lon": "Longitude",
    },
    AnswerType.ADDRESS: {
        "line1": "Address line 1",
        "line2": "Address line 2",
        "town": "Town or city",
        "postcode": "Postcode",
        "lat": "Latitude",
        "lon": "Longitude",
    },
    AnswerType.VEHICLE: {
        "vrm": "Registration, even part",
        "make": "Make",
        "model": "Model",
        "colour": "Colour",
        "firm": "Firm",
        "description": "Description",
    },
    AnswerType.ACCOUNT: {
        "platform": "Platform",
        "handle": "Name there",
        "description": "Anything else",
    },
}
"""Key -> words for the field, in the order in which they are shown and printed."""

NUMBERS = frozenset({"lat", "lon"})
"""Whole numbers of a millionth of a degree; everything else is words."""
_FIRST = {
    AnswerType.PERSON: "name",
    AnswerType.LOCATION: "name",
    AnswerType.ADDRESS: "line1",
    AnswerType.VEHICLE: "description",
    AnswerType.ACCOUNT: "handle",
}


def parts_of(value: JsonValue) -> dict[str, JsonValue] | None:
    """The parts of a composite value, None when it is something else."""
    return value if _is_parts(value) else None


def entries_of(value: JsonValue) -> list[JsonValue] | None:
    """The entries of a list, None when it is something else."""
    return value if _is_entries(value) else None


def _is_parts(value: JsonValue) -> TypeGuard[dict[str, JsonValue]]:
    return isinstance(value, dict)


def _is_entries(value: JsonValue) -> TypeGuard[list[JsonValue]]:
    return isinstance(value, list)


def parse_shape(kind: AnswerType, raw: JsonValue) -> dict[str, JsonValue]:
    """Read a composite answer from its parts, or from one line of words."""
    given = parts_of(raw)
    parts = {_FIRST[kind]: raw} if given is None else given
    known = SHAPES[kind]
    value: dict[str, JsonValue] = {}
    for key, part in parts.items():
        if key not in known:
            advice = f"There is no field “{key}” here."
            raise BadInput(advice)
        kept = _number(part) if key in NUMBERS else _words(key, part)
        if kept not in ("", None):
            value[key] = kept
    if not value:
        msg = "Write at least one of the fields."
        raise BadInput(msg)
    return {key: value[key] for key in known if key in value}


def format_shape(kind: AnswerType, value: JsonValue) -> str:
    """Write a composite answer on one line."""
    held = parts_of(value)
    if held is None:
        return str(value)
    parts = {key: str(held[key]) for key in SHAPES[kind] if key not in NUMBERS and held.get(key)}
    if kind is AnswerType.ACCOUNT and len(parts) > 1:
        return ": ".join(part for key, part in parts.items() if key != "description") + (
            f" ({parts['description']})" if "description" in parts else ""
        )
    if "nickname" in parts and "name" in parts:
        parts["name"] = f"{parts['name']} (“{parts.pop('nickname')}”)"
    if "vrm" in parts:
        parts["vrm"] = parts["vrm"].upper()
    return ", ".join(parts.values()) or "On the map only"


def _words(key: str, part: JsonValue) -> str:
    text = "" if part is None else str(part).strip()
    return (normal_postcode(text) or text) if key == "postcode" else text


def _number(part: JsonValue) -> int | None:
    if part in ("", None):
        return None
    if isinstance(part, bool) or not isinstance(part, int):
        msg = "A place on the map is kept as whole numbers of a millionth of a degree."
        raise BadInput(msg)
    return part
