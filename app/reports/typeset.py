"""Turn what somebody typed into lines that fit: any script, any length, never parsed as markup.

The lines keep the logical text beside the drawn one where the two differ (Arabic and Hebrew are
drawn from right to left in joined forms), so that reading aloud and copying give what was typed.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from app.reports.fonts import MARK, Run, glyph, runs, width
from app.reports.styles import Weight

if TYPE_CHECKING:
    from collections.abc import Iterator

    from app.reports.styles import Style

_BREAKS = re.compile(r"\r\n|[\r\n\v\f\x85\u2028\u2029]")
_IDEOGRAPH = "\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef"
_TOKEN = re.compile(rf"\s+|[{_IDEOGRAPH}][^\S\xa0]*|[^\s{_IDEOGRAPH}]+[^\S\xa0]*")
_RIGHT_TO_LEFT = re.compile("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")
# Without a shaping engine the short i of Devanagari would be drawn behind its syllable.
_SHORT_I = re.compile("((?:[\u0915-\u0939]\u093c?\u094d)*[\u0915-\u0939]\u093c?)\u093f")
_JOINERS = "\u200c\u200d"
_PLAIN = re.compile(r"[ -~]*")


@dataclass(frozen=True, slots=True)
class Line:
    """One line ready to draw; `said` is the logical text where the drawn one differs."""

    runs: tuple[Run, ...]
    said: str = ""
    from_right: bool = False

    def width(self, style: Style) -> float:
        """How wide the line is drawn, in points."""
        drawn = "".join(run.text for run in self.runs)
        return width(drawn.rstrip(), style.weight, style.size)


@dataclass(slots=True)
class Typesetter:
    """Sets the texts of one document and remembers the letters that could not be printed."""

    unprintable: Counter[str] = field(default_factory=Counter[str])
    _measured: dict[tuple[str, Weight], float] = field(
        default_factory=dict[tuple[str, Weight], float]
    )

    def lines(self, text: str, style: Style, room: float) -> list[Line]:
        """Break a text into lines no wider than `room`; line breaks that were typed are kept."""
        found: list[Line] = []
        for paragraph in _BREAKS.split(text):
            clean = self._printable(paragraph, style.weight)
            from_right = _reads_from_right(clean)
            pieces = self._broken(clean, style, room)
            found.extend(_line(piece, style.weight, from_right) for piece in pieces)
        return found

    def one_line(self, text: str, style: Style, room: float) -> Line:
        """Set a short text on one line, cut off where the room ends."""
        clean = self._printable(_BREAKS.sub(" ", text), style.weight)
        if self._measure(clean, style) > room:
            clean = self._chopped(clean, style, room - style.size)[0] + "…"
        return _line(clean, style.weight, from_right=False)

    def _printable(self, text: str, weight: Weight) -> str:
        if _PLAIN.fullmatch(text):
            return text.rstrip()
        return "".join(self._letters(unicodedata.normalize("NFC", text), weight)).rstrip()

    def _letters(self, text: str, weight: Weight) -> Iterator[str]:
        for letter in text:
            if letter == "\t":
                yield "    "
            elif letter in _JOINERS:
                yield letter
            elif not _invisible(letter):
                yield self._known(letter, weight)

    def _known(self, letter: str, weight: Weight) -> str:
        nothing = _not_a_letter(letter)
        if nothing or not glyph(letter, weight):
            self.unprintable[letter] += 1
        return MARK if nothing else letter

    def _broken(self, text: str, style: Style, room: float) -> Iterator[str]:
        taken, used = "", 0.0
        for token in _TOKEN.findall(text) or [""]:
            word = token.rstrip()
            needed = self._measure(word, style)
            if taken and used + needed > room:
                yield taken
                taken, used = "", 0.0
            if needed > room:
                *whole, rest = self._chopped(token, style, room)
                yield from whole
                taken, used = rest, self._measure(rest, style)
            else:
                taken += token
                used += needed + self._measure(token[len(word) :], style)
        yield taken

    def _chopped(self, word: str, style: Style, room: float) -> list[str]:
        pieces: list[str] = []
        start, used = 0, 0.0
        for place, letter in enumerate(word):
            advance = self._measure(letter, style)
            if used + advance > room and place > start and not letter.isspace():
                pieces.append(word[start:place])
                start, used = place, 0.0
            used += advance
        return [*pieces, word[start:]]

    def _measure(self, text: str, style: Style) -> float:
        # The same words come again and again, in the labels most of all.
        key = (text, style.weight)
        found = self._measured.get(key)
        if found is None:
            found = self._measured[key] = width(_drawn(text, style.weight), style.weight, 1.0)
        return found * style.size


def unadorned(text: str, longest: int = 200) -> str:
    """A text for where only plain words may stand: a bookmark, a description."""
    kept = (letter for letter in _BREAKS.sub(" ", text) if not _invisible(letter))
    return "".join(MARK if _not_a_letter(letter) else letter for letter in kept)[:longest]


@cache
def _not_a_letter(letter: str) -> bool:
    # Control signs, half surrogates and code points that mean nothing: not even to be copied out.
    return unicodedata.category(letter) in {"Cc", "Cs", "Cn", "Co"}


@cache
def _invisible(letter: str) -> bool:
    # Direction overrides, zero-width signs and variation selectors have nothing to draw.
    # An override would let a text be read in another order than it was typed.
    selector = "\ufe00" <= letter <= "\ufe0f"
    return letter not in _JOINERS and (unicodedata.category(letter) == "Cf" or selector)


def _reads_from_right(text: str) -> bool:
    if not _RIGHT_TO_LEFT.search(text):
        return False
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind != "L" for kind in strong if kind in {"L", "R", "AL"}), False)


def _line(text: str, weight: Weight, from_right: bool) -> Line:
    drawn = _displayed(text, weight, from_right)
    # reportlab maps letters above U+FFFF back wrongly, so such a line carries its own text.
    differs = drawn != text or (not text.isascii() and max(text) > "\uffff")
    return Line(
        runs=runs(drawn, weight),
        said=text if differs else "",
        from_right=from_right,
    )


def _displayed(text: str, weight: Weight, from_right: bool) -> str:
    drawn = _drawn(text, weight)
    if not _RIGHT_TO_LEFT.search(text):
        return drawn
    from bidi import get_display  # noqa: PLC0415  # only where such a text is met

    shown = str(get_display(drawn, base_dir="R" if from_right else "L"))
    return shown.strip() if from_right else shown


def _drawn(text: str, weight: Weight) -> str:
    if text.isascii():
        return text
    if _RIGHT_TO_LEFT.search(text):
        text = _joined(text)
    text = _SHORT_I.sub("\u093f\\1", text).replace("\u200c", "").replace("\u200d", "")
    return "".join(letter if glyph(letter, weight) else MARK for letter in text)


def _joined(text: str) -> str:
    from arabic_reshaper import reshape  # noqa: PLC0415  # only where such a text is met

    return str(reshape(text))
