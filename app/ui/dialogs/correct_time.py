"""Correct a time that was recorded: which one, what it should be, and why.

The old value and the reason stay on the record and are printed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from app.casework.guard import CORRECTABLE
from app.casework.missing_episode import correct_time
from app.forms.sheet import in_scope, split_scope
from app.forms.told_times import as_time, format_time, parse_time
from app.records.errors import BadInput, advice_of
from app.ui.parts.inputs import Combo, LineEdit, TextBox
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from app.forms.session import FormSession
    from app.records.record import RecordId, Time
    from app.ui.services import Services


class CorrectTimeDialog(QDialog):
    """Asks for the right time and the reason; nothing changes without both."""

    corrected = Signal(str)
    """(question)"""

    def __init__(
        self,
        services: Services,
        session: FormSession,
        episode: RecordId,
        parent: QWidget,
        address: str = "",
    ) -> None:
        super().__init__(parent)
        scope, which = split_scope(address)
        self._services, self._episode = services, scope or episode
        self.setWindowTitle("Correct a time")
        self._recorded = {
            question: told
            for question in CORRECTABLE
            if (told := as_time(session.value(in_scope(scope, question)))) is not None
        }
        self.which = Combo("Which time is wrong?", self)
        for question in self._recorded:
            self.which.addItem(session.form.questions[question].short, question)
        self.which.setCurrentIndex(max(self.which.findData(which), 0))
        self.was = label("", "hint", self)
        self.time = LineEdit("What is the right time?", self, "For example 31 March 05:10")
        self.understood = label("", "understood", self)
        self.reason = TextBox("Why is it changed?", self)
        self.problem = label("", "problem", self)
        self.problem.hide()
        self._build()
        self.which.currentIndexChanged.connect(self._say_was)
        self.time.textEdited.connect(self._say_understood)
        self._say_was()

    def _build(self) -> None:
        column = QVBoxLayout(self)
        column.setSpacing(8)
        column.addWidget(label("Correct a time", "h2", self))
        hint = "The old time and the reason stay on the record and are printed."
        column.addWidget(label(hint, "hint", self))
        for words, box, under in (
            ("Which time is wrong?", self.which, self.was),
            ("What is the right time?", self.time, self.understood),
            ("Why is it changed?", self.reason, self.problem),
        ):
            column.addWidget(label(words, "question", self))
            column.addWidget(box)
            column.addWidget(under)
        self.save = button("&Correct it", "primary", self)
        self.save.clicked.connect(self._save)
        leave = button("Leave it &as it is", parent=self)
        leave.clicked.connect(self.reject)
        row = QHBoxLayout()
        row.addWidget(self.save)
        row.addWidget(leave)
        row.addStretch(1)
        column.addLayout(row)

    def _say_was(self) -> None:
        told = self._recorded.get(str(self.which.currentData()))
        self.was.setText(f"Recorded: {format_time(told)}" if told else "No time is recorded yet.")

    def _say_understood(self) -> None:
        told = self._read()
        self.understood.setText(format_time(told) if told and told.at else "")

    def _read(self) -> Time | None:
        try:
            return parse_time(self.time.text(), self._services.desk.clock())
        except BadInput:
            return None

    def _save(self) -> None:
        desk, episode, question = self._services.desk, self._episode, self.which.currentData()
        reason = self.reason.toPlainText()
        try:
            told = parse_time(self.time.text(), desk.clock())
        except BadInput as error:
            self._refused(error)
            return
        self._services.background.run(
            lambda: correct_time(desk, episode, question, told, reason),
            lambda _: self._done(question),
            self._refused,
            owner=self,
        )

    def _done(self, question: str) -> None:
        self.accept()
        self.corrected.emit(question)

    def _refused(self, error: Exception) -> None:
        self.problem.setText(advice_of(error))
        self.problem.show()
