"""The whole table of permissions against the matrix it was made from, cell by cell."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import pytest

from app.records.permissions import Action, Actor, Decision, Flag, Part, Role, Subject, may
from app.records.record import RecordKind, Stage

OURS, THEIRS = "E06999001", "E06999002"
NEAR = ("own", "allocated", "team", "authority", "elsewhere")
KIND = RecordKind
EVERY_ROLE = [
    "interviewer",
    "coordinator",
    "supervisor",
    "data_officer",
    "partner",
    "auditor",
    "administrator",
]

# What each role may do, by how near the subject is (own, allocated, team, authority, elsewhere):
# + yes, R with a reason, s with a second person, S with both, - no, . it does not exist.
# Columns: interviewer, coordinator, supervisor, data officer, partner, auditor, administrator.
EVERYWHERE = """
allocate                ----. ++++. ++++. ----. ----. ----. ----.
search                  ++--. ++++. ++++. ----. ----. ----. ----.
search_reference        ++++. ++++. ++++. ----. ----. ----. ----.
break_glass             RRRR. ----. RRRR. ----. ----. ----. ----.
import                  ----. ++++. ++++. ++++. ----. ----. ----.
export_return           ----. ----. ----. ++++. ----. ----. ----.
export_pseudonymised    ----. ----. ----. ++++. ----. ----. ----.
export_named            ----. ----. --R-. RRRR. ----. ----. ----.
statistics              ----. ----. --+-. ++++. ++++. ++++. ----.
request_transfer        RR--. RRRR. --R-. ----. ----. ----. ----.
approve_transfer        ----. ----. --S-. ----. ----. ----. ----.
request_erasure         ----. ----. --R-. ----. ----. ----. ----.
approve_erasure         ----. ----. ----. SSSS. ----. ----. ----.
request_hold            ----. ----. --R-. ----. ----. ----. ----.
approve_hold            ----. ----. ----. SSSS. ----. ----. ----.
prepare_subject_access  ----. ----. --+-. ----. ----. ----. ----.
release_subject_access  ----. ----. ----. ++++. ----. ----. ----.
read_audit              +---. +---. --+-. ----. ----. ++++. ----.
open_escrow             ----. ----. ssss. ssss. ----. ----. ----.
start_escrow            ----. ----. ----. ----. ----. ----. ++++.
run_retention           ----. ----. ----. ----. ----. ----. ++++.
administer              ----. ----. ----. ----. ----. ----. ++++.
resolve                 ++--. ----. --+-. ----. ----. ----. ----.
"""
MATRIX: dict[str, tuple[dict[str, Any], str]] = {
    "a draft interview": (
        {"stage": Stage.DRAFT},
        """
read     ++--. ++++. ++++. ----. ----. ----. ----.
create   ++--. ++++. --+-. ----. ----. ----. ----.
edit     ++--. ++++. --+-. ----. ----. ----. ----.
submit   ++--. ----. ----. ----. ----. ----. ----.
strike   R---. ----. --R-. ----. ----. ----. ----.
decide   ----. ----. --+-. ----. ----. ----. ----.
print    +---. ----. --+-. ----. ----. ----. ----.
""",
    ),
    "a submitted interview": (
        {"stage": Stage.SUBMITTED},
        """
read     ++--. ++++. ++++. ----. ----. ----. ----.
create   ++--. ++++. --+-. ----. ----. ----. ----.
amend    R---. ----. --R-. ----. ----. ----. ----.
approve  ----. ----. --+-. ----. ----. ----. ----.
return   ----. ----. --R-. ----. ----. ----. ----.
strike   ----. ----. --R-. ----. ----. ----. ----.
decide   ----. ----. --+-. ----. ----. ----. ----.
print    +---. ----. --+-. ----. ----. ----. ----.
release  ----. ----. --+-. ----. ----. ----. ----.
""",
    ),
    "the narrative of a submitted interview": (
        {"stage": Stage.SUBMITTED, "part": Part.NARRATIVE},
        """
read     +---. ++--. ++++. ----. ----. ----. ----.
create   ++--. ++++. --+-. ----. ----. ----. ----.
amend    R---. ----. ----. ----. ----. ----. ----.
approve  ----. ----. --+-. ----. ----. ----. ----.
return   ----. ----. --R-. ----. ----. ----. ----.
strike   ----. ----. --R-. ----. ----. ----. ----.
decide   ----. ----. --+-. ----. ----. ----. ----.
print    +---. ----. --+-. ----. ----. ----. ----.
release  ----. ----. --+-. ----. ----. ----. ----.
""",
    ),
    "a missing episode": (
        {"kind": KIND.MISSING_EPISODE},
        """
read     ++--. ++++. ++++. ----. ----. ----. ----.
create   ----. ++++. --+-. ----. ----. ----. ----.
edit     ++--. ++++. --+-. ----. ----. ----. ----.
strike   R---. RRRR. --R-. ----. ----. ----. ----.
decide   ----. ----. --+-. ----. ----. ----. ----.
print    +---. ++++. --+-. ----. ----. ----. ----.
release  ----. ----. --+-. ----. ----. ----. ----.
""",
    ),
    "an intelligence item": (
        {"kind": KIND.INTELLIGENCE_ITEM},
        """
read     ++--. ----. ++++. ----. ----. ----. ----.
create   ++--. ----. --+-. ----. ----. ----. ----.
edit     ++--. ----. --+-. ----. ----. ----. ----.
strike   R---. ----. --R-. ----. ----. ----. ----.
check    ----. ----. --+-. ----. ----. ----. ----.
send     ----. ----. --+-. ----. ----. ----. ----.
print    +---. ----. --+-. ----. ----. ----. ----.
release  ----. ----. --+-. ----. ----. ----. ----.
""",
    ),
    "an involvement": (
        {"kind": KIND.INVOLVEMENT},
        """
read              ++--. ++++. ++++. ----. ----. ----. ----.
create            ----. ++++. --+-. ----. ----. ----. ----.
edit              ----. ++++. --+-. ----. ----. ----. ----.
strike            R---. ----. --R-. ----. ----. ----. ----.
decide            ----. ----. --+-. ----. ----. ----. ----.
close             ----. ----. --+-. ----. ----. ----. ----.
override_closure  ----. ----. --S-. ----. ----. ----. ----.
print             +---. ----. --+-. ----. ----. ----. ----.
release           ----. ----. --+-. ----. ----. ----. ----.
""",
    ),
    "pseudonymised data": (
        {"part": Part.PSEUDONYMISED, "stage": Stage.SUBMITTED},
        "read ----. ----. ----. ++++. ----. ----. ----.",
    ),
    "metadata": (
        {"part": Part.METADATA, "stage": Stage.SUBMITTED},
        """
read        ----. ----. ----. ----. ----. ++++. ----.
read_audit  +---. +---. --+-. ----. ----. ++++. ++++.
administer  +---. ----. ----. ----. ----. ----. ++++.
""",
    ),
}
TOLD_APART = ("pseudonymised data", "metadata")


def cells(lines: str) -> dict[tuple[str, str, str], str]:
    """The matrix as (action, role, near) -> sign; what is not written is a plain no."""
    found = {}
    for line in filter(None, lines.splitlines()):
        action, *columns = line.split()
        for role, signs in zip(EVERY_ROLE, columns, strict=True):
            found.update({(action, role, near): one for near, one in zip(NEAR, signs, strict=True)})
    return found


def actor(*roles: Role, near: str = "authority", **changes: Any) -> Actor:
    plain = Actor(
        user="me",
        name="Somebody",
        roles=frozenset(roles),
        authority=THEIRS if near == "elsewhere" else OURS,
        team="north" if near == "team" else "south",
    )
    return replace(plain, **changes)


def subject(near: str = "authority", **changes: Any) -> Subject:
    holders = frozenset({"me"} if near in {"own", "allocated"} else {"another"})
    plain = Subject(
        kind=KIND.RETURN_INTERVIEW,
        la=OURS,
        case="case",
        author="me" if near == "own" else "another",
        team="north",
        holders=holders,
    )
    return replace(plain, **changes)


def sign(decision: Decision) -> str:
    if not decision.allowed:
        assert decision.why
        return "." if decision.hidden else "-"
    needs = {(True, True): "S", (False, True): "s", (True, False): "R", (False, False): "+"}
    return needs[decision.reason_required, decision.second_person]


@pytest.mark.parametrize("name", MATRIX)
def test_the_full_product_of_the_matrix(name: str) -> None:
    changes, lines = MATRIX[name]
    expected = cells(lines)
    if name not in TOLD_APART:
        expected = {**cells(EVERYWHERE), **expected}
    differs = []
    for action, role, near in product(Action, Role, NEAR):
        if name in TOLD_APART and (action.value, role.value, near) not in expected:
            continue
        want = expected.get((action.value, role.value, near), "." if near == "elsewhere" else "-")
        got = sign(may(actor(role, near=near), action, subject(near, **changes)))
        if got != want:
            differs.append(f"{action} {role} {near}: {got}, not {want}")
    assert not differs


@pytest.mark.parametrize("kind", KIND)
@pytest.mark.parametrize("stage", Stage)
def test_elsewhere_nothing_exists_for_anybody(kind: RecordKind, stage: Stage) -> None:
    for action, role, part in product(Action, Role, Part):
        there = subject("elsewhere", kind=kind, stage=stage, part=part)
        assert may(actor(role, near="elsewhere"), action, there).hidden


@pytest.mark.parametrize("kind", KIND)
def test_an_administrator_sees_no_record_whatever_else_they_are(kind: RecordKind) -> None:
    everything = actor(*Role, near="team")
    allowed = {
        action
        for action, stage, part in product(Action, Stage, Part)
        if may(everything, action, subject("own", kind=kind, stage=stage, part=part)).allowed
    }
    assert allowed <= {"administer", "start_escrow", "run_retention", "read_audit"}


def test_what_is_not_in_the_table_is_refused() -> None:
    decision = may(actor(*set(Role) - {Role.ADMINISTRATOR}), "sell", subject("own"))
    assert decision == Decision(allowed=False, why=decision.why)
    assert not may(actor(), Action.READ, subject("own")).allowed


def test_entered_in_error_is_changed_by_nobody() -> None:
    changing = (Action.EDIT, Action.AMEND, Action.SUBMIT, Action.APPROVE, Action.CLOSE)
    for role, kind, action in product(Role, KIND, changing):
        struck = subject("own", kind=kind, stage=Stage.ENTERED_IN_ERROR)
        assert not may(actor(role, near="team"), action, struck).allowed


def test_nobody_approves_their_own_interview_or_sends_their_own_intelligence() -> None:
    both = actor(Role.INTERVIEWER, Role.SUPERVISOR, near="team")
    interview = subject("own", stage=Stage.SUBMITTED)
    assert not may(both, Action.APPROVE, interview).allowed
    assert may(both, Action.APPROVE, replace(interview, author="another")).allowed
    item = subject("own", kind=KIND.INTELLIGENCE_ITEM)
    assert not may(both, Action.CHECK, item).allowed
    assert not may(both, Action.SEND, item).allowed


@pytest.mark.parametrize(
    ("action", "role"),
    [
        (Action.APPROVE_TRANSFER, Role.SUPERVISOR),
        (Action.APPROVE_ERASURE, Role.DATA_OFFICER),
        (Action.APPROVE_HOLD, Role.DATA_OFFICER),
        (Action.RELEASE_SUBJECT_ACCESS, Role.DATA_OFFICER),
        (Action.OPEN_ESCROW, Role.SUPERVISOR),
    ],
)
def test_whoever_asked_does_not_approve(action: Action, role: Role) -> None:
    asker = actor(role, near="team")
    assert may(asker, action, subject(requested_by="another")).allowed
    assert not may(asker, action, subject(requested_by="me")).allowed


def test_nobody_is_their_own_second_person() -> None:
    closing = subject(kind=KIND.INVOLVEMENT)
    supervisor = actor(Role.SUPERVISOR, near="team")
    decision = may(supervisor, Action.OVERRIDE_CLOSURE, replace(closing, second="another"))
    assert sign(decision) == "S"
    assert not may(supervisor, Action.OVERRIDE_CLOSURE, replace(closing, second="me")).allowed


def test_a_contradiction_blocks_signing_and_closing() -> None:
    flags = frozenset({Flag.CONTESTED})
    draft = subject("own", flags=flags)
    assert not may(actor(Role.INTERVIEWER), Action.SUBMIT, draft).allowed
    assert may(actor(Role.INTERVIEWER), Action.EDIT, draft).allowed
    supervisor = actor(Role.SUPERVISOR, near="team")
    assert not may(supervisor, Action.APPROVE, subject(stage=Stage.SUBMITTED, flags=flags)).allowed
    closing = subject(kind=KIND.INVOLVEMENT, flags=flags)
    assert not may(supervisor, Action.CLOSE, closing).allowed
    assert not may(supervisor, Action.OVERRIDE_CLOSURE, closing).allowed


def test_a_restricted_case_opens_for_its_list_or_with_a_reason() -> None:
    secret = subject(restricted=True)
    supervisor = actor(Role.SUPERVISOR, near="team")
    assert not may(supervisor, Action.READ, secret).allowed
    assert sign(may(supervisor, Action.BREAK_GLASS, secret)) == "R"
    assert may(supervisor, Action.READ, replace(secret, holders=frozenset({"me"}))).allowed
    listed = replace(supervisor, grants=frozenset({"case"}))
    assert may(listed, Action.READ, secret).allowed
    assert may(supervisor, Action.STATISTICS, secret).allowed


def test_grants_of_an_authority_and_of_a_case() -> None:
    gwen = actor(Role.SUPERVISOR, near="elsewhere", team="north")
    assert may(gwen, Action.READ, subject()).hidden
    acting = replace(gwen, grants=frozenset({OURS}))
    assert may(acting, Action.APPROVE, subject(stage=Stage.SUBMITTED)).allowed
    visitor = actor(Role.INTERVIEWER, near="elsewhere", grants=frozenset({"case"}))
    assert may(visitor, Action.EDIT, subject()).allowed
    assert may(visitor, Action.EDIT, subject(case="another")).hidden
    assert may(visitor, Action.AMEND, subject("own", stage=Stage.APPROVED)).allowed


def test_the_team_is_of_the_case_its_holders_or_nobody_yet() -> None:
    supervisor = actor(Role.SUPERVISOR)
    there = subject(kind=KIND.ACTION)
    assert not may(supervisor, Action.EDIT, there).allowed
    for supervised in ("north", "another"):
        over = replace(supervisor, supervises=frozenset({supervised}))
        assert may(over, Action.EDIT, there).allowed
    assert may(supervisor, Action.EDIT, replace(there, team=None)).allowed
    without = replace(supervisor, team=None)
    assert not may(without, Action.EDIT, replace(there, author=None)).allowed


def test_the_host_authority_reads_its_episode_and_no_more() -> None:
    host = actor(Role.SUPERVISOR, near="elsewhere")
    episode = subject(kind=KIND.MISSING_EPISODE, host=THEIRS)
    assert may(host, Action.READ, episode).allowed
    assert not may(host, Action.READ, replace(episode, part=Part.NARRATIVE)).allowed
    assert not may(host, Action.EDIT, episode).allowed
    assert not may(host, Action.READ, subject(host=THEIRS)).allowed


def test_a_partner_reads_what_was_released_to_it() -> None:
    police = actor(Role.PARTNER, near="elsewhere", authority="practice-south")
    item = subject(kind=KIND.INTELLIGENCE_ITEM, released_to=frozenset({"practice-south"}))
    assert may(police, Action.READ, item).allowed
    assert may(police, Action.PRINT, item).allowed
    assert not may(police, Action.READ, replace(item, part=Part.NARRATIVE)).allowed
    assert may(police, Action.READ, replace(item, released_to=frozenset({"elsewhere"}))).hidden
    assert not may(police, Action.READ, replace(item, kind=KIND.RETURN_INTERVIEW)).allowed


READERS = [
    "full",
    "social_worker",
    "police",
    "host_la",
    "home",
    "parent",
    "carer",
    "school",
    "health",
    "child",
    "meeting",
]
NEAR_THE_CHILD = {"social_worker", "host_la", "home", "parent", "carer", "child"}


def test_release_reader_by_reader() -> None:
    def readers(who: Actor, what: Subject) -> set[str]:
        return {
            reader
            for reader in READERS
            if may(who, Action.RELEASE, replace(what, reader=reader)).allowed
        }

    interviewer = actor(Role.INTERVIEWER)
    signed = subject("own", stage=Stage.SUBMITTED)
    assert readers(interviewer, signed) == NEAR_THE_CHILD
    assert readers(interviewer, replace(signed, stage=Stage.DRAFT)) == {"child"}
    assert readers(interviewer, subject("allocated", stage=Stage.SUBMITTED)) == set()
    missing = subject("allocated", kind=KIND.MISSING_EPISODE)
    assert readers(interviewer, missing) == {"police", "home"}
    assert readers(actor(Role.COORDINATOR), missing) == {"police", "home"}
    supervisor = actor(Role.SUPERVISOR, near="team")
    assert readers(supervisor, subject(stage=Stage.APPROVED)) == set(READERS)
    assert readers(supervisor, subject(stage=Stage.DRAFT)) == set()
    for role in (Role.DATA_OFFICER, Role.PARTNER, Role.AUDITOR, Role.ADMINISTRATOR):
        assert readers(actor(role), signed) == set()


@pytest.mark.parametrize("flag", Flag)
@pytest.mark.parametrize("reader", READERS)
def test_a_family_copy_under_a_flag_needs_a_second_person(flag: Flag, reader: str) -> None:
    what = subject(stage=Stage.APPROVED, flags=frozenset({flag}), reader=reader)
    decision = may(actor(Role.SUPERVISOR, near="team"), Action.RELEASE, what)
    family = reader in {"parent", "carer"}
    assert decision.second_person == (family and flag is not Flag.CONTESTED)
