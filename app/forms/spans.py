"""Lengths of time in words: “8 h 35 min”, “83 h 25 min”, “4 h 00 min”, “35 min”."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import timedelta

_MINUTES = 60


def format_span(length: timedelta) -> str:
    """A length of time in hours and minutes; days would hide how the 72 hours go by."""
    minutes = int(abs(length).total_seconds()) // 60
    hours, rest = divmod(minutes, _MINUTES)
    return f"{hours} h {rest:02d} min" if hours else f"{rest} min"
