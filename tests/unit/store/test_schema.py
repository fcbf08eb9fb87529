"""Every past schema opens; a newer one is refused; nothing is migrated without a copy."""

import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Connection, create_engine, text
from support.operations import NOON, append, checkin, values

from unspiral.errors import NewerFolder, StoreUnavailable
from unspiral.store.opening import open_postgres, open_sqlite
from unspiral.store.postgres import PostgresDatabase
from unspiral.store.schema import MIGRATIONS, VERSION_TABLE, head, migrate
from unspiral.store.sql import SqlStore
from unspiral.store.sqlite import WRITER_SETTINGS, SqliteDatabase, file_uri, open_engine
from unspiral.store.tables import metadata

PAST = sorted(path.name[:4] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
NEXT = """
import sqlalchemy as sa
from alembic import op
revision = "9001"
down_revision = "{down}"
def upgrade():
    op.add_column("person", sa.Column("colour", sa.String()))
    {then}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    (tmp_path / "data").mkdir()
    return tmp_path / "data" / "unspiral.db"


def with_next(folder: Path, then: str = "") -> Path:
    """The migrations, and one more that this program does not have yet."""
    scripts = folder / "migrations"
    shutil.copytree(MIGRATIONS, scripts)
    (scripts / "versions" / "9001_next.py").write_text(NEXT.format(down=head(), then=then))
    return scripts


def fill(database: Any) -> None:
    store = SqlStore(database)
    store.add_person("ann", NOON)
    append(store, checkin("a", pain=4))
    store.close()


def differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"version_table": VERSION_TABLE})
    found: list[Any] = compare_metadata(context, metadata)
    return found


def test_migrated_sqlite_is_the_metadata_to_the_letter(path: Path) -> None:
    open_sqlite(path).close()
    made = create_engine("sqlite://")
    metadata.create_all(made)
    statement = "SELECT name, sql FROM sqlite_master WHERE tbl_name <> 'schema_version'"
    with made.connect() as connection:
        expected = {row.name: row.sql for row in connection.execute(text(statement))}
    with sqlite3.connect(path) as raw:
        assert dict(raw.execute(statement)) == expected


def test_migrated_postgres_is_the_metadata(postgres_url: str) -> None:
    open_postgres(postgres_url).close()
    with create_engine(postgres_url.replace("postgresql:", "postgresql+psycopg:")).connect() as c:
        assert differences(c) == []


def test_a_difference_would_be_seen(path: Path) -> None:
    open_sqlite(path).close()
    with sqlite3.connect(path) as raw:
        raw.execute("DROP INDEX note_day")
    with create_engine(f"sqlite:///{path}").connect() as connection:
        assert differences(connection) != []


@pytest.mark.parametrize("version", PAST)
def test_every_past_schema_opens(path: Path, version: str) -> None:
    path.touch()
    engine = open_engine(file_uri(path), WRITER_SETTINGS, "BEGIN IMMEDIATE", 1)
    with engine.connect() as connection:
        migrate(connection, version)
        row = {"id": "ann", "made": NOON.isoformat(timespec="microseconds")}
        connection.execute(text("INSERT INTO person VALUES (:id, :made, 0, NULL)"), row)
        connection.commit()
    engine.dispose()
    store = open_sqlite(path)
    append(store, checkin("a", pain=4))
    assert values(store) == {"pain": 4}
    store.close()


def test_a_newer_folder_is_refused_and_left_as_it_is(path: Path, tmp_path: Path) -> None:
    SqliteDatabase(path, with_next(tmp_path)).close()
    before = path.read_bytes()
    with pytest.raises(NewerFolder):
        open_sqlite(path)
    assert path.read_bytes() == before


def test_a_newer_database_is_refused(postgres_url: str, tmp_path: Path) -> None:
    PostgresDatabase(postgres_url, None, with_next(tmp_path)).close()
    with pytest.raises(NewerFolder):
        open_postgres(postgres_url)


def test_an_older_file_is_copied_aside_and_then_migrated(path: Path, tmp_path: Path) -> None:
    fill(SqliteDatabase(path))
    SqliteDatabase(path, with_next(tmp_path)).close()
    (copy,) = path.parent.glob("before-migration-from-*.db")
    with sqlite3.connect(path) as raw:
        assert raw.execute("SELECT id, colour FROM person").fetchall() == [("ann", None)]
    copy.rename(tmp_path / "unspiral.db")
    old = open_sqlite(tmp_path / "unspiral.db")
    assert values(old) == {"pain": 4}
    old.close()


def test_an_older_postgres_is_copied_aside_and_then_migrated(
    postgres_url: str, tmp_path: Path
) -> None:
    fill(PostgresDatabase(postgres_url))
    PostgresDatabase(postgres_url, tmp_path, with_next(tmp_path)).close()
    (copy,) = tmp_path.glob("before-migration-from-*.db")
    old = open_sqlite(copy)
    assert values(old) == {"pain": 4}
    old.close()


def test_without_a_copy_nothing_is_migrated(path: Path, tmp_path: Path) -> None:
    fill(SqliteDatabase(path))
    before = path.read_bytes()
    scripts = with_next(tmp_path)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(SqliteDatabase, "backup", _no_room)
        with pytest.raises(StoreUnavailable):
            SqliteDatabase(path, scripts)
    assert path.read_bytes() == before


def _no_room(self: SqliteDatabase, target: str) -> None:
    raise StoreUnavailable("no room")


def test_a_migration_that_fails_half_way_changes_nothing(path: Path, tmp_path: Path) -> None:
    fill(SqliteDatabase(path))
    scripts = with_next(tmp_path, then='op.execute("INSERT INTO nowhere VALUES (1)")')
    with pytest.raises(StoreUnavailable):
        SqliteDatabase(path, scripts)
    store = open_sqlite(path)
    assert values(store) == {"pain": 4}
    store.close()


def test_the_data_of_another_program_are_refused(path: Path) -> None:
    with sqlite3.connect(path) as raw:
        raw.execute("CREATE TABLE recipes (id INTEGER)")
    with pytest.raises(StoreUnavailable, match="not Unspiral"):
        open_sqlite(path)


def test_serving_never_loads_alembic(path: Path) -> None:
    open_sqlite(path).close()
    code = f"""
import sys, pathlib
from unspiral.store.opening import open_sqlite
open_sqlite(pathlib.Path({str(path)!r}))
print(sorted(name for name in sys.modules if name.split(".")[0] in ("alembic", "psycopg")))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
