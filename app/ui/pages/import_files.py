"""Bring an SSDA903 return in: choose its folder, and read what did not come in and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeySequence, QShortcut
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget
from typing_extensions import override

from app.records.errors import advice_of
from app.ui.background import Lane
from app.ui.pages.import_report import ImportReportPanel
from app.ui.parts.words import button, card, label

if TYPE_CHECKING:
    from app.records.ports import ImportReport
    from app.ui.services import Services


class ImportPage(QWidget):
    """Children, placements and missing periods of a return; police lists come in with intake."""

    imported = Signal()
    back = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.folder = QLineEdit()
        self.folder.setObjectName("folder")
        self.folder.setAccessibleName("Folder of the SSDA903 return")
        self.folder.setPlaceholderText("The folder with header.csv, episodes.csv and missing.csv")
        self.start = button("&Bring in", "primary")
        self.start.clicked.connect(self._start)
        self.folder.returnPressed.connect(self.start.click)
        self.problem = label("", "problem")
        self.problem.setObjectName("problem")
        self.problem.hide()
        self.report = ImportReportPanel()
        self.report.closed.connect(self.back)
        self._build()
        QShortcut(QKeySequence("Escape"), self, self.back.emit)

    def _build(self) -> None:
        panel = card()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(32, 20, 32, 20)
        inside.setSpacing(10)
        inside.addWidget(label("Bring in an SSDA903 return", "h1"))
        hint = (
            "Bringing the same return in again changes nothing. The files themselves are not kept."
        )
        inside.addWidget(label(hint, "hint"))
        row = QHBoxLayout()
        row.addWidget(self.folder, 1)
        browse = button("B&rowse…")
        browse.clicked.connect(self._browse)
        row.addWidget(browse)
        row.addWidget(self.start)
        inside.addLayout(row)
        inside.addWidget(self.problem)
        inside.addWidget(self.report, 1)
        inside.addStretch(0)
        leave = button("Bac&k")
        leave.clicked.connect(self.back)
        inside.addWidget(leave, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.addWidget(panel, 1)

    def focus_first(self) -> None:
        """Put the caret where typing starts."""
        self.folder.setFocus(Qt.FocusReason.OtherFocusReason)

    @override
    def focusInEvent(self, event: QFocusEvent) -> None:
        """Hand the focus on to where typing starts."""
        del event
        self.focus_first()

    def _browse(self) -> None:
        self.folder.setText(QFileDialog.getExistingDirectory(self) or self.folder.text())

    def _start(self) -> None:
        words = self.folder.text().strip()
        if not words:
            self._tell("Choose the folder first.")
            return
        self.problem.hide()
        self.start.setEnabled(False)
        self.report.wait()
        services, folder = self._services, Path(words)
        services.background.run(
            lambda: services.import_ssda903(services.desk, folder),
            self._done,
            self._failed,
            lane=Lane.STORE,
            owner=self,
        )

    def _done(self, report: ImportReport) -> None:
        self.start.setEnabled(True)
        self.report.show_report(report)
        self.imported.emit()

    def _failed(self, error: Exception) -> None:
        self.start.setEnabled(True)
        self.report.hide()
        self._tell(advice_of(error, "Nothing came in: the files cannot be read."))

    def _tell(self, words: str) -> None:
        self.problem.setText(words)
        self.problem.show()
