"""Put a document on pages and return the tagged PDF, in memory from first to last.

The strips are dealt out to pages before anything is drawn, so each page knows how many there are.
On a page everything is drawn in reading order, element by element, whatever its place.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from app.reports.blocks import Band, Document, Para
from app.reports.drawing import PAGE, Pen
from app.reports.layout import PAD, WIDTH, Panel, Piece, Strip
from app.reports.setting import Page
from app.reports.styles import (
    AMBER,
    BAND,
    CAUTION,
    HEADER,
    LINE,
    PALE_AMBER,
    SMALL,
    WARN,
    Style,
    Weight,
)
from app.reports.tags import finish, numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from app.reports.typeset import Line, Typesetter

LEFT = (PAGE[0] - WIDTH) / 2
TOP = PAGE[1] - 62
BOTTOM = 62.0
PRACTICE = "PRACTICE: an invented child. Not a real record."
_WATERMARK = Style(64, 70, Weight.BOLD, "#ececec")


@dataclass(frozen=True, slots=True)
class Rendered:
    """A finished PDF, how many pages it has, and which letters it could not print."""

    pdf: bytes
    pages: int
    unprintable: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Placed:
    """A strip on a page, by its top; `again` when it repeats the head of a table."""

    strip: Strip
    top: float
    again: bool = False


def render(document: Document) -> Rendered:
    """Make the PDF of a document."""
    page = Page()
    page.add(document.blocks)
    furniture = _Furniture(document, page.setter.type)
    missing = tuple(page.setter.type.unprintable)
    if missing:
        page.add([_confession(page.setter.type)])
    numbered(page.root)
    sheets = paginated(page.strips)
    pdf = _drawn(sheets, furniture)
    return Rendered(finish(pdf, page.root, document.title, document.lang), len(sheets), missing)


def _confession(type_: Typesetter) -> Band:
    count = sum(type_.unprintable.values())
    names = [
        f"{unicodedata.name(letter, 'a sign without a name').lower()} (U+{ord(letter):04X})"
        for letter in list(type_.unprintable)[:12]
    ]
    more = len(type_.unprintable) - len(names)
    said = "1 letter could not" if count == 1 else f"{count} letters could not"
    rest = f" and {more} more" if more > 0 else ""
    first = f"{said} be printed and stand in the text as \ufffd. The record itself has them."
    return Band((Para(first, WARN), Para("; ".join(names) + rest + ".", SMALL)), CAUTION)


def paginated(strips: Sequence[Strip]) -> list[list[Placed]]:
    """Deal strips out to pages, keeping together what belongs together."""
    sheets: list[list[Placed]] = [[]]
    at = TOP
    for chunk in _chunks(strips):
        needed = chunk[0].before + sum(s.height for s in chunk) + sum(s.before for s in chunk[1:])
        if sheets[-1] and at - needed < BOTTOM:
            sheets.append([])
        for strip in chunk:
            if sheets[-1] and at - strip.before - strip.height < BOTTOM:
                sheets.append([])
            at = _place(strip, sheets[-1], at)
    return sheets


def _place(strip: Strip, sheet: list[Placed], at: float) -> float:
    if sheet:
        at -= strip.before
    else:
        at = TOP - (strip.panel.pad if strip.panel else 0.0)
        for head in strip.head:
            sheet.append(Placed(head, at, again=True))
            at -= head.height
        at -= 4.0 if strip.head else 0.0
    sheet.append(Placed(strip, at))
    return at - strip.height


def _chunks(strips: Sequence[Strip]) -> Iterator[list[Strip]]:
    chunk: list[Strip] = []
    for strip in strips:
        chunk.append(strip)
        if not strip.keep:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def _drawn(sheets: list[list[Placed]], furniture: _Furniture) -> bytes:
    pen = Pen()
    for number, sheet in enumerate(sheets):
        furniture.draw(pen, number + 1, len(sheets))
        with pen.artifact():
            _grounds(pen, sheet)
        _content(pen, sheet, number)
        _bookmarks(pen, sheet, number)
        pen.next_page()
    return pen.close()


class _Furniture:
    """What stands on every page: set once, drawn on each."""

    def __init__(self, document: Document, type_: Typesetter) -> None:
        self._document = document
        self._type = type_
        self._band = type_.one_line(PRACTICE, BAND, WIDTH)
        self._title = type_.one_line(document.title, HEADER, WIDTH / 2)
        self._handling = type_.one_line(document.handling, HEADER, WIDTH / 2)
        self._printed = type_.one_line(document.printed, SMALL, WIDTH * 0.6)
        self._version = type_.one_line(document.version, SMALL, WIDTH * 0.6)
        self._watermark = type_.one_line(document.watermark, _WATERMARK, PAGE[1])

    def draw(self, pen: Pen, number: int, pages: int) -> None:
        """Draw the header and the footer of one page."""
        with pen.artifact("Header"):
            self._header(pen)
        with pen.artifact("Footer"):
            self._footer(pen, f"{self._document.reference} · page {number} of {pages}")

    def _header(self, pen: Pen) -> None:
        right, top = LEFT + WIDTH, PAGE[1] - 40
        if self._document.watermark:
            pen.slanted(self._watermark, _WATERMARK)
        if self._document.practice:
            pen.box(0, PAGE[1] - 20, PAGE[0], 20, PALE_AMBER)
            pen.line(self._band, BAND, (PAGE[0] - self._band.width(BAND)) / 2, PAGE[1] - 14)
            pen.stroke(0, PAGE[1] - 20, PAGE[0], PAGE[1] - 20, AMBER)
        pen.line(self._title, HEADER, LEFT, top)
        pen.line(self._handling, HEADER, right - self._handling.width(HEADER), top)
        pen.stroke(LEFT, top - 7, right, top - 7, LINE)

    def _footer(self, pen: Pen, words: str) -> None:
        right = LEFT + WIDTH
        page = self._type.one_line(words, HEADER, WIDTH * 0.4)
        pen.stroke(LEFT, 46, right, 46, LINE)
        pen.line(self._printed, SMALL, LEFT, 34)
        pen.line(self._version, SMALL, LEFT, 24)
        pen.line(page, HEADER, right - page.width(HEADER), 34)


def _grounds(pen: Pen, sheet: list[Placed]) -> None:
    for panel, group in groupby(sheet, lambda placed: placed.strip.panel):
        if panel:
            reach = list(group)
            _ground(pen, panel, reach[0].top, reach[-1].top - reach[-1].strip.height)
    for placed in sheet:
        if placed.strip.rule:
            y = placed.top + 2
            pen.stroke(LEFT, y, LEFT + WIDTH, y, placed.strip.rule)
        if placed.again:
            pen.lines([_at(piece, placed.top) for piece in placed.strip.pieces])


def _ground(pen: Pen, panel: Panel, top: float, bottom: float) -> None:
    x, y = LEFT + panel.left, bottom - panel.pad
    height = top - bottom + 2 * panel.pad
    pen.box(x, y, panel.width, height, panel.tone.ground)
    if panel.tone.edge:
        pen.frame(x, y, panel.width, height, panel.tone.edge)
    if panel.tone.bar:
        pen.box(x, y, PAD / 4, height, panel.tone.bar)


def _content(pen: Pen, sheet: list[Placed], number: int) -> None:
    pieces = [
        (placed.top, piece) for placed in sheet if not placed.again for piece in placed.strip.pieces
    ]
    pieces.sort(key=lambda pair: pair[1].node.order)
    figures = [(placed.top, placed.strip.figure) for placed in sheet if placed.strip.figure]
    mark = 0
    for top, figure in figures:
        with pen.element("Figure", mark):
            figure.draw(pen, LEFT, top)
        figure.node.marks.append((number, mark))
        mark += 1
    for node, group in groupby(pieces, lambda pair: pair[1].node):
        with pen.element(node.tag, mark):
            pen.lines([_at(piece, top) for top, piece in group])
        node.marks.append((number, mark))
        mark += 1


def _at(piece: Piece, top: float) -> tuple[Line, Style, float, float]:
    x = LEFT + piece.dx
    if piece.line.from_right:
        x += piece.room - piece.line.width(piece.style)
    return piece.line, piece.style, x, top - piece.dy


def _bookmarks(pen: Pen, sheet: list[Placed], number: int) -> None:
    for place, placed in enumerate(sheet):
        if placed.strip.bookmark:
            title, level = placed.strip.bookmark
            pen.bookmark(f"p{number}-{place}", placed.top + 6, title, level)
