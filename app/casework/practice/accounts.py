"""What an invented child tells in an interview, in words of their own and in the worker's codes."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from app.casework.practice.people import fill
from app.casework.practice.telling import Account, place_name
from app.casework.practice.times import five_minutes, told_at
from app.records.clock import touches_night
from app.records.order import spread
from app.records.record import Answer, AnswerState, Cell, Source

if TYPE_CHECKING:
    from app.casework.practice.episodes import Plan
    from app.casework.practice.people import Child
    from app.casework.practice.words import Chance, Words
    from app.records.record import JsonValue

YOUNG = 11
NEVER_SILENT = frozenset({"reason_own_words", "what_did", "child_view"})
SCARED = {
    "feels": {"yes": 0.72, "no": 0.12, "unsure": 0.16},
    "again": {"yes": 0.2, "maybe": 0.5, "no": 0.3},
    "wellbeing": {"very_low": 0.08, "low": 0.22, "mixed": 0.36, "ok": 0.24, "good": 0.1},
}


def account_of(chance: Chance, words: Words, child: Child, plan: Plan) -> dict[str, Cell]:
    """Sections E to M of an interview that was held."""
    account = Account(chance, words, child, plan)
    _first_things(account)
    _before(account)
    _places(account)
    _people(account)
    _travel(account)
    _harm(account)
    _health(account)
    _voice(account)
    _closing(account)
    return account.cells


def _first_things(account: Account) -> None:
    chance, plan = account.chance, account.plan
    ended = plan.ended or plan.left
    minutes = chance.random.randint(5, 16) * 5
    partly = chance.yes(0.07)
    worker = account.words.worker("tomasz.beale")
    account.tell("interview_held", "partly" if partly else "yes", Source.SYSTEM)
    if partly:
        account.tell("partly_reason", chance.one(["child_asked_to_stop", "interrupted"]))
    account.tell("interview_start", told_at(ended - timedelta(minutes=minutes)), Source.SYSTEM)
    account.tell("interview_end", told_at(ended), Source.SYSTEM)
    account.tell(
        "interviewer",
        {"name": worker.name, "role": worker.role, "organisation": worker.organisation},
        Source.SYSTEM,
    )
    known = chance.yes(0.08)
    account.tell(
        "interviewer_independent", "known_worker_childs_choice" if known else "independent"
    )
    account.tell("confidentiality_explained", "yes", Source.WORKER)
    account.tell("medical_needed", chance.weighted({"no": 0.86, "soon": 0.1, "urgent": 0.04}))
    account.tell(
        "seen_alone", chance.weighted({"yes": 0.85, "partly": 0.1, "no_childs_choice": 0.05})
    )
    _setting(account)


def _setting(account: Account) -> None:
    chance, child = account.chance, account.child
    home = "home" if child.placement in ("family_home", "kinship") else "placement"
    mode = chance.weighted({"face_to_face": 0.88, "phone": 0.07, "video": 0.05})
    places = {
        home: 0.4,
        "cafe": 0.15,
        "school": 0.2,
        "car": 0.08,
        "walk": 0.1,
        "youth_centre": 0.07,
    }
    account.tell("interview_mode", mode)
    account.tell("interview_place", chance.weighted(places) if mode == "face_to_face" else "online")
    if child.unaccompanied:
        account.tell("interpreter_used", chance.one(["in_person", "phone"]))
        account.tell("interpreter_checked", "yes")


def _before(account: Account) -> None:
    chance, story = account.chance, account.plan.story
    if chance.yes(0.8):
        account.say("before_story", chance.next(story.before))
    account.say("reason_own_words", chance.next(story.reason))
    account.tell("planned", chance.one(story.planned))
    seen = {"no": 0.45, "yes": 0.3, "unsure": 0.25}
    account.tell("saw_self_as_missing", chance.weighted(seen))
    did = chance.next(story.did)
    if chance.yes(0.4) and account.child.age_on(account.plan.left.date()) >= YOUNG:
        did = f"{did} {chance.next(account.words.voices['did_more'])}"
    account.say("what_did", did)


def _places(account: Account) -> None:
    chance, plan = account.chance, account.plan
    count = chance.weighted({1: 0.55, 2: 0.32, 3: 0.13})
    kinds = [chance.one(plan.story.went) for _ in range(count - 1)]
    names = [
        plan.place,
        *(place_name(chance, account.words, account.child, kind) for kind in kinds),
    ]
    for name, order in zip(dict.fromkeys(names), spread(len(set(names))), strict=True):
        account.item("where_went", order, place={"name": name})
    away = plan.story.out_of_area or chance.yes(0.12)
    account.tell("went_out_of_area", "yes" if away else "no")
    if any(_overnight(covered) for covered in (plan, *plan.covers)):
        account.tick("where_slept", chance.one(plan.story.slept))


def _overnight(plan: Plan) -> bool:
    """Over any part of the night, by the times as they were written down."""
    if plan.returned is None:
        return False
    return touches_night(five_minutes(plan.left), five_minutes(plan.returned))


def _people(account: Account) -> None:
    chance, plan = account.chance, account.plan
    if not plan.story.with_whom:
        account.cells["with_whom"] = Answer(AnswerState.NOT_APPLICABLE, note="On my own")
        return
    for relationship in plan.story.with_whom:
        name, age = _companion(account, relationship)
        leaves: dict[str, JsonValue] = {"name": name, "relationship": relationship}
        if age:
            leaves["age"] = age
        if relationship in ("friend", "friend_of_friend"):
            leaves["also_missing"] = chance.weighted({"yes": 0.2, "no": 0.65, "unsure": 0.15})
        account.item("with_whom", None, **leaves)


def _companion(account: Account, relationship: str) -> tuple[str, int]:
    chance, age = account.chance, account.child.age_on(account.plan.left.date())
    if relationship == "adult_known":
        return account.plan.slots["adult"], chance.random.randint(20, 34)
    if relationship == "partner":
        return chance.one(["Dre", "Liam", "Marcus", "Kit"]), age + chance.random.randint(2, 7)
    if relationship == "met_online":
        return chance.one(["Nova", "Ash", "xTez"]), age + chance.random.randint(3, 9)
    if relationship == "family":
        return chance.one(["Dad", "Nan", "Auntie", "My cousin"]), 0
    return account.plan.slots["friend"], age


def _travel(account: Account) -> None:
    chance, story = account.chance, account.plan.story
    modes = chance.some(story.travel, 2)
    account.tick("travel_modes", *modes)
    for mode in modes:
        if mode not in ("walk", "bus", "bike_scooter") and chance.yes(0.6):
            leaves: dict[str, JsonValue] = {"mode": mode}
            if mode in ("car_known_driver", "car_unknown_driver", "taxi", "app_car"):
                colour = chance.one(["grey", "white", "black", "dark blue"])
                leaves["vehicle"] = {"colour": colour, "vrm": _part_vrm(chance)}
            else:
                payer = {"cce": "adult_known", "cse": "adult_unknown"}.get(story.exploit, "self")
                leaves["paid_by"] = payer
            account.item("travel_details", None, **leaves)


def _part_vrm(chance: Chance) -> str:
    letters = "BDFGKLMPRSTVWY"
    return f"{chance.one(letters)}?{chance.random.randint(10, 74)}"


def _harm(account: Account) -> None:
    chance, story = account.chance, account.plan.story
    exploited = story.exploit != "none"
    shares = (
        {"yes": 0.45, "unsure": 0.3, "no": 0.25}
        if exploited
        else {"no": 0.82, "yes": 0.1, "unsure": 0.08}
    )
    harmed = chance.weighted(shares)
    account.tell("harmed", harmed)
    if harmed != "no":
        account.say("harm_details", chance.next(account.words.voices[f"harm_{harmed}"]))
    if harmed == "yes":
        kinds = ["threats", "frightened_only", "robbed", "physical_assault", "made_to_do_something"]
        account.tick("harm_types", *chance.some(kinds, 2))
    afraid = exploited and chance.yes(0.6)
    account.tell("afraid_of_anyone", "yes" if afraid else "no")
    if afraid:
        account.item(
            "afraid_of", None, who={"name": account.plan.slots["adult"]}, lives_with_or_cares="no"
        )
    account.tell("feels_safe_at_home", chance.weighted(SCARED["feels"]))


def _health(account: Account) -> None:
    chance, story = account.chance, account.plan.story
    account.tell(
        "emotional_wellbeing", "very_low" if story.low else chance.weighted(SCARED["wellbeing"])
    )
    shares = {"none": 0.86, "past": 0.08, "current_thoughts": 0.05, "current_plan": 0.01}
    old_enough = account.child.age_on(account.plan.left.date()) > YOUNG
    said = "past" if story.low else chance.weighted(shares)
    account.tell("self_harm_suicide", said if old_enough else "none")
    if story.substances or (old_enough and chance.yes(0.15)):
        account.tick("substances", *(chance.some(story.substances or ["cannabis", "thc_vape"], 2)))
    elif chance.yes(0.6):
        account.tick("substances", "none")


def _voice(account: Account) -> None:
    chance, story, voices = account.chance, account.plan.story, account.words.voices
    lines = {
        "how_returned": voices["how_returned"],
        "since_return": voices["since_return"],
        "what_would_help": story.help,
        "child_view": story.view,
    }
    for path, pool in lines.items():
        if path not in NEVER_SILENT and chance.yes(0.06):
            account.silent(path)
        else:
            account.say(path, chance.next(pool))
    account.tell("likely_again", chance.weighted(SCARED["again"]))
    if chance.yes(0.5):
        account.tell(
            "trusted_person", {"name": account.child.social_worker, "role": "Social worker"}
        )
    if account.child.in_care:
        account.tell("advocate_offered", chance.one(["yes_wants_one", "yes_not_now"]))


def _closing(account: Account) -> None:
    chance, voices = account.chance, account.words.voices
    for risk, step, who in account.plan.story.plan if chance.yes(0.75) else []:
        told = {"risk": risk, "step": step, "who": who}
        filled = {leaf: fill(text, account.plan.slots) for leaf, text in told.items()}
        account.item("safety_plan", spread(1)[0], **filled)
    view = chance.weighted({"happy": 0.55, "happy_except": 0.25, "not_happy": 0.2})
    account.tell("share_child_view", view)
    if view == "happy_except":
        account.say("share_child_except", chance.next(voices["share_except"]))
    agrees = chance.weighted({"agrees": 0.8, "agrees_with_changes": 0.15, "not_read_back": 0.05})
    account.tell("child_agrees_record", agrees)
    if agrees == "agrees_with_changes":
        account.say("child_corrections", chance.next(voices["corrections"]))
    account.tell("child_wants_copy", chance.one(["yes_now", "yes_later", "no"]))
