"""Runs an importer over a file from elsewhere in a child process with limits, and checks its word.

A child that dies, hangs, grows, lies or says nonsense gives `BadInput`, as a bad file does.
"""

import os
import stat
import subprocess
import sys
import threading
import time
from collections.abc import Generator, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from unspiral.errors import BadInput
from unspiral.importers import wire
from unspiral.importers.child import too_much
from unspiral.importers.stream import Asked, Batch, Found

KEPT = "Nothing was stored."
MEGABYTE = 1_000_000
MOST_ARCHIVE_BYTES = 200 * MEGABYTE
COMMAND = (sys.executable, "-I", "-B", "-m", "unspiral.importers.child")
MOST_BYTES = 4_000 * MEGABYTE  # of a plain file, and of what unpacks from an archive


@dataclass(frozen=True, slots=True)
class Limits:
    """What a child may use. Seconds are counted while the parent waits for it.

    `stall_seconds`: without a word, a child is ended. In all it has `base_seconds` and one more for
    each `bytes_per_second` of the unpacked file.
    """

    memory: int = 512 << 20
    start_seconds: float = 30.0
    stall_seconds: float = 10.0
    base_seconds: float = 20.0
    bytes_per_second: int = MEGABYTE


LIMITS = Limits()


def run(
    path: Path, importer: str, asked: Asked, limits: Limits = LIMITS
) -> Generator[Batch | Found, None, None]:
    """Batches of the file at `path`, read by `registry.STREAMS[importer]`, then what was found.

    Raises `BadInput` when the file cannot be used: what came before must then be given up too.
    Closing the generator early ends the child.
    """
    with _opened(path) as file, _child(file, path, importer, asked, limits) as child:
        yield from _listen(child, asked, limits)


@contextmanager
def _opened(path: Path) -> Iterator[BinaryIO]:
    try:
        file = path.open("rb", buffering=0)  # the child shares its place
    except OSError as error:
        raise BadInput("The file cannot be opened.", KEPT, "Check its name.") from error
    with file:
        about = os.fstat(file.fileno())
        if not stat.S_ISREG(about.st_mode):
            raise BadInput(
                "This is not a plain file.", KEPT, "Save it to a file first.", problem="not_a_file"
            )
        archive = file.read(2) == b"PK"
        file.seek(0)
        most = MOST_ARCHIVE_BYTES if archive else MOST_BYTES
        if about.st_size > most:
            raise BadInput(
                f"The file is larger than {most // MEGABYTE} MB.",
                KEPT,
                "Unpack it, and bring in the file inside." if archive else "Export fewer years.",
                problem="too_big",
            )
        yield file


class _Child:
    """A started child, and a watch that ends it when it says nothing for too long."""

    def __init__(self, process: "subprocess.Popen[bytes]") -> None:
        assert process.stdin is not None and process.stdout is not None
        self.process = process
        self.input: Any = process.stdin
        self.output: Any = process.stdout
        self.waited = 0.0
        self.late = False
        self._deadline: float | None = None
        self._over = threading.Event()
        self._watch = threading.Thread(target=self._look, name="import-watch", daemon=True)
        self._watch.start()

    def receive(self, seconds: float) -> tuple[bytes, Any, bytes]:
        """The next frame, within `seconds`. Raises `EOFError` when the child is gone."""
        began = time.monotonic()
        self._deadline = began + seconds
        try:
            return wire.receive(self.output)
        finally:
            self._deadline = None
            self.waited += time.monotonic() - began

    def end(self) -> None:
        """End the child, whatever it does."""
        self._over.set()
        self.process.kill()
        self.process.wait()
        self._watch.join()
        self.output.close()
        self.input.close()

    def _look(self) -> None:
        while not self._over.wait(0.1):
            deadline = self._deadline
            if deadline is not None and time.monotonic() > deadline:
                self.late = True
                self.process.kill()


@contextmanager
def _child(
    file: BinaryIO, path: Path, importer: str, asked: Asked, limits: Limits
) -> Iterator[_Child]:
    posix = os.name == "posix"
    size = os.fstat(file.fileno()).st_size
    process = subprocess.Popen(
        COMMAND,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={name: os.environ[name] for name in ("SYSTEMROOT",) if name in os.environ},
        pass_fds=(file.fileno(),) if posix else (),
        cwd=os.path.dirname(sys.executable),
    )
    child = _Child(process)
    try:
        told = {
            "importer": importer,
            "asked": wire.asked_data(asked),
            "handle": file.fileno() if posix else None,
            "path": "" if posix else str(path.resolve()),
            "memory": limits.memory,
            "cpu_seconds": int(_seconds(limits, min(size * 100, MOST_BYTES))),
        }
        with suppress(OSError):  # it is gone already: listening will say so
            wire.send(child.input, wire.ASKED, told)
        yield child
    finally:
        child.end()


def _seconds(limits: Limits, size: int) -> float:
    return limits.base_seconds + size / limits.bytes_per_second


def _listen(child: _Child, asked: Asked, limits: Limits) -> Iterator[Batch | Found]:
    try:
        kind, _, _ = child.receive(limits.start_seconds)
        if kind != wire.READY:
            raise wire.Garbled("not ready")
        child.waited, size = 0.0, 0
        while True:
            left = _seconds(limits, min(size, MOST_BYTES)) - child.waited
            kind, data, rows = child.receive(min(limits.stall_seconds, left))
            if kind == wire.BATCH:
                batch = wire.batch_from(data, rows, asked.ranges)
                size = batch.size
                yield batch
            elif kind == wire.FOUND:
                yield wire.found_from(data)
                return
            else:
                raise wire.fault_from(data) if kind == wire.REFUSED else _unreadable()
    except EOFError as error:
        raise _ended(child, limits) from error
    except wire.Garbled as error:
        raise _unreadable() from error


def _ended(child: _Child, limits: Limits) -> BadInput:
    if child.late:
        return BadInput(
            f"Reading this file stood still for {limits.stall_seconds:g} seconds.",
            KEPT,
            "Try once more when the computer has less to do.",
            problem="too_slow",
        )
    return too_much()


def _unreadable() -> BadInput:
    return BadInput(
        "The file could not be read to its end.",
        KEPT,
        "Export it again from the app, and try the new file.",
        problem="unreadable",
    )
