"""Doubts: what can be true but is more often a slip. Each is shown, none blocks.

Every function here looks at one kind of slip and yields the address with plain words.
"""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from app.forms.derived import age_at_start, due_at, outcome_of
from app.forms.plain_facts import instant, told
from app.forms.question import TEXTS
from app.forms.sheet import in_scope
from app.forms.spans import format_span
from app.records import clock
from app.records.identifiers import valid_nhs_number, valid_upn
from app.records.record import Answer, Precision, Record, Time

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.forms.shown import Shown
    from app.forms.worksheet import Worksheet

Doubt = tuple[str, str]

_ORDER = (
    ("missing_from_at", "returned_at", "The child is back before the time of leaving."),
    ("missing_from_at", "found_at", "The child is found before the time of leaving."),
    ("missing_from_at", "reported_at", "This is reported before the time of leaving."),
)
"""Earlier time, later time, and what to say of the later one when it is the earlier."""
_PAST = (
    *("missing_from_at", "reported_at", "la_notified_at", "found_at", "returned_at", "offered_at"),
    *("interview_start", "interview_end"),
)
_URN = re.compile(r"(?:SC)?\d{6,7}")


def valid_urn(text: str) -> bool:
    """Whether this can be the number Ofsted gave a home."""
    return bool(_URN.fullmatch(text.strip().upper()))


_IDENTIFIERS = (
    ("child_nhs_number", valid_nhs_number, "This is not a valid NHS number. Check the digits."),
    ("child_upn", valid_upn, "This is not a valid pupil number. Check the letters and digits."),
    ("placement_urn", valid_urn, "An Ofsted URN has six or seven digits. Check them."),
)
_BY_OTHERS = frozenset({"parent_for_child", "carer_for_child"})
_YOUNG, _ADULT = 10, 18
_SLACK = timedelta(minutes=5)
_NAME = re.compile(r"\b(?:called|named|nicknamed|name is|name's)\s+[\u201c\u2018\"']?([A-Z]\w+)")
_INNER_NAME = re.compile(r"(?<=[a-z,;] )([A-Z][a-z]{2,})\b")
_MONEY = re.compile(r"£\s?\d|\b(?:money|cash|owe[sd]?|debt|quid|paid|pay)\b", re.IGNORECASE)
_NOT_NAMES = re.compile(
    r"^(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day$|^(?:January|February|March|April|May|June|July"
    r"|August|September|October|November|December)$"
)


def find_doubts(session: Shown) -> dict[str, str]:
    """Every doubt by address; the first one about an address is enough."""
    found: dict[str, str] = dict(_booked_while_missing(session))
    sheet = session.worksheet
    interview, person = sheet.get(sheet.interview), sheet.get(sheet.person)
    for scope in sheet.scopes:
        episode = sheet.episode(scope)
        if episode is None:
            continue
        for check in (_out_of_order, _in_the_future, _booked_late, _not_asked_directly):
            for question, words in check(session, episode, interview):
                found.setdefault(in_scope(scope, question), words)
        for question, words in _age(person, episode):
            found.setdefault(question, words)
    for check_all in (_identifiers, _overlaps, _interview_times, _places, _nothing_new):
        for address, words in check_all(session):
            found.setdefault(address, words)
    return found


def child_names(sheet: Worksheet) -> tuple[str, ...]:
    """The words of the child's first, last and other names, the first name first."""
    person = sheet.get(sheet.person)
    paths = ("child_forename", "child_surname", "child_known_as")
    told_names = [str(person.value(path) or "") for path in paths] if person else []
    return tuple(name for words in told_names for name in words.replace(",", " ").split())


def comes_before(one: Time | None, other: Time | None) -> bool:
    """Whether a time certainly lies before another; a bare date is compared as a day."""
    first, second = clock.earliest(one), clock.earliest(other)
    if one is None or other is None or first is None or second is None:
        return False
    if Precision.DATE in (one.precision, other.precision):
        return clock.local(first).date() < clock.local(second).date()
    return first < second


def _out_of_order(_session: Shown, episode: Record, _interview: Record | None) -> Iterator[Doubt]:
    for earlier, later, words in _ORDER:
        if comes_before(told(episode, later), told(episode, earlier)):
            yield later, f"{words} Check both times."
    if comes_before(told(episode, "returned_at"), told(episode, "found_at")):
        yield "found_at", "The child is found after being back. Check both times."


def _in_the_future(session: Shown, episode: Record, interview: Record | None) -> Iterator[Doubt]:
    limit = session.now + _SLACK
    for question in _PAST:
        at = instant(episode, question) or instant(interview, question)
        if at is not None and at > limit:
            yield question, "This time has not come yet. Check the day."


def _booked_late(_session: Shown, episode: Record, interview: Record | None) -> Iterator[Doubt]:
    due, booked = due_at(episode), instant(episode, "booked_for")
    waiting = outcome_of(episode, interview) == "booked"
    if waiting and due is not None and booked is not None and booked > due:
        yield "booked_for", f"This is booked {format_span(booked - due)} after it is due."


def _booked_while_missing(session: Shown) -> Iterator[Doubt]:
    """A booking is offered for moving, never dropped, when the child has gone missing again."""
    known = session.derived()
    if known.get("missing_again") and known.get("outcome") == "booked":
        yield "booked_for", "The child has gone missing again. Move this booking, or keep it."


def _not_asked_directly(
    session: Shown, episode: Record, _interview: Record | None
) -> Iterator[Doubt]:
    """A parent's no is not the child's."""
    if episode.value("declined_by") in _BY_OTHERS:
        name = next(iter(child_names(session.worksheet)), "The child")
        yield "declined_by", f"{name} has not been asked in person yet. Try to ask."


def _age(person: Record | None, episode: Record) -> Iterator[Doubt]:
    age = age_at_start(person, episode)
    if age is not None and age < 0:
        yield "child_dob", "The child was born after the episode began. Check both dates."
    elif age is not None and age < _YOUNG:
        yield "child_dob", f"The child was {age} when this began. Check the date of birth."
    elif age is not None and age >= _ADULT:
        yield "child_dob", f"This person was {age} when this began. Check the date of birth."


def _identifiers(session: Shown) -> Iterator[Doubt]:
    for question, valid, words in _IDENTIFIERS:
        if question in session.form.questions and session.has_answer(question):
            value = session.value(question)
            if isinstance(value, str) and not valid(value):
                yield question, words


def _overlaps(session: Shown) -> Iterator[Doubt]:
    sheet = session.worksheet
    spans = [(scope, *_span(sheet.episode(scope))) for scope in sheet.scopes]
    for scope, start, _end in spans:
        for other, begin, finish in spans:
            if scope == other or start is None or begin is None:
                continue
            if begin < start and (finish is None or start < finish):
                words = "This begins before an earlier episode has ended. Check the times."
                yield in_scope(scope, "missing_from_at"), words


def _span(episode: Record | None) -> tuple[datetime | None, datetime | None]:
    return instant(episode, "missing_from_at"), instant(episode, "returned_at")


def _interview_times(session: Shown) -> Iterator[Doubt]:
    sheet = session.worksheet
    interview, episode = sheet.get(sheet.interview), sheet.episode("")
    start, end = told(interview, "interview_start"), told(interview, "interview_end")
    if comes_before(end, start):
        yield "interview_end", "The interview ends before it begins. Check both times."
    if comes_before(start, told(episode, "returned_at")):
        yield "interview_start", "The interview begins before the child is back. Check both times."


def _places(session: Shown) -> Iterator[Doubt]:
    sheet = session.worksheet
    interview = sheet.get(sheet.interview)
    for item in interview.items("where_went") if interview else ():
        path = f"where_went/{item}"
        if comes_before(told(interview, f"{path}/left"), told(interview, f"{path}/arrived")):
            yield f"{path}/left", "Left before arriving. Check both times."


def _nothing_new(session: Shown) -> Iterator[Doubt]:
    """Nothing for police, and yet somebody is named together with money."""
    sheet = session.worksheet
    interview = sheet.get(sheet.interview)
    if interview is None or interview.value("intel_considered") != "nothing_new":
        return
    own = {name.lower() for name in child_names(session.worksheet)}
    for path, cell in interview.answers.items():
        question = session.form.question_at(path)
        if question is None or question.type not in TEXTS or not isinstance(cell, Answer):
            continue
        text = str(cell.value or "")
        if _MONEY.search(text) and _names(text) - own:
            yield "intel_considered", "A name and money are mentioned: is there really nothing new?"
            return


def _names(text: str) -> set[str]:
    found = {*_NAME.findall(text), *_INNER_NAME.findall(text)}
    return {name.lower() for name in found if not _NOT_NAMES.match(name)}
