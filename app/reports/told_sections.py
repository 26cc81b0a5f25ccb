"""Walk the sections of a form and tell what was asked: answers, quotes, and repeated items.

Any document that prints answers uses these; which sections, in which order and with which heading
is the document's own affair.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from app.forms.definition import AnswerType, Question
from app.records.record import AnswerState
from app.reports.answers import Teller, moment
from app.reports.blocks import Block, Card, Fact, Facts, Grid, Heading, Para, Quote
from app.reports.languages import code_of, name_of
from app.reports.styles import CARER_QUOTED, QUOTED

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from app.forms.definition import Section
    from app.records.record import Answer

_CELL = 44
_TITLE = 80
_TABLE = 110
_COLUMNS = 6
_NARROW, _WIDE = 9, 30
_UNSAID = {"", "child"}
_CARERS = {"carer": "Parent or carer", "parent": "Parent"}


class Say(NamedTuple):
    """How a section is told: short labels for facts known before, quotes told elsewhere or here."""

    short: bool = False
    quotes: bool = False
    skip: frozenset[str] = frozenset()


def section_blocks(teller: Teller, section: Section, say: Say, level: int = 3) -> list[Block]:
    """The heading of a section and what was answered in it; nothing when nothing was."""
    blocks: list[Block] = []
    rows: list[Fact] = []
    for question in asked(teller, section):
        if question.id in say.skip or (_is_told(teller, question) and not say.quotes):
            continue
        if question.type in (AnswerType.REPEAT, AnswerType.GRID):
            told = repeat_blocks(teller, question, level + 1)
            rows = _flushed(blocks, rows, say) if told else rows
            blocks += told
        elif fact := teller.fact(question, teller.at(question.id), short=say.short):
            rows.append(fact)
    _flushed(blocks, rows, say)
    return [Heading(section.title, level), *blocks] if blocks else []


def asked(teller: Teller, section: Section) -> Iterator[Question]:
    """The questions of a section that are asked on this record, the system's own left out."""
    for question in teller.session.form.in_section(section.id):
        if question.type is not AnswerType.AUTO and teller.session.is_visible(
            teller.at(question.id)
        ):
            yield question


def quotes(teller: Teller, sections: Iterable[Section], child: str) -> list[Block]:
    """Everybody's own words in the order of the form, each set apart with its question."""
    return [
        quote(teller, question, child)
        for section in sections
        for question in asked(teller, section)
        if _is_told(teller, question)
    ]


def quote(teller: Teller, question: Question, child: str) -> Quote:
    """One answer as a quote: question, words, translation, and who said it when."""
    answer = teller.session.answer(teller.at(question.id))
    if answer is None:
        message = f"{question.id} has no answer to quote"
        raise ValueError(message)
    carer = question.asked_of in _CARERS
    said = f"Said in {name_of(answer.language)}. In English:" if answer.language else "In English:"
    return Quote(
        question=question.label,
        words=str(answer.value),
        by=_by(answer, _CARERS.get(question.asked_of, child)),
        tone=CARER_QUOTED if carer else QUOTED,
        lang=code_of(answer.language),
        translation=answer.translation or "",
        translated=said,
        note=(*_notes(answer), *teller.contest(question, teller.at(question.id))),
    )


def repeat_blocks(teller: Teller, question: Question, level: int) -> list[Block]:
    """The items of a repeated question: a table when they are short, else a card for each."""
    items = _items(teller, question)
    if not items:
        fact = teller.fact(question, teller.at(question.id))
        return [Facts((fact,))] if fact else []
    head = Heading(question.label, level)
    contest = teller.contest(question, teller.at(question.id))
    return [head, *contest, *(_grid(question, teller, items) or _cards(items))]


def _is_told(teller: Teller, question: Question) -> bool:
    """Whether it is somebody's own words, to be set apart."""
    by_carer = question.asked_of in _CARERS and question.type is AnswerType.LONG_TEXT
    if question.type is not AnswerType.QUOTE and not by_carer:
        return False
    answer = teller.session.answer(teller.at(question.id))
    return answer is not None and answer.state is AnswerState.ANSWERED


def _by(answer: Answer, speaker: str) -> str:
    who = answer.speaker or ""
    said = [speaker if who in _UNSAID else _CARERS.get(who, who)]
    said += [moment(answer.said_at)] if answer.said_at else []
    return ", ".join(part for part in said if part)


def _notes(answer: Answer) -> tuple[Para, ...]:
    return (Para(f"Note: {answer.note}"),) if answer.note else ()


def _flushed(blocks: list[Block], rows: list[Fact], say: Say) -> list[Fact]:
    if rows:
        blocks.append(Facts(tuple(rows), paired=say.short))
    return []


def _items(teller: Teller, question: Question) -> list[dict[str, Fact]]:
    """Each item as its answered sub-questions; a grid is one item."""
    session = teller.session
    grid = question.type is AnswerType.GRID and not session.form.is_record_group(question)
    top = teller.at(question.id)
    stems = [top] if grid else [f"{top}/{item}" for item in session.items(top)]
    told: list[dict[str, Fact]] = []
    for stem in stems:
        facts: dict[str, Fact] = {}
        for child in session.form.children(question.id):
            address = f"{stem}/{child.leaf}"
            fact = teller.fact(child, address, short=True) if session.is_visible(address) else None
            if fact:
                facts[child.id] = fact
        told.append(facts)
    return [facts for facts in told if facts]


def _grid(question: Question, teller: Teller, items: Sequence[dict[str, Fact]]) -> list[Block]:
    used = [c for c in teller.session.form.children(question.id) if any(c.id in i for i in items)]
    longest = [_longest(child, items) for child in used]
    fits = len(used) <= _COLUMNS and max(longest) <= _CELL and sum(longest) <= _TABLE
    if not fits or any(fact.quote for item in items for fact in item.values()):
        return []
    empty = Fact("", (Para(""),))
    rows = tuple(tuple(item.get(child.id, empty).answer for child in used) for item in items)
    widths = tuple(float(min(max(length, _NARROW), _WIDE)) for length in longest)
    return [Grid(tuple(child.short for child in used), rows, widths)]


def _longest(child: Question, items: Sequence[dict[str, Fact]]) -> int:
    texts = [para.text for item in items if child.id in item for para in item[child.id].answer]
    return max(len(child.short), *(len(text) for text in texts))


def _cards(items: Sequence[dict[str, Fact]]) -> list[Block]:
    cards: list[Block] = []
    for number, facts in enumerate(items, 1):
        first, *rest = facts.values()
        short = len(first.answer) == 1 and not first.quote and len(first.answer[0].text) <= _TITLE
        title = f"{number}. {first.answer[0].text}" if short else f"{number} of {len(items)}"
        cards.append(Card(title, tuple(rest) if short else (first, *rest)))
    return cards
