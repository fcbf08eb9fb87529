"""Driver faults become the few a caller can act on; bugs stay bugs."""

import sqlite3

import psycopg
import pytest
from sqlalchemy.exc import DatabaseError, IntegrityError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from unspiral.errors import StoreFull, StoreUnavailable
from unspiral.store.faults import translated


def wrapped(kind: type[DatabaseError], said: Exception) -> DatabaseError:
    return kind("SELECT 1", {}, said)


CASES = (
    (wrapped(OperationalError, sqlite3.OperationalError("database or disk is full")), StoreFull),
    (wrapped(OperationalError, psycopg.errors.DiskFull("no space")), StoreFull),
    (wrapped(OperationalError, sqlite3.OperationalError("database is locked")), StoreUnavailable),
    (wrapped(OperationalError, sqlite3.OperationalError("disk I/O error")), StoreUnavailable),
    (wrapped(DatabaseError, sqlite3.DatabaseError("disk image is malformed")), StoreUnavailable),
    (wrapped(DatabaseError, sqlite3.DatabaseError("file is not a database")), StoreUnavailable),
    (wrapped(OperationalError, psycopg.errors.AdminShutdown("bye")), StoreUnavailable),
    (wrapped(InternalError, psycopg.errors.ReadOnlySqlTransaction("no")), StoreUnavailable),
    (PoolTimeout(), StoreUnavailable),
)


@pytest.mark.parametrize(("fault", "expected"), CASES)
def test_faults_by_kind(fault: Exception, expected: type[Exception]) -> None:
    with pytest.raises(StoreUnavailable) as told, translated():
        raise fault
    assert type(told.value) is expected
    assert told.value.kept


@pytest.mark.parametrize(
    "bug", [wrapped(IntegrityError, sqlite3.IntegrityError("UNIQUE")), KeyError("x")]
)
def test_a_bug_stays_a_bug(bug: Exception) -> None:
    with pytest.raises(type(bug)), translated():
        raise bug


def test_the_drivers_own_faults_count_where_they_are_named() -> None:
    with pytest.raises(StoreUnavailable), translated(sqlite3.Error):
        raise sqlite3.OperationalError("disk I/O error")
