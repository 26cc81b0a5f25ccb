"""A story is told in order: a row stands on those before it, which are played when they were not.

So each test can be run alone and in any order, and the whole file plays every row just once.
"""

from __future__ import annotations

import functools
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.functional.scenarios.scene import Scene

    Play = Callable[[Scene], None]


@dataclass
class Story:
    """The rows of one scenario."""

    name: str
    rows: dict[int, Play] = field(default_factory=dict)

    def row(self, number: int) -> Callable[[Play], Play]:
        """Make a test of a row: it plays what comes before and has not been played yet."""

        def register(play: Play) -> Play:
            assert number not in self.rows, f"row {number} of {self.name} twice"
            self.rows[number] = play

            @functools.wraps(play)
            def test(*given: Scene, **named: Scene) -> None:
                (scene,) = [*given, *named.values()]
                self._play(number, scene)

            return test

        return register

    def _play(self, wanted: int, scene: Scene) -> None:
        for number in sorted(n for n in self.rows if n <= wanted):
            if number in scene.played:
                continue
            assert not scene.broken_at, f"row {scene.broken_at} before this one has failed"
            try:
                self.rows[number](scene)
            except BaseException:
                scene.broken_at = number
                raise
            scene.played.add(number)
