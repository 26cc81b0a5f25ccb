"""Questions of every kind, answers in a dictionary, and what a question in a window has told."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication, QWidget

from app.forms.question import AnswerType, Choice, MergeClass, Question
from app.forms.told_times import parse_time
from app.records.record import Answer, RecordKind, Time

if TYPE_CHECKING:
    from app.ui.fields.frame import QuestionFrame

NOW = datetime(2026, 11, 21, 14, 31, tzinfo=UTC)


def question(kind: AnswerType, **changes: Any) -> Question:
    """Return a question of a kind, asked of the child."""
    parts: dict[str, Any] = {
        "id": "seen",
        "home": RecordKind.RETURN_INTERVIEW,
        "section": "first_things",
        "order": 1,
        "label": "Did you see anyone?",
        "short": "Anyone seen",
        "type": kind,
        "merge": MergeClass.FACT,
        "asked_of": "child",
    }
    return Question(**{**parts, **changes})


def options(count: int) -> tuple[Choice, ...]:
    """Return so many options: a0, a1 and so on."""
    return tuple(Choice(f"a{number}", f"Option {number}") for number in range(count))


class Answers:
    """Answers kept in a dictionary."""

    def __init__(self) -> None:
        self.known: dict[str, Answer] = {}
        self.ticks: dict[str, list[str]] = {}
        self.held: dict[str, list[str]] = {}
        self.offered: tuple[Choice, ...] = ()
        self.hidden: set[str] = set()
        self.removed: list[str] = []

    def answer(self, address: str) -> Answer | None:
        return self.known.get(address)

    def ticked(self, address: str) -> list[str]:
        return self.ticks.get(address, [])

    def items(self, address: str) -> list[str]:
        return self.held.get(address, [])

    def choices(self, address: str) -> tuple[Choice, ...]:
        assert address
        return self.offered

    def calculated(self, question_id: str) -> str:
        return f"worked out for {question_id}"

    def is_visible(self, address: str) -> bool:
        return address not in self.hidden

    def add_item(self, group_address: str) -> str:
        held = self.held.setdefault(group_address, [])
        item = f"i{len(held) + len(self.removed)}"
        held.append(item)
        return item

    def remove_item(self, group_address: str, item: str) -> None:
        self.held[group_address].remove(item)
        self.removed.append(item)

    def restore_item(self, group_address: str, item: str) -> None:
        self.removed.remove(item)
        self.held[group_address].append(item)

    def move_item(self, group_address: str, item: str, before: str | None) -> None:
        held = self.held[group_address]
        held.remove(item)
        held.insert(held.index(before) if before else len(held), item)


class Shown:
    """One question in a window, and all it has told."""

    def __init__(self, frame: QuestionFrame, answers: Answers, window: QWidget) -> None:
        self.frame = frame
        self.answers = answers
        self.window = window
        self.told: list[tuple[str, Answer | None]] = []
        self.ticks: list[tuple[str, str, bool]] = []
        frame.answered.connect(lambda address, answer: self.told.append((address, answer)))
        frame.ticked.connect(lambda *tick: self.ticks.append(tick))

    @property
    def values(self) -> list[Any]:
        """What was told, by value, by state, or None for a clearing."""
        return [
            None if answer is None else answer.value if answer.value is not None else answer.state
            for _, answer in self.told
        ]


def read_time(text: str) -> Time:
    """Read a time near the moment of the tests."""
    return parse_time(text, NOW)


def focused() -> QWidget:
    """Return what has the focus."""
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget
