"""The journey in two sittings; the first is killed in the middle of a sentence.

    python -m tests.functional.journey.stages first  FOLDER OUT   waits to be killed
    python -m tests.functional.journey.stages second FOLDER OUT   resumes, signs, prints

Each prints a line a step. A clock may be set for a practice store (bootstrap.CLOCK_VARIABLE).
"""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from app.bootstrap import StoreDoor, Wiring
from app.records.record import Stage
from app.settings import Settings
from app.ui.fields.frame import frame_of
from app.ui.main_window import MainWindow
from app.ui.pages.form_page import FormPage
from app.ui.pages.import_files import ImportPage
from app.ui.pages.pdf_preview import PdfPreviewPage
from app.ui.pages.review import ReviewPage
from app.ui.pages.worklist_table import WorklistTable
from app.ui.program import Program
from tests.functional.journey.hand import STEP_MS, Hand
from tests.functional.journey.worker import CONTROL, Interviewing

PASSPHRASE = "practice makes calm"
CUT = "not staff at"
READY = "READY TO BE KILLED"
SECOND_STARTS_AT = 8
ENTER = Qt.Key.Key_Return
OFFER = "The offer of an interview"
BEFORE = "Before: why they left"
DURING = "While away: where, who, how"
CLOSING = "Before we finish"


def start(folder: Path) -> Program:
    """Start the program on a store, as `homeward --store` does."""
    program = Program(StoreDoor(folder), Wiring(Settings(), folder))
    program.window.show()
    QTimer.singleShot(0, program.application, program._warm_up)
    return program


def first(folder: Path, out: Path, returns: Path) -> None:
    """Unlock, import, open a due interview, answer, and be killed while typing."""
    hand = Hand(out / "screens")
    program = start(folder)
    unlock(hand, program)
    hand.step("Unlock with the passphrase")
    bring_in(hand, returns)
    hand.step("Import an SSDA903 return")
    open_due(hand)
    hand.step("Open a due interview from Today")
    work = Interviewing(hand)
    record_offer(work)
    hand.step("Record that the offer reached the child, and was accepted")
    begin(work)
    hand.step("Start the interview")
    tell_story(work)
    hand.step("Write the child's own words and the places, in order")
    hand_over_to_the_kill(work)
    hand.step("Type on, until the process is killed")
    print(READY, flush=True)
    QTest.qWait(60_000)


def second(folder: Path, out: Path) -> None:
    """Unlock again, find the caret where it was, complete, sign, print."""
    hand = Hand(out / "screens", SECOND_STARTS_AT)
    program = start(folder)
    unlock(hand, program)
    check_resumed(hand)
    hand.step("Unlock after the kill: same question, same caret, the words are there")
    work = Interviewing(hand)
    hand.click(hand.button("Finish with child"))
    complete(work)
    hand.step("Complete the interview and the worker's part")
    sign(hand, program)
    hand.step("Review and sign off")
    save_pdf(hand, out)
    hand.step("Preview the summary and save it as a PDF")
    program.window.close()
    program.finish()


def unlock(hand: Hand, program: Program) -> None:
    """Type the passphrase and press Enter."""
    hand.click(hand.named("passphrase"))
    hand.type(PASSPHRASE)
    hand.press(ENTER)
    hand.wait(lambda: isinstance(program.window, MainWindow), "the work to open")
    hand.wait(lambda: program.window.isVisible() and not program.background.busy, "the first page")


def bring_in(hand: Hand, returns: Path) -> None:
    """Import the folder through the page, by keyboard."""
    hand.press(Qt.Key.Key_I, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    hand.click(hand.named("folder"))
    hand.type(str(returns))
    hand.press(ENTER)
    page = _page(hand, ImportPage)
    assert isinstance(page, ImportPage)
    hand.wait(page.report.done.isVisible, "the import to end")


def open_due(hand: Hand) -> None:
    """Go to Today, choose what is due, open the first."""
    hand.press(Qt.Key.Key_1, CONTROL)
    hand.wait(lambda: _page(hand, WorklistTable), "the worklist")
    table = _page(hand, WorklistTable)
    assert isinstance(table, WorklistTable)
    chips = hand.window.findChildren(QAbstractButton)
    hand.click(next(b for b in chips if b.isVisible() and b.text().startswith("Due in 72 h")))
    hand.wait(lambda: _row_saying(table, "Not started") is not None, "an interview not started")
    row = _row_saying(table, "Not started")
    assert row is not None
    hand.click_row(table, 0)
    for _ in range(row):
        hand.press(Qt.Key.Key_Down)
    hand.press(ENTER)
    hand.wait(lambda: _page(hand, FormPage), "the interview to open")


def _row_saying(table: WorklistTable, words: str) -> int | None:
    model = table.model()
    for row in range(model.rowCount()):
        cells = [str(model.index(row, column).data()) for column in range(model.columnCount())]
        if words in " ".join(cells) and "Missing" not in " ".join(cells):
            return row
    return None


def record_offer(work: Interviewing) -> None:
    """The offer: made, an attempt that reached the child, accepted."""
    work.section(OFFER)
    work.answer("offer_made")
    attempt = work.item("offer_attempts")
    for leaf in ("at", "method", "with", "result"):
        work.answer(f"offer_attempts/{attempt}/{leaf}")
    work.answer("offer_accepted")


def begin(work: Interviewing) -> None:
    """Press Start interview: it was held, it began now, by this worker."""
    work.hand.click(work.hand.button("Start interview"))
    work.hand.wait(lambda: work.frame("interview_mode"), "the interview's own questions")
    for address in ("interviewer_independent", "interview_mode", "interview_place", "seen_alone"):
        work.answer(address)


def tell_story(work: Interviewing) -> None:
    """A quote, and a repeat group of places in the order they were told."""
    work.section(BEFORE)
    work.answer("reason_own_words")
    work.section(DURING)
    work.answer("what_did")
    for name in ("Marl Street bus stop", "The quay steps"):
        place = work.item("where_went")
        work.write(f"where_went/{place}/place", name)


def hand_over_to_the_kill(work: Interviewing) -> None:
    """Type half a sentence and wait only until the screen says that it is saved."""
    work.section(CLOSING)
    work.choose(
        "share_child_view", work.frame("share_child_view").question.label_of("happy_except")
    )
    work.write("share_child_except", CUT)
    page = _page(work.hand, FormPage)
    assert isinstance(page, FormPage)
    work.hand.wait(lambda: page.autosave.quiet, "the save")


def check_resumed(hand: Hand) -> None:
    """The same question has the focus, the words are there and the caret stands behind them."""

    def box() -> QPlainTextEdit | None:
        widget = QApplication.focusWidget()
        frame = frame_of(widget)
        same = frame is not None and frame.address == "share_child_except"
        return widget if same and isinstance(widget, QPlainTextEdit) else None

    hand.wait(box, "the question that was being answered")
    found = box()
    assert found is not None
    assert found.toPlainText() == CUT
    assert found.textCursor().position() == len(CUT)
    hand.type(" the home about Fizz")


def complete(work: Interviewing) -> None:
    """Go to Review, take what is owed one by one, until nothing is."""
    for _round in range(6):
        work.hand.press(Qt.Key.Key_Return, CONTROL)
        work.hand.wait(lambda: _page(work.hand, ReviewPage), "the review")
        review = _page(work.hand, ReviewPage)
        assert isinstance(review, ReviewPage)
        owed = [link.objectName() for link in review.links]
        if not owed:
            return
        work.hand.click(review.links[0])
        work.hand.wait(lambda: _page(work.hand, FormPage), "the question that is owed")
        _take_in_turn(work, owed)
    raise AssertionError("the review still asks for something")


def _take_in_turn(work: Interviewing, owed: list[str]) -> None:
    page = _page(work.hand, FormPage)
    assert isinstance(page, FormPage)
    for section in page.sections:
        here = [a for a in owed if page.session.form.questions[_root(a)].section == section.id]
        if here:
            work.section(section.title) if section.id == page.section else _to(work, section.title)
        for address in here:
            work.answer(address)


def _root(address: str) -> str:
    return address.split("/", maxsplit=1)[0]


def _to(work: Interviewing, title: str) -> None:
    for _ in range(25):
        work.hand.press(Qt.Key.Key_PageUp, CONTROL)
    work.section(title)


def sign(hand: Hand, program: Program) -> None:
    """Sign off and wait until it is signed."""
    hand.click(hand.button("Sign off"))

    def signed() -> bool:
        review = _page(hand, ReviewPage)
        return isinstance(review, ReviewPage) and review.stage is Stage.SUBMITTED

    hand.wait(signed, "the signature")
    hand.wait(lambda: not program.background.busy, "the store")


def save_pdf(hand: Hand, out: Path) -> None:
    """Open the PDF, look at it, save it."""
    target = out / "summary.pdf"
    target.unlink(missing_ok=True)
    hand.click(hand.button("PDF summary"))
    hand.wait(lambda: _page(hand, PdfPreviewPage), "the preview")
    page = _page(hand, PdfPreviewPage)
    assert isinstance(page, PdfPreviewPage)
    look = QTimer(page)
    look.setInterval(20)
    look.timeout.connect(lambda: name_file(hand, look, target))
    look.start()
    hand.press(Qt.Key.Key_S, CONTROL)
    hand.wait(target.exists, "the PDF")


def _page(hand: Hand, kind: type[QWidget]) -> QWidget | None:
    found: list[QWidget] = hand.window.findChildren(kind)
    return next((page for page in found if page.isVisible()), None)


def name_file(hand: Hand, look: QTimer, target: Path) -> None:
    """Once the file dialog has come up, type the name into it and press Enter."""
    dialog = QApplication.activeModalWidget()
    if not isinstance(dialog, QFileDialog):
        return
    line = dialog.findChild(QLineEdit, "fileNameEdit")
    assert isinstance(line, QLineEdit)
    if not line.text():
        return  # the dialog is still reading the folder; it proposes a name when it is done
    look.stop()
    hand.click(line)
    while line.text() != str(target):
        QTest.keySequence(line, QKeySequence.StandardKey.SelectAll)
        hand.type(str(target))
        QTest.qWait(STEP_MS)
    hand.click(hand.button("Save"))


def main(arguments: list[str]) -> int:
    """Run one sitting."""
    sitting, folder, out, *more = arguments
    if sitting == "first":
        first(Path(folder), Path(out), Path(more[0]))
    else:
        second(Path(folder), Path(out))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
