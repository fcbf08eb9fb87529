"""What single answers say of the true states: rounded, mistaken now and then, cut off at the ends.

Answer column c speaks of item `column[c]`: the items themselves first, then device channels.

    value = load * x + own,   own ~ N(0, r / w),   w ~ Gamma(2, 1),   answer = value, rounded

so that own errors follow Student's t with 4 degrees of freedom and variance r: one odd answer
moves little. An answer at a censored end only says that the value lies there or beyond.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.special import ndtr, ndtri

from unspiral.dynamics.frame import Frame
from unspiral.records.estimate import Array

ERROR_SHAPE, ERROR_SCALE = 4.0, 1.0  # r ~ IG(4, 1): single items carry error (dynamics.md 2.5)
WEIGHT_SHAPE = 2.0  # w ~ Gamma(2, 1), half the degrees of freedom; E[1 / w] = 1
LOAD_MEAN, LOAD_SD = 0.7, 0.3  # how far a device follows the item, sd per sd
FARTHEST = -30.0  # beyond this the normal distribution has no chance left to invert


@dataclass(frozen=True, slots=True)
class Answers:
    """All answers of a frame. q = items + channels; T days.

    `y`, `there`: (T, q), 0 where absent; `column`: (q,) item of each; `rounding`: (q,);
    `side`: (T, q), -1 or 1 at a censored end, else 0; `bound`: (T, q), where that end begins.
    """

    y: Array
    there: Array
    column: NDArray[np.int64]
    rounding: Array
    side: Array
    bound: Array

    @property
    def has_ends(self) -> bool:
        """True when an answer is censored."""
        return bool(self.side.any())


@dataclass(frozen=True, slots=True)
class Errors:
    """Where C chains stand on the answers.

    `variance`: (C, q), r; `weight`: (C, T, q), w of each answer; `value`: (C, T, q), the answer
    or what lies behind a censored one; `load`: (C, q), 1 for the items themselves.
    """

    variance: Array
    weight: Array
    value: Array
    load: Array

    def chains(self, some: slice) -> "Errors":
        """Some of the chains."""
        return Errors(self.variance[some], self.weight[some], self.value[some], self.load[some])


@dataclass(frozen=True, slots=True)
class ErrorNoise:
    """Random numbers of one sweep, (C, ...): normal, gamma, gamma, uniform, normal."""

    own: Array
    weight: Array
    variance: Array
    ends: Array
    load: Array


def of(frame: Frame) -> Answers:
    """The answers of a frame with its device channels."""
    y = np.column_stack([frame.y, *(one.y for one in frame.channels)])
    columns = [*range(len(frame.items)), *(one.column for one in frame.channels)]
    extra = len(frame.channels)
    edges = np.vstack([frame.censored, np.tile([-np.inf, np.inf], (extra, 1))])
    low, high = y <= edges[:, 0], y >= edges[:, 1]
    return Answers(
        y=np.nan_to_num(y),
        there=np.isfinite(y).astype(float),
        column=np.array(columns, dtype=np.int64),
        rounding=np.concatenate([frame.rounding, np.zeros(extra)]),
        side=high.astype(float) - low,
        bound=np.where(low, edges[:, 0], np.where(high, edges[:, 1], 0.0)),
    )


def start(given: Answers, n_items: int, chains: int, rng: np.random.Generator) -> Errors:
    """Dispersed error variances; every answer taken as it is."""
    q = len(given.column)
    load = np.ones((chains, q))
    load[:, n_items:] = LOAD_MEAN
    return Errors(
        variance=0.1 + 0.4 * rng.random((chains, q)),
        weight=np.ones((chains, *given.y.shape)),
        value=np.tile(given.y, (chains, 1, 1)),
        load=load,
    )


def evidence(given: Answers, errors: Errors, n_items: int) -> tuple[Array, Array]:
    """Precision of what is known of each state, and precision times value: (C, T, p) each."""
    variance = errors.variance[:, None] / errors.weight + given.rounding * (1.0 - given.side**2)
    weight = given.there / variance * errors.load[:, None]
    seen, told = weight * errors.load[:, None], weight * errors.value
    for channel, column in enumerate(given.column[n_items:], start=n_items):
        seen[..., column] += seen[..., channel]
        told[..., column] += told[..., channel]
    return seen[..., :n_items], told[..., :n_items]


def update(given: Answers, x: Array, errors: Errors, noise: ErrorNoise, n_items: int) -> Errors:
    """One Gibbs step given the states: own errors, values at the ends, w, loadings, r.

    The rounding part of each residual is drawn first, so that the draws of w and r are exact.
    """
    own, value = _own_errors(given, x, errors, noise)
    r = errors.variance[:, None]
    weight = noise.weight / (1.0 + own**2 / (2.0 * r))
    load = errors.load
    if x.shape[2] < len(given.column):
        load, own = _draw_load(given, x, errors, own, weight, noise.load, n_items)
    squares = (weight * own**2).sum(axis=1)
    return Errors((ERROR_SCALE + squares / 2.0) / noise.variance, weight, value, load)


def variance_shape(given: Answers) -> Array:
    """(q,): the gamma shape of each error variance."""
    return np.asarray(ERROR_SHAPE + given.there.sum(axis=0) / 2.0)


def _own_errors(given: Answers, x: Array, errors: Errors, noise: ErrorNoise) -> tuple[Array, Array]:
    """Own error of each answer, 0 where absent, and the value behind it: (C, T, q) each."""
    centre = errors.load[:, None] * x[..., given.column]
    variance = errors.variance[:, None] / errors.weight
    rounding = given.rounding * (1.0 - given.side**2)
    share = variance / (variance + rounding)
    own = share * (errors.value - centre) + np.sqrt(share * rounding) * noise.own
    value = errors.value
    if given.has_ends:
        spread = np.sqrt(variance)
        edge = -given.side * (given.bound - centre) / spread
        beyond = np.minimum(ndtri(noise.ends * ndtr(np.maximum(edge, FARTHEST))), edge)
        own = np.where(given.side != 0, -given.side * spread * beyond, own)
        value = np.where(given.side != 0, centre + own, value)
    return own * given.there, value


def _draw_load(
    given: Answers,
    x: Array,
    errors: Errors,
    own: Array,
    weight: Array,
    noise: Array,
    n_items: int,
) -> tuple[Array, Array]:
    """Loadings of the device channels, and the own errors around the new lines."""
    at = slice(n_items, None)
    states = x[..., given.column[at]]
    across = (given.there[:, at] * weight[..., at] * states**2).sum(axis=1)
    along = (weight[..., at] * states * own[..., at]).sum(axis=1)
    r, old = errors.variance[:, at], errors.load[:, at]
    precise = LOAD_SD**-2.0 + across / r
    told = LOAD_SD**-2.0 * LOAD_MEAN + (along + old * across) / r
    new = told / precise + noise / np.sqrt(precise)
    moved = own.copy()
    moved[..., at] -= (new - old)[:, None] * states * given.there[:, at]
    load = errors.load.copy()
    load[:, at] = new
    return load, moved
