"""The limited child: what it may not do, and what a child that misbehaves gives."""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support import apple

from unspiral.errors import BadInput
from unspiral.importers import guard, sandbox
from unspiral.importers.sandbox import Limits
from unspiral.importers.stream import MOST_LISTED, MOST_SILENT, Batch, Found, Out
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

ISOLATED = [sys.executable, "-I", "-B", "-c"]
LIE = """
import sys, os, time
from unspiral.importers import wire
line = sys.stdout.buffer
wire.receive(sys.stdin.buffer)
ready = lambda: wire.send(line, wire.READY, {})
"""


def read(path: Path, limits: Limits = sandbox.LIMITS) -> tuple[list[Reading], Found]:
    """All of a file through the real child."""
    pieces = list(sandbox.run(path, "apple_health", apple.asked(), limits))
    found = pieces.pop()
    assert isinstance(found, Found)
    batches = [one for one in pieces if isinstance(one, Batch)]
    assert len(batches) == len(pieces)
    return [reading for batch in batches for reading in batch.readings], found


def test_a_file_read_in_the_child_gives_what_it_gives_here(tmp_path: Path) -> None:
    content = apple.zipped(apple.export(apple.everyday()))
    here = apple.Taken(content)
    readings, found = read(apple.stored(tmp_path / "any name.bin", content))
    assert found == here.found and len(readings) == len(here.rows) == 11
    assert [one.value for one in readings] == [row[1] for row in here.rows]
    assert [one.local_date.toordinal() for one in readings] == [row[4] for row in here.rows]


def test_a_bad_file_gives_the_same_answer_through_the_child(tmp_path: Path) -> None:
    with pytest.raises(BadInput) as caught:
        read(apple.stored(tmp_path / "x.xml", apple.export(apple.everyday())[:-40]))
    assert caught.value.values["problem"] == "cut" and caught.value.next_step


ATTEMPTS = (
    "import socket; socket.socket()",
    "import socket; socket.getaddrinfo('localhost', 80)",
    "import subprocess; subprocess.Popen(['true'])",
    "import os; os.system('true')",
    "import os; os.fork()",
    "import os; os.execv('/bin/true', ['true'])",
    "open(PATH, 'w')",
    "open(PATH, 'ab')",
    "import os; os.open(PATH, os.O_CREAT | os.O_WRONLY)",
    "import os; os.remove(PATH)",
    "import os; os.rename(PATH, PATH + '2')",
    "import os; os.mkdir(PATH + 'd')",
    "import os; os.symlink('/', PATH + 'l')",
    "import ctypes; ctypes.CDLL(None)",
    "import sqlite3; sqlite3.connect(PATH)",
    "import pickle; pickle.loads(b'cos\\nsystem\\n.')",
)
TRY = """
import json, sys
from unspiral.importers import guard
guard.close_down(512 << 20, 60)
PATH, refused = sys.argv[1], []
for attempt in json.loads(sys.argv[2]):
    try:
        exec(attempt)
    except PermissionError:
        refused.append(attempt)
    except BaseException:
        pass
print(json.dumps(refused))
"""


def test_the_child_opens_no_socket_starts_nothing_and_writes_nothing(tmp_path: Path) -> None:
    target = apple.stored(tmp_path / "there", b"kept")
    words = [*ISOLATED, TRY, str(target), json.dumps(ATTEMPTS)]
    done = subprocess.run(words, env={}, capture_output=True, check=True)
    assert tuple(json.loads(done.stdout)) == ATTEMPTS
    assert target.read_bytes() == b"kept" and list(tmp_path.iterdir()) == [target]


def test_every_net_that_this_system_has_is_up() -> None:
    script = (
        "import json, os\nfrom unspiral.importers import guard\n"
        "held = guard.close_down(512 << 20, 60)\n"
        "devices = open('/proc/net/dev').read() if os.path.exists('/proc/net/dev') else ''\n"
        "print(json.dumps([held, devices, dict(os.environ)]))"
    )
    done = subprocess.run([*ISOLATED, script], env={}, capture_output=True, check=True)
    held, devices, environment = json.loads(done.stdout)
    assert guard.HOOK in held and (guard.LIMITS in held) == (os.name == "posix")
    if guard.NETWORK in held:  # nothing but a loopback that is down
        assert [line.split(":")[0].strip() for line in devices.splitlines()[2:]] == ["lo"]
    assert set(environment) <= {"LC_CTYPE"}  # set by Python itself


def test_memory_beyond_the_limit_is_a_bad_file_and_not_a_crash(tmp_path: Path) -> None:
    huge = b'<HealthData x="' + b"y" * 9_000_000 + b'"></HealthData>'
    path = apple.stored(tmp_path / "x.xml", huge)
    with pytest.raises(BadInput) as caught:
        read(path, Limits(memory=36 << 20))
    assert caught.value.values["problem"] == "too_much_memory"


@pytest.mark.parametrize(
    ("script", "problem"),
    [
        ("", "too_much_memory"),  # gone without a word: the system ends what grows
        ("ready(); os._exit(9)", "too_much_memory"),
        ("ready(); line.write(b'hello, I am no frame, not one'); line.flush()", "unreadable"),
        ("line.write(b'\\xff' * 100); line.flush()", "unreadable"),
        ("ready(); wire.send(line, wire.BATCH, {'names': 5})", "unreadable"),
        ("ready(); wire.send(line, wire.FOUND, {'format': []})", "unreadable"),
        ("ready(); wire.send(line, wire.REFUSED, {'told': 1})", "unreadable"),
        ("ready(); wire.send(line, wire.FAILED, {'fault': 'Boom'})", "unreadable"),
        ("ready(); wire.send(line, b'?', {})", "unreadable"),
        ("ready(); time.sleep(60)", "too_slow"),
        ("time.sleep(60)", "too_slow"),
        ("ready()\nwhile True: line.write(b'B'); line.flush(); time.sleep(0.02)", "unreadable"),
    ],
)  # fmt: skip
def test_a_child_that_dies_hangs_or_lies_is_a_bad_file(
    script: str, problem: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sandbox, "COMMAND", [*ISOLATED, LIE + script])
    path = apple.stored(tmp_path / "x.xml", b"<HealthData/>")
    patience = 1.0 if problem == "too_slow" else 30.0
    with pytest.raises(BadInput) as caught:
        read(path, Limits(start_seconds=patience, stall_seconds=patience))
    assert caught.value.values["problem"] == problem


def test_progress_of_one_byte_at_a_time_does_not_keep_a_child_alive(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trickle = "ready()\nimport itertools\nline.write(wire.HEADER.pack(b'B', 99, 0))\n"
    trickle += "for n in itertools.count(): line.write(b' '); line.flush(); time.sleep(0.1)"
    monkeypatch.setattr(sandbox, "COMMAND", [*ISOLATED, LIE + trickle])
    path = apple.stored(tmp_path / "x.xml", b"<HealthData/>")
    with pytest.raises(BadInput) as caught:
        read(path, Limits(stall_seconds=0.5))
    assert caught.value.values["problem"] == "too_slow"


def test_a_reader_that_stops_early_ends_the_child(tmp_path: Path) -> None:
    line = apple.record(apple.STEPS, "2025-07-01 08:00:00 +0200", "2025-07-01 08:10:00 +0200", "4")
    path = apple.stored(tmp_path / "x.xml", apple.export([line] * 50_000))
    pieces = sandbox.run(path, "apple_health", apple.asked())
    next(pieces)
    before = children()
    pieces.close()
    assert len(before) == 1 and not Path(f"/proc/{before.pop()}").exists()


def test_a_slow_reader_is_not_held_against_the_child(tmp_path: Path) -> None:
    line = apple.record(apple.STEPS, "2025-07-01 08:00:00 +0200", "2025-07-01 08:10:00 +0200", "4")
    path = apple.stored(tmp_path / "x.xml", apple.export([line] * 9_000))
    read_so_far = 0
    for piece in sandbox.run(path, "apple_health", apple.asked(), Limits(stall_seconds=1.0)):
        if read_so_far == 0:
            time.sleep(1.5)
        read_so_far += piece.read if isinstance(piece, Batch) else 0
    assert read_so_far == 9_000


@pytest.mark.parametrize("kind", ["absent", "folder", "pipe"])
def test_what_is_no_plain_file_is_refused_before_any_child(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "x"
    if kind == "folder":
        path.mkdir()
    if kind == "pipe":
        os.mkfifo(path)
        holder = os.open(path, os.O_RDWR)
    with pytest.raises(BadInput):
        read(path)
    if kind == "pipe":
        os.close(holder)


def children() -> set[int]:
    """Processes that this one started and that live."""
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children")
    if not listed.exists():
        pytest.skip("this system does not list child processes")
    return {int(pid) for pid in listed.read_text().split()}


def test_a_file_of_which_nothing_can_be_used_is_not_read_in_silence() -> None:
    sent: list[int] = []
    out = Out(lambda full: sent.append(full.skipped.total()))
    for n in range(MOST_LISTED + 3 * MOST_SILENT):
        out.aside(Problem("day_twice", f"row {n}", "warning", {"row": n}))
    out.flush()
    assert sum(sent) == MOST_LISTED + 3 * MOST_SILENT and max(sent) == MOST_SILENT
