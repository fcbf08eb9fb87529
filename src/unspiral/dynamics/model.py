"""The personal model: a two-block linear-Gaussian state-space model, fitted by Gibbs sampling."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import sampler
from unspiral.dynamics.frame import Frame, choose_items, completed_days, make_frame
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array, NotEnough, Panel

MIN_DAYS = 14
EXPLOSIVE_AT = 1.0


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


@dataclass(frozen=True)
class LoopFit:
    """A fit of `LoopModel`: the frame it saw, its prior, and the draws."""

    frame: Frame
    prior: Prior
    draws: Draws
    n_days: int

    @cached_property
    def explosive_share(self) -> float:
        """Share of draws that would grow without bound."""
        return float(self.draws.explosive().mean())


@dataclass(frozen=True, slots=True)
class LoopModel:
    """Night S and evening items e of diary day d (one-block form: all items in e, no S).

        S_d = c_S + b_S' u_{d-1} + a_S S_{d-1} + w' e_{d-1} + eps_S,       eps_S ~ N(0, s)
        e_d = c_e + B u_d + m S_d + a_e S_{d-1} + A e_{d-1} + eps_e,       eps_e ~ N(0, Omega)
        y_d = x_d + v_d,  x_d = (S_d, e_d),  v_dj ~ N(0, r_j + rounding_j)

    c level; u inputs (adjust only); a, diag A own carry-over; w, m, A the links; Omega full, so
    items of one sitting have no order. A missing y is absent. Settings: `chains`, `warm`
    sweeps thrown away and `keep` sweeps kept in each.
    """

    chains: int = 2
    warm: int = 100
    keep: int = 300

    def fit(self, panel: Panel, prior: Prior, rng: Generator) -> LoopFit | NotEnough:
        """Fit one person's panel; `NotEnough` under 14 completed days or without an item."""
        n_days = len(completed_days(panel))
        items, left_out = choose_items(panel)
        if n_days < MIN_DAYS or not items:
            return NotEnough(MIN_DAYS, n_days, left_out)
        frame = make_frame(panel, items)
        return LoopFit(frame, prior, self.sample(frame, prior, rng), n_days)

    def sample(self, frame: Frame, prior: Prior, rng: Generator) -> Draws:
        """Posterior draws of one frame."""
        blocks = sampler.make_blocks(frame, prior)
        state = sampler.start(frame, blocks, self.chains, rng)
        kept: list[sampler.State] = []
        for step in range(self.warm + self.keep):
            state = sampler.sweep(frame, blocks, state, rng)
            if step >= self.warm:
                kept.append(state)
        return _collect(frame, blocks, kept)


# The two runs of dynamics.md section 3: what the page shows, and what claims rest on.
PAGE = LoopModel(chains=2, warm=100, keep=300)
CLAIM = LoopModel(chains=4, warm=200, keep=800)
LONGER = LoopModel(chains=4, warm=200, keep=4 * 800)  # when a claim's chains have not settled


def _collect(frame: Frame, blocks: tuple[sampler.Block, ...], kept: list[sampler.State]) -> Draws:
    chains, p = kept[0].error.shape
    coef = tuple(_stack([state.coef[at] for state in kept]) for at in range(len(blocks)))
    first = 1 + frame.inputs.shape[1]
    same, lag = sampler.transition(frame, blocks, coef)
    drift = np.zeros((len(same), p, first))
    noise = np.zeros((len(same), p, p))
    for at, block in enumerate(blocks):
        rows = np.array(block.rows)
        drift[:, rows] = coef[at][:, :, :first]
        precision = _stack([state.precision[at] for state in kept])
        noise[:, rows[:, None], rows[None, :]] = np.linalg.inv(precision)
    return Draws(
        chains=chains,
        drift=drift,
        same=same,
        lag=lag,
        noise=noise,
        error=_stack([state.error for state in kept]),
        first=_stack([state.x[:, 0] for state in kept]),
        last=_stack([state.x[:, -1] for state in kept]),
    )


def _stack(parts: list[Array]) -> Array:
    """(chains, ...) at each kept sweep to (chains * kept, ...), chain by chain."""
    joined = np.stack(parts, axis=1)
    return joined.reshape(-1, *joined.shape[2:])
