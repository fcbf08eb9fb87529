"""The array loops of the sampler: banded state draws and Gaussian draws, each with a plain twin.

LAPACK and compiled code are called only here. Each function takes its standard normal noise from
the caller, so that a kernel and its twin must give the same numbers, not only the same
distribution. The compiled kernel, whole sweeps in C, is a package of its own that set-up builds
where there is a compiler; without it everything runs on the plain kernel.
"""

import ctypes
from collections.abc import Sequence
from importlib.util import find_spec

import numpy as np
from scipy.linalg.lapack import dpbtrf, dpotrf, dtbtrs, dtrtrs

from unspiral.records.estimate import Array

COMPILED = "unspiral_kernel"  # a package with nothing but the library that build_kernel.py makes


class NotPositiveDefinite(ArithmeticError):
    """A precision matrix had no Cholesky factor: the draw before it was not a valid one."""


def _load() -> ctypes.CDLL | None:
    """The compiled kernel, or None when it was not built or does not run here."""
    found = find_spec(COMPILED)
    for folder in (found.submodule_search_locations or ()) if found else ():
        try:
            return ctypes.CDLL(f"{folder}/sweep.so")
        except OSError:
            return None
    return None


_LIBRARY = _load()
NAME = "compiled" if _LIBRARY is not None else "plain"


def width(chains: int) -> int:
    """How many lanes the compiled kernel would run `chains` in; 0 when the plain one runs."""
    if NAME == "plain" or _LIBRARY is None:
        return 0
    return int(_LIBRARY.lanes(chains))


def run_sweeps(
    lanes: int, sizes: Sequence[int], real: Sequence[float], arrays: Sequence[Array]
) -> None:
    """Whole sweeps in C; the arrays, in the order of lanes.py, are changed in place."""
    assert _LIBRARY is not None
    pointers = (ctypes.c_void_p * len(arrays))(*(array.ctypes.data for array in arrays))
    whole = (ctypes.c_int64 * len(sizes))(*sizes)
    code = _LIBRARY.sweeps(lanes, whole, (ctypes.c_double * len(real))(*real), pointers)
    if code == 1:
        raise NotPositiveDefinite
    if code:
        raise MemoryError


def draw_states(edges: Array, lower: Array, seen: Array, rhs: Array, noise: Array) -> Array:
    """Draw x ~ N(P^-1 rhs, P^-1) for each chain by banded Cholesky, half-bandwidth 2p - 1.

    P is block tridiagonal over days. `edges`: (chains, 3, p, p), its diagonal blocks on the
    first, every middle and the last day, without what the answers add; `lower`: (chains, p, p),
    block (day, day - 1); `seen`: (chains, days, p), precision of the answers (0 = absent);
    `rhs`, `noise`: (chains, days, p). Returns (chains, days, p).
    """
    chains, days, p = rhs.shape
    size = chains * days * p
    band = _band(edges, lower, days)
    band[..., 0] += seen
    factor, bad = dpbtrf(band.reshape(size, 2 * p).T, lower=1, overwrite_ab=1)
    if bad:
        raise NotPositiveDefinite
    half, _ = dtbtrs(factor, rhs.reshape(size, 1), uplo="L", trans="N")
    half = half.reshape(size) + noise.reshape(size)
    x, _ = dtbtrs(factor, half.reshape(size, 1), uplo="L", trans="T", overwrite_b=1)
    drawn: Array = np.asarray(x).reshape(chains, days, p)
    if not np.isfinite(drawn).all():  # not every LAPACK says so itself
        raise NotPositiveDefinite
    return drawn


def draw_states_dense(edges: Array, lower: Array, seen: Array, rhs: Array, noise: Array) -> Array:
    """The twin of `draw_states`: the same draw from the whole dense precision, NumPy only."""
    chains, days, p = rhs.shape
    drawn = np.empty_like(rhs)
    for chain in range(chains):
        precision = np.diag(seen[chain].ravel())
        for day in range(days):
            here = slice(day * p, (day + 1) * p)
            precision[here, here] += edges[chain, 0 if day == 0 else 2 if day == days - 1 else 1]
            if day:
                before = slice((day - 1) * p, day * p)
                precision[here, before] += lower[chain]
                precision[before, here] += lower[chain].T
        factor = np.asarray(np.linalg.cholesky(precision))
        half = np.linalg.solve(factor, rhs[chain].ravel()) + noise[chain].ravel()
        drawn[chain] = np.linalg.solve(factor.T, half).reshape(days, p)
    return drawn


def draw_normal(precision: Array, rhs: Array, noise: Array) -> Array:
    """Draw b ~ N(P^-1 rhs, P^-1) for each chain. Shapes (chains, n, n), (chains, n) twice."""
    drawn = np.empty_like(rhs)
    for chain, matrix in enumerate(precision):
        factor, bad = dpotrf(matrix, lower=1)
        if bad:
            raise NotPositiveDefinite
        half, _ = dtrtrs(factor, rhs[chain], lower=1)
        drawn[chain], _ = dtrtrs(factor, half + noise[chain], lower=1, trans=1)
    return drawn


def draw_normal_dense(precision: Array, rhs: Array, noise: Array) -> Array:
    """The twin of `draw_normal`, NumPy only."""
    factor = np.linalg.cholesky(precision)
    half = np.linalg.solve(factor, rhs[..., None]) + noise[..., None]
    return np.asarray(np.linalg.solve(np.swapaxes(factor, -1, -2), half)[..., 0])


def _band(edges: Array, lower: Array, days: int) -> Array:
    """Lower band storage, (chains, days, p, 2p): entry [.., j, k] is row j + k, column j."""
    chains, _, p, _ = edges.shape
    first, middle, last = (_shifted(edges[:, at], lower) for at in range(3))
    last = _shifted(edges[:, 2], np.zeros_like(lower))
    band = np.empty((chains, days, p, 2 * p))
    band[:, 1:-1] = middle[:, None]
    band[:, 0], band[:, -1] = first, last
    return band


def _shifted(diagonal: Array, below: Array) -> Array:
    """(chains, p, 2p): column j of [diagonal; below; 0] read from its own diagonal downwards."""
    p = diagonal.shape[-1]
    column = np.concatenate([diagonal, below, np.zeros_like(below)], axis=1)
    rows = np.arange(p)[:, None] + np.arange(2 * p)[None, :]
    return column[:, rows, np.arange(p)[:, None]]
