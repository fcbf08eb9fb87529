"""One-step-ahead forecasts by three models, each as a normal mixture over draws or one normal."""

from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from unspiral.dynamics.draws import Draws
from unspiral.dynamics.frame import Frame
from unspiral.records.estimate import Array

DRAWS_USED = 50
MEMORY_DAYS = 60  # a filter started this long ago has forgotten how it was started
ABSENT = 1e9
DRIFT_RATE = 0.06  # EWMA rate of the drift version, used only here
DRIFT_START_DAYS = 14
RATIOS = np.array([0.0, 0.001, 0.003, 0.01, 0.02, 0.04, 0.08, 0.15, 0.3, 0.6, 1.5, 5.0])


@dataclass(frozen=True, slots=True)
class OneStep:
    """Forecasts of days `first` .. T of a frame of T days (day T is tomorrow), sd units.

    `mean`, `variance`: (n_draws, n_days, p) of the answer before it is rounded to a step.
    """

    first: int
    mean: Array
    variance: Array


def loop_model(frame: Frame, draws: Draws, first: int) -> OneStep:
    """Kalman forecasts under each of up to 50 draws."""
    picked = _thin(draws)
    begin = max(0, first - MEMORY_DAYS)
    p = len(frame.items)
    drift = _drift(frame, picked)
    step, shock = _reduced(picked)
    state, spread = _start(picked, p)
    means, variances = [], []
    for day in range(begin, len(frame.days) + 1):
        if day > begin:
            state = drift[:, day] + (step @ state[..., None])[..., 0]
            spread = step @ spread @ np.swapaxes(step, 1, 2) + shock
        if day >= first:
            means.append(state)
            variances.append(np.diagonal(spread, axis1=1, axis2=2) + picked.error)
        if day < len(frame.days):
            state, spread = _update(frame, picked.error, state, spread, day)
    return OneStep(first, np.stack(means, axis=1), np.stack(variances, axis=1))


def drifting(frame: Frame) -> tuple[Frame, Array]:
    """Deviations from a slow drift, and the drift each day starts from, (T + 1, p)."""
    early = np.isfinite(frame.y[:DRIFT_START_DAYS])
    sums = np.nan_to_num(frame.y[:DRIFT_START_DAYS]).sum(axis=0)
    level = sums / np.maximum(early.sum(axis=0), 1)
    levels = np.empty((len(frame.y) + 1, len(frame.items)))
    for day, answers in enumerate(frame.y):
        levels[day] = level
        level = np.where(np.isfinite(answers), level + DRIFT_RATE * (answers - level), level)
    levels[-1] = level
    keep = [at for at, name in enumerate(frame.input_names) if name != "trend"]
    return (
        replace(
            frame,
            y=frame.y - levels[:-1],
            inputs=frame.inputs[:, keep],
            input_names=tuple(frame.input_names[at] for at in keep),
        ),
        levels,
    )


def local_level(frame: Frame, first: int) -> OneStep:
    """A random-walk level plus noise per item; its ratio fitted on the days before `first`."""
    ratios = RATIOS[:, None]
    level = np.zeros((len(RATIOS), len(frame.items)))
    spread = np.ones_like(level)
    fit, squares = np.zeros_like(level), np.zeros_like(level)
    means, variances = [], []
    for day in range(len(frame.y) + 1):
        spread = spread + ratios
        if day >= first:
            means.append(level)
            variances.append(spread + 1.0)
        if day < len(frame.y):
            gap = np.nan_to_num(frame.y[day] - level)
            seen = np.isfinite(frame.y[day])
            if day < first:
                fit = fit + seen * np.log(spread + 1.0)
                squares = squares + seen * gap**2 / (spread + 1.0)
            gain = np.where(seen, spread / (spread + 1.0), 0.0)
            level, spread = level + gain * gap, spread * (1.0 - gain)
    return _best_ratio(frame, first, fit, squares, np.stack(means, 1), np.stack(variances, 1))


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
        if name == "trend":
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


def _start(draws: Draws, p: int) -> tuple[Array, Array]:
    return np.zeros((len(draws.error), p)), np.tile(np.eye(p), (len(draws.error), 1, 1))


def _update(
    frame: Frame, error: Array, state: Array, spread: Array, day: int
) -> tuple[Array, Array]:
    """The state after the answers of `day`; an absent answer has no weight."""
    seen = np.isfinite(frame.y[day])
    p = len(seen)
    noise = np.where(seen, error + frame.rounding, ABSENT)
    joint = spread.copy()
    joint[:, np.arange(p), np.arange(p)] += noise
    gain = np.swapaxes(np.linalg.solve(joint, spread), 1, 2)
    gap = np.where(seen, np.nan_to_num(frame.y[day]) - state, 0.0)
    return state + (gain @ gap[..., None])[..., 0], spread - gain @ spread


def _best_ratio(
    frame: Frame, first: int, fit: Array, squares: Array, mean: Array, variance: Array
) -> OneStep:
    count = np.maximum(np.isfinite(frame.y[:first]).sum(axis=0), 1)
    scale = np.maximum(squares / count, 1e-6)
    best = np.argmin(fit + count * np.log(scale), axis=0)
    columns = np.arange(len(frame.items))
    size = scale[best, columns]
    return OneStep(
        first,
        mean[best, :, columns].T[None],
        (variance[best, :, columns].T * size)[None],
    )
