"""Open a store: a data folder, a memory for tests, or a PostgreSQL database."""

from pathlib import Path

from unspiral.errors import StoreUnavailable
from unspiral.store.lock import FolderLock
from unspiral.store.sql import SqlStore
from unspiral.store.sqlite import SqliteDatabase


class FolderStore(SqlStore):
    """A data folder that this process owns until the store is closed."""

    def __init__(self, database: SqliteDatabase, lock: FolderLock) -> None:
        super().__init__(database)
        self._folder_lock = lock

    def close(self) -> None:
        """Close the file, then give the folder back."""
        super().close()
        self._folder_lock.release()


def open_sqlite(path: Path) -> SqlStore:
    """Own the folder of `path` (made if missing, mode 0700) and open the data file.

    Raises FolderInUse, NewerFolder, UnsafeSetting or StoreUnavailable; nothing stays open then.
    """
    folder = path.parent
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        lock = FolderLock(folder).acquire()
    except OSError as error:
        raise StoreUnavailable(
            f"The folder {folder} cannot be used.",
            kept="Nothing was changed.",
            next_step="Choose another folder with --data.",
        ) from error
    try:
        return FolderStore(SqliteDatabase(path), lock)
    except BaseException:
        lock.release()
        raise


def open_memory() -> SqlStore:
    """A store that is gone when it is closed: the fake of all tests, and a true one."""
    return SqlStore(SqliteDatabase(None))


def open_postgres(url: str, copies: Path | None = None) -> SqlStore:
    """Open a PostgreSQL database, `postgresql://user@host/name`.

    `copies` is the folder for the copy made before a migration; without it, none is run.
    """
    from unspiral.store.postgres import PostgresDatabase

    return SqlStore(PostgresDatabase(url, copies))
