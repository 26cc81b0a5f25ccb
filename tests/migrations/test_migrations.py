"""Migrations: they end at the tables of today, old data arrives whole, a failure undoes."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from app.records.errors import AppTooOld
from app.records.record import answered, new_id
from app.storage.engine import STORE_FILE, Sealed, make_empty, open_sealed
from app.storage.migrate import SCRIPTS, bring_up_to_date, migrate
from app.storage.tables import REVISION, SCHEMA, metadata
from app.storage.vault import create_store, unlock
from tests.storage.making import QUICK, episode, interview, later, person

if TYPE_CHECKING:
    from collections.abc import Iterator

REPOSITORY = Path(__file__).parents[2]
KEY = bytes(range(32))


@pytest.fixture
def sealed(tmp_path: Path) -> Iterator[Sealed]:
    path = tmp_path / STORE_FILE
    make_empty(path)
    opened = open_sealed(path, KEY)
    yield opened
    opened.close()


def schema_of(sealed: Sealed) -> dict[str, str]:
    """Every table and index by name, as SQLite writes it down, spaces apart."""
    rows = sealed.driver.execute(
        "SELECT type || ' ' || name, sql FROM sqlite_schema WHERE sql IS NOT NULL"
    ).fetchall()
    return {name: "".join(str(sql).replace('"', "").split()) for name, sql in rows}


def columns_of(sealed: Sealed) -> dict[str, list[tuple[Any, ...]]]:
    rows = sealed.driver.execute(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'search%'"
    ).fetchall()
    return {
        name: sealed.driver.execute(f"PRAGMA table_info({name})").fetchall() for (name,) in rows
    }


def test_the_last_migration_is_the_models(sealed: Sealed) -> None:
    migrate(sealed)
    context = MigrationContext.configure(
        sealed.connection,
        opts={
            "include_object": lambda _one, name, kind, *_more: (
                not (kind == "table" and name.startswith(("search", "alembic")))
            ),
            "compare_type": True,
        },
    )
    assert compare_metadata(context, metadata) == []


def test_a_new_store_has_what_a_migrated_one_has(sealed: Sealed, tmp_path: Path) -> None:
    migrate(sealed)
    store = create_store(tmp_path / "new", "", practice=True, cost=QUICK).store
    assert columns_of(store.sealed) == columns_of(sealed)
    assert schema_of(store.sealed).keys() == schema_of(sealed).keys()
    for name, index in schema_of(sealed).items():
        if not name.startswith("table "):
            assert schema_of(store.sealed)[name] == index
    search = "table search"
    assert schema_of(store.sealed)[search] == schema_of(sealed)[search]
    store.close()


def test_every_constraint_has_a_name(sealed: Sealed) -> None:
    migrate(sealed)
    for name, statement in schema_of(sealed).items():
        if name.startswith("table ") and not name.startswith(("table search", "table alembic")):
            assert statement.count("PRIMARYKEY") == statement.count("CONSTRAINTpk_"), name
            assert statement.count("FOREIGNKEY") == statement.count("CONSTRAINTfk_"), name
            assert statement.count("CHECK(") == statement.count("CONSTRAINTck_"), name


def test_revision_and_schema_go_together() -> None:
    revisions = sorted(path.name[:4] for path in (SCRIPTS / "versions").glob("[0-9]*.py"))
    assert revisions[-1] == REVISION
    assert len(revisions) == SCHEMA


# A migration of the future, to prove the way: one that keeps data, and one that breaks half-way.

NEXT = """
import sqlalchemy as sa
from alembic import op
revision, down_revision, branch_labels, depends_on = "9001", "{before}", None, None
def upgrade():
    with op.batch_alter_table("head") as table:
        table.add_column(sa.Column("colour", sa.Text, server_default="none", nullable=False))
    op.execute("UPDATE head SET reference = 'moved'")
    {last}
"""


def scripts_with(tmp_path: Path, last: str) -> Path:
    """The real migrations and one more."""
    scripts = tmp_path / "scripts"
    versions = scripts / "versions"
    versions.mkdir(parents=True)
    (scripts / "env.py").write_bytes((SCRIPTS / "env.py").read_bytes())
    for script in (SCRIPTS / "versions").glob("[0-9]*.py"):
        (versions / script.name).write_bytes(script.read_bytes())
    text = NEXT.format(before=REVISION, last=last)
    (versions / "9001_next.py").write_text(text, encoding="utf-8")
    return scripts


def with_records(folder: Path) -> dict[str, Any]:
    """A closed store with records of several kinds; what is in it."""
    store = create_store(folder, "", practice=True, cost=QUICK).store
    case = new_id()
    gone = episode(case, "2026-11-10T20:00+00:00", "2026-11-11T08:00+00:00")
    talk = interview(case, gone.record)
    with store.open_work() as work:
        work.records.apply(person(case, "Łukasz", "Kowalski"))
        work.records.apply(gone)
        work.records.apply(talk)
        work.records.apply(later(talk, before_story=answered("by the canal")))
        work.index_text(talk.record)
        work.commit()
        content = {record.id: record for record in work.records.of_case(case)}
    store.close()
    return content


def test_old_data_arrives_whole(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    content = with_records(folder)
    store = unlock(folder, "")
    migrate(store.sealed, scripts_with(tmp_path, "pass"), SCHEMA + 1)
    with store.open_work() as work:
        assert {record: work.records.get(record) for record in content} == content
        assert len(work.lists.search("canal")) == 1
        assert len(work.outbox.edits()) == 3
    rows = store.sealed.driver.execute("SELECT DISTINCT colour, reference FROM head").fetchall()
    assert rows == [("none", "moved")]
    store.close()
    with pytest.raises(AppTooOld):
        unlock(folder, "")  # today's program meets the store of tomorrow's


def test_a_migration_that_fails_undoes_everything(tmp_path: Path) -> None:
    folder = tmp_path / "store"
    content = with_records(folder)
    store = unlock(folder, "")
    before, rows = schema_of(store.sealed), store.sealed.driver.execute("SELECT * FROM head")
    heads = rows.fetchall()
    with pytest.raises(ZeroDivisionError):
        migrate(store.sealed, scripts_with(tmp_path, "1 / 0"))
    assert schema_of(store.sealed) == before
    assert store.sealed.driver.execute("SELECT * FROM head").fetchall() == heads
    store.close()
    again = unlock(folder, "")
    with again.open_work() as work:
        assert {record: work.records.get(record) for record in content} == content
    again.close()


def test_an_older_schema_is_migrated_when_unlocked(
    sealed: Sealed, monkeypatch: pytest.MonkeyPatch
) -> None:
    called: list[Sealed] = []
    monkeypatch.setattr("app.storage.migrate.migrate", called.append)
    bring_up_to_date(sealed, SCHEMA)
    assert called == []
    bring_up_to_date(sealed, SCHEMA - 1)
    assert called == [sealed]


def test_a_newer_schema_writes_nothing(sealed: Sealed) -> None:
    with pytest.raises(AppTooOld):
        bring_up_to_date(sealed, SCHEMA + 1)
    assert schema_of(sealed) == {}


def test_alembic_is_not_imported_to_unlock(tmp_path: Path) -> None:
    with_records(tmp_path / "store")
    script = (
        "import sys; from pathlib import Path; from app.storage.vault import unlock\n"
        "unlock(Path(sys.argv[1]), '').close()\n"
        "print([name for name in sys.modules if name.startswith('alembic')])\n"
        "print('sqlalchemy.orm' in sys.modules, 'keyring' in sys.modules)\n"
    )
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-c", script, str(tmp_path / "store")],
        cwd=REPOSITORY,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines() == ["[]", "False False"]
