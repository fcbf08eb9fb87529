"""Answer steps: a forecast as probabilities over the answers a person can give, and its score."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr

from unspiral.dynamics.frame import Frame
from unspiral.records.estimate import Array

MOST_STEPS, COARSE_STEPS = 101, 60
FINER = np.array([1, 2, 4, 5, 10, 20, 50, 100])  # parts of a step that answers may lie on
ROUND_STEPS = (1.0, 2.0, 5.0, 10.0)
ROUNDED = 1e-6
DECIMALS = 6
MAY_BE_TYPOS = 0.05  # fewer answers than this between the steps are read as the nearest step
LEAST_VARIANCE = 1e-4
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
        below = ndtr((self.edges - mean[..., None]) / np.sqrt(variance)[..., None])
        ones, zeros = np.ones((*mean.shape, 1)), np.zeros((*mean.shape, 1))
        spread: Array = np.diff(np.concatenate([zeros, below, ones], axis=-1), axis=-1)
        return spread

    def nearest(self, points: Array) -> Indices:
        """Index of the answer nearest to each of `points`."""
        between = (self.values[1:] + self.values[:-1]) / 2.0
        return np.asarray(np.searchsorted(between, points))

    def crps(self, probabilities: Array, answer: Indices) -> Array:
        """CRPS in points: (..., n_values) and the index of the answer, (...,)."""
        return crps(probabilities, answer, np.diff(self.values))

    def habits(self, answers: Array) -> Array:
        """(n_values,): how much more often each value was answered than a normal would have it.

        `answers`: past ones, sd units. People keep to some values of a scale and leave others
        out. The logarithm is shrunk by the share of the misfit that chance alone would bring
        (James and Stein's way), so that answers that look normal stay as they are.
        """
        given = answers[np.isfinite(answers)]
        if not len(given):
            return np.ones(len(self.values))
        seen = np.bincount(np.searchsorted(self.edges, given), minlength=len(self.values))
        variance = np.maximum(given.var(), LEAST_VARIANCE)
        expected = len(given) * self.probabilities(given.mean(), variance)
        misfit = ((seen - expected) ** 2 / (expected + 1.0)).sum()
        chance = (expected / (expected + 1.0)).sum()
        kept = max(0.0, 1.0 - chance / misfit) if misfit else 0.0
        return np.asarray(((seen + 1.0) / (expected + 1.0)) ** kept)


def of_item(frame: Frame, column: int) -> Steps:
    """Steps of one item: those of its scale, finer ones where this person's answers are finer.

    Where these are more than 101 values, coarser ones around the answers so far.
    """
    seen = frame.points(column, frame.y[np.isfinite(frame.y[:, column]), column])
    seen = np.round(seen if len(seen) else np.array(frame.ranges[column]), DECIMALS)
    low, high = frame.ranges[column]
    for step in frame.steps[column] / FINER:
        if (high - low) / step + 1 > MOST_STEPS:
            break
        first = seen[0] - step * np.floor((seen[0] - low) / step + ROUNDED)
        values = first + step * np.arange(max(2, int((high - first) / step + ROUNDED) + 1))
        if (np.abs(seen[:, None] - values).min(axis=1) > ROUNDED).mean() <= MAY_BE_TYPOS:
            return _with_edges(frame, column, values)
    return _with_edges(frame, column, _coarse(seen, low, high))


def crps(probabilities: Array, answer: Indices, widths: Array | float = 1.0) -> Array:
    """Discrete CRPS: (..., n_values) and the index of the answer, (...,).

    `widths`: (n_values - 1,), from one value to the next; without them, in answer steps.
    """
    below = np.cumsum(probabilities, axis=-1)[..., :-1]
    happened = np.arange(below.shape[-1]) >= answer[..., None]
    score: Array = ((below - happened) ** 2 * widths).sum(axis=-1)
    return score


def interval(probabilities: Array, level: float) -> tuple[Indices, Indices]:
    """Indices of the shortest central answers holding `level`: (...,) low and high."""
    below = np.cumsum(probabilities, axis=-1)
    tail = (1.0 - level) / 2.0
    low = (below <= tail).sum(axis=-1)
    high = (below < 1.0 - tail - 1e-12).sum(axis=-1)
    return np.asarray(low), np.asarray(np.minimum(high, probabilities.shape[-1] - 1))


def _coarse(seen: Array, low: float, high: float) -> Array:
    """Some 60 round steps over the answers so far and a quarter of their span around them."""
    margin = (float(np.ptp(seen)) or high - low) / 4.0
    low, high = max(low, float(seen.min()) - margin), min(high, float(seen.max()) + margin)
    least = (high - low) / COARSE_STEPS
    size = 10.0 ** np.floor(np.log10(least))
    step = next(size * part for part in ROUND_STEPS if size * part >= least)
    return np.asarray(step * np.arange(np.floor(low / step), np.ceil(high / step) + 1))


def _with_edges(frame: Frame, column: int, values: Array) -> Steps:
    values = np.round(values, DECIMALS)
    between = (values[1:] + values[:-1]) / 2.0
    raw = np.log1p(np.maximum(between, 0.0)) if frame.logs[column] else between
    return Steps(values, np.asarray((raw - frame.centre[column]) / frame.spread[column]))
