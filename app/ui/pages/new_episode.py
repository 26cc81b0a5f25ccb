"""Which child is missing? Found by typing, or not here yet, or brought in with a police list."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget
from typing_extensions import override

from app.casework.find_child import find_children
from app.records.clock import local
from app.records.errors import advice_of
from app.ui.pages.child_hits import HitList
from app.ui.pages.import_report import ImportReportPanel
from app.ui.parts.banner import Banner
from app.ui.parts.flow import FlowLayout
from app.ui.parts.inputs import LineEdit
from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from app.records.ports import ImportReport, SearchHit
    from app.ui.services import Services

SEARCH_AFTER_MS = 150
HITS = 20
ChooseFile = Callable[[QWidget], Path | None]


def ask_for_list(parent: QWidget) -> Path | None:
    """Ask for the file of a police list."""
    name, _ = QFileDialog.getOpenFileName(parent, "Import a police list", filter="Lists (*.csv)")
    return Path(name) if name else None


class NewEpisodePage(QWidget):
    """The first step of a new episode."""

    chosen = Signal(str)
    """(case)"""
    new_child = Signal()
    imported = Signal()
    back = Signal()

    def __init__(
        self,
        services: Services,
        parent: QWidget | None = None,
        *,
        choose_file: ChooseFile = ask_for_list,
    ) -> None:
        super().__init__(parent)
        self._services = services
        self._choose_file = choose_file
        self._asked = ""
        self.search = LineEdit(
            "Which child is missing?",
            placeholder="Name, name they go by, reference or case number",
        )
        self.search.setClearButtonEnabled(True)
        self.hits = HitList()
        self.told = label("", "hint")
        self.notice = Banner()
        self.report = ImportReportPanel()
        self.back_button = button("← Back", "quiet")
        self.new_button = button("This child is &not here yet")
        self.import_button = button("&Import a police list…")
        self._typed = QTimer(self, singleShot=True, interval=SEARCH_AFTER_MS)
        self._build()
        self._connect()
        self._show([])

    def _build(self) -> None:
        choices = QWidget()
        line = FlowLayout(choices, gap=8)
        line.addWidget(self.new_button)
        line.addWidget(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 12, 24, 12)
        column.setSpacing(8)
        column.addWidget(self.back_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(label("Which child is missing?", "h1"))
        column.addWidget(label("Type any part, then press Down and Enter.", "hint"))
        for part in (self.search, self.notice, self.told):
            column.addWidget(part)
        column.addWidget(self.hits, 1)
        column.addWidget(choices)
        column.addWidget(self.report, 1)
        column.addStretch(0)

    def _connect(self) -> None:
        self.back_button.clicked.connect(self.back)
        self.new_button.clicked.connect(self.new_child)
        self.import_button.clicked.connect(self._import)
        self.search.textChanged.connect(self._search_soon)
        self.search.returnPressed.connect(self._enter)
        self.search.installEventFilter(self)
        self._typed.timeout.connect(self._find)
        self.hits.chosen.connect(self.chosen)
        self.hits.left_at_top.connect(self.search.setFocus)
        self.notice.again.connect(self._find)
        self.report.closed.connect(self.imported)
        QShortcut(QKeySequence("Esc"), self).activated.connect(self.back)

    def _search_soon(self) -> None:
        self._typed.start()

    def _find(self) -> None:
        """Ask the store; only the answer to the last question is shown."""
        self._typed.stop()
        words = self.search.text().strip()
        self._asked = words
        if not words:
            self._show([])
            return
        desk = self._services.desk
        self._services.background.run(
            lambda: find_children(desk, words, HITS),
            lambda hits: self._show(hits) if words == self._asked else None,
            self._not_found_out,
            owner=self,
        )

    def _show(self, hits: list[SearchHit]) -> None:
        self.notice.hide()
        today = local(self._services.desk.clock()).date()
        self.hits.found.show_hits(hits, today)
        count = len(self.hits.found.hits)
        self.hits.setVisible(bool(count))
        nobody = f"No child found for “{self._asked}”. Check the spelling, or add the child."
        found = "1 child found" if count == 1 else f"{count} children found"
        self.told.setText(found if count else nobody)
        self.told.setVisible(bool(self._asked))

    def _not_found_out(self, error: Exception) -> None:
        self.notice.tell("The search did not work", advice_of(error))

    def _enter(self) -> None:
        """Enter with one child found chooses that child; else it goes to the list."""
        if self._typed.isActive():
            self._find()
        elif len(self.hits.found.hits) == 1:
            self.chosen.emit(self.hits.found.hits[0].case)
        elif self.hits.found.hits:
            self.hits.enter()

    def _import(self) -> None:
        file = self._choose_file(self)
        if file is None:
            return
        desk, bring_in = self._services.desk, self._services.import_police_list
        self.import_button.setEnabled(False)
        self.report.wait()
        self._services.background.run(
            lambda: bring_in(desk, file), self._imported, self._not_imported, owner=self
        )

    def _imported(self, report: ImportReport) -> None:
        self.import_button.setEnabled(True)
        self.report.show_report(report)

    def _not_imported(self, error: Exception) -> None:
        self.import_button.setEnabled(True)
        self.report.hide()
        self.notice.tell("Nothing came in", advice_of(error), retry=False)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on; a focus proxy would drop Back from the Tab ring."""
        self.search.setFocus(event.reason())

    @override
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QKeyEvent) or event.key() != Qt.Key.Key_Down:
            return super().eventFilter(watched, event)
        if event.type() is QEvent.Type.KeyPress and self.hits.found.hits:
            self.hits.enter()
        return True
