"""Places in an ordered repeat: a key between any two others, so that moving one item edits one.

A key is a base-62 fraction without a trailing zero digit; keys compare as plain text.
"""

from __future__ import annotations

from typing import Final

from app.records.errors import BadInput

DIGITS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_VALUE: Final = {digit: value for value, digit in enumerate(DIGITS)}
_BASE: Final = len(DIGITS)
_START: Final = 12  # room for a few items put in front
_STEP: Final = 2  # a list typed in order keeps keys of one character for 25 items


def between(before: str | None, after: str | None) -> str:
    """A key after `before` and before `after`; None is the end of the list on that side."""
    low = _digits(before)
    if after is None:
        return _text(_beyond(low))
    high = _digits(after)
    if low >= high:
        raise BadInput("These two places are not in order.")
    return _text(_middle(low, high))


def spread(count: int) -> list[str]:
    """Keys for a fresh list of `count` items, in order."""
    keys: list[str] = []
    for _ in range(count):
        keys.append(between(keys[-1] if keys else None, None))
    return keys


def _digits(key: str | None) -> list[int]:
    if not key:
        return []
    if key.endswith(DIGITS[0]) or any(digit not in _VALUE for digit in key):
        raise BadInput("This is not a place in a list.")
    return [_VALUE[digit] for digit in key]


def _text(digits: list[int]) -> str:
    return "".join(DIGITS[digit] for digit in digits)


def _beyond(low: list[int]) -> list[int]:
    """The next key towards the end: a little further, one digit longer only where it must be."""
    for at in range(len(low)):
        if low[at] + 1 < _BASE:
            return [*low[:at], min(low[at] + _STEP, _BASE - 1)]
    return [*low, _START]


def _middle(low: list[int], high: list[int]) -> list[int]:
    """Go along both keys until there is room; behind their ends there always is."""
    found: list[int] = []
    bounded = True
    while True:
        at = len(found)
        floor = low[at] if at < len(low) else 0
        ceiling = high[at] if bounded and at < len(high) else _BASE
        if ceiling - floor > 1:
            return [*found, (floor + ceiling) // 2]
        found.append(floor)
        bounded = bounded and ceiling == floor
