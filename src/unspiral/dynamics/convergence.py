"""Have the chains settled? Rank-normalised split R-hat, bulk and tail effective sample size.

After Vehtari, Gelman, Simpson, Carpenter, Buerkner (2021), doi:10.1214/20-BA1221.
"""

from dataclasses import dataclass
from statistics import NormalDist

import numpy as np

from unspiral.records.estimate import Array

RHAT_AT_MOST = 1.01
ESS_AT_LEAST = 400.0
TAILS = (0.05, 0.95)


@dataclass(frozen=True, slots=True)
class Convergence:
    """Of one quantity: worst R-hat, and effective numbers of draws in bulk and tails."""

    rhat: float
    ess_bulk: float
    ess_tail: float

    @property
    def settled(self) -> bool:
        """True when all three hold their bound."""
        return self.rhat <= RHAT_AT_MOST and min(self.ess_bulk, self.ess_tail) >= ESS_AT_LEAST


def of(draws: Array, chains: int) -> Convergence:
    """Convergence of one quantity. `draws`: (chains * kept,), chain by chain."""
    split = _split(draws.reshape(chains, -1))
    folded = np.abs(split - np.median(split))
    ranked = _rank_normal(split)
    tails = [_ess((split <= np.quantile(split, tail)).astype(float)) for tail in TAILS]
    return Convergence(
        rhat=max(_rhat(ranked), _rhat(_rank_normal(folded))),
        ess_bulk=_ess(ranked),
        ess_tail=min(tails),
    )


def _split(draws: Array) -> Array:
    half = draws.shape[1] // 2
    return np.concatenate([draws[:, :half], draws[:, -half:]])


def _rank_normal(draws: Array) -> Array:
    order = np.argsort(draws, axis=None, kind="stable")
    size = draws.size
    quantile = NormalDist().inv_cdf
    scores = np.array([quantile((rank + 0.625) / (size + 0.25)) for rank in range(size)])
    ranked = np.empty(size)
    ranked[order] = scores
    return ranked.reshape(draws.shape)


def _rhat(draws: Array) -> float:
    n = draws.shape[1]
    within = float(draws.var(axis=1, ddof=1).mean())
    between = n * float(draws.mean(axis=1).var(ddof=1))
    return float(np.sqrt(((n - 1) / n * within + between / n) / within))


def _ess(draws: Array) -> float:
    """Geyer's initial monotone sequence over the combined chains."""
    n = draws.shape[1]
    within = float(draws.var(axis=1, ddof=1).mean())
    if within == 0.0:
        return float(draws.size)
    pooled = (n - 1) / n * within + float(draws.mean(axis=1).var(ddof=1))
    covariance = _autocovariance(draws).mean(axis=0) * n / (n - 1)
    rho = 1.0 - (within - covariance) / pooled
    pair_sums = rho[: 2 * (n // 2)].reshape(-1, 2).sum(axis=1)
    negative = np.flatnonzero(pair_sums < 0)
    kept = pair_sums[: negative[0]] if len(negative) else pair_sums
    tau = max(-1.0 + 2.0 * float(np.minimum.accumulate(kept).sum()), 1.0 / np.log10(draws.size))
    return float(draws.size / tau)


def _autocovariance(draws: Array) -> Array:
    n = draws.shape[1]
    centred = draws - draws.mean(axis=1, keepdims=True)
    spectrum = np.fft.rfft(centred, 2 * n, axis=1)
    covariance: Array = np.fft.irfft(np.abs(spectrum) ** 2, axis=1)[:, :n] / n
    return covariance
