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
        self._next = "Next"
        self.next.clicked.connect(lambda: self.stepped.emit(1))
        self.hide_screen = button("Hide screen (F9)")
        self.hide_screen.setToolTip("Show a neutral page at once")
        self.hide_screen.clicked.connect(self.hide_wanted)
        flow = FlowLayout(self, gap=6, line_gap=4)
        flow.setContentsMargins(0, 0, 0, 0)
        for made in (self.previous, self.next, *extras):
            flow.addWidget(made)
        flow.put_at_end(self.hide_screen)
        self._long = {made: made.text() for made in (self.hide_screen, *extras)}
        self._short: dict[QPushButton, str] = {self.hide_screen: "Hide (F9)"}
        self._narrow = False

    def shorten(self, made: QPushButton, words: str) -> None:
        """Say how a button is called where room is short."""
        self._short[made] = words

    def set_narrow(self, *, narrow: bool) -> None:
        """Use the short words, or the long ones again."""
        if narrow == self._narrow:
            return
        self._narrow = narrow
        for made, words in self._long.items():
            made.setText(self._short.get(made, words) if narrow else words)
        self.next.setText("Ne&xt" if narrow else self._next)

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
            self._next = f"Ne&xt: {plain(sections[place + 1].short.lower())}"
            self.next.setAccessibleName(self._next.replace("&", ""))
            self.next.setText("Ne&xt" if self._narrow else self._next)
