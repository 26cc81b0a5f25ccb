"""Review and sign off: what is still owed, the story as it will be printed, then the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget
from typing_extensions import override

from app.casework.contested import contested
from app.casework.open_form import Draft, Saved, save
from app.casework.permit import allowed
from app.casework.readback import read_back, unasked
from app.casework.sign_off import (
    SIGNABLE,
    approve,
    give_back,
    say_it_is_right,
    still_owed,
    submit,
    worth_a_look,
)
from app.forms.contested import versions
from app.forms.plain_facts import text
from app.records.errors import ProductError, Refused, advice_of
from app.records.permissions import Action
from app.records.record import Stage
from app.ui.pages.review_parts import DoubtRow, add_part, link
from app.ui.parts.banner import Banner
from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import TextBox
from app.ui.parts.words import button, card, chip, label

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from app.forms.contested import Version
    from app.forms.session import FormSession
    from app.records.conflict import Conflict
    from app.records.record import Record, RecordId
    from app.ui.parts.link import Link
    from app.ui.services import Services

STAGE_WORDS = {
    Stage.DRAFT: ("Draft", "plain"),
    Stage.SUBMITTED: ("Waiting for a supervisor", "amber"),
    Stage.RETURNED: ("Given back to the worker", "amber"),
    Stage.APPROVED: ("Approved", "green"),
    Stage.CLOSED: ("Closed", "green"),
    Stage.REOPENED: ("Opened again", "amber"),
}
NEXT_STEP = {
    Stage.SUBMITTED: "It waits for a supervisor. You need not do anything more.",
    Stage.APPROVED: "It is approved. The PDF summary can be saved or printed.",
}


EXPECTED = frozenset({Action.SUBMIT, Action.PRINT})
"""What a worker mostly may; shown until the store has said what this one may."""
SHOWN = EXPECTED | {Action.APPROVE, Action.RETURN}


class ReviewPage(QWidget):
    """Reads an interview back and lets the right person sign it."""

    change_wanted = Signal(str)
    """(address)"""
    pdf_wanted = Signal()
    today_wanted = Signal()
    reopened = Signal()
    """It was signed or decided: what is shown is read again."""
    status = Signal(str)
    back = Signal()

    def __init__(
        self,
        services: Services,
        session: FormSession,
        interview: RecordId,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._session, self.interview = services, session, interview
        self._contested: Mapping[str, Sequence[Version]] = {}
        self.links: list[Link] = []
        self.doubts: list[DoubtRow] = []
        self.may = EXPECTED
        self.banner = Banner()
        self.reason = TextBox("Reason or comment")
        self._scroll = QScrollArea()
        self._build()
        self._fill()
        for keys, act in (("Ctrl+P", self._print), ("Escape", self.back.emit)):
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self._ask()

    @property
    def _record(self) -> Record:
        return self._session.records()[self.interview]

    @property
    def stage(self) -> Stage:
        """Where the interview stands."""
        return self._record.stage

    @property
    def reference(self) -> str:
        """The human reference of the interview, or of its episode."""
        episode = self._session.worksheet.episode("")
        return (text(episode, "record_ref") if episode else "") or text(self._record, "record_ref")

    def _build(self) -> None:
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.addWidget(self.banner)
        panel = card()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 12)
        inside.addWidget(self._scroll, 1)
        below = QVBoxLayout()
        below.setContentsMargins(32, 6, 32, 0)
        below.addWidget(self._bar())
        inside.addLayout(below)
        outer.addWidget(panel, 1)

    def _bar(self) -> QWidget:
        bar = QWidget()
        flow = FlowLayout(bar, gap=6, line_gap=4)
        self.leave = self._button("&Back", "", self.back.emit)
        self.pdf = self._button("P&DF summary", "", self.pdf_wanted.emit)
        self.today = self._button("&Today", "primary", self.today_wanted.emit)
        self.return_it = self._button("&Give back", "", self._give_back)
        self.approve = self._button("&Approve", "primary", self._approve)
        self.sign = self._button("&Sign off", "primary", self._sign)
        for made in (self.leave, self.pdf, self.today, self.return_it, self.approve, self.sign):
            flow.addWidget(made)
        return bar

    def _button(self, words: str, kind: str, act: Callable[[], None]) -> QPushButton:
        made = button(words, kind)
        made.clicked.connect(lambda: act())  # noqa: PLW0108 - without what the signal carries
        return made

    # ---- what others know ---------------------------------------------------------------------

    def _ask(self) -> None:
        """Ask what this person may do here, and whether two people answered differently."""
        desk, interview, case = self._services.desk, self.interview, self._record.case
        self._services.background.run(
            lambda: allowed(desk, interview, *SHOWN), self._know_allowed, owner=self
        )
        self._services.background.run(lambda: contested(desk, case), self._know_both, owner=self)

    def _know_allowed(self, found: frozenset[Action]) -> None:
        was, self.may = self.may & SHOWN, found
        if was != found & SHOWN:
            self._fill()

    def _know_both(self, found: Sequence[Conflict]) -> None:
        if found:
            self._contested = versions(self._session, found)
            self._fill()

    # ---- what is read -------------------------------------------------------------------------

    @property
    def _open(self) -> bool:
        return self.stage in SIGNABLE

    def _fill(self) -> None:
        focused = QApplication.focusWidget()
        here = focused is not None and self._scroll.isAncestorOf(focused)
        self.reason.setParent(None)
        at = self._scroll.verticalScrollBar().value()
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 20, 32, 24)
        column.setSpacing(6)
        self._add_head(column)
        self._add_owed(column)
        self._add_doubts(column)
        self._add_contested(column)
        for part in read_back(self._session):
            add_part(column, part, self.change_wanted.emit if self._open else None)
        self._add_unasked(column)
        self._add_signature(column)
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._scroll.verticalScrollBar().setValue(at)
        self._show_buttons()
        if here:
            self.focus_first()

    def _add_head(self, column: QVBoxLayout) -> None:
        head = QWidget()
        flow = FlowLayout(head, gap=14, line_gap=4)
        flow.addWidget(label("Check before signing" if self._open else "Return interview", "h1"))
        flow.addWidget(chip(*STAGE_WORDS.get(self.stage, (self.stage.value, "plain"))))
        column.addWidget(head)
        facts = " · ".join(part for part in (self.reference, self._signed_words()) if part)
        if facts:
            column.addWidget(label(facts, "hint"))
        comment = text(self._record, "manager_comment")
        if comment and self.stage in (Stage.RETURNED, Stage.APPROVED):
            column.addWidget(label(f"The supervisor says: {comment}", "value"))

    def _signed_words(self) -> str:
        if self._open:
            return ""
        return self._session.words("worker_signed_at")

    def _add_owed(self, column: QVBoxLayout) -> None:
        owed = still_owed(self._session) if self._open else []
        self.links = [
            link(problem.message, problem.address, self.change_wanted.emit) for problem in owed
        ]
        if not self.links:
            return
        column.addWidget(label(f"There is something to look at: {len(owed)}", "h2"))
        column.addWidget(label("Each line leads to its question.", "hint"))
        self._add_lines(column, self.links)

    def _add_lines(self, column: QVBoxLayout, lines: Sequence[QWidget]) -> None:
        tight = QVBoxLayout()
        tight.setSpacing(0)
        for line in lines:
            tight.addWidget(line)
        column.addLayout(tight)

    def _add_doubts(self, column: QVBoxLayout) -> None:
        found = worth_a_look(self._session) if self._open else []
        self.doubts = [DoubtRow(problem, self.change_wanted.emit) for problem in found]
        if not found:
            return
        column.addWidget(label("Is this right?", "h2"))
        column.addWidget(label("It may be. If it is, say so; it does not stop you.", "hint"))
        for row in self.doubts:
            row.settled.connect(self._it_is_right)
            column.addWidget(row)

    def _add_contested(self, column: QVBoxLayout) -> None:
        if not self._contested:
            return
        column.addWidget(label("◆ Two people answered differently", "h2"))
        hint = "Both answers are kept. A person decides between them before it is signed."
        column.addWidget(label(hint, "hint"))
        for address, sides in self._contested.items():
            column.addWidget(label(self._session.question(address).label, "sub"))
            column.addWidget(label("\n".join(side.line for side in sides), "value"))

    def _add_unasked(self, column: QVBoxLayout) -> None:
        kept = unasked(self._session)
        if not kept:
            return
        column.addSpacing(8)
        column.addWidget(label("No longer asked", "h2"))
        hint = "These were answered and are no longer asked. The answers are kept, not printed."
        column.addWidget(label(hint, "hint"))
        column.addWidget(label("\n".join(f"• {line.label}" for line in kept), "value"))

    def _add_signature(self, column: QVBoxLayout) -> None:
        """The place where a reason or a comment is written, when one is wanted."""
        words = self._what_to_write()
        if not words:
            return
        column.addSpacing(8)
        column.addWidget(label("Your signature" if self._open else "Your decision", "h2"))
        column.addWidget(label(words, "hint"))
        if not self._open or still_owed(self._session):
            self.reason.setAccessibleName(words)
            column.addWidget(self.reason)
            self.reason.show()

    def _what_to_write(self) -> str:
        if self._open and Action.SUBMIT in self.may:
            if still_owed(self._session):
                return "Signing off incomplete? Say why; the reason is printed."
            return f"You sign what is read back above, as {self._services.desk.actor.name}."
        if self._decides:
            return "A comment for the worker (needed to give it back)"
        return ""

    # ---- what can be done ---------------------------------------------------------------------

    @property
    def _decides(self) -> bool:
        waits = self.stage is Stage.SUBMITTED
        return waits and not self.may.isdisjoint({Action.APPROVE, Action.RETURN})

    def _show_buttons(self) -> None:
        signs = self._open and Action.SUBMIT in self.may
        incomplete = signs and bool(still_owed(self._session))
        self.sign.setText("&Sign off incomplete" if incomplete else "&Sign off")
        self.sign.setVisible(signs)
        self.approve.setVisible(self._decides and Action.APPROVE in self.may)
        self.return_it.setVisible(self._decides and Action.RETURN in self.may)
        self.pdf.setVisible(Action.PRINT in self.may)
        done = not self._open and not self._decides
        self.today.setVisible(done)
        if done and self.stage in NEXT_STEP and self.banner.isHidden():
            words = STAGE_WORDS[self.stage][0]
            self.banner.tell(words, NEXT_STEP[self.stage], tone="green", retry=False)

    def _print(self) -> None:
        if self.pdf.isVisible():
            self.pdf_wanted.emit()

    def _it_is_right(self, address: str, reason: str) -> None:
        """Keep the reason beside the answer, then read everything back again."""
        desk = self._services.desk
        try:
            say_it_is_right(self._session, address, reason)
        except ProductError as error:
            self._refused(error)
            return
        draft = Draft(desk, self._session)
        edits = draft.collect()
        self._services.background.run(
            lambda: save(desk, edits), self._kept_reason, self._refused, owner=self
        )

    def _kept_reason(self, _saved: Saved) -> None:
        self.status.emit("The reason is kept beside the answer")
        self._fill()

    def _sign(self) -> None:
        why = self.reason.toPlainText()
        if still_owed(self._session) and not why.strip():
            self._want_reason("Say why it is signed off incomplete.")
            return
        self._run(lambda: submit(self._services.desk, self._session, self.interview, why), "Signed")

    def _approve(self) -> None:
        why = self.reason.toPlainText()
        self._run(lambda: approve(self._services.desk, self.interview, why), "Approved")

    def _give_back(self) -> None:
        why = self.reason.toPlainText()
        if not why.strip():
            self._want_reason("Say what should be changed, so that the worker knows.")
            return
        self._run(lambda: give_back(self._services.desk, self.interview, why), "Given back")

    def _want_reason(self, words: str) -> None:
        self.banner.tell("A reason is needed", words, tone="amber", retry=False)
        self._scroll.ensureWidgetVisible(self.reason, 0, 60)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def _run(self, work: Callable[[], None], done: str) -> None:
        def told(_: object) -> None:
            self.status.emit(done)
            self.reopened.emit()

        self._services.background.run(work, told, self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        reasons = error.reasons if isinstance(error, Refused) else ()
        advice = " ".join(reasons[:3]) or advice_of(error)
        self.banner.tell("Not done", advice, retry=False)

    def focus_first(self) -> None:
        """Begin with the first thing to look at, else with the way on."""
        first = self.links[0] if self.links else self.leave
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to where reading starts."""
        del event
        self.focus_first()
