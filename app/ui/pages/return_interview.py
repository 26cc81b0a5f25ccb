"""The return interview: the form with its clock, Start and Finish, and danger one key away."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from typing_extensions import override

from app.analysis.timeliness import first_reached
from app.casework.return_interview import (
    cover_episode,
    finish_with_child,
    other_episodes,
    start_with_child,
)
from app.forms.told_times import as_value
from app.records.record import RecordId, Source, answered
from app.ui.pages.form_page import FormPage
from app.ui.parts.words import button

if TYPE_CHECKING:
    from PySide6.QtWidgets import QPushButton, QWidget

    from app.forms.session import FormSession
    from app.ui.services import Services

SCREEN = "interview"
COVERED = "episodes_covered"


class ReturnInterviewPage(FormPage):
    """One interview with all its sections; everything works offline."""

    kind = "interview"
    review_wanted = Signal()
    covered = Signal(str)
    """(question): the interview covers other episodes now."""

    def __init__(
        self,
        services: Services,
        session: FormSession,
        episode: RecordId,
        parent: QWidget | None = None,
    ) -> None:
        self.interview = session.locate("interview_held")[1]
        sections = [item.id for item in session.form.sections if SCREEN in item.screens]
        super().__init__(services, session, episode, sections, parent)
        self.bar.shorten(self.danger, "Danger (F8)")
        self.bar.shorten(self.start, "&Start")
        self.bar.shorten(self.finish, "F&inish")
        self.bind("Ctrl+Return", self.go_to_review)
        desk = services.desk
        services.background.run(
            lambda: other_episodes(desk, episode), self._know_others, owner=self
        )
        self.bind("F8", lambda: self.go_to("immediate_safeguarding"))

    @override
    def heading(self) -> tuple[str, str]:
        """What this is and which: a reference, never a name."""
        return "Return interview", self.reference

    @override
    def extra_buttons(self) -> list[QPushButton]:
        """Danger, start, finish and review."""
        self.danger = button("Immediate danger (F8)", "danger", self)
        self.danger.clicked.connect(lambda: self.go_to("immediate_safeguarding"))
        self.start = button("&Start interview", parent=self)
        self.start.clicked.connect(self._start)
        self.finish = button("F&inish with child", parent=self)
        self.finish.clicked.connect(self._finish)
        self.review = button("R&eview", parent=self)
        self.review.setToolTip("Check everything before signing (Ctrl+Enter)")
        self.review.clicked.connect(self.go_to_review)
        self._show_buttons()
        return [self.danger, self.start, self.finish, self.review]

    @override
    def after_change(self, address: str) -> None:
        """Fill what follows from the attempts, to be confirmed; offer Start only before it."""
        if address.startswith("offer_attempts"):
            self._fill_offered_at()
        self._show_buttons()

    def _know_others(self, others: list[tuple[RecordId, str]]) -> None:
        self.others = others
        if others:
            self.make_again(self.session.form.questions[COVERED].section)

    @override
    def _ticked(self, address: str, code: str, on: bool) -> None:
        if address != COVERED:
            super()._ticked(address, code, on)
        elif self.leave():
            desk, interview = self.services.desk, self.session.locate(COVERED)[1]
            self.services.background.run(
                lambda: cover_episode(desk, interview, code, covered=on),
                lambda _: self.covered.emit(COVERED),
                self._save_failed,
                owner=self,
            )

    def _show_buttons(self) -> None:
        started = self.session.answer("interview_start") is not None
        ended = self.session.answer("interview_end") is not None
        can_start = self.session.value("offer_accepted") == "yes" and not started
        self.start.setVisible(can_start)
        self.finish.setVisible(started and not ended)

    def _start(self) -> None:
        start_with_child(self.services.desk, self.session)
        self._stamped("interview_held", "interview_start", "interviewer")
        self.open_section("first_things")

    def _finish(self) -> None:
        finish_with_child(self.services.desk, self.session)
        self._stamped("interview_end")

    def _stamped(self, *addresses: str) -> None:
        self.show_changed(frozenset(addresses))
        for address in addresses:
            self.show_again(address)
        self._typed.update(addresses)
        self._show_buttons()
        self.autosave.touch()
        self.autosave.flush()
        self.renew_nav()

    def _fill_offered_at(self) -> None:
        current = self.session.answer("offered_at")
        if current is not None and current.source is not Source.SYSTEM:
            return
        episode = self.session.records()[self.episode]
        reached = first_reached(episode, self.services.desk.rules_of(episode.la).offer)
        if reached is not None:
            self.session.set_answer("offered_at", answered(as_value(reached), Source.SYSTEM))
            self.show_again("offered_at")

    def go_to_review(self) -> None:
        """Save, then read everything back."""
        self.autosave.touch()  # what was filled in beforehand is read back and signed with the rest
        if self.leave():
            self.review_wanted.emit()
