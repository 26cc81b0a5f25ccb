"""The first page of a return interview: warnings, who the child is, and the whole at a glance."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.derived import age_at_start
from app.reports.blocks import Band, Block, Fact, Facts, Heading, Para
from app.reports.interview_copy import STAGES, counted
from app.reports.styles import ALERT, CAUTION, DANGER, GLANCE, NAME, STATE, STRONG, WARN

if TYPE_CHECKING:
    from app.reports.interview_copy import InterviewCopy

_RISKS = ("exploitation_level", "risk_going_again", "risk_harm_if_missing")


def front(it: InterviewCopy) -> list[Block]:
    """Warnings, title, who the child is, and the whole at a glance."""
    return [
        *_warnings(it),
        Heading("Return interview summary", 1),
        Para(_name_and_age(it), NAME),
        Para(_identity(it)),
        Facts(tuple(_glance(it)), GLANCE),
    ]


def _warnings(it: InterviewCopy) -> list[Block]:
    bands: list[Block] = []
    for episode in it.episodes:
        if episode.value("recorded_in_error") == "yes":
            reason = str(episode.value("recorded_in_error_reason") or "no reason given")
            bands.append(Band((Para(f"Episode recorded in error: {reason}", ALERT),), DANGER))
    if it.value("immediate_safeguarding") == "yes":
        told = [it.teller.plain(f"immediate_{leaf}") for leaf in ("told", "told_at", "ref")]
        said = ", ".join(part for part in told if part) or "nobody has been named as told"
        text = f"Somebody was in immediate danger. Told: {said}"
        bands.append(Band((Para(text, ALERT),), DANGER))
    if it.teller.conflicts:
        text = f"⚠ {counted(len(it.teller.conflicts), 'answer is', 'answers are')} contested"
        bands.append(
            Band((Para(f"{text}. Both values stand where they are printed.", WARN),), CAUTION)
        )
    return bands


def _name_and_age(it: InterviewCopy) -> str:
    if it.child is None:
        return "Name not recorded"
    names = [it.child.value(leaf) for leaf in ("child_forename", "child_surname")]
    name = " ".join(str(part) for part in names if part) or "Name not recorded"
    ages = [age_at_start(it.child, episode) for episode in it.episodes]
    age = next((age for age in reversed(ages) if age is not None), None)
    return name if age is None else f"{name}, {age}"


def _identity(it: InterviewCopy) -> str:
    known = it.teller.plain("child_known_as")
    born, number = it.teller.plain("child_dob"), it.teller.plain("child_local_id")
    guess = " (estimate)" if it.value("child_dob_estimated") == "yes" else ""
    authority = it.teller.plain("responsible_la")
    host = it.teller.plain("host_la")
    parts = [
        f"Known as {known}" if known else "",
        f"Born {born}{guess}" if born else "",
        f"Case number {number}" if number else "",
        f"Responsible: {authority}" if authority else "",
        f"Living in: {host}" if host and host != authority else "",
    ]
    return " · ".join(part for part in parts if part)


def _glance(it: InterviewCopy) -> list[Fact]:
    many = len(it.episodes) > 1
    outcomes = [
        f"Episode {number}: {story.outcome()}" if many else story.outcome()
        for number, story in enumerate(it.stories, 1)
    ]
    rows = [Fact("Outcome", tuple(Para(outcome, STRONG) for outcome in outcomes))]
    rows += [Fact("Interview", (Para(line),)) for line in [_interview_line(it)] if line]
    for question in (it.session.form.question_at(risk) for risk in _RISKS):
        if question and it.session.is_visible(question.id):
            told = it.teller.answer(question, question.id)[:1]
            rows.append(Fact(question.short, told or (Para("Not judged yet", STATE),)))
    wish = [it.teller.plain(leaf) for leaf in ("share_child_view", "share_child_except")]
    if any(wish):
        rows.append(Fact("The child on sharing", tuple(Para(line) for line in wish if line)))
    rows += [Fact("Still to come", (Para(line),)) for line in [_to_come(it)] if line]
    return [*rows, Fact("Stage", (Para(STAGES[it.stage]),))]


def _interview_line(it: InterviewCopy) -> str:
    if not any(story.held for story in it.stories):
        return ""
    leaves = ("interview_start", "interviewer", "interview_mode", "interview_place", "seen_alone")
    words = [it.teller.plain(leaf) for leaf in leaves]
    words[-1] = f"Seen alone: {words[-1].lower()}" if words[-1] else ""
    return ". ".join(word for word in words if word)


def _to_come(it: InterviewCopy) -> str:
    open_actions = _items_with(it, "actions", "status", {"open"})
    waiting = _items_with(it, "referrals", "result", {"waiting", None})
    drafts = _items_with(it, "intel_items", "status", {"draft", "checked", None})
    said = [
        counted(open_actions, "action open", "actions open"),
        counted(waiting, "referral waiting for a result", "referrals waiting for a result"),
        counted(drafts, "item for the police not sent", "items for the police not sent"),
    ]
    return ", ".join(part for part in said if not part.startswith("0 "))


def _items_with(it: InterviewCopy, group: str, leaf: str, values: set[str | None]) -> int:
    if not it.session.is_visible(group):
        return 0
    found = [it.session.value(f"{group}/{item}/{leaf}") for item in it.session.items(group)]
    return sum(value in values for value in found)
