"""How estimates are scored against what was put in: errors, intervals, ranking, claims, ranks."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.stats import binom

Array = NDArray[np.float64]
Z95 = 1.959963984540054


@dataclass(frozen=True, slots=True)
class Claims:
    """Of links said to be there: share that is not (FDR), share found (power), share with the
    wrong sign among all that were said. NaN where nothing can be divided by."""

    said: int
    fdr: float
    power: float
    wrong_sign: float


def rmse(estimate: Array, truth: Array) -> float:
    """Root mean square error over all finite estimates."""
    there = np.isfinite(estimate)
    return float(np.sqrt(((estimate - truth)[there] ** 2).mean())) if there.any() else np.nan


def coverage(low: Array, high: Array, truth: Array) -> float:
    """Share of truths inside their closed interval; intervals that are not finite are left out."""
    there = np.isfinite(low) & np.isfinite(high)
    inside = (low <= truth) & (truth <= high)
    return float(inside[there].mean()) if there.any() else np.nan


def auc(score: Array, positive: NDArray[np.bool_]) -> float:
    """P(a true link scores higher than an absent one), ties counted half (Mann-Whitney)."""
    there = np.isfinite(score)
    yes, no = score[there & positive], score[there & ~positive]
    if not len(yes) or not len(no):
        return np.nan
    above = (yes[:, None] > no[None, :]).mean()
    return float(above + 0.5 * (yes[:, None] == no[None, :]).mean())


def claims(said: NDArray[np.intp], truth: Array) -> Claims:
    """`said`: -1, 0 or 1 per link; `truth`: the coefficient, 0 where there is no link."""
    n, real = int((said != 0).sum()), truth != 0
    right = (said != 0) & (said == np.sign(truth))
    wrong = (said != 0) & real & (said != np.sign(truth))
    return Claims(
        said=n,
        fdr=float(((said != 0) & ~real).sum() / n) if n else np.nan,
        power=float(right.sum() / real.sum()) if real.any() else np.nan,
        wrong_sign=float(wrong.sum() / n) if n else np.nan,
    )


def wilson(count: int, n: int, z: float = Z95) -> tuple[float, float]:
    """Wilson interval of a share, 95 % unless `z` says otherwise."""
    if n == 0:
        return 0.0, 1.0
    share, square = count / n, z * z / n
    middle = (share + square / 2) / (1 + square)
    half = z * np.sqrt(share * (1 - share) / n + square / (4 * n)) / (1 + square)
    return float(max(0.0, middle - half)), float(min(1.0, middle + half))


def ks_uniform(values: Array) -> float:
    """Largest distance between the empirical distribution and the uniform one on [0, 1]."""
    ordered, n = np.sort(values), len(values)
    above = np.arange(1, n + 1) / n - ordered
    return float(max(above.max(), (ordered - np.arange(n) / n).max()))


def rank_of(truth: float, draws: Array) -> int:
    """How many draws lie below the truth: uniform on 0 .. len(draws) when all is right."""
    return int((draws < truth).sum())


def tail_of_ecdf(counts: Array, n: int, points: Array) -> Array:
    """(...,): smallest two-sided binomial tail of an ECDF over its points.

    `counts`: (..., len(points)), how many of `n` values are at or under each point.
    """
    below = binom.cdf(counts, n, points)
    above = binom.sf(counts - 1, n, points)
    return np.asarray(np.minimum(1.0, 2 * np.minimum(below, above)).min(axis=-1))


def ecdf_tail(ranks: NDArray[np.intp], most: int) -> float:
    """The smallest tail of the ECDF of ranks 0 .. `most`, over every value but the last."""
    points = np.arange(1, most + 1) / (most + 1)
    counts = (ranks[:, None] < np.arange(1, most + 1)[None, :]).sum(axis=0)
    return float(tail_of_ecdf(counts, len(ranks), points))


def simultaneous_tail(n: int, most: int, level: float, rng: Generator, runs: int = 4000) -> float:
    """The tail that a share `level` of exactly uniform rank ECDFs never falls under.

    The simultaneous band of Säilynoja, Bürkner and Vehtari (2022), doi:10.1007/s11222-022-10090-6,
    by simulation: an ECDF whose `ecdf_tail` is smaller leaves the band.
    """
    points = np.arange(1, most + 1) / (most + 1)
    picked = rng.multinomial(n, np.full(most + 1, 1 / (most + 1)), size=runs)
    counts = np.cumsum(picked, axis=1)[:, :-1].astype(float)
    return float(np.quantile(tail_of_ecdf(counts, n, points), 1 - level))
