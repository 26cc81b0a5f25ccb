"""A date or a time as people say it: "about 2am", "Tuesday evening", 14/3/2011.

What was understood is said in words below the box. Words that name no time are kept as they are;
nobody ever sees an invented 00:00.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QDate, QPoint, Qt
from PySide6.QtWidgets import (
    QCalendarWidget,
    QFrame,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.forms.answer_types import PLANNED
from app.forms.question import AnswerType, Question
from app.forms.told_times import as_time, as_value
from app.records.errors import BadInput
from app.records.record import Answer, AnswerState, JsonValue, Precision, Time
from app.ui.fields.field import Field
from app.ui.parts.inputs import LineEdit
from app.ui.parts.words import button, label
from app.ui.theme import theme

if TYPE_CHECKING:
    from app.ui.fields.context import FieldContext

_WORDS_ONLY = "Kept in these words; no time was understood."


class MomentField(Field):
    """A box for a time in words; a calendar is there too, but never the only way."""

    def __init__(
        self, question: Question, address: str, context: FieldContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, address, parent)
        self._parse, self._format = context.parse_time, context.format_time
        if question.id in PLANNED and context.parse_planned is not None:
            self._parse = context.parse_planned
        self._date_only = question.type is AnswerType.DATE
        example = (
            "For example 14 March 2011" if self._date_only else "For example about 2am Tuesday"
        )
        self.line = LineEdit(question.label, self, example)
        self.line.setMaximumWidth(theme().px(380))
        self.line.textEdited.connect(self.settle)
        self.line.editingFinished.connect(self.flush)
        self.pick: QPushButton = button("Calendar", "quiet", self)
        self.pick.setAccessibleName(f"Calendar: {question.label}")
        self.pick.clicked.connect(self._open_calendar)
        self.understood = label("", "understood", self)
        self.understood.hide()
        row = QHBoxLayout()
        row.addWidget(self.line, 1)
        row.addWidget(self.pick)
        row.addStretch(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.understood)

    @override
    def show_answer(self, answer: Answer | None) -> None:
        told = self._time_of(answer)
        if told is None:
            self.line.setText("")
            self._say("")
            return
        if self._read_quietly() != told:
            self.line.setText(told.said or self._words(told))
        self._say(self._words(told) if told.at else _WORDS_ONLY)
        self.unread.emit("")

    @override
    def focus_first(self) -> None:
        self.line.setFocus()

    @override
    def commit(self) -> None:
        text = self.line.text().strip()
        if not text:
            self._say("")
            self.unread.emit("")
            self.give(None)
            return
        try:
            told = self._parse(text)
        except BadInput as error:
            self._not_understood(text, error.advice)
            return
        if self._date_only and not told.at:
            self._not_understood(text, "Write a date, for example 14 March 2011.")
            return
        self._say(self._words(told) if told.at else _WORDS_ONLY)
        self.unread.emit("")
        self.give(self._value(told))

    def _not_understood(self, text: str, advice: str) -> None:
        if self._date_only:
            self._say("")
            self.unread.emit(f"Not kept yet. {advice}")
            return
        # A time told in words nobody can date is still what the child said.
        self._say(_WORDS_ONLY)
        self.unread.emit("")
        self.give(self._value(Time(precision=Precision.UNKNOWN, said=text)))

    def _value(self, told: Time) -> JsonValue:
        if self._date_only:
            return (told.at or "")[:10]
        return as_value(told)

    def _time_of(self, answer: Answer | None) -> Time | None:
        value = answer.value if answer is not None else None
        if isinstance(value, str) and value:
            return Time(precision=Precision.DATE, at=value)
        return as_time(value)

    def _read_quietly(self) -> Time | None:
        """What the box says now, so that showing it again does not rewrite what is being typed."""
        try:
            told = self._parse(self.line.text().strip())
        except BadInput:
            return None
        return self._time_of(Answer(state=AnswerState.ANSWERED, value=self._value(told)))

    def _words(self, told: Time) -> str:
        return self._format(told)

    def _say(self, words: str) -> None:
        self.understood.setText(words)
        self.understood.setVisible(bool(words) and words != self.line.text())

    def _open_calendar(self) -> None:
        popup = _Calendar(self)
        popup.calendar.clicked.connect(self._day_picked)
        popup.calendar.activated.connect(self._day_picked)
        popup.calendar.clicked.connect(popup.close)
        popup.calendar.activated.connect(popup.close)
        popup.move(self.pick.mapToGlobal(QPoint(0, self.pick.height())))
        popup.show()
        popup.calendar.setFocus()

    def _day_picked(self, day: QDate) -> None:
        self.line.setText(f"{day.day()} {_MONTHS[day.month() - 1]} {day.year()}")
        self.commit()
        self.line.setFocus()


_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July",
    "August", "September", "October", "November", "December",
)  # fmt: skip


class _Calendar(QFrame):
    """A month to point at."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("kind", "card")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.calendar = QCalendarWidget(self)
        self.calendar.setAccessibleName("Calendar")
        self.calendar.setFirstDayOfWeek(Qt.DayOfWeek.Monday)
        self.calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        QVBoxLayout(self).addWidget(self.calendar)
