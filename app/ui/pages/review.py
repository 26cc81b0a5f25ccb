"""Review and sign off: everything in order, what is still owed as links, then the signature."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLayoutItem,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from app.casework.readback import ReadLine, read_back
from app.casework.sign_off import approve, give_back, still_owed, submit
from app.records.errors import Refused, advice_of
from app.records.record import RecordId, Stage
from app.ui.parts.banner import Banner
from app.ui.parts.words import button, card, chip, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from app.forms.session import FormSession
    from app.ui.services import Services

STAGE_WORDS = {
    Stage.DRAFT: ("Draft", "plain"),
    Stage.SUBMITTED: ("Waiting for a supervisor", "amber"),
    Stage.RETURNED: ("Given back to the worker", "amber"),
    Stage.APPROVED: ("Approved", "green"),
}


class ReviewPage(QWidget):
    """Reads an interview back and lets the right person sign it."""

    change_wanted = Signal(str)
    """(address)"""
    pdf_wanted = Signal()
    signed = Signal()
    back = Signal()

    def __init__(
        self,
        services: Services,
        session: FormSession,
        interview: RecordId,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._session = session
        self._interview = interview
        self.links: list[QPushButton] = []
        self.banner = Banner()
        self.banner.hide()
        self.reason = QPlainTextEdit()
        self.reason.setTabChangesFocus(True)
        self.reason.setMaximumHeight(90)
        self.reason.setAccessibleName("Reason or comment")
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.addWidget(self.banner)
        panel = card()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(1, 1, 1, 12)
        inside.addWidget(self._scroll, 1)
        self._bar = QVBoxLayout()
        self._bar.setContentsMargins(32, 4, 32, 4)
        inside.addLayout(self._bar)
        outer.addWidget(panel, 1)
        self._fill()
        QShortcut(QKeySequence("Ctrl+P"), self, self.pdf_wanted.emit)
        QShortcut(QKeySequence("Escape"), self, self.back.emit)

    @property
    def stage(self) -> Stage:
        """Where the interview stands."""
        return self._session.records()[self._interview].stage

    # ---- what is read -----------------------------------------------------------------------

    def _fill(self) -> None:
        inside = QWidget()
        inside.setObjectName("scrolled")
        column = QVBoxLayout(inside)
        column.setContentsMargins(32, 20, 32, 24)
        column.setSpacing(10)
        head = QHBoxLayout()
        head.addWidget(label("Check before signing", "h1"))
        head.addStretch(1)
        head.addWidget(chip(*STAGE_WORDS.get(self.stage, (self.stage.value, "plain"))))
        column.addLayout(head)
        self._owed(column)
        for title, lines in read_back(self._session):
            column.addWidget(label(title, "h2"))
            column.addLayout(self._table(lines))
        kept = self._session.no_longer_asked()
        if kept:
            column.addWidget(label("No longer asked", "h2"))
            column.addWidget(
                label(
                    f"{len(kept)} answers are kept but no longer asked, and are not printed.",
                    "hint",
                )
            )
        column.addStretch(1)
        self._scroll.setWidget(inside)
        self._fill_bar()

    def _owed(self, column: QVBoxLayout) -> None:
        owed = still_owed(self._session) if self.stage in (Stage.DRAFT, Stage.RETURNED) else []
        self.links = []
        if not owed:
            return
        column.addWidget(label(f"There is something to look at: {len(owed)}", "h2"))
        for problem in owed:
            link = button(problem.message, "quiet")
            link.setObjectName(problem.address)
            link.clicked.connect(lambda _=False, address=problem.address: self._change(address))
            self.links.append(link)
            column.addWidget(link, 0, Qt.AlignmentFlag.AlignLeft)

    def _table(self, lines: list[ReadLine]) -> QGridLayout:
        grid = QGridLayout()
        grid.setColumnStretch(0, 2)
        grid.setColumnStretch(1, 3)
        grid.setHorizontalSpacing(16)
        for row, line in enumerate(lines):
            grid.addWidget(label(line.label, "hint"), row, 0, Qt.AlignmentFlag.AlignTop)
            said = label(f"“{line.words}”" if line.quote else line.words, "value")
            grid.addWidget(said, row, 1, Qt.AlignmentFlag.AlignTop)
            if self.stage in (Stage.DRAFT, Stage.RETURNED):
                change = button("Change", "quiet")
                change.setAccessibleName(f"Change: {line.label}")
                change.clicked.connect(lambda _=False, address=line.address: self._change(address))
                grid.addWidget(change, row, 2, Qt.AlignmentFlag.AlignTop)
        return grid

    def _change(self, address: str) -> None:
        self.change_wanted.emit(address)

    # ---- what can be done -------------------------------------------------------------------

    def _fill_bar(self) -> None:
        _empty(self._bar)
        row = QHBoxLayout()
        row.addWidget(self._button("&Back", "", self.back.emit))
        self.pdf = self._button("&PDF summary", "", self.pdf_wanted.emit)
        row.addWidget(self.pdf)
        row.addStretch(1)
        for made in self._actions():
            row.addWidget(made)
        self._bar.addLayout(row)

    def _actions(self) -> list[QPushButton]:
        if self.stage in (Stage.DRAFT, Stage.RETURNED):
            return self._sign_actions()
        if self.stage is Stage.SUBMITTED:
            self._ask("A comment for the worker (needed to give it back)")
            return [
                self._button("&Give back", "", self._give_back),
                self._button("&Approve", "primary", self._approve),
            ]
        return []

    def _sign_actions(self) -> list[QPushButton]:
        self.sign = self._button("&Sign off", "primary", self._sign)
        if still_owed(self._session):
            self._ask("Signing off incomplete? Say why; the reason is printed.")
            self.sign.setText("&Sign off incomplete")
        return [self.sign]

    def _ask(self, words: str) -> None:
        self._bar.addWidget(label(words, "hint"))
        self._bar.addWidget(self.reason)
        self.reason.show()

    def _button(self, text: str, kind: str, act: Callable[[], None]) -> QPushButton:
        made = button(text, kind)
        made.clicked.connect(act)
        return made

    def _sign(self) -> None:
        why = self.reason.toPlainText()
        self._run(lambda: submit(self._services.desk, self._session, self._interview, why))

    def _approve(self) -> None:
        why = self.reason.toPlainText()
        self._run(lambda: approve(self._services.desk, self._interview, why))

    def _give_back(self) -> None:
        why = self.reason.toPlainText()
        self._run(lambda: give_back(self._services.desk, self._interview, why))

    def _run(self, work: Callable[[], None]) -> None:
        self._services.background.run(work, lambda _: self.signed.emit(), self._refused, owner=self)

    def _refused(self, error: Exception) -> None:
        reasons = error.reasons if isinstance(error, Refused) else ()
        self.banner.tell("Not done", " ".join(reasons[:3]) or advice_of(error))


def _empty(column: QVBoxLayout) -> None:
    while (item := column.takeAt(0)) is not None:
        _remove(item)


def _remove(item: QLayoutItem) -> None:
    """Take off what stands in a row; the box for the reason is kept and used again."""
    widget, inner = item.widget(), item.layout()
    if widget is not None:
        widget.setParent(None)
    if inner is None:
        return
    while (part := inner.takeAt(0)) is not None:
        if (standing := part.widget()) is not None:
            standing.deleteLater()
