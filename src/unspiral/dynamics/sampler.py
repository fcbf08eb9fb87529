"""One Gibbs sweep of the loop model, all chains at once; every step is conjugate."""

from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import kernels
from unspiral.dynamics.frame import NIGHT_ITEMS, Frame
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array

INTERCEPT_SD, INPUT_SD = 1.0, 0.4
ERROR_SHAPE, ERROR_SCALE = 4.0, 1.0  # r_j ~ IG(4, 1): single items carry error (dynamics.md 2.5)
NIGHT_DF, NIGHT_SCALE = 4.0, 2.0  # s ~ IG(2, 1), written as a 1 x 1 inverse Wishart
EVENING_SCALE = 1.2  # Omega ~ IW(e + 3, 1.2 I)
START_PRECISION = 1.0  # x of the first day ~ N(0, I): answers are in within-person sd units


@dataclass(frozen=True, slots=True)
class Block:
    """Items answered in one sitting, with their own regression on what came before.

    `rows`: their columns; `same`: columns of the same day that came first (the night), or none.
    Regressors: 1, inputs (of the day before when `lag_inputs`), `same`, all items yesterday.
    `mean`, `precision`: (n_rows, n_regressors) normal prior. `df`, `scale`: inverse Wishart.
    """

    rows: tuple[int, ...]
    same: tuple[int, ...]
    lag_inputs: bool
    mean: Array
    precision: Array
    df: float
    scale: float


@dataclass(frozen=True, slots=True)
class State:
    """Where the chains stand. C chains, T days, p items.

    `x`: (C, T, p) true states; per block `coef`: (C, rows, k) and `precision`: (C, rows, rows);
    `error`: (C, p) measurement error variances r.
    """

    x: Array
    coef: tuple[Array, ...]
    precision: tuple[Array, ...]
    error: Array


def make_blocks(frame: Frame, prior: Prior) -> tuple[Block, ...]:
    """Two blocks (night, then evening given the night) or one block of all items."""
    everything = tuple(range(len(frame.items)))
    if frame.night is None:
        return (_block(frame, prior, everything, None),)
    evening = tuple(column for column in everything if column != frame.night)
    return (
        _block(frame, prior, (frame.night,), None),
        _block(frame, prior, evening, frame.night),
    )


def start(frame: Frame, blocks: tuple[Block, ...], chains: int, rng: Generator) -> State:
    """Dispersed starting points: coefficients from their prior, half the variance as noise."""
    p = len(frame.items)
    coef = tuple(
        block.mean
        + rng.standard_normal((chains, *block.mean.shape)) * 0.5 / np.sqrt(block.precision)
        for block in blocks
    )
    precision = tuple(np.tile(np.eye(len(block.rows)) / 0.7, (chains, 1, 1)) for block in blocks)
    error = 0.1 + 0.4 * rng.random((chains, p))
    return State(np.zeros((chains, len(frame.days), p)), coef, precision, error)


def sweep(frame: Frame, blocks: tuple[Block, ...], state: State, rng: Generator) -> State:
    """(i) states, (ii, iii) each block's coefficients and residual precision, (iv) errors."""
    x = draw_x(frame, blocks, state, rng)
    coef, precision = [], []
    for block, weight in zip(blocks, state.precision, strict=True):
        drawn, left = _draw_coef(frame, block, x, weight, rng)
        coef.append(drawn)
        precision.append(_draw_precision(block, left, rng))
    return State(x, tuple(coef), tuple(precision), _draw_error(frame, x, state.error, rng))


def draw_x(frame: Frame, blocks: tuple[Block, ...], state: State, rng: Generator) -> Array:
    """(i) x given all else: (chains, days, p)."""
    chains, days, p = state.x.shape
    same, lag = transition(frame, blocks, state.coef)
    drift = _drift(frame, blocks, state.coef)
    weight = _joined_precision(blocks, state.precision, p)
    now = np.eye(p) - same
    now_weight = np.swapaxes(now, 1, 2) @ weight
    lag_weight = np.swapaxes(lag, 1, 2) @ weight
    own, back = now_weight @ now, lag_weight @ lag
    edges = np.stack([START_PRECISION * np.eye(p) + back, own + back, own], axis=1)
    seen, answered = _answers(frame, state.error)
    answered[:, 1:] += drift @ np.swapaxes(now_weight, 1, 2)
    answered[:, :-1] -= drift @ np.swapaxes(lag_weight, 1, 2)
    noise = rng.standard_normal((chains, days, p))
    return kernels.draw_states(edges, -(now_weight @ lag), seen, answered, noise)


def transition(
    frame: Frame, blocks: tuple[Block, ...], coef: tuple[Array, ...]
) -> tuple[Array, Array]:
    """Same-day and day-to-day matrices, (C, p, p) each; row = effect."""
    chains, p = len(coef[0]), len(frame.items)
    same, lag = np.zeros((chains, p, p)), np.zeros((chains, p, p))
    first = 1 + frame.inputs.shape[1]
    for block, values in zip(blocks, coef, strict=True):
        rows = list(block.rows)
        for at, column in enumerate(block.same):
            same[:, rows, column] = values[:, :, first + at]
        lag[:, rows, :] = values[:, :, first + len(block.same) :]
    return same, lag


def _drift(frame: Frame, blocks: tuple[Block, ...], coef: tuple[Array, ...]) -> Array:
    """(C, T - 1, p): level and inputs, all of the next day that does not come from states."""
    first = 1 + frame.inputs.shape[1]
    drift = np.zeros((len(coef[0]), len(frame.days) - 1, len(frame.items)))
    for block, values in zip(blocks, coef, strict=True):
        known = np.swapaxes(values[:, :, :first], 1, 2)
        drift[:, :, list(block.rows)] = _known(frame, block) @ known
    return drift


def _block(frame: Frame, prior: Prior, rows: tuple[int, ...], night: int | None) -> Block:
    inputs = frame.inputs.shape[1]
    means, sds = [], []
    for row in rows:
        links = [_lagged_prior(frame, prior, column, row) for column in range(len(frame.items))]
        if night is not None:
            links.insert(0, prior.link(frame.items[night], frame.items[row], "night_to_next_day"))
        means.append([0.0] * (1 + inputs) + [mean for mean, _ in links])
        sds.append([INTERCEPT_SD] + [INPUT_SD] * inputs + [sd for _, sd in links])
    only_night = frame.night is not None and night is None
    return Block(
        rows=rows,
        same=() if night is None else (night,),
        lag_inputs=only_night,
        mean=np.array(means),
        precision=np.array(sds) ** -2.0,
        df=NIGHT_DF if only_night else len(rows) + 3.0,
        scale=NIGHT_SCALE if only_night else EVENING_SCALE,
    )


def _lagged_prior(frame: Frame, prior: Prior, cause: int, effect: int) -> tuple[float, float]:
    """Prior of yesterday's `cause` on today's `effect`.

    A night answered yesterday is a day older than the night research speaks of: unlisted.
    """
    if cause == effect:
        return prior.own_lag(frame.items[cause])
    lag = "day_to_that_night" if frame.items[effect] in NIGHT_ITEMS else "next_day"
    return prior.link(frame.items[cause], frame.items[effect], lag)


def _known(frame: Frame, block: Block) -> Array:
    """(T - 1, 1 + n_inputs): the regressors that are not states."""
    inputs = frame.inputs[:-1] if block.lag_inputs else frame.inputs[1:]
    return np.column_stack([np.ones(len(inputs)), inputs])


def _joined_precision(blocks: tuple[Block, ...], parts: tuple[Array, ...], p: int) -> Array:
    joined = np.zeros((len(parts[0]), p, p))
    for block, part in zip(blocks, parts, strict=True):
        rows = np.array(block.rows)
        joined[:, rows[:, None], rows[None, :]] = part
    return joined


def _answers(frame: Frame, error: Array) -> tuple[Array, Array]:
    """Precision of each answer and precision times answer, (C, T, p); 0 where absent."""
    there = np.isfinite(frame.y)
    seen = there / (error + frame.rounding)[:, None, :]
    return seen, seen * np.where(there, frame.y, 0.0)


def _draw_coef(
    frame: Frame, block: Block, x: Array, weight: Array, rng: Generator
) -> tuple[Array, Array]:
    """Coefficients of all rows of a block jointly, and their residuals (C, T - 1, rows)."""
    chains = len(x)
    known = np.broadcast_to(
        _known(frame, block), (chains, x.shape[1] - 1, 1 + frame.inputs.shape[1])
    )
    z = np.concatenate([known, x[:, 1:, list(block.same)], x[:, :-1]], axis=2)
    target = x[:, 1:, list(block.rows)]
    rows, k = block.mean.shape
    gram, cross = np.swapaxes(z, 1, 2) @ z, np.swapaxes(target, 1, 2) @ z
    precision = np.einsum("cij,ckl->cikjl", weight, gram).reshape(chains, rows * k, rows * k)
    diagonal = np.arange(rows * k)
    precision[:, diagonal, diagonal] += block.precision.ravel()
    rhs = (weight @ cross + block.precision * block.mean).reshape(chains, rows * k)
    noise = rng.standard_normal((chains, rows * k))
    drawn = kernels.draw_normal(precision, rhs, noise).reshape(chains, rows, k)
    return drawn, target - z @ np.swapaxes(drawn, 1, 2)


def _draw_precision(block: Block, left: Array, rng: Generator) -> Array:
    """Inverse of Omega ~ IW(df + n, scale I + left'left), by Bartlett: (C, rows, rows)."""
    chains, n, rows = left.shape
    scale = np.swapaxes(left, 1, 2) @ left + block.scale * np.eye(rows)
    factor = np.linalg.cholesky(np.linalg.inv(scale))
    below = np.tril(rng.standard_normal((chains, rows, rows)), -1)
    squares = rng.chisquare(block.df + n - np.arange(rows), size=(chains, rows))
    below[:, np.arange(rows), np.arange(rows)] = np.sqrt(squares)
    root = factor @ below
    return root @ np.swapaxes(root, 1, 2)


def _draw_error(frame: Frame, x: Array, error: Array, rng: Generator) -> Array:
    """(iv) r given x: the rounding part of each residual is drawn first, so IG is exact."""
    there = np.isfinite(frame.y)
    residual = np.where(there, np.nan_to_num(frame.y) - x, 0.0)
    share = (error / (error + frame.rounding))[:, None, :]
    spread = np.sqrt(share * frame.rounding)
    own = (share * residual + spread * rng.standard_normal(x.shape)) * there
    shape = ERROR_SHAPE + there.sum(axis=0) / 2.0
    scale = ERROR_SCALE + (own**2).sum(axis=1) / 2.0
    return np.asarray(scale / rng.standard_gamma(shape, size=error.shape))
