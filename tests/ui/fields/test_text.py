"""Words are kept to the letter; the keyboard always gets out of a box."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from app.forms.question import AnswerType
from app.records.record import Answer, AnswerState, Source, answered
from app.ui.fields.details import NOT_SURE, LocationField, PartsField
from app.ui.fields.moment import MomentField
from app.ui.fields.number import NumberField, read_number
from app.ui.fields.quote import QuoteField
from app.ui.fields.signature import SignatureField
from app.ui.fields.text import LongTextField, TextField
from tests.ui.fields.asking import Shown, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.ui
WORDS = "  “I just had to go.”  Łukasz said so, 李 too\nand then nothing "


def quote(show: Callable[..., Shown], **more: Any) -> tuple[Shown, QuoteField]:
    shown = show(question(AnswerType.QUOTE), **more)
    field = shown.frame.field
    assert isinstance(field, QuoteField)
    return shown, field


def moment(show: Callable[..., Shown], kind: AnswerType) -> tuple[Shown, MomentField]:
    shown = show(question(kind))
    field = shown.frame.field
    assert isinstance(field, MomentField)
    return shown, field


def test_tab_leaves_a_quote_and_writes_nothing_into_it(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown, field = quote(show)
    shown.frame.focus_first()
    for _ in range(8):
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not focus
    assert field.box.toPlainText() == ""
    assert shown.told == []


def test_a_quote_is_kept_to_the_letter_with_when_it_was_said(show: Callable[..., Shown]) -> None:
    shown, field = quote(show)
    field.box.insertPlainText(WORDS)
    told = shown.told[-1][1]
    assert told is not None
    assert told.value == WORDS
    assert told.said_at == "2026-11-21T14:31:00.000Z"


def test_each_change_of_a_quote_is_told(show: Callable[..., Shown]) -> None:
    shown, field = quote(show)
    for letter in "abc":
        field.box.insertPlainText(letter)
    assert shown.values == ["a", "ab", "abc"]


def test_speaker_language_and_translation_travel_with_the_words(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown, field = quote(show)
    field.box.insertPlainText("Chciałem wyjść")
    shown.frame.open_extra()
    speaker = QApplication.focusWidget()
    assert isinstance(speaker, QLineEdit)
    QTest.keyClicks(speaker, "Robin")
    field.details.translation.insertPlainText("I wanted to get out")
    told = shown.told[-1][1]
    assert told is not None
    assert (told.value, told.speaker, told.translation) == (
        "Chciałem wyjść",
        "Robin",
        "I wanted to get out",
    )
    field.box.insertPlainText("!")
    again = shown.told[-1][1]
    assert again is not None
    assert (again.speaker, again.translation) == ("Robin", "I wanted to get out")


@pytest.mark.parametrize("width", [320, 480, 640, 900])
@pytest.mark.parametrize("text", ["short", "word " * 300, "line\n" * 30, "x" * 2000])
def test_nothing_of_a_text_is_ever_out_of_sight(
    qtbot: QtBot, show: Callable[..., Shown], width: int, text: str
) -> None:
    shown = show(question(AnswerType.LONG_TEXT), width=width)
    field = shown.frame.field
    assert isinstance(field, LongTextField)
    field.box.insertPlainText(text)
    for wide in (width, width + 130, width):
        shown.window.resize(wide, 600)
        QApplication.processEvents()
        assert field.box.verticalScrollBar().maximum() == 0
        last = field.box.document().lastBlock()
        layout = field.box.document().documentLayout()
        blocks = field.box.document().blockCount()
        block = field.box.document().begin()
        bottom = 0.0
        while block.isValid():
            bottom += layout.blockBoundingRect(block).height()
            block = block.next()
        assert blocks
        assert last.isValid()
        assert field.box.viewport().height() >= bottom


def test_showing_what_was_just_typed_keeps_the_caret(show: Callable[..., Shown]) -> None:
    shown, field = quote(show)
    field.box.insertPlainText("abcdef")
    cursor = field.box.textCursor()
    cursor.setPosition(2)
    field.box.setTextCursor(cursor)
    shown.frame.set_answer(shown.told[-1][1])
    assert field.box.textCursor().position() == 2


def test_only_spaces_are_no_answer(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.TEXT))
    field = shown.frame.field
    assert isinstance(field, TextField)
    shown.frame.focus_first()
    QTest.keyClicks(field.line, "  ")
    assert shown.told == []
    QTest.keyClicks(field.line, "x")
    assert shown.values == ["  x"]


def test_typing_over_a_source_makes_it_the_workers_own(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown = show(question(AnswerType.TEXT))
    field = shown.frame.field
    assert isinstance(field, TextField)
    shown.frame.set_answer(answered("NM", Source.POLICE))
    shown.frame.focus_first()
    field.line.end(False)
    QTest.keyClicks(field.line, "1")
    told = shown.told[-1][1]
    assert told is not None
    assert (told.value, told.source) == ("NM1", None)


# ---- numbers --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("14", 14),
        ("1,200", 1200),
        (" 3 ", 3),
        ("about 15", 15),
        ("~15", 15),
        ("2.50", "2.50"),
        ("fourteen", None),
        ("14 or 15", None),
        ("", None),
    ],
)
def test_numbers_are_read_as_people_type_them(text: str, value: object) -> None:
    assert read_number(text) == value


def test_a_doubtful_number_keeps_its_doubt(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.NUMBER))
    field = shown.frame.field
    assert isinstance(field, NumberField)
    QTest.keyClicks(field.line, "about 15")
    shown.frame.flush()
    told = shown.told[-1][1]
    assert told is not None
    assert (told.value, told.note) == (15, "about 15")


def test_what_is_no_number_stays_and_is_said_to_be_not_kept(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown = show(question(AnswerType.NUMBER))
    field = shown.frame.field
    assert isinstance(field, NumberField)
    QTest.keyClicks(field.line, "lots")
    shown.frame.flush()
    assert shown.told == []
    assert field.line.text() == "lots"
    assert "Not kept yet" in shown.frame.problem
    field.line.clear()
    QTest.keyClicks(field.line, "7")
    shown.frame.flush()
    assert shown.values == [7]
    assert shown.frame.problem == ""


# ---- times ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "precision"),
    [("about 2am", "about"), ("Tuesday evening", "date"), ("18 Nov 19:30", "exact")],
)
def test_a_time_is_understood_in_words_and_said_back(
    qtbot: QtBot, show: Callable[..., Shown], text: str, precision: str
) -> None:
    shown, field = moment(show, AnswerType.DATETIME)
    QTest.keyClicks(field.line, text)
    assert shown.told == []  # a half-typed time is no answer
    shown.frame.flush()
    assert shown.values[-1]["precision"] == precision
    assert field.understood.text()
    assert "00:00" not in field.understood.text()


def test_words_that_name_no_time_are_kept(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown, field = moment(show, AnswerType.DATETIME)
    QTest.keyClicks(field.line, "when it got dark and cold")
    shown.frame.flush()
    assert shown.values[-1]["said"] == "when it got dark and cold"
    assert "at" not in shown.values[-1]
    assert "Kept in these words" in field.understood.text()


def test_a_time_shown_again_is_not_rewritten_under_the_fingers(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown, field = moment(show, AnswerType.DATETIME)
    QTest.keyClicks(field.line, "about 2am")
    shown.frame.flush()
    shown.frame.set_answer(shown.told[-1][1])
    assert field.line.text() == "about 2am"


@pytest.mark.parametrize("text", ["14 March 2011", "14/3/2011", "2011-03-14"])
def test_a_date_is_a_day(qtbot: QtBot, show: Callable[..., Shown], text: str) -> None:
    shown, field = moment(show, AnswerType.DATE)
    QTest.keyClicks(field.line, text)
    shown.frame.flush()
    assert shown.values == ["2011-03-14"]


def test_what_is_no_date_is_not_kept(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown, field = moment(show, AnswerType.DATE)
    QTest.keyClicks(field.line, "some time ago")
    shown.frame.flush()
    assert shown.told == []
    assert "Not kept yet" in shown.frame.problem


# ---- answers of several parts ---------------------------------------------------------------


def test_parts_make_one_answer(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.PERSON))
    field = shown.frame.field
    assert isinstance(field, PartsField)
    QTest.keyClicks(field.lines["name"], "Jo")
    QTest.keyClicks(field.lines["phone"], "0123")
    assert shown.values[-1] == {"name": "Jo", "phone": "0123"}
    field.lines["name"].selectAll()
    QTest.keyClick(field.lines["name"], Qt.Key.Key_Delete)
    field.lines["phone"].selectAll()
    QTest.keyClick(field.lines["phone"], Qt.Key.Key_Delete)
    assert shown.values[-1] is None


def test_rare_parts_open_where_they_are_known(show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.PERSON))
    field = shown.frame.field
    assert isinstance(field, PartsField)
    assert "description" not in field.lines
    shown.frame.set_answer(answered({"name": "Jo", "description": "tall"}))
    assert field.lines["description"].text() == "tall"


def test_a_place_keeps_its_point_and_may_be_doubtful(
    qtbot: QtBot, show: Callable[..., Shown]
) -> None:
    shown = show(question(AnswerType.LOCATION))
    field = shown.frame.field
    assert isinstance(field, LocationField)
    shown.frame.set_answer(answered({"name": "Shop", "lat": 54770000, "lon": -1570000}))
    QTest.mouseClick(field.not_sure, Qt.MouseButton.LeftButton, pos=field.not_sure.rect().center())
    assert shown.values[-1] == {
        "name": "Shop",
        "lat": 54770000,
        "lon": -1570000,
        "description": NOT_SURE,
    }
    shown.frame.set_answer(shown.told[-1][1])
    assert field.not_sure.isChecked()


def test_a_name_in_the_box_is_no_signature(qtbot: QtBot, show: Callable[..., Shown]) -> None:
    shown = show(question(AnswerType.SIGNATURE))
    field = shown.frame.field
    assert isinstance(field, SignatureField)
    QTest.keyClicks(field.name, "A. Worker")
    shown.frame.flush()
    assert shown.told == []
    QTest.mouseClick(field.sign, Qt.MouseButton.LeftButton)
    assert shown.values[-1] == {
        "name": "A. Worker",
        "at": {"precision": "exact", "at": "2026-11-21T14:31+00:00"},
    }


def test_a_declined_quote_can_be_put_back(show: Callable[..., Shown]) -> None:
    shown, field = quote(show)
    field.box.insertPlainText("It was him")
    shown.frame.give_state(AnswerState.DECLINED)
    assert shown.values[-1] is AnswerState.DECLINED
    assert field.box.toPlainText() == ""
    shown.frame.give_state(AnswerState.DECLINED)
    assert shown.values[-1:] == ["It was him"]
    assert field.box.toPlainText() == "It was him"


def test_typing_takes_the_place_of_a_state(show: Callable[..., Shown]) -> None:
    shown, field = quote(show)
    shown.frame.set_answer(Answer(state=AnswerState.NOT_ASKED))
    field.box.insertPlainText("Well")
    assert shown.values == ["Well"]
