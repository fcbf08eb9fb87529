"""One-step-ahead forecasts by three models: mixtures of normals with heavy-tailed own errors."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaincinv

from unspiral.dynamics.answers import WEIGHT_SHAPE
from unspiral.dynamics.draws import Draws
from unspiral.dynamics.frame import Frame
from unspiral.records.estimate import Array

TREND = "trend"  # the input of that name
DRAWS_USED = 40
MEMORY_DAYS = 60  # a filter started this long ago has forgotten how it was started
# A straight trend carried on is a poor forecast: here the level wanders instead (docs/adr/0020).
LEVEL_WALK, LEVEL_START = 0.005, 0.3  # variance a day and on the first, sd units
DRIFT_RATE = 0.06  # EWMA rate of the drift version, used only here
DRIFT_START_DAYS = 14
RATIOS = np.array(
    [0.0005, 0.001, 0.002, 0.004, 0.008, 0.015, 0.03, 0.06, 0.12, 0.25, 0.5, 1.0, 2.0, 5.0]
)
NOISE_DF, NOISE_VARIANCE = 4.0, 0.5  # prior of a local level's noise: scaled inverse chi-square
# Own errors are N(0, r / w), w ~ Gamma(2, 1) (answers.py): equal parts of w stand for all of it.
PARTS = 5
TAILS = 1.0 / gammaincinv(WEIGHT_SHAPE, (np.arange(PARTS) + 0.5) / PARTS)


@dataclass(frozen=True, slots=True)
class OneStep:
    """Forecasts of days `first` .. T of a frame of T days (day T is tomorrow), sd units.

    A mixture of n normals, each for an answer before it is rounded to a step: `mean`;
    `variance`, of what is not known of the true value; `own`, of the answer's own error, whose
    tails are heavy; `weight`, which sums to 1 over n. All (n, n_days, p).
    """

    first: int
    mean: Array
    variance: Array
    own: Array
    weight: Array


@dataclass(frozen=True, slots=True)
class _Path:
    """A linear state s of each draw: `s' = step s + drift`, `answer = read s + own error`.

    `drift`: (n, T + 1, k); `step`, `shock`, `start` (covariances): (n, k, k); `read`: (p, k).
    """

    drift: Array
    step: Array
    shock: Array
    start: Array
    read: Array


def loop_model(frame: Frame, draws: Draws, first: int, wanders: bool = True) -> OneStep:
    """Kalman forecasts under each of up to 40 draws, one odd answer moving little.

    With `wanders` the level of each item walks slowly in place of a trend.
    """
    picked = _thin(draws)
    begin = max(0, first - MEMORY_DAYS)
    path = _path(_trend_held(frame, begin, first), picked, wanders)
    state, spread = np.zeros(path.start.shape[:2]), path.start
    means, variances = [], []
    for day in range(begin, len(frame.days) + 1):
        if day > begin:
            state = path.drift[:, day] + (path.step @ state[..., None])[..., 0]
            spread = path.step @ spread @ np.swapaxes(path.step, 1, 2) + path.shock
        if day >= first:
            means.append(state @ path.read.T)
            variances.append(np.einsum("pk,nkl,pl->np", path.read, spread, path.read))
        if day < len(frame.days):
            state, spread = _update(frame, path.read, picked.error, state, spread, day)
    mean = np.stack(means, axis=1)
    own = np.broadcast_to(picked.error[:, None], mean.shape)
    return OneStep(first, mean, np.stack(variances, axis=1), own, _equal(mean))


def drifting(frame: Frame) -> tuple[Frame, Array]:
    """Deviations from a slow drift, and the drift each day starts from, (T + 1, p).

    They have no trend, no censored ends (an end of the scale moves with the drift), no devices.
    """
    early = np.isfinite(frame.y[:DRIFT_START_DAYS])
    sums = np.nan_to_num(frame.y[:DRIFT_START_DAYS]).sum(axis=0)
    level = sums / np.maximum(early.sum(axis=0), 1)
    levels = np.empty((len(frame.y) + 1, len(frame.items)))
    for day, answers in enumerate(frame.y):
        levels[day] = level
        level = np.where(np.isfinite(answers), level + DRIFT_RATE * (answers - level), level)
    levels[-1] = level
    open_ends = np.tile([-np.inf, np.inf], (len(frame.items), 1))
    flat = replace(untrended(frame), y=frame.y - levels[:-1], censored=open_ends, channels=())
    return flat, levels


def untrended(frame: Frame) -> Frame:
    """The frame without its trend."""
    keep = [at for at, name in enumerate(frame.input_names) if name != TREND]
    names = tuple(frame.input_names[at] for at in keep)
    return replace(frame, inputs=frame.inputs[:, keep], input_names=names)


def local_level(frame: Frame, first: int) -> OneStep:
    """A random-walk level plus noise per item, averaged over how fast the level walks.

    n runs over the ratios of the walk's variance to the noise's; each day they are weighted by
    the marginal likelihood of the answers before it, the noise's variance integrated out.
    """
    ratios = RATIOS[:, None]
    level = np.zeros((len(RATIOS), len(frame.items)))
    spread = np.ones_like(level)
    fit, squares = np.zeros_like(level), np.full_like(level, NOISE_DF * NOISE_VARIANCE)
    df = np.full(len(frame.items), NOISE_DF)
    parts = []
    for day in range(len(frame.y) + 1):
        spread = spread + ratios
        if day >= first:
            noise = squares / df
            likely = -0.5 * (fit + df * np.log(squares))
            weight = np.exp(likely - likely.max(axis=0))
            parts.append((level, spread * noise, noise, weight / weight.sum(axis=0)))
        if day < len(frame.y):
            seen = np.isfinite(frame.y[day])
            gap = np.where(seen, np.nan_to_num(frame.y[day]) - level, 0.0)
            fit = fit + seen * np.log(spread + 1.0)
            squares = squares + gap**2 / (spread + 1.0)
            df = df + seen
            gain = np.where(seen, spread / (spread + 1.0), 0.0)
            level, spread = level + gain * gap, spread * (1.0 - gain)
    return OneStep(first, *(np.stack(part, axis=1) for part in zip(*parts, strict=True)))


def dynamics_of(frame: Frame, draws: Draws, picked: NDArray[np.intp]) -> tuple[Array, Array, Array]:
    """Day-to-day matrix, shock covariance (n, p, p) and drift (n, T + 1, p) of some draws."""
    some = pick(draws, picked)
    return (*_reduced(some), _drift(frame, some))


def next_inputs(frame: Frame) -> Array:
    """(n_inputs,): the inputs of the day after the last; a technique as often as it is used."""
    tomorrow = frame.days[-1] + timedelta(days=1)
    values = []
    for at, name in enumerate(frame.input_names):
        column = frame.inputs[:, at]
        if name == TREND:
            values.append(2 * column[-1] - column[-2])
        elif name == "weekend":
            values.append(float(tomorrow.weekday() >= 5))
        elif name.endswith(":day_after"):
            used = name.removesuffix(":day_after")
            known = used in frame.input_names
            values.append(frame.inputs[-1, frame.input_names.index(used)] if known else 0.0)
        else:
            values.append(float(column.mean()))
    return np.array(values)


def longer(frame: Frame, days: int) -> Frame:
    """The frame with `days` more days, on which nothing was answered yet."""
    for _ in range(days):
        frame = replace(
            frame,
            days=(*frame.days, frame.days[-1] + timedelta(days=1)),
            y=np.pad(frame.y, ((0, 1), (0, 0)), constant_values=np.nan),
            inputs=np.vstack([frame.inputs, next_inputs(frame)]),
            channels=tuple(replace(one, y=np.append(one.y, np.nan)) for one in frame.channels),
        )
    return frame


def pick(draws: Draws, picked: NDArray[np.intp]) -> Draws:
    """Some of the draws, as one chain."""
    return Draws(
        chains=1,
        drift=draws.drift[picked],
        same=draws.same[picked],
        lag=draws.lag[picked],
        noise=draws.noise[picked],
        error=draws.error[picked],
        first=draws.first[picked],
        last=draws.last[picked],
    )


def _thin(draws: Draws) -> Draws:
    n = len(draws.error)
    return pick(draws, np.linspace(0, n - 1, min(DRAWS_USED, n)).astype(int))


def _reduced(draws: Draws) -> tuple[Array, Array]:
    """Day-to-day matrix and shock covariance once the same-day part is solved out."""
    p = draws.lag.shape[1]
    solve = np.linalg.inv(np.eye(p) - draws.same)
    return solve @ draws.lag, solve @ draws.noise @ np.swapaxes(solve, 1, 2)


def _drift(frame: Frame, draws: Draws) -> Array:
    """(n_draws, T + 1, p): what each day gets that does not come from the day before."""
    inputs = np.vstack([frame.inputs, next_inputs(frame)])
    known = np.column_stack([np.ones(len(inputs)), inputs])
    drift = np.einsum("npk,tk->ntp", draws.drift, known)
    if frame.night is not None:
        before = np.vstack([known[:1], known[:-1]])
        drift[:, :, frame.night] = np.einsum("nk,tk->nt", draws.drift[:, frame.night], before)
    solve = np.linalg.inv(np.eye(draws.lag.shape[1]) - draws.same)
    return np.asarray(np.einsum("nij,ntj->nti", solve, drift))


def _trend_held(frame: Frame, begin: int, first: int) -> Frame:
    """The frame with its trend held where it stood, on average, while the filter runs."""
    inputs = frame.inputs.copy()
    for at, name in enumerate(frame.input_names):
        if name == TREND:
            inputs[:, at] = frame.inputs[begin:first, at].mean()
    return replace(frame, inputs=inputs)


def _path(frame: Frame, draws: Draws, wanders: bool) -> _Path:
    """The states of a day, and beside them how far each item's level has wandered."""
    drift = _drift(frame, draws)
    step, shock = _reduced(draws)
    n, p = drift.shape[0], drift.shape[2]
    start, read = np.tile(np.eye(p), (n, 1, 1)), np.eye(p)
    if not wanders:
        return _Path(drift, step, shock, start, read)
    return _Path(
        np.concatenate([drift, np.zeros_like(drift)], axis=2),
        _beside(step, 1.0),
        _beside(shock, LEVEL_WALK),
        _beside(start, LEVEL_START),
        np.hstack([read, read]),
    )


def _beside(matrices: Array, value: float) -> Array:
    """(n, 2p, 2p): block diagonal, `matrices` and then `value` times the unit matrix."""
    n, p, _ = matrices.shape
    both = np.zeros((n, 2 * p, 2 * p))
    both[:, :p, :p] = matrices
    both[:, np.arange(p, 2 * p), np.arange(p, 2 * p)] = value
    return both


def _update(
    frame: Frame, read: Array, error: Array, state: Array, spread: Array, day: int
) -> tuple[Array, Array]:
    """The state after the answers of `day`.

    An answer far from its forecast has its own error drawn wide: w gets its expected value
    given that gap, and r / w takes the place of r.
    """
    at = np.flatnonzero(np.isfinite(frame.y[day]))
    if not len(at):
        return state, spread
    across = spread @ read[at].T
    joint = read[at] @ across
    gap = frame.y[day, at] - state @ read[at].T
    noise = _own_noise(gap, np.diagonal(joint, axis1=1, axis2=2), error[:, at])
    where = np.arange(len(at))
    joint[:, where, where] += noise + frame.rounding[at]
    gain = np.swapaxes(np.linalg.solve(joint, np.swapaxes(across, 1, 2)), 1, 2)
    return state + (gain @ gap[..., None])[..., 0], spread - gain @ np.swapaxes(across, 1, 2)


def _own_noise(gap: Array, known: Array, error: Array) -> Array:
    """r / E[w | gap] of each answer: `gap` from its forecast of variance `known`, r = `error`."""
    share = error / (known + error)
    squares = (share * gap) ** 2 + share * known
    expected = (WEIGHT_SHAPE + 0.5) / (1.0 + squares / (2.0 * error))
    return np.asarray(error / expected)


def _equal(like: Array) -> Array:
    return np.full(like.shape, 1.0 / len(like))
