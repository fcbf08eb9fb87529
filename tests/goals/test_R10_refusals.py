"""R10: a second process, an older program and unsafe flush settings are refused in plain words."""

import json
import os
import re
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path

import psycopg
import pytest
from support.house import House, served
from support.postgres_server import Server

from unspiral.errors import NewerFolder, UnsafeSetting
from unspiral.store import sqlite
from unspiral.store.opening import open_postgres, open_sqlite
from unspiral.store.schema import VERSION_TABLE

IN_USE = "Unspiral is running on this folder. Stop it or use the page."
DIARY = "date,pain,stress\n2026-11-01,4,5\n2026-11-02,5,5\n"
COMMANDS = {
    "serve": ("--no-browser",),
    "checkin": ("--date", "2026-11-20", "--pain", "4"),
    "import": ("DIARY", "--yes"),
    "backup": ("--out", "OUT"),
    "doctor": (),
}
NEWER = f"UPDATE {VERSION_TABLE} SET version_num = '9999'"


def ran(name: str, data: Path, **env: str) -> "subprocess.CompletedProcess[str]":
    """One command on a data folder, as a process of its own."""
    diary = data.parent / "diary.csv"
    diary.write_text(DIARY)
    places = {"DIARY": str(diary), "OUT": str(data.parent / "copy.db")}
    words = [places.get(word, word) for word in COMMANDS[name]]
    command = [sys.executable, "-m", "unspiral", name, *words, "--data", str(data)]
    return subprocess.run(
        command, capture_output=True, text=True, timeout=60, env={**os.environ, **env}
    )


def content_of(data: Path) -> dict[str, str]:
    """Hash of every file of a folder."""
    files = (path for path in sorted(data.rglob("*")) if path.is_file())
    return {path.name: sha256(path.read_bytes()).hexdigest() for path in files}


def refused_in_plain_words(done: "subprocess.CompletedProcess[str]") -> bool:
    """Said on standard error only, without a traceback or the name of an exception."""
    said = done.stderr.strip()
    odd = re.search(r"Traceback|Error\b|sqlalchemy|psycopg|sqlite3", said)
    return bool(said) and not odd and done.stdout == ""


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    with served(tmp_path_factory.mktemp("r10") / "data") as running:
        yield running


@pytest.mark.parametrize("name", COMMANDS)
def test_a_second_process_exits_4_and_touches_nothing(name: str, house: House) -> None:
    before = content_of(house.data)
    done = ran(name, house.data)
    assert done.returncode == 4
    assert done.stderr.splitlines()[0] == IN_USE
    assert refused_in_plain_words(done)
    assert content_of(house.data) == before
    print(f"R10 second process, {name}: N = 1, refused 1")


def test_with_json_the_refusal_is_one_document(house: House) -> None:
    command = [sys.executable, "-m", "unspiral", "doctor", "--data", str(house.data), "--json"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert json.loads(done.stdout)["error"]["code"] == "folder_in_use"


def test_the_folder_is_free_again_after_a_kill(tmp_path: Path) -> None:
    data = tmp_path / "data"
    with served(data) as house:
        house.kill()
        assert ran("checkin", data).returncode == 0


@pytest.mark.parametrize("name", COMMANDS)
def test_an_older_program_leaves_a_newer_folder_alone(name: str, tmp_path: Path) -> None:
    data = tmp_path / "data"
    open_sqlite(data / "unspiral.db").close()
    with sqlite3.connect(data / "unspiral.db") as raw:
        raw.execute(NEWER)
    raw.close()
    before = (data / "unspiral.db").read_bytes()
    done = ran(name, data)
    assert done.returncode == 1
    assert "newer Unspiral" in done.stderr
    assert refused_in_plain_words(done)
    assert (data / "unspiral.db").read_bytes() == before
    print(f"R10 older program, {name}: N = 1, refused 1")


def test_an_older_program_leaves_a_newer_postgresql_alone(postgres_url: str) -> None:
    open_postgres(postgres_url).close()
    with psycopg.connect(postgres_url, autocommit=True) as raw:
        raw.execute(NEWER)
    with pytest.raises(NewerFolder):
        open_postgres(postgres_url)
    print("R10 older program on PostgreSQL: N = 1, refused 1")


@pytest.mark.parametrize("setting", ["OFF", "NORMAL"])
def test_sqlite_that_would_not_flush_is_not_opened(
    setting: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite, "WRITER_SETTINGS", (f"synchronous={setting}", "foreign_keys=ON"))
    with pytest.raises(UnsafeSetting, match="does not flush safely: synchronous"):
        open_sqlite(tmp_path / "data" / "unspiral.db")
    monkeypatch.undo()
    open_sqlite(tmp_path / "data" / "unspiral.db").close()
    print(f"R10 synchronous={setting}: N = 1, refused 1")


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes"])
def test_a_postgresql_that_would_not_flush_is_not_opened(setting: str, postgres: Server) -> None:
    address = postgres.database()
    with psycopg.connect(postgres.address, autocommit=True) as raw:
        try:
            raw.execute(f"ALTER SYSTEM SET {setting} = off")  # type: ignore[call-overload]
            raw.execute("SELECT pg_reload_conf(), pg_sleep(0.3)")
            with pytest.raises(UnsafeSetting, match=setting):
                open_postgres(address)
        finally:
            raw.execute(f"ALTER SYSTEM RESET {setting}")  # type: ignore[call-overload]
            raw.execute("SELECT pg_reload_conf(), pg_sleep(0.3)")
    open_postgres(address).close()
    print(f"R10 PostgreSQL {setting}=off: N = 1, refused 1")


def test_other_hosts_are_refused_before_anything_is_opened(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "unspiral", "serve", "--host", "0.0.0.0", "--data"]
    done = subprocess.run(
        [*command, str(tmp_path / "data")], capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 1
    assert refused_in_plain_words(done)
    assert not (tmp_path / "data").exists()
