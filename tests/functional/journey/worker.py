"""What a worker knows of the screens: where a question is, how it is answered."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QPlainTextEdit, QWidget

from app.forms.question import CODED, AnswerType, Question
from app.ui.fields.frame import QuestionFrame
from app.ui.pages.form_page import FormPage
from tests.functional.journey import plan
from tests.functional.journey.hand import Hand, _bring_into_view, _plain

CONTROL = Qt.KeyboardModifier.ControlModifier


class Interviewing:
    """Answers questions on a form page."""

    def __init__(self, hand: Hand) -> None:
        self.hand = hand
        self.doing = ""

    def section(self, title: str) -> None:
        """Go on with the Next button until a section is open."""
        for _ in range(25):
            if self._title() == title:
                return
            self.hand.press(Qt.Key.Key_PageDown, CONTROL)
        raise AssertionError(f"no section “{title}”")

    def _title(self) -> str:
        page = next(p for p in self.hand.window.findChildren(FormPage) if p.isVisible())
        return next(s.title for s in page.sections if s.id == page.section)

    def frame(self, address: str) -> QuestionFrame:
        """The question at an address, when it is on the screen."""

        def shown() -> list[QuestionFrame]:
            found = self.hand.window.findChildren(QuestionFrame)
            return [f for f in found if f.isVisible() and f.address == address]

        self.hand.wait(shown, f"the question {address}")
        return shown()[0]

    def choose(self, address: str, words: str) -> None:
        """Click the button of an answer."""
        frame = self.frame(address)
        found = [b for b in frame.findChildren(QAbstractButton) if _plain(b.text()) == words]
        seen = [_plain(b.text()) for b in frame.findChildren(QAbstractButton)]
        assert found, f"{address} has no “{words}”: {seen}"
        self.hand.click(found[0])

    def write(self, address: str, text: str) -> None:
        """Click into a question's box and type."""
        box = self.box(address)
        self.hand.click(box)
        self.hand.type(text)

    def box(self, address: str) -> QWidget:
        """Where a question is typed into."""
        frame = self.frame(address)
        _bring_into_view(frame)
        boxes = frame.findChildren(QPlainTextEdit)
        if boxes:
            return boxes[0]
        frame.field.focus_first()
        widget = QApplication.focusWidget()
        assert widget is not None
        return widget

    def item(self, group: str) -> str:
        """Press Add in a repeat and return the new item's id."""
        frame = self.frame(group)
        before = set(self._items(group))
        add = next(b for b in frame.findChildren(QAbstractButton) if "Add" in _plain(b.text()))
        self.hand.click(add)
        self.hand.wait(lambda: set(self._items(group)) - before, f"a new item of {group}")
        return next(iter(set(self._items(group)) - before))

    def _items(self, group: str) -> list[str]:
        found = self.hand.window.findChildren(QuestionFrame)
        return [f.address.split("/")[1] for f in found if f.address.startswith(group + "/")]

    # ---- any question ------------------------------------------------------------------------

    def answer(self, address: str) -> None:
        """Answer a question as the plan says, by its kind."""
        frame = self.frame(address)
        self.doing = address
        question = frame.question
        kind = question.type
        if kind in CODED or kind is AnswerType.MULTI:
            self._pick(address, question)
        elif kind is AnswerType.REPEAT:
            self.item(address)
            return
        elif kind in (AnswerType.DATETIME, AnswerType.DATE):
            self.write(address, plan.TIMES.get(question.leaf, "today 08:00"))
        elif kind in (AnswerType.TEXT, AnswerType.LONG_TEXT, AnswerType.QUOTE):
            self.write(address, plan.WORDS.get(question.leaf, "Nothing to add."))
        else:
            self.write(address, plan.DETAILS.get(question.leaf, "Not known"))
        self.hand.press(Qt.Key.Key_Tab)

    def _pick(self, address: str, question: Question) -> None:
        code = plan.CODES.get(question.leaf, question.choices[0].code)
        words = question.label_of(code)
        frame = self.frame(address)
        if any(_plain(b.text()) == words for b in frame.findChildren(QAbstractButton)):
            self.choose(address, words)
        else:
            self.write(address, words)
            self.hand.press(Qt.Key.Key_Return)
