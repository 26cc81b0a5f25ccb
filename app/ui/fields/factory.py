"""Make the framed field of any question; the only place that knows all kinds of fields."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.casework.guard import Access
from app.forms.question import AnswerType, Question
from app.ui.fields.calculated import CalculatedField
from app.ui.fields.choice import MOST_BUTTONS, ChoiceField, CodeListField
from app.ui.fields.details import LocationField, PartsField, PhoneField
from app.ui.fields.drawing import DrawingField
from app.ui.fields.frame import QuestionFrame
from app.ui.fields.grid import GridField
from app.ui.fields.moment import MomentField
from app.ui.fields.multi import MultiField
from app.ui.fields.number import NumberField
from app.ui.fields.quote import QuoteField
from app.ui.fields.read_only import ReadOnlyField
from app.ui.fields.reference import ReferenceField
from app.ui.fields.repeat import RepeatField
from app.ui.fields.signature import SignatureField
from app.ui.fields.text import LongTextField, TextField

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.ui.fields.context import FieldContext
    from app.ui.fields.field import Field

T = AnswerType
_PLAIN: dict[AnswerType, Callable[[Question, str], Field]] = {
    T.TEXT: TextField,
    T.LONG_TEXT: LongTextField,
    T.NUMBER: NumberField,
    T.PHONE: PhoneField,
    T.PERSON: PartsField,
    T.ADDRESS: PartsField,
    T.VEHICLE: PartsField,
    T.ACCOUNT: PartsField,
    T.LOCATION: LocationField,
    T.DRAWING: DrawingField,
}
_WITH_CONTEXT: dict[AnswerType, Callable[[Question, str, FieldContext], Field]] = {
    T.QUOTE: QuoteField,
    T.DATE: MomentField,
    T.DATETIME: MomentField,
    T.REFERENCE: ReferenceField,
    T.SIGNATURE: SignatureField,
    T.GRID: GridField,
    T.AUTO: CalculatedField,
    T.CALCULATED: CalculatedField,
}
_HOLDS_MORE = frozenset({T.REPEAT, T.GRID, T.AUTO, T.CALCULATED})


def field_for(
    question: Question,
    address: str,
    context: FieldContext,
    parent: QWidget | None = None,
    *,
    compact: bool = False,
) -> QuestionFrame:
    """Return the framed field of a question, showing what has been answered at its address."""
    field = _field(question, address, context, compact=compact)
    frame = QuestionFrame(field, parent, compact=compact)
    load(frame, context)
    return frame


def load(frame: QuestionFrame, context: FieldContext) -> None:
    """Show in a frame what the answers say now."""
    frame.set_answer(context.answers.answer(frame.address))
    if frame.question.type in (T.MULTI, T.REFERENCE):
        frame.set_ticks(context.answers.ticked(frame.address))
    if frame.question.type in _HOLDS_MORE:
        frame.refresh()


def _field(question: Question, address: str, context: FieldContext, *, compact: bool) -> Field:
    kind = question.type
    access = context.access(address)
    if access is not Access.OPEN and kind not in _HOLDS_MORE:
        return ReadOnlyField(question, address, context, access)
    if kind in _PLAIN:
        return _PLAIN[kind](question, address)
    if kind in _WITH_CONTEXT:
        return _WITH_CONTEXT[kind](question, address, context)
    if kind is T.REPEAT:
        return RepeatField(question, address, context, _item_frame)
    return _coded(question, address, context, compact=compact)


def _coded(question: Question, address: str, context: FieldContext, *, compact: bool) -> Field:
    choices = context.answers.choices(address)
    if question.type is T.MULTI:
        return MultiField(question, address, choices)
    if question.codes or len(choices) > MOST_BUTTONS:
        return CodeListField(question, address, choices)
    return ChoiceField(question, address, choices, with_states=not compact)


def _item_frame(question: Question, context: FieldContext, address: str) -> QuestionFrame:
    return field_for(question, address, context, compact=True)
