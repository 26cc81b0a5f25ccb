"""Draw a timeline's bar to scale: stretches in colour, numbered moments, the days below."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial
from typing import TYPE_CHECKING, TypeAlias

from app.records.clock import local
from app.reports.drawing import Pen
from app.reports.layout import WIDTH
from app.reports.styles import GREY, LINE, SMALL, Style, Weight

if TYPE_CHECKING:
    from app.reports.blocks import Event, Timeline
    from app.reports.typeset import Typesetter

BAR_HEIGHT = 64.0
_BAR = 10.0
_DOT = 6.0
_INSET = 8.0
_NUMBER = Style(7, 9, Weight.BOLD, "#ffffff")
Draw: TypeAlias = Callable[[Pen, float, float], None]


def drawn(timeline: Timeline, type_: Typesetter) -> Draw:
    """Return what draws the bar at a place on a page."""
    return partial(_draw, timeline, type_)


def _draw(timeline: Timeline, type_: Typesetter, pen: Pen, x: float, top: float) -> None:
    scale = _Scale(timeline)
    bar = top - 30
    pen.box(x, bar, WIDTH, _BAR, LINE)
    for stretch in timeline.stretches:
        start, end = scale.place(stretch.start), scale.place(stretch.end)
        pen.box(x + start, bar, max(end - start, 1.5), _BAR, stretch.colour)
    _days(scale, type_, pen, x, bar)
    _moments(timeline, scale, type_, pen, x, bar)
    _key(timeline, type_, pen, x, bar - 30)


class _Scale:
    """From a moment to points along the bar."""

    def __init__(self, timeline: Timeline) -> None:
        moments = [event.at for event in timeline.events if event.at]
        moments += [stretch.start for stretch in timeline.stretches]
        moments += [stretch.end for stretch in timeline.stretches]
        self.first, self.last = min(moments), max(moments)

    def place(self, moment: datetime) -> float:
        whole = max((self.last - self.first).total_seconds(), 1.0)
        part = (moment - self.first).total_seconds() / whole
        return _INSET + part * (WIDTH - 2 * _INSET)


def _days(scale: _Scale, type_: Typesetter, pen: Pen, x: float, bar: float) -> None:
    free = 0.0
    day = local(scale.first).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    while day <= scale.last:
        place = scale.place(day)
        pen.box(x + place, bar - 4, 0.6, _BAR + 4, GREY)
        name = type_.one_line(f"{day:%a} {day.day} {day:%b}", SMALL, WIDTH)
        if place - 2 >= free and place + name.width(SMALL) <= WIDTH:
            pen.line(name, SMALL, x + place + 2, bar - 10)
            free = place + name.width(SMALL) + 8
        day += timedelta(days=1)


def _moments(
    timeline: Timeline, scale: _Scale, type_: Typesetter, pen: Pen, x: float, bar: float
) -> None:
    numbered = [(number, event) for number, event in enumerate(timeline.events, 1) if event.at]
    true = [scale.place(event.at) for _, event in numbered if event.at]
    for (number, event), at, place in zip(numbered, true, _spread(true), strict=True):
        _moment(pen, type_, (number, event), (x + at, x + place), bar)


def _moment(
    pen: Pen, type_: Typesetter, moment: tuple[int, Event], across: tuple[float, float], bar: float
) -> None:
    number, event = moment
    at, place = across
    pen.stroke(at, bar, place, bar + _BAR + 6, event.colour)
    pen.dot(place, bar + _BAR + 11, _DOT, event.colour)
    figure = type_.one_line(str(number), _NUMBER, WIDTH)
    pen.line(figure, _NUMBER, place - figure.width(_NUMBER) / 2, bar + _BAR + 8.5)


def _spread(places: list[float]) -> list[float]:
    # Moments close together are pushed apart so that their numbers stay readable.
    gap = min(2 * _DOT + 1.5, (WIDTH - 2 * _INSET) / max(len(places), 1))
    pushed: list[float] = []
    for place in places:
        pushed.append(max(place, pushed[-1] + gap) if pushed else place)
    limit = WIDTH - _DOT
    for at in range(len(pushed) - 1, -1, -1):
        pushed[at] = min(pushed[at], limit)
        limit = pushed[at] - gap
    return pushed


def _key(timeline: Timeline, type_: Typesetter, pen: Pen, x: float, y: float) -> None:
    seen: dict[str, str] = {stretch.name: stretch.colour for stretch in timeline.stretches}
    for name, colour in seen.items():
        label = type_.one_line(name, SMALL, WIDTH / 4)
        pen.box(x, y, 8, 8, colour)
        pen.line(label, SMALL, x + 12, y + 1)
        x += label.width(SMALL) + 28
