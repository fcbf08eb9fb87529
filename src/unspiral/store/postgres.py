"""PostgreSQL: connections, settings, and a copy into a SQLite file."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

from sqlalchemy import Connection, create_engine, make_url, text

from unspiral.errors import UnsafeSetting
from unspiral.store.copies import new_file
from unspiral.store.faults import translated
from unspiral.store.schema import MIGRATIONS, prepare
from unspiral.store.tables import metadata
from unspiral.store.transfer import copy_into

SAFE = {
    "fsync": ("on",),
    "full_page_writes": ("on",),
    "synchronous_commit": ("on", "remote_apply"),
}
RULE = "synchronous_commit is read before each commit; other than on, nothing is acknowledged"
SESSION_SETTINGS = "-c synchronous_commit=on -c timezone=UTC"
# Any fixed number: it keeps two processes from migrating at the same time.
MIGRATION_LOCK = 7_245_001


class PostgresDatabase:
    """One database, for any number of processes; a person's row orders that person's writes.

    `copies` is the folder for the copy that is made before a migration.
    """

    def __init__(self, url: str, copies: Path | None = None, scripts: Path = MIGRATIONS) -> None:
        self._copies, self._scripts = copies, scripts
        self._mine = threading.local()
        self._engine = create_engine(
            make_url(url).set(drivername="postgresql+psycopg"),
            pool_size=8,
            max_overflow=8,
            pool_pre_ping=True,
            connect_args={"options": SESSION_SETTINGS, "connect_timeout": 10},
        )
        self._snapshots = self._engine.execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        try:
            with translated():
                self._open()
        except BaseException:
            self._engine.dispose()
            raise

    def _open(self) -> None:
        with self._engine.connect() as connection:
            for name in SAFE:
                _assert_safe(connection, name)
            connection.execute(text("SELECT pg_advisory_lock(:n)"), {"n": MIGRATION_LOCK})
            connection.commit()
            try:
                prepare(connection, self._copy_before, self._scripts)
            finally:
                connection.rollback()
                connection.execute(text("SELECT pg_advisory_unlock(:n)"), {"n": MIGRATION_LOCK})
                connection.commit()

    def _copy_before(self, version: str) -> None:
        """Copy the data aside before they are migrated from schema `version`."""
        if self._copies is None:
            raise UnsafeSetting(
                "There is no folder for the copy before the update of the database.",
                kept="Nothing was changed.",
                next_step="Name a folder with --data.",
            )
        name = f"before-migration-from-{version}-{uuid4().hex[:8]}.db"
        self.backup(str(self._copies / name))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """A transaction of this thread; others may write for other people beside it."""
        self._not_inside_a_write()
        with translated(), self._engine.connect() as connection:
            self._mine.writes = True
            try:
                with connection.begin():
                    yield connection
                    _assert_safe(connection, "synchronous_commit")
            finally:
                self._mine.writes = False

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A read-only transaction that sees one moment."""
        self._not_inside_a_write()
        with translated(), self._snapshots.connect() as connection, connection.begin():
            yield connection

    def _not_inside_a_write(self) -> None:
        if getattr(self._mine, "writes", False):
            raise RuntimeError("a write is open in this thread: use its transaction")

    def durability(self) -> Mapping[str, str]:
        """Driver, server version and the flush settings in force."""
        with self.reading() as connection:
            found = {name: _setting(connection, name) for name in SAFE}
            version = _setting(connection, "server_version")
        return {"driver": "psycopg", "server_version": version, **found, "rule": RULE}

    def integrity(self) -> tuple[str, ...]:
        """Nothing of its own: PostgreSQL reports a damaged page when the page is read."""
        return ()

    def scrub(self) -> None:
        """Write each table's file anew. The server's own log of writes lives on for a while."""
        self._not_inside_a_write()
        alone = self._engine.execution_options(isolation_level="AUTOCOMMIT")
        with translated(), alone.connect() as connection:
            for table in metadata.sorted_tables:
                connection.exec_driver_sql(f"VACUUM FULL {table.name}")

    def backup(self, target: str) -> None:
        """Copy all rows of one moment into a SQLite file of the same schema, then check it."""
        with new_file(target) as part, self.reading() as connection:
            copy_into(connection, part, self._scripts)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _setting(connection: Connection, name: str) -> str:
    statement = text("SELECT current_setting(:name)")
    return str(connection.execute(statement, {"name": name}).scalar_one())


def _assert_safe(connection: Connection, name: str) -> None:
    found = _setting(connection, name)
    if found not in SAFE[name]:
        raise UnsafeSetting(
            f"The database does not flush safely: {name} is {found}.",
            kept="Nothing was stored.",
            next_step=f"Switch {name} on in PostgreSQL, then start again.",
            setting=name,
            found=found,
        )
