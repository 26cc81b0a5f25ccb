"""Bringing an older store up to this program's tables; a newer one is left untouched.

Alembic takes half a second to import, so it is imported only when the schema differs.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import create_engine, event
from sqlalchemy.pool import StaticPool

from app.records.errors import AppTooOld
from app.storage.disk_errors import store_errors
from app.storage.driver import MODULE
from app.storage.tables import REVISION, SCHEMA, SEARCH_DDL, metadata

if TYPE_CHECKING:
    from sqlalchemy import Connection, Engine

    from app.storage.engine import Sealed

SCRIPTS = Path(__file__).parent / "migrations"


def create_tables(sealed: Sealed, store_id: str, generation: int) -> None:
    """Make the tables of a new store, and say which migration they correspond to."""
    driver = sealed.driver
    with store_errors():
        driver.execute("BEGIN IMMEDIATE")
        metadata.create_all(sealed.connection)
        driver.execute(SEARCH_DDL)
        driver.execute(
            "CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL,"
            " CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num))"
        )
        driver.execute("INSERT INTO alembic_version VALUES (?)", (REVISION,))
        driver.execute(
            'INSERT INTO meta (id, store_id, generation, epoch, commit_seq, "schema")'
            " VALUES (1, ?, ?, 1, 0, ?)",
            (store_id, generation, SCHEMA),
        )
        driver.execute("COMMIT")


def bring_up_to_date(sealed: Sealed, schema: int) -> None:
    """Migrate a store whose tables are older; raise AppTooOld without a write when newer."""
    if schema > SCHEMA:
        raise AppTooOld(schema=schema)
    if schema < SCHEMA:
        migrate(sealed)


def migrate(sealed: Sealed, scripts: Path = SCRIPTS, schema: int = SCHEMA) -> None:
    """Run the migrations in one transaction: one that fails leaves the store as it was."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    engine = _immediate(sealed)
    config = Config()
    config.set_main_option("script_location", str(scripts))
    with store_errors(), engine.connect() as connection:
        config.attributes["connection"] = connection
        with connection.begin():
            command.upgrade(config, "head")
            connection.exec_driver_sql('UPDATE meta SET "schema" = ?', (schema,))


def _immediate(sealed: Sealed) -> Engine:
    """An engine whose transactions begin at once, so that DDL rolls back with the rest."""
    engine = create_engine(
        "sqlite+pysqlite://", module=MODULE, creator=lambda: sealed.driver, poolclass=StaticPool
    )

    @event.listens_for(engine, "begin")
    def _begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN IMMEDIATE")

    return engine
