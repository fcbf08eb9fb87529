"""What every compared method gives, in the same units: sd units of the person's true swing."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unspiral.dynamics.draws import Draws
from unspiral.dynamics.frame import LOG_ITEMS, Frame, make_frame
from unspiral.dynamics.model import LoopModel
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.seeds import fingerprint, generator
from unspiral.records.estimate import Array, Panel

NIGHT = 0
ITEMS = ("sleep_quality", "stress", "anxiety", "mood", "activity_minutes", "pain")
TAIL = 0.025

# Of the benchmark scenario only (dynamics.md, section 3); WIDE is its diffuse twin: lag priors of
# sd .5, the night's own prior as it was.
OWN = dict.fromkeys(ITEMS, (0.30, 0.20))
SLEEP_TO_PAIN = {("sleep_quality", "pain", "night_to_next_day"): (-0.17, 0.12)}
LAGS = ("next_day", "day_to_that_night")
LAGGED = {(a, b, lag): (0.0, 0.5) for a in ITEMS for b in ITEMS for lag in LAGS}
PRIOR = Prior(SLEEP_TO_PAIN, OWN)
WIDE = Prior(SLEEP_TO_PAIN | LAGGED, OWN)


@dataclass(frozen=True, slots=True)
class Case:
    """One made-up diary with its truth. `same`, `lag`: (p, p), row = effect, in sd units of the
    true swing; `swing`: (p,) in answer points (minutes: log minutes)."""

    panel: Panel
    same: Array
    lag: Array
    swing: Array

    @property
    def total(self) -> Array:
        """(p, p): links summed over their lags."""
        return np.asarray(self.same + self.lag)

    @property
    def day_to_day(self) -> Array:
        """(p, p): what carries one day into the next."""
        return np.asarray(np.linalg.solve(np.eye(len(self.same)) - self.same, self.lag))


@dataclass(frozen=True, slots=True)
class Edges:
    """Links in the order of `flat`: the night's on the same day, then yesterday's, own lags left
    out. `low`, `high`: 95 %. `score` ranks links, `said` is -1, 0 or 1. NaN = not estimable."""

    mean: Array
    low: Array
    high: Array
    score: Array
    said: NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Estimate:
    """`edges` as above; `own`: (p,) own lags; `phi`, `phi_low`, `phi_high`: (p, p), what carries
    one day into the next, 95 %. NaN where a method does not give it."""

    edges: Edges
    own: Array
    phi: Array
    phi_low: Array
    phi_high: Array


def flat(same: Array, lag: Array) -> Array:
    """(..., p, p) twice to (..., n_links)."""
    p = same.shape[-1]
    apart = ~np.eye(p, dtype=bool)
    night = np.delete(same[..., NIGHT], NIGHT, axis=-1)
    return np.concatenate([night, lag[..., apart]], axis=-1)


def standard(case: Case) -> Array:
    """(T, p): answers about 0, in sd units of the true swing, logged where the model logs."""
    logs = np.array([name in LOG_ITEMS for name in case.panel.variables])
    y = np.where(logs, np.log1p(np.maximum(case.panel.y, 0.0)), case.panel.y)
    return np.asarray((y - np.nanmean(y, axis=0)) / case.swing)


def frame_of(panel: Panel) -> Frame:
    """The frame of a panel with all its items, also the scarce ones that a page leaves out."""
    return make_frame(panel, panel.variables)


def drawn(case: Case, model: LoopModel, prior: Prior) -> tuple[Frame, Draws]:
    """Our posterior draws of one case, seeded by its panel."""
    frame = frame_of(case.panel)
    rng = generator(fingerprint(case.panel), "bench", repr(model))
    return frame, model.sample(frame, prior, rng)


def ours(case: Case, model: LoopModel, prior: Prior) -> Estimate:
    """Our estimate of one case."""
    frame, draws = drawn(case, model, prior)
    return of_draws(case, frame, draws.same, draws.lag)


def of_draws(case: Case, frame: Frame, same: Array, lag: Array) -> Estimate:
    """Draws in the frame's own sd units to an estimate in true ones."""
    scale = frame.spread / case.swing
    turn = scale[:, None] / scale[None, :]
    phi = np.linalg.solve(np.eye(len(scale)) - same, lag) * turn
    phi_low, phi_high = np.quantile(phi, [TAIL, 1 - TAIL], axis=0)
    links = flat(same * turn, lag * turn)
    return Estimate(
        edges=_edges_of_draws(links),
        own=np.diagonal(lag.mean(axis=0)).copy(),
        phi=phi.mean(axis=0),
        phi_low=phi_low,
        phi_high=phi_high,
    )


def of_intervals(mean: Array, low: Array, high: Array, score: Array) -> Edges:
    """Edges that are said when their interval leaves 0 out."""
    said = np.where(low > 0, 1, np.where(high < 0, -1, 0))
    return Edges(mean, low, high, score, said)


def _edges_of_draws(links: Array) -> Edges:
    low, high = np.quantile(links, [TAIL, 1 - TAIL], axis=0)
    mean = links.mean(axis=0)
    return of_intervals(mean, low, high, np.abs(mean) / links.std(axis=0))
