"""PostgreSQL itself: it must flush, and it may go away."""

import time
from collections.abc import Iterator

import psycopg
import pytest
from support.operations import NOON, append, checkin, values

from unspiral.errors import StoreUnavailable, UnsafeSetting
from unspiral.store.opening import open_postgres
from unspiral.store.sql import SqlStore


@pytest.fixture
def store(postgres_url: str) -> Iterator[SqlStore]:
    opened = open_postgres(postgres_url)
    opened.add_person("ann", NOON)
    yield opened
    opened.close()


def set_server(connection: psycopg.Connection, name: str, value: str) -> None:
    """Change a setting of the whole server and wait until it is in force."""
    change = "RESET {}" if value == "on" else "SET {} = off"
    connection.execute(f"ALTER SYSTEM {change.format(name)}".encode())
    connection.execute("SELECT pg_reload_conf()")
    for _ in range(500):
        with psycopg.connect(connection.info.dsn) as fresh:
            (found,) = fresh.execute(f"SHOW {name}".encode()).fetchone() or ("",)
        if found == value:
            return
        time.sleep(0.02)
    raise AssertionError(f"{name} stayed {found}")


@pytest.mark.parametrize("name", ["fsync", "full_page_writes"])
def test_a_server_that_does_not_flush_is_refused(postgres_url: str, name: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        set_server(connection, name, "off")
        try:
            with pytest.raises(UnsafeSetting, match=name):
                open_postgres(postgres_url)
        finally:
            set_server(connection, name, "on")
    open_postgres(postgres_url).close()


def test_a_database_set_to_late_flushing_is_overruled(postgres_url: str) -> None:
    with psycopg.connect(postgres_url, autocommit=True) as connection:
        name = connection.info.dbname
        connection.execute(f'ALTER DATABASE "{name}" SET synchronous_commit = off'.encode())
    store = open_postgres(postgres_url)
    assert store.facts_of_durability()["synchronous_commit"] == "on"
    store.close()


def test_a_connection_that_dies_is_a_sentence_and_the_next_one_works(store: SqlStore) -> None:
    with pytest.raises(StoreUnavailable), store.write("ann") as tx:
        tx.append(checkin("a", pain=4))
        tx._connection.exec_driver_sql("SELECT pg_terminate_backend(pg_backend_pid())")
    assert values(store) == {}
    append(store, checkin("a", pain=4))
    assert values(store) == {"pain": 4}


def test_two_processes_may_share_a_database(store: SqlStore, postgres_url: str) -> None:
    other = open_postgres(postgres_url)
    append(store, checkin("a", 0, pain=4))
    assert values(other) == {"pain": 4}
    append(other, checkin("b", 1, pain=6))
    assert values(store) == {"pain": 6}
    other.close()


def test_a_read_sees_one_moment(store: SqlStore, postgres_url: str) -> None:
    other = open_postgres(postgres_url)
    with store.read("ann") as tx:
        assert tx.version() == 0
        append(other, checkin("a", pain=4))
        assert tx.readings() == ()
    assert values(store) == {"pain": 4}
    other.close()
