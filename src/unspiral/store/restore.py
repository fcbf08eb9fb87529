"""Put a backup in the place of a data file: made beside, verified, swapped; the old one is kept.

Whoever calls holds the folder's lock. Until `os.replace` nothing of the live data is touched but
that its write-ahead log is folded into it, so a fault or a kill leaves the old data or the new.
"""

import os
import shutil
from collections.abc import Callable, Mapping
from contextlib import closing, suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, delete, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from unspiral.errors import BadInput, UnspiralError
from unspiral.store import tombstones
from unspiral.store.check import deep_check
from unspiral.store.copies import file_faults, flush, seal
from unspiral.store.schema import VERSION_TABLE, head, migrate, stored_version
from unspiral.store.sqlite import DriverError, SqliteDatabase, connect, file_uri, open_engine
from unspiral.store.tables import FACT_TABLES, derived, device, operation, person, token

MAGIC = b"SQLite format 3\0"
ZIP = b"PK\x03\x04"
PART = "restore.part"
BESIDE = ("-wal", "-shm", "-journal")
SQLITES = ("sqlite_sequence", "sqlite_stat1", "sqlite_stat4")
KEPT_DAYS = 7
KEPT_NAME = "before-restore-"
STAMP = "%Y%m%dT%H%M%SZ"
KEPT = "Nothing was changed. Your data and your backups are as they were."
CAREFUL = ("trusted_schema=OFF", "cell_size_check=ON", "journal_mode=DELETE")
SETTINGS = (*CAREFUL, "synchronous=FULL", "foreign_keys=ON", "secure_delete=ON")
Step = Callable[[str], None]


class NotABackup(BadInput):
    """The file cannot be put in place; `values["problem"]` says why."""

    code = "not_a_backup"


@dataclass(frozen=True, slots=True)
class Restored:
    """What stands now. `kept`: the data from before, "" when there were none."""

    kept: str
    people: int
    operations: int
    schema_before: str


def restore(source: Path, live: Path, now: datetime, step: Step = lambda name: None) -> Restored:
    """Make the data file `live` what the backup `source` holds.

    Raises NotABackup, with nothing changed, for anything that is not a whole backup of this or an
    older version. `step` is called between the steps; what it raises ends the restore.
    """
    part = live.with_name(PART)
    clear(part)
    _check_file(source, live)
    gone = {**tombstones.read(live.parent), **_gone_in(live)}
    try:
        _copy(source, part)
        step("copied")
        people, operations, before = _verify(part, gone, live.parent)
        flush(part)
        step("verified")
        kept = _swap(part, live, now, step)
    except OSError as error:
        message = "The disk could not be read or written."
        raise NotABackup(message, KEPT, "Make room, then try again.", problem="disk") from error
    finally:
        clear(part)
    return Restored(kept, people, operations, before)


def clear(part: Path) -> None:
    """Remove a half-made file and what SQLite keeps beside it."""
    for name in ("", *BESIDE):
        part.with_name(part.name + name).unlink(missing_ok=True)


def sweep(folder: Path, now: datetime) -> int:
    """Remove what a restore kept more than 7 days ago, and what a cut-off one left; the count."""
    clear(folder / PART)
    swept = 0
    for path in folder.glob(f"{KEPT_NAME}*"):
        with suppress(ValueError):
            stamp = path.name.removeprefix(KEPT_NAME)[:16]
            made = datetime.strptime(stamp, STAMP).replace(tzinfo=now.tzinfo)
            if now - made > timedelta(days=KEPT_DAYS):
                path.unlink(missing_ok=True)
                swept += 1
    return swept


def _check_file(source: Path, live: Path) -> None:
    """Refuse by the first bytes, before anything is copied."""
    try:
        with source.open("rb") as file:
            first = file.read(len(MAGIC))
        same = live.exists() and source.samefile(live)
        in_use = any(_holds_something(source, name) for name in BESIDE)
    except OSError as error:
        raise _refused("This file cannot be read.", "not_readable") from error
    if not first:
        raise _refused("This file is empty.", "empty")
    if first.startswith(ZIP):
        raise _refused(
            "This is a zip, not a backup.", "export", "For an export use: ./start import FILE --yes"
        )
    if first != MAGIC:
        raise _refused("This is not a backup of Unspiral, or it is locked with a key.", "foreign")
    if same:
        raise _refused("This is the data file itself.", "itself")
    if in_use:
        raise _refused(
            "This is a data file in use, not a backup.", "in_use", "Make one with ./start backup."
        )


def _holds_something(source: Path, name: str) -> bool:
    beside = source.with_name(source.name + name)
    return name != "-shm" and beside.exists() and beside.stat().st_size > 0


def _gone_in(live: Path) -> Mapping[str, str]:
    """Who was erased in the live data; nobody, where these cannot be read any more."""
    if not live.exists():
        return {}
    try:
        with closing(connect(file_uri(live), uri=True)) as raw:
            rows = raw.execute("SELECT id, erased FROM person WHERE erased IS NOT NULL").fetchall()
    except DriverError:
        return {}
    return {str(name): str(at) for name, at in rows}


def _copy(source: Path, part: Path) -> None:
    descriptor = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with source.open("rb") as old, os.fdopen(descriptor, "wb") as new:
        shutil.copyfileobj(old, new, 1 << 20)


def _verify(part: Path, gone: Mapping[str, str], folder: Path) -> tuple[int, int, str]:
    """Check the copy all through, bring it to the newest schema, and keep the erased out of it."""
    engine = None
    try:
        engine = open_engine(file_uri(part), SETTINGS, "BEGIN IMMEDIATE", size=1)
        with engine.connect() as connection:
            raw: Any = connection.connection.driver_connection
            _check_shape(raw)
            before = _newest(connection)
            _check_columns(connection)
            found = deep_check(connection, ())
            if not found["sound"]:
                codes = sorted({problem["code"] for problem in found["problems"]})
                raise _refused("The backup is damaged.", "damaged", codes=codes)
            people = _keep_out(connection, gone)
            connection.commit()
            seal(raw)
            raw.execute("VACUUM")
        return people, found["operations"], before
    except (SQLAlchemyError, DriverError, UnicodeDecodeError, ValueError, KeyError,
            TypeError, RecursionError) as error:  # fmt: skip
        raise _refused("The backup is damaged or locked with a key.", "damaged") from error
    except UnspiralError as error:
        if isinstance(error, NotABackup):
            raise
        raise _refused("The backup is damaged, or of another program.", "damaged") from error
    finally:
        if engine is not None:
            engine.dispose()


def _check_shape(raw: Any) -> None:
    """Sound pages, and nothing in it that runs by itself."""
    if file_faults(raw):
        raise _refused("The backup is damaged or cut short.", "damaged")
    rows = raw.execute("SELECT type, name, sql FROM sqlite_master").fetchall()
    if any(
        kind in ("trigger", "view") or "VIRTUAL" in (sql or "").upper() for kind, _, sql in rows
    ):
        raise _refused("This is not a backup of Unspiral.", "foreign")
    if VERSION_TABLE not in {name for kind, name, _ in rows if kind == "table"}:
        raise _refused("This is a database of another program, or an empty one.", "foreign")


def _newest(connection: Connection) -> str:
    """Bring an older copy to the newest schema; the version it had."""
    found = stored_version(connection)
    connection.rollback()
    if not found:
        raise _refused("There is nothing in this backup.", "empty")
    if found > head():
        raise _refused(
            "This backup was made by a newer Unspiral.", "newer", "Update Unspiral, then try again."
        )
    if found < head():
        migrate(connection, head())
        connection.commit()
    return found


def _check_columns(connection: Connection) -> None:
    """Exactly our tables, with their limits, and the keys that keep each fact single.

    An index or a limit of somebody else's would refuse what is saved later.
    """
    ours = SqliteDatabase(None)  # made by the same migrations as any data file
    try:
        with ours.reading() as empty:
            wanted = _shape(empty)
    finally:
        ours.close()
    if _shape(connection) != wanted:
        raise _refused("This is not a backup of Unspiral.", "foreign")


def _shape(connection: Connection) -> set[tuple[str, ...]]:
    """Kind, name, table and definition of everything in a database that is not SQLite's own."""
    rows = connection.exec_driver_sql("SELECT type, name, tbl_name, sql FROM sqlite_master")
    return {
        (kind, name, table, " ".join(sql.split()))
        for kind, name, table, sql in rows
        if sql and name not in SQLITES
    }


def _keep_out(connection: Connection, gone: Mapping[str, str]) -> int:
    """Carry the marks of the erased over, and take out what the backup held of them.

    Gives the number of people left; refuses a backup that is of erased people only.
    """
    rows = connection.execute(select(person.c.id, person.c.erased)).all()
    living = {row.id for row in rows if row.erased is None}
    known = {row.id for row in rows}
    if living and living <= gone.keys():
        raise _refused(
            "What this backup holds was erased here.",
            "erased",
            "It is not brought back into this folder. It can be put into a new one: --data NEW.",
        )
    for name, at in gone.items():
        if name in living:
            for table in (device, token, derived, *FACT_TABLES, operation):
                connection.execute(delete(table).where(table.c.person == name))
        mark = {"made": at, "erased": at, "version": 0}
        if name in known:
            connection.execute(update(person).where(person.c.id == name).values(mark))
        else:
            connection.execute(insert(person).values(id=name, **mark))
    return len(living - gone.keys())


def _swap(part: Path, live: Path, now: datetime, step: Step) -> str:
    """Let the new file take the old one's name; the old one stays under a name with its date."""
    aside = live.with_name(f"{KEPT_NAME}{now.strftime(STAMP)}.db")
    had = live.exists()
    if had:
        _fold(live)
        step("folded")
        clear(aside)
        _second_name(live, aside)
        flush(live.parent)
        step("kept")
    for name in BESIDE:  # left only where the old file is too damaged to fold its log in
        with suppress(FileNotFoundError):
            live.with_name(live.name + name).rename(aside.with_name(aside.name + name))
    step("cleared")
    os.replace(part, live)
    flush(live.parent)
    step("swapped")
    return str(aside) if had else ""


def _fold(live: Path) -> None:
    """Put the write-ahead log into the file, so that one file is all there is of it."""
    with suppress(DriverError), closing(connect(file_uri(live), uri=True)) as raw:
        raw.execute("PRAGMA synchronous=FULL")
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        raw.execute("PRAGMA journal_mode=DELETE")


def _second_name(live: Path, aside: Path) -> None:
    try:
        os.link(live, aside)
    except OSError:  # a disk without hard links
        _copy(live, aside)
        flush(aside)


def _refused(message: str, problem: str, next_step: str = "", **values: object) -> NotABackup:
    return NotABackup(message, KEPT, next_step or "Choose another file.", problem=problem, **values)
