"""How fast, in how much memory, and how right: ours beside the peers, in one run, on one core.

Seconds are processor time of the one core that everybody gets: what a clock would show on an idle
core, whatever else the machine does meanwhile.
"""

import json
import os
import pickle
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import _measures
import _oracle
import _peers
import numpy as np
from _agree import built, kernel
from _estimate import ITEMS, PRIOR, Case, Estimate, frame_of, of_draws
from _jobs import Desk
from _rows import Found, Row, Table
from _scenario import benchmark, case, generator, narrowed

from unspiral.dynamics.model import CLAIM, PAGE, LoopModel
from unspiral.records.estimate import Array, Panel

FRESH = Path(__file__).parent / "_fresh.py"
WARM = LoopModel(chains=8, warm=0, keep=200)
GROWTH_DAYS = (30, 60, 90, 180, 365, 730)
GROWTH_ITEMS = (2, 3, 4, 5, 6)
HELD_TO = ("statsmodels VARMAX", "numpyro NUTS")
PEER_LIMITS = {"plain": (50, 15), "compiled": (300, 80)}  # against each of these
ORACLE_AT_MOST = 0.1
THREADS = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
OURS = {"ours, plain", "ours, compiled"}
FEWEST = 3  # runs, for a verdict on seconds
WARM_LIMITS = {180: 0.110, 365: 0.230}  # seconds, compiled kernel


@dataclass(frozen=True, slots=True)
class Size:
    """How much is timed: `repeats` of each warm fit, `diaries` of `days` for each peer."""

    repeats: int
    diaries: int
    days: int
    fresh: tuple[str, ...]
    growth_days: tuple[int, ...] = GROWTH_DAYS
    growth_items: tuple[int, ...] = GROWTH_ITEMS


def find(size: Size) -> Found:
    """Fresh processes, warm fits, and growth."""
    found = Found()
    _fresh(found, size)
    for name in kernels_here():
        with kernel(name):
            _warm(found, name, size)
            _growth(found, name, size)
    return found


def find_peers(desk: Desk, size: Size) -> Found:
    """The peers on the same diaries, with their errors beside their times."""
    found = Found()
    cases = [case(benchmark(), size.days, seed) for seed in range(size.diaries)]
    fits = {name: _peer_fits(desk, name, size) for name in FITS if _can_run(name)}
    plain = np.median(_seconds(fits["ours, plain"]))
    lines = [_peer_line(name, one, cases, plain) for name, one in fits.items()]
    title = f"Peers on the same diaries of {size.days} days (Phi: one day into the next)"
    columns = ("method", "N", "median s", "Phi RMSE", "Phi 95 % cover", "median s / ours, plain")
    found.tables.append(Table("peers", title, columns, lines))
    for name in kernels_here():
        mine = _seconds(fits[f"ours, {name}"])
        limits = zip(HELD_TO, PEER_LIMITS[name], strict=True)
        for peer, least in limits:
            ratio = float(np.median(_seconds(fits[peer]) / mine))
            label = f"{peer} / ours, {name}, second fit"
            found.rows.append(Row("peers", label, ratio, len(mine), "times", low=least, needs=10))
    gap = oracle_gap(cases, np.array([one["phi"] for one in fits["numpyro NUTS"]]))
    found.rows.append(
        Row("peers", "posterior means of Phi, ours against NUTS, rms gap", gap, len(cases),
            "posterior sd", high=ORACLE_AT_MOST, needs=10)
    )  # fmt: skip
    return found


def peer_fit(method: str, days: int, seed: int) -> dict[str, Any]:
    """Seconds and Phi of one method on one diary; never the first fit of its process."""
    if (method, days) not in _warm_here:
        FITS[method](case(benchmark(), days, seed))
        _warm_here.add((method, days))
    one = case(benchmark(), days, seed)
    before = time.process_time()
    given = FITS[method](one)
    return {
        "seconds": time.process_time() - before,
        "phi": given.phi.tolist(),
        "phi_low": given.phi_low.tolist(),
        "phi_high": given.phi_high.tolist(),
    }


def kernels_here() -> tuple[str, ...]:
    """The kernels that can be run."""
    return ("plain", "compiled") if built() else ("plain",)


def oracle_gap(cases: list[Case], theirs: Array) -> float:
    """Root mean square gap of posterior means of Phi, in our posterior sds."""
    squares = []
    for one, other in zip(cases, theirs, strict=True):
        frame = frame_of(one.panel)
        draws = CLAIM.sample(frame, PRIOR, generator(32))
        mine = of_draws(one, frame, draws.same, draws.lag)
        sd = (mine.phi_high - mine.phi_low) / (2 * _measures.Z95)
        squares.append(((mine.phi - other) / sd) ** 2)
    return float(np.sqrt(np.mean(squares)))


def _ours_by(name: str) -> Callable[[Case], Estimate]:
    def fit(one: Case) -> Estimate:
        with kernel(name):
            frame = frame_of(one.panel)
            draws = PAGE.sample(frame, PRIOR, generator(33))
            return of_draws(one, frame, draws.same, draws.lag)

    return fit


FITS: dict[str, Callable[[Case], Estimate]] = {
    "ours, plain": _ours_by("plain"),
    "ours, compiled": _ours_by("compiled"),
    "statsmodels VAR": _peers.var,
    "tigramite PCMCI+": _peers.pcmci,
    "numpyro NUTS": lambda one: _oracle.estimate(one, PRIOR),
    "statsmodels VARMAX": _peers.varmax,
}
_warm_here: set[tuple[str, int]] = set()


def _can_run(name: str) -> bool:
    return name != "ours, compiled" or built()


def _peer_fits(desk: Desk, method: str, size: Size) -> list[dict[str, Any]]:
    jobs = {
        f"{method}/{size.days}/{seed}": (method, size.days, seed) for seed in range(size.diaries)
    }
    return list(desk.gather("peers", peer_fit, jobs).values())


def _seconds(fits: list[dict[str, Any]]) -> Array:
    return np.array([one["seconds"] for one in fits])


def _peer_line(name: str, fits: list[dict[str, Any]], cases: list[Case], plain: float) -> list[Any]:
    truth = np.array([one.day_to_day for one in cases])
    phi, low, high = (
        np.array([one[key] for one in fits]) for key in ("phi", "phi_low", "phi_high")
    )
    seconds = float(np.median(_seconds(fits)))
    errors = (_measures.rmse(phi, truth), _measures.coverage(low, high, truth))
    return [name, len(cases), seconds, *errors, seconds / plain]


def _fresh(found: Found, size: Size) -> None:
    """Each method in processes of its own, with as many threads as it takes by itself."""
    best = {}
    for method in size.fresh:
        if _can_run(method):
            runs = [
                _in_fresh_process(method, size.days, seed)
                for seed in range(min(FEWEST, size.repeats))
            ]
            best[method] = {key: min(run[key] for run in runs) for key in runs[0]}
            best[method]["n"] = len(runs)
    columns = ("method", "N", "import s", "1st fit s", "2nd fit s", "peak MB")
    lines = [
        [method, one["n"], one["import"], one["first"], one["second"], one["mb"]]
        for method, one in best.items()
    ]
    title = f"Fresh processes as installed, {size.days} days (seconds of all threads together)"
    found.tables.append(Table("speed", title, columns, lines))
    page, n = best["ours, plain"], int(best["ours, plain"]["n"])
    label = f"page fit, {size.days} days, fresh process, plain"
    found.rows.extend([
        Row("speed", f"{label}: import + fit", page["import"] + page["first"], n, "s, best",
            high=1.2, needs=FEWEST),
        Row("speed", f"{label}: peak memory", page["mb"], n, "MB", high=100),
    ])  # fmt: skip
    for method in (peer for peer in HELD_TO if peer in best):
        for mine in sorted(best.keys() & OURS):
            ratio = best[method]["second"] / best[mine]["second"]
            name = f"{method} / {mine}, second fit, as installed"
            found.rows.append(Row("speed", name, ratio, n, "times", note="all threads together"))


def _in_fresh_process(method: str, days: int, seed: int) -> dict[str, float]:
    with tempfile.NamedTemporaryFile(suffix=".pickle") as file:
        file.write(pickle.dumps((case(benchmark(), days, seed), PRIOR)))
        file.flush()
        said = subprocess.run(
            [sys.executable, FRESH, method, file.name],
            check=True,
            stdout=subprocess.PIPE,
            encoding="utf-8",
            env={name: value for name, value in os.environ.items() if name not in THREADS},
        )
    measured: dict[str, float] = json.loads(said.stdout.splitlines()[-1])
    return measured


def _warm(found: Found, name: str, size: Size) -> None:
    for days, most in WARM_LIMITS.items():
        panel = case(benchmark(), days, 0).panel
        for what, model in (("8 chains x 200 sweeps", WARM), ("page fit", PAGE)):
            seconds = timed_runs(_fit(panel, model), size)
            limit = most if name == "compiled" and model is WARM else None
            label = f"{what}, {days} days, {name}, warm"
            found.rows.append(
                Row("speed", label, float(seconds.min()), size.repeats, "s, best", high=limit,
                    needs=FEWEST, note=f"median {np.median(seconds):.3f}")
            )  # fmt: skip


def _growth(found: Found, name: str, size: Size) -> None:
    by_days = [
        (days, float(timed_runs(_fit(case(benchmark(), days, 0).panel, PAGE), size).min()))
        for days in size.growth_days
    ]
    cells = [[f"{days} days", 6, seconds, seconds / days * 1000] for days, seconds in by_days]
    one = case(benchmark(), 180, 0).panel
    for p in size.growth_items:
        items = (*ITEMS[: p - 1], "pain")
        seconds = float(timed_runs(_fit(narrowed(one, items), PAGE), size).min())
        cells.append(["180 days", p, seconds, seconds / 180 * 1000])
    columns = ("diary", "variables", "best s", "ms a day")
    title = f"Page fit as diaries grow, {name}, N = {size.repeats}"
    found.tables.append(Table("speed", title, columns, cells))
    (few, short), (many, long) = by_days[-2:]
    exponent = float(np.log(long / short) / np.log(many / few))
    label = f"growth from {few} to {many} days, {name}"
    found.rows.append(Row("speed", label, exponent, size.repeats, "power of days", high=1.1,
                          needs=FEWEST))  # fmt: skip


def _fit(panel: Panel, model: LoopModel) -> Callable[[], object]:
    return lambda: model.fit(panel, PRIOR, generator(34))


def timed_runs(work: Callable[[], object], size: Size) -> Array:
    """Seconds of `size.repeats` runs, after one that does not count.

    The best run stands for an idle machine: neighbours in its caches can only add to it.
    """
    work()
    seconds = []
    for _ in range(size.repeats):
        before = time.process_time()
        work()
        seconds.append(time.process_time() - before)
    return np.array(seconds)
