"""Copies and the deep check."""

import sqlite3
import stat
from pathlib import Path

import pytest
from sqlalchemy import text
from support.operations import NOON, answered, append, checkin, happened, imported

from unspiral.errors import BadInput
from unspiral.store.check import rebuild
from unspiral.store.opening import open_sqlite
from unspiral.store.sql import SqlStore

COUNTS = {"operations": 5, "answers": 1, "readings": 5, "events": 1, "notes": 1}


def fill(store: SqlStore) -> None:
    """A little of everything, a conflict too."""
    append(
        store,
        checkin("a", 0, pain=4, note="long drive"),
        checkin("b", 0, pain=6),
        answered("c", "goal", "garden", NOON),
        happened("d", "rated", "heat", "better"),
        imported("e", 10, 20, 30),
    )


def spoil(store: SqlStore, statement: str) -> None:
    """Change a row behind the store's back."""
    with store.database.writing() as connection:
        connection.execute(text(statement))


def codes(store: SqlStore) -> set[str]:
    return {problem["code"] for problem in store.deep_check()["problems"]}


def test_a_sound_store_has_no_problems(store: SqlStore) -> None:
    fill(store)
    found = store.deep_check()
    assert (found["problems"], found["sound"]) == ([], True)
    assert {name: found[name] for name in COUNTS} == COUNTS


SPOILED = {
    "UPDATE operation SET payload = replace(payload, '4.0', '5.0')": "operation_damaged",
    "UPDATE operation SET sha256 = 'x' WHERE id = 'b'": "operation_damaged",
    "UPDATE operation SET kind = 'other' WHERE id = 'b'": "operation_differs",
    "UPDATE operation SET stored = 9 WHERE id = 'e'": "operation_differs",
    "UPDATE reading SET value = value + 1 WHERE operation = 'a'": "fact_differs",
    "UPDATE reading SET in_conflict = NOT is_current WHERE operation = 'a'": "fact_differs",
    "DELETE FROM reading WHERE operation = 'e' AND idx = 1": "fact_differs",
    "UPDATE answer SET value = '\"shed\"'": "fact_differs",
    "UPDATE event SET value = 'worse'": "fact_differs",
    "DELETE FROM note": "fact_differs",
    "UPDATE person SET version = version + 1 WHERE id = 'ann'": "operation_missing",
}


@pytest.mark.parametrize("statement", SPOILED)
def test_what_was_changed_behind_its_back_is_found(store: SqlStore, statement: str) -> None:
    fill(store)
    spoil(store, statement)
    assert codes(store) == {SPOILED[statement]}


def test_problems_name_the_place_and_no_content(store: SqlStore) -> None:
    fill(store)
    spoil(store, "UPDATE note SET body = 'canary'")
    assert store.deep_check()["problems"] == [{"code": "fact_differs", "where": "note a/0"}]


def test_facts_can_be_made_again_from_operations(store: SqlStore) -> None:
    fill(store)
    spoil(store, "DELETE FROM reading")
    with store.database.writing() as connection:
        rebuild(connection, "ann")
    assert codes(store) == set()


def test_a_copy_holds_everything_and_opens(store: SqlStore, tmp_path: Path) -> None:
    fill(store)
    target = tmp_path / "copy" / "unspiral.db"
    target.parent.mkdir()
    store.backup(str(target))
    copy = open_sqlite(target)
    try:
        assert copy.deep_check() == store.deep_check()
        assert copy.people() == store.people()
    finally:
        copy.close()


def test_a_copy_is_one_private_file_that_opens_no_session(store: SqlStore, tmp_path: Path) -> None:
    folder = tmp_path / "copy"
    folder.mkdir()
    store.add_token("secret", "ann", "session", NOON)
    store.add_device("hidden", "ann", "private", NOON, NOON)
    store.backup(str(folder / "copy.db"))
    assert [path.name for path in folder.iterdir()] == ["copy.db"]
    assert stat.S_IMODE((folder / "copy.db").stat().st_mode) == 0o600
    with sqlite3.connect(folder / "copy.db") as copy:
        for table in ("token", "device"):
            assert copy.execute(f"SELECT count(*) FROM {table}").fetchone() == (0,)
        assert copy.execute("PRAGMA journal_mode").fetchone() == ("delete",)
    copied = (folder / "copy.db").read_bytes()
    assert [word for word in (b"secret", b"hidden", b"private") if word in copied] == []


def test_an_older_copy_is_never_overwritten(store: SqlStore, tmp_path: Path) -> None:
    target = tmp_path / "copy.db"
    target.write_text("precious")
    with pytest.raises(BadInput):
        store.backup(str(target))
    assert target.read_text() == "precious"


def test_a_copy_that_fails_leaves_nothing(store: SqlStore, tmp_path: Path) -> None:
    with pytest.raises(BadInput):
        store.backup(str(tmp_path / "nowhere" / "copy.db"))
    assert not (tmp_path / "nowhere").exists()


def test_the_rule_in_force_is_told(store: SqlStore) -> None:
    told = store.facts_of_durability()
    assert told["rule"].startswith("synchronous")
    assert (told.get("synchronous"), told.get("synchronous_commit")) in (("2", None), (None, "on"))
