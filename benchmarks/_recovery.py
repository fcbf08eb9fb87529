"""Does it find what was put in? Scenarios 2.1 and 2.5, stress tests, and cover in other worlds."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import _measures
import numpy as np
from _estimate import PRIOR, WIDE, Case, Estimate, flat, frame_of, ours
from _jobs import Desk
from _peers import ols, pcmci
from _rows import Found, Row, Table
from _scenario import NAMES, benchmark, case, generator, informed

from unspiral.dynamics.model import PAGE
from unspiral.dynamics.simulate import WORLDS
from unspiral.records.estimate import Array

DAYS = (14, 30, 60, 90, 180, 365)
USUAL_DAYS = 180
METHODS: Mapping[str, Callable[[Case], Estimate]] = {
    "ours": lambda one: ours(one, PAGE, PRIOR),
    "ours, wide lag prior": lambda one: ours(one, PAGE, WIDE),
    "OLS, complete cases": ols,
    "PCMCI+, time order": pcmci,
}
SETTINGS: Mapping[str, Mapping[str, Any]] = {
    "base (2.1)": {},
    "nothing missing, no error": {"missing": 0.0, "error_share": 1e-4},
    "whole sittings missing": {"missing_slope": 1e-6},
    "error share .34": {"error_share": 0.34},
    "error share .52": {"error_share": 0.52},
    "50 % missing": {"missing": 0.5},
    "rounded": {"rounded": True},
    "rounded, at the floor": {"rounded": True, "at_ends": True},
    "skipped on bad days, slope 1": {"missing_slope": 1.0},
    "skipped on bad days, slope 2": {"missing_slope": 2.0},
}
COLUMNS = ("N", "RMSE", "cover", "AUC", "FDR", "power", "wrong sign", "own lag bias", "estimable")


@dataclass(frozen=True, slots=True)
class Scored:
    """One method over many diaries."""

    n: int
    rmse: float
    cover: float
    auc: float
    claims: _measures.Claims
    own_bias: float
    estimable: float

    def line(self) -> list[Any]:
        """Its cells, in the order of COLUMNS."""
        said = self.claims
        first = [self.n, self.rmse, self.cover, self.auc, said.fdr, said.power, said.wrong_sign]
        return [*first, self.own_bias, self.estimable]


def find(desk: Desk, n: int, days: tuple[int, ...] = DAYS) -> Found:
    """The tables of 2.1 and 2.5 again, and the targets on them. `n` diaries for each line."""
    usual = max(day for day in days if day <= USUAL_DAYS)
    found = Found()
    by_days = {f"{day} days": ("base (2.1)", day) for day in days}
    settings = {name: (name, usual) for name in SETTINGS}
    scored = {}
    for title, lines in (("by days", by_days), (f"at {usual} days", settings)):
        cells = []
        for line, (name, day) in lines.items():
            for method, one in _line(desk, name, day, n).items():
                scored[name, day, method] = one
                cells.append([line, method, *one.line()])
        columns = ("setting", "method", *COLUMNS)
        found.tables.append(Table("recovery", f"Links found, {title}", columns, cells))
    found.rows.extend(_rows(scored, usual))
    return found


def cover(desk: Desk, n: int, days: int = USUAL_DAYS) -> Found:
    """Intervals of the page fit, with the prior that ships, in every world of the simulator."""
    found = Found()
    cells = []
    for world in NAMES:
        jobs = {f"{world}/{days}/{seed}": (world, days, seed) for seed in range(n)}
        results = list(desk.gather("coverage", cover_of, jobs).values())
        truth, low, high, low80, high80, mean = (
            np.array([one[key] for one in results])
            for key in ("truth", "low", "high", "low80", "high80", "mean")
        )
        wide = _measures.coverage(low, high, truth)
        narrow = _measures.coverage(low80, high80, truth)
        cells.append([world, n, wide, narrow, _measures.rmse(mean, truth)])
        found.rows.append(Row("coverage", f"95 % cover, {world}", wide, n, low=0.90, needs=30))
    columns = ("world", "N", "95 % cover", "80 % cover", "RMSE")
    found.tables.append(Table("coverage", "Links summed over lags, by world", columns, cells))
    return found


def recover(name: str, days: int, seed: int, methods: list[str]) -> dict[str, Any]:
    """One diary by several methods, as lists."""
    one = case(benchmark(**SETTINGS[name]), days, seed)
    found: dict[str, Any] = {
        "truth": flat(one.same, one.lag).tolist(),
        "own": np.diagonal(one.lag).tolist(),
    }
    for method in methods:
        given = METHODS[method](one)
        edges = given.edges
        found[method] = {
            "mean": edges.mean.tolist(),
            "low": edges.low.tolist(),
            "high": edges.high.tolist(),
            "score": edges.score.tolist(),
            "said": edges.said.tolist(),
            "own": given.own.tolist(),
        }
    return found


def cover_of(world: str, days: int, seed: int) -> dict[str, Any]:
    """Intervals of all links of one person of a world, in sd units of the true swing."""
    one = case(WORLDS[world], days, seed)
    frame = frame_of(one.panel)
    draws = PAGE.sample(frame, informed(), generator(seed, 22))
    scale = frame.spread / one.swing
    links = (draws.total * scale[:, None] / scale[None, :])[:, ~np.eye(len(scale), dtype=bool)]
    low, low80, high80, high = np.quantile(links, [0.025, 0.1, 0.9, 0.975], axis=0)
    return {
        "truth": one.total[~np.eye(len(scale), dtype=bool)].tolist(),
        "mean": links.mean(axis=0).tolist(),
        "low": low.tolist(),
        "high": high.tolist(),
        "low80": low80.tolist(),
        "high80": high80.tolist(),
    }


def scored(results: list[dict[str, Any]], method: str) -> Scored:
    """All diaries of one line, links pooled."""
    truth, own = (np.array([one[key] for one in results]) for key in ("truth", "own"))
    mean, low, high, score, said, lags = (
        np.array([one[method][key] for one in results])
        for key in ("mean", "low", "high", "score", "said", "own")
    )
    return Scored(
        n=len(results),
        rmse=_measures.rmse(mean, truth),
        cover=_measures.coverage(low, high, truth),
        auc=_measures.auc(score.ravel(), truth.ravel() != 0),
        claims=_measures.claims(said.ravel(), truth.ravel()),
        own_bias=_mean(lags - own),
        estimable=float(np.isfinite(mean).mean()),
    )


def _line(desk: Desk, name: str, days: int, n: int) -> dict[str, Scored]:
    methods = list(METHODS) if name == "base (2.1)" else ["ours", "OLS, complete cases"]
    jobs = {f"{name}/{days}/{seed}": (name, days, seed, methods) for seed in range(n)}
    results = list(desk.gather("recovery", recover, jobs).values())
    return {method: scored(results, method) for method in methods}


def _mean(values: Array) -> float:
    there = values[np.isfinite(values)]
    return float(there.mean()) if len(there) else np.nan


def _rows(scored: Mapping[tuple[str, int, str], Scored], days: int) -> list[Row]:
    base, plain = (scored["base (2.1)", days, m] for m in ("ours", "OLS, complete cases"))
    half = scored["error share .34", days, "ours"]
    said, n = base.claims, base.n

    def row(name: str, value: float, note: str = "", **bounds: float) -> Row:
        return Row("recovery", name, value, n, needs=30, note=note, **bounds)  # type: ignore[arg-type]

    return [
        row("RMSE", base.rmse, unit_note(days), high=0.086),
        row("RMSE / complete-case OLS", base.rmse / plain.rmse, high=0.4),
        row("95 % cover", base.cover, low=0.93, high=0.97),
        row("AUC", base.auc, f"OLS {plain.auc:.3f}", low=0.86),
        row("FDR", said.fdr, f"{said.said} links said", high=0.08),
        row("wrong signs among claims", said.wrong_sign, high=0.01),
        row("power", said.power, f"OLS {plain.claims.power:.2f}, FDR {plain.claims.fdr:.2f}"),
        row("95 % cover, error share .34", half.cover, low=0.92),
    ]


def unit_note(days: int) -> str:
    """What the numbers of this part are in."""
    return f"sd units of the true swing, {days} days"
