"""What the screens are given by bootstrap: the store's door, documents, files in, the settings.

Everything here is a plain function or value, so that a page can be shown in a test with fakes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, Protocol, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from app.casework.desk import Desk
    from app.records.ports import ImportReport
    from app.records.record import RecordId
    from app.ui.background import Background


class Door(Protocol):
    """The way into the encrypted store of this laptop."""

    def exists(self) -> bool:
        """Whether a store is here; damaged counts as here, never as a first run."""
        ...

    def is_practice(self) -> bool:
        """Whether the store holds practice data only."""
        ...

    def create(self, passphrase: str, name: str, authority: str) -> str:
        """Make a store and return the recovery kit to print; it is not open yet."""
        ...

    def create_practice(self, passphrase: str) -> None:
        """Make a practice store filled with invented children."""
        ...

    def unlock(self, passphrase: str) -> Desk:
        """Open the store; raise a StoreError in plain words."""
        ...

    def recover(self, kit: str, passphrase: str) -> str:
        """Give the store a new passphrase by its recovery kit; return the new kit to print."""
        ...

    def close(self) -> None:
        """Close the store so that nothing is left open behind a lock or at the end."""
        ...


ThemeName: TypeAlias = Literal["system", "light", "dark"]


@dataclass(frozen=True, slots=True)
class Document:
    """A finished PDF, in memory, with the file name to propose (a reference, never a name)."""

    pdf: bytes
    file_name: str
    pages: int


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """A booking for a calendar, with the file name to propose (a reference, never a name)."""

    content: bytes
    file_name: str


@dataclass(frozen=True, slots=True)
class Services:
    """What a page may use. Calls that touch the store or take long go through `background`."""

    desk: Desk
    background: Background
    summary: Callable[[Desk, RecordId], Document]
    """The return-interview summary of an interview."""
    calendar: Callable[[Desk, RecordId], CalendarFile]
    """The calendar file of the interview that is booked for an episode."""
    import_police_list: Callable[[Desk, Path], ImportReport]
    import_ssda903: Callable[[Desk, Path], ImportReport]
    practice_people: Sequence[tuple[str, str]]
    """In practice: who one can work as, user and words; empty in a real store."""
    settings: Choices
    save_settings: Callable[[ThemeName, int], None]
    """Keep a look and a size of text, in per cent."""


class Choices(Protocol):
    """The settings a person sees; `locked` names those that the organisation set."""

    @property
    def theme(self) -> str:
        """System, light or dark."""
        ...

    @property
    def text_scale(self) -> int:
        """The size of the text in per cent."""
        ...

    @property
    def idle_lock_minutes(self) -> int:
        """After how many minutes without a sign of life the window locks."""
        ...

    @property
    def locked(self) -> frozenset[str]:
        """The names of those that the organisation set."""
        ...

    @property
    def problems(self) -> tuple[str, ...]:
        """What in the files could not be used, in plain words."""
        ...
