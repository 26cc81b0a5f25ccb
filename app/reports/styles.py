"""The look of every document: sizes, weights and colours, the same palette as the screens."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Weight(StrEnum):
    """The styles of Inter that the documents use, by file name."""

    REGULAR = "Inter-Regular"
    SEMIBOLD = "Inter-SemiBold"
    BOLD = "Inter-Bold"
    ITALIC = "Inter-Italic"


INK = "#0b0c0c"
GREY = "#505a5f"
LINE = "#d5d8da"
FAINT = "#f3f4f4"
BLUE = "#1d70b8"
PALE_BLUE = "#eaf2fa"
GREEN = "#00703c"
AMBER = "#9a5200"
PALE_AMBER = "#fff4e0"
RED = "#b3261e"
PALE_RED = "#fdecea"


@dataclass(frozen=True, slots=True)
class Style:
    """How a paragraph is set, in points."""

    size: float
    leading: float
    weight: Weight = Weight.REGULAR
    colour: str = INK


TITLE = Style(21, 26, Weight.BOLD)
NAME = Style(14, 18, Weight.SEMIBOLD)
SECTION = Style(14, 18, Weight.BOLD)
SUBSECTION = Style(10.5, 14, Weight.SEMIBOLD, BLUE)
MINOR = Style(9.5, 13, Weight.SEMIBOLD)
BODY = Style(9.5, 13.5)
STRONG = Style(9.5, 13.5, Weight.SEMIBOLD)
LABEL = Style(9, 13.5, Weight.REGULAR, GREY)
SMALL = Style(8, 11, Weight.REGULAR, GREY)
HEADER = Style(8, 11, Weight.SEMIBOLD, GREY)
STATE = Style(9.5, 13.5, Weight.ITALIC, GREY)
ALERT = Style(9.5, 13.5, Weight.SEMIBOLD, RED)
WARN = Style(9, 13.5, Weight.SEMIBOLD, AMBER)
QUESTION = Style(9, 13, Weight.SEMIBOLD, GREY)
QUOTE = Style(11, 16)
TRANSLATION = Style(10.5, 15.5, Weight.ITALIC)
BAND = Style(9.5, 13, Weight.BOLD, AMBER)
HEADINGS = {1: TITLE, 2: SECTION, 3: SUBSECTION, 4: MINOR}


@dataclass(frozen=True, slots=True)
class Tone:
    """The colours of a panel: its ground, and its bar at the left if it has one."""

    ground: str
    bar: str = ""
    edge: str = ""


QUOTED = Tone(PALE_BLUE, BLUE)
CARER_QUOTED = Tone(FAINT, GREY)
GLANCE = Tone(FAINT)
CARD = Tone("#ffffff", "", LINE)
CAUTION = Tone(PALE_AMBER, AMBER)
DANGER = Tone(PALE_RED, RED)
