"""Replicated diaries: what this person's answers would look like if the model were true."""

from collections.abc import Mapping

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import onestep, steps
from unspiral.dynamics.answers import WEIGHT_SHAPE
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import LoopFit
from unspiral.records.estimate import Array

COPIES = 400


def diaries(fit: LoopFit, rng: Generator) -> Array:
    """(copies, T, p) answers in points, rounded to steps, absent where the diary is absent."""
    frame, draws = fit.frame, fit.draws
    picked = np.linspace(0, len(draws.error) - 1, COPIES).astype(int)
    transition, shock, drift = onestep.dynamics_of(frame, draws, picked)
    root = np.linalg.cholesky(shock)
    days, p = frame.y.shape
    x = np.empty((COPIES, days, p))
    x[:, 0] = draws.first[picked]
    noise = rng.standard_normal((days, COPIES, p, 1))
    for day in range(1, days):
        carried = (transition @ x[:, day - 1, :, None] + root @ noise[day])[..., 0]
        x[:, day] = drift[:, day] + carried
    scale = np.sqrt(draws.error[picked])[:, None, :]
    odd = np.sqrt(rng.standard_gamma(WEIGHT_SHAPE, x.shape))  # now and then small: t4 errors
    return _as_answers(frame, x + scale * rng.standard_normal(x.shape) / odd)


def answers(frame: Frame, column: int) -> Array:
    """(T,): one item's own answers in points, on its steps; NaN where absent."""
    values = frame.y[:, column]
    return np.asarray(_on_steps(frame, column, values[None])[0])


def statistics(frame: Frame, column: int, diaries: Array) -> Mapping[str, Array]:
    """What replicated diaries are compared by. `diaries`: (n, T) of one item; each (n,)."""
    there = np.isfinite(diaries[0])
    values = diaries[:, there]
    low, high = frame.ranges[column]
    worked = np.log1p(np.maximum(diaries, 0.0)) if frame.logs[column] else diaries
    return {
        "lag1": _lag_one(worked),
        "sd": worked[:, there].std(axis=1),
        "share_at_ends": ((values <= low) | (values >= high)).mean(axis=1),
        "modal_share": _modal_share(values, steps.of_item(frame, column)),
        "longest_run": _longest_run(values),
    }


def _as_answers(frame: Frame, standard: Array) -> Array:
    rounded = np.empty_like(standard)
    for column in range(standard.shape[2]):
        rounded[:, :, column] = _on_steps(frame, column, standard[:, :, column])
    rounded[:, ~np.isfinite(frame.y)] = np.nan
    return rounded


def _on_steps(frame: Frame, column: int, standard: Array) -> Array:
    grid = steps.of_item(frame, column)
    nearest = grid.values[grid.nearest(frame.points(column, np.nan_to_num(standard)))]
    return np.where(np.isfinite(standard), nearest, np.nan)


def _lag_one(values: Array) -> Array:
    centred = values - np.nanmean(values, axis=1, keepdims=True)
    pairs = centred[:, 1:] * centred[:, :-1]
    if not np.isfinite(pairs[0]).any():
        return np.zeros(len(values))
    spread = np.nanvar(values, axis=1)
    return np.asarray(np.nanmean(pairs, axis=1) / np.where(spread > 0, spread, 1.0))


def _modal_share(values: Array, grid: steps.Steps) -> Array:
    at = grid.nearest(values)
    rows = np.repeat(np.arange(len(values)), values.shape[1])
    counts = np.zeros((len(values), len(grid.values)))
    np.add.at(counts, (rows, at.ravel()), 1.0)
    share: Array = counts.max(axis=1) / values.shape[1]
    return share


def _longest_run(values: Array) -> Array:
    longest = run = np.ones(len(values))
    for day in range(1, values.shape[1]):
        run = np.where(values[:, day] == values[:, day - 1], run + 1.0, 1.0)
        longest = np.maximum(longest, run)
    return longest
