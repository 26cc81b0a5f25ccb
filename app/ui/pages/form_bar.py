"""The buttons below a form: back and on, what the page adds, and hiding the screen at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from app.ui.parts.flow import FlowLayout
from app.ui.parts.words import button, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtWidgets import QPushButton

    from app.forms.question import Section


class FormBar(QWidget):
    """Wraps where the page is narrow, so that no button is ever out of reach."""

    stepped = Signal(int)
    hide_wanted = Signal()

    def __init__(self, extras: Sequence[QPushButton], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.previous = button("&Back")
        self.previous.clicked.connect(lambda: self.stepped.emit(-1))
        self.next = button("Next", "primary")
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.hide_screen = button("Hide screen (F9)")
        self.hide_screen.setToolTip("Show a neutral page at once")
        self.hide_screen.clicked.connect(self.hide_wanted)
        flow = FlowLayout(self, gap=6, line_gap=4)
        flow.setContentsMargins(0, 0, 0, 0)
        for made in (self.previous, self.next, *extras):
            flow.addWidget(made)
        flow.put_at_end(self.hide_screen)

    def focus_first(self) -> None:
        """Put the focus on what leads on."""
        target = self.previous if self.next.isHidden() else self.next
        target.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_steps(self, sections: Sequence[Section], place: int) -> None:
        """Name what comes next, and stop at both ends."""
        self.previous.setEnabled(place > 0)
        last = place == len(sections) - 1
        self.next.setVisible(not last)
        if not last:
            self.next.setText(f"Ne&xt: {plain(sections[place + 1].short.lower())}")
