"""Draws that are known, as if a sampler had left them."""

import numpy as np

from unspiral.dynamics.draws import Draws


def draws_of(same: np.ndarray, lag: np.ndarray) -> Draws:
    """One draw, or N of them when the matrices are (N, p, p); unit shocks and errors."""
    p = lag.shape[-1]
    same, lag = same.reshape(-1, p, p), lag.reshape(-1, p, p)
    n = len(lag)
    return Draws(
        chains=1,
        drift=np.zeros((n, p, 1)),
        same=np.broadcast_to(same, lag.shape),
        lag=lag,
        noise=np.tile(np.eye(p), (n, 1, 1)),
        error=np.ones((n, p)),
        first=np.zeros((n, p)),
        last=np.zeros((n, p)),
    )
