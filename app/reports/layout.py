"""Cut a document into strips: thin horizontal slices that page.py puts on pages one after another.

A strip is the smallest thing that is never split, mostly one line (of every column of a row). So a
long answer, a table row or a quote runs over the page by itself, and each part keeps its element.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.reports.styles import LINE, Style, Tone
from app.reports.typeset import Line, Typesetter

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from app.reports.blocks import Fact, Para
    from app.reports.drawing import Pen
    from app.reports.tags import Node

WIDTH = 499.0
"""Points between the margins of an A4 page."""
WHOLE = 7
"""A row, card or quote of at most this many lines is not split over pages."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A line at its place in a strip: `dx` from the left margin, `dy` from the strip's top."""

    node: Node
    line: Line
    style: Style
    dx: float
    dy: float
    room: float


@dataclass(frozen=True, slots=True, eq=False)
class Panel:
    """A coloured ground behind strips; drawn once on each page that its strips reach."""

    tone: Tone
    left: float = 0.0
    width: float = WIDTH
    pad: float = 7.0


@dataclass(frozen=True, slots=True)
class Figure:
    """Something drawn, not set: how high it is, and what draws it."""

    node: Node
    draw: Callable[[Pen, float, float], None]
    height: float


@dataclass(slots=True)
class Strip:
    """One slice of the page; `keep` binds it to the next one, `rule` draws a hairline above it."""

    height: float
    pieces: list[Piece] = field(default_factory=list[Piece])
    before: float = 0.0
    keep: bool = False
    panel: Panel | None = None
    rule: str = ""
    head: tuple[Strip, ...] = ()
    bookmark: tuple[str, int] | None = None
    figure: Figure | None = None


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a row: where it stands, and the paragraphs in it with their elements."""

    left: float
    room: float
    paras: Sequence[tuple[Node, Para]]


@dataclass(slots=True)
class Setter:
    """Turns paragraphs and rows into strips."""

    type: Typesetter = field(default_factory=Typesetter)

    def row(self, columns: Iterable[Column], panel: Panel | None = None) -> list[Strip]:
        """Set columns side by side; each strip holds one line of every column."""
        set_columns = [list(self._lines(column)) for column in columns]
        longest = max((len(lines) for lines in set_columns), default=0)
        strips = [
            _strip([lines[at] for lines in set_columns if at < len(lines)]) for at in range(longest)
        ]
        for strip in strips:
            strip.panel = panel
        bind(strips)
        return strips

    def para(
        self, node: Node, para: Para, panel: Panel | None = None, left: float = 0.0
    ) -> list[Strip]:
        """Set one paragraph over the width that a panel leaves."""
        room = (panel.width - 2 * PAD if panel else WIDTH) - left
        start = (panel.left + PAD if panel else 0.0) + left
        return self.row([Column(start, room, [(node, para)])], panel)

    def _lines(self, column: Column) -> Iterable[tuple[Piece, float]]:
        for number, (node, para) in enumerate(column.paras):
            style = para.style
            lead = 2.0 if number else 0.0
            for line in self.type.lines(para.text, style, column.room):
                base = lead + style.leading / 2 + style.size * 0.36
                piece = Piece(node, line, style, column.left, base, column.room)
                yield piece, style.leading + lead
                lead = 0.0


PAD = 12.0
"""From the edge of a panel to its text."""
_HAIR = 0.5
"""Baselines closer than this look level."""


def _strip(lines: list[tuple[Piece, float]]) -> Strip:
    height = max(height for _, height in lines)
    base = max(piece.dy for piece, _ in lines)
    level = [piece if base - piece.dy < _HAIR else replace(piece, dy=base) for piece, _ in lines]
    return Strip(height, level)


def bind(strips: Sequence[Strip]) -> None:
    """Keep short things whole, and at least two lines of long ones together at a page's edge."""
    last = len(strips) - 1
    for at, strip in enumerate(strips[:-1]):
        strip.keep = strip.keep or len(strips) <= WHOLE or at == 0 or at == last - 1


def cell(parent: Node, paras: Sequence[Para]) -> list[tuple[Node, Para]]:
    """Give the paragraphs of a table cell their elements: the cell itself when there is one."""
    if len(paras) == 1:
        parent.lang = parent.lang or paras[0].lang
        return [(parent, paras[0])]
    return [(parent.add("P", lang=para.lang), para) for para in paras]


def quoted(parent: Node, fact: Fact) -> list[tuple[Node, Para]]:
    """Give the paragraphs of an answer their elements, a quote's inside a BlockQuote."""
    if not fact.quote:
        return cell(parent, fact.answer)
    words, *rest = fact.answer
    inside = parent.add("BlockQuote")
    pairs = [(inside.add("P", lang=words.lang), words)]
    return [*pairs, *((parent.add("P", lang=para.lang), para) for para in rest)]


def under(strips: list[Strip], before: float) -> list[Strip]:
    """Set the space above a run of strips."""
    if strips:
        strips[0].before = before
    return strips


def ruled(strips: list[Strip], colour: str = LINE) -> list[Strip]:
    """Draw a hairline above a run of strips."""
    if strips:
        strips[0] = replace(strips[0], rule=colour)
    return strips
