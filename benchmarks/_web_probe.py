"""What this machine can do right now: a spin of Python, a bare flushed commit, a bare fdatasync."""

import os
import sqlite3
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median

SPINS = 2_000_000
TIMES = 200
BLOCK = b"x" * 4096


@dataclass(frozen=True, slots=True)
class Probe:
    """Milliseconds of one spin, one commit (WAL, FULL, one row) and one fdatasync: the middle."""

    spin_ms: float
    commit_ms: float
    commit_p99_ms: float
    fdatasync_ms: float


def probe(folder: Path) -> Probe:
    """Measure on the disk that `folder` lies on; the files are made there and taken away."""
    commits = sorted(_commits(folder / "probe.db"))
    return Probe(
        spin_ms=median(_spin() for _ in range(3)),
        commit_ms=median(commits),
        commit_p99_ms=commits[-(-99 * TIMES // 100) - 1],
        fdatasync_ms=median(_syncs(folder / "probe.bin")),
    )


def _spin() -> float:
    started, total = time.perf_counter(), 0
    for n in range(SPINS):
        total += n
    return 1000 * (time.perf_counter() - started)


def _commits(file: Path) -> list[float]:
    found = []
    database = sqlite3.connect(file, isolation_level=None)
    for line in ("journal_mode=WAL", "synchronous=FULL"):
        database.execute(f"PRAGMA {line}")
    database.execute("CREATE TABLE one (value REAL)")
    for n in range(TIMES):
        started = time.perf_counter()
        database.execute("INSERT INTO one VALUES (?)", (n,))
        found.append(1000 * (time.perf_counter() - started))
    database.close()
    for path in file.parent.glob(f"{file.name}*"):
        path.unlink()
    return found


def _syncs(file: Path) -> list[float]:
    found = []
    with file.open("wb", buffering=0) as out:
        for _ in range(TIMES):
            started = time.perf_counter()
            out.write(BLOCK)
            os.fdatasync(out.fileno())
            found.append(1000 * (time.perf_counter() - started))
    file.unlink()
    return found
