"""Answers that stand before anybody types, each with its source, for a worker to confirm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from app.casework.guard import DRAFTED
from app.records.record import AUTHOR, Source, answered

if TYPE_CHECKING:
    from app.casework.desk import Desk
    from app.forms.session import FormSession
    from app.records.record import Answer

DEFAULTS = {"recorded_in_error": "no", "offer_required": "yes"}
"""An offer is owed every time, and an episode is real, until a person says otherwise."""

ATTEMPTS = "offer_attempts"
INTELLIGENCE = "intel_items"


def fill_defaults(session: FormSession) -> None:
    """Set what stands unless somebody says otherwise, where it is asked and nobody has answered."""
    for question, value in DEFAULTS.items():
        if session.is_visible(question) and session.answer(question) is None:
            session.set_answer(question, answered(value, Source.SYSTEM))


def fill_new_item(desk: Desk, session: FormSession, group: str) -> list[str]:
    """What stands in an item as soon as it is added; returns what was set.

    A contact was made by whoever adds it. An item of intelligence is a draft of whoever writes it,
    and somebody else checks it.
    """
    if group not in (ATTEMPTS, INTELLIGENCE):
        return []
    new = [item for item in session.items(group) if not _begun(session, f"{group}/{item}")]
    if group == ATTEMPTS:
        by = answered({"name": desk.actor.name}, Source.SYSTEM)
        return _set_in_each(session, group, new, "by", by)
    for item in new:
        session.worksheet.write(item, AUTHOR, answered(desk.actor.user, Source.SYSTEM))
    return _set_in_each(session, group, new, "status", answered(DRAFTED, Source.SYSTEM))


def _begun(session: FormSession, item: str) -> bool:
    group = item.partition("/")[0]
    leaves = (question.leaf for question in session.form.children(group))
    return any(session.has_answer(f"{item}/{leaf}") for leaf in leaves)


def _set_in_each(
    session: FormSession, group: str, items: list[str], leaf: str, answer: Answer
) -> list[str]:
    addresses = [f"{group}/{item}/{leaf}" for item in items]
    for address in addresses:
        session.set_answer(address, answer)
    return addresses
