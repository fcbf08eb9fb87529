"""Measures the learner against its targets: `./test bench learner [--quick] [--only PART]`.

Every number stands beside its target, its N and a verdict. docs/reference/benchmarks.md says what
each part does and how long it takes.
"""

import os

# One core for everybody, before anything loads a library that would take them all.
for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

import argparse  # noqa: E402
import json  # noqa: E402
import platform  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Callable, Sequence  # noqa: E402
from dataclasses import dataclass  # noqa: E402
from pathlib import Path  # noqa: E402
from typing import Any  # noqa: E402

import _agree  # noqa: E402
import _claims  # noqa: E402
import _cohort  # noqa: E402
import _fresh  # noqa: E402
import _jobs  # noqa: E402
import _recovery  # noqa: E402
import _rows  # noqa: E402
import _sbc  # noqa: E402
import _speed  # noqa: E402
from _rows import Found, Row  # noqa: E402
from _scenario import NAMES  # noqa: E402

from unspiral.dynamics import kernels  # noqa: E402
from unspiral.dynamics.model import LoopModel  # noqa: E402
from unspiral.dynamics.seeds import MODEL_VERSION  # noqa: E402

FIGURES = Path(__file__).resolve().parent.parent / "docs/reference/learner-figures.json"
FRESH = tuple(_fresh.METHODS)
PEOPLE, PEOPLE_ELSEWHERE, STRONG = 1000, 200, 200


@dataclass(frozen=True, slots=True)
class Asked:
    """What one run was asked for."""

    quick: bool
    people: int | None
    strong: int
    worlds: tuple[str, ...]
    desk: _jobs.Desk


def speed(asked: Asked) -> Found:
    """Fresh and warm, growth in days and variables."""
    if asked.quick:
        return _speed.find(_speed.Size(1, 1, 60, FRESH[:2], (30, 60), (3, 6)))
    return _speed.find(_speed.Size(10, 10, 180, FRESH))


def peers(asked: Asked) -> Found:
    """Times and errors beside VAR, VARMAX, PCMCI+ and NUTS."""
    return _speed.find_peers(
        asked.desk, _speed.Size(1, 1, 21, ()) if asked.quick else _speed.Size(10, 10, 180, ())
    )


def recovery(asked: Asked) -> Found:
    """What was put in and found again."""
    return _recovery.find(asked.desk, *((2, (30, 60)) if asked.quick else (60, _recovery.DAYS)))


def coverage(asked: Asked) -> Found:
    """Intervals in the other worlds."""
    return _recovery.cover(asked.desk, *((1, 60) if asked.quick else (60, 180)))


def claims(asked: Asked) -> Found:
    """A year of look days."""
    if asked.quick:
        return _claims.find(asked.desk, dict.fromkeys(asked.worlds, 1), 1, (60, 90))
    usual = {world: PEOPLE if world == "linear" else PEOPLE_ELSEWHERE for world in asked.worlds}
    people = usual if asked.people is None else dict.fromkeys(asked.worlds, asked.people)
    return _claims.find(asked.desk, people, asked.strong)


def sbc(asked: Asked) -> Found:
    """Simulation-based calibration."""
    if asked.quick:
        return _sbc.find(asked.desk, 6, 20, LoopModel(chains=2, warm=100, keep=150))
    return _sbc.find(asked.desk, 500)


def exact(asked: Asked) -> Found:
    """Exact answers, the twin kernel, the order of items."""
    if asked.quick:
        return _agree.find(asked.desk, 2, 7, 60, LoopModel(chains=2, warm=50, keep=200))
    return _agree.find(asked.desk, 20, 13)


def cohort(asked: Asked) -> Found:
    """Persons a second."""
    return _cohort.find(*((16, (30, 60)) if asked.quick else (512,)))


def elsewhere(_: Asked) -> Found:
    """Targets of the learner that another benchmark measures, or nothing yet."""
    forecast = "CRPS of the stack / tuned EWMA, upper end of 90 %"
    return Found(
        [
            Row("forecast", forecast, None, 0, note="./test bench forecast FILE.csv"),
            Row("trials", "size and power of fair tests", None, 0, note="no fair tests yet"),
        ]
    )


PARTS: dict[str, Callable[[Asked], Found]] = {
    part.__name__: part
    for part in (speed, peers, recovery, coverage, claims, sbc, exact, cohort, elsewhere)
}


def main(words: Sequence[str]) -> int:
    """Run the parts, print them, and say by the exit code whether a target was missed."""
    given = read(words)
    mark = _jobs.code_mark(kernels.NAME, str(given.quick))
    desk = _jobs.Desk(given.out, given.workers, mark)
    worlds = tuple(given.worlds.split(",")) if given.worlds else NAMES
    asked = Asked(given.quick, given.people, given.strong, worlds, desk)
    everything, seconds = Found(), {}
    for name in given.only or PARTS:
        started = time.monotonic()
        found = PARTS[name](asked)
        seconds[name] = round(time.monotonic() - started, 1)
        everything.add(found)
        if not given.json and found.tables:
            print(_rows.printed(Found(tables=found.tables)) + "\n", flush=True)
        print(f"{name}: {seconds[name]} s", file=sys.stderr, flush=True)
    about = about_run(given.quick, words, seconds)
    if given.json:
        print(json.dumps(_rows.document(everything, about), indent=1))
    else:
        print(_rows.printed(Found(everything.rows)))
        print("\n" + ", ".join(f"{key}: {value}" for key, value in about.items()))
    if given.write:
        _rows.write_figures(FIGURES, everything, about["command"], given.write)
    return int(any(row.verdict == "FALLS SHORT" for row in everything.rows))


def read(words: Sequence[str]) -> argparse.Namespace:
    """The words after `./test bench learner`."""
    asks = argparse.ArgumentParser(prog="./test bench learner", description=__doc__)
    asks.add_argument("--quick", action="store_true", help="tiny sizes, about two minutes")
    asks.add_argument("--json", action="store_true", help="one JSON document")
    asks.add_argument("--only", action="append", choices=list(PARTS), metavar="PART",
                      help=", ".join(PARTS))  # fmt: skip
    asks.add_argument("--people", type=int, help="people without links in each world of `claims`")
    asks.add_argument("--strong", type=int, default=STRONG, help="people with each one link there")
    asks.add_argument("--worlds", help=f"worlds of `claims`: {','.join(NAMES)}")
    asks.add_argument("--out", type=Path, help="keep each result here, and go on from it")
    asks.add_argument("--workers", type=int, default=2, help="processes for what is not timed")
    asks.add_argument("--write", metavar="DATE", help=f"write the figures to {FIGURES.name}")
    given = asks.parse_args(words)
    unknown = set((given.worlds or NAMES[0]).split(",")) - set(NAMES)
    if unknown:
        asks.error(f"no world called {', '.join(sorted(unknown))}")
    if given.write and given.quick:
        asks.error("--quick measures nothing worth keeping; leave out --write")
    return given


def about_run(quick: bool, words: Sequence[str], seconds: dict[str, float]) -> dict[str, Any]:
    """What has to be known to repeat the run."""
    return {
        "benchmark": "learner",
        "command": " ".join(["./test bench learner", *words]),
        "quick": quick,
        "model_version": MODEL_VERSION,
        "kernel": kernels.NAME,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "load": os.getloadavg()[0],
        "seconds": seconds,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
