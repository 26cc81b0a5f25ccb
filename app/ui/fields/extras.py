"""The parts of a question frame that most questions never need; each is made when first wanted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QPushButton, QVBoxLayout, QWidget

from app.records.record import Answer, AnswerState, Source
from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import TextBox
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from collections.abc import Sequence

_FROM = {
    Source.POLICE: "From the police list · check",
    Source.IMPORT: "From the case system · check",
    Source.LAST_RECORD: "From the last record · check",
    Source.SYSTEM: "Filled in by Homeward · check",
}


class NoteBox(QWidget):
    """The note beside an answer, or why there is none."""

    changed = Signal(object)
    """(Answer): the same answer with its new note or reason."""

    def __init__(self, about: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._about = about
        self._answer: Answer | None = None
        self._opened = False
        self._caption = label("", "hint", self)
        self.box = TextBox("", self, lines=1)
        self.box.textChanged.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._caption)
        column.addWidget(self.box)

    def open_for(self, answer: Answer, *, other: bool = False) -> None:
        """Open it and put the focus in it."""
        self._opened = True
        self.show_for(answer, other=other)
        self.box.setFocus()

    def show_for(self, answer: Answer | None, *, other: bool = False) -> None:
        """Show the note of an answer; fold when there is nothing to note."""
        if answer is None:
            self._opened = False
        self._answer = answer
        is_state = answer is not None and answer.state is not AnswerState.ANSWERED
        caption = "Why? (optional)" if is_state else "Note"
        caption = "Please say what" if other else caption
        self._caption.setText(caption)
        self.box.setAccessibleName(f"{caption}: {self._about}")
        text = ""
        if answer is not None:
            text = (answer.why if is_state else answer.note) or ""
        if text != self.box.toPlainText().strip():
            self.box.show_text(text)
        self.setVisible(bool(text) or other or self._opened)

    def _typed(self) -> None:
        answer = self._answer
        if answer is None:
            return
        text = self.box.toPlainText().strip() or None
        is_state = answer.state is not AnswerState.ANSWERED
        self._answer = Answer(
            state=answer.state,
            value=answer.value,
            note=answer.note if is_state else text,
            why=text if is_state else answer.why,
            speaker=answer.speaker,
            said_at=answer.said_at,
            language=answer.language,
            translation=answer.translation,
            source=answer.source,
        )
        self.changed.emit(self._answer)


class PutBack(QWidget):
    """What stood here before a state or a clearing took its place, one press away."""

    wanted = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._kept: tuple[Answer | None, tuple[str, ...]] | None = None
        flow = FlowLayout(self)
        self._words = label("", "hint", self, wrap=False)
        self._button = button("Put it back", "quiet", self)
        self._button.clicked.connect(self.wanted)
        flow.addWidget(self._words)
        flow.addWidget(self._button)
        self.hide()

    @property
    def holds(self) -> bool:
        """Whether there is something to put back."""
        return self._kept is not None

    def keep(self, words: str, answer: Answer | None, ticks: Sequence[str]) -> None:
        """Keep an answer and offer it."""
        self._kept = (answer, tuple(ticks))
        self._words.setText(f"{words}. What was here is kept until you leave this page.")
        self.show()

    def take(self) -> tuple[Answer | None, tuple[str, ...]]:
        """Return what was kept and forget it."""
        kept = self._kept or (None, ())
        self.forget()
        return kept

    def forget(self) -> None:
        """Keep nothing any longer."""
        self._kept = None
        self.hide()


class Marks(QWidget):
    """Where a pre-filled answer is from, and whether there are two versions of it."""

    source_checked = Signal()
    contested_opened = Signal()
    """The versions were opened to be read."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._flow = FlowLayout(self)
        self._versions: QLabel | None = None
        self._source: QPushButton | None = None
        self._contested: QPushButton | None = None

    def show_source(self, source: Source | None) -> None:
        """Say where the answer is from, when nobody typed it here."""
        words = _FROM.get(source, "") if source is not None else ""
        if self._source is None and words:
            self._source = button("", "source", self)
            self._source.setToolTip("Press when you have checked that it is right")
            self._source.clicked.connect(self.source_checked)
            self._flow.addWidget(self._source)
        if self._source is not None:
            self._source.setText(words)
            self._source.setVisible(bool(words))
        self._hide_when_empty()

    def show_contested(self, lines: Sequence[str], *, on: bool) -> None:
        """Say that there are two versions; each is read on demand, with who wrote it and when."""
        if self._contested is None and on:
            self._contested = button("◆ Two versions · read both", "contested", self)
            self._contested.clicked.connect(self._open_versions)
            self._versions = label("", "value", self)
            self._versions.hide()
            self._flow.addWidget(self._contested)
            self._flow.addWidget(self._versions)
        if self._contested is not None and self._versions is not None:
            self._contested.setVisible(on)
            self._versions.setText("\n".join(lines))
            self._versions.setVisible(on and not self._versions.isHidden())
        self._hide_when_empty()

    def _open_versions(self) -> None:
        """Unfold both versions, or fold them again."""
        if self._versions is not None and self._versions.text():
            self._versions.setVisible(self._versions.isHidden())
        self.contested_opened.emit()

    def _hide_when_empty(self) -> None:
        shown = [part for part in (self._source, self._contested) if part and not part.isHidden()]
        self.setVisible(bool(shown))
