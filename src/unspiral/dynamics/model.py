"""The personal model: a two-block linear-Gaussian state-space model, fitted by Gibbs sampling."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import engine, sampler
from unspiral.dynamics.draws import Draws, Kept
from unspiral.dynamics.frame import Frame, choose_items, completed_days, make_frame
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.sampler import System
from unspiral.records.estimate import Array, NotEnough, Panel

MIN_DAYS = 14


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
        y_d = x_d + v_d,  x_d = (S_d, e_d),  v_dj ~ t4(0, variance r_j), then rounded

    c level; u inputs (adjust only); a, diag A own carry-over; w, m, A the links; Omega full, so
    items of one sitting have no order. A missing y is absent; one at a crowded end of its scale
    is censored; a device is a further y with a loading (answers.py). Settings: `chains`, `warm`
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
        system = sampler.make_system(frame, prior)
        state = sampler.start(system, self.chains, rng)
        return _as_draws(system, engine.run([system], state, self.warm, self.keep, rng))


# The two runs of dynamics.md section 3: what the page shows, and what claims rest on.
PAGE = LoopModel(chains=2, warm=100, keep=300)
CLAIM = LoopModel(chains=4, warm=200, keep=800)
LONGER = LoopModel(chains=4, warm=200, keep=4 * 800)  # when a claim's chains have not settled


def _as_draws(system: System, kept: Kept) -> Draws:
    p, known = system.items, system.known[0].shape[1]
    coef = tuple(_flat(one) for one in kept.coef)
    same, lag = sampler.transition(system, coef)
    drift, noise = np.zeros((len(same), p, known)), np.zeros((len(same), p, p))
    for block, values, precision in zip(system.blocks, coef, kept.precision, strict=True):
        rows = np.array(block.rows)
        drift[:, rows] = values[:, :, :known]
        noise[:, rows[:, None], rows[None, :]] = np.linalg.inv(_flat(precision))
    return Draws(
        chains=len(kept.error),
        drift=drift,
        same=same,
        lag=lag,
        noise=noise,
        error=_flat(kept.error)[:, :p],
        first=_flat(kept.first),
        last=_flat(kept.last),
    )


def _flat(kept: Array) -> Array:
    """(chains, kept, ...) to (chains * kept, ...), chain by chain."""
    return np.ascontiguousarray(kept).reshape(-1, *kept.shape[2:])
