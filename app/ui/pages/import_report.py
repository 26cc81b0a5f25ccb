"""What came of an import: how many came in, and each row that did not, with its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QListWidget, QVBoxLayout, QWidget

from app.ui.parts.words import button, label

if TYPE_CHECKING:
    from collections.abc import Mapping

    from app.records.ports import ImportedRow, ImportReport

_NAMES = {"person": "child", "missing_episode": "episode", "return_interview": "interview"}
_MANY = {"child": "children"}


class ImportReportPanel(QFrame):
    """Shows a report; hidden until there is one."""

    closed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("kind", "card")
        self.summary = label("", "question")
        self.rows_title = label("", "sub")
        self.rows = QListWidget()
        self.rows.setAccessibleName("Rows to look at")
        self.rows.setWordWrap(True)
        self.rows.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.done = button("&Go to Today", "primary")
        self.done.clicked.connect(self.closed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        for part in (self.summary, self.rows_title):
            column.addWidget(part)
        column.addWidget(self.rows, 1)
        column.addWidget(self.done, 0, Qt.AlignmentFlag.AlignLeft)
        self.hide()

    def wait(self) -> None:
        """Say that the file is being read."""
        self.summary.setText("Reading the list …")
        for part in (self.rows_title, self.rows, self.done):
            part.hide()
        self.show()

    def show_report(self, report: ImportReport) -> None:
        """Show how many came in and list the rows to look at."""
        self.summary.setText(summary_of(report))
        lines = [_line(row, "did not come in") for row in report.refused]
        lines += [_line(row, "came in, please check") for row in report.flagged]
        self.rows.clear()
        self.rows.addItems(lines)
        self.rows_title.setText(_rows_title(report))
        for part in (self.rows_title, self.rows):
            part.setVisible(bool(lines))
        self.done.show()
        self.show()


def summary_of(report: ImportReport) -> str:
    """How many came in, were brought up to date, and were here already."""
    came = _counted(report.added) or "Nothing new"
    parts = [f"{came} came in"]
    if changed := _counted(report.changed):
        parts.append(f"{changed} brought up to date")
    if unchanged := _counted(report.unchanged):
        parts.append(f"{unchanged} here already")
    return f"{'; '.join(parts)}."


def _rows_title(report: ImportReport) -> str:
    refused, flagged = len(report.refused), len(report.flagged)
    parts: list[str] = []
    if refused:
        parts.append("1 row did not come in" if refused == 1 else f"{refused} rows did not come in")
    if flagged:
        parts.append("1 row to check" if flagged == 1 else f"{flagged} rows to check")
    return ", ".join(parts)


def _counted(counts: Mapping[str, int]) -> str:
    return ", ".join(
        f"{count} {_noun(kind, count)}" for kind, count in sorted(counts.items()) if count
    )


def _noun(kind: str, count: int) -> str:
    one = _NAMES.get(kind, kind.replace("_", " ").rstrip("s"))
    return one if count == 1 else _MANY.get(one, f"{one}s")


def _line(row: ImportedRow, what: str) -> str:
    return f"{row.file}, row {row.row} {what}: {row.reason}"
