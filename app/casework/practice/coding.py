"""What workers and supervisors add to an invented interview: codes, judgements, items, sign-off."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from app.casework.practice.people import fill
from app.casework.practice.times import five_minutes, told_at
from app.records.clock import local
from app.records.record import (
    GROUP,
    LINKS,
    Cell,
    Presence,
    RecordKind,
    Source,
    Tick,
    answered,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from app.casework.practice.episodes import Plan
    from app.casework.practice.people import Child
    from app.casework.practice.words import Chance, Words
    from app.records.record import JsonValue, RecordId

LEVELS = {"cse": ("significant", "moderate"), "cce": ("significant", "moderate")}
UNKNOWN = {"unknown": 0.6, "emerging": 0.25, "no_known_concern": 0.15}
NEEDS_TOOL = frozenset({"emerging", "moderate", "significant", "unknown"})
PENDING = frozenset({"submitted", "returned"})


@dataclass(frozen=True, slots=True)
class Item:
    """A record that goes with an interview: an action, a referral, a share, intelligence."""

    record: RecordId
    kind: RecordKind
    set: dict[str, Cell]


def coding_of(
    chance: Chance, words: Words, child: Child, plan: Plan, account: dict[str, Cell]
) -> dict[str, Cell]:
    """Sections N to T as the worker and the supervisor answer them."""
    interviewed = plan.outcome == "completed"
    level = _level(chance, plan, interviewed=interviewed)
    told: dict[str, JsonValue] = {
        "immediate_safeguarding": "no",
        "staying_safe_info": "given_to_child"
        if interviewed
        else chance.one(["sent", "left_with_carer"]),
        "trafficking_concern": "yes" if plan.story.trafficking and interviewed else "no",
        "exploitation_level": level,
        "analysis": _analysis(chance, words, plan, interviewed=interviewed),
        "risk_going_again": chance.weighted({"low": 0.25, "medium": 0.45, "high": 0.3}),
        "risk_harm_if_missing": _risk_of_harm(chance, level),
        "intel_considered": "items_drafted" if _has_intel(plan) else "nothing_new",
        "parent_informed": chance.weighted({"yes": 0.75, "no_contact": 0.15, "not_yet": 0.1}),
        "worker_signed_at": _signature(words, plan),
    }
    if level in NEEDS_TOOL:
        told["tool_completed"] = chance.weighted({"none": 0.5, "local_matrix": 0.5})
    if child.in_care and plan.stage == "approved":
        told["care_plan_told"] = chance.one(["told_review_called", "told_no_review"])
    told.update(_manager(chance, words, plan))
    if interviewed:
        told["forced_or_threatened"] = "yes" if "was_told_to_go" in plan.story.planned else "no"
        told["forced_marriage_hba"] = "no"
    cells: dict[str, Cell] = {path: answered(v, Source.WORKER) for path, v in told.items()}
    cells.update(_ticks(chance, plan, account, interviewed=interviewed))
    if _carer_gave(plan):
        account_of_carer = fill(chance.next(words.voices["carer"]), plan.slots)
        cells["carer_views"] = answered(account_of_carer, Source.CARER)
    return cells


def _carer_gave(plan: Plan) -> bool:
    return plan.slots.get("carer_info") == "given"


def _has_intel(plan: Plan) -> bool:
    return plan.outcome == "completed" and plan.story.exploit != "none"


def _level(chance: Chance, plan: Plan, *, interviewed: bool) -> str:
    if not interviewed:
        return chance.weighted(UNKNOWN)
    if plan.story.exploit in LEVELS:
        return chance.one(LEVELS[plan.story.exploit])
    return chance.weighted({"no_known_concern": 0.8, "emerging": 0.17, "unknown": 0.03})


def _risk_of_harm(chance: Chance, level: str) -> str:
    if level in ("significant", "moderate"):
        return chance.one(["high", "high", "medium"])
    if level == "unknown":
        return "unknown"
    return chance.weighted({"low": 0.5, "medium": 0.5})


def _analysis(chance: Chance, words: Words, plan: Plan, *, interviewed: bool) -> str:
    pool = plan.story.analysis if interviewed else words.voices["declined_analysis"]
    lines = [chance.next(pool)]
    if interviewed and chance.yes(0.75):
        lines.append(chance.next(words.voices["analysis_more"]))
    return fill(" ".join(lines), plan.slots)


def _signature(words: Words, plan: Plan) -> JsonValue:
    signed = five_minutes(settled_at(plan) + timedelta(minutes=15))
    signer = words.worker("tomasz.beale")
    return {
        "name": signer.name,
        "user": signer.user,
        "at": local(signed).isoformat(timespec="minutes"),
    }


def settled_at(plan: Plan) -> datetime:
    """When nothing more could come of the offer."""
    given_up = (plan.returned or plan.left) + timedelta(hours=72)
    return plan.ended or plan.offered or min(given_up, plan.now - timedelta(minutes=20))


def _manager(chance: Chance, words: Words, plan: Plan) -> dict[str, JsonValue]:
    if plan.stage == "approved":
        line = fill(chance.next(words.voices["manager"]), plan.slots)
        return {"manager_decision": "approved", "manager_comment": line}
    if plan.stage == "returned":
        line = fill(chance.next(words.voices["manager_returned"]), plan.slots)
        return {"manager_decision": "returned", "manager_comment": line}
    return {}


def _ticks(
    chance: Chance, plan: Plan, account: dict[str, Cell], *, interviewed: bool
) -> dict[str, Cell]:
    story = plan.story
    signs = {"cse": ["none_seen"], "cce": ["none_seen"]}
    if interviewed and story.exploit != "none":
        signs[story.exploit] = chance.some(story.indicators, 4, 2)
    ticks = {"cse_indicators": signs["cse"], "cce_indicators": signs["cce"]}
    away = account.get("went_out_of_area")
    out_of_area = away == answered("yes", Source.CHILD)
    if out_of_area or signs["cce"] != ["none_seen"]:
        lines = ["found_out_of_area", "train_or_car_to_other_area", "debt_bondage"]
        linked = story.exploit == "cce" and story.out_of_area
        ticks["county_lines"] = chance.some(lines, 3, 2) if linked else ["none_seen"]
    if interviewed:
        ticks["push_factors"] = list(story.push)
        ticks["pull_factors"] = list(story.pull)
        ticks["crime_disclosed"] = ["against_child"] if story.exploit != "none" else ["none"]
    return {
        f"{question}/{code}": Tick(value=True)
        for question, codes in ticks.items()
        for code in codes
    }


def items_of(
    chance: Chance, words: Words, child: Child, plan: Plan, account: dict[str, Cell]
) -> Iterator[Item]:
    """The records that go with an interview."""
    unwilling = account.get("share_child_view") not in (None, answered("happy", Source.CHILD))
    settled = settled_at(plan)
    yield _item(
        chance,
        plan,
        RecordKind.SHARE,
        "share_decisions",
        _share(chance, child, unwilling=unwilling),
    )
    for line in chance.some(words.voices["actions"], 2):
        yield _item(chance, plan, RecordKind.ACTION, "actions", _action(chance, child, plan, line))
    if plan.story.exploit != "none" and plan.outcome == "completed":
        waiting = plan.stage in PENDING or chance.yes(0.2)
        referral: dict[str, JsonValue] = {
            "to": "mace_meg_mesa" if plan.story.exploit == "cse" else "nrm",
            "sent_at": told_at(settled + timedelta(minutes=10)),
            "result": "waiting" if waiting else "accepted",
        }
        yield _item(chance, plan, RecordKind.REFERRAL, "referrals", referral)
        yield _item(
            chance,
            plan,
            RecordKind.INTELLIGENCE_ITEM,
            "intel_items",
            _intel(chance, words, child, plan),
        )


def _item(
    chance: Chance, plan: Plan, kind: RecordKind, group: str, told: dict[str, JsonValue]
) -> Item:
    cells: dict[str, Cell] = {
        f"{group}.{leaf}": answered(value, Source.WORKER) for leaf, value in told.items()
    }
    cells[GROUP] = answered(group)
    cells[f"{LINKS}/{plan.interview}"] = Presence(present=True, role="about")
    return Item(chance.new_id(), kind, cells)


def _share(chance: Chance, child: Child, *, unwilling: bool) -> dict[str, JsonValue]:
    recipient = "social_worker" if child.status in ("cla", "cin", "cpp") else "parent"
    told: dict[str, JsonValue] = {
        "recipient": recipient,
        "decision": "parts" if recipient == "parent" else "yes",
        "basis": "public_task",
        "reason": chance.one(
            [
                "So that the plan can be kept to at home.",
                "The child's worker needs it for the plan.",
                "Agreed with the child at the end of the talk.",
            ]
        ),
    }
    if unwilling:
        told["against_wish_reason"] = "Told the child first, and why; the plan cannot work without."
    return told


def _action(chance: Chance, child: Child, plan: Plan, line: str) -> dict[str, JsonValue]:
    done = plan.stage == "approved" and chance.yes(0.75)
    due = local(settled_at(plan)).date() + timedelta(days=chance.random.randint(3, 21))
    told: dict[str, JsonValue] = {
        "what": fill(line, plan.slots),
        "owner": {"name": child.social_worker},
        "due": due.isoformat(),
        "status": "done" if done else "open",
    }
    if done:
        told["outcome"] = chance.one(
            ["Done, and the child was told.", "Done.", "Agreed and started."]
        )
    return told


def _intel(chance: Chance, words: Words, child: Child, plan: Plan) -> dict[str, JsonValue]:
    slots = {
        "vrm": f"K?{chance.random.randint(10, 74)}",
        "nick": plan.slots["adult"].split()[-1],
        "phone": chance.mobile(),
        "street": chance.next(words.places["streets"]),
        "place": "the bus station",
    }
    reword = chance.yes(0.4)
    told: dict[str, JsonValue] = {
        "what": fill(chance.next(words.voices["intel"]), slots),
        "how_known": chance.one(["child_saw_or_heard", "child_was_told"]),
        "when_known": told_at(settled_at(plan)),
        "name_child": "no",
        "source_risk": "yes_reword" if reword else "no",
        "urgency": chance.one(["routine", "soon"]),
        "force": child.host.force,
        "status": "draft",
    }
    if reword:
        told["source_risk_why"] = chance.next(words.voices["source_risk_why"])
    if plan.stage == "approved":
        told.update(_sent(chance, words, plan, reword=reword))
    return told


def _sent(chance: Chance, words: Words, plan: Plan, *, reword: bool) -> dict[str, JsonValue]:
    sent = min(settled_at(plan) + timedelta(hours=26), plan.now)
    told: dict[str, JsonValue] = {
        "status": chance.one(["sent", "acknowledged"]),
        "checked_by": {"name": words.worker("gwen.achterberg").name},
        "sent_at": told_at(sent),
    }
    if reword:
        told["sanitised"] = chance.next(words.voices["intel_reworded"])
    return told
