"""The pen: draws lines, boxes and marked content on reportlab's canvas."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, Any

from reportlab import rl_config
from reportlab.lib.colors import HexColor
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Generator, Iterable, Iterator

    from app.reports.styles import Style
    from app.reports.typeset import Line

# Streams are compressed; writing them as printable letters too would only make the file longer.
rl_config.useA85 = 0
_ink = cache(HexColor)
PAGE = (595.28, 841.89)
"""A4 in points."""


class _Sheet(Canvas):
    """A canvas that says which of its fonts and codes stand for a text."""

    def coded(self, line: Line) -> Iterator[tuple[str, bytes]]:
        """The runs of a line as names of embedded fonts and the codes of their letters."""
        for run in line.runs:
            font: Any = pdfmetrics.getFont(run.face)
            document: Any = vars(self)["_doc"]  # the stubs leave it out
            for subset, letters in font.splitString(run.text, document):
                yield font.getSubsetInternalName(subset, document), letters


@cache
def _fill(colour: str) -> str:
    return " ".join(f"{part:.3f}" for part in _ink(colour).rgb()) + " rg"


class Pen:
    """A canvas in memory with the few strokes the documents need; y runs up from the bottom."""

    def __init__(self) -> None:
        self._target = BytesIO()
        self._outline = -1
        self.canvas = _Sheet(
            self._target,
            pagesize=PAGE,
            invariant=1,
            pageCompression=1,
        )

    @contextmanager
    def element(self, tag: str, number: int) -> Generator[None, None, None]:
        """Mark what is drawn as the content of one structure element."""
        self.canvas.addLiteral(f"/{tag} <</MCID {number}>> BDC")
        yield
        self.canvas.addLiteral("EMC")

    @contextmanager
    def artifact(self, kind: str = "") -> Generator[None, None, None]:
        """Mark what is drawn as furniture that is not read aloud."""
        pagination = f"<</Type /Pagination /Subtype /{kind}>> BDC"
        self.canvas.addLiteral(f"/Artifact {pagination}" if kind else "/Artifact BMC")
        yield
        self.canvas.addLiteral("EMC")

    def line(self, line: Line, style: Style, x: float, y: float) -> None:
        """Draw a set line with its left end at x and its baseline at y."""
        self.lines([(line, style, x, y)])

    def lines(self, placed: Iterable[tuple[Line, Style, float, float]]) -> None:
        """Draw set lines, those that say themselves as they are drawn in one go."""
        for speaks, group in groupby(placed, lambda one: bool(one[0].said)):
            if speaks:
                for one in group:
                    spoken = one[0].said.encode("utf-16-be", "replace").hex()
                    self.canvas.addLiteral(f"/Span <</ActualText <feff{spoken}>>> BDC")
                    self._text([one])
                    self.canvas.addLiteral("EMC")
            else:
                self._text(group)

    def _text(self, placed: Iterable[tuple[Line, Style, float, float]]) -> None:
        code, colour, font = ["BT"], "", ""
        for line, style, x, y in placed:
            code.append(f"1 0 0 1 {x:.2f} {y:.2f} Tm")
            if style.colour != colour:
                colour = style.colour
                code.append(_fill(colour))
            for name, letters in self.canvas.coded(line):
                if (chosen := f"{name} {style.size:g} Tf") != font:
                    font = chosen
                    code.append(font)
                code.append(f"<{letters.hex()}> Tj")
        self.canvas.addLiteral(" ".join([*code, "ET"]))

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self.canvas.addLiteral(f"{_fill(colour)} {x:.2f} {y:.2f} {width:.2f} {height:.2f} re f")

    def frame(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw the outline of a rectangle."""
        self.canvas.addLiteral(
            f"{_fill(colour).upper()} 0.7 w {x:.2f} {y:.2f} {width:.2f} {height:.2f} re S"
        )

    def stroke(self, x: float, y: float, to_x: float, to_y: float, colour: str) -> None:
        """Draw a hairline from one point to another."""
        self.canvas.addLiteral(
            f"{_fill(colour).upper()} 0.6 w {x:.2f} {y:.2f} m {to_x:.2f} {to_y:.2f} l S"
        )

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a circle."""
        self.canvas.setFillColor(_ink(colour))
        self.canvas.circle(x, y, radius, stroke=0, fill=1)

    def slanted(self, line: Line, style: Style) -> None:
        """Draw a line across the page from corner to corner."""
        self.canvas.saveState()
        self.canvas.translate(PAGE[0] / 2, PAGE[1] / 2)
        self.canvas.rotate(55)
        self.line(line, style, -line.width(style) / 2, 0)
        self.canvas.restoreState()

    def bookmark(self, key: str, top: float, title: str, level: int) -> None:
        """Put a place into the outline of the document; a level that was skipped is closed up."""
        # The stubs leave the types of these two open.
        canvas: Any = self.canvas
        level = self._outline = min(level, self._outline + 1)
        canvas.bookmarkHorizontal(key, 0, top)
        canvas.addOutlineEntry(title, key, level=level, closed=level > 0)

    def next_page(self) -> None:
        """Finish this page and begin another."""
        self.canvas.showPage()

    def close(self) -> bytes:
        """Finish the document and return it."""
        self.canvas.save()
        return self._target.getvalue()
