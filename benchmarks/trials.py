"""Measures fair tests on made-up people: `./test bench trials [--quick] [--people N] [--json]`.

Size, power, cover and error of ours, of Welch's t and of least squares with lags, on the same
people. Every number stands beside its N. docs/reference/trials.md says what it means.
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
from pathlib import Path  # noqa: E402

import _fair_tests as fair  # noqa: E402
import _fair_tests_full as full  # noqa: E402
import _rows  # noqa: E402
from _rows import Found, Row, Table  # noqa: E402

from unspiral.records.estimate import Array  # noqa: E402

PEOPLE, PEOPLE_QUICK = 2000, 40
TRIALS, TRIALS_QUICK = 40, 4  # of each scheme, worked out by the sampled loop model, too
SIZE, POWER_HALF, POWER_MORE = 0.06, 0.40, 0.80  # dynamics.md section 5
COVER, COVER_90 = (0.78, 0.82), (0.88, 0.92)
NEEDS = 2000
FIGURES = Path(__file__).resolve().parent.parent / "docs/reference/fair-test-figures.json"
NULL, HALF_SD, MORE = 0, 2, 3  # columns of EFFECTS


def told(n: int, trials: int) -> Found:
    """Everything, as tables and rows."""
    found, lines = Found(), []
    for people in fair.PEOPLE:
        measured = {design: fair.measure(design, people, n) for design in fair.DESIGNS}
        for design, rates in measured.items():
            lines += fair.lines(design, people, n, rates)
            found.rows.extend(rows(design, people, n, rates))
        found.rows.append(p_row(people, n, measured))
    found.tables.append(Table("trials", "Fair tests, sd one point", fair.COLUMNS, lines))
    found.rows.extend(full.rows(trials))
    return found


def rows(design: str, people: str, n: int, rates: Mapping[str, Array]) -> list[Row]:
    """The numbers of one design that have a target, and the lowest cover of a single cell."""
    name, cover = f"{design} d, {people}", rates["ours cover"]
    made = [
        Row("trials", f"{name}: helps, though nothing does", float(rates["ours helps"][0, NULL]),
            n, high=SIZE, needs=NEEDS),
        Row("trials", f"{name}: 80 % cover", float(cover.mean()), n, low=COVER[0], high=COVER[1],
            needs=NEEDS),
        Row("trials", f"{name}: 80 % cover, lowest of {cover.size} cells", float(cover.min()), n),
        Row("trials", f"{name}: 90 % cover", float(rates["ours cover90"].mean()), n,
            low=COVER_90[0], high=COVER_90[1], needs=NEEDS),
    ]  # fmt: skip
    if (design, people) == ("blocks 56", "usual"):
        helps = rates["ours helps"][0]
        made += [
            Row("trials", f"{name}: power at .5 sd", float(helps[HALF_SD]), n, low=POWER_HALF,
                needs=NEEDS),
            Row("trials", f"{name}: power at .8 sd", float(helps[MORE]), n, low=POWER_MORE,
                needs=NEEDS),
        ]  # fmt: skip
    return made


def p_row(people: str, n: int, measured: Mapping[str, Mapping[str, Array]]) -> Row:
    """The p-value where nothing helps, over all designs: exact by how it is made, so .05."""
    rates = [float(one["ours p05"][0, NULL]) for one in measured.values()]
    name = f"all designs, {people}: p at most .05, though nothing does"
    rate, many = sum(rates) / len(rates), n * len(rates)
    return Row("trials", name, rate, many, high=SIZE, needs=NEEDS, note=f"highest {max(rates):.3f}")


def main(words: Sequence[str]) -> int:
    """Run, print, and say by the exit code whether a target was missed."""
    asks = argparse.ArgumentParser(prog="./test bench trials", description=__doc__)
    asks.add_argument("--quick", action="store_true", help=f"{PEOPLE_QUICK} people a design")
    asks.add_argument("--people", type=int, help=f"people a design; {PEOPLE} without")
    asks.add_argument("--json", action="store_true", help="one JSON document")
    asks.add_argument("--write", metavar="DATE", help=f"keep the figures in {FIGURES.name}")
    given = asks.parse_args(words)
    n = given.people or (PEOPLE_QUICK if given.quick else PEOPLE)
    started = time.process_time()
    found = told(n, TRIALS_QUICK if given.quick else TRIALS)
    about = {
        "benchmark": "trials",
        "command": " ".join(["./test bench trials", *words]),
        "quick": given.quick,
        "python": platform.python_version(),
        "machine": f"{platform.machine()}, {os.cpu_count()} cores",
        "cpu_seconds": round(time.process_time() - started, 1),
    }
    document = json.dumps(_rows.document(found, about), indent=1)
    if given.write:
        dated = {"date": given.write, **json.loads(document)}
        FIGURES.write_text(json.dumps(dated, indent=1) + "\n", encoding="utf-8")
    if given.json:
        print(document)
    else:
        print(_rows.printed(found))
        print("\n" + ", ".join(f"{key}: {value}" for key, value in about.items()))
    return int(any(row.verdict == "FALLS SHORT" for row in found.rows))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
