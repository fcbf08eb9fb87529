"""Measures the pages and the durable writes: `./test bench web [--quick] [--json]`.

Our server as it ships over a year of diary, beside a bare control and Django, in one run on this
machine. Ratios are the evidence; times depend on what else the machine does, and a probe of it
stands beside them. docs/reference/benchmarks.md says what each row means.
"""

import argparse
import json
import os
import platform
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import _rows
from _rows import Found, Row, Table
from _web_load import Run
from _web_run import (
    CHECK_IN,
    CONNECTIONS,
    CONTROL,
    DJANGO,
    FORM,
    FULL,
    OURS,
    PAGE,
    PAGES,
    QUICK,
    WRITE,
    Measured,
    Size,
    measure,
)

# Speed targets of the stack (16 connections), and goals L2 and L5.
COLD_S, IDLE_MB, P99_MS, READING, DJANGO_TIMES = 2.0, 200.0, 50.0, 2.0, 3.0
HELD = ("/checkin", CHECK_IN)


def told(found: Measured, size: Size) -> Found:
    """What was found as rows with their targets, and tables side by side."""
    return Found(
        rows=[*_load_rows(found), *_start_rows(found), *_reading_rows(found, size)],
        tables=[_load_table(found), _reading_table(found), _memory_table(found), _machine(found)],
    )


def _bare(name: str) -> str:
    """What a bare server does beside it: our own form, its write, or its page."""
    return {FORM: FORM, CHECK_IN: WRITE, WRITE: WRITE}.get(name, PAGE)


def _times(found: Measured, server: str, name: str, connections: int) -> float | None:
    """How many times the answers a second that `server` gives with its bare form, ours gives."""
    bare, run = found.cell(server, _bare(name), connections), found.cell(OURS, name, connections)
    return run.rate / bare.rate if bare and run and bare.rate else None


def _load_rows(found: Measured) -> Iterator[Row]:
    most = CONNECTIONS[-1]
    for name in (*PAGES, CHECK_IN):
        run, held = found.cell(OURS, name, most) or Run(), name in HELD
        yield Row("web", f"{name}, {most} connections, p99", run.ms(0.99), run.n, "ms",
                  high=P99_MS if held else None)  # fmt: skip
        for server in (CONTROL, DJANGO):
            what = f"{name}, {most} connections, ours / {server}'s {_bare(name)}"
            low = DJANGO_TIMES if held and server == DJANGO else None
            yield Row("web", what, _times(found, server, name, most), run.n, "times", low=low)
    faults = [fault for run in found.runs for fault in run.faults]
    answers = sum(run.n for run in found.runs) + len(faults)
    yield Row("web", "answers that were not as wanted", len(faults), answers, high=0,
              note="; ".join(sorted(set(faults))[:3]))  # fmt: skip


def _start_rows(found: Measured) -> Iterator[Row]:
    for name, both in found.starts.items():
        clock, processor = zip(*both, strict=True)
        yield Row("web", f"cold start to the first answer, {name}", median(clock), len(both), "s",
                  high=COLD_S if name == OURS else None,
                  note=f"{min(clock):.2f} to {max(clock):.2f}; processor {median(processor):.2f} s",
                  )  # fmt: skip
    yield Row("web", "memory when idle", found.memory[f"{OURS}, idle"], 1, "MB", high=IDLE_MB)


def _reading_rows(found: Measured, size: Size) -> Iterator[Row]:
    for path in PAGES:
        calm, busy = found.calm[path], found.reading[path]
        yield Row("web", f"{path}, p99 while the learner reads / calm",
                  busy.ms(0.99) / calm.ms(0.99), busy.n, "times", high=READING,
                  needs=size.reading_n, note=f"median {busy.ms(0.5) / calm.ms(0.5):.2f} times",
                  )  # fmt: skip


def _load_table(found: Measured) -> Table:
    kinds = [(server, name) for name in (PAGE, FORM) for server in (CONTROL, DJANGO)]
    kinds += [(OURS, path) for path in PAGES]
    kinds += [(CONTROL, WRITE), (DJANGO, WRITE), (OURS, CHECK_IN)]
    lines = []
    for connections in CONNECTIONS:
        for server, name in kinds:
            run = found.cell(server, name, connections)
            bare = found.cell(CONTROL, _bare(name), connections)
            if run is not None and bare is not None:
                times = (run.rate, run.ms(0.5), run.ms(0.99), run.cpu_ms, bare.rate / run.rate)
                lines.append([connections, server, name, run.n, *times, run.size])
    columns = ("connections", "server", "what", "N", "a second", "p50 ms", "p99 ms", "cpu ms",
               "control / it", "bytes")  # fmt: skip
    return Table("web", "Requests in a closed loop, nothing in the background", columns, lines)


def _reading_table(found: Measured) -> Table:
    both = [(path, found.calm[path], found.reading[path]) for path in PAGES]
    lines = [
        [path, *(part for run in runs for part in (run.n, run.ms(0.5), run.ms(0.99)))]
        for path, *runs in both
    ]
    columns = ("page", "N calm", "p50 ms", "p99 ms", "N reading", "p50 ms", "p99 ms")
    title = (
        f"One connection; {found.readings} new entries were read for {found.reading_s:.0f} s, "
        f"{found.reading_share:.2f} of a core"
    )
    return Table("web", title, columns, lines)


def _memory_table(found: Measured) -> Table:
    return Table("web", "Memory", ("what", "MB"), [list(pair) for pair in found.memory.items()])


def _machine(found: Measured) -> Table:
    lines = [
        [when, p.spin_ms, p.commit_ms, p.commit_p99_ms, p.fdatasync_ms]
        for when, p in zip(("before", "after"), found.probes, strict=True)
    ]
    columns = ("when", "spin ms", "bare commit p50 ms", "p99 ms", "fdatasync p50 ms")
    return Table("web", "The machine", columns, lines)


def main(words: Sequence[str]) -> int:
    """Measure, print, and say by the exit code whether a target was missed."""
    asks = argparse.ArgumentParser(prog="./test bench web", description=__doc__)
    asks.add_argument("--quick", action="store_true", help="small sizes, one to two minutes")
    asks.add_argument("--json", action="store_true", help="one JSON document")
    given = asks.parse_args(words)
    size, started, load = QUICK if given.quick else FULL, time.monotonic(), os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="unspiral-bench-") as folder:
        found = measure(size, Path(folder))
    everything = told(found, size)
    about = about_run(given.quick, words, time.monotonic() - started, load)
    if given.json:
        print(json.dumps(_rows.document(everything, about), indent=1))
    else:
        print(_rows.printed(everything))
        print("\n" + ", ".join(f"{key}: {value}" for key, value in about.items()))
    return int(any(row.verdict == "FALLS SHORT" for row in everything.rows))


def about_run(quick: bool, words: Sequence[str], seconds: float, load: float) -> dict[str, Any]:
    """What has to be known to repeat the run; `load` is that before it began."""
    return {
        "benchmark": "web",
        "command": " ".join(["./test bench web", *words]),
        "quick": quick,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load": load,
        "seconds": round(seconds, 1),
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
