"""Which reader may see which answer: classes and readers are data, rules narrow them further.

`resources/forms/release.toml` names the classes a reader sees, always or by a share decision, and
the readers and classes each rule is for. What a rule looks at stands here, under the rule's id.
Rules never widen; what no class gives is not seen.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.forms.definition import Form
from app.forms.question import Question
from app.records.errors import FormError

_NOT_ON_POLICE_COPY = frozenset({"source_risk", "source_risk_why", "checked_by", "name_child"})
_NOTHING_HAPPENED = frozenset({"no", "partly", "not_safe_to_give", "not_given", "no_response"})


@dataclass(frozen=True, slots=True)
class Reader:
    """Somebody a copy is made for."""

    id: str
    label: str
    who: str
    see: frozenset[str]
    by_decision: frozenset[str]
    silent: bool


@dataclass(frozen=True, slots=True)
class AnswerContext:
    """What stands around one answer when a copy is made; nothing is decided unless it says so."""

    text: str = ""
    code: str | None = None
    decided: bool = False
    """A share decision for this reader names this answer or its class."""
    excepted: bool = False
    """The child asked not to share it with this reader."""
    against_wish: bool = False
    """A share decision gives the reason for going against that wish."""
    child_content: bool = False
    """The child was happy to share, or happy except for other parts."""
    ticked: bool = False
    """Ticked for this meeting."""
    sent: bool = False
    """An intelligence item that was sent to this very force."""
    reworded: bool = False
    """There is wording to send in place of the fact."""
    names_reader: bool = False
    """The step or action names this reader, or this authority."""
    names_others: bool = False
    """Names somebody or something held under third_party, or somebody the child is scared of."""
    address_kept: bool = False
    """The address is to be kept from somebody."""
    flagged: bool = False
    """A flag stands that wants a second person."""
    second_person: bool = False
    """A second person has confirmed this copy."""
    family_barred: bool = False
    """A worry about forced marriage or honour-based abuse."""
    struck_out: bool = False
    """The episode was recorded in error."""


Check = Callable[[Form, Reader, Question, AnswerContext], bool]


@dataclass(frozen=True, slots=True)
class ReleaseRule:
    """A rule that narrows what some readers see of some classes (of all when none is named)."""

    id: str
    readers: frozenset[str]
    classes: frozenset[str]

    def concerns(self, reader: str, release: str) -> bool:
        """Whether the rule is about this reader and class."""
        return reader in self.readers and (not self.classes or release in self.classes)


@dataclass(frozen=True, slots=True)
class Policy:
    """The release file, read."""

    classes: Mapping[str, str]
    readers: Mapping[str, Reader]
    rules: tuple[ReleaseRule, ...]
    avoid: re.Pattern[str]


def may_see(
    form: Form, reader: str, question: Question, context: AnswerContext | None = None
) -> bool:
    """Whether a reader may see an answer; without a context, as carefully as can be."""
    policy = policy_of(form)
    whom = policy.readers[reader]
    around = context or AnswerContext()
    given = question.release in whom.see
    if not given and not (question.release in whom.by_decision and around.decided):
        return False
    return all(
        _CHECKS[rule.id](form, whom, question, around)
        for rule in policy.rules
        if rule.concerns(reader, question.release)
    )


def may_see_note(form: Form, reader: str) -> bool:
    """Whether the notes beside answers go on this reader's copy."""
    return not any(
        rule.id == "notes_stay" and rule.concerns(reader, "") for rule in policy_of(form).rules
    )


def readers(form: Form) -> Mapping[str, Reader]:
    """The readers of the release file, by id."""
    return policy_of(form).readers


@lru_cache(maxsize=8)
def policy_of(form: Form) -> Policy:
    """The release policy of a form, read once."""
    table = form.release
    rules = tuple(
        ReleaseRule(
            rule["id"], frozenset(rule.get("readers", ())), frozenset(rule.get("classes", ()))
        )
        for rule in table.get("rule", ())
    )
    for rule in rules:
        if rule.id not in _CHECKS:
            advice = f"release.toml has a rule “{rule.id}” that nothing carries out."
            raise FormError(advice, rule=rule.id)
    words = table.get("child_sheet", {}).get("avoid", ())
    return Policy(
        {entry["id"]: entry["meaning"] for entry in table.get("class", ())},
        {entry["id"]: _reader(entry) for entry in table.get("reader", ())},
        rules,
        re.compile(rf"\b(?:{'|'.join(map(re.escape, words)) or '(?!)'})\b", re.IGNORECASE),
    )


def _reader(entry: Mapping[str, Any]) -> Reader:
    return Reader(
        entry["id"],
        entry["label"],
        entry["who"],
        frozenset(entry["see"]),
        frozenset(entry["by_decision"]),
        entry["silent"],
    )


def _police_yes_only(_form: Form, _reader: Reader, question: Question, _c: AnswerContext) -> bool:
    return question.police == "Y" or question.release == "intelligence"


def _police_sent_items(_form: Form, _reader: Reader, question: Question, c: AnswerContext) -> bool:
    if question.leaf in _NOT_ON_POLICE_COPY or (question.leaf == "what" and c.reworded):
        return False
    return c.sent


def _child_excepted(_form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return c.against_wish or not c.excepted


def _own_words_agreed(_form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return c.decided and c.child_content


def _quotes_ticked(_form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return c.ticked


def _names_reader(_form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return c.names_reader


def _no_other_names(_form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return not c.names_others


def _confidential(_form: Form, reader: Reader, _question: Question, c: AnswerContext) -> bool:
    family = reader.id in {"parent", "carer"}
    return not c.address_kept or (c.second_person and not family)


def _second_person(_form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return c.second_person or not c.flagged


def _no_family_copy(_form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return not c.family_barred


def _what_happened(_form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return c.code not in _NOTHING_HAPPENED


def _plain_words(form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return not policy_of(form).avoid.search(c.text)


def _not_struck_out(_form: Form, _reader: Reader, _question: Question, c: AnswerContext) -> bool:
    return not c.struck_out


def _always(_form: Form, _reader: Reader, _question: Question, _c: AnswerContext) -> bool:
    """A rule that the classes already carry out, or that is about notes (may_see_note)."""
    return True


_CHECKS: Mapping[str, Check] = {
    "police_yes_only": _police_yes_only,
    "police_sent_items": _police_sent_items,
    "child_excepted": _child_excepted,
    "own_words_agreed": _own_words_agreed,
    "quotes_ticked": _quotes_ticked,
    "own_steps": _names_reader,
    "no_other_names": _no_other_names,
    "confidential_address": _confidential,
    "second_person": _second_person,
    "no_family_copy": _no_family_copy,
    "names_this_authority": _names_reader,
    "not_family_facts": _what_happened,
    "plain_words": _plain_words,
    "child_who_was_told": _always,
    "not_struck_out": _not_struck_out,
    "notes_stay": _always,
}
