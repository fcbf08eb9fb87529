"""S14: no command and no page tries to reach another machine, and all work without a network."""

import http.cookiejar
import json
import os
import shutil
import subprocess
import sys
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from support.house import House, served

from unspiral.web.app import ROUTES

# Loaded by every Python process of a run: writes each attempt down, and stops it.
GUARD = """
import os, sys
HERE = {"localhost", "127.0.0.1", "::1", "", None}
def look(event, args):
    if event in ("socket.connect", "socket.sendto", "socket.sendmsg"):
        address = args[1]
        where = address[0] if isinstance(address, tuple) else None
    elif event in ("socket.getaddrinfo", "socket.gethostbyname"):
        where = args[0].decode() if isinstance(args[0], bytes) else args[0]
    else:
        return
    if where not in HERE:
        with open(os.environ["EGRESS_LOG"], "a") as log:
            log.write(f"{event} {where}\\n")
        raise OSError("stopped by the test")
sys.addaudithook(look)
"""
DIARY = "date,pain,stress,sleep_hours\n" + "".join(
    f"2026-10-{day:02},{day % 7},{day % 5},{6 + day % 3}\n" for day in range(1, 31)
)
CASE = {
    "schema": "case/1",
    "today": "2026-11-20",
    "zone": "Europe/Berlin",
    "person": {"birth_year": 1980, "pregnant": "no", "country": "DE"},
    "answers": {},
    "answered_on": {},
    "history": [],
}
COMMANDS = (
    "checkin --data DATA --date 2026-11-20 --pain 4",
    "import DIARY --data DATA --yes --json",
    "fit DIARY --json",
    "triage CASE --json",
    "plan CASE --json",
    "simulate --people 1 --days 5 --seed 1 --out OUT.csv",
    "content check --json",
    "backup --data DATA --out OUT.db",
    "doctor --data DATA --deep --json",
    "pocket --out pocket --json",
)


class Guarded:
    """A folder with the guard in place, and the log of attempts."""

    def __init__(self, folder: Path) -> None:
        (folder / "guard").mkdir()
        (folder / "guard" / "sitecustomize.py").write_text(GUARD)
        (folder / "diary.csv").write_text(DIARY)
        (folder / "case.json").write_text(json.dumps(CASE))
        self.folder = folder
        self.log = folder / "egress.log"
        self.env = {"PYTHONPATH": str(folder / "guard"), "EGRESS_LOG": str(self.log)}

    def words(self, command: str) -> list[str]:
        """A command line with its places filled in."""
        places = {"DATA": "data", "DIARY": "diary.csv", "CASE": "case.json"}
        return [places.get(word, word) for word in command.split()]

    def run(self, *command: str, alone: bool = False) -> "subprocess.CompletedProcess[str]":
        """Run `python …` with the guard; `alone`: in a network namespace with nothing in it."""
        prefix = namespace() if alone else []
        return subprocess.run(
            [*prefix, sys.executable, *command],
            cwd=self.folder, capture_output=True, text=True, timeout=300,
            env={**os.environ, **self.env},
        )  # fmt: skip

    @property
    def attempts(self) -> list[str]:
        """What tried to leave the machine so far."""
        return self.log.read_text().splitlines() if self.log.exists() else []


def namespace() -> list[str]:
    """How to start a command without any network, or nothing where that is not allowed."""
    prefix = ["unshare", "-rn"]
    allowed = shutil.which("unshare") and not subprocess.run([*prefix, "true"]).returncode
    return prefix if allowed else []


@pytest.fixture
def guarded(tmp_path: Path) -> Guarded:
    return Guarded(tmp_path)


@pytest.mark.parametrize(
    "line",
    [
        "import socket; socket.create_connection(('192.0.2.1', 9), 1)",
        "import urllib.request as u; u.urlopen('http://example.invalid/')",
        "import subprocess as s, sys; s.run([sys.executable, '-c', "
        "'import socket; socket.getaddrinfo(\"example.invalid\", 80)'])",
    ],
)
def test_the_guard_sees_and_stops_an_attempt(guarded: Guarded, line: str) -> None:
    guarded.run("-c", line)
    assert len(guarded.attempts) >= 1


def test_no_command_reaches_out_and_all_work_without_a_network(guarded: Guarded) -> None:
    for command in COMMANDS:
        done = guarded.run("-m", "unspiral", *guarded.words(command), alone=True)
        assert done.returncode == 0, (command, done.stderr)
    assert guarded.attempts == []
    where = "an empty network namespace" if namespace() else "this network (no namespace allowed)"
    print(f"S14 commands: N = {len(COMMANDS)} in {where}, attempts 0")


def test_finding_the_address_at_home_sends_nothing(guarded: Guarded) -> None:
    looks = (
        "import unspiral.cli.home_network as h; print(h.own_addresses()); h.still_here('10.9.8.7')"
    )
    done = guarded.run("-c", looks)
    assert (done.returncode, guarded.attempts) == (0, []), done.stderr
    alone = guarded.run("-m", "unspiral", "phone", "--data", "data", "--address", "10.9.8.7")
    assert (alone.returncode, guarded.attempts) == (2, []), alone.stderr


def crawl(house: House) -> int:
    """Open the link, then every page without a place in its path. How many were answered."""
    jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
    opener = urllib.request.build_opener(jar, urllib.request.ProxyHandler({}))
    pages = [house.address + r.path for r in ROUTES if "GET" in r.methods and "{" not in r.path]
    for page in (house.link, *pages):
        try:
            opener.open(page, timeout=20).close()
        except urllib.error.HTTPError as error:
            assert error.code < 500, (page, error.code)
    return len(pages) + 1


def test_no_page_makes_the_server_reach_out(guarded: Guarded) -> None:
    with served(guarded.folder / "data", env=guarded.env) as house:
        pages = crawl(house)
    assert guarded.attempts == []
    print(f"S14 pages: N = {pages}, attempts 0")
