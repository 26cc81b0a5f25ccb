"""A window to show one question in."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtWidgets import QVBoxLayout, QWidget

from app.forms.told_times import format_time
from app.ui.fields.context import FieldContext
from app.ui.fields.factory import field_for
from app.ui.fields.keys import QuestionKeys
from tests.ui.fields.asking import Answers, Shown, read_time

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.forms.question import Question
    from app.ui.theme import Appearance


@pytest.fixture
def show(qtbot: QtBot, appearance: Appearance) -> Callable[..., Shown]:
    """Show a question in a window of its own, with the keys a page has."""
    assert appearance.look

    def make(
        asked: Question,
        *,
        answers: Answers | None = None,
        children: tuple[Question, ...] = (),
        compact: bool = False,
        width: int = 820,
    ) -> Shown:
        held = answers or Answers()
        held.offered = held.offered or asked.choices
        context = FieldContext(
            answers=held,
            children=lambda _group: children,
            parse_time=read_time,
            format_time=format_time,
            references=lambda _address: (("r1", "Missing 2 Oct"), ("r2", "Missing 9 Oct")),
            now_text=lambda: "2026-11-21T14:31:00.000Z",
        )
        window = QWidget()
        qtbot.addWidget(window)
        column = QVBoxLayout(window)
        QuestionKeys(window)
        frame = field_for(asked, asked.id, context, window, compact=compact)
        column.addWidget(frame)
        column.addStretch(1)
        window.resize(width, 600)
        with qtbot.waitActive(window):
            window.show()
            window.activateWindow()
        return Shown(frame, held, window)

    return make
