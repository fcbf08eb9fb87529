"""Servers in processes of their own, on this machine only: how each is started and ended."""

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from uuid import UUID

from numpy.random import PCG64, Generator

HERE = Path(__file__).resolve().parent
START_S = 60.0
TICKS = os.sysconf("SC_CLK_TCK")
# The same program; only, an entry does not ask for a new reading of the diary.
WITHOUT_LEARNER = (
    "from unspiral import jobs; jobs.Jobs.request = lambda self, person: None; "
    "from unspiral.cli.main import main; main()"
)


@dataclass(frozen=True, slots=True)
class Server:
    """One running server: its process, its port, and seconds from its start to its first answer:
    by the clock, and of the processor."""

    process: "subprocess.Popen[bytes]"
    port: int
    cold_s: float = 0.0
    cold_cpu_s: float = 0.0

    @property
    def worker(self) -> int:
        """The process that answers: a fork of the started one where there is one, else itself."""
        own = _words(self.process.pid)
        forks = [pid for pid in _children(self.process.pid) if _words(pid) == own]
        return forks[0] if forks else self.process.pid

    def reader(self) -> int | None:
        """The process that reads diaries, while there is one."""
        found = (pid for pid in _children(self.process.pid) if b"spawn_main" in _words(pid))
        return next(found, None)


@dataclass(frozen=True, slots=True)
class Session:
    """A browser that stays signed in over restarts of the server on the same folder."""

    cookie: str
    token: str


@contextmanager
def ours(data: Path, learner: bool = True) -> Iterator[Server]:
    """`unspiral serve` as it ships, or the same without its background reading."""
    port = free_port()
    words = ["serve", "--no-browser", "--port", str(port), "--data", str(data)]
    start = ["-m", "unspiral"] if learner else ["-c", WITHOUT_LEARNER]
    with _running([sys.executable, *start, *words], port, "/help-now") as server:
        yield server


@contextmanager
def bare(script: str, folder: Path) -> Iterator[Server]:
    """One of the two bare servers, over a database of its own in `folder`."""
    folder.mkdir()
    port = free_port()
    command = [sys.executable, str(HERE / script), str(folder), str(port)]
    with _running(command, port, "/page") as server:
        yield server


def free_port() -> int:
    """A port that nothing listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as found:
        port: int = found.getsockname()[1]
    return port


def sign_in(data: Path, server: Server) -> Session:
    """Use the launch link of the folder and fetch the form token."""
    link = urlsplit((data / "launch-url").read_text("utf-8").strip())
    connection = HTTPConnection("127.0.0.1", server.port, timeout=20)
    connection.request("GET", link.path, headers={"Host": f"localhost:{server.port}"})
    answer = connection.getresponse()
    answer.read()
    cookie = (answer.getheader("set-cookie") or "").partition(";")[0]
    connection.request("GET", "/form-token", headers=_headers(server.port, cookie))
    token = json.loads(connection.getresponse().read())["token"]
    connection.close()
    return Session(cookie, token)


def page(server: Server, session: Session, path: str) -> Iterator[bytes]:
    """The same request for one page, for ever."""
    request = _request("GET", path, _headers(server.port, session.cookie))
    while True:
        yield request


def check_ins(server: Server, session: Session, seed: int) -> Iterator[bytes]:
    """Morning halves as the page sends them, each with an id of its own: one durable operation.

    They are of any day of the year before today: no day is written over often, and the diary does
    not grow.
    """
    rng = Generator(PCG64(seed))
    today = datetime.now(UTC).date()
    while True:
        day = today - timedelta(days=int(rng.integers(1, 361)))
        fields = {
            "form_token": session.token,
            "op_id": str(UUID(bytes=rng.bytes(16), version=4)),
            "local_date": day.isoformat(),
            "zone": "UTC",
            "base_version": "",
            "half": "morning",
            "sleep_quality": str(rng.integers(11)),
            "sleep_hours": str(rng.integers(5, 10)),
            "pain_morning": str(rng.integers(11)),
        }
        yield _post("/checkin", fields, _headers(server.port, session.cookie))


def bare_writes(server: Server) -> Iterator[bytes]:
    """The control's form."""
    rng = Generator(PCG64(1))
    while True:
        names = ("day", "sleep_quality", "pain", "stress", "mood")
        fields = {name: str(rng.integers(11)) for name in names}
        yield _post("/write", fields, _headers(server.port, "session=control"))


def cpu_seconds(pid: int) -> float:
    """Processor time a process has used so far; 0 when it is gone."""
    with suppress(OSError):
        used = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
        return (int(used[11]) + int(used[12])) / TICKS
    return 0.0


@contextmanager
def _running(command: list[str], port: int, first: str) -> Iterator[Server]:
    clean = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                               env=clean)  # fmt: skip
    try:
        _answers(process, port, first)
        took, worker = time.perf_counter() - started, Server(process, port).worker
        yield Server(process, port, took, cpu_seconds(worker))
    finally:
        process.terminate()
        try:
            process.wait(20)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(process: "subprocess.Popen[bytes]", port: int, path: str) -> None:
    """Wait for the first whole answer."""
    until = time.perf_counter() + START_S
    while time.perf_counter() < until and process.poll() is None:
        with suppress(OSError):
            connection = HTTPConnection("127.0.0.1", port, timeout=START_S)
            connection.request("GET", path, headers=_headers(port, "session=control"))
            connection.getresponse().read()
            connection.close()
            return
        time.sleep(0.005)
    raise RuntimeError(f"the server does not answer (exit code {process.poll()})")


def _headers(port: int, cookie: str) -> dict[str, str]:
    own = f"http://localhost:{port}"
    return {
        "Host": f"localhost:{port}",
        "Accept": "text/html",
        "Origin": own,
        "Sec-Fetch-Site": "same-origin",
        "Cookie": cookie,
    }


def _request(verb: str, path: str, headers: Mapping[str, str], body: bytes = b"") -> bytes:
    lines = [f"{verb} {path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, "", ""]).encode() + body


def _post(path: str, fields: Mapping[str, str], headers: Mapping[str, str]) -> bytes:
    body = urlencode(fields).encode()
    kind = {"Content-Type": "application/x-www-form-urlencoded", "Content-Length": str(len(body))}
    return _request("POST", path, {**headers, **kind}, body)


def megabytes(pid: int, field: str = "VmRSS") -> float:
    """Memory of a process now (VmRSS) or at its highest (VmHWM); not a number when it is gone."""
    with suppress(OSError):
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
        return next(int(one.split()[1]) / 1024 for one in lines if one.startswith(f"{field}:"))
    return float("nan")


def _words(pid: int) -> bytes:
    """The command line of a process; empty when it is gone."""
    with suppress(OSError):
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    return b""


def _children(pid: int) -> list[int]:
    found: list[int] = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        with suppress(OSError):
            found += [int(word) for word in (task / "children").read_text().split()]
    return found
