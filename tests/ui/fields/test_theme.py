"""Every pair of colours is readable: as tokens, and as the pixels that come out."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QFontInfo, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.forms.question import AnswerType
from app.records.record import answered
from app.resources import resource
from app.ui import theme as theme_module
from app.ui.fields.choice import ChoiceField
from app.ui.icons import add_icon
from app.ui.parts.words import button, chip, label
from app.ui.theme import Appearance, Look, load_theme
from tests.ui.fields.asking import Shown, question

if TYPE_CHECKING:
    from collections.abc import Callable

    from pytestqt.qtbot import QtBot

pytestmark = pytest.mark.ui
LOOKS = [Look.LIGHT, Look.DARK]
TEXT = [
    *(("fg", surface) for surface in ("page", "card", "hover", "pressed", "selected", "quote")),
    *(("fg", surface) for surface in ("red_bg", "amber_bg", "green_bg", "blue_bg")),
    *(("hint", surface) for surface in ("page", "card", "selected", "quote", "hover")),
    *(("link", surface) for surface in ("page", "card", "hover")),
    *((tone, s) for tone in ("red", "amber", "green") for s in ("page", "card", "selected")),
    *((tone, f"{tone}_bg") for tone in ("red", "amber", "green")),
    ("placeholder", "card"),
    ("placeholder", "focus_fill"),
    ("disabled_fg", "disabled_bg"),
    ("disabled_fg", "card"),
    ("accent_fg", "accent"),
    ("accent_focus_fg", "accent_focus"),
    ("primary_fg", "primary"),
    ("primary_fg", "primary_hover"),
    ("focus_fg", "focus_fill"),
    ("danger", "card"),
]
EDGES = [
    *(("border", surface) for surface in ("page", "card")),
    *(("focus", surface) for surface in ("page", "card", "focus_fill", "accent_focus")),
    ("focus", "primary_focus"),
    ("accent", "card"),
    ("primary", "card"),
]


def light_of(colour: QColor) -> float:
    parts = [part / 255 for part in (colour.red(), colour.green(), colour.blue())]
    linear = [
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    ]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(first: QColor, second: QColor) -> float:
    low, high = sorted((light_of(first), light_of(second)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("words", "surface"), TEXT)
def test_words_are_readable(look: Look, words: str, surface: str) -> None:
    theme = load_theme(look.value)
    assert contrast(theme.colour(words), theme.colour(surface)) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize(("edge", "surface"), EDGES)
def test_edges_and_rings_stand_out(look: Look, edge: str, surface: str) -> None:
    theme = load_theme(look.value)
    assert contrast(theme.colour(edge), theme.colour(surface)) >= 3


def test_the_light_look_is_as_measured() -> None:
    theme = load_theme("light")
    assert contrast(theme.colour("fg"), theme.colour("page")) == pytest.approx(17.5, abs=0.1)
    assert contrast(theme.colour("focus"), theme.colour("card")) == pytest.approx(19.6, abs=0.2)
    assert contrast(theme.colour("focus_fg"), theme.colour("focus_fill")) >= 17


@pytest.mark.parametrize("look", LOOKS)
def test_the_sheet_names_no_colour_and_no_token_that_is_not_there(look: Look) -> None:
    sheet = load_theme(look.value, 1.5).style_sheet()
    assert "@" not in sheet
    raw = resource("styles", "style.qss").read_text(encoding="utf-8")
    assert set(re.findall(r"#[0-9a-fA-F]{3,6}\b", raw)) <= {"#ffffff"}
    for file in re.findall(r"url\((.*?)\)", sheet):
        assert file.startswith(resource("icons").as_posix())
        assert QImage(file).width() > 0


@pytest.mark.parametrize("look", LOOKS)
def test_arrows_have_the_colour_of_words(look: Look) -> None:
    theme = load_theme(look.value)
    text = resource("icons", f"chevron-{look.value}.svg").read_text(encoding="utf-8")
    assert theme.colours["fg"] in text
    tick = resource("icons", f"tick-{look.value}.svg").read_text(encoding="utf-8")
    assert theme.colours["accent_fg"] in tick


def test_text_grows_from_100_to_200_percent(appearance: Appearance) -> None:
    sizes = []
    for scale in (1.0, 1.5, 2.0, 9.0):
        appearance.apply(Look.LIGHT, scale)
        sizes.append(QApplication.font().pointSizeF())
    assert sizes == [11.0, 16.5, 22.0, 22.0]


def test_inter_is_what_is_shown(appearance: Appearance) -> None:
    appearance.apply(Look.LIGHT)
    assert QFontInfo(QApplication.font()).family() == "Inter"


def test_changing_the_look_tells_and_changes_the_palette(
    qtbot: QtBot, appearance: Appearance
) -> None:
    with qtbot.waitSignal(appearance.changed):
        appearance.apply(Look.DARK)
    window = QApplication.palette().window().color()
    assert window == load_theme("dark").colour("page")
    appearance.apply(Look.SYSTEM)
    assert appearance.look is Look.SYSTEM


def test_the_persons_own_contrast_theme_wins(
    appearance: Appearance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(theme_module, "_high_contrast", lambda: True)
    appearance.apply(Look.DARK)
    assert sheet_in_use() == ""
    monkeypatch.undo()
    appearance.apply(Look.DARK)
    assert sheet_in_use() != ""


def sheet_in_use() -> str:
    application = QApplication.instance()
    assert isinstance(application, QApplication)
    return application.styleSheet()


def test_icons_follow_the_look(qtbot: QtBot, appearance: Appearance) -> None:
    appearance.apply(Look.LIGHT)
    made = QPushButton("Add")
    qtbot.addWidget(made)
    add_icon(made, "plus")
    for look in (Look.DARK, Look.LIGHT):
        appearance.apply(look)
        image = made.icon().pixmap(32, 32).toImage()
        seen = {image.pixelColor(x, y).name() for x in range(32) for y in range(32)}
        assert load_theme(look.value).colours["fg"] in seen


# ---- pixels ---------------------------------------------------------------------------------


def extremes(image: QImage, box: QRect) -> tuple[QColor, QColor]:
    """Return the commonest colour of a box and the one that differs from it most."""
    counts: dict[int, int] = {}
    for x in range(box.left(), box.right() + 1):
        for y in range(box.top(), box.bottom() + 1):
            pixel = image.pixel(QPoint(x, y))
            counts[pixel] = counts.get(pixel, 0) + 1
    ground = QColor(max(counts, key=lambda pixel: counts[pixel]))
    return ground, max((QColor(pixel) for pixel in counts), key=lambda c: contrast(c, ground))


def drawn(widget: QWidget, inset: int = 6) -> float:
    """Return the contrast of what is drawn inside a widget, in real pixels."""
    window = widget.window()
    image = window.grab().toImage()
    at = widget.mapTo(window, QPoint(0, 0))
    box = QRect(at, widget.size()).adjusted(inset, inset, -inset, -inset)
    ground, words = extremes(image, box)
    return contrast(ground, words)


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("kind", ["", "primary", "danger", "quiet", "tool", "source", "contested"])
@pytest.mark.parametrize("state", ["plain", "focus", "disabled"])
def test_buttons_are_readable_in_every_state(
    qtbot: QtBot, appearance: Appearance, look: Look, kind: str, state: str
) -> None:
    appearance.apply(look)
    window = QWidget()
    qtbot.addWidget(window)
    made = button("Mmmm wide words", kind, window)
    other = QLineEdit(window)
    column = QVBoxLayout(window)
    column.addWidget(other)
    column.addWidget(made)
    with qtbot.waitActive(window):
        window.show()
        window.activateWindow()
    (made if state == "focus" else other).setFocus()
    made.setEnabled(state != "disabled")
    assert drawn(made) >= 4.5


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("checked", [False, True])
@pytest.mark.parametrize("focused", [False, True])
def test_options_are_readable_and_their_ring_is_seen(
    appearance: Appearance, show: Callable[..., Shown], look: Look, checked: bool, focused: bool
) -> None:
    appearance.apply(look)
    shown = show(question(AnswerType.YES_NO))
    if checked:
        shown.frame.set_answer(answered("yes"))
    field = shown.frame.field
    assert isinstance(field, ChoiceField)
    option, other = field.row.buttons[:2]
    (option if focused else other).setFocus()
    QApplication.processEvents()
    assert drawn(option) >= 4.5
    image = shown.window.grab().toImage()
    left = option.mapTo(shown.window, QPoint(0, option.height() // 2))
    ground = image.pixelColor(left - QPoint(3, 0))
    ring = image.pixelColor(left + QPoint(1, 0))
    if focused:
        assert contrast(ring, ground) >= 3
        inside = image.pixelColor(left + QPoint(5, 0))
        assert contrast(ring, inside) >= 3
    else:
        assert contrast(ring, ground) < 1.05  # the place of the ring is empty


@pytest.mark.parametrize("look", LOOKS)
def test_focus_moves_nothing(
    appearance: Appearance, show: Callable[..., Shown], look: Look
) -> None:
    appearance.apply(look)
    shown = show(question(AnswerType.TEXT))
    before = [child.geometry() for child in shown.frame.findChildren(QWidget)]
    for widget in shown.frame.findChildren(QPushButton):
        widget.setFocus()
        QApplication.processEvents()
    assert [child.geometry() for child in shown.frame.findChildren(QWidget)] == before


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("tone", ["red", "amber", "green", "blue", "plain"])
def test_chips_and_words_are_readable(
    qtbot: QtBot, appearance: Appearance, look: Look, tone: str
) -> None:
    appearance.apply(look)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    parts = [chip("Mmmm wide words", tone), label("Mmmm hint", "hint"), label("Mmmm", "problem")]
    for part in parts:
        column.addWidget(part)
    window.show()
    assert all(drawn(part, 3) >= 4.5 for part in parts)
