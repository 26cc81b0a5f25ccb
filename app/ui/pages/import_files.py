"""Bring files in: an SSDA903 folder or a police list; what did not come in is listed with its row."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QVBoxLayout,
    QWidget,
)

from app.records.errors import ProductError
from app.ui.background import Lane
from app.ui.parts.words import button, card, label

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QPushButton

    from app.records.ports import ImportReport
    from app.ui.services import Services


class ImportPage(QWidget):
    """Two kinds of file, one place to choose it, and the report of what came in."""

    imported = Signal()
    back = Signal()

    def __init__(self, services: Services, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._services = services
        self.setObjectName("import")
        self.folder = _path_line("Folder of the SSDA903 return", "folder")
        self.list_file = _path_line("File of the police list", "list")
        self.result = label("", "h2")
        self.result.setObjectName("result")
        self.rows = QListWidget()
        self.rows.setObjectName("refused")
        self.rows.setAccessibleName("Rows that did not come in")
        self.rows.setWordWrap(True)
        self.rows.hide()
        self._build()
        QShortcut(QKeySequence("Escape"), self, self.back.emit)

    def _build(self) -> None:
        panel = card()
        inside = QVBoxLayout(panel)
        inside.setContentsMargins(32, 20, 32, 20)
        inside.setSpacing(10)
        inside.addWidget(label("Bring files in", "h1"))
        inside.addWidget(
            label("Importing the same file again changes nothing. The file itself is not kept.", "hint")
        )
        inside.addWidget(label("SSDA903 return: children, placements, missing periods", "question"))
        self.import_return = button("Import &return", "primary")
        self.import_return.setObjectName("import-return")
        self.import_return.clicked.connect(self._return)
        inside.addLayout(self._choice(self.folder, self._browse_folder, self.import_return))
        inside.addWidget(label("Police list: reports for you to confirm", "question"))
        self.import_list = button("Import &list", "primary")
        self.import_list.setObjectName("import-list")
        self.import_list.clicked.connect(self._list)
        inside.addLayout(self._choice(self.list_file, self._browse_list, self.import_list))
        line = QFrame()
        line.setProperty("kind", "line")
        inside.addWidget(line)
        inside.addWidget(self.result)
        inside.addWidget(self.rows, 1)
        inside.addStretch(0)
        leave = button("&Back")
        leave.clicked.connect(self.back)
        inside.addWidget(leave, 0, Qt.AlignmentFlag.AlignLeft)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(8, 8, 8, 8)
        outer.addWidget(panel, 1)

    def _choice(
        self, line: QLineEdit, browse: Callable[[], None], start: QPushButton
    ) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(line, 1)
        look = button("Browse…")
        look.setAccessibleName(f"Browse: {line.accessibleName()}")
        look.clicked.connect(browse)
        row.addWidget(look)
        row.addWidget(start)
        line.returnPressed.connect(start.click)
        return row

    def _browse_folder(self) -> None:
        self.folder.setText(QFileDialog.getExistingDirectory(self) or self.folder.text())

    def _browse_list(self) -> None:
        chosen, _kind = QFileDialog.getOpenFileName(self, filter="Lists (*.csv)")
        self.list_file.setText(chosen or self.list_file.text())

    def _return(self) -> None:
        self._start(self.folder, self._services.import_ssda903)

    def _list(self) -> None:
        self._start(self.list_file, self._services.import_police_list)

    def _start(self, line: QLineEdit, bring_in: Callable[..., ImportReport]) -> None:
        words = line.text().strip()
        if not words:
            self.result.setText("Choose what to import first.")
            return
        self._busy(busy=True)
        desk = self._services.desk
        self._services.background.run(
            lambda: bring_in(desk, Path(words)), self._done, self._failed, lane=Lane.STORE, owner=self
        )

    def _busy(self, *, busy: bool) -> None:
        for made in (self.import_return, self.import_list):
            made.setEnabled(not busy)
        if busy:
            self.result.setText("Reading…")

    def _done(self, report: ImportReport) -> None:
        self._busy(busy=False)
        self.result.setText(summary_words(report))
        self.rows.clear()
        for row in report.refused:
            self.rows.addItem(f"{row.file}, row {row.row}: {row.reason}")
        self.rows.setVisible(bool(report.refused))
        self.imported.emit()

    def _failed(self, error: Exception) -> None:
        self._busy(busy=False)
        known = isinstance(error, ProductError)
        self.result.setText(error.advice if known else "Nothing came in: the file cannot be read.")


def summary_words(report: ImportReport) -> str:
    """How many came in, in one sentence."""
    parts = [f"{count} {what} came in" for what, count in report.added.items() if count]
    parts += [f"{count} {what} brought up to date" for what, count in report.changed.items() if count]
    parts += [f"{count} {what} were here already" for what, count in report.unchanged.items() if count]
    parts.append(f"{len(report.refused)} rows did not come in")
    return " · ".join(parts)


def _path_line(name: str, object_name: str) -> QLineEdit:
    line = QLineEdit()
    line.setAccessibleName(name)
    line.setObjectName(object_name)
    line.setPlaceholderText(name)
    return line
