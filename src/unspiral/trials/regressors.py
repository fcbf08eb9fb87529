"""What the outcome of each day may depend on, as columns with their prior widths."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from unspiral.records.estimate import Array
from unspiral.records.trial import Scheme
from unspiral.trials.randomise import YESTERDAY

EFFECT, CARRY, LEVEL, BEFORE, TREND = range(5)
# Prior sds, in sds of the outcome. The effect's is wide, so that a big true effect is not pulled
# towards 0 by much (docs/adr/0029: cover by width); carry-over is a part of the effect.
PRIOR_SD = (1.5, 0.5, 3.0, 3.0, 1.0)
BESIDE_SD = 0.3


@dataclass(frozen=True, slots=True)
class Regressors:
    """`x`: (n, k); `prior_sd`: (k,)."""

    x: Array
    prior_sd: Array

    @property
    def all(self) -> NDArray[np.int_]:
        """Every column."""
        return np.arange(self.x.shape[1])

    @property
    def without_arms(self) -> NDArray[np.int_]:
        """Every column but today's and yesterday's arm."""
        return self.all[LEVEL:]

    def primary(self, scheme: Scheme) -> Array:
        """Weights of the mean difference between days with and without, as the scheme draws them.

        Yesterday's arm goes along as often as the scheme lets it.
        """
        return self._weights(1.0, YESTERDAY[scheme])

    def sustained(self) -> Array:
        """Weights of a day after days of the same arm: today's and yesterday's together."""
        return self._weights(1.0, 1.0)

    def _weights(self, effect: float, carry: float) -> Array:
        weights = np.zeros(self.x.shape[1])
        weights[[EFFECT, CARRY]] = effect, carry
        return weights


def build(days: Array, today: Array, yesterday: Array, beside: Array | None = None) -> Regressors:
    """Columns of the days (n,) that have an outcome; days up to 0 are before the test.

    `today`, `yesterday`: (n,) 1 where the arm was "with it". `beside`: (n, b) other items of the
    day before in sd units, 0 where they are missing.
    """
    inside = (days > 0).astype(np.float64)
    length = max(float(days.max()), 1.0)
    trend = inside * (days / length - 0.5)
    x = np.column_stack([inside * today, inside * yesterday, np.ones_like(days), 1 - inside, trend])
    sds = list(PRIOR_SD)
    if beside is not None and beside.shape[1]:
        x, sds = np.column_stack([x, beside]), sds + [BESIDE_SD] * beside.shape[1]
    return Regressors(x, np.array(sds))
