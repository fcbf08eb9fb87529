"""Days ahead as probabilities over the answers: three models, weighted by their past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import product

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import onestep, steps
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import LoopFit, LoopModel
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array, Forecast

LEVEL = 0.8
PAST_DAYS = 30
MIN_PAST_ANSWERS = 7
MIN_TO_LEARN = 14
MOST_DAYS = 7
MODELS = ("loop", "drift", "local_level")
QUICK = LoopModel(chains=2, warm=60, keep=100)
WEIGHT_STEP = 0.1
PULL_TO_EQUAL = 0.05


@dataclass(frozen=True, slots=True)
class Past:
    """Forecasts of the last days made without having seen them, per item.

    `first`: the first forecast day; `grids[j]`: the answer steps; `answers[j]`: (n_days,) index
    of the answer, -1 when absent; `chances[j]`: (3 models, n_days + 1, n_values), the last day
    being tomorrow; `weights[j]`: (3,), which sum to 1. Units are those of the whole diary.
    """

    first: int
    grids: tuple[steps.Steps, ...]
    answers: tuple[steps.Indices, ...]
    chances: tuple[Array, ...]
    weights: tuple[Array, ...]


def look_back(frame: Frame, prior: Prior, rng: Generator) -> Past:
    """Fit all three models on the days before the last 30 and forecast these one by one.

    With under 14 days left to learn from, later days are forecast instead; the weights stay
    near equal until an item has 7 past forecasts.
    """
    first = min(max(len(frame.days) - PAST_DAYS, MIN_TO_LEARN), len(frame.days))
    views = _views(frame, prior, first, rng)
    grids = tuple(steps.of_item(frame, column) for column in range(len(frame.items)))
    chances = tuple(
        np.stack([_chances(grid, view, column) for view in views])
        for column, grid in enumerate(grids)
    )
    answers = tuple(_answers(frame, grid, column, first) for column, grid in enumerate(grids))
    weights = tuple(
        stack_weights(chance[:, :-1], answer)
        for chance, answer in zip(chances, answers, strict=True)
    )
    return Past(first, grids, answers, chances, weights)


def ahead(
    fit: LoopFit, past: Past, rng: Generator, days: int = 1, level: float = LEVEL
) -> tuple[Forecast, ...]:
    """The stacked forecast of each item for the `days` (1 to 7) after the last, day by day.

    All days have the weights that were learned for tomorrow. Raises ValueError beyond a week:
    there, draws that grow without bound would speak.
    """
    if not 1 <= days <= MOST_DAYS:
        raise ValueError(f"forecasts reach 1 to {MOST_DAYS} days, not {days}")
    frame, last = fit.frame, len(fit.frame.days)
    longer = onestep.longer(frame, days - 1)
    views = (
        onestep.loop_model(longer, fit.draws, last),
        _drift_view(frame, longer, fit.prior, last, rng),
        onestep.local_level(longer, last),
    )
    stacked = [
        np.tensordot(weights, np.stack([_chances(grid, view, column) for view in views]), 1)
        for column, (grid, weights) in enumerate(zip(past.grids, past.weights, strict=True))
    ]
    return tuple(
        _forecast(frame, column, past, stacked[column][day], day + 1, level)
        for day in range(days)
        for column in range(len(frame.items))
    )


def stack_weights(chances: Array, answers: steps.Indices) -> Array:
    """(3,): weights with the lowest past CRPS, pulled a little towards equal.

    `chances`: (3, n_days, n_values); `answers`: (n_days,), -1 = absent.
    """
    equal = np.full(len(chances), 1.0 / len(chances))
    there = answers >= 0
    if there.sum() < MIN_PAST_ANSWERS:
        return equal
    scores = [
        steps.crps(np.tensordot(weights, chances[:, there], 1), answers[there]).mean()
        + PULL_TO_EQUAL * float(((weights - equal) ** 2).sum())
        for weights in _simplex()
    ]
    best: Array = _simplex()[int(np.argmin(scores))]
    return best


def _simplex() -> list[Array]:
    ticks = range(round(1 / WEIGHT_STEP) + 1)
    return [
        np.array([a, b, len(ticks) - 1 - a - b]) * WEIGHT_STEP
        for a, b in product(ticks, ticks)
        if a + b < len(ticks)
    ]


def _views(frame: Frame, prior: Prior, first: int, rng: Generator) -> tuple[onestep.OneStep, ...]:
    learned = QUICK.sample(frame.head(first), prior, rng)
    return (
        onestep.loop_model(frame, learned, first),
        _drift_view(frame.head(first), frame, prior, first, rng),
        onestep.local_level(frame, first),
    )


def _drift_view(
    learn: Frame, frame: Frame, prior: Prior, first: int, rng: Generator
) -> onestep.OneStep:
    """The loop model on deviations from a slow drift, put back on that drift."""
    deviations, _ = onestep.drifting(learn)
    draws = QUICK.sample(deviations, prior, rng)
    flat, levels = onestep.drifting(frame)
    view = onestep.loop_model(flat, draws, first)
    return replace(view, mean=view.mean + levels[None, first:])


def _chances(grid: steps.Steps, view: onestep.OneStep, column: int) -> Array:
    """(n_days + 1, n_values): the forecast mixed over draws."""
    each = grid.probabilities(view.mean[:, :, column], view.variance[:, :, column])
    return np.asarray(each.mean(axis=0))


def _answers(frame: Frame, grid: steps.Steps, column: int, first: int) -> steps.Indices:
    values = frame.y[first:, column]
    points = frame.points(column, np.nan_to_num(values))
    return np.asarray(np.where(np.isfinite(values), grid.nearest(points), -1))


def _forecast(
    frame: Frame, column: int, past: Past, chance: Array, days: int, level: float
) -> Forecast:
    values, weights = past.grids[column].values, past.weights[column]
    low, high = steps.interval(chance, level)
    named: Mapping[str, float] = {
        name: round(float(weight), 3) for name, weight in zip(MODELS, weights, strict=True)
    }
    return Forecast(
        variable=frame.items[column],
        day=frame.days[-1] + timedelta(days=days),
        values=tuple(float(value) for value in values),
        probabilities=tuple(float(p) for p in chance),
        mean=float(chance @ values),
        low=float(values[low]),
        high=float(values[high]),
        level=level,
        weights=named,
    )
