"""SQLCipher's driver with types: the little of it that the store uses."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Protocol, TypeAlias, cast

from sqlcipher3 import dbapi2

if TYPE_CHECKING:
    from collections.abc import Sequence

MODULE = cast("Any", dbapi2)
"""The driver as SQLAlchemy takes it."""

DriverError: type[Exception] = MODULE.Error
"""What every failing statement raises, with `sqlite_errorcode` and `sqlite_errorname`."""

Row: TypeAlias = tuple[Any, ...]


class Cursor(Protocol):
    """The result of a statement."""

    @property
    def lastrowid(self) -> int:
        """Return the key of the row inserted."""
        ...

    def fetchone(self) -> Row | None:
        """Return the next row."""
        ...

    def fetchall(self) -> list[Row]:
        """Return the rows that are left."""
        ...


class Driver(Protocol):
    """A connection that begins and commits only when told so."""

    @property
    def in_transaction(self) -> bool:
        """Whether a transaction is open."""
        ...

    def execute(self, statement: str, parameters: Sequence[Any] = ..., /) -> Cursor:
        """Run one statement; its preparation is kept for the next time."""
        ...

    def close(self) -> None:
        """Close the connection."""
        ...


def connect(uri: str) -> Driver:
    """Connect to a database file by its URI, for use from any one thread at a time."""
    return cast(
        "Driver",
        MODULE.connect(
            uri, uri=True, isolation_level=None, check_same_thread=False, cached_statements=256
        ),
    )
