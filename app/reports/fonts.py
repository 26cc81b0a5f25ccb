"""Choose the face for each letter: Inter first, then the face that knows the script.

reportlab prints nothing at all for a letter its font lacks, so a letter is asked for here before
it is drawn, and the document says which letters no face has.
"""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import TYPE_CHECKING, Any, NamedTuple

from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont

from app.reports.styles import Weight
from app.resources import resource

if TYPE_CHECKING:
    from collections.abc import Sequence

MARK = "\ufffd"
"""Drawn in place of a letter that no face has; DejaVu Sans has it."""


class Glyph(NamedTuple):
    """The face that draws a letter, and how wide it is in thousandths of the size."""

    face: str
    width: float


class Run(NamedTuple):
    """Letters in a row that one face draws."""

    face: str
    text: str


_SIGNS = {Weight.SEMIBOLD: ("DejaVuSans-Bold",), Weight.BOLD: ("DejaVuSans-Bold",)}

# Faces of a few hundred kilobytes to four megabytes: each is read only when its script is met.
_SCRIPTS: Sequence[tuple[int, int, str]] = (
    (0x0600, 0x06FF, "NotoNaskhArabic-Regular"),
    (0x0750, 0x077F, "NotoNaskhArabic-Regular"),
    (0x08A0, 0x08FF, "NotoNaskhArabic-Regular"),
    (0x0900, 0x097F, "NotoSansDevanagari-Regular"),
    (0x1200, 0x139F, "NotoSansEthiopic-Regular"),
    (0x2D80, 0x2DDF, "NotoSansEthiopic-Regular"),
    (0x2E80, 0x9FFF, "DroidSansFallbackFull"),
    (0xA8E0, 0xA8FF, "NotoSansDevanagari-Regular"),
    (0xAB00, 0xAB2F, "NotoSansEthiopic-Regular"),
    (0xAC00, 0xD7AF, "DroidSansFallbackFull"),
    (0xF900, 0xFAFF, "DroidSansFallbackFull"),
    (0xFB50, 0xFDFF, "NotoNaskhArabic-Regular"),
    (0xFE70, 0xFEFC, "NotoNaskhArabic-Regular"),
    (0xFF00, 0xFFEF, "DroidSansFallbackFull"),
)


@cache
def _face(name: str) -> TTFont:
    font = TTFont(name, str(resource("fonts", f"{name}.ttf")))
    registry: Any = pdfmetrics  # the stubs leave its types open
    registry.registerFont(font)
    return font


def _candidates(code: int, weight: Weight) -> list[str]:
    script = [face for low, high, face in _SCRIPTS if low <= code <= high]
    return [*script, weight.value, *_SIGNS.get(weight, ()), "DejaVuSans"]


@cache
def _named(face: str) -> str:
    return str(_face(face).fontName)


@cache
def glyph(letter: str, weight: Weight) -> Glyph | None:
    """Return how a letter is drawn in a weight, or None when no face has it."""
    code = ord(letter)
    for name in _candidates(code, weight):
        face = _face(name).face
        if face.charToGlyph.get(code, 0):
            return Glyph(name, float(face.charWidths.get(code, face.defaultWidth)))
    return None


def runs(text: str, weight: Weight) -> tuple[Run, ...]:
    """Cut a text of known letters into runs of one face each."""
    if text.isascii():
        return (Run(_named(weight.value), text),)
    return tuple(
        Run(face, "".join(letters))
        for face, letters in groupby(text, lambda letter: _face_of(letter, weight))
    )


def _face_of(letter: str, weight: Weight) -> str:
    found = glyph(letter, weight)
    return found.face if found else weight.value


def width(text: str, weight: Weight, size: float) -> float:
    """Return how wide a text of known letters is, in points."""
    total = 0.0
    for letter in text:
        found = glyph(letter, weight)
        total += found.width if found else 0.0
    return total * size / 1000
