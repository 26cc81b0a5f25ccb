"""Keeps what the other episodes say true while this one's times are typed.

How many came before, and whether a threshold holds, depends on when this one began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.casework.alerts import facts_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtWidgets import QWidget

    from app.forms.derived import CaseFacts
    from app.forms.session import FormSession
    from app.records.record import RecordId
    from app.ui.services import Services

DEPENDS_ON = frozenset({"missing_from_at", "episode_type", "episode_phases", "recorded_in_error"})


class EarlierEpisodes(QObject):
    """Asks the store anew when an answer changes that the counts depend on."""

    def __init__(
        self,
        services: Services,
        session: FormSession,
        episode: RecordId,
        show: Callable[[frozenset[str]], None],
        page: QWidget,
    ) -> None:
        super().__init__(page)
        self._services, self._session, self._episode = services, session, episode
        self._show = show

    def after(self, address: str) -> None:
        """An answer has changed."""
        if address.split("/", maxsplit=1)[0] not in DEPENDS_ON:
            return
        desk = self._services.desk
        episode = self._session.records()[self._episode]
        self._services.background.run(lambda: facts_of(desk, episode), self._learn, owner=self)

    def _learn(self, facts: CaseFacts) -> None:
        self._show(self._session.learn(facts))
