"""The missing episode: taken in, confirmed, corrected. Intake and later changes are one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from typing_extensions import override

from app.casework.child import likely_same
from app.casework.missing_episode import Confirmed, confirm
from app.casework.same_again import go_on_with, likely_episodes
from app.forms.told_times import long_day
from app.records.errors import Refused
from app.records.record import RecordId, Stage
from app.ui.pages.form_page import FormPage
from app.ui.pages.likely import Likely, LikelyPanel
from app.ui.parts.words import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QWidget

    from app.analysis.matching import Match
    from app.casework.child import Identity
    from app.forms.session import FormSession
    from app.ui.services import Services

SCREENS = frozenset({"intake", "offer"})
LOOK_AFTER_MS = 250
TELLS_WHO = frozenset(
    {
        *("child_forename", "child_surname", "child_known_as", "child_dob", "child_local_id"),
        *("child_nhs_number", "missing_from_at", "police_ref", "police_force", "returned_at"),
    }
)
"""The answers by which a child or an episode is found to be here already."""


class MissingEpisodePage(FormPage):
    """The child, the episode and the offer, with one button that confirms the report."""

    kind = "episode"
    confirmed = Signal(object)
    """(Confirmed)"""
    same_child = Signal(object)
    """(FormSession): the report goes on under a child who is here already."""
    same_episode = Signal(str)
    """(episode): this report is about an episode that is here already."""

    def __init__(
        self,
        services: Services,
        session: FormSession,
        episode: RecordId,
        parent: QWidget | None = None,
    ) -> None:
        sections = [item.id for item in session.form.sections if SCREENS & set(item.screens)]
        super().__init__(services, session, episode, sections, parent)
        self.bar.shorten(self.confirm_button, "Confir&m")
        self.bar.shorten(self.correct_button, "Correct a &time")
        self.bind("Ctrl+Return", self.confirm)
        self._same = QTimer(self, singleShot=True, interval=LOOK_AFTER_MS)
        self._same.timeout.connect(self._look_for_same)
        self.likely_child = LikelyPanel("This child may be here already", "Same child")
        self.likely_child.same.connect(self._go_on_with)
        self.likely_episode = LikelyPanel("This may be an episode that is here", "Open that one")
        self.likely_episode.same.connect(self.same_episode)
        for panel in (self.likely_child, self.likely_episode):
            self.add_above(panel)

    @override
    def heading(self) -> tuple[str, str]:
        """What this is and which: a reference, never a name."""
        return "Missing episode", self.reference or "New"

    @override
    def extra_buttons(self) -> list[QPushButton]:
        """Confirm, while the episode is a draft."""
        self.confirm_button = button("Confir&m episode", parent=self)
        self.confirm_button.setToolTip("Check and confirm this report (Ctrl+Enter)")
        self.confirm_button.clicked.connect(self.confirm)
        draft = self.session.records()[self.episode].stage is Stage.DRAFT
        self.confirm_button.setVisible(draft)
        self.correct_button = button("Correct a &time…", parent=self)
        self.correct_button.setToolTip("Change a recorded time and say why")
        self.correct_button.clicked.connect(lambda _=False: self.correct_time(""))
        self.correct_button.setVisible(not draft)
        return [self.correct_button, self.confirm_button]

    @override
    def after_change(self, address: str) -> None:
        """Offer away without authorisation for looked-after children only."""
        if address == "child_status":
            self.make_again("episode")
        if address.split("/", maxsplit=1)[0] in TELLS_WHO:
            self._same.start()

    @override
    def first_section(self) -> str:
        """A new report of a known child is about the episode; of a new one, about who it is."""
        if self.session.records()[self.episode].stage is not Stage.DRAFT:
            return super().first_section()
        named = any(map(self.session.has_answer, ("child_surname", "child_local_id")))
        return "episode" if named else "child"

    # ---- here already? ------------------------------------------------------------------------

    def _look_for_same(self) -> None:
        """Ask who and what may be here already; typing goes on meanwhile."""
        desk, records = self.services.desk, self.session.records()
        episode = records[self.episode]
        if episode.stage is not Stage.DRAFT:
            return
        person = records[self.session.worksheet.person or ""]
        self.services.background.run(
            lambda: likely_same(desk, person), self._offer_children, owner=self
        )
        self.services.background.run(
            lambda: likely_episodes(desk, episode), self._offer_episodes, owner=self
        )

    def _offer_children(self, found: list[tuple[Match, Identity]]) -> None:
        self.likely_child.offer(
            [Likely(who.case, _known_by(who), ", ".join(match.reasons)) for match, who in found]
        )

    def _offer_episodes(self, found: list[tuple[Match, str]]) -> None:
        self.likely_episode.offer(
            [Likely(match.record, words, ", ".join(match.reasons)) for match, words in found]
        )

    def _go_on_with(self, case: str) -> None:
        """The worker says that it is the same child: what was told of the episode goes along."""
        if not self.leave():
            return
        desk, session = self.services.desk, self.session
        self.services.background.run(
            lambda: go_on_with(desk, session, case),
            self.same_child.emit,
            self._save_failed,
            owner=self,
        )

    # ---- confirming -----------------------------------------------------------------------------

    def confirm(self) -> None:
        """Save, then confirm; what must be filled first is shown beside its question."""
        self.autosave.touch()  # what was filled in beforehand is confirmed with the rest
        if not self.leave():
            return
        desk, session, episode = self.services.desk, self.session, self.episode
        self.services.background.run(
            lambda: confirm(desk, session, episode), self._confirmed, self._refused, owner=self
        )

    def _confirmed(self, result: Confirmed) -> None:
        self.confirm_button.hide()
        self.confirmed.emit(result)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, Refused):
            self._save_failed(error)
            return
        problems = [item for item in self.session.problems("draft") if item.kind == "missing"]
        if problems:
            self.go_to(problems[0].address)
            self.view.mark({item.address: item.message for item in problems})
        self.banner.tell("Not confirmed yet", " ".join(error.reasons))


def _known_by(who: Identity) -> str:
    born = f"born {long_day(who.born)}" if who.born else "date of birth not recorded"
    return " · ".join(part for part in (who.name, born, who.reference) if part)
