"""The table of permissions as data: one line says which role may do what, where and at which stage.

Sources: the authorisation matrix of the security design and the roles of the trade. Changing who
may do what is changing a line here; `permissions.may` only reads it.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from app.records.record import RecordKind, Stage


class Role(StrEnum):
    """What a person is to the service; one person may be several, an administrator nothing else."""

    INTERVIEWER = "interviewer"
    COORDINATOR = "coordinator"
    SUPERVISOR = "supervisor"
    DATA_OFFICER = "data_officer"
    PARTNER = "partner"
    AUDITOR = "auditor"
    ADMINISTRATOR = "administrator"


class Action(StrEnum):
    """Everything that asks for permission."""

    READ = "read"
    CREATE = "create"
    EDIT = "edit"
    AMEND = "amend"
    RESOLVE = "resolve"
    SUBMIT = "submit"
    APPROVE = "approve"
    RETURN = "return"
    STRIKE = "strike"
    DECIDE = "decide"
    """Answer what the form asks of a supervisor."""
    CHECK = "check"
    SEND = "send"
    CLOSE = "close"
    OVERRIDE_CLOSURE = "override_closure"
    ALLOCATE = "allocate"
    PRINT = "print"
    RELEASE = "release"
    SEARCH = "search"
    SEARCH_REFERENCE = "search_reference"
    BREAK_GLASS = "break_glass"
    IMPORT = "import"
    EXPORT_RETURN = "export_return"
    EXPORT_PSEUDONYMISED = "export_pseudonymised"
    EXPORT_NAMED = "export_named"
    STATISTICS = "statistics"
    REQUEST_TRANSFER = "request_transfer"
    APPROVE_TRANSFER = "approve_transfer"
    REQUEST_ERASURE = "request_erasure"
    APPROVE_ERASURE = "approve_erasure"
    REQUEST_HOLD = "request_hold"
    APPROVE_HOLD = "approve_hold"
    PREPARE_SUBJECT_ACCESS = "prepare_subject_access"
    RELEASE_SUBJECT_ACCESS = "release_subject_access"
    READ_AUDIT = "read_audit"
    OPEN_ESCROW = "open_escrow"
    START_ESCROW = "start_escrow"
    RUN_RETENTION = "run_retention"
    ADMINISTER = "administer"


class Scope(StrEnum):
    """How near a subject must be to the actor for a rule to hold."""

    OWN = "own"
    ALLOCATED = "allocated"
    TEAM = "team"
    AUTHORITY = "authority"
    HOST = "host"
    RELEASED = "released"


class Part(StrEnum):
    """Which part of a record is meant."""

    RECORD = "record"
    NARRATIVE = "narrative"
    ADDRESS = "address"
    PSEUDONYMISED = "pseudonymised"
    METADATA = "metadata"


class Flag(StrEnum):
    """What stands over a case or a record and changes who may do what."""

    CONFIDENTIAL_ADDRESS = "confidential_address"
    SAFE_CONTACT = "safe_contact"
    CONTESTED = "contested"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line: None means any."""

    role: Role
    scope: Scope
    actions: frozenset[Action]
    kinds: frozenset[RecordKind] | None = None
    stages: frozenset[Stage] | None = None
    parts: frozenset[Part] | None = None
    readers: frozenset[str] | None = None
    reason: bool = False


_K = RecordKind
_S = Stage

OPEN_STAGES: Final = frozenset({_S.DRAFT, _S.RETURNED, _S.REOPENED})
SIGNED_STAGES: Final = frozenset({_S.SUBMITTED, _S.APPROVED, _S.CLOSED})
LIVE_STAGES: Final = OPEN_STAGES | SIGNED_STAGES
WHOLE: Final = frozenset({Part.RECORD, Part.NARRATIVE, Part.ADDRESS})
NO_NARRATIVE: Final = frozenset({Part.RECORD, Part.ADDRESS})
PSEUDONYMISED: Final = frozenset({Part.PSEUDONYMISED})
METADATA: Final = frozenset({Part.METADATA})

INTERVIEW: Final = frozenset({_K.RETURN_INTERVIEW})
INTELLIGENCE: Final = frozenset({_K.INTELLIGENCE_ITEM})
INVOLVEMENT: Final = frozenset({_K.INVOLVEMENT})
STANDING_FACTS: Final = frozenset({_K.PERSON, _K.MISSING_EPISODE})
BESIDE_THE_INTERVIEW: Final = frozenset(
    {
        _K.ASSESSMENT,
        _K.INTELLIGENCE_ITEM,
        _K.ACTION,
        _K.REFERRAL,
        _K.SHARE,
        _K.LINK,
        _K.ATTACHMENT,
        _K.COMMENT,
    }
)
ARRANGING: Final = frozenset(
    {
        _K.PERSON,
        _K.MISSING_EPISODE,
        _K.RETURN_INTERVIEW,
        _K.INVOLVEMENT,
        _K.ASSIGNMENT,
        _K.ACTION,
        _K.REFERRAL,
        _K.SHARE,
        _K.MEETING,
        _K.COHORT_ENTRY,
        _K.LINK,
        _K.ATTACHMENT,
        _K.COMMENT,
    }
)
BUT_INTELLIGENCE: Final = frozenset(set(RecordKind) - INTELLIGENCE)
BUT_CONFLICTS: Final = frozenset(set(RecordKind) - {_K.CONFLICT, _K.AMENDMENT})
OUTSIDERS: Final = frozenset({_K.INTELLIGENCE_ITEM, _K.MEETING, _K.SHARE})
EPISODE: Final = frozenset({_K.MISSING_EPISODE})
DECIDED_ON: Final = frozenset(
    {_K.MISSING_EPISODE, _K.RETURN_INTERVIEW, _K.INVOLVEMENT, _K.QUALITY_MARK}
)

FAMILY: Final = frozenset({"parent", "carer"})
CHILD: Final = frozenset({"child"})
NEAR_THE_CHILD: Final = FAMILY | CHILD | {"home", "social_worker", "host_la"}
WHILE_MISSING: Final = frozenset({"police", "home"})

FAMILY_FLAGS: Final = frozenset({Flag.CONFIDENTIAL_ADDRESS, Flag.SAFE_CONTACT})
"""Flags under which a copy for the family needs a second person."""
WITH_SECOND: Final = frozenset(
    {
        Action.OVERRIDE_CLOSURE,
        Action.APPROVE_TRANSFER,
        Action.APPROVE_ERASURE,
        Action.APPROVE_HOLD,
        Action.OPEN_ESCROW,
    }
)
ADMINISTRATION: Final = frozenset(
    {Action.ADMINISTER, Action.START_ESCROW, Action.RUN_RETENTION, Action.READ_AUDIT}
)
NEEDS_NO_CONTRADICTION: Final = frozenset(
    {Action.SUBMIT, Action.APPROVE, Action.CLOSE, Action.OVERRIDE_CLOSURE}
)
NOT_BY_THE_REQUESTER: Final = frozenset(
    {
        Action.APPROVE_TRANSFER,
        Action.APPROVE_ERASURE,
        Action.APPROVE_HOLD,
        Action.RELEASE_SUBJECT_ACCESS,
        Action.OVERRIDE_CLOSURE,
        Action.OPEN_ESCROW,
    }
)
NOT_BY_THE_AUTHOR: Final = frozenset({Action.APPROVE, Action.CHECK, Action.SEND})
OPENS_A_RESTRICTED_CASE: Final = frozenset({Action.BREAK_GLASS, Action.STATISTICS})


def _on(*actions: Action) -> frozenset[Action]:
    return frozenset(actions)


_A = Action
_INTERVIEWER = (Role.INTERVIEWER, Scope.ALLOCATED)
_INTERVIEWER_OWN = (Role.INTERVIEWER, Scope.OWN)
_INTERVIEWER_AREA = (Role.INTERVIEWER, Scope.AUTHORITY)
_COORDINATOR = (Role.COORDINATOR, Scope.AUTHORITY)
_SUPERVISOR = (Role.SUPERVISOR, Scope.AUTHORITY)
_SUPERVISOR_TEAM = (Role.SUPERVISOR, Scope.TEAM)
_DATA_OFFICER = (Role.DATA_OFFICER, Scope.AUTHORITY)

TABLE: Final = (
    Rule(*_INTERVIEWER, _on(_A.READ), parts=NO_NARRATIVE),
    Rule(*_INTERVIEWER, _on(_A.READ), stages=OPEN_STAGES, parts=WHOLE),
    Rule(*_INTERVIEWER_OWN, _on(_A.READ), parts=WHOLE),
    Rule(*_INTERVIEWER, _on(_A.CREATE), INTERVIEW | BESIDE_THE_INTERVIEW),
    Rule(*_INTERVIEWER, _on(_A.EDIT, _A.SUBMIT), INTERVIEW, OPEN_STAGES, WHOLE),
    Rule(*_INTERVIEWER, _on(_A.EDIT), BESIDE_THE_INTERVIEW | STANDING_FACTS, LIVE_STAGES, WHOLE),
    Rule(*_INTERVIEWER_OWN, _on(_A.AMEND), INTERVIEW, SIGNED_STAGES, WHOLE, reason=True),
    Rule(*_INTERVIEWER_OWN, _on(_A.STRIKE), stages=OPEN_STAGES, reason=True),
    Rule(*_INTERVIEWER, _on(_A.RESOLVE, _A.SEARCH)),
    Rule(*_INTERVIEWER_OWN, _on(_A.PRINT, _A.READ_AUDIT)),
    Rule(*_INTERVIEWER_OWN, _on(_A.RELEASE), INTERVIEW, SIGNED_STAGES, readers=NEAR_THE_CHILD),
    Rule(*_INTERVIEWER_OWN, _on(_A.RELEASE), INTERVIEW, OPEN_STAGES, readers=CHILD),
    Rule(*_INTERVIEWER, _on(_A.RELEASE), STANDING_FACTS, readers=WHILE_MISSING),
    Rule(*_INTERVIEWER, _on(_A.REQUEST_TRANSFER), reason=True),
    Rule(*_INTERVIEWER_AREA, _on(_A.SEARCH_REFERENCE)),
    Rule(*_INTERVIEWER_AREA, _on(_A.BREAK_GLASS), reason=True),
    Rule(*_INTERVIEWER_OWN, _on(_A.ADMINISTER), parts=METADATA),
    Rule(*_COORDINATOR, _on(_A.READ), BUT_INTELLIGENCE, parts=NO_NARRATIVE),
    Rule(Role.COORDINATOR, Scope.ALLOCATED, _on(_A.READ), BUT_INTELLIGENCE, parts=WHOLE),
    Rule(Role.COORDINATOR, Scope.HOST, _on(_A.READ), EPISODE, parts=frozenset({Part.RECORD})),
    Rule(*_COORDINATOR, _on(_A.CREATE), ARRANGING),
    Rule(*_COORDINATOR, _on(_A.EDIT), INTERVIEW, OPEN_STAGES, NO_NARRATIVE),
    Rule(*_COORDINATOR, _on(_A.EDIT), ARRANGING - INTERVIEW, LIVE_STAGES, NO_NARRATIVE),
    Rule(*_COORDINATOR, _on(_A.STRIKE), STANDING_FACTS, reason=True),
    Rule(*_COORDINATOR, _on(_A.ALLOCATE, _A.IMPORT, _A.SEARCH, _A.SEARCH_REFERENCE)),
    Rule(*_COORDINATOR, _on(_A.PRINT), STANDING_FACTS),
    Rule(*_COORDINATOR, _on(_A.RELEASE), STANDING_FACTS, readers=WHILE_MISSING),
    Rule(*_COORDINATOR, _on(_A.REQUEST_TRANSFER), reason=True),
    Rule(Role.COORDINATOR, Scope.OWN, _on(_A.READ_AUDIT)),
    Rule(*_SUPERVISOR, _on(_A.READ), parts=WHOLE),
    Rule(Role.SUPERVISOR, Scope.HOST, _on(_A.READ), EPISODE, parts=frozenset({Part.RECORD})),
    Rule(*_SUPERVISOR, _on(_A.ALLOCATE, _A.IMPORT, _A.SEARCH, _A.SEARCH_REFERENCE)),
    Rule(*_SUPERVISOR, _on(_A.BREAK_GLASS), reason=True),
    Rule(*_SUPERVISOR, _on(_A.OPEN_ESCROW)),
    Rule(*_SUPERVISOR_TEAM, _on(_A.CREATE), BUT_CONFLICTS),
    Rule(*_SUPERVISOR_TEAM, _on(_A.EDIT), BUT_CONFLICTS, OPEN_STAGES, NO_NARRATIVE),
    Rule(*_SUPERVISOR_TEAM, _on(_A.EDIT), BUT_CONFLICTS - INTERVIEW, LIVE_STAGES, NO_NARRATIVE),
    Rule(*_SUPERVISOR_TEAM, _on(_A.AMEND), None, SIGNED_STAGES, NO_NARRATIVE, reason=True),
    Rule(*_SUPERVISOR_TEAM, _on(_A.APPROVE), INTERVIEW, frozenset({_S.SUBMITTED})),
    Rule(
        *_SUPERVISOR_TEAM,
        _on(_A.RETURN),
        INTERVIEW,
        frozenset({_S.SUBMITTED, _S.APPROVED}),
        reason=True,
    ),
    Rule(*_SUPERVISOR_TEAM, _on(_A.DECIDE), DECIDED_ON, LIVE_STAGES),
    Rule(*_SUPERVISOR_TEAM, _on(_A.CHECK, _A.SEND), INTELLIGENCE),
    Rule(*_SUPERVISOR_TEAM, _on(_A.CLOSE), INVOLVEMENT, OPEN_STAGES),
    Rule(*_SUPERVISOR_TEAM, _on(_A.OVERRIDE_CLOSURE), INVOLVEMENT, OPEN_STAGES, reason=True),
    Rule(*_SUPERVISOR_TEAM, _on(_A.RESOLVE, _A.PRINT)),
    Rule(*_SUPERVISOR_TEAM, _on(_A.RELEASE), INTERVIEW, SIGNED_STAGES),
    Rule(*_SUPERVISOR_TEAM, _on(_A.RELEASE), BUT_CONFLICTS - INTERVIEW),
    Rule(*_SUPERVISOR_TEAM, _on(_A.STRIKE, _A.EXPORT_NAMED), reason=True),
    Rule(*_SUPERVISOR_TEAM, _on(_A.REQUEST_TRANSFER, _A.APPROVE_TRANSFER), reason=True),
    Rule(*_SUPERVISOR_TEAM, _on(_A.REQUEST_ERASURE, _A.REQUEST_HOLD), reason=True),
    Rule(*_SUPERVISOR_TEAM, _on(_A.PREPARE_SUBJECT_ACCESS, _A.READ_AUDIT, _A.STATISTICS)),
    Rule(*_DATA_OFFICER, _on(_A.READ), parts=PSEUDONYMISED),
    Rule(*_DATA_OFFICER, _on(_A.STATISTICS, _A.EXPORT_RETURN, _A.EXPORT_PSEUDONYMISED, _A.IMPORT)),
    Rule(*_DATA_OFFICER, _on(_A.EXPORT_NAMED), reason=True),
    Rule(*_DATA_OFFICER, _on(_A.APPROVE_ERASURE, _A.APPROVE_HOLD), reason=True),
    Rule(*_DATA_OFFICER, _on(_A.RELEASE_SUBJECT_ACCESS, _A.OPEN_ESCROW)),
    Rule(
        Role.PARTNER,
        Scope.RELEASED,
        _on(_A.READ, _A.PRINT),
        OUTSIDERS,
        parts=frozenset({Part.RECORD}),
    ),
    Rule(Role.PARTNER, Scope.AUTHORITY, _on(_A.STATISTICS)),
    Rule(Role.AUDITOR, Scope.AUTHORITY, _on(_A.READ), parts=METADATA),
    Rule(Role.AUDITOR, Scope.AUTHORITY, _on(_A.READ_AUDIT, _A.STATISTICS)),
    Rule(
        Role.ADMINISTRATOR, Scope.AUTHORITY, _on(_A.ADMINISTER, _A.START_ESCROW, _A.RUN_RETENTION)
    ),
    Rule(Role.ADMINISTRATOR, Scope.AUTHORITY, _on(_A.READ_AUDIT), parts=METADATA),
)
