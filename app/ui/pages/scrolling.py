"""Pages that are read from top to bottom, with the keyboard too."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QAbstractSlider, QScrollArea, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_KEYS = {
    "PgDown": QAbstractSlider.SliderAction.SliderPageStepAdd,
    "PgUp": QAbstractSlider.SliderAction.SliderPageStepSub,
}


def scrolled(parts: Sequence[QWidget]) -> QScrollArea:
    """Put parts one under the other; the area itself is no stop for Tab."""
    inside = QWidget()
    inside.setObjectName("scrolled")
    column = QVBoxLayout(inside)
    column.setContentsMargins(2, 12, 8, 12)
    column.setSpacing(10)
    for part in parts:
        column.addWidget(part)
    column.addStretch(1)
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(inside)
    return area


def scroll_by_keys(page: QWidget, area: Callable[[], QWidget | None]) -> None:
    """Let Page Up and Page Down scroll, wherever the focus is."""

    def act(action: QAbstractSlider.SliderAction) -> None:
        shown = area()
        if isinstance(shown, QScrollArea):
            shown.verticalScrollBar().triggerAction(action)

    for keys, action in _KEYS.items():
        QShortcut(QKeySequence(keys), page).activated.connect(lambda action=action: act(action))
