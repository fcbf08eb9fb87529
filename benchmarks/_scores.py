"""Scores of one-step forecasts over answer steps, and how sure a ratio of two scores is."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from unspiral.dynamics import normal, steps

Array = NDArray[np.float64]
Indices = NDArray[np.intp]
MOST_STEPS = 101
NEARLY_ALL = 0.95
USUAL_STEPS = (50.0, 25.0, 20.0, 10.0, 5.0, 2.5, 2.0, 1.25, 1.0, 0.5, 0.25, 0.2, 0.1, 0.05, 0.01)
SMALLEST_SD = 0.3  # answer steps: no method may be surer than this
LEVELS = (0.8, 0.9)
ON_A_STEP = 1e-3


@dataclass(frozen=True, slots=True)
class Grid:
    """The answers forecasts are scored on: `low`, `low + step`, ... (n steps), in points."""

    low: float
    step: float
    n: int

    @property
    def values(self) -> Array:
        """(n,) in points."""
        return np.round(self.low + self.step * np.arange(self.n), 6)

    def nearest(self, points: Array) -> Indices:
        """Index of the step nearest to each of `points`."""
        at = np.round((np.asarray(points) - self.low) / self.step).astype(np.intp)
        return np.clip(at, 0, self.n - 1)

    def of_normal(self, mean: Array, sd: Array) -> Array:
        """(..., n): normals rounded to steps; the first and last step take all that lies beyond."""
        edges = self.low + self.step * (np.arange(self.n - 1) + 0.5)
        wide = np.maximum(sd, SMALLEST_SD * self.step)
        below = normal.cdf((edges - mean[..., None]) / wide[..., None])
        ends = np.zeros((*mean.shape, 1))
        return np.diff(np.concatenate([ends, below, ends + 1.0], axis=-1), axis=-1)

    def of_values(self, values: Array, chances: Array) -> Array:
        """(..., n): chances (..., k) of k answers; one between two steps is shared by them."""
        moved = np.zeros((*chances.shape[:-1], self.n))
        where = np.clip((values - self.low) / self.step, 0, self.n - 1)
        where = np.where(np.abs(where - np.round(where)) < ON_A_STEP, np.round(where), where)
        below = np.floor(where).astype(np.intp)
        above = np.minimum(below + 1, self.n - 1)
        for at, share in enumerate(where - below):
            moved[..., below[at]] += chances[..., at] * (1.0 - share)
            moved[..., above[at]] += chances[..., at] * share
        return moved


def grid_of(answers: Array, low: float, high: float) -> Grid:
    """The largest usual step of which nearly all answers are multiples, over a scale.

    A scale with more than 101 of them is cut to the span of the answers and half a span around
    it, and its steps made coarser until they are few enough.
    """
    step = usual_step(answers, low)
    if (high - low) / step >= MOST_STEPS:
        margin = float(np.ptp(answers)) / 2
        low = max(low, float(np.floor((answers.min() - margin) / step) * step))
        high = min(high, float(answers.max()) + margin)
        coarse = (one for one in reversed(USUAL_STEPS) if (high - low) / one < MOST_STEPS)
        step = max(step, next(coarse, (high - low) / (MOST_STEPS - 1)))
    return Grid(low, step, int(np.ceil((high - low) / step - ON_A_STEP)) + 1)


@dataclass(frozen=True, slots=True)
class Scores:
    """Scores of one method, one number an answer. `inside`: (n, 2 levels), 1.0 where covered."""

    crps: Array
    error: Array
    inside: Array
    pit: Array

    def scaled(self, by: float) -> "Scores":
        """The same in another unit of points."""
        return replace(self, crps=self.crps * by, error=self.error * by)

    def summed(self) -> dict[str, float]:
        """Means, and the distance of the randomised PIT from uniform."""
        return {
            "crps": float(self.crps.mean()),
            "mae": float(self.error.mean()),
            **{
                f"cover{round(100 * level)}": float(self.inside[:, at].mean())
                for at, level in enumerate(LEVELS)
            },
            "pit_ks": distance_from_uniform(self.pit),
        }


def joined(parts: Sequence[Scores]) -> Scores:
    """Scores of several people or items as one."""
    return Scores(
        *(np.concatenate([getattr(one, name.name) for one in parts]) for name in fields(Scores))
    )


def score(grid: Grid, chances: Array, answers: Array, rng: Generator) -> Scores:
    """Forecasts (n, steps) against answers (n,) in points. CRPS and error are in points."""
    at = grid.nearest(answers)
    middle = grid.values[(np.cumsum(chances, axis=-1) < 0.5 - 1e-9).sum(axis=-1)]
    bounds = [steps.interval(chances, level) for level in LEVELS]
    rows = np.arange(len(at))
    upper = np.cumsum(chances, axis=-1)[rows, at]
    pit = upper - rng.random(len(at)) * chances[rows, at]
    return Scores(
        crps=steps.crps(chances, at) * grid.step,
        error=np.abs(middle - grid.values[at]),
        inside=np.stack([(low <= at) & (at <= high) for low, high in bounds], 1).astype(float),
        pit=pit,
    )


def distance_from_uniform(values: Array) -> float:
    """Kolmogorov-Smirnov distance from the uniform distribution."""
    ordered, n = np.sort(values), len(values)
    above = np.arange(1, n + 1) / n
    return float(max((above - ordered).max(), (ordered - above + 1 / n).max()))


def block_ratio(
    ours: Array, theirs: Array, blocks: Indices, rng: Generator, times: int = 2000
) -> tuple[float, float, float]:
    """Sum of `ours` over sum of `theirs`, with the central 90 % of `times` resamples of blocks.

    Scores of one block (one person's week) stay together.
    """
    n = int(blocks.max()) + 1
    sums = np.stack([np.bincount(blocks, one, n) for one in (ours, theirs)])
    weights = rng.multinomial(n, np.full(n, 1 / n), size=times)
    above, below = sums @ weights.T
    low, high = np.quantile(above / below, [0.05, 0.95])
    return float(sums[0].sum() / sums[1].sum()), float(low), float(high)


def usual_step(answers: Array, low: float) -> float:
    """The largest usual step, counted from `low`, of which nearly all answers are multiples."""

    def fits(step: float) -> bool:
        off = (answers - low) / step
        return bool((np.abs(off - np.round(off)) < ON_A_STEP).mean() >= NEARLY_ALL)

    return next(filter(fits, USUAL_STEPS), USUAL_STEPS[-1])
