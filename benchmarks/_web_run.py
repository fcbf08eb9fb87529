"""One run of the web benchmark: starts, pages, writes, and pages while the learner reads."""

import importlib.util
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path

import _web_folder
import _web_servers as servers
from _web_load import Run, drive
from _web_probe import Probe, probe
from _web_servers import Server, Session

PAGES = ("/today", "/loop", "/checkin", "/help-now")
CONNECTIONS = (1, 16)
OURS, CONTROL, DJANGO = "ours", "control", "Django"
SCRIPTS = {CONTROL: "_web_control.py", DJANGO: "_web_django.py"}
PAGE, FORM, WRITE = "page", "/checkin", "write"  # of a bare server; FORM is our own template
CHECK_IN = "check-in"
NOBODY = Session("session=control", "")
STARTS_S, CHUNK = 20.0, 5


@dataclass(frozen=True, slots=True)
class Size:
    """How much is measured: requests and seconds a cell, starts, seconds and N of reading."""

    requests: int
    limit_s: float
    starts: int
    reading_s: float
    reading_n: int


FULL, QUICK = Size(500, 40.0, 10, 150.0, 200), Size(40, 8.0, 2, 20.0, 20)


@dataclass(frozen=True, slots=True)
class Cell:
    """One kind of request to one server, at one number of connections."""

    server: str
    name: str
    connections: int
    run: Run


@dataclass(slots=True)
class Measured:
    """Everything one run found. `starts`: seconds by the clock and of the processor; `calm`,
    `reading`: by page; `reading_share` of one core."""

    cells: list[Cell] = field(default_factory=list)
    starts: dict[str, list[tuple[float, float]]] = field(default_factory=dict)
    memory: dict[str, float] = field(default_factory=dict)
    calm: dict[str, Run] = field(default_factory=dict)
    reading: dict[str, Run] = field(default_factory=dict)
    readings: int = 0
    reading_s: float = 0.0
    reading_share: float = 0.0
    probes: list[Probe] = field(default_factory=list)

    def cell(self, server: str, name: str, connections: int) -> Run | None:
        """All runs of that kind taken together."""
        wanted = (server, name, connections)
        same = [c.run for c in self.cells if (c.server, c.name, c.connections) == wanted]
        return sum(same[1:], same[0]) if same else None

    @property
    def runs(self) -> list[Run]:
        """Every run there was."""
        return [*(c.run for c in self.cells), *self.calm.values(), *self.reading.values()]


def measure(size: Size, folder: Path) -> Measured:
    """The whole run. Every server gets a folder of its own; ours are copies of one year."""
    found, year = Measured(), folder / "year"
    _say("making a year of diary")
    _web_folder.make(year)
    found.probes.append(probe(folder))
    for part in (starting, serving, while_reading):
        _say(part.__doc__ or "")
        part(found, size, folder, year)
    found.probes.append(probe(folder))
    return found


def starting(found: Measured, size: Size, folder: Path, year: Path) -> None:
    """A fresh process to its first answer, the servers in turn."""
    data = _copy(year, folder / "starting")
    for n in range(size.starts):
        with servers.ours(data) as server:
            _started(found, OURS, server)
        for name in _bare_names():
            with servers.bare(SCRIPTS[name], folder / f"{name}-{n}") as server:
                _started(found, name, server)


def serving(found: Measured, size: Size, folder: Path, year: Path) -> None:
    """Pages and writes, nothing in the background, each of ours between the bare ones."""
    data = _copy(year, folder / "serving")
    with ExitStack() as stack:
        server = stack.enter_context(servers.ours(data, learner=False))
        bare = {
            name: stack.enter_context(servers.bare(SCRIPTS[name], folder / name))
            for name in _bare_names()
        }
        session = servers.sign_in(data, server)
        time.sleep(1.0)
        for name, one in ((OURS, server), *bare.items()):
            found.memory[f"{name}, idle"] = servers.megabytes(one.worker)
        at = Bench(found, size, server, session, bare)
        for part in (_pages, _writes):
            for connections in CONNECTIONS:
                part(at, connections)
        found.memory[f"{OURS}, at its highest"] = servers.megabytes(server.worker, "VmHWM")


def while_reading(found: Measured, size: Size, folder: Path, year: Path) -> None:
    """The same pages calm, then while a child process works new entries out, then calm again."""
    data = _copy(year, folder / "reading")
    with servers.ours(data) as server:
        session = servers.sign_in(data, server)
        found.calm, found.reading = ({path: Run() for path in PAGES} for _ in range(2))
        _rounds(found.calm, server, session, size.reading_n // 2)
        entries = servers.check_ins(server, session, 99)
        started = time.perf_counter()
        while _least(found.reading) < size.reading_n:
            left = size.reading_s - (time.perf_counter() - started)
            if left <= 0:
                break
            _read_once(found, server, session, entries, size, left)
        reader = server.reader()
        if reader is not None:
            found.memory["the learner's process"] = servers.megabytes(reader)
            _settle(reader)
        _rounds(found.calm, server, session, size.reading_n)


def _started(found: Measured, name: str, server: Server) -> None:
    found.starts.setdefault(name, []).append((server.cold_s, server.cold_cpu_s))


@dataclass(frozen=True, slots=True)
class Bench:
    """What stands side by side: ours with its session, and the bare servers by name."""

    found: Measured
    size: Size
    ours: Server
    session: Session
    bare: dict[str, Server]

    def ask(
        self, server: str, name: str, connections: int, requests: Iterator[bytes], wanted: int = 200
    ) -> None:
        """One cell, after one request a connection that does not count."""
        to = self.ours if server == OURS else self.bare[server]
        limit = self.size.limit_s
        drive(to.port, requests, wanted, connections, connections, limit)
        before = servers.cpu_seconds(to.worker)
        run = drive(to.port, requests, wanted, connections, self.size.requests, limit)
        run.cpu = servers.cpu_seconds(to.worker) - before
        self.found.cells.append(Cell(server, name, connections, run))


def _pages(at: Bench, connections: int) -> None:
    for path in PAGES:
        for name, one in at.bare.items():
            if path == FORM:
                at.ask(name, FORM, connections, servers.page(one, NOBODY, FORM))
            else:
                at.ask(name, PAGE, connections, servers.page(one, NOBODY, "/page"))
        at.ask(OURS, path, connections, servers.page(at.ours, at.session, path))


def _writes(at: Bench, connections: int) -> None:
    def bare() -> None:
        for name, one in at.bare.items():
            at.ask(name, WRITE, connections, servers.bare_writes(one), 303)

    bare()
    entries = servers.check_ins(at.ours, at.session, connections)
    at.ask(OURS, CHECK_IN, connections, entries, 303)
    bare()


def _read_once(
    found: Measured,
    server: Server,
    session: Session,
    entries: Iterator[bytes],
    size: Size,
    left_s: float,
) -> None:
    """One new entry, and pages for as long as it is being worked out."""
    kept = drive(server.port, entries, 303, 1, 1, 20.0)
    found.cells.append(Cell(OURS, "entry to be read", 1, kept))
    reader = _wait_for_reader(server)
    first, started = servers.cpu_seconds(reader), time.perf_counter()
    while time.perf_counter() - started < left_s:
        before = servers.cpu_seconds(reader)
        round_ = {path: Run() for path in PAGES}
        _rounds(round_, server, session, CHUNK)
        if servers.cpu_seconds(reader) == before:
            break
        for path, run in round_.items():
            found.reading[path] += run
    seconds = time.perf_counter() - started
    used = found.reading_share * found.reading_s + servers.cpu_seconds(reader) - first
    found.readings += 1
    found.reading_s += seconds
    found.reading_share = used / found.reading_s


def _rounds(runs: dict[str, Run], server: Server, session: Session, least: int) -> None:
    """A few of each page in turn, until there are `least` of each."""
    while _least(runs) < least:
        for path in PAGES:
            asked = servers.page(server, session, path)
            runs[path] += drive(server.port, asked, 200, 1, CHUNK, 20.0)
            if runs[path].faults:
                raise RuntimeError(f"{path}: {runs[path].faults[0]}")


def _least(runs: dict[str, Run]) -> int:
    return min(run.n for run in runs.values())


def _wait_for_reader(server: Server) -> int:
    """The reading process, once it has begun to use the processor."""
    until = time.perf_counter() + STARTS_S
    before: dict[int, float] = {}
    while time.perf_counter() < until:
        pid = server.reader()
        used = servers.cpu_seconds(pid) if pid else 0.0
        if pid and used > before.setdefault(pid, used):
            return pid
        time.sleep(0.005)
    raise RuntimeError("no reading was begun")


def _settle(reader: int) -> None:
    """Wait until the reading process rests."""
    used = -1.0
    while used < (used := servers.cpu_seconds(reader)):
        time.sleep(1.0)


def _bare_names() -> tuple[str, ...]:
    """The bare servers that can run here."""
    there = all(importlib.util.find_spec(name) for name in ("django", "gunicorn"))
    return (CONTROL, DJANGO) if there else (CONTROL,)


def _copy(year: Path, to: Path) -> Path:
    shutil.copytree(year, to)
    return to


def _say(words: str) -> None:
    print(f"web: {words}", file=sys.stderr, flush=True)
