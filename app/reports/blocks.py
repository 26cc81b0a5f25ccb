"""What a document can say: headings, paragraphs, answers, quotes, tables, a timeline.

A document is composed of these plain values; page.py alone knows how they become a PDF. No text
in them is ever read as markup.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

from app.reports.styles import BODY, CARD, Style, Tone

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph in one style; `lang` where it is not in English."""

    text: str
    style: Style = BODY
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of level 1 to 4; levels 1 to 3 become bookmarks."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """A question and what was answered; `quote` where the answer is somebody's own words."""

    label: str
    answer: tuple[Para, ...]
    quote: bool = False


@dataclass(frozen=True, slots=True)
class Facts:
    """Questions at the left, answers at the right; in a panel when a tone is given."""

    rows: tuple[Fact, ...]
    tone: Tone | None = None
    paired: bool = False
    """Two short facts side by side, where labels are short too."""


@dataclass(frozen=True, slots=True)
class Card:
    """One item of a repeated question in a frame of its own."""

    title: str
    rows: tuple[Fact, ...]
    tone: Tone = CARD


Cell: TypeAlias = tuple[Para, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with a heading row; `widths` are shares of the page's width."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    widths: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Quote:
    """Somebody's own words, set apart: the question, the words, and who said them when."""

    question: str
    words: str
    by: str
    tone: Tone
    lang: str = ""
    translation: str = ""
    translated: str = ""
    note: tuple[Para, ...] = ()


@dataclass(frozen=True, slots=True)
class Band:
    """A coloured band over the whole width, for what must not be overlooked."""

    paras: tuple[Para, ...]
    tone: Tone


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of points."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Event:
    """One moment of a timeline; `at` places it on the bar, None when the time is not known."""

    at: datetime | None
    when: str
    what: str
    colour: str


@dataclass(frozen=True, slots=True)
class Stretch:
    """A span of the bar, with its name for the key."""

    start: datetime
    end: datetime
    colour: str
    name: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Moments in order: drawn to scale on a bar and told one by one below it."""

    events: tuple[Event, ...]
    stretches: tuple[Stretch, ...]
    alt: str
    lead: str = ""
    """What stands above the bar."""


Block: TypeAlias = Para | Heading | Facts | Card | Grid | Quote | Band | Bullets | Timeline


@dataclass(frozen=True, slots=True)
class Document:
    """A whole document. `title` and `reference` stand outside the page too: never a name."""

    title: str
    reference: str
    blocks: Sequence[Block]
    handling: str
    printed: str
    version: str
    practice: bool = False
    watermark: str = ""
    lang: str = "en-GB"
