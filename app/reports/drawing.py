"""The pen: draws lines, boxes and marked content on reportlab's canvas."""

from __future__ import annotations

from contextlib import contextmanager
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING, Any

from reportlab.lib.colors import HexColor
from reportlab.pdfgen.canvas import Canvas

if TYPE_CHECKING:
    from collections.abc import Generator

    from app.reports.styles import Style
    from app.reports.typeset import Line

_ink = cache(HexColor)
PAGE = (595.28, 841.89)
"""A4 in points."""


class Pen:
    """A canvas in memory with the few strokes the documents need; y runs up from the bottom."""

    def __init__(self) -> None:
        self._target = BytesIO()
        self.canvas = Canvas(
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
        if line.said:
            spoken = line.said.encode("utf-16-be", "replace").hex()
            self.canvas.addLiteral(f"/Span <</ActualText <feff{spoken}>>> BDC")
        text = self.canvas.beginText(x, y)
        text.setFillColor(_ink(style.colour))
        for run in line.runs:
            text.setFont(run.face, style.size)
            text.textOut(run.text)
        self.canvas.drawText(text)
        if line.said:
            self.canvas.addLiteral("EMC")

    def box(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Fill a rectangle."""
        self.canvas.setFillColor(_ink(colour))
        self.canvas.rect(x, y, width, height, stroke=0, fill=1)

    def frame(self, x: float, y: float, width: float, height: float, colour: str) -> None:
        """Draw the outline of a rectangle."""
        self.canvas.setStrokeColor(_ink(colour))
        self.canvas.setLineWidth(0.7)
        self.canvas.rect(x, y, width, height, stroke=1, fill=0)

    def stroke(self, x: float, y: float, to_x: float, to_y: float, colour: str) -> None:
        """Draw a hairline from one point to another."""
        self.canvas.setStrokeColor(_ink(colour))
        self.canvas.setLineWidth(0.6)
        self.canvas.line(x, y, to_x, to_y)

    def dot(self, x: float, y: float, radius: float, colour: str) -> None:
        """Fill a circle."""
        self.canvas.setFillColor(_ink(colour))
        self.canvas.circle(x, y, radius, stroke=0, fill=1)

    def slanted(self, line: Line, style: Style) -> None:
        """Draw a line across the page from corner to corner."""
        self.canvas.saveState()
        self.canvas.translate(PAGE[0] / 2, PAGE[1] / 2)
        self.canvas.rotate(55)
        self.line(line, style, -line.width / 2, 0)
        self.canvas.restoreState()

    def bookmark(self, key: str, top: float, title: str, level: int) -> None:
        """Put a place into the outline of the document."""
        # The stubs leave the types of these two open.
        canvas: Any = self.canvas
        canvas.bookmarkHorizontal(key, 0, top)
        canvas.addOutlineEntry(title, key, level=level, closed=level > 0)

    def next_page(self) -> None:
        """Finish this page and begin another."""
        self.canvas.showPage()

    def close(self) -> bytes:
        """Finish the document and return it."""
        self.canvas.save()
        return self._target.getvalue()
