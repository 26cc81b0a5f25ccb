"""What a person sees and does in the window: rows of Today, pages, questions answered by codes.

Everything is done by key and mouse through `Hand`; what is read is what the widgets show.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, TypeVar

from PySide6.QtCore import QCoreApplication, QEvent, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QApplication,
    QLabel,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QStackedWidget,
    QWidget,
)
from typing_extensions import override

from app.forms.question import AnswerType
from app.records.record import AnswerState
from app.ui.background import Background
from app.ui.dialogs.correct_time import CorrectTimeDialog
from app.ui.fields.choice import ChoiceField, CodeListField
from app.ui.fields.details import PartsField
from app.ui.fields.multi import MultiField
from app.ui.fields.quote import QuoteField
from app.ui.main_window import MainWindow
from app.ui.pages.child import ChildPage
from app.ui.pages.confirmed import ConfirmedPage
from app.ui.pages.form_page import FormPage
from app.ui.pages.missing_episode import MissingEpisodePage
from app.ui.pages.new_episode import NewEpisodePage
from app.ui.pages.pdf_preview import PdfPreviewPage
from app.ui.pages.return_interview import ReturnInterviewPage
from app.ui.pages.review import ReviewPage
from app.ui.pages.worklist_model import CELL, Column, WorklistModel
from app.ui.pages.worklist_words import Said
from tests.functional.journey.hand import PATIENCE, Hand
from tests.functional.journey.worker import CONTROL, Interviewing
from tests.reports.reading import text_of

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

    from app.casework.desk import Desk
    from app.forms.question import Question
    from app.forms.session import FormSession
    from app.ui.fields.frame import QuestionFrame
    from app.ui.services import Services

    Told = str | Sequence[str] | Mapping[str, str]

Page = TypeVar("Page", bound=QWidget)
MENU_KEYS = {"interview": Qt.Key.Key_I, "episode": Qt.Key.Key_E, "child": Qt.Key.Key_C}
TYPED = frozenset(
    {
        AnswerType.TEXT, AnswerType.LONG_TEXT, AnswerType.QUOTE, AnswerType.DATE,
        AnswerType.DATETIME, AnswerType.NUMBER, AnswerType.PHONE,
    }
)  # fmt: skip


class QuickHand(Hand):
    """The same hand, looking up more often: a story is two hundred pages long."""

    @override
    def wait(self, condition: Callable[[], object], what: str) -> None:
        """Let the program work until a condition holds."""
        deadline = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < deadline, f"waited in vain for {what}"
            QTest.qWait(1)


class Screens:
    """One person at the window."""

    def __init__(
        self, desk: Desk, services: Callable[[Desk, Background], Services], pictures: Path
    ) -> None:
        self.background = Background(self._unexpected)
        self.errors: list[Exception] = []
        self.window = MainWindow(services(desk, self.background))
        self.hand = QuickHand(pictures)
        self.work = Interviewing(self.hand)
        self.window.show()
        self.window.activateWindow()
        self.hand.wait(self.window.isActiveWindow, "the window to be in front")
        self.settle()

    def _unexpected(self, error: Exception) -> None:
        self.errors.append(error)

    def close(self) -> None:
        """Close the window and let its work end; nothing may have failed in the background."""
        self.settle()
        self.window.close()
        self.background.close()
        self.window.deleteLater()
        self.background.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete.value)
        assert not self.errors, self.errors

    def settle(self) -> None:
        """Let the background finish what it was given."""
        self.hand.wait(lambda: not self.background.busy, "the store")

    def resumed(self) -> FormPage:
        """Go where the last sitting ended, as the program does after unlocking."""
        self.window.resume()
        self.expect(FormPage)
        self.settle()
        return self.form

    # ---- Today -------------------------------------------------------------------------------

    def today(self, *words: str) -> str:
        """The row of Today that has all these words, as it is read out; "" when there is none."""
        place = self._row(*words)
        return "" if place is None else self._spoken(place)

    def alerts(self) -> list[str]:
        """What Today says is still to be acknowledged."""
        self._row()
        return [one.text() for one in self.window.today.alerts.buttons]

    def open_alert(self) -> None:
        """Go to the first alert of Today and press Enter: the child's record."""
        self.window.today.alerts.buttons[0].setFocus()
        self.hand.press(Qt.Key.Key_Return)
        self.expect(ChildPage)
        self.settle()

    def tone(self, *words: str) -> str:
        """The colour in which the row tells its limit."""
        place = self._row(*words)
        assert place is not None
        said = self._model().index(place, Column.LIMIT).data(CELL)
        assert isinstance(said, Said)
        return said.tone

    def _row(self, *words: str) -> int | None:
        if not self.window.today.isVisible():
            QTest.keyClick(self.window, Qt.Key.Key_1, CONTROL)
            self.hand.wait(self.window.today.isVisible, "Today")
        self.settle()
        model = self._model()
        self.hand.wait(lambda: not model.waiting, "the worklist")
        self.settle()
        for place in range(model.rowCount()):
            if all(word in self._spoken(place) for word in words):
                return place
        return None

    def _model(self) -> WorklistModel:
        return self.window.today.model

    def _spoken(self, place: int) -> str:
        cells = [self._model().index(place, column) for column in Column]
        role = Qt.ItemDataRole.AccessibleTextRole
        return " | ".join(str(cell.data(role)) for cell in cells)

    def open(self, what: str, *words: str) -> None:
        """Open the interview, the episode or the child of a row, from its menu."""
        place = self._row(*words)
        assert place is not None, f"Today has no row with {words}"
        table = self.window.today.table
        assert isinstance(table, QAbstractItemView)
        self.hand.click_row(table, place)
        middle = table.visualRect(self._model().index(place, 0)).center()
        event = QContextMenuEvent(
            QContextMenuEvent.Reason.Mouse, middle, table.viewport().mapToGlobal(middle)
        )
        QApplication.sendEvent(table.viewport(), event)
        self.hand.wait(QApplication.activePopupWidget, "the menu of the row")
        menu = QApplication.activePopupWidget()
        assert isinstance(menu, QMenu)
        QTest.keyClick(menu, MENU_KEYS[what])
        self._after_popup()
        kind = {"interview": (ReturnInterviewPage, ReviewPage), "episode": (MissingEpisodePage,)}
        self.expect(*kind.get(what, (ChildPage,)))
        self.settle()

    def new_episode(self, surname: str) -> None:
        """Start the intake of a child who is known: Ctrl+N, the name, the child."""
        QTest.keyClick(self.window, Qt.Key.Key_N, CONTROL)
        page = self.expect(NewEpisodePage)
        assert isinstance(page, NewEpisodePage)
        self.hand.type(surname)
        self.hand.wait(lambda: len(page.hits.found.hits) == 1, "the child")
        self.hand.press(Qt.Key.Key_Return)
        self.expect_episode()

    def confirm(self) -> None:
        """Confirm the episode, read what came of it, and go back to Today."""
        self.press("Confirm episode")
        self.expect(ConfirmedPage)
        self.press("Today")
        self.hand.wait(self.window.today.isVisible, "Today")
        self.settle()

    def expect_episode(self) -> None:
        """Wait until the page of an episode is up."""
        self.expect(MissingEpisodePage)
        self.settle()

    def expect(self, *kinds: type[QWidget]) -> QWidget:
        """Wait until a page of one of these kinds is up."""

        def shown() -> QWidget | None:
            page = self._current()
            return page if isinstance(page, kinds) and page.isVisible() else None

        self.hand.wait(shown, " or ".join(kind.__name__ for kind in kinds))
        page = shown()
        assert page is not None
        return page

    def _current(self) -> QWidget | None:
        pages = self.window.centralWidget()
        assert isinstance(pages, QStackedWidget)
        return pages.currentWidget()

    def page(self, kind: type[Page]) -> Page:
        """The page that is up."""
        page = self._current()
        assert isinstance(page, kind), type(page)
        return page

    @property
    def form(self) -> FormPage:
        """The form that is up."""
        return self.page(FormPage)

    @property
    def session(self) -> FormSession:
        """What the form that is up holds."""
        return self.form.session

    # ---- words on the screen ------------------------------------------------------------------

    def words(self, widget: QWidget | None = None) -> str:
        """Every word that is shown on the page, or on a part of it."""
        shown: list[str] = []
        for part in (widget or self._current() or self.window).findChildren(QWidget):
            if part.isVisible() and isinstance(part, (QLabel, QAbstractButton)):
                shown.append(part.text())
            elif part.isVisible() and isinstance(part, QPlainTextEdit):
                shown.append(part.toPlainText())
            elif part.isVisible() and isinstance(part, QLineEdit):
                shown.append(part.text())
        return "\n".join(text.replace("\u00a0", " ") for text in shown if text)

    def wait_for(self, words: str) -> None:
        """Wait until these words are on the page."""
        self.hand.wait(lambda: words in self.words(), f"“{words}” on the page")

    def press(self, words: str) -> None:
        """Click the button that says these words."""
        self.hand.click(self.hand.button(words))

    def all_saved(self) -> None:
        """Wait until the pause in typing is over and everything is durable."""
        saving, draft = self.form.autosave, self.form.draft

        def rests() -> bool:
            waits = saving._after_last.isActive() or saving._after_first.isActive()
            return not waits and not draft.dirty and not self.background.busy

        self.hand.wait(rests, "what was typed to be saved")
        assert self.window.saved.text().startswith("Saved ")

    # ---- files in and out ---------------------------------------------------------------------

    def import_list(self, file: Path) -> str:
        """Bring a police list in; what the page says of it, refused rows with their reasons."""
        QTest.keyClick(self.window, Qt.Key.Key_N, CONTROL)
        page = self.expect(NewEpisodePage)
        assert isinstance(page, NewEpisodePage)
        page._choose_file = lambda _parent: file
        self.press("Import a police list…")
        self.hand.wait(page.report.done.isVisible, "the report")
        report = page.report
        lines = [report.rows.item(place).text() for place in range(report.rows.count())]
        told = "\n".join((report.summary.text(), report.rows_title.text(), *lines))
        self.hand.click(report.done)
        self.hand.wait(self.window.today.isVisible, "Today")
        return told

    def pdf_text(self) -> str:
        """The text of the summary that the review leads to."""
        return text_of(self.pdf())

    def pdf(self) -> bytes:
        """The summary that the review leads to, as it is previewed."""
        if isinstance(self._current(), FormPage):
            self.review()
        self.press("PDF summary")
        page = self.expect(PdfPreviewPage)
        assert isinstance(page, PdfPreviewPage)
        return page._document.pdf

    def refused_pdf(self) -> str:
        """Ask for the summary and be told no: what the review says above what is read."""
        self.review()
        self.press("PDF summary")
        banner = self.page(ReviewPage).banner
        self.hand.wait(banner.isVisible, "the refusal on the page")
        return banner.accessibleName()

    def calendar_file(self, folder: Path) -> str:
        """Save the calendar file of the booking through the menu; what stands in it."""
        made: list[Path] = []

        def ask(_parent: QWidget, name: str) -> Path:
            made.append(folder / name)
            return made[0]

        self.window.choose_file = ask
        record = next(one for one in self.window.menuBar().actions() if "Record" in one.text())
        menu = record.menu()
        assert isinstance(menu, QMenu)
        next(one for one in menu.actions() if "calendar" in one.text()).trigger()
        self.hand.wait(lambda: made and made[0].exists(), "the calendar file")
        self.settle()
        return made[0].read_text("utf-8")

    # ---- review and sign-off ----------------------------------------------------------------

    def review(self) -> list[str]:
        """Go to the review; what it still asks for."""
        self.press("Review")
        page = self.expect(ReviewPage)
        assert isinstance(page, ReviewPage)
        return [link.text() for link in page.links]

    def sign_off(self, incomplete: str) -> None:
        """Sign, saying why it is not complete."""
        page = self.page(ReviewPage)
        self.hand.click(page.reason)
        self.hand.type(incomplete)
        self.press("Sign off incomplete")
        self.settle()

    def follow(self, words: str, episode: str = "") -> None:
        """Click what the review asks for; `episode` when it asks it of more than one."""
        link = next(
            one
            for one in self.page(ReviewPage).links
            if words in one.text() and one.objectName().startswith(episode)
        )
        self.hand.click(link)
        self.expect(FormPage)
        self.settle()

    # ---- questions ---------------------------------------------------------------------------

    def shows(self, address: str) -> bool:
        """Whether a question is asked on the open form, whatever section is on the screen."""
        return self.session.is_visible(address)

    def calculated(self, question: str) -> str:
        """A calculated value as the open form shows it."""
        self.go(question)
        self.settle()
        return self.words(self.work.frame(question).field).split("\n", maxsplit=1)[0]

    def doubt(self, address: str, words: str) -> None:
        """Wait until the line beside a question says these words."""
        self.go(address)
        frame = self.work.frame(address)
        self.hand.wait(lambda: words in frame.problem, f"“{words}” beside {address}")

    def shown_in(self, address: str) -> str:
        """What is shown of a question and the items in it."""
        self.go(address)
        return self.words(self.work.frame(address))

    def translate(self, address: str, language: str, english: str) -> None:
        """Open who said a quote, and give its language and what it means."""
        self.go(address)
        self.hand.click(self.work.box(address))
        self.hand.press(Qt.Key.Key_Q, Qt.KeyboardModifier.AltModifier)
        field = self.work.frame(address).field
        assert isinstance(field, QuoteField)
        self.hand.wait(field.details.isVisible, "who said it")
        self.hand.click(field.details.language)
        self.hand.type(language)
        self.hand.click(field.details.translation)
        self.hand.type(english)
        self.hand.press(Qt.Key.Key_Tab)

    def no_doubt(self, address: str) -> bool:
        """Whether nothing is said beside a question, once all that waits has been said."""
        self.go(address)
        self.hand.wait(lambda: not self.form._statuses.isActive(), "what is said beside questions")
        return not self.work.frame(address).problem

    def go(self, address: str) -> None:
        """Open the section of a question by a click on its line."""
        question = self.session.form.questions[address.split("/", maxsplit=1)[0]]
        if self.form.section != question.section:
            place = self.sections().index(question.section)
            self.hand.click_row(self.form.nav.list, place)
            self.hand.wait(lambda: self.form.section == question.section, question.section)

    def sections(self) -> list[str]:
        """The sections that are listed beside the questions."""
        lines = self.form.nav.list.model()
        return [
            lines.index(row, 0).data(Qt.ItemDataRole.UserRole).id for row in range(lines.rowCount())
        ]

    def options(self, address: str) -> list[str]:
        """The codes of the buttons a question offers."""
        self.go(address)
        field = self.work.frame(address).field
        assert isinstance(field, ChoiceField)
        return [str(o.key) for o in field.row.buttons if not isinstance(o.key, AnswerState)]

    def typed_and_required(self) -> list[str]:
        """What the standard form requires at sign-off and a person has to type or choose."""
        return [
            address
            for address in self.session.addresses()
            if self.session.is_required(address) and _is_typed(self.session.question(address))
        ]

    def tell(self, **answers: Told) -> None:
        """Answer questions by their ids, in the order given."""
        for address, told in answers.items():
            self.say(address, told)

    def item(self, group: str, **answers: Told) -> str:
        """Add an item to a repeat and answer its questions."""
        self.go(group)
        item = self.work.item(group)
        for leaf, told in answers.items():
            self.say(f"{group}/{item}/{leaf.rstrip('_')}", told)
        return item

    def attempt(self, at: str, method: str, *, spoke_to: str, result: str) -> None:
        """Record a try to make the offer."""
        self.item("offer_attempts", at=at, method=method, with_=spoke_to, result=result)

    def correct_time(self, which: str, right: str, why: str) -> None:
        """Correct a recorded time through its dialog."""
        self.press("Correct a time…")
        self.hand.wait(lambda: self._dialog() is not None, "the dialog")
        dialog = self._dialog()
        assert dialog is not None
        self.hand.wait(dialog.isActiveWindow, "the dialog to be in front")
        place = dialog.which.findData(which)
        dialog.which.setFocus()
        for _ in range(place):
            self.hand.press(Qt.Key.Key_Down)
        self.hand.click(dialog.time)
        self.hand.type(right)
        self.hand.click(dialog.reason)
        self.hand.type(why)
        self.hand.click(dialog.save)
        self.hand.wait(lambda: self._dialog() is None, "the correction")
        self._after_popup()
        self.expect_episode()

    def _dialog(self) -> CorrectTimeDialog | None:
        found = QApplication.activeModalWidget()
        return found if isinstance(found, CorrectTimeDialog) else None

    def say(self, address: str, told: Told) -> None:
        """Answer one question: options by code, everything else typed."""
        self.go(address)
        frame = self.work.frame(address)
        if isinstance(told, str) and frame.question.type in TYPED:
            self._type(frame, told)
        elif isinstance(told, str):
            self._choose(frame, told)
        elif isinstance(frame.field, PartsField):
            assert not isinstance(told, (str, list, tuple))
            self._parts(frame.field, dict(told))  # type: ignore[arg-type]
        else:
            for code in told:
                self._option(frame, code)
        frame.flush()

    def choose_record(self, address: str, record: str) -> None:
        """Tick a record that a reference may point at; the screen is read again."""
        self.go(address)
        before = self.form
        field = self.work.frame(address).field
        assert isinstance(field, MultiField)
        button = next(one for one in field.buttons if one.key == record)
        self.hand.click(button)
        self.hand.press(Qt.Key.Key_Tab)
        self.hand.wait(lambda: self._current() is not before, "the screen to be read again")
        self.expect(FormPage)
        self.settle()

    def add(self, text: str) -> None:
        """Type on where the caret stands, then leave the question."""
        self.hand.type(text)
        self.hand.press(Qt.Key.Key_Tab)

    def _type(self, frame: QuestionFrame, text: str) -> None:
        box = self.work.box(frame.address)
        self.hand.click(box)
        self.hand.press(Qt.Key.Key_A, CONTROL)
        self.hand.type(text)
        self.hand.press(Qt.Key.Key_Tab)

    def _choose(self, frame: QuestionFrame, code: str) -> None:
        if not isinstance(frame.field, CodeListField):
            self._option(frame, code)
            return
        line = frame.field.combo.lineEdit()
        assert line is not None
        self.hand.click(line)
        self.hand.press(Qt.Key.Key_A, CONTROL)
        for letter in frame.question.label_of(code):
            QTest.keyClicks(self._receiver(), letter)
        QTest.keyClick(self._receiver(), Qt.Key.Key_Return)
        self._after_popup()
        assert self.session.value(frame.address) == code, f"{frame.address} did not take {code}"

    def _after_popup(self) -> None:
        """A list or menu has closed: the offscreen platform must be told who is in front."""
        self.hand.wait(lambda: not QApplication.activePopupWidget(), "what popped up to close")
        self.window.activateWindow()
        self.hand.wait(self.window.isActiveWindow, "the window to be in front")

    def _receiver(self) -> QWidget:
        """What gets the keys: a list that has opened, else what has the focus."""
        widget = QApplication.activePopupWidget() or QApplication.focusWidget()
        assert widget is not None
        return widget

    def _option(self, frame: QuestionFrame, code: str) -> None:
        self.work.choose(frame.address, frame.question.label_of(code))

    def _parts(self, field: PartsField, parts: dict[str, str]) -> None:
        for key, text in parts.items():
            if key not in field.lines:
                assert field.more is not None
                self.hand.click(field.more)
            self.hand.click(field.lines[key])
            self.hand.type(text)


def _is_typed(question: Question) -> bool:
    """Not filled in beforehand, not the heading of items, not a local question."""
    by_itself = (AnswerType.AUTO, AnswerType.SIGNATURE, AnswerType.REPEAT)
    by_person = question.asked_of != "system" and question.type not in by_itself
    return question.core and by_person and not question.prefill
