"""Measures the planner on made-up people: `./test bench planner [--quick] [--people N] [--json]`.

Eight weeks each, the same people and the same luck under every way of choosing. Every number
stands beside its N. docs/reference/benchmarks.md says what it means.
"""

import os

for _threads in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_threads, "1")

import argparse  # noqa: E402
import json  # noqa: E402
import platform  # noqa: E402
import sys  # noqa: E402
import time  # noqa: E402
from collections.abc import Mapping, Sequence  # noqa: E402
from concurrent.futures import ProcessPoolExecutor  # noqa: E402
from dataclasses import replace  # noqa: E402
from datetime import UTC, datetime, timedelta  # noqa: E402
from functools import cache  # noqa: E402
from typing import Any  # noqa: E402

import _planner_people as people  # noqa: E402
import _rows  # noqa: E402
import numpy as np  # noqa: E402
from _rows import Found, Row, Table  # noqa: E402
from numpy.random import PCG64, Generator  # noqa: E402

from unspiral.catalogue.load import Catalogue, load  # noqa: E402
from unspiral.records.estimate import Array  # noqa: E402
from unspiral.records.triage import Clearance  # noqa: E402

PEOPLE, PEOPLE_QUICK = 400, 12
ROUNDS = 2000  # of the bootstrap
POLICIES: Mapping[str, people.Policy] = {
    "random": people.at_random,
    "best on average": people.best_on_average,
    "ours, nothing learned": people.unlearned,
    "ours": people.ours,
    "oracle": people.oracle,
}
SHARPNESS: Mapping[str, people.Policy] = {
    f"sharpness {power:g}": people.sharper(power) for power in (1.0, 3.0, 10.0)
}
AT = datetime(2026, 1, 1, tzinfo=UTC)
CLEAR = Clearance(
    person="bench", facts_version=1, scopes=frozenset({"comfort", "standard"}),
    cautions=frozenset(), held=False, gentle=False, minted_at=AT,
    valid_until=AT + timedelta(hours=12),
)  # fmt: skip


@cache
def catalogue() -> Catalogue:
    """The content that a plan may choose from."""
    whole, _ = load()
    kept = {n: t for n, t in whole.techniques.items() if people.may_be_planned(t)}
    return replace(whole, techniques=kept)


def one(seed: int, names: tuple[str, ...]) -> dict[str, dict[str, Any]]:
    """One person under each policy."""
    person = people.made(catalogue(), seed)
    found = {}
    for name in names:
        lived = people.live(catalogue(), CLEAR, person, (POLICIES | SHARPNESS)[name])
        found[name] = {
            "pain": float(np.mean(lived.pain[-7:])),
            "minutes": lived.minutes[-1],
            "worth": lived.worth,
            "ease": lived.ease_worth,
            "gone": lived.gone,
            "empty": lived.empty,
        }
    return found


def measure(n: int, names: tuple[str, ...], workers: int) -> list[dict[str, dict[str, Any]]]:
    """All people under all policies."""
    if workers < 2:
        return [one(seed, names) for seed in range(n)]
    with ProcessPoolExecutor(workers) as pool:
        return list(pool.map(one, range(n), [names] * n, chunksize=4))


def bootstrap(values: Array) -> tuple[float, float]:
    """95 % interval of the mean over people; `values` (people,)."""
    rng = Generator(PCG64(7))
    drawn = rng.integers(0, len(values), (ROUNDS, len(values)))
    low, high = np.quantile(values[drawn].mean(axis=1), [0.025, 0.975])
    return float(low), float(high)


def told(results: list[dict[str, dict[str, Any]]], names: tuple[str, ...]) -> Found:
    """Tables and rows of one run."""
    n, found = len(results), Found()
    pain = {name: np.array([r[name]["pain"] for r in results]) for name in names}
    minutes = {name: np.array([r[name]["minutes"] for r in results]) for name in names}
    lines = []
    for name in names:
        gain = pain["random"] - pain[name]
        low, high = bootstrap(gain)
        all_weeks = regret(results, name)
        lines.append([name, n, pain[name].mean(), gain.mean(), low, high,
                      minutes[name].mean(), *all_weeks])  # fmt: skip
    weeks = [f"regret, week {week + 1}" for week in range(people.WEEKS)]
    columns = ["choice", "N", "pain, week 8", "less than random", "low", "high",
               "minutes, week 8", *weeks]  # fmt: skip
    found.tables.append(Table("planner", "The last of eight weeks", columns, lines))
    found.rows.extend(rows(results, pain, n))
    return found


def regret(results: list[dict[str, dict[str, Any]]], name: str, kind: str = "worth") -> Array:
    """Points a day by which the plans of each week fall behind the oracle's, (weeks,)."""
    behind = [np.array(r["oracle"][kind]) - np.array(r[name][kind]) for r in results]
    mean: Array = np.mean(behind, axis=0)
    return mean


def rows(results: list[dict[str, dict[str, Any]]], pain: Mapping[str, Array], n: int) -> list[Row]:
    """The numbers that have a target."""

    def less(name: str, than: str) -> tuple[float, str]:
        gain = pain[than] - pain[name]
        low, high = bootstrap(gain)
        return float(gain.mean()), f"95 % {low:.3f} to {high:.3f}"

    random, average = less("ours", "random"), less("ours", "best on average")
    learned, best = less("ours", "ours, nothing learned"), less("oracle", "random")
    ours, ease = regret(results, "ours"), regret(results, "ours", "ease")
    still = regret(results, "ours, nothing learned", "ease")
    gone = sum(r["ours"]["gone"] for r in results)
    unit = "points 0-10"
    return [
        Row("planner", "less pain than random", random[0], n, unit, 0.0, needs=100, note=random[1]),
        Row("planner", "less pain than the best on average", average[0], n, unit, note=average[1]),
        Row("planner", "less pain by what it learned", learned[0], n, unit, note=learned[1]),
        Row("planner", "share of the oracle's gain", random[0] / best[0], n, "ratio"),
        Row("planner", "regret, week 8 over week 2", float(ours[-1] / ours[1]), n, "ratio",
            high=1.0, needs=100),
        Row("planner", "ease: regret, week 8 over week 2", float(ease[-1] / ease[1]), n, "ratio",
            high=1.0, needs=100),
        Row("planner", "ease: the same with nothing learned", float(still[-1] / still[1]), n,
            "ratio"),
        Row("planner", "things done before that lost every chance", float(gone), n, "things",
            high=0.0),
    ]  # fmt: skip


def main(words: Sequence[str]) -> int:
    """Run, print, and say by the exit code whether a target was missed."""
    asks = argparse.ArgumentParser(prog="./test bench planner", description=__doc__)
    asks.add_argument("--quick", action="store_true", help=f"{PEOPLE_QUICK} people")
    asks.add_argument("--people", type=int, help=f"how many; {PEOPLE} without")
    asks.add_argument("--sharpness", action="store_true", help="other sharpness beside ours")
    asks.add_argument("--json", action="store_true", help="one JSON document")
    asks.add_argument("--workers", type=int, default=2, help="processes")
    given = asks.parse_args(words)
    n = given.people or (PEOPLE_QUICK if given.quick else PEOPLE)
    names = (*POLICIES, *(SHARPNESS if given.sharpness else ()))
    started = time.monotonic()
    found = told(measure(n, names, given.workers), names)
    about = {
        "benchmark": "planner",
        "command": " ".join(["./test bench planner", *words]),
        "quick": given.quick,
        "content": catalogue().hash[:12],
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "seconds": round(time.monotonic() - started, 1),
    }
    if given.json:
        print(json.dumps(_rows.document(found, about), indent=1))
    else:
        print(_rows.printed(found))
        print("\n" + ", ".join(f"{key}: {value}" for key, value in about.items()))
    return int(any(row.verdict == "FALLS SHORT" for row in found.rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
