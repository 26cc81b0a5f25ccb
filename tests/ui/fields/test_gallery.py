"""Renders every section of the real form, light and dark, at 100 and 200 %, for eyes to look at.

`GALLERY=some/folder pytest tests/ui/fields/test_gallery.py` keeps the pictures there.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from app.records.record import Answer, AnswerState, Source, answered
from app.ui.fields.column import QuestionColumn
from app.ui.fonts import load_other_fonts
from app.ui.theme import Appearance, Look, load_theme

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from app.forms.definition import Form
    from app.forms.session import FormSession
    from app.ui.fields.context import FieldContext

pytestmark = pytest.mark.ui
WIDTHS = {1.0: 885, 2.0: 640}


@pytest.mark.parametrize(("look", "scale"), [(Look.LIGHT, 1.0), (Look.DARK, 2.0)])
def test_every_section_is_drawn(  # noqa: PLR0913, PLR0917 - fixtures, not arguments
    qtbot: QtBot,
    appearance: Appearance,
    form: Form,
    session: FormSession,
    context: FieldContext,
    tmp_path: Path,
    look: Look,
    scale: float,
) -> None:
    appearance.apply(look, scale)
    load_other_fonts()
    fill(session)
    folder = Path(os.environ.get("GALLERY", tmp_path))
    folder.mkdir(parents=True, exist_ok=True)
    for section in form.sections:
        page = draw(form, context, section.id, WIDTHS[scale])
        qtbot.addWidget(page)
        picture = page.grab()
        assert picture.save(str(folder / f"{section.id}-{look.value}-{scale:g}.png"))
        image = picture.toImage()
        assert image.pixelColor(QPoint(2, 2)) == load_theme(look.value).colour("card")
        colours = {image.pixel(x, y) for x in range(0, image.width(), 3) for y in range(0, 200, 2)}
        assert len(colours) > 8


def draw(form: Form, context: FieldContext, section: str, width: int) -> QWidget:
    """Return a page of a section, as tall as it needs."""
    page = QWidget()
    page.setAutoFillBackground(True)
    palette = page.palette()
    palette.setColor(page.backgroundRole(), palette.base().color())
    page.setPalette(palette)
    layout = QVBoxLayout(page)
    layout.setContentsMargins(32, 24, 32, 24)
    shown = QuestionColumn(form.in_section(section), context)
    layout.addWidget(shown)
    decorate(shown)
    page.resize(width, 100)
    page.show()
    for _ in range(3):
        page.resize(width, max(layout.heightForWidth(width), 200))
        QApplication.processEvents()
    return page


def decorate(shown: QuestionColumn) -> None:
    """Show what only some questions have."""
    frames = list(shown.frames())
    if frames:
        frames[0].show_recorded("Recorded 14:31")
        frames[-1].show_problem("Write what the child said, or say why there is no answer.")
        frames[-1].show_contested(on=True)
    for frame in frames[1:2]:
        frame.open_prompts()


def fill(session: FormSession) -> None:
    """Answer some of everything."""
    item = session.add_item("where_went")
    session.add_item("where_went")
    session.add_item("with_whom")
    session.add_item("share_decisions")
    about = {"precision": "about", "at": "2026-11-19T02:00+00:00"}
    values = {
        "before_story": "“I just needed to get out. They kept going on at me.” 李 Łukasz",
        "planned": "other",
        "harmed": "yes",
        "immediate_safeguarding": "no",
        "intel_considered": "items_drafted",
        f"where_went/{item}/place": {"name": "Chicken shop", "postcode": "DH1"},
        f"where_went/{item}/arrived": about,
        "injuries_map": {"marks": [{"points": [[200, 300], [230, 330]], "text": "graze"}]},
    }
    for address, value in values.items():
        session.set_answer(address, answered(value))
    session.set_answer("child_surname", answered("Marsh", Source.POLICE))
    session.set_answer("saw_self_as_missing", Answer(state=AnswerState.DECLINED))
    session.set_answer("reason_own_words", Answer(state=AnswerState.NOT_ASKED, why="Too upset"))
    session.tick("travel_modes", "train", on=True)
    session.tick("took_belongings", "other", on=True)
