"""A running program of our own, as a person starts it: `unspiral serve` in a process."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import Thread


@dataclass(frozen=True, slots=True)
class House:
    """A served data folder: its one-use link, its address and its process."""

    data: Path
    link: str
    process: "subprocess.Popen[str]"

    @property
    def address(self) -> str:
        """`http://localhost:PORT`, without a closing slash."""
        return self.link.partition("/launch/")[0]

    def kill(self) -> None:
        """End the process at once, as a power cut would."""
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)


@contextmanager
def served(
    data: Path, *words: str, env: Mapping[str, str] | None = None, verb: str = "serve"
) -> Iterator[House]:
    """`unspiral serve --no-browser` (or `demo`) on `data`, at a free port, stopped at the end."""
    command = [sys.executable, "-m", "unspiral", verb, "--no-browser", "--port", "0"]
    process = subprocess.Popen(
        [*command, "--data", str(data), *words],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        env={**os.environ, **(env or {})},
    )
    try:
        link = _link(process)
        Thread(target=_drained, args=(process,), daemon=True).start()
        yield House(data, link, process)
    finally:
        process.terminate()
        process.wait(timeout=20)


def _drained(process: "subprocess.Popen[str]") -> None:
    """Read the log away: a full pipe would stop the server after some hundred requests."""
    assert process.stdout is not None
    for _ in process.stdout:
        pass


def _link(process: "subprocess.Popen[str]") -> str:
    assert process.stdout is not None
    first = process.stdout.readline()
    if "/launch/" not in first:
        raise AssertionError(f"no launch link: {first}{process.communicate(timeout=20)[1]}")
    return first.rsplit(" ", 1)[1].strip()
