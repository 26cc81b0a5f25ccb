"""Answers that stand before anybody types, each with its source, for a worker to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.records.record import Source, answered

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.forms.session import FormSession

DEFAULTS = {"recorded_in_error": "no", "offer_required": "yes"}
"""An offer is owed every time, and an episode is real, until a person says otherwise."""

ATTEMPTS = "offer_attempts"


def fill_defaults(session: FormSession) -> None:
    """Set what stands unless somebody says otherwise, where it is asked and nobody has answered."""
    for question, value in DEFAULTS.items():
        if session.is_visible(question) and session.answer(question) is None:
            session.set_answer(question, answered(value, Source.SYSTEM))


def fill_new_item(desk: Desk, session: FormSession, group: str) -> list[str]:
    """A contact that has just been added was made by whoever adds it; returns what was set."""
    if group != ATTEMPTS:
        return []
    by = [
        f"{group}/{item}/by"
        for item in session.items(group)
        if not any(
            session.has_answer(f"{group}/{item}/{question.leaf}")
            for question in session.form.children(group)
        )
    ]
    for address in by:
        session.set_answer(address, answered({"name": desk.actor.name}, Source.SYSTEM))
    return by
