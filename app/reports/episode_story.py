"""One missing episode as a story: what happened when, drawn and told, and how the offer ended."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.analysis.timeliness import clock_words, completed_at
from app.forms.derived import due_at, interviewed, outcome_of
from app.forms.plain_facts import instant, text, told
from app.forms.spans import format_span
from app.forms.stretches import AWAY, stretches
from app.forms.told_times import format_instant, format_time
from app.records.record import Precision
from app.reports.blocks import Event, Stretch, Timeline
from app.reports.styles import AMBER, BLUE, GREEN, GREY, RED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from app.forms.definition import Form
    from app.records.record import Record

_ORANGE = "#e08a3c"
_PALE = "#8fbf9f"
_OUTCOMES = {
    "not_due": "No interview is due: the child is not back",
    "due": "Due: not offered yet",
    "offered": "Offered: no answer yet",
    "accepted": "Accepted: not held yet",
    "booked": "Accepted and booked: not held yet",
    "completed": "Interview held",
    "declined": "Offered and declined",
    "no_response": "Offered: the child did not respond",
    "not_offered": "Not offered",
    "superseded": "Another interview took the place of this one",
    "not_applicable": "No interview is owed",
}
_RUNNING = frozenset({"due", "offered", "accepted", "booked", "not_offered"})
_PLAIN_TIMES = (
    ("missing_from_at", "Left, or last seen by a responsible adult", RED),
    ("reported_at", "Reported to the police", GREY),
    ("la_notified_at", "Responsible authority told", GREY),
    ("found_at", "Found", GREEN),
    ("returned_at", "Back: the 72 hours began", GREEN),
)


@dataclass(frozen=True, slots=True)
class EpisodeStory:
    """An episode with the interview that covers it, as they stood at a moment."""

    form: Form
    episode: Record
    interview: Record | None
    now: datetime

    @property
    def held(self) -> bool:
        """Whether an interview took place, in whole or part."""
        return interviewed(self.episode, self.interview)

    def outcome(self) -> str:
        """How the offer of this episode stands, with its clock, in words."""
        code = outcome_of(self.episode, self.interview)
        said = [_OUTCOMES[code]]
        if code == "declined":
            said += self._label("declined_by")
        if code == "not_offered":
            said += self._label("offer_not_made_reason")
        if code == "not_applicable":
            said += self._label("offer_required")
        clock = self._clock(code)
        return ". ".join([": ".join(said), *([clock] if clock else [])])

    def length(self) -> str:
        """How long the child was away or has been, in words."""
        start = instant(self.episode, "missing_from_at")
        if start is None:
            return ""
        end = self._over()
        return (
            format_span(end - start) if end else f"{format_span(self.now - start)} and still away"
        )

    def timeline(self) -> Timeline:
        """What happened when, in order; a moment without a known time comes last."""
        events = sorted(self._events(), key=lambda event: (event.at is None, event.at or self.now))
        spans = tuple(self._stretches())
        told_events = "; ".join(f"{event.when}: {event.what}" for event in events)
        lead = f"Away for {self.length()}." if self.length() else ""
        alt = " ".join(part for part in ("Timeline drawn to scale.", lead, told_events) if part)
        return Timeline(tuple(events), spans, alt, lead)

    def _clock(self, code: str) -> str:
        due = due_at(self.episode)
        done = completed_at([self.interview]) if self.interview and self.held else None
        if done is not None:
            words = clock_words(due, self.now, done)
            return words.capitalize() if words.startswith("late") else f"In time, {words}"
        return clock_words(due, self.now).capitalize() if code in _RUNNING else ""

    def _label(self, question: str) -> list[str]:
        code = text(self.episode, question)
        known = self.form.question_at(question)
        return [known.label_of(code).lower() if known else code] if code else []

    def _over(self) -> datetime | None:
        return instant(self.episode, "returned_at") or instant(self.episode, "found_at")

    def _events(self) -> Iterator[Event]:
        found, back = (told(self.episode, path) for path in ("found_at", "returned_at"))
        for path, words, colour in _PLAIN_TIMES:
            if path == "found_at" and found is not None and found == back:
                continue
            both = path == "returned_at" and found == back
            yield from self._event(
                self.episode, path, f"Found and b{words[1:]}" if both else words, colour
            )
        yield from self._phases()
        yield from self._attempts()
        yield from self._booking()
        due = due_at(self.episode)
        if due:
            yield Event(due, format_instant(due), "Interview due (72 hours after return)", AMBER)
        if self.interview and self.held:
            yield from self._event(self.interview, "interview_start", "Interview began", BLUE)
            yield from self._event(self.interview, "interview_end", "Interview ended", BLUE)

    def _event(self, record: Record, path: str, words: str, colour: str) -> Iterator[Event]:
        time = told(record, path)
        if time is not None:
            placed = None if time.precision is Precision.UNKNOWN else instant(record, path)
            yield Event(placed, format_time(time), words, colour)

    def _phases(self) -> Iterator[Event]:
        for item in self.episode.items("episode_phases")[1:]:
            path = f"episode_phases/{item}"
            away = text(self.episode, f"{path}/type") == AWAY
            words = "From here: away, whereabouts known" if away else "From here: missing again"
            how = text(self.episode, f"{path}/how_known")
            yield from self._event(
                self.episode, f"{path}/from_at", f"{words}. {how}" if how else words, RED
            )

    def _attempts(self) -> Iterator[Event]:
        for item in self.episode.items("offer_attempts"):
            path = f"offer_attempts/{item}"
            parts = [self._attempt_part(path, leaf) for leaf in ("method", "with", "result")]
            words = ", ".join(part for part in parts if part)
            yield from self._event(self.episode, f"{path}/at", f"Offer: {words}", BLUE)

    def _attempt_part(self, path: str, leaf: str) -> str:
        question = self.form.question_at(f"{path}/{leaf}")
        code = text(self.episode, f"{path}/{leaf}")
        return question.label_of(code).lower() if question and code else code

    def _booking(self) -> Iterator[Event]:
        if not self.held:
            yield from self._event(self.episode, "booked_for", "Interview booked for", BLUE)

    def _stretches(self) -> Iterator[Stretch]:
        for stretch in stretches(self.episode):
            away = stretch.type == AWAY
            colour, name = (_ORANGE, "Away, whereabouts known") if away else (RED, "Missing")
            end = stretch.end or self._over() or self.now
            if end > stretch.start:
                yield Stretch(stretch.start, end, colour, name)
        found, back = (instant(self.episode, path) for path in ("found_at", "returned_at"))
        if found and back and back > found and not self.episode.items("episode_phases"):
            yield Stretch(found, back, _ORANGE, "Found, not yet back")
        yield from self._clock_stretches(back)

    def _clock_stretches(self, back: datetime | None) -> Iterator[Stretch]:
        due = due_at(self.episode)
        if back is None or due is None:
            return
        done = completed_at([self.interview]) if self.interview and self.held else None
        running = outcome_of(self.episode, self.interview) in _RUNNING
        yield Stretch(back, due, _PALE, "The 72 hours")
        end = done or (self.now if running else None)
        if end and end > due:
            yield Stretch(due, end, AMBER, "Late")
