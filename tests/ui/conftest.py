"""What the widget tests share: the application in its look, and a session on the real form."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from app.forms.definition import Form
from app.forms.derived import CaseFacts
from app.forms.session import FormSession
from app.forms.sheet import Sheet
from app.forms.told_times import format_time, parse_time
from app.records import clock
from app.records.record import (
    Answers,
    Presence,
    Record,
    RecordKind,
    answered,
    new_id,
)
from app.ui.application import make_application
from app.ui.fields.context import FieldContext
from app.ui.theme import Appearance, Look

if TYPE_CHECKING:
    from collections.abc import Iterator

    from PySide6.QtWidgets import QApplication

ROOT = Path(__file__).resolve().parents[2]
NOW = datetime(2026, 11, 21, 14, 31, tzinfo=UTC)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Leave out one warning: the offscreen platform says it of every window that is shown."""
    for item in items:
        if item.path.is_relative_to(Path(__file__).parent):
            item.add_marker(pytest.mark.qt_log_ignore("does not support propagateSizeHints"))


@pytest.fixture(scope="session")
def form() -> Form:
    """The standard form with the practice authority's own questions."""
    return Form.load(ROOT / "resources")


@pytest.fixture
def appearance(qapp: QApplication) -> Iterator[Appearance]:
    """The look, put back to light at 100 % afterwards."""
    _, look = make_application()
    assert qapp is not None
    yield look
    look.apply(Look.LIGHT)


@pytest.fixture
def session(form: Form) -> FormSession:
    """An interview that is being held, of a child who is back."""
    return make_session(form)


@pytest.fixture
def context(session: FormSession) -> FieldContext:
    """What fields are given on a screen over that session."""
    return make_context(session)


def make_context(session: FormSession) -> FieldContext:
    """Return what fields are given over a session."""
    return FieldContext(
        answers=session,
        children=session.form.children,
        parse_time=lambda text: parse_time(text, NOW),
        format_time=format_time,
        references=lambda _address: (
            ("e1", "Missing 2 Oct 2026, back 3 Oct"),
            ("e2", "Missing 9 Oct"),
        ),
        now_text=lambda: clock.to_text(NOW),
    )


def make_session(form: Form, kind: type[FormSession] = FormSession) -> FormSession:
    """Return a session in which an interview is held, so that most questions are asked."""
    child, episode, interview = new_id(), new_id(), new_id()

    def record(identifier: str, kind: RecordKind, answers: dict[str, object]) -> Record:
        cells: Answers = {path: answered(value) for path, value in answers.items()}
        return Record(
            id=identifier, kind=kind, la="E06999001", case=child, form=form.ref, answers=cells
        )

    person = record(
        child, RecordKind.PERSON, {"child_forename": "Robin", "child_dob": "2012-03-04"}
    )
    back = {"precision": "exact", "at": "2026-11-20T06:15+00:00"}
    missing = record(
        episode,
        RecordKind.MISSING_EPISODE,
        {
            "child_status": "cla",
            "episode_type": "missing",
            "missing_from_at": {"precision": "about", "at": "2026-11-18T21:40+00:00"},
            "returned_at": back,
            "found_at": back,
            "return_how": "returned_self",
            "offer_required": "yes",
            "offer_made": "yes",
            "offer_accepted": "yes",
        },
    )
    held = record(interview, RecordKind.RETURN_INTERVIEW, {"interview_held": "yes"})
    linked = {**held.answers, f"links/{episode}": Presence(present=True, role="episode")}
    held = Record(
        id=interview,
        kind=RecordKind.RETURN_INTERVIEW,
        la="E06999001",
        case=child,
        form=form.ref,
        answers=dict(sorted(linked.items())),
    )
    sheet = Sheet(person, (missing,), held, None, {})
    facts = CaseFacts(
        prior_episodes_30d=1, prior_episodes_90d=3, prior_episodes_365d=5, threshold_met=True
    )
    return kind(form, sheet, now=NOW, facts=facts)
