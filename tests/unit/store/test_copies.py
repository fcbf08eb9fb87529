"""A copy takes its name only when it is whole."""

import sqlite3
import stat
from errno import ENOSPC
from pathlib import Path

import pytest

from unspiral.errors import BadInput, StoreFull, StoreUnavailable
from unspiral.store.copies import new_file, seal


def test_the_name_appears_at_the_end(tmp_path: Path) -> None:
    target = tmp_path / "copy"
    with new_file(str(target)) as part:
        part.write_text("all")
        assert not target.exists()
        assert stat.S_IMODE(part.stat().st_mode) == 0o600
    assert target.read_text() == "all"
    assert [path.name for path in tmp_path.iterdir()] == ["copy"]


def test_a_fault_leaves_nothing(tmp_path: Path) -> None:
    with pytest.raises(KeyError), new_file(str(tmp_path / "copy")):
        raise KeyError
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_said_and_nothing_stays_beside(tmp_path: Path) -> None:
    with pytest.raises(StoreFull), new_file(str(tmp_path / "copy")) as part:
        part.with_name(part.name + "-journal").write_bytes(b"of SQLite")
        raise OSError(ENOSPC, "No space left on device")
    assert list(tmp_path.iterdir()) == []


def test_a_half_made_copy_of_someone_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "copy.part").write_text("theirs")
    with pytest.raises(BadInput), new_file(str(tmp_path / "copy")):
        pass
    assert (tmp_path / "copy.part").read_text() == "theirs"


def test_a_loose_row_makes_a_copy_unsound(tmp_path: Path) -> None:
    raw = sqlite3.connect(tmp_path / "copy")
    raw.execute("CREATE TABLE a (id INTEGER PRIMARY KEY)")
    raw.execute("CREATE TABLE b (a INTEGER REFERENCES a)")
    raw.execute("INSERT INTO b VALUES (1)")
    raw.commit()
    with pytest.raises(StoreUnavailable):
        seal(raw)
