"""One process owns a data folder; a second one is told so (goal R10, B36)."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from unspiral.errors import FolderInUse
from unspiral.store.lock import FolderLock
from unspiral.store.opening import open_sqlite

OWNER = """
import sys, time, pathlib
from unspiral.store.lock import FolderLock
lock = FolderLock(pathlib.Path(sys.argv[1])).acquire()
print("owned", flush=True)
time.sleep(60)
"""


def start_owner(folder: Path) -> subprocess.Popen[bytes]:
    owner = subprocess.Popen([sys.executable, "-c", OWNER, str(folder)], stdout=subprocess.PIPE)
    assert owner.stdout is not None
    assert owner.stdout.readline() == b"owned\n"
    return owner


def test_a_second_process_is_refused_with_the_sentence(tmp_path: Path) -> None:
    owner = start_owner(tmp_path)
    try:
        with pytest.raises(FolderInUse) as told:
            open_sqlite(tmp_path / "unspiral.db")
    finally:
        owner.kill()
        owner.wait()
    assert str(told.value) == "Unspiral is running on this folder. Stop it or use the page."
    assert [path.name for path in tmp_path.iterdir()] == ["lock"]


def test_a_killed_owner_leaves_the_folder_free(tmp_path: Path) -> None:
    owner = start_owner(tmp_path)
    owner.send_signal(signal.SIGKILL)
    owner.wait()
    store = open_sqlite(tmp_path / "unspiral.db")
    assert store.people() == ()
    store.close()


def test_closing_gives_the_folder_back(tmp_path: Path) -> None:
    with FolderLock(tmp_path) as lock:
        with pytest.raises(FolderInUse):
            FolderLock(tmp_path).acquire()
        lock.release()
        FolderLock(tmp_path).acquire().release()


def test_a_file_that_does_not_open_leaves_the_folder_free(tmp_path: Path) -> None:
    (tmp_path / "unspiral.db").write_bytes(b"not a database at all" * 100)
    for _ in range(2):
        with pytest.raises(Exception, match="damaged"):
            open_sqlite(tmp_path / "unspiral.db")
