"""The answers of an invented missing episode: its facts, and each attempt to offer an interview."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.casework.practice.episodes import Plan, times_told
from app.casework.practice.people import FLAGS, fill
from app.casework.practice.times import by_day, daytime, told_at
from app.records.order import spread
from app.records.record import Answer, AnswerState, Cell, Presence, Source, Tick, answered

if TYPE_CHECKING:
    from app.casework.practice.people import Child
    from app.casework.practice.words import Chance, Words
    from app.records.record import JsonValue

RISKS = {"very_low_or_no_apparent": 0.05, "low": 0.25, "medium": 0.55, "high": 0.15}
LEGAL = {"C1": 0.1, "C2": 0.62, "V2": 0.28}
REPORTERS = {"family_home": "parent", "kinship": "carer", "foster": "carer"}
LATE = {
    "worker_capacity": 0.25,
    "child_unavailable": 0.25,
    "told_late": 0.2,
    "child_asked_for_later": 0.15,
    "missing_again": 0.08,
    "out_of_area": 0.07,
}
NOT_OFFERED = {"not_told_in_time": 0.35, "capacity": 0.3, "missing_again": 0.2, "child_moved": 0.15}
REFUSALS = {
    "does_not_want_to_talk": 0.3,
    "does_not_see_self_as_missing": 0.28,
    "already_spoke_to_someone": 0.12,
    "nothing_happened": 0.12,
    "does_not_trust": 0.08,
    "too_many_interviews": 0.06,
    "tired_or_unwell": 0.04,
}
BACK = {
    "returned_self": 0.56,
    "found_by_police": 0.22,
    "found_by_carer": 0.11,
    "found_by_parent": 0.08,
    "found_by_professional": 0.03,
}
ACCEPTED = {"declined": "no", "no_response": "no_response"}
THIRD = 3


def episode_answers(
    chance: Chance, words: Words, child: Child, plan: Plan, now: datetime
) -> dict[str, Cell]:
    """Everything an episode's record holds."""
    told = {
        **_where_it_happened(chance, child, plan),
        **_police(chance, child, plan, now),
    }
    if plan.found is not None:
        told["found_at"] = told_at(plan.found)
    if plan.returned is not None:
        told.update(_return(chance, words, plan))
        told.update(_offer(chance, words, plan))
    cells: dict[str, Cell] = {
        path: answered(value, Source.COORDINATOR) for path, value in told.items()
    }
    cells.update(_known_flags(chance, plan))
    cells.update(_attempts(chance, words, child, plan))
    _own_words(chance, words, plan, cells)
    return cells


def _where_it_happened(chance: Chance, child: Child, plan: Plan) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {
        "recording_la": child.authority.code,
        "responsible_la": child.authority.code,
        "host_la": child.host.code,
        "child_status": child.status,
        "placement_type": child.placement,
        "episode_type": "away_without_authorisation" if plan.away else "missing",
        "missing_from_at": told_at(plan.left),
        "missing_from_place": _from_place(chance, child, plan),
    }
    if child.host.code != child.authority.code:
        told["host_la_informed"] = "no" if chance.yes(0.25) else "yes"
    if child.in_care:
        told["legal_status"] = "V2" if child.unaccompanied else chance.weighted(LEGAL)
    if child.urn:
        told["placement_urn"] = child.urn
    return told


def _from_place(chance: Chance, child: Child, plan: Plan) -> str:
    if plan.story.id == "school_trouble":
        return "school"
    if chance.yes(0.1):
        return "school"
    return "home" if child.placement in ("family_home", "kinship") else "placement"


def _police(chance: Chance, child: Child, plan: Plan, now: datetime) -> dict[str, JsonValue]:
    times = times_told(plan)
    number = chance.random.randint(100, 999)
    risk = chance.weighted(RISKS)
    told: dict[str, JsonValue] = {
        "police_reported": "yes",
        "reported_at": told_at(min(times["reported"], now)),
        "reported_by": REPORTERS.get(child.placement, "home_staff"),
        "police_force": child.host.force,
        "police_ref": f"{child.host.prefix}-{plan.left:%m%d}-{number}",
        "police_risk_initial": risk,
        "la_notified_at": told_at(min(times["authority"], now)),
    }
    if child.unaccompanied:
        told["home_office_told_missing_at"] = told_at(min(times["authority"], now))
    if plan.returned is not None:
        told["prevention_interview"] = chance.weighted(
            {"yes": 0.6, "no": 0.15, "refused": 0.1, "not_known": 0.15}
        )
        if child.unaccompanied:
            told["home_office_told_found_at"] = told_at(
                min(plan.returned + timedelta(hours=2), now)
            )
    return told


def _return(chance: Chance, words: Words, plan: Plan) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {
        "returned_at": told_at(plan.returned or plan.left),
        "offer_required": "yes",
    }
    how = "found_by_police" if plan.found != plan.returned else chance.weighted(BACK)
    told["return_how"] = how
    if how != "returned_self":
        town = chance.one(words.authorities[0].towns)
        place = chance.next(words.places["outdoors"])
        street = chance.next(words.places["streets"])
        told["found_location"] = {"name": fill(place, {"town": town, "street": street})}
    return told


def _offer(chance: Chance, words: Words, plan: Plan) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {}
    if plan.outcome == "not_offered":
        told["offer_made"] = "no"
        told["offer_not_made_reason"] = chance.weighted(NOT_OFFERED)
    elif plan.outcome not in ("due", "tried"):
        told["offer_made"] = "yes"
        told["offered_at"] = told_at(plan.offered or plan.left)
        told["offer_accepted"] = ACCEPTED.get(plan.outcome, "yes")
    if plan.booked is not None:
        told["booked_for"] = told_at(plan.booked)
    if plan.late:
        told["late_reason"] = "missing_again" if plan.covered_by else chance.weighted(LATE)
    told.update(_refused(chance, plan))
    told.update(_strategy(chance, words, plan))
    return told


def _refused(chance: Chance, plan: Plan) -> dict[str, JsonValue]:
    told: dict[str, JsonValue] = {}
    if plan.outcome in ACCEPTED:
        told["carer_info_offered"] = chance.weighted(
            {"given": 0.45, "offered_and_declined": 0.25, "could_not_reach": 0.3}
        )
    if plan.outcome == "declined":
        told["refusal_reason"] = chance.weighted(REFUSALS)
        told["declined_by"] = chance.weighted({"child_directly": 0.85, "child_and_parent": 0.15})
    return told


def _strategy(chance: Chance, words: Words, plan: Plan) -> dict[str, JsonValue]:
    if plan.away or plan.stage != "approved" or plan.prior_90 + 1 < THIRD:
        return {}
    if chance.yes(0.6):
        return {"strategy_trigger": "meeting_called"}
    reason = chance.next(words.voices["strategy"])
    return {"strategy_trigger": "already_held", "strategy_reason": reason}


def _known_flags(chance: Chance, plan: Plan) -> dict[str, Cell]:
    flags = {"cse": ["cse"], "cce": ["cce"]}.get(plan.story.exploit, [])
    if not flags or chance.yes(0.4):
        flags = chance.some(FLAGS, 3) if chance.yes(0.55) else ["none_known"]
    return {f"known_vulnerabilities/{flag}": Tick(value=True) for flag in flags}


def _attempts(chance: Chance, words: Words, child: Child, plan: Plan) -> dict[str, Cell]:
    """Tries that reached nobody, then the one that decided."""
    if plan.returned is None or plan.outcome in ("due", "not_offered"):
        return {}
    last = plan.offered or plan.returned + timedelta(hours=3)
    tries = chance.weighted({0: 0.5, 1: 0.3, 2: 0.2}) + (plan.outcome in ("tried", "no_response"))
    rows = [
        (daytime(chance, plan.returned + timedelta(minutes=30), last), _in_vain(chance, child))
        for _ in range(tries)
    ]
    rows = sorted((row for row in rows if by_day(row[0])), key=lambda row: row[0])
    if plan.outcome != "tried":
        rows.append((last, _deciding(chance, plan)))
    cells: dict[str, Cell] = {}
    by = {"name": words.worker("tomasz.beale").name, "organisation": "Northmere return interviews"}
    for (moment, told), order in zip(rows, spread(len(rows)), strict=True):
        item = f"offer_attempts/{chance.new_id()}"
        cells[f"{item}/@"] = Presence(present=True, order=order)
        cells[f"{item}/at"] = answered(told_at(moment), Source.WORKER)
        cells[f"{item}/by"] = answered(by, Source.SYSTEM)
        for leaf, value in told.items():
            cells[f"{item}/{leaf}"] = answered(value, Source.WORKER)
    return cells


def _in_vain(chance: Chance, child: Child) -> dict[str, str]:
    at_home = "parent" if child.placement == "family_home" else "home_staff"
    return chance.one(
        [
            {"method": "phone", "with": "nobody", "result": "no_answer"},
            {"method": "text", "with": "nobody", "result": "left_message"},
            {"method": "phone", "with": at_home, "result": "left_message"},
            {"method": "visit", "with": at_home, "result": "not_now"},
            {"method": "message_app", "with": "nobody", "result": "no_answer"},
        ]
    )


def _deciding(chance: Chance, plan: Plan) -> dict[str, str]:
    if plan.outcome == "no_response":
        return {"method": "letter", "with": "nobody", "result": "no_answer"}
    result = {"declined": "said_no", "booked": "booked"}.get(plan.outcome, "accepted")
    method = chance.weighted({"visit": 0.4, "phone": 0.35, "message_app": 0.15, "via_carer": 0.1})
    return {"method": method, "with": "child", "result": result}


def _own_words(chance: Chance, words: Words, plan: Plan, cells: dict[str, Cell]) -> None:
    if plan.outcome == "declined" and chance.yes(0.85):
        said = fill(chance.next(words.voices["refusal"]), plan.slots)
        cells["refusal_own_words"] = Answer(
            AnswerState.ANSWERED, said, speaker="child", source=Source.CHILD
        )
