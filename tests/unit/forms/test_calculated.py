"""What is calculated is shown and never kept."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.forms.question import SYSTEM, AnswerType

if TYPE_CHECKING:
    from tests.unit.forms.screens import Screen


def test_calculated_values_are_shown_and_never_kept(held: Screen) -> None:
    session = held.session
    calculated = {
        question.id
        for question in session.form.questions.values()
        if question.type is AnswerType.CALCULATED
    }
    assert (
        {"due_at", "duration"}
        <= calculated
        <= {question.id for question in session.form.questions.values() if question.type in SYSTEM}
    )
    assert session.calculated("due_at")
    kept = {path for record in session.records().values() for path in record.answers}
    travelling = {path for pending in session.take_changes() for path in pending.change}
    assert calculated.isdisjoint(kept | travelling)
