"""SQLite itself: files, settings, and what happens when the file is unwell."""

import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import pytest
from support.operations import NOON, append, checkin, values

from unspiral.errors import StoreFull, StoreUnavailable
from unspiral.store import sqlite
from unspiral.store.opening import open_sqlite
from unspiral.store.sql import SqlStore


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "data" / "unspiral.db"


@pytest.fixture
def store(path: Path) -> Iterator[SqlStore]:
    opened = open_sqlite(path)
    opened.add_person("ann", NOON)
    yield opened
    opened.close()


def test_only_the_owner_may_read_the_files(store: SqlStore, path: Path) -> None:
    append(store, checkin("a", pain=4))
    modes = {file.name: stat.S_IMODE(file.stat().st_mode) for file in path.parent.iterdir()}
    assert modes == dict.fromkeys(
        ("lock", "unspiral.db", "unspiral.db-shm", "unspiral.db-wal"), 0o600
    )
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_closing_leaves_one_file_with_everything(store: SqlStore, path: Path) -> None:
    append(store, checkin("a", pain=4))
    store.close()
    assert sorted(file.name for file in path.parent.iterdir()) == ["lock", "unspiral.db"]
    again = open_sqlite(path)
    assert values(again) == {"pain": 4}
    again.close()


def test_the_settings_in_force(store: SqlStore) -> None:
    told = store.facts_of_durability()
    assert (told["journal_mode"], told["synchronous"], told["foreign_keys"]) == ("wal", "2", "1")


def test_a_full_disk_keeps_what_was_saved_and_goes_on_afterwards(store: SqlStore) -> None:
    append(store, checkin("a", pain=4))
    writer = store.database.writing
    with writer() as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    with pytest.raises(StoreFull):
        append(store, checkin("b", 1, note="x" * 200_000, pain=6))
    assert values(store) == {"pain": 4}
    with writer() as connection:
        connection.exec_driver_sql("PRAGMA max_page_count=1000000")
    append(store, checkin("b", 1, note="x" * 200_000, pain=6))
    assert values(store) == {"pain": 6}


def test_a_disk_that_is_full_at_the_commit_is_not_the_end_of_all_writing(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = store.database
    assert isinstance(database, sqlite.SqliteDatabase)

    def fail(_: object) -> None:
        raise sqlite.driver.OperationalError("database or disk is full")

    with monkeypatch.context() as patched:
        patched.setattr(database._writer.dialect, "do_commit", fail)
        for _ in range(3):
            with pytest.raises(StoreFull):
                append(store, checkin("a", pain=4))
    assert values(store) == {}
    append(store, checkin("a", pain=4))
    assert values(store) == {"pain": 4}


def test_a_file_held_by_something_else_is_busy(store: SqlStore, path: Path) -> None:
    with store.database.writing() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=50")
    other = sqlite.driver.connect(str(path), isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(StoreUnavailable, match="busy"):
        append(store, checkin("a", pain=4))
    other.close()
    append(store, checkin("a", pain=4))


def test_after_a_failed_flush_nothing_is_acknowledged_any_more(
    store: SqlStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = store.database
    assert isinstance(database, sqlite.SqliteDatabase)

    def fail(_: object) -> None:
        raise sqlite.driver.OperationalError("disk I/O error")

    with monkeypatch.context() as patched:
        patched.setattr(database._writer.dialect, "do_commit", fail)
        with pytest.raises(StoreUnavailable):
            append(store, checkin("a", pain=4))
    with pytest.raises(StoreUnavailable, match="did not reach the disk"):
        append(store, checkin("b", pain=4))
    assert values(store) == {}


@pytest.mark.parametrize("content", [b"x" * 5000, b"SQLite format 3\0" + b"x" * 5000])
def test_a_damaged_file_is_refused_and_left_as_it_is(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    with pytest.raises(StoreUnavailable):
        open_sqlite(path)
    assert path.read_bytes() == content


def test_a_file_damaged_in_many_places_is_refused_in_words(store: SqlStore, path: Path) -> None:
    append(store, checkin("a", pain=4))
    store.close()
    data = bytearray(path.read_bytes())
    for place in range(5000, len(data), 997):
        data[place] ^= 0xFF
    path.write_bytes(data)
    with pytest.raises(StoreUnavailable, match="damaged") as refused:
        open_sqlite(path)
    assert "backup" in refused.value.next_step and "saved before is kept" not in refused.value.kept


def test_a_damaged_page_is_a_finding_not_a_crash(store: SqlStore, path: Path) -> None:
    for n in range(200):
        append(store, checkin(f"op{n}", n, pain=n % 11, note="n" * 100))
    store.close()
    data = bytearray(path.read_bytes())
    middle = len(data) // 4096 // 2 * 4096
    data[middle : middle + 4096] = bytes(4096)
    path.write_bytes(data)
    again = open_sqlite(path)
    try:
        assert {one["code"] for one in again.deep_check()["problems"]} == {"file_damaged"}
    finally:
        again.close()


def test_a_lock_that_is_a_link_is_not_followed(path: Path) -> None:
    path.parent.mkdir()
    other = path.parent.parent / "other"
    other.write_text("of somebody else")
    (path.parent / "lock").symlink_to(other)
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        open_sqlite(path)
    assert other.read_text() == "of somebody else"


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreUnavailable, match="cannot be used"):
        open_sqlite(tmp_path / "file" / "unspiral.db")


def test_the_standard_library_driver_keeps_the_same_promises(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "driver", sqlite3)
    store = open_sqlite(path)
    store.add_person("ann", NOON)
    append(store, checkin("a", pain=4))
    store.backup(str(path.with_name("copy.db")))
    told = store.facts_of_durability()
    assert (told["driver"], told["synchronous"]) == ("sqlite3", "2")
    assert store.deep_check()["sound"]
    store.close()
