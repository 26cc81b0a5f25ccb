"""What a screen reader is told, where Tab goes, and what fits: over the whole real form."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QApplication,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)
from typing_extensions import override

from app.forms.question import AnswerType, Choice
from app.forms.session import FormSession
from app.records.record import answered
from app.ui.fields.column import QuestionColumn
from app.ui.fields.context import FieldContext
from app.ui.fields.frame import QuestionFrame
from app.ui.theme import Appearance, Look
from tests.ui.conftest import make_session
from tests.ui.fields.asking import Answers, Shown, focused, question

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from PySide6.QtGui import QAccessibleInterface
    from pytestqt.qtbot import QtBot

    from app.forms.definition import Form

pytestmark = pytest.mark.ui
SECTIONS = ("child", "episode", "first_things", "before", "during", "harm", "coding", "closing")
ROLES = {
    QAccessible.Role.RadioButton,
    QAccessible.Role.CheckBox,
    QAccessible.Role.Button,
    QAccessible.Role.EditableText,
    QAccessible.Role.ComboBox,
    QAccessible.Role.ListItem,  # inside a list to search
}


def column(
    qtbot: QtBot, form: Form, context: FieldContext, sections: tuple[str, ...], width: int = 820
) -> tuple[QScrollArea, QuestionColumn]:
    questions = [asked for section in sections for asked in form.in_section(section)]
    shown = QuestionColumn(questions, context)
    area = QScrollArea()
    qtbot.addWidget(area)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidgetResizable(True)
    area.setWidget(shown)
    area.resize(width, 700)
    with qtbot.waitActive(area):
        area.show()
        area.activateWindow()
    return area, shown


def stops(root: QWidget) -> list[QWidget]:
    """Return what Tab can stop at, in the order in which it does."""
    start = next(widget for widget in root.findChildren(QWidget) if takes_tab(widget))
    found, widget = [start], start.nextInFocusChain()
    while widget is not None and widget is not start:
        if takes_tab(widget) and root.isAncestorOf(widget):
            found.append(widget)
        widget = widget.nextInFocusChain()
    return found


def top_of(widget: QWidget, root: QWidget) -> int:
    return widget.mapTo(root, QPoint(0, 0)).y()


def takes_tab(widget: QWidget) -> bool:
    tab = bool(widget.focusPolicy().value & Qt.FocusPolicy.TabFocus.value)
    return tab and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None


def nodes(top: QAccessibleInterface) -> Iterator[tuple[QAccessibleInterface, list[str]]]:
    """Yield every node with the names of the groups it is in."""
    waiting: list[tuple[QAccessibleInterface, list[str]]] = [(top, [])]
    while waiting:
        node, groups = waiting.pop()
        yield node, groups
        inside = groups
        if node.role() is QAccessible.Role.Grouping:
            inside = [*groups, node.text(QAccessible.Text.Name)]
        for place in range(node.childCount()):
            child = node.child(place)
            if child is not None:
                waiting.append((child, inside))


@pytest.mark.parametrize("section", SECTIONS)
def test_each_node_has_a_name_a_role_and_its_question(
    qtbot: QtBot, appearance: Appearance, form: Form, context: FieldContext, section: str
) -> None:
    assert appearance.look
    session = context.answers
    if section == "during":
        session.add_item("where_went")
    area, shown = column(qtbot, form, context, (section,))
    labels = {frame.question.label for frame in shown.frames()}
    checked = 0
    for node, groups in nodes(QAccessible.queryAccessibleInterface(area)):
        state = node.state()
        if not state.focusable or state.invisible:
            continue
        checked += 1
        name = node.text(QAccessible.Text.Name)
        assert name.strip(), (node.role(), groups)
        assert node.role() in ROLES, (name, node.role())
        assert labels & set(groups), name
    assert checked >= len(labels)


def test_options_are_radio_buttons_and_ticks_are_check_boxes(show: Callable[..., Shown]) -> None:
    one = show(question(AnswerType.YES_NO))
    role = QAccessible.queryAccessibleInterface(one.frame.findChildren(QPushButton)[0]).role()
    roles = {
        QAccessible.queryAccessibleInterface(button).role()
        for button in one.frame.findChildren(QPushButton)
        if button.isCheckable()
    }
    assert role is not None
    assert roles == {QAccessible.Role.RadioButton}


@pytest.mark.parametrize("section", SECTIONS)
def test_tab_goes_down_the_page_and_changes_nothing(
    qtbot: QtBot, appearance: Appearance, form: Form, context: FieldContext, section: str
) -> None:
    assert appearance.look
    area, shown = column(qtbot, form, context, (section,))
    told: list[object] = []
    shown.answered.connect(lambda *answer: told.append(answer))
    shown.ticked.connect(lambda *tick: told.append(tick))
    order = stops(area)
    heights = [top_of(widget, shown) for widget in order]
    tallest = max(widget.height() for widget in order)
    assert all(below >= above - tallest for above, below in itertools.pairwise(heights))
    order[0].setFocus()
    reached: set[QWidget] = {order[0]}
    for _ in range(len(order) + 2):
        focus = focused()
        QTest.keyClick(focus, Qt.Key.Key_Tab)
        assert QApplication.focusWidget() is not focus
        reached.add(focused())
    shown.flush()
    assert reached == set(order)
    assert told == []
    texts = [box.toPlainText() for box in area.findChildren(QPlainTextEdit)]
    assert not any(texts)


def test_tab_follows_the_layout_after_a_question_appears(
    qtbot: QtBot, appearance: Appearance
) -> None:
    assert appearance.look
    asked = [
        question(AnswerType.TEXT, id=f"q{number}", label=f"Question {number}")
        for number in range(4)
    ]
    answers = Answers()
    answers.hidden = {"q1", "q2"}
    context = FieldContext(
        answers=answers,
        children=lambda _group: (),
        parse_time=lambda _text: pytest.fail("no time here"),
        format_time=lambda _time: "",
    )
    area, inside = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    shown = QuestionColumn(asked, context)
    after = QLineEdit()
    layout = QVBoxLayout(inside)
    layout.addWidget(shown)
    layout.addWidget(after)
    area.setWidget(inside)
    area.show()
    answers.hidden = set()
    shown.apply({"q1", "q2"})
    lines = [widget for widget in stops(inside) if isinstance(widget, QLineEdit)]
    names = [widget.accessibleName() for widget in lines]
    assert names == [f"Question {number}" for number in range(4)] + [""]
    assert lines[-1] is after


def test_tab_follows_the_layout_after_an_item_is_added(
    qtbot: QtBot, appearance: Appearance, form: Form, context: FieldContext
) -> None:
    assert appearance.look
    area, shown = column(qtbot, form, context, ("during",))
    frame = shown.frame("where_went")
    assert frame is not None
    for _ in range(2):
        context.answers.add_item("where_went")
        frame.refresh()
    QApplication.processEvents()
    order = stops(area)
    heights = [top_of(widget, shown) for widget in order]
    assert all(below >= above - 90 for above, below in itertools.pairwise(heights))


@pytest.mark.parametrize("section", SECTIONS)
def test_everything_fits_640_at_200_percent(
    qtbot: QtBot, appearance: Appearance, form: Form, context: FieldContext, section: str
) -> None:
    appearance.apply(Look.LIGHT, 2.0)
    if section == "during":
        context.answers.add_item("where_went")
    area, shown = column(qtbot, form, context, (section,), width=640)
    margin = 64
    assert shown.minimumSizeHint().width() <= 640 - margin
    assert not area.horizontalScrollBar().isVisible()
    assert all(frame.width() <= area.viewport().width() for frame in shown.frames())


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_labels_forty_percent_longer_are_never_cut(
    qtbot: QtBot, appearance: Appearance, form: Form, scale: float
) -> None:
    appearance.apply(Look.LIGHT, scale)
    sections = ("before", "harm", "coding", "closing")
    questions = [asked for section in sections for asked in form.in_section(section)]
    long = [
        replace(asked, label=longer(asked.label), guidance=longer(asked.guidance))
        for asked in questions
    ]
    held = make_session(form, Longer)
    context = FieldContext(
        answers=held,
        children=form.children,
        parse_time=lambda _text: pytest.fail("no time here"),
        format_time=lambda _time: "",
    )
    shown = QuestionColumn(long, context)
    qtbot.addWidget(shown)
    shown.resize(576, 100)
    shown.show()
    layout = shown.layout()
    assert layout is not None
    shown.resize(576, layout.heightForWidth(576))
    QApplication.processEvents()
    assert cut(shown) == []


def cut(root: QWidget) -> list[str]:
    """Return the words that do not fit into what they are shown in."""
    found = []
    for words in root.findChildren(QLabel):
        if words.isVisible() and words.text() and words.width() > 0:
            room = words.heightForWidth(words.width()) if words.wordWrap() else 0
            fits = words.height() >= room and (
                words.wordWrap() or words.width() >= words.sizeHint().width()
            )
            if not fits:
                found.append(words.text())
    for button in root.findChildren(QPushButton):
        metrics = button.fontMetrics()
        lines = button.text().replace("&&", "&").split("\n")
        widest = max(metrics.horizontalAdvance(line) for line in lines)
        high = metrics.lineSpacing() * len(lines)
        if button.isVisible() and (widest > button.width() or high > button.height()):
            found.append(button.text())
    return found


def longer(text: str) -> str:
    """Return a text forty percent longer, as other languages are."""
    return " ".join(word + word[: round(len(word) * 0.4)] for word in text.split(" "))


class Longer(FormSession):
    """A session whose options have longer names."""

    @override
    def choices(self, address: str) -> tuple[Choice, ...]:
        return tuple(
            replace(choice, label=longer(choice.label)) for choice in super().choices(address)
        )


def test_picking_an_option_moves_nothing(
    qtbot: QtBot, appearance: Appearance, form: Form, context: FieldContext
) -> None:
    assert appearance.look
    area, shown = column(qtbot, form, context, ("before", "coding"))
    places = {frame.address: frame.geometry() for frame in shown.frames()}
    for frame in shown.frames():
        if frame.question.type is AnswerType.YES_NO_UNSURE:
            frame.set_answer(answered("yes"))
    QApplication.processEvents()
    assert area.isVisible()
    assert {frame.address: frame.geometry() for frame in shown.frames()} == places


def test_a_column_knows_its_frames(
    qtbot: QtBot, appearance: Appearance, form: Form, context: FieldContext
) -> None:
    assert appearance.look
    item = context.answers.add_item("where_went")
    _, shown = column(qtbot, form, context, ("during",))
    inner = shown.frame(f"where_went/{item}/place")
    assert isinstance(inner, QuestionFrame)
    shown.show_problems({f"where_went/{item}/place": "Say where."})
    assert inner.problem == "! Say where."
    shown.show_problems({})
    assert inner.problem == ""
