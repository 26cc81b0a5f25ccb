"""Who may do what: laptop and central ask the same question here, answered from one table.

Deny by default. A rule of the table allows; a veto forbids whatever the table says: nobody approves
their own interview, whoever asked does not approve, an administrator never sees a record. Outside
an actor's reach a record does not exist (`hidden`: answer as for an unknown id, never "forbidden").
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from app.records.permission_table import (
    ADMINISTRATION,
    FAMILY,
    FAMILY_FLAGS,
    NEEDS_NO_CONTRADICTION,
    NOT_BY_THE_AUTHOR,
    NOT_BY_THE_REQUESTER,
    OPENS_A_RESTRICTED_CASE,
    TABLE,
    WITH_SECOND,
    Action,
    Flag,
    Part,
    Role,
    Rule,
    Scope,
)
from app.records.record import RecordKind, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

__all__ = ["Action", "Actor", "Decision", "Flag", "Part", "Role", "Subject", "may"]

NOT_HERE: Final = "This record is not on this laptop."
NOT_YOURS: Final = "Your role does not allow this here."


@dataclass(frozen=True, slots=True)
class Actor:
    """Who asks. `grants` are further authorities, or single cases, this person may act for."""

    user: str
    name: str
    roles: frozenset[Role]
    authority: str
    grants: frozenset[str] = frozenset()
    team: str | None = None
    supervises: frozenset[str] = frozenset()
    """Teams and users this person supervises, beside their own team."""

    @property
    def authorities(self) -> frozenset[str]:
        """The authority this person works for, and what they were granted."""
        return self.grants | {self.authority}


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked about. `holders` are the users who hold the case, cover for leave included."""

    kind: RecordKind
    la: str
    case: str
    stage: Stage = Stage.DRAFT
    author: str | None = None
    team: str | None = None
    holders: frozenset[str] = frozenset()
    host: str | None = None
    restricted: bool = False
    released_to: frozenset[str] = frozenset()
    flags: frozenset[Flag] = frozenset()
    part: Part = Part.RECORD
    reader: str | None = None
    requested_by: str | None = None
    second: str | None = None


@dataclass(frozen=True, slots=True)
class Decision:
    """The answer: what else is needed when it is yes, and why when it is no."""

    allowed: bool
    reason_required: bool = False
    second_person: bool = False
    why: str = ""
    hidden: bool = False


def may(actor: Actor, action: str, subject: Subject) -> Decision:
    """Decide whether this actor may do this to this subject.

    `action` is a value of `Action`; a word the table does not know is refused.
    """
    if not any(near(actor, subject) for near in _REACH):
        return Decision(allowed=False, why=NOT_HERE, hidden=True)
    for forbids, why in _VETOES:
        if forbids(actor, action, subject):
            return Decision(allowed=False, why=why)
    rules = [rule for rule in TABLE if _allows(rule, actor, action, subject)]
    if not rules:
        return Decision(allowed=False, why=NOT_YOURS)
    return Decision(
        allowed=True,
        reason_required=all(rule.reason for rule in rules),
        second_person=action in WITH_SECOND or _family_copy_under_flag(action, subject),
    )


def _allows(rule: Rule, actor: Actor, action: str, subject: Subject) -> bool:
    return (
        rule.role in actor.roles
        and action in rule.actions
        and (rule.kinds is None or subject.kind in rule.kinds)
        and (rule.stages is None or subject.stage in rule.stages)
        and (rule.parts is None or subject.part in rule.parts)
        and (rule.readers is None or subject.reader in rule.readers)
        and _SCOPES[rule.scope](actor, subject)
    )


def _in_authority(actor: Actor, subject: Subject) -> bool:
    return subject.la in actor.authorities


def _granted(actor: Actor, subject: Subject) -> bool:
    return subject.case in actor.grants


def _own(actor: Actor, subject: Subject) -> bool:
    near = _in_authority(actor, subject) or _granted(actor, subject)
    return near and subject.author == actor.user


def _allocated(actor: Actor, subject: Subject) -> bool:
    held = _in_authority(actor, subject) and actor.user in subject.holders
    return held or _granted(actor, subject)


def _in_team(actor: Actor, subject: Subject) -> bool:
    """A case nobody's team has yet belongs to every supervisor of the authority."""
    theirs = {subject.team, subject.author, *subject.holders} - {None}
    mine = {actor.team, *actor.supervises}
    return _in_authority(actor, subject) and (subject.team is None or not theirs.isdisjoint(mine))


def _hosts(actor: Actor, subject: Subject) -> bool:
    return subject.host in actor.authorities


def _released(actor: Actor, subject: Subject) -> bool:
    return not subject.released_to.isdisjoint({actor.authority, actor.user})


_SCOPES: Final[dict[Scope, Callable[[Actor, Subject], bool]]] = {
    Scope.OWN: _own,
    Scope.ALLOCATED: _allocated,
    Scope.TEAM: _in_team,
    Scope.AUTHORITY: _in_authority,
    Scope.HOST: _hosts,
    Scope.RELEASED: _released,
}
_REACH: Final = (_in_authority, _granted, _hosts, _released)


def _administrator_out_of_place(actor: Actor, action: str, _subject: Subject) -> bool:
    return Role.ADMINISTRATOR in actor.roles and action not in ADMINISTRATION


def _own_work(actor: Actor, action: str, subject: Subject) -> bool:
    return action in NOT_BY_THE_AUTHOR and subject.author == actor.user


def _own_request(actor: Actor, action: str, subject: Subject) -> bool:
    return action in NOT_BY_THE_REQUESTER and subject.requested_by == actor.user


def _own_second(actor: Actor, _action: str, subject: Subject) -> bool:
    return subject.second == actor.user


def _restricted(actor: Actor, action: str, subject: Subject) -> bool:
    listed = actor.user in subject.holders or _granted(actor, subject)
    return subject.restricted and not listed and action not in OPENS_A_RESTRICTED_CASE


def _contradicts_itself(_actor: Actor, action: str, subject: Subject) -> bool:
    return action in NEEDS_NO_CONTRADICTION and Flag.CONTESTED in subject.flags


_VETOES: Final[tuple[tuple[Callable[[Actor, str, Subject], bool], str], ...]] = (
    (_administrator_out_of_place, "An administrator never sees or changes records."),
    (_own_work, "Nobody approves or sends on their own work. Ask a colleague."),
    (_own_request, "Whoever asked for this cannot also approve it."),
    (_own_second, "You cannot be your own second person."),
    (_restricted, "This record is restricted. You may open it with a reason; others will be told."),
    (_contradicts_itself, "Two answers contradict each other. Decide between them first."),
)


def _family_copy_under_flag(action: str, subject: Subject) -> bool:
    to_family = action == Action.RELEASE and subject.reader in FAMILY
    return to_family and not subject.flags.isdisjoint(FAMILY_FLAGS)
