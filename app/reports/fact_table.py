"""Questions and answers as a table: the question at the left, short facts two on a line.

A long answer stands below its question over the whole width: a narrow column is hard to read.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.reports.blocks import Fact, Para
from app.reports.layout import PAD, WIDTH, Column, quoted, under
from app.reports.styles import LABEL

if TYPE_CHECKING:
    from collections.abc import Sequence

    from app.reports.layout import Panel, Setter, Strip
    from app.reports.tags import Node

GUTTER = 14.0
_LABELS = 0.36
_NARROW_LABELS = 0.24
_SHORT_LABEL, _SHORT_ANSWER = 30, 34
_LONG_ANSWER = 280


@dataclass(frozen=True, slots=True)
class FactTable:
    """Sets facts as the rows of one table element."""

    setter: Setter
    table: Node
    panel: Panel | None = None
    paired: bool = False

    def rows(self, facts: Sequence[Fact]) -> list[list[Strip]]:
        """The strips of each row."""
        lines = _in_pairs(facts) if self.paired else [[fact] for fact in facts]
        columns = 2 * max(map(len, lines), default=1)
        return [self._row(line, columns) for line in lines]

    def _row(self, facts: Sequence[Fact], columns: int) -> list[Strip]:
        row = self.table.add("TR")
        left = self.panel.left + PAD if self.panel else 0.0
        whole = self.panel.width - 2 * PAD if self.panel else WIDTH
        if _is_long(facts[0]):
            return self._stacked(row, facts[0], (left, whole), columns)
        label = whole * (_NARROW_LABELS if self.paired else _LABELS) - GUTTER
        room = whole if len(facts) == 1 else (whole - GUTTER) / 2
        cells: list[Column] = []
        for fact in facts:
            heading, answer = _cells(row, columns - 1 if len(facts) == 1 else 1)
            cells.append(Column(left, label, [(heading, Para(fact.label, LABEL))]))
            start = left + label + GUTTER
            cells.append(Column(start, room - label - GUTTER, quoted(answer, fact)))
            left += room + GUTTER
        return self.setter.row(cells, self.panel)

    def _stacked(
        self, row: Node, fact: Fact, place: tuple[float, float], columns: int
    ) -> list[Strip]:
        heading, answer = _cells(row, columns - 1)
        question = Column(*place, [(heading, Para(fact.label, LABEL))])
        strips = self.setter.row([question], self.panel)
        for strip in strips:
            strip.keep = True
        return strips + under(
            self.setter.row([Column(*place, quoted(answer, fact))], self.panel), 2
        )


def _cells(row: Node, span: int) -> tuple[Node, Node]:
    heading, answer = row.add("TH", scope="Row"), row.add("TD")
    answer.span = span
    return heading, answer


def _in_pairs(facts: Sequence[Fact]) -> list[list[Fact]]:
    lines: list[list[Fact]] = []
    for fact in facts:
        beside = lines[-1] if lines else []
        if len(beside) == 1 and _is_short(beside[0]) and _is_short(fact):
            beside.append(fact)
        else:
            lines.append([fact])
    return lines


def _is_short(fact: Fact) -> bool:
    answer = fact.answer[0].text
    one = len(fact.answer) == 1 and not fact.quote and "\n" not in answer
    return one and len(fact.label) <= _SHORT_LABEL and len(answer) <= _SHORT_ANSWER


def _is_long(fact: Fact) -> bool:
    return max(len(para.text) for para in fact.answer) > _LONG_ANSWER
