"""D9: the writer reports its flush setting at each acknowledgement; with it off, none is given.

Killing a process cannot show a missing flush, as the system keeps what was written. So the setting
is read before each commit, each way to switch it off is tried, and the flushes are counted.
"""

import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Connection, event
from support.operations import NOON, append, checkin, values

from unspiral.errors import UnsafeSetting
from unspiral.store import postgres, sqlite
from unspiral.store.opening import open_memory, open_postgres, open_sqlite
from unspiral.store.sql import SqlStore

WRITES = 50
ASKED = re.compile(r"PRAGMA synchronous$|current_setting")
MUTANTS = ("OFF", "NORMAL")
POSTGRES_MUTANTS = ("off", "local", "remote_write")
FLUSHES = re.compile(r"\b(fsync|fdatasync)\(")
WRITER = """
import sys
from pathlib import Path
from support.operations import NOON, append, checkin
from unspiral.store import sqlite
if sys.argv[2] == "mutant":
    sqlite.WRITER_SETTINGS = ("synchronous=OFF", "foreign_keys=ON")
    sqlite.SqliteDatabase._assert_flushed = lambda self, connection: None
from unspiral.store.opening import open_sqlite
store = open_sqlite(Path(sys.argv[1]))
store.add_person("ann", NOON)
append(store, *(checkin(f"op{n}", n, pain=n % 11) for n in range(int(sys.argv[3]))))
"""


@pytest.fixture(params=("file", "postgres"))
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SqlStore]:
    if request.param == "file":
        opened = open_sqlite(tmp_path / "unspiral.db")
    else:
        opened = open_postgres(request.getfixturevalue("postgres_url"))
    opened.add_person("ann", NOON)
    yield opened
    opened.close()


def engine_of(store: SqlStore) -> Any:
    database: Any = store.database
    return database._writers if isinstance(database, sqlite.SqliteDatabase) else database._engine


def test_D9_the_setting_is_read_before_every_commit(store: SqlStore) -> None:
    told: list[str] = []

    def take(_: Any, __: Any, text: str, *___: Any) -> None:
        told.append("asked" if ASKED.search(text) else "other")

    event.listen(engine_of(store), "before_cursor_execute", take)
    event.listen(engine_of(store), "commit", lambda _: told.append("commit"))
    append(store, *(checkin(f"op{n}", n, pain=n % 11) for n in range(WRITES)))
    just_before = [told[n - 1] for n, what in enumerate(told) if what == "commit"]
    assert just_before == ["asked"] * WRITES
    print(f"D9: N={WRITES} acknowledgements, the setting read before each")


@pytest.mark.parametrize("value", MUTANTS)
def test_D9_a_file_switched_while_running_stores_nothing_more(tmp_path: Path, value: str) -> None:
    store = open_sqlite(tmp_path / "unspiral.db")
    store.add_person("ann", NOON)
    append(store, checkin("a", 0, pain=4))
    switch(store, f"PRAGMA synchronous={value}")
    with pytest.raises(UnsafeSetting):
        append(store, checkin("b", 1, pain=6))
    with pytest.raises(UnsafeSetting):
        store.add_person("bob", NOON)
    assert (values(store), store.people()) == ({"pain": 4}, ("ann",))
    switch(store, "PRAGMA synchronous=FULL")
    append(store, checkin("b", 1, pain=6))
    store.close()
    print(f"D9 SQLite: synchronous={value} while running, N=2 writes, acknowledged 0")


def switch(store: SqlStore, statement: str) -> None:
    """On the writer itself, outside any transaction."""
    database: Any = store.database
    database._writer.connection.driver_connection.execute(statement)
    database._writer.rollback()


@pytest.mark.parametrize("value", POSTGRES_MUTANTS)
def test_D9_postgres_switched_while_running_stores_nothing_more(
    postgres_url: str, value: str
) -> None:
    store = open_postgres(postgres_url)
    store.add_person("ann", NOON)
    append(store, checkin("a", 0, pain=4))
    with pytest.raises(UnsafeSetting), store.write("ann") as tx:
        tx.append(checkin("b", 1, pain=6))
        late: Connection = tx._connection
        late.exec_driver_sql(f"SET LOCAL synchronous_commit = {value}")
    assert values(store) == {"pain": 4}
    store.close()
    print(f"D9 PostgreSQL: synchronous_commit={value} while running, N=1 write, acknowledged 0")


@pytest.mark.parametrize("value", MUTANTS)
@pytest.mark.parametrize("path", ["file", "memory"])
def test_D9_a_program_that_opens_without_flushing_does_not_open(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, value: str, path: str
) -> None:
    monkeypatch.setattr(sqlite, "WRITER_SETTINGS", (f"synchronous={value}", "foreign_keys=ON"))
    with pytest.raises(UnsafeSetting):
        open_memory() if path == "memory" else open_sqlite(tmp_path / "unspiral.db")


def test_D9_a_file_that_is_not_in_wal_is_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    open_sqlite(tmp_path / "unspiral.db").close()
    settings = (*sqlite.WRITER_SETTINGS, "journal_mode=OFF", "locking_mode=EXCLUSIVE")
    monkeypatch.setattr(sqlite, "JOURNAL", "MEMORY")
    monkeypatch.setattr(sqlite, "WRITER_SETTINGS", settings)
    with pytest.raises(UnsafeSetting, match="journal_mode"):
        open_sqlite(tmp_path / "unspiral.db")


@pytest.mark.parametrize("value", POSTGRES_MUTANTS)
def test_D9_a_program_that_lets_postgres_flush_late_does_not_open(
    monkeypatch: pytest.MonkeyPatch, postgres_url: str, value: str
) -> None:
    monkeypatch.setattr(postgres, "SESSION_SETTINGS", f"-c synchronous_commit={value}")
    with pytest.raises(UnsafeSetting):
        open_postgres(postgres_url)


def flushes(folder: Path, program: str, writes: int) -> int:
    """How often the system was told to flush while `writes` check-ins were stored."""
    log = folder / "calls"
    trace = ["strace", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o", str(log)]
    python = [sys.executable, "-c", WRITER, str(folder / "unspiral.db"), program, str(writes)]
    tests = str(Path(__file__).parent.parent)
    subprocess.run([*trace, *python], check=True, env={"PYTHONPATH": f"{tests}:{tests}/../src"})
    return len(FLUSHES.findall(log.read_text()))


@pytest.mark.skipif(not shutil.which("strace"), reason="strace is not installed: calls unseen")
def test_D9_every_acknowledgement_has_its_own_flush_and_a_mutant_has_none(tmp_path: Path) -> None:
    counts = {}
    for program in ("real", "mutant"):
        for writes in (0, WRITES):
            folder = tmp_path / f"{program}{writes}"
            folder.mkdir()
            counts[program, writes] = flushes(folder, program, writes)
    real = counts["real", WRITES] - counts["real", 0]
    mutant = counts["mutant", WRITES] - counts["mutant", 0]
    print(f"D9: N={WRITES} acknowledgements, flushes seen {real}; mutant without flushing {mutant}")
    assert (real >= WRITES, mutant) == (True, 0)
