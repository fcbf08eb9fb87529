"""Posterior draws: as the sweeps leave them, and as the rest of the room reads them."""

from dataclasses import dataclass

import numpy as np

from unspiral.records.estimate import Array

EXPLOSIVE_AT = 1.0


@dataclass(frozen=True, slots=True)
class Kept:
    """What S sweeps of C chains leave behind, (C, S, ...).

    Per block `coef`: (rows, k) and `precision`: (rows, rows); `error`: (q,) variances; `first`,
    `last`: (p,) true states of the first and the last day.
    """

    coef: tuple[Array, ...]
    precision: tuple[Array, ...]
    error: Array
    first: Array
    last: Array

    def since(self, n: int) -> "Kept":
        """Without the first `n` sweeps."""
        coef, precision = (
            tuple(one[:, n:] for one in part) for part in (self.coef, self.precision)
        )
        return Kept(coef, precision, self.error[:, n:], self.first[:, n:], self.last[:, n:])


@dataclass(frozen=True, slots=True)
class Draws:
    """Posterior draws, N = chains x kept, chain by chain. p items, sd units.

    `drift`: (N, p, 1 + n_inputs), intercept then inputs; `same`: (N, p, p), row = effect, the
    night's effect on the same day's evening; `lag`: (N, p, p), yesterday's effect; `noise`:
    (N, p, p), covariance of the daily shocks; `error`: (N, p), measurement error variances;
    `last`: (N, p), the true state on the last day; `first`: (N, p), on the first.
    """

    chains: int
    drift: Array
    same: Array
    lag: Array
    noise: Array
    error: Array
    first: Array
    last: Array

    @property
    def total(self) -> Array:
        """(N, p, p): each link summed over its lags; own lags on the diagonal."""
        summed: Array = self.same + self.lag
        return summed

    def day_to_day(self) -> Array:
        """(N, p, p): (I - same)^-1 lag, the matrix that carries one day into the next."""
        return np.asarray(np.linalg.solve(np.eye(self.lag.shape[1]) - self.same, self.lag))

    def explosive(self) -> np.ndarray[tuple[int, ...], np.dtype[np.bool_]]:
        """(N,): draws whose day-to-day matrix has spectral radius 1 or more."""
        radius = np.abs(np.linalg.eigvals(self.day_to_day())).max(axis=1)
        return np.asarray(radius >= EXPLOSIVE_AT)
