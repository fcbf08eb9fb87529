"""The normal distribution for arrays, without scipy.stats (its import alone takes 1.5 s)."""

from statistics import NormalDist

import numpy as np

from unspiral.records.estimate import Array

_STANDARD = NormalDist()
# Abramowitz & Stegun 7.1.26: absolute error below 1.5e-7.
_A = (0.254829592, -0.284496736, 1.421413741, -1.453152027, 1.061405429)
_P = 0.3275911


def cdf(z: Array) -> Array:
    """P(Z <= z) for each element; infinite z allowed."""
    root = np.abs(z) / np.sqrt(2.0)
    t = 1.0 / (1.0 + _P * root)
    poly = t * (_A[0] + t * (_A[1] + t * (_A[2] + t * (_A[3] + t * _A[4]))))
    upper = 0.5 * poly * np.exp(-(root**2))
    below: Array = np.where(z >= 0, 1.0 - upper, upper)
    return below


def quantile(p: float) -> float:
    """The z below which a share `p` lies."""
    return _STANDARD.inv_cdf(p)
