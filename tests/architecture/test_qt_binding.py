"""The Qt binding that the lock names does not lose references to None."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot


@pytest.mark.ui
def test_set_text_leaves_none_as_it_was(qtbot: QtBot) -> None:
    # PySide6 6.12.0 on Python 3.11 drops one reference a call and aborts after some 5,000.
    # From 3.12 on None is immortal, its count a constant, and there is nothing to lose.
    label = QLabel()
    qtbot.addWidget(label)
    label.setText("warm")
    before = sys.getrefcount(None)
    for number in range(1000):
        label.setText(str(number))
    assert abs(sys.getrefcount(None) - before) < 100
