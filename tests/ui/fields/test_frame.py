"""Around every question: why it has no answer, clearing, notes, and items in their order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget

from app.forms.question import OTHER, SYSTEM, AnswerType, Choice
from app.forms.shapes import SHAPES
from app.records.record import Answer, AnswerState, Source, answered
from app.ui.fields.drawing import DrawingField
from app.ui.fields.frame import frame_of
from app.ui.fields.grid import GridField
from app.ui.fields.multi import MultiField
from app.ui.fields.repeat import RepeatField
from tests.ui.fields.asking import Answers, Shown, focused, options, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

    from app.forms.question import Question
    from app.records.record import JsonValue

pytestmark = pytest.mark.ui
TYPED = [kind for kind in AnswerType if kind not in SYSTEM]
VALUES: dict[AnswerType, JsonValue] = {
    AnswerType.NUMBER: 3,
    AnswerType.DATE: "2011-03-14",
    AnswerType.DATETIME: {"precision": "about", "at": "2026-11-19T02:00+00:00"},
    AnswerType.YES_NO: "yes",
    AnswerType.YES_NO_UNSURE: "unsure",
    AnswerType.CHOICE: "a1",
    AnswerType.DRAWING: {"marks": [{"text": "left arm"}]},
    AnswerType.SIGNATURE: {"name": "Jo"},
}
ROWS = (
    question(AnswerType.CHOICE, id="seen.one", label="One", options=options(4)),
    question(AnswerType.CHOICE, id="seen.two", label="Two", options=options(4)),
)


def asked(kind: AnswerType) -> Question:
    return question(
        kind, options=options(4) if kind in (AnswerType.CHOICE, AnswerType.MULTI) else ()
    )


def value_of(kind: AnswerType) -> JsonValue:
    if kind in SHAPES:
        return {next(iter(SHAPES[kind])): "x"}
    return VALUES.get(kind, "words")


@pytest.mark.parametrize("kind", TYPED)
def test_every_question_can_be_cleared(show: Callable[..., Shown], kind: AnswerType) -> None:
    answers = Answers()
    if kind in (AnswerType.MULTI, AnswerType.REFERENCE):
        answers.ticks["seen"] = ["a1", "r1"]
    elif kind is AnswerType.REPEAT:
        answers.known["seen"] = Answer(state=AnswerState.DECLINED)
    elif kind is AnswerType.GRID:
        answers.known["seen/one"] = answered("a2")
    else:
        answers.known["seen"] = answered(value_of(kind))
    answers.offered = options(4) if kind in (AnswerType.MULTI, AnswerType.GRID) else ()
    shown = show(asked(kind), answers=answers, children=ROWS)
    shown.frame.clear()
    assert ("seen", None) in shown.told
    if kind is AnswerType.GRID:
        assert ("seen/one", None) in shown.told
    if isinstance(shown.frame.field, MultiField):
        assert shown.frame.field.ticks() == []
    assert not shown.frame.field.clearable


@pytest.mark.parametrize("kind", TYPED)
@pytest.mark.parametrize(
    ("key", "state"),
    [
        (Qt.Key.Key_N, AnswerState.NOT_ASKED),
        (Qt.Key.Key_D, AnswerState.DECLINED),
        (Qt.Key.Key_K, AnswerState.DOES_NOT_KNOW),
        (Qt.Key.Key_A, AnswerState.NOT_APPLICABLE),
    ],
)
def test_one_key_says_why_there_is_no_answer(
    qtbot: QtBot, show: Callable[..., Shown], kind: AnswerType, key: Qt.Key, state: AnswerState
) -> None:
    shown = show(asked(kind), children=ROWS)
    shown.frame.focus_first()
    focus = QApplication.focusWidget()
    assert focus is not None
    QTest.keyClick(focus, key, Qt.KeyboardModifier.AltModifier)
    shown.frame.flush()
    assert shown.told == [("seen", Answer(state=state))]
    QTest.keyClick(focused(), Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert shown.told[-1] == ("seen", None)


def test_a_worker_is_not_offered_what_only_a_child_can_say(show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.TEXT, asked_of="worker"))
    shown.frame.give_state(AnswerState.DECLINED)
    assert shown.told == []
    names = [action.text().split("\t")[0] for action in shown.frame.menu().actions()]
    assert names[:2] == ["Not known", "Not applicable"]


def test_the_menu_of_a_question_in_an_item_gives_the_same(show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.QUOTE), compact=True)
    actions = {action.text().split("\t")[0]: action for action in shown.frame.menu().actions()}
    assert {"Not asked", "Child declined", "Note", "Clear", "Who said it"} <= set(actions)
    actions["Child declined"].trigger()
    assert shown.values == [AnswerState.DECLINED]


def test_other_asks_what(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    choices = (Choice("a", "A"), Choice(OTHER, "Something else"))
    shown = show(question(AnswerType.CHOICE, options=choices))
    shown.frame.focus_first()
    QTest.keyClick(focused(), Qt.Key.Key_2)
    shown.frame.flush()
    note = shown.frame.note
    assert note.isVisible()
    note.box.insertPlainText("a tram")
    assert shown.told[-1][1] == Answer(state=AnswerState.ANSWERED, value=OTHER, note="a tram")


def test_other_among_several_asks_what_and_keeps_it(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    choices = (Choice("a", "A"), Choice(OTHER, "Something else"))
    shown = show(question(AnswerType.MULTI, options=choices))
    field = shown.frame.field
    assert isinstance(field, MultiField)
    QTest.mouseClick(field.buttons[1], Qt.MouseButton.LeftButton)
    shown.frame.flush()
    shown.frame.note.box.insertPlainText("a tram")
    noted = Answer(state=AnswerState.ANSWERED, note="a tram")
    assert shown.told[-1] == ("seen", noted)
    QTest.mouseClick(field.buttons[0], Qt.MouseButton.LeftButton)
    shown.frame.flush()
    assert shown.told[-1] == ("seen", noted)


def test_a_state_has_a_reason_and_an_answer_a_note(show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.TEXT))
    shown.frame.give_state(AnswerState.NOT_ASKED)
    shown.frame.open_note()
    shown.frame.note.box.insertPlainText("too upset")
    assert shown.told[-1][1] == Answer(state=AnswerState.NOT_ASKED, why="too upset")
    shown.frame.set_answer(answered("x"))
    shown.frame.open_note()
    shown.frame.note.box.insertPlainText("said twice")
    assert shown.told[-1][1] == Answer(state=AnswerState.ANSWERED, value="x", note="said twice")


def test_prefilled_answers_say_where_they_are_from(show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.TEXT))
    shown.frame.set_answer(answered("NM", Source.POLICE))
    marks = [button for button in shown.frame.findChildren(QPushButton) if button.isVisible()]
    assert "From the police list · check" in [button.text() for button in marks]
    shown.frame.set_answer(answered("NM"))
    marks = [button for button in shown.frame.findChildren(QPushButton) if button.isVisible()]
    assert not [button for button in marks if "police list" in button.text()]


@pytest.mark.parametrize("asked_of", ["child", "worker"])
@pytest.mark.parametrize("kind", [AnswerType.TEXT, AnswerType.YES_NO])
def test_every_question_can_say_when_it_was_recorded(
    show: Callable[..., Shown], kind: AnswerType, asked_of: str
) -> None:
    shown = show(question(kind, asked_of=asked_of))
    for text in ("Recorded 14:31", "Recorded 14:32"):
        shown.frame.show_recorded(text)
        QApplication.processEvents()
        seen = [words.text() for words in shown.frame.findChildren(QLabel) if words.isVisible()]
        assert [words for words in seen if words.startswith("Recorded")] == [text]


def test_a_problem_is_shown_on_demand_and_goes(show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.TEXT))
    assert shown.frame.problem == ""
    shown.frame.show_problem("Say when.")
    assert shown.frame.problem == "! Say when."
    shown.frame.show_problem("")
    assert shown.frame.problem == ""


# ---- items ----------------------------------------------------------------------------------

PLACE = question(AnswerType.TEXT, id="seen.place", label="Which place?")
WHY = question(AnswerType.YES_NO, id="seen.why", label="Were you safe there?")


def repeat(show: Callable[..., Shown], count: int = 0, **more: object) -> tuple[Shown, RepeatField]:
    answers = Answers()
    for _ in range(count):
        answers.add_item("seen")
    shown = show(
        question(AnswerType.REPEAT, ordered=True), answers=answers, children=(PLACE, WHY), **more
    )
    field = shown.frame.field
    assert isinstance(field, RepeatField)
    return shown, field


def titles(field: RepeatField) -> list[str]:
    return [card.accessibleName() for card in field.cards]


def test_an_added_item_has_the_focus_and_tells_at_its_own_address(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown, field = repeat(show)
    QTest.mouseClick(field.add, Qt.MouseButton.LeftButton)
    QTest.keyClicks(focused(), "park")
    assert shown.told[-1] == ("seen/i0/place", answered("park"))
    assert titles(field) == ["Anyone seen, 1 of 1"]


def test_a_removed_item_comes_back_by_one_press(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown, field = repeat(show, 2)
    field.remove_item("i0")
    assert shown.answers.items("seen") == ["i1"]
    focus = QApplication.focusWidget()
    assert isinstance(focus, QPushButton)
    assert focus.text() == "Put it back"
    QTest.mouseClick(focus, Qt.MouseButton.LeftButton)
    assert sorted(shown.answers.items("seen")) == ["i0", "i1"]
    assert len(field.cards) == 2


def test_items_move_and_tab_follows_them(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown, field = repeat(show, 3)
    field.move_item("i2", -1)
    assert shown.answers.items("seen") == ["i0", "i2", "i1"]
    field.move_item("i0", -1)  # already first
    assert shown.answers.items("seen") == ["i0", "i2", "i1"]
    field.cards[0].focus_first()
    seen: list[str] = []
    for _ in range(40):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        frame = frame_name(QApplication.focusWidget())
        if frame and (not seen or seen[-1] != frame):
            seen.append(frame)
    order = [name for name in dict.fromkeys(seen) if name.startswith("seen/")]
    assert order.index("seen/i2/place") < order.index("seen/i1/place")


def frame_name(widget: QWidget | None) -> str:
    frame = frame_of(widget)
    return frame.address if frame is not None else ""


def test_no_reason_for_no_answer_while_there_are_items(show: Callable[..., Shown]) -> None:
    shown, field = repeat(show, 1)
    shown.frame.give_state(AnswerState.DECLINED)
    assert shown.told == []
    field.remove_item("i0")
    shown.frame.refresh()
    shown.frame.give_state(AnswerState.DECLINED)
    assert shown.told == [("seen", Answer(state=AnswerState.DECLINED))]


def test_hidden_questions_of_an_item_hide(show: Callable[..., Shown]) -> None:
    shown, field = repeat(show, 1)
    frame = field.cards[0].frames["seen/i0/why"]
    assert frame.isVisible()
    shown.answers.hidden.add("seen/i0/why")
    shown.frame.refresh()
    assert frame.isHidden()


def test_a_grid_tells_each_row_at_its_address(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    answers = Answers()
    answers.offered = options(4)
    shown = show(question(AnswerType.GRID), answers=answers, children=ROWS)
    field = shown.frame.field
    assert isinstance(field, GridField)
    row = field.rows["seen/two"]
    row.focus_first()
    QTest.keyClick(focused(), Qt.Key.Key_3)
    shown.frame.flush()
    assert shown.told == [("seen/two", answered("a2"))]


def test_a_drawing_has_the_same_in_words(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.DRAWING, id="injuries_map"))
    field = shown.frame.field
    assert isinstance(field, DrawingField)
    QTest.mousePress(field.canvas, Qt.MouseButton.LeftButton, pos=field.canvas.rect().center())
    QTest.mouseMove(field.canvas, field.canvas.rect().center() * 1.1)
    QTest.mouseRelease(field.canvas, Qt.MouseButton.LeftButton)
    assert len(shown.values[-1]["marks"]) == 1
    assert all(
        0 <= part <= 1000 for point in shown.values[-1]["marks"][0]["points"] for part in point
    )
    QTest.keyClicks(field.rows[0].line, "bruise")
    field.add_in_words()
    QTest.keyClicks(focused(), "knee")
    marks = shown.values[-1]["marks"]
    assert [mark["text"] for mark in marks] == ["bruise", "knee"]
    assert "points" not in marks[1]
    shown.frame.clear()
    assert field.rows == []
