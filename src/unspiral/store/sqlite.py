"""SQLite: connections, settings, the one writer, and copies."""

import os
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import Connection, Engine, QueuePool, RootTransaction, create_engine, event
from sqlalchemy.exc import DBAPIError

from unspiral.errors import UnsafeSetting
from unspiral.store.copies import file_faults, new_file, seal
from unspiral.store.faults import translated, unavailable
from unspiral.store.schema import MIGRATIONS, prepare

try:  # brings its own newer SQLite; the standard library's does as well
    import sqlcipher3.dbapi2 as driver
except ImportError:
    import sqlite3 as driver

connect, DriverError = driver.connect, driver.Error
FULL = 2
JOURNAL = "WAL"
WAIT_SECONDS = 10.0
RULE = "synchronous is read before each commit; other than 2 (FULL), nothing is acknowledged"
# The writer keeps 16 MB of pages: with the usual 2, a large import writes and reads them twice.
WRITER_SETTINGS = (
    "synchronous=FULL",
    "fullfsync=ON",
    "foreign_keys=ON",
    "secure_delete=ON",
    "cache_size=-16000",
)
READER_SETTINGS = ("synchronous=FULL", "query_only=ON", "cache_size=-4000")


class SqliteDatabase:
    """One file, or a memory of its own when `path` is None; many readers, one writer at a time.

    `path` and its folder must be writable. The file is made when it is not there, mode 0600.
    """

    def __init__(self, path: Path | None, scripts: Path = MIGRATIONS) -> None:
        self.path = path
        self._uri = f"file:/{uuid4()}?vfs=memdb" if path is None else file_uri(path)
        self._lock = threading.Lock()
        self._owner: int | None = None
        self._broken = False
        self._writers = open_engine(self._uri, WRITER_SETTINGS, "BEGIN IMMEDIATE", size=1)
        self._readers = open_engine(self._uri, READER_SETTINGS, "BEGIN", size=40)
        try:
            with translated(driver.Error):
                self._open(scripts)
        except OSError as error:
            self._dispose()
            raise unavailable("The data file cannot be opened.") from error
        except BaseException:
            self._dispose()
            raise

    def _open(self, scripts: Path) -> None:
        if self.path is not None:
            os.close(os.open(self.path, os.O_RDWR | os.O_CREAT, 0o600))
        # Kept for life: it keeps a memory alive, and a file's WAL open.
        self._writer: Connection = self._writers.connect()
        self._keep_wal()
        self._assert_flushed(self._writer)
        self._writer.rollback()
        prepare(self._writer, self._backup_before, scripts)
        self._writer.commit()

    def _keep_wal(self) -> None:
        """WAL is a property of the file; a memory has none and needs none."""
        raw = self._writer.connection.driver_connection
        assert raw is not None
        mode = raw.execute(f"PRAGMA journal_mode={JOURNAL}").fetchone()[0]
        if self.path is not None and mode != "wal":
            raise _unsafe("journal_mode", mode)

    def _assert_flushed(self, connection: Connection) -> None:
        found = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        if found != FULL:
            raise _unsafe("synchronous", found)

    def _backup_before(self, version: str) -> None:
        """Copy the data aside before they are migrated from schema `version`."""
        if self.path is not None:
            name = f"before-migration-from-{version}-{uuid4().hex[:8]}.db"
            self.backup(str(self.path.with_name(name)))

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """The writer's transaction: at most one at a time in this process."""
        self._not_inside_a_write()
        with self._lock, translated(driver.Error):
            self._owner = threading.get_ident()
            try:
                yield from self._one_write()
            finally:
                self._owner = None

    def _one_write(self) -> Iterator[Connection]:
        if self._broken:
            raise unavailable("A write did not reach the disk.", "Stop and start Unspiral.")
        try:
            with self._writer.begin() as transaction:
                yield self._writer
                self._assert_flushed(self._writer)
                self._commit(transaction)
        except BaseException:
            self._take_back()
            raise

    def _commit(self, transaction: RootTransaction) -> None:
        try:
            transaction.commit()
        except DBAPIError as error:
            # After a failed flush nobody knows what the disk holds: no later write may
            # be acknowledged over it.
            self._broken = "i/o error" in str(error).lower()
            raise

    def _take_back(self) -> None:
        """After a refused commit, on a full disk say, both layers still hold the transaction."""
        self._writer.rollback()
        raw = self._writer.connection.driver_connection
        if raw is not None and raw.in_transaction:
            raw.rollback()

    @contextmanager
    def reading(self) -> Iterator[Connection]:
        """A reader's transaction; other readers and the writer go on beside it."""
        self._not_inside_a_write()
        with translated(driver.Error), self._readers.connect() as connection, connection.begin():
            yield connection

    def _not_inside_a_write(self) -> None:
        if self._owner == threading.get_ident():
            raise RuntimeError("a write is open in this thread: use its transaction")

    def durability(self) -> Mapping[str, str]:
        """Driver, SQLite version and the settings the writer has now."""
        names = ("journal_mode", "synchronous", "foreign_keys")
        with self.writing() as connection:
            found = {
                name: str(connection.exec_driver_sql(f"PRAGMA {name}").scalar_one())
                for name in names
            }
        version = driver.sqlite_version
        return {"driver": driver.__name__, "sqlite_version": version, **found, "rule": RULE}

    def integrity(self) -> tuple[str, ...]:
        """What `integrity_check` and `foreign_key_check` find."""
        with self.reading() as connection:
            return file_faults(connection.connection.driver_connection)

    def scrub(self) -> None:
        """Write the file anew without its free pages, and cut the write-ahead log to nothing."""
        self._not_inside_a_write()
        with self._lock, translated(driver.Error):
            self._readers.dispose()
            raw = self._writer.connection.driver_connection
            assert raw is not None
            raw.execute("PRAGMA temp_store=MEMORY")  # no copy of the rest in a temporary folder
            raw.execute("VACUUM")
            busy = raw.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            self._writer.rollback()
        if busy:
            raise unavailable("The data are busy.", "Stop Unspiral and start it again.")

    def backup(self, target: str) -> None:
        """Copy by SQLite's online backup while others go on, then check the copy."""
        with new_file(target) as part, self.reading() as connection:
            copy = driver.connect(str(part), isolation_level=None)
            try:
                raw = connection.connection.driver_connection
                assert raw is not None
                raw.backup(copy)
                seal(copy)
            finally:
                copy.close()

    def close(self) -> None:
        """Fold the write-ahead log into the file and let go."""
        with self._lock:
            self._dispose()

    def _dispose(self) -> None:
        self._readers.dispose()
        with suppress(AttributeError):
            self._writer.close()
        self._writers.dispose()


def open_engine(uri: str, settings: tuple[str, ...], begin: str, size: int) -> Engine:
    """Up to `size` connections to `uri`, each with `settings`, each transaction by `begin`."""

    def connect() -> Any:
        raw = driver.connect(
            uri, uri=True, timeout=WAIT_SECONDS, isolation_level=None, check_same_thread=False
        )
        for setting in settings:
            raw.execute(f"PRAGMA {setting}")
        return raw

    engine = create_engine(
        "sqlite://",
        module=driver,
        creator=connect,
        poolclass=QueuePool,
        pool_size=size,
        max_overflow=0,
        pool_timeout=WAIT_SECONDS,
        pool_use_lifo=True,
    )
    event.listen(engine, "begin", lambda connection: connection.exec_driver_sql(begin))
    return engine


def file_uri(path: Path) -> str:
    """The address of a file that must be there already."""
    return f"{path.absolute().as_uri()}?mode=rw"


def _unsafe(setting: str, found: object) -> UnsafeSetting:
    return UnsafeSetting(
        f"The database does not flush safely: {setting} is {found}.",
        kept="Nothing was stored.",
        next_step="Stop Unspiral and start it again.",
        setting=setting,
        found=str(found),
    )
