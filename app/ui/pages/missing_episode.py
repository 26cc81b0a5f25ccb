"""The missing episode: taken in, confirmed, corrected. Intake and later changes are one page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from typing_extensions import override

from app.casework.missing_episode import Confirmed, confirm
from app.records.errors import Refused
from app.records.record import RecordId, Stage
from app.ui.dialogs.correct_time import CorrectTimeDialog
from app.ui.pages.form_page import FormPage
from app.ui.parts.words import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QWidget

    from app.forms.session import FormSession
    from app.ui.services import Services

SCREENS = frozenset({"intake", "offer"})


class MissingEpisodePage(FormPage):
    """The child, the episode and the offer, with one button that confirms the report."""

    kind = "episode"
    confirmed = Signal(object)
    """(Confirmed)"""
    corrected = Signal(str)
    """(question): a recorded time was corrected; the page shows what was read before."""

    def __init__(
        self,
        services: Services,
        session: FormSession,
        episode: RecordId,
        parent: QWidget | None = None,
    ) -> None:
        sections = [item.id for item in session.form.sections if SCREENS & set(item.screens)]
        super().__init__(services, session, episode, sections, parent)
        self.bind("Ctrl+Return", self.confirm)

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
        self.correct_button.clicked.connect(self.correct_time)
        self.correct_button.setVisible(not draft)
        return [self.correct_button, self.confirm_button]

    @override
    def after_change(self, address: str) -> None:
        """Offer away without authorisation for looked-after children only."""
        if address == "child_status":
            self.make_again("episode")

    def correct_time(self) -> None:
        """Ask which time was wrong, what it should be, and why."""
        if not self.leave():
            return
        dialog = CorrectTimeDialog(self.services, self.session, self.episode, self)
        dialog.corrected.connect(self.corrected)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

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
