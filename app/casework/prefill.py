"""Answers that stand before anybody types, each with its source, for a worker to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records.record import Source, answered

if TYPE_CHECKING:
    from app.forms.session import FormSession

DEFAULTS = {"recorded_in_error": "no", "offer_required": "yes"}
"""An offer is owed every time, and an episode is real, until a person says otherwise."""


def fill_defaults(session: FormSession) -> None:
    """Set what prefill.csv calls a default, where it is asked and nobody has answered."""
    for question, value in DEFAULTS.items():
        if session.is_visible(question) and session.answer(question) is None:
            session.set_answer(question, answered(value, Source.SYSTEM))
