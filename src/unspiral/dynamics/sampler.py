"""One Gibbs sweep of the loop model, all chains at once; every step is conjugate.

Random numbers come in from outside, so that this sweep and its compiled twin (lanes.py, the same
steps in C) give the same numbers, not only the same distribution.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import answers, kernels
from unspiral.dynamics.answers import Answers, ErrorNoise, Errors
from unspiral.dynamics.frame import NIGHT_ITEMS, Frame
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array

INTERCEPT_SD, INPUT_SD = 1.0, 0.4
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
class System:
    """All of a fit that no draw changes. T days, p items.

    `known`: per block (T - 1, 1 + n_inputs), the regressors that are not states.
    """

    blocks: tuple[Block, ...]
    known: tuple[Array, ...]
    answers: Answers
    days: int
    items: int


@dataclass(frozen=True, slots=True)
class State:
    """Where the chains stand. C chains.

    `x`: (C, T, p) true states; per block `coef`: (C, rows, k) and `precision`: (C, rows, rows).
    """

    x: Array
    coef: tuple[Array, ...]
    precision: tuple[Array, ...]
    errors: Errors

    def chains(self, some: slice) -> "State":
        """Some of the chains."""
        coef, precision = (tuple(one[some] for one in part) for part in (self.coef, self.precision))
        return State(self.x[some], coef, precision, self.errors.chains(some))


@dataclass(frozen=True, slots=True)
class Noise:
    """Random numbers of S sweeps for C chains, (S, ..., C): what the sweeps turn into draws.

    `x`: standard normals (T, p); per block `coef`: normals (rows * k), `below`: normals
    (rows * (rows - 1) / 2), `chi`: chi-squares (rows); of the answers `own`: normals (T, q),
    `weight`: gammas (T, q), `variance`: gammas (q), `ends`: uniforms (T, q), or (0,) without
    censored answers, `load`: normals (q - p).
    """

    x: Array
    coef: tuple[Array, ...]
    below: tuple[Array, ...]
    chi: tuple[Array, ...]
    own: Array
    weight: Array
    variance: Array
    ends: Array
    load: Array

    def of(self, sweep: int) -> "Noise":
        """The numbers of one sweep, chains first: (C, ...)."""
        return self._each(lambda numbers: np.moveaxis(numbers[sweep], -1, 0))

    def lanes(self, some: slice) -> "Noise":
        """The numbers of some chains, still (S, ..., C)."""
        return self._each(lambda numbers: numbers[..., some])

    def _each(self, change: Callable[[Array], Array]) -> "Noise":
        coef, below, chi = (tuple(map(change, p)) for p in (self.coef, self.below, self.chi))
        rest = (self.own, self.weight, self.variance, self.ends, self.load)
        return Noise(change(self.x), coef, below, chi, *map(change, rest))


def make_system(frame: Frame, prior: Prior) -> System:
    """The frame and its prior as the sweeps need them."""
    blocks = make_blocks(frame, prior)
    known = tuple(_known(frame, block) for block in blocks)
    return System(blocks, known, answers.of(frame), len(frame.days), len(frame.items))


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


def start(system: System, chains: int, rng: Generator) -> State:
    """Dispersed starting points: coefficients from their prior, half the variance as noise."""
    coef = tuple(
        block.mean
        + rng.standard_normal((chains, *block.mean.shape)) * 0.5 / np.sqrt(block.precision)
        for block in system.blocks
    )
    precision = tuple(
        np.tile(np.eye(len(block.rows)) / 0.7, (chains, 1, 1)) for block in system.blocks
    )
    x = np.zeros((chains, system.days, system.items))
    return State(x, coef, precision, answers.start(system.answers, system.items, chains, rng))


def start_people(systems: Sequence[System], rng: Generator) -> State:
    """One chain for each person, their systems all of one shape."""
    alone = [start(system, 1, rng) for system in systems]
    errors = [one.errors for one in alone]
    blocks = range(len(systems[0].blocks))
    return State(
        x=np.concatenate([one.x for one in alone]),
        coef=tuple(np.concatenate([one.coef[at] for one in alone]) for at in blocks),
        precision=tuple(np.concatenate([one.precision[at] for one in alone]) for at in blocks),
        errors=Errors(
            variance=np.concatenate([one.variance for one in errors]),
            weight=np.concatenate([one.weight for one in errors]),
            value=np.concatenate([one.value for one in errors]),
            load=np.concatenate([one.load for one in errors]),
        ),
    )


def draw_noise(systems: Sequence[System], chains: int, sweeps: int, rng: Generator) -> Noise:
    """All random numbers that `sweeps` sweeps of `chains` chains use.

    `systems`: one for all chains, or one for each; only their counts of answers differ.
    """
    system = systems[0]
    given, lanes = system.answers, (chains,)
    t_q = (sweeps, *given.y.shape, chains)
    rows = [len(block.rows) for block in system.blocks]
    freedom = [block.df + system.days - 1 - np.arange(len(block.rows)) for block in system.blocks]
    shape = np.stack([answers.variance_shape(one.answers) for one in systems], axis=-1)
    any_end = any(one.answers.has_ends for one in systems)
    return Noise(
        x=rng.standard_normal((sweeps, system.days, system.items, *lanes)),
        coef=tuple(rng.standard_normal((sweeps, b.mean.size, *lanes)) for b in system.blocks),
        below=tuple(rng.standard_normal((sweeps, n * (n - 1) // 2, *lanes)) for n in rows),
        chi=tuple(rng.chisquare(f[:, None], (sweeps, len(f), *lanes)) for f in freedom),
        own=rng.standard_normal(t_q),
        weight=rng.standard_gamma(answers.WEIGHT_SHAPE + 0.5, t_q),
        variance=rng.standard_gamma(shape, (sweeps, len(shape), *lanes)),
        ends=rng.random(t_q if any_end else (sweeps, 0, *lanes)),
        load=rng.standard_normal((sweeps, len(shape) - system.items, *lanes)),
    )


def sweep(system: System, state: State, noise: Noise) -> State:
    """(i) states, (ii, iii) each block's coefficients and residual precision, (iv) answers."""
    x = draw_x(system, state, noise.x)
    coef, precision = [], []
    for at, block in enumerate(system.blocks):
        drawn, left = _draw_coef(system, at, x, state.precision[at], noise.coef[at])
        coef.append(drawn)
        precision.append(_draw_precision(block, left, noise.below[at], noise.chi[at]))
    mistakes = ErrorNoise(noise.own, noise.weight, noise.variance, noise.ends, noise.load)
    errors = answers.update(system.answers, x, state.errors, mistakes, system.items)
    return State(x, tuple(coef), tuple(precision), errors)


def draw_x(system: System, state: State, noise: Array) -> Array:
    """(i) x given all else: (C, T, p)."""
    blocks, p = system.blocks, system.items
    same, lag = transition(system, state.coef)
    drift = _drift(system, state.coef)
    weight = _joined_precision(blocks, state.precision, p)
    now = np.eye(p) - same
    now_weight = np.swapaxes(now, 1, 2) @ weight
    lag_weight = np.swapaxes(lag, 1, 2) @ weight
    own, back = now_weight @ now, lag_weight @ lag
    edges = np.stack([START_PRECISION * np.eye(p) + back, own + back, own], axis=1)
    seen, told = answers.evidence(system.answers, state.errors, p)
    told[:, 1:] += drift @ np.swapaxes(now_weight, 1, 2)
    told[:, :-1] -= drift @ np.swapaxes(lag_weight, 1, 2)
    return kernels.draw_states(edges, -(now_weight @ lag), seen, told, noise)


def transition(system: System, coef: tuple[Array, ...]) -> tuple[Array, Array]:
    """Same-day and day-to-day matrices, (C, p, p) each; row = effect."""
    chains, p = len(coef[0]), system.items
    same, lag = np.zeros((chains, p, p)), np.zeros((chains, p, p))
    for block, known, values in zip(system.blocks, system.known, coef, strict=True):
        rows, first = list(block.rows), known.shape[1]
        for at, column in enumerate(block.same):
            same[:, rows, column] = values[:, :, first + at]
        lag[:, rows, :] = values[:, :, first + len(block.same) :]
    return same, lag


def _drift(system: System, coef: tuple[Array, ...]) -> Array:
    """(C, T - 1, p): level and inputs, all of the next day that does not come from states."""
    drift = np.zeros((len(coef[0]), system.days - 1, system.items))
    for block, known, values in zip(system.blocks, system.known, coef, strict=True):
        drift[:, :, list(block.rows)] = known @ np.swapaxes(values[:, :, : known.shape[1]], 1, 2)
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


def _draw_coef(
    system: System, at: int, x: Array, weight: Array, noise: Array
) -> tuple[Array, Array]:
    """Coefficients of all rows of a block jointly, and their residuals (C, T - 1, rows)."""
    block, chains = system.blocks[at], len(x)
    known = np.broadcast_to(system.known[at], (chains, *system.known[at].shape))
    z = np.concatenate([known, x[:, 1:, list(block.same)], x[:, :-1]], axis=2)
    target = x[:, 1:, list(block.rows)]
    rows, k = block.mean.shape
    gram, cross = np.swapaxes(z, 1, 2) @ z, np.swapaxes(target, 1, 2) @ z
    precision = np.einsum("cij,ckl->cikjl", weight, gram).reshape(chains, rows * k, rows * k)
    diagonal = np.arange(rows * k)
    precision[:, diagonal, diagonal] += block.precision.ravel()
    rhs = (weight @ cross + block.precision * block.mean).reshape(chains, rows * k)
    drawn = kernels.draw_normal(precision, rhs, noise).reshape(chains, rows, k)
    return drawn, target - z @ np.swapaxes(drawn, 1, 2)


def _draw_precision(block: Block, left: Array, below: Array, chi: Array) -> Array:
    """Inverse of Omega ~ IW(df + n, scale I + left'left), by Bartlett: (C, rows, rows)."""
    chains, _, rows = left.shape
    scale = np.swapaxes(left, 1, 2) @ left + block.scale * np.eye(rows)
    factor = np.linalg.cholesky(np.linalg.inv(scale))
    bartlett = np.zeros((chains, rows, rows))
    bartlett[:, *np.tril_indices(rows, -1)] = below
    bartlett[:, np.arange(rows), np.arange(rows)] = np.sqrt(chi)
    root = factor @ bartlett
    return root @ np.swapaxes(root, 1, 2)
