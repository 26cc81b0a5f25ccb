"""What hypothesis makes records and edits of."""

from __future__ import annotations

from hypothesis import strategies as st

from app.records.record import (
    Answer,
    AnswerState,
    Presence,
    Source,
    Tick,
)

# Lone halves of surrogate pairs are no text; everything else a person could type is.
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
SEGMENT = st.from_regex(r"[A-Za-z0-9_.-]{1,8}", fullmatch=True)
ANY_PATH = st.lists(SEGMENT, min_size=1, max_size=6).map("/".join)

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=5,
).filter(lambda value: _depth(value) <= 5)

ANSWERS = st.builds(
    Answer,
    state=st.sampled_from(AnswerState),
    value=VALUES,
    note=st.none() | TEXT,
    speaker=st.none() | TEXT,
    source=st.none() | st.sampled_from(Source),
)
TICKS = st.builds(Tick, value=st.booleans(), note=st.none() | TEXT)
PRESENCES = st.builds(Presence, st.booleans(), st.none() | SEGMENT, st.none() | SEGMENT)
CELLS = ANSWERS | TICKS | PRESENCES

# Few paths and few words, so that people meet.
WORDS = st.sampled_from(
    [
        *(Answer(AnswerState.ANSWERED, word) for word in ("yes", "no", "perhaps")),
        Answer(AnswerState.DECLINED),
    ]
)
LIVES = st.sampled_from([Presence(True, "A"), Presence(True, "k"), Presence(False, "A")])
TICKED = st.sampled_from([Tick(value=True), Tick(value=False)])
QUESTIONS = ("story", "risk", "local.E06.x")
ITEMS = ("p/p1", "p/p1/q/q1", "p/p2")
INNER = ("name", "when")


def _depth(value: object) -> int:
    if isinstance(value, dict):
        return 1 + max(map(_depth, value.values()), default=0)
    if isinstance(value, list):
        return 1 + max(map(_depth, value), default=0)
    return 0


def changes() -> st.SearchStrategy[dict[str, object]]:
    """A change of one to three paths of a small record."""
    plain = st.tuples(st.sampled_from(QUESTIONS), WORDS | st.none())
    inner = st.tuples(
        st.tuples(st.sampled_from(ITEMS), st.sampled_from(INNER)).map("/".join), WORDS | st.none()
    )
    life = st.tuples(st.sampled_from(ITEMS).map(lambda item: f"{item}/@"), LIVES)
    tick = st.tuples(st.sampled_from(("signs/a", "signs/none_seen", "p/p1/how/a")), TICKED)
    container = st.tuples(
        st.sampled_from(("signs", "p")), st.sampled_from([Answer(AnswerState.DECLINED), None])
    )
    return st.lists(plain | inner | life | tick | container, min_size=1, max_size=3).map(dict)
