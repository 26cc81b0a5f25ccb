"""Keeps what the other episodes say true while this one's times are typed.

How many came before, and whether a threshold holds, depends on when this one began.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.casework.alerts import facts_of

if TYPE_CHECKING:
    from app.forms.derived import CaseFacts
    from app.ui.pages.form_page import FormPage

DEPENDS_ON = frozenset({"missing_from_at", "episode_type", "episode_phases", "recorded_in_error"})


class EarlierEpisodes(QObject):
    """Asks the store anew when an answer changes that the counts depend on."""

    def __init__(self, page: FormPage) -> None:
        super().__init__(page)
        self._page = page

    def after(self, address: str) -> None:
        """An answer has changed."""
        if address.split("/", maxsplit=1)[0] not in DEPENDS_ON:
            return
        desk = self._page.services.desk
        episode = self._page.session.records()[self._page.episode]
        self._page.services.background.run(
            lambda: facts_of(desk, episode), self._learn, owner=self
        )

    def _learn(self, facts: CaseFacts) -> None:
        self._page.show_changed(self._page.session.learn(facts))
