"""The child's own words: kept to the letter, with who said them, when, and in which language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QGridLayout, QLabel, QWidget
from typing_extensions import override

from app.records.record import Answer, AnswerState, JsonValue
from app.ui.fields.text import LongTextField
from app.ui.parts.inputs import LineEdit, TextBox
from app.ui.parts.words import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.forms.question import Question
    from app.ui.fields.context import FieldContext


class QuoteField(LongTextField):
    """A quote; who spoke, when and a translation open on demand."""

    kind = "quote"

    def __init__(
        self, question: Question, address: str, context: FieldContext, parent: QWidget | None = None
    ) -> None:
        super().__init__(question, address, parent)
        self._now_text = context.now_text
        self._details: QuoteDetails | None = None
        self._who: QLabel | None = None

    @property
    @override
    def extras(self) -> tuple[tuple[str, Callable[[], None]], ...]:
        return (("Who said it", self.open_details),)

    @override
    def show_answer(self, answer: Answer | None) -> None:
        super().show_answer(answer)
        if answer is not None and (answer.language or answer.translation):
            self._make_details()
        if self._details is not None:
            self._details.show_answer(answer)
        self._say_who()

    @override
    def compose(self, value: JsonValue) -> Answer:
        kept = self._answer
        plain = super().compose(value)
        details = self._details
        said_at = (kept.said_at if kept is not None else None) or self._now_text() or None
        if details is None:
            return Answer(
                state=plain.state,
                value=value,
                note=plain.note,
                speaker=kept.speaker if kept is not None else None,
                said_at=said_at,
                language=kept.language if kept is not None else None,
                translation=kept.translation if kept is not None else None,
            )
        return Answer(
            state=plain.state,
            value=value,
            note=plain.note,
            speaker=details.speaker.text().strip() or None,
            said_at=details.said_at.text().strip() or said_at,
            language=details.language.text().strip() or None,
            translation=details.translation.toPlainText().strip() or None,
        )

    @property
    def details(self) -> QuoteDetails:
        """Who spoke, when, the language and a translation; made when first wanted."""
        return self._make_details()

    def open_details(self) -> None:
        """Open or fold who spoke, when, the language and a translation."""
        fresh = self._details is None
        details = self._make_details()
        details.setVisible(fresh or not details.isVisible())
        if details.isVisible():
            details.speaker.setFocus()

    def _make_details(self) -> QuoteDetails:
        if self._details is None:
            self._details = QuoteDetails(self.question.label, self)
            self._details.show_answer(self._answer)
            self._column.addWidget(self._details)
            for line in self._details.lines:
                line.textEdited.connect(self._typed)
            self._details.translation.textChanged.connect(self._typed)
            QWidget.setTabOrder(self.box, self._details.speaker)
            self._details.chain()
        return self._details

    @override
    def _typed(self) -> None:
        super()._typed()
        self._say_who()

    def _say_who(self) -> None:
        answer = self._answer
        speaker = answer.speaker if answer is not None else None
        language = answer.language if answer is not None else None
        if self._who is None:
            if not speaker and not language:
                return
            self._who = label("", "hint", self)
            self._column.insertWidget(1, self._who)
        who = speaker or _SPEAKERS.get(self.question.asked_of, "the worker")
        self._who.setText(f"Said by {who}" + (f", in {language}" if language else ""))
        self._who.setVisible(bool(speaker or language))


_SPEAKERS = {"child": "the child", "carer": "the parent or carer"}


class QuoteDetails(QWidget):
    """Speaker, time, language and translation of a quote."""

    def __init__(self, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.speaker = LineEdit(f"Who said it: {about}", self, "The child")
        self.said_at = LineEdit(f"Said at: {about}", self, "When it was said")
        self.language = LineEdit(f"Language: {about}", self, "English")
        self.translation = TextBox(f"Translation: {about}", self, lines=1)
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 0, 0, 0)
        rows = (
            ("Who said it", self.speaker),
            ("Said at", self.said_at),
            ("Language it was said in", self.language),
            ("In English", self.translation),
        )
        for place, (words, widget) in enumerate(rows):
            grid.addWidget(label(words, "hint", self), place, 0)
            grid.addWidget(widget, place, 1)
        grid.setColumnStretch(1, 1)

    @property
    def lines(self) -> tuple[LineEdit, ...]:
        """The one-line boxes."""
        return (self.speaker, self.said_at, self.language)

    def chain(self) -> None:
        """Let Tab walk the boxes in their order."""
        for first, second in zip(self.lines, (*self.lines[1:], self.translation), strict=True):
            QWidget.setTabOrder(first, second)

    def show_answer(self, answer: Answer | None) -> None:
        """Show what is known about the words."""
        known = answer or Answer(state=AnswerState.ANSWERED)
        for line, text in zip(
            self.lines, (known.speaker, known.said_at, known.language), strict=True
        ):
            if (text or "") != line.text().strip():
                line.setText(text or "")
        self.translation.show_text(known.translation or "")
