"""What a path lies inside of: the life of the items above it, and the questions that contain it.

A path alternates question and item: q, q/<item>/q, q/<item>/q/<item>/q. An option or grid row is a
last segment in item position (q/<option>); `@` is an item's life.
"""

from __future__ import annotations

from functools import lru_cache

from app.records.record import LIFE, RESERVED, Answer, AnswerState, Cell, Path, Presence

_CACHED = 16_384


@lru_cache(maxsize=_CACHED)
def lives_above(path: Path) -> tuple[Path, ...]:
    """The `@` paths of the items this path lies in, outermost first; never the path itself."""
    if path.count("/") < 2:  # noqa: PLR2004 - an item's answers are three segments deep
        return ()
    parts = path.split("/")
    lives = ("/".join([*parts[: at + 1], LIFE]) for at in range(1, len(parts) - 1, 2))
    return tuple(life for life in lives if life != path)


@lru_cache(maxsize=_CACHED)
def containers_above(path: Path) -> tuple[Path, ...]:
    """The questions this path is an option, a row or an item's answer of, outermost first."""
    parts = path.split("/")
    if parts[0] in RESERVED:
        return ()
    return tuple("/".join(parts[:length]) for length in range(1, len(parts), 2))


def is_life(path: Path) -> bool:
    """Whether the path is the life of an item."""
    return path.endswith("/" + LIFE)


def inside(path: Path) -> str:
    """The prefix of every path inside an item (given its life) or under a question."""
    return path[: -len(LIFE)] if is_life(path) else path + "/"


def is_out(cell: Cell | None) -> bool:
    """Whether this cell says that an item or a link is out."""
    return isinstance(cell, Presence) and not cell.present


def same_value(one: Cell | None, other: Cell | None) -> bool:
    """Whether two cells say the same; two removals do, wherever the item had its place."""
    return one == other or (is_out(one) and is_out(other))


def takes_away(cell: Cell | None) -> bool:
    """Whether writing this cell only takes something away: a clearing or a removal."""
    return cell is None or is_out(cell)


def denies(path: Path, cell: Cell | None) -> bool:
    """Whether this cell speaks against whatever lies under its path.

    An item taken out does, and a question that was declined, not asked or not known.
    """
    if isinstance(cell, Answer):
        return cell.state is not AnswerState.ANSWERED
    return is_life(path) and is_out(cell)
