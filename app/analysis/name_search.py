"""Names nearest to a misspelt one, for when a search finds nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypeVar

from rapidfuzz import fuzz, process

if TYPE_CHECKING:
    from collections.abc import Sequence

NEAR = 78.0
_Key = TypeVar("_Key")


def nearest_names(typed: str, names: Sequence[tuple[_Key, str]], limit: int = 50) -> list[_Key]:
    """Keys of the names nearest to what was typed, the nearest first; both sides are folded.

    Part of a name is enough ("kowalsky" finds "kowalski jan"), in any order.
    """
    if len(typed) < 3:  # noqa: PLR2004 - two letters are near to everything
        return []
    found = process.extract(
        typed,
        [name for _, name in names],
        scorer=fuzz.WRatio if " " in typed else _part_ratio,
        limit=limit,
        score_cutoff=NEAR,
    )
    return [names[index][0] for _, _, index in found]


_part_ratio = fuzz.partial_ratio
