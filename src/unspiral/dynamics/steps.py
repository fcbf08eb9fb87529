"""Answer steps: a forecast as probabilities over the answers a person can give, and its score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unspiral.dynamics import normal
from unspiral.dynamics.frame import Frame
from unspiral.records.estimate import Array

MOST_STEPS = 61
ROUNDED = 1e-6
DECIMALS = 6
Indices = NDArray[np.intp]


@dataclass(frozen=True, slots=True)
class Steps:
    """The answers of one item: `values` in points, and the `edges` between them in sd units.

    A normal of the model becomes probabilities by rounding: what lies between two edges is
    answered with the value between them; the first and last take all that lies beyond.
    """

    values: Array
    edges: Array

    def probabilities(self, mean: Array, variance: Array) -> Array:
        """(..., n_values) from normals of any shape, (...,)."""
        z = (self.edges - mean[..., None]) / np.sqrt(variance)[..., None]
        below = normal.cdf(z)
        ones, zeros = np.ones((*mean.shape, 1)), np.zeros((*mean.shape, 1))
        spread: Array = np.diff(np.concatenate([zeros, below, ones], axis=-1), axis=-1)
        return spread

    def nearest(self, points: Array) -> Indices:
        """Index of the answer nearest to each of `points`."""
        between = (self.values[1:] + self.values[:-1]) / 2.0
        return np.asarray(np.searchsorted(between, points))


def of_item(frame: Frame, column: int) -> Steps:
    """Steps of one item: its own answer steps, made coarser until there are at most 61."""
    low, high = frame.ranges[column]
    step = frame.steps[column]
    seen = frame.points(column, frame.y[np.isfinite(frame.y[:, column]), column])
    if (high - low) / step + 1 > MOST_STEPS:
        low, high = float(seen.min()), float(seen.max())
        step *= float(np.ceil((high - low) / step / (MOST_STEPS - 1))) or 1.0
        low = float(np.floor(low / step) * step)
    else:
        low = float(seen.min()) - step * np.floor((float(seen.min()) - low) / step + ROUNDED)
    values = low + step * np.arange(int((high - low) / step + ROUNDED) + 1)
    if len(values) == 1:
        values = np.array([low, low + step])
    between = (values[1:] + values[:-1]) / 2.0
    raw = np.log1p(np.maximum(between, 0.0)) if frame.logs[column] else between
    edges = (raw - frame.centre[column]) / frame.spread[column]
    return Steps(np.round(values, DECIMALS), np.asarray(edges, dtype=np.float64))


def crps(probabilities: Array, answer: Indices) -> Array:
    """Discrete CRPS in answer steps. (..., n_values) and the index of the answer, (...,)."""
    below = np.cumsum(probabilities, axis=-1)
    happened = np.arange(probabilities.shape[-1]) >= answer[..., None]
    score: Array = ((below - happened) ** 2).sum(axis=-1)
    return score


def interval(probabilities: Array, level: float) -> tuple[Indices, Indices]:
    """Indices of the shortest central answers holding `level`: (...,) low and high."""
    below = np.cumsum(probabilities, axis=-1)
    tail = (1.0 - level) / 2.0
    low = (below <= tail).sum(axis=-1)
    high = (below < 1.0 - tail - 1e-12).sum(axis=-1)
    return np.asarray(low), np.asarray(np.minimum(high, probabilities.shape[-1] - 1))
