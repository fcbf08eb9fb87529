"""The person's days with an input drawn by chance: exact posterior of one outcome, no sampling.

    y_d = level + trend + b a_d + c a_{d-1} + g' z_{d-1} + x_d + v_d
    x_d = f x_{d-1} + e_d          own lag f; x + v has variance s^2, of which v has the share r

a: the arms; z: other items of the day before. Given f and r everything is conjugate (normal and
inverse gamma), so the posterior is a mixture of Student t over a small grid of (f, r): the same
numbers every time, a few milliseconds a trial. docs/adr/0029 says why it is the loop model's
equation of one outcome.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.typing import NDArray
from scipy.linalg import cho_solve_banded, cholesky_banded
from scipy.special import stdtr

from unspiral.records.estimate import Array

Indices = NDArray[np.int_]

# Own lag of a day: population values are .1 to .35, sd about .15 (content/populations); wider
# here, so that a person with slow drifts is not ruled out.
LAGS = np.array([0.0, 0.15, 0.3, 0.45, 0.6, 0.75, 0.9])
LAG_MEAN, LAG_SD = 0.3, 0.25
# Share of measurement error: single items carry 30 to 50 % (dynamics.md section 1, point 6).
SHARES = np.array([0.05, 0.25, 0.5])
SHARE_WEIGHTS = np.array([0.3, 0.4, 0.3])
NODES = np.array([(lag, share) for lag in LAGS for share in SHARES])
_LOG_PRIOR = np.add.outer(
    -0.5 * ((LAGS - LAG_MEAN) / LAG_SD) ** 2, np.log(SHARE_WEIGHTS)
).ravel()  # fmt: skip
SHAPE, RATE = 1.0, 0.5  # inverse gamma of s^2, in units where the outcome's sd is 1
BISECTIONS = 60


@dataclass(frozen=True)
class Gram:
    """Cross products of regressors and outcomes under the inverse correlation of each node.

    `products`: (G, k + m, k + m) over the k regressors, then the m outcomes; `log_det`: (G,);
    `solved`: (G, n, k + m), inverse correlation times both; `n` days.
    """

    products: Array
    log_det: Array
    solved: Array
    regressors: int

    @property
    def n(self) -> int:
        """Days with an outcome."""
        return int(self.solved.shape[1])


def gram(y: Array, x: Array, days: Array) -> Gram:
    """`y` (n, m) outcomes of the same days, `x` (n, k) regressors, `days` (n,), ascending.

    With the correlation of the true states K, R = (1 - r) K + r I. K's inverse P has three
    diagonals, so R^-1 v = P (I + r P)^-1 v costs a few passes over the days.
    """
    both = np.concatenate([x, y], axis=1)
    solved, log_det = np.empty((len(NODES), *both.shape)), np.empty(len(NODES))
    for node, (lag, share) in enumerate(NODES):
        diagonal, beside, log_det[node] = _inverse_of_states(days, lag, 1.0 - share)
        bands = np.vstack([np.concatenate([[0.0], share * beside]), 1.0 + share * diagonal])
        factor = cholesky_banded(bands, check_finite=False)
        z = cho_solve_banded((factor, False), both, check_finite=False)
        log_det[node] += 2.0 * np.log(factor[1]).sum()
        solved[node] = diagonal[:, None] * z
        solved[node, 1:] += beside[:, None] * z[:-1]
        solved[node, :-1] += beside[:, None] * z[1:]
    return Gram(both.T @ solved, log_det, solved, x.shape[1])


def _inverse_of_states(days: Array, lag: float, share: float) -> tuple[Array, Array, float]:
    """Inverse of share * lag^|days apart|: its diagonal (n,), the one beside it, and log det."""
    own = lag ** np.diff(days)
    left = 1.0 - own**2
    diagonal = np.ones(len(days))
    diagonal[:-1] += own**2 / left
    diagonal[1:] += own**2 / left
    log_det = len(days) * np.log(share) + np.log(left).sum()
    return diagonal / share, -own / left / share, float(log_det)


@dataclass(frozen=True)
class Coefficients:
    """Normal-inverse-gamma posterior of the regressors `used`, at each node and outcome.

    `weights`: (G, m) of the nodes; `mean`: (G, k, m); `cover`: (G, k, k), times s^2 the
    covariance; `scale`: (G, m), the t's own estimate of s^2; `dof` of the t.
    """

    weights: Array
    mean: Array
    cover: Array
    scale: Array
    dof: float


def coefficients(found: Gram, used: Indices, prior_sd: Array) -> Coefficients:
    """Posterior with only the regressors `used` (indices), whose priors are N(0, (sd s)^2)."""
    k = found.regressors
    cross = found.products[:, used, k:]
    precision = found.products[:, used[:, None], used] + np.diag(prior_sd[used] ** -2.0)
    cover = np.asarray(np.linalg.inv(precision), dtype=np.float64)
    mean = cover @ cross
    total = np.diagonal(found.products[:, k:, k:], axis1=1, axis2=2)
    rest = np.maximum(total - (cross * mean).sum(axis=1), 0.0)
    shape, rate = SHAPE + found.n / 2.0, RATE + rest / 2.0
    log = (
        _LOG_PRIOR[:, None]
        - 0.5 * (found.log_det + np.linalg.slogdet(precision)[1])[:, None]
        - shape * np.log(rate)
    )
    weights = np.exp(log - log.max(axis=0))
    share = weights / weights.sum(axis=0)
    return Coefficients(share, mean, cover, np.asarray(rate / shape), 2.0 * shape)


def residuals(found: Gram, used: Indices, prior_sd: Array) -> Array:
    """(n, m): how far each day pulls, given the model with only `used`: R^-1 (y - X b) / s^2."""
    fitted, k = coefficients(found, used, prior_sd), found.regressors
    left = found.solved[:, :, k:] - found.solved[:, :, used] @ fitted.mean
    return np.asarray((left * (fitted.weights / fitted.scale)[:, None, :]).sum(axis=0))


@dataclass(frozen=True)
class Mixture:
    """One linear combination of regressors: a mixture of Student t, for each outcome.

    `weights`, `centre`, `spread`: (G, m).
    """

    weights: Array
    centre: Array
    spread: Array
    dof: float

    def below(self, value: Array | float) -> Array:
        """(m,): probability that it is below `value`, a number or one for each outcome."""
        parts = stdtr(self.dof, (np.asarray(value) - self.centre) / self.spread)
        return np.asarray((self.weights * parts).sum(axis=0))

    @cached_property
    def mean(self) -> Array:
        """(m,)."""
        return np.asarray((self.weights * self.centre).sum(axis=0))

    @cached_property
    def sd(self) -> Array:
        """(m,)."""
        within = self.spread**2 * self.dof / (self.dof - 2.0) + (self.centre - self.mean) ** 2
        return np.asarray(np.sqrt((self.weights * within).sum(axis=0)))

    def quantile(self, p: float) -> Array:
        """(m,): by bisection, to about 1e-12 of its sd."""
        low, high = self.mean - 40.0 * self.sd, self.mean + 40.0 * self.sd
        for _ in range(BISECTIONS):
            middle = (low + high) / 2.0
            under = self.below(middle) < p
            low, high = np.where(under, middle, low), np.where(under, high, middle)
        return np.asarray((low + high) / 2.0)


def combine(found: Coefficients, weights: Array) -> Mixture:
    """The sum of the coefficients times `weights` (k,)."""
    centre = np.einsum("k,gkm->gm", weights, found.mean)
    cover = np.einsum("k,gkl,l->g", weights, found.cover, weights)
    return Mixture(found.weights, centre, np.sqrt(cover[:, None] * found.scale), found.dof)
