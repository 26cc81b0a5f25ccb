"""A choice is what a person settled on: never what arrows, Tab or the wheel passed over."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from app.forms.question import AnswerType, Choice
from app.records.record import Answer, AnswerState, answered
from app.ui.fields.choice import ChoiceField, CodeListField
from app.ui.fields.field import SETTLE_MS
from app.ui.fields.multi import MultiField
from app.ui.parts.inputs import Combo
from tests.ui.fields.asking import Answers, Shown, options, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.ui.fields.option_button import OptionButton

pytestmark = pytest.mark.ui
YES_NO = AnswerType.YES_NO_UNSURE


def buttons(shown: Shown) -> list[OptionButton]:
    field = shown.frame.field
    assert isinstance(field, ChoiceField)
    return field.row.buttons


def press(qtbot: QtBot, key: Qt.Key) -> None:
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key)


def test_a_settled_choice_is_told_once(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(YES_NO))
    with qtbot.waitSignal(shown.frame.answered, timeout=5 * SETTLE_MS):
        QTest.mouseClick(buttons(shown)[0], Qt.MouseButton.LeftButton)
    shown.frame.flush()
    assert shown.values == ["yes"]


def test_a_corrected_press_is_never_told(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(YES_NO))
    QTest.mouseClick(buttons(shown)[0], Qt.MouseButton.LeftButton)
    QTest.mouseClick(buttons(shown)[1], Qt.MouseButton.LeftButton)
    shown.frame.flush()
    assert shown.values == ["no"]


@pytest.mark.parametrize(
    "key", [Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Tab]
)
@pytest.mark.parametrize("first", [None, "yes"])
def test_walking_never_changes_an_answer(
    qtbot: QtBot, show: Callable[..., Shown], key: Qt.Key, first: str | None
) -> None:
    shown = show(question(YES_NO))
    shown.frame.set_answer(answered(first) if first else None)
    shown.frame.focus_first()
    seen = set()
    for _ in range(9):
        seen.add(QApplication.focusWidget())
        press(qtbot, key)
    shown.frame.flush()
    assert shown.values == []
    assert [button.key for button in buttons(shown) if button.isChecked()] == (
        [first] if first else []
    )
    if key is not Qt.Key.Key_Tab:
        assert len(seen) == len(buttons(shown))  # every option was walked over


def test_tab_visits_the_question_once(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(YES_NO))
    after = QLineEdit(shown.window)
    layout = shown.window.layout()
    assert layout is not None
    layout.addWidget(after)
    after.show()
    shown.frame.focus_first()
    press(qtbot, Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after


@pytest.mark.parametrize(("digit", "value"), [("1", "yes"), ("2", "no"), ("3", "unsure")])
def test_a_digit_picks(qtbot: QtBot, show: Callable[..., Shown], digit: str, value: str) -> None:
    shown = show(question(YES_NO))
    shown.frame.focus_first()
    press(qtbot, getattr(Qt.Key, f"Key_{digit}"))
    shown.frame.flush()
    assert shown.values == [value]


def test_a_digit_never_picks_a_reason_for_no_answer(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown = show(question(YES_NO))
    shown.frame.focus_first()
    press(qtbot, Qt.Key.Key_4)
    shown.frame.flush()
    assert shown.values == []


def test_space_on_what_is_picked_clears_it(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(YES_NO))
    shown.frame.set_answer(answered("yes"))
    shown.frame.focus_first()
    press(qtbot, Qt.Key.Key_Space)
    shown.frame.flush()
    assert shown.values == [None]
    press(qtbot, Qt.Key.Key_Space)
    shown.frame.flush()
    assert shown.values == [None, "yes"]


def test_leaving_the_question_tells_at_once(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(YES_NO))
    after = QLineEdit(shown.window)
    QTest.mouseClick(buttons(shown)[1], Qt.MouseButton.LeftButton)
    assert shown.values == []
    after.show()
    after.setFocus()
    assert shown.values == ["no"]


def test_a_state_excludes_the_options(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(YES_NO))
    shown.frame.set_answer(answered("yes"))
    declined = next(b for b in buttons(shown) if b.key is AnswerState.DECLINED)
    QTest.mouseClick(declined, Qt.MouseButton.LeftButton)
    shown.frame.flush()
    assert shown.values == [AnswerState.DECLINED]
    assert [button.key for button in buttons(shown) if button.isChecked()] == [AnswerState.DECLINED]


def test_showing_an_answer_tells_nobody(show: Callable[..., Shown]) -> None:
    shown = show(question(YES_NO))
    for answer in (answered("no"), Answer(state=AnswerState.DECLINED), None):
        shown.frame.set_answer(answer)
        shown.frame.flush()
    assert shown.told == []


def test_many_options_are_searched_by_any_part_of_a_name(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    names = ("Northmere", "Calderfen", "Southhaven", "East Calder")
    choices = tuple(Choice(f"c{place}", name) for place, name in enumerate(names * 3))
    shown = show(question(AnswerType.CHOICE, options=choices))
    field = shown.frame.field
    assert isinstance(field, CodeListField)
    completer = field.combo.completer()
    assert completer is not None
    completer.setCompletionPrefix("calder")
    found = [
        completer.completionModel().index(row, 0).data()
        for row in range(completer.completionCount())
    ]
    assert set(found) == {"Calderfen", "East Calder"}
    field.combo.line.setText("east calder")
    shown.frame.flush()
    assert shown.values == ["c3"]
    field.combo.line.setText("nowhere at all")
    shown.frame.flush()
    assert field.combo.currentText() == "East Calder"
    field.combo.line.clear()
    shown.frame.flush()
    assert shown.values == ["c3", None]


def test_the_wheel_scrolls_the_page_and_changes_no_list(qtbot: QtBot, appearance: object) -> None:
    assert appearance
    area, inside = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    combo = Combo("Authority")
    combo.addItems(["one", "two", "three"])
    combo.setCurrentIndex(1)
    column = QVBoxLayout(inside)
    column.addWidget(combo)
    tail = QWidget()
    tail.setMinimumHeight(3000)
    column.addWidget(tail)
    area.setWidget(inside)
    area.setWidgetResizable(True)
    area.resize(400, 300)
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    for focused in (False, True):
        if focused:
            combo.setFocus()
        area.verticalScrollBar().setValue(0)
        middle = combo.mapTo(area, combo.rect().center())
        QTest.wheelEvent(area.windowHandle(), QPointF(middle), QPoint(0, -120))
        QApplication.processEvents()
        assert combo.currentIndex() == 1
        assert area.verticalScrollBar().value() > 0


# ---- any number of options ------------------------------------------------------------------


def multi(show: Callable[..., Shown], count: int = 4) -> tuple[Shown, MultiField]:
    asked = question(AnswerType.MULTI, options=options(count), exclusive=(f"a{count - 1}",))
    shown = show(asked)
    field = shown.frame.field
    assert isinstance(field, MultiField)
    return shown, field


def test_ticks_are_told_each_by_itself_once_settled(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown, field = multi(show)
    for place in (0, 1, 1):
        QTest.mouseClick(field.buttons[place], Qt.MouseButton.LeftButton)
    assert shown.ticks == []
    shown.frame.flush()
    assert shown.ticks == [("seen", "a0", True)]
    assert shown.told == []


def test_an_exclusive_option_stands_alone(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown, field = multi(show)
    field.set_ticks(["a0", "a1"])
    QTest.mouseClick(field.buttons[3], Qt.MouseButton.LeftButton)
    shown.frame.flush()
    assert field.ticks() == ["a3"]
    QTest.mouseClick(field.buttons[0], Qt.MouseButton.LeftButton)
    shown.frame.flush()
    assert field.ticks() == ["a0"]
    assert shown.ticks[-2:] == [("seen", "a0", True), ("seen", "a3", False)]


def test_arrows_tick_nothing(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown, field = multi(show)
    shown.frame.focus_first()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        press(qtbot, key)
    shown.frame.flush()
    assert shown.ticks == []
    assert field.ticks() == []


def test_digits_tick(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown, _ = multi(show)
    shown.frame.focus_first()
    press(qtbot, Qt.Key.Key_2)
    press(qtbot, Qt.Key.Key_3)
    shown.frame.flush()
    assert shown.ticks == [("seen", "a1", True), ("seen", "a2", True)]


def test_a_state_takes_the_ticks_and_gives_them_back(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown, field = multi(show)
    field.set_ticks(["a0", "a1"])
    shown.frame.give_state(AnswerState.DECLINED)
    assert field.ticks() == []
    assert shown.values == [AnswerState.DECLINED]
    shown.frame.give_state(AnswerState.DECLINED)  # the same once more takes it back
    assert field.ticks() == ["a0", "a1"]
    assert shown.ticks == [("seen", "a0", True), ("seen", "a1", True)]


def test_a_tick_takes_the_place_of_a_state(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown, field = multi(show)
    shown.frame.set_answer(Answer(state=AnswerState.DECLINED))
    QTest.mouseClick(field.buttons[0], Qt.MouseButton.LeftButton)
    shown.frame.flush()
    assert shown.ticks == [("seen", "a0", True)]
    assert shown.frame.answer == Answer(state=AnswerState.ANSWERED)


def test_the_same_options_in_a_reference_point_at_records(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    answers = Answers()
    answers.ticks["seen"] = ["gone"]
    shown = show(question(AnswerType.REFERENCE), answers=answers)
    field = shown.frame.field
    assert isinstance(field, MultiField)
    assert [button.key for button in field.buttons] == ["r1", "r2", "gone"]
    assert field.ticks() == ["gone"]
    QTest.mouseClick(field.buttons[0], Qt.MouseButton.LeftButton)
    shown.frame.flush()
    assert shown.ticks == [("seen", "r1", True)]
