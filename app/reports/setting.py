"""How each kind of block becomes strips and structure elements."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from app.reports.blocks import (
    Band,
    Block,
    Bullets,
    Card,
    Facts,
    Grid,
    Heading,
    Para,
    Quote,
    Timeline,
)
from app.reports.fact_table import GUTTER, FactTable
from app.reports.layout import (
    WHOLE,
    WIDTH,
    Column,
    Figure,
    Panel,
    Setter,
    Strip,
    bind,
    cell,
    ruled,
    under,
)
from app.reports.styles import (
    BODY,
    HEADER,
    HEADINGS,
    LABEL,
    MINOR,
    QUESTION,
    QUOTE,
    SMALL,
    TRANSLATION,
)
from app.reports.tags import Node
from app.reports.timeline import BAR_HEIGHT, drawn
from app.reports.typeset import unadorned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_ABOVE = {1: 12.0, 2: 20.0, 3: 13.0, 4: 9.0}
_BOOKMARKED = 3
_PANEL_GAP = 16.0


@dataclass(slots=True)
class Page:
    """The strips of a document so far, and its structure tree."""

    setter: Setter = field(default_factory=Setter)
    root: Node = field(default_factory=lambda: Node("Document"))
    strips: list[Strip] = field(default_factory=list[Strip])

    def add(self, blocks: Sequence[Block]) -> None:
        """Set blocks one below the other."""
        for block in blocks:
            self._join(_SETTERS[type(block)](self, block))

    def _join(self, strips: list[Strip]) -> None:
        # A panel reaches over its text, so what follows needs that much more room.
        if self.strips and strips and self.strips[-1].panel is not strips[0].panel:
            above = self.strips[-1].panel
            strips[0].before += above.pad if above else 0.0
        self.strips.extend(strips)


def _heading(page: Page, block: Heading) -> list[Strip]:
    node = page.root.add(f"H{block.level}")
    style = HEADINGS[block.level]
    strips = under(page.setter.para(node, Para(block.text, style)), _ABOVE[block.level])
    for strip in strips:
        strip.keep = True
    if strips and block.level <= _BOOKMARKED:
        strips[0].bookmark = (unadorned(block.text) or "-", block.level - 1)
    return strips


def _para(page: Page, block: Para) -> list[Strip]:
    node = page.root.add("P", lang=block.lang)
    return under(page.setter.para(node, block), 3.0)


def _facts(page: Page, block: Facts) -> list[Strip]:
    panel = Panel(block.tone) if block.tone else None
    table = FactTable(page.setter, page.root.add("Table"), panel, paired=block.paired)
    strips: list[Strip] = []
    for number, row in enumerate(table.rows(block.rows)):
        strips += under(row if panel else ruled(row), 3.0 if panel or not number else 4.0)
    strips = _kept_whole(strips) if panel else strips
    return under(strips, _PANEL_GAP if panel else 5.0)


def _card(page: Page, block: Card) -> list[Strip]:
    panel = Panel(block.tone, pad=5.0)
    strips = page.setter.para(page.root.add("P"), Para(block.title, MINOR), panel)
    strips[-1].keep = True
    if block.rows:
        table = FactTable(page.setter, page.root.add("Table"), panel, paired=True)
        for row in table.rows(block.rows):
            strips += under(row, 1.5)
    return under(_kept_whole(strips), 13.0)


def _kept_whole(strips: list[Strip]) -> list[Strip]:
    # A short panel stays on one page; a long one may break, but not straight after its title.
    if len(strips) <= 2 * WHOLE:
        for strip in strips[:-1]:
            strip.keep = True
    else:
        bind(strips)
    return strips


def _grid(page: Page, block: Grid) -> list[Strip]:
    table = page.root.add("Table")
    titles = table.add("TR")
    cells = [(titles.add("TH", scope="Column"), Para(text, HEADER)) for text in block.head]
    head = page.setter.row(_columns(block, [[pair] for pair in cells]))
    for strip in head:
        strip.keep = True
    strips = list(head)
    for number, content in enumerate(block.rows):
        row = table.add("TR")
        pairs = [cell(row.add("TD"), paras) for paras in content]
        body = ruled(page.setter.row(_columns(block, pairs)))
        for strip in body:
            strip.head = tuple(head)
        strips += under(body, 2.0 if not number else 4.0)
    return under(_kept_whole(strips), 8.0)


def _columns(block: Grid, pairs: Sequence[Sequence[tuple[Node, Para]]]) -> list[Column]:
    columns: list[Column] = []
    left = 0.0
    for share, paras in zip(block.widths, pairs, strict=True):
        room = WIDTH * share / sum(block.widths)
        columns.append(Column(left, room - GUTTER / 2, paras))
        left += room
    return columns


def _quote(page: Page, block: Quote) -> list[Strip]:
    panel = Panel(block.tone)
    part = page.root.add("Div")
    strips = page.setter.para(part.add("P"), Para(block.question, QUESTION), panel)
    strips[-1].keep = True
    words = part.add("BlockQuote")
    strips += page.setter.para(words.add("P", lang=block.lang), Para(block.words, QUOTE), panel)
    if block.translation:
        strips += under(page.setter.para(part.add("P"), Para(block.translated, SMALL), panel), 4.0)
        english = part.add("BlockQuote").add("P")
        strips += page.setter.para(english, Para(block.translation, TRANSLATION), panel)
    strips[-1].keep = True
    strips += under(page.setter.para(part.add("P"), Para(block.by, SMALL), panel), 2.0)
    for para in block.note:
        strips[-1].keep = True
        strips += under(page.setter.para(part.add("P"), para, panel), 2.0)
    return under(_kept_whole(strips), _PANEL_GAP)


def _band(page: Page, block: Band) -> list[Strip]:
    panel = Panel(block.tone)
    part = page.root.add("Div")
    strips: list[Strip] = []
    for para in block.paras:
        strips += page.setter.para(part.add("P", lang=para.lang), para, panel)
    return under(_kept_whole(strips), _PANEL_GAP)


def _bullets(page: Page, block: Bullets) -> list[Strip]:
    points = page.root.add("L")
    strips: list[Strip] = []
    for text in block.items:
        item = points.add("LI")
        sign = (item.add("Lbl"), Para("•"))
        body = (item.add("LBody"), Para(text))
        columns = [Column(4.0, 10.0, [sign]), Column(16.0, WIDTH - 16.0, [body])]
        strips += under(page.setter.row(columns), 1.5)
    return under(strips, 4.0)


def _timeline(page: Page, block: Timeline) -> list[Strip]:
    lead = page.setter.para(page.root.add("P"), Para(block.lead)) if block.lead else []
    for strip in lead:
        strip.keep = True
    bar = Strip(BAR_HEIGHT, before=6.0, keep=True)
    figure = page.root.add("Figure", alt=unadorned(block.alt, 2000))
    bar.figure = Figure(figure, drawn(block, page.setter.type), BAR_HEIGHT)
    points = page.root.add("L")
    strips: list[Strip] = []
    for number, event in enumerate(block.events, 1):
        item = points.add("LI")
        sign = (
            item.add("Lbl"),
            Para(str(number), replace(HEADER, leading=BODY.leading, colour=event.colour)),
        )
        body = item.add("LBody")
        columns = [
            Column(2.0, 14.0, [sign]),
            Column(18.0, 142.0, [(body.add("P"), Para(event.when, LABEL))]),
            Column(166.0, WIDTH - 166.0, [(body.add("P"), Para(event.what))]),
        ]
        strips += under(page.setter.row(columns), 1.0)
    strips = _kept_whole(strips)
    return [*lead, bar, *under(strips, 6.0)] if block.stretches else [*lead, *under(strips, 6.0)]


_SETTERS: dict[type, Callable[..., list[Strip]]] = {
    Heading: _heading,
    Para: _para,
    Facts: _facts,
    Card: _card,
    Grid: _grid,
    Quote: _quote,
    Band: _band,
    Bullets: _bullets,
    Timeline: _timeline,
}
