"""What the checks of a form need to see of the screen; FormSession gives it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from app.forms.definition import Form
    from app.forms.question import Choice
    from app.forms.worksheet import Worksheet
    from app.records.record import Answer, JsonValue


class Shown(Protocol):
    """The answers of one screen, for reading."""

    form: Form

    @property
    def now(self) -> datetime:
        """The moment the screen is at."""
        ...

    @property
    def worksheet(self) -> Worksheet:
        """The working copies behind it."""
        ...

    def answer(self, address: str) -> Answer | None:
        """The answer at an address."""
        ...

    def has_answer(self, address: str) -> bool:
        """Whether anything stands there."""
        ...

    def value(self, address: str) -> JsonValue:
        """The value at an address when it is answered."""
        ...

    def ticked(self, address: str) -> list[str]:
        """The options ticked."""
        ...

    def items(self, address: str) -> list[str]:
        """The items of a repeat."""
        ...

    def choices(self, address: str) -> tuple[Choice, ...]:
        """The options that may be chosen."""
        ...

    def derived(self, scope: str = "") -> Mapping[str, object]:
        """The derived values of an episode."""
        ...

    def doubts(self) -> Mapping[str, str]:
        """What is more often a slip, by address."""
        ...
