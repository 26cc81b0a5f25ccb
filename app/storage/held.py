"""The one connection a store holds: prepared statements on the driver, errors in plain words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import DBAPIError

from app.storage.disk_errors import store_error
from app.storage.driver import Cursor, DriverError
from app.storage.driver import Row as DriverRow

if TYPE_CHECKING:
    from sqlalchemy import ClauseElement, Executable, Row

    from app.storage.engine import Sealed

Parameters: TypeAlias = Sequence[Any]


class Held:
    """Runs statements within the unit of work's transaction; nobody else begins or commits one.

    The hot path speaks to the driver, which keeps its statements prepared: SQLAlchemy's execution
    costs as much as the write itself (docs/adr/0004). Lists are composed with SQLAlchemy.
    """

    def __init__(self, sealed: Sealed) -> None:
        self._sealed = sealed
        self._execute = sealed.driver.execute

    def begin(self) -> None:
        """Start a transaction; it takes no lock until its first statement."""
        self.run("BEGIN")

    def commit(self) -> None:
        """Make the transaction durable, or undo it and raise."""
        try:
            self._execute("COMMIT")
        except DriverError as error:
            self.undo()
            raise _known(error, writing=True) from error

    def undo(self) -> None:
        """Undo the transaction, if SQLite has not done so already."""
        if self._sealed.driver.in_transaction:
            try:
                self._execute("ROLLBACK")
            except DriverError as error:
                raise _known(error, writing=True) from error

    def run(self, statement: str, parameters: Parameters = ()) -> Cursor:
        """Run one statement that writes."""
        try:
            return self._execute(statement, parameters)
        except DriverError as error:
            raise _known(error, writing=True) from error

    def one(self, statement: str, parameters: Parameters = ()) -> DriverRow | None:
        """Run a query and return its first row."""
        try:
            row: DriverRow | None = self._execute(statement, parameters).fetchone()
        except DriverError as error:
            raise _known(error) from error
        return row

    def all(self, statement: str, parameters: Parameters = ()) -> list[DriverRow]:
        """Run a query and return its rows."""
        try:
            rows: list[DriverRow] = self._execute(statement, parameters).fetchall()
        except DriverError as error:
            raise _known(error) from error
        return rows

    def select(
        self, query: Executable, parameters: dict[str, Any] | None = None
    ) -> Sequence[Row[Any]]:
        """Run a composed query and return its rows."""
        try:
            return self._sealed.connection.execute(query, parameters).all()
        except DBAPIError as error:
            origin = error.orig
            raise (_known(origin) if isinstance(origin, DriverError) else error) from error


def prepared(statement: ClauseElement) -> str:
    """A composed statement as the driver's text, compiled once; its parameters go by place."""
    return str(statement.compile(dialect=sqlite.dialect()))


def _known(error: Exception, *, writing: bool = False) -> Exception:
    return store_error(error, writing=writing) or error
