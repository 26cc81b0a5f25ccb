"""A small table of marks: a row for each sub-question, each with its own options and answer."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QWidget
from typing_extensions import override

from app.records.record import Answer, answered
from app.ui.fields.answer_row import AnswerRow
from app.ui.fields.field import Field, is_state
from app.ui.fields.named_group import NamedGroup
from app.ui.parts.words import label

if TYPE_CHECKING:
    from app.forms.question import Question
    from app.ui.fields.context import FieldContext


class GridField(Field):
    """Rows of buttons; each row is told at its own address."""

    def __init__(
        self, question: Question, address: str, context: FieldContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, address, parent)
        self._answers = context.answers
        self.rows: dict[str, AnswerRow] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setColumnStretch(1, 1)
        for place, child in enumerate(context.children(question.id)):
            where = f"{address}/{child.leaf}"
            options = [(choice.code, choice.label) for choice in context.answers.choices(where)]
            row = AnswerRow(options, [], self)
            row.settled.connect(partial(self._row_settled, where))
            group = NamedGroup(child.label, row, self)
            grid.addWidget(label(child.label, "value", self), place, 0)
            grid.addWidget(group, place, 1)
            self.rows[where] = row

    @override
    def show_answer(self, answer: Answer | None) -> None:
        """The grid's own answer is only ever a state, which the frame shows."""

    @override
    def refresh(self) -> None:
        for where, row in self.rows.items():
            row.flush()
            known = self._answers.answer(where)
            row.show_key(known.value if known is not None else None)

    @override
    def focus_first(self) -> None:
        for row in list(self.rows.values())[:1]:
            row.focus_first()

    @override
    def flush(self) -> None:
        for row in self.rows.values():
            row.flush()

    @override
    def let_go(self) -> None:
        for row in self.rows.values():
            row.flush()
            if row.key is not None:
                row.clear()

    @property
    @override
    def holds_something(self) -> bool:
        return any(row.key is not None for row in self.rows.values())

    def _row_settled(self, where: str, key: object) -> None:
        if key is not None and is_state(self._answer):
            self.give_answer(None)
        self.answered.emit(where, None if key is None else answered(key))
