"""Point at other records: any number of a list that is given (the other episodes of a child)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from typing_extensions import override

from app.forms.question import Choice, Question
from app.ui.fields.multi import MultiField
from app.ui.parts.words import label

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from app.ui.fields.context import FieldContext

ELSEWHERE = "A record that is not on this laptop"
NONE_HERE = "There is nothing to choose from on this laptop."


class ReferenceField(MultiField):
    """A button for each record; one that is not held here is shown as being elsewhere."""

    def __init__(
        self, question: Question, address: str, context: FieldContext, parent: QWidget | None = None
    ) -> None:
        known = [Choice(record, words) for record, words in context.references(address)]
        held = {choice.code for choice in known}
        linked = context.answers.ticked(address)
        known += [Choice(record, ELSEWHERE) for record in linked if record not in held]
        super().__init__(question, address, known, parent)
        if not known:
            self.add_words(label(NONE_HERE, "hint", self))

    @override
    def let_go(self) -> None:
        self.tick_all(())  # links are records' own; the session clears none by itself
