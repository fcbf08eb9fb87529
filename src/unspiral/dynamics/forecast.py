"""Days ahead as probabilities over the answers: three models, weighted by their past."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import timedelta

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import onestep, steps
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import LoopFit, LoopModel
from unspiral.dynamics.priors import Prior
from unspiral.records.estimate import Array, Forecast

LEVEL = 0.8
PAST_DAYS = 30
MIN_TO_LEARN = 14
MOST_DAYS = 7
MODELS = ("loop", "drift", "local_level")
QUICK = LoopModel(chains=2, warm=30, keep=50)
TRUST = 0.2  # how fast weights follow past scores
FADING = 0.98  # what an answer's score still counts when the next one comes
Views = tuple[onestep.OneStep, ...]


@dataclass(frozen=True, slots=True)
class Past:
    """Forecasts of the last days, per item; in each, no later answer had any part.

    `first`: the first forecast day; `grids[j]`: the answer steps; `answers[j]`: (n_days,) index
    of the answer, -1 when absent; `chances[j]`: (n_days, n_values), each day's stack under the
    weights that the days before it gave; `weights[j]`: (3,), for tomorrow, which sum to 1.
    """

    first: int
    grids: tuple[steps.Steps, ...]
    answers: tuple[steps.Indices, ...]
    chances: tuple[Array, ...]
    weights: tuple[Array, ...]


@dataclass(frozen=True, slots=True)
class Chances:
    """Forecasts of one item over n_days, on its answer `grid`.

    `each`: (3 models, n_days, n_values); `stacked`: (n_days, n_values), what is said.
    """

    grid: steps.Steps
    each: Array
    stacked: Array


def look_back(frame: Frame, prior: Prior, rng: Generator) -> Past:
    """Fit all three models on the days before the last 30 and forecast these one by one.

    With under 14 days left to learn from, later days are forecast instead.
    """
    first = min(max(len(frame.days) - PAST_DAYS, MIN_TO_LEARN), len(frame.days))
    known = frame.as_known_after(first)
    start = replace(onestep.untrended(known.head(first)), channels=())
    fit = LoopFit(start, prior, QUICK.sample(start, prior, rng), first)
    views = _views(fit, onestep.untrended(known), rng)
    found = [_looked_back(fit.frame, known, views, column) for column in range(len(frame.items))]
    grids, answers, chances, weights = zip(*found, strict=True)
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
    items = following(fit, past, onestep.longer(fit.frame, days - 1), rng)
    return tuple(
        _forecast(fit.frame, column, past.weights[column], found, day, level)
        for day in range(days)
        for column, found in enumerate(items)
    )


def following(fit: LoopFit, past: Past, frame: Frame, rng: Generator) -> tuple[Chances, ...]:
    """Per item forecasts of the days of `frame` after those of `fit`, and of one more.

    `frame`: the days of the fit and later ones, in the same units. Each forecast has seen the
    answers before its day, the last all of them; nothing is learned anew on the way.
    """
    views = _views(fit, frame, rng)
    found = []
    for column, weights in enumerate(past.weights):
        grid = steps.of_item(fit.frame, column)
        each = each_model(grid, views, column)
        stacked = np.tensordot(weights, each, 1)
        found.append(Chances(grid, each, _kept_to(grid, stacked, fit.frame.y[:, column])))
    return tuple(found)


def stack_weights(losses: Array) -> Array:
    """(n_days + 1, n_models): the weights of each day, from the scores of the days before it.

    `losses`: (n_models, n_days), CRPS, NaN = no answer. Equal while there is no past.
    """
    total, count, found = np.zeros(len(losses)), 0.0, []
    for day in range(losses.shape[1] + 1):
        usual = total.mean() / count if total.any() else 1.0
        weights = np.exp(-TRUST * (total - total.min()) / usual)
        found.append(weights / weights.sum())
        if day < losses.shape[1] and np.isfinite(losses[0, day]):
            total, count = FADING * total + losses[:, day], FADING * count + 1.0
    return np.array(found)


def _looked_back(
    start: Frame, known: Frame, views: Views, column: int
) -> tuple[steps.Steps, steps.Indices, Array, Array]:
    """Steps, answers, forecasts and tomorrow's weights of one item: the fields of `Past`."""
    grid = steps.of_item(start, column)
    values = known.y[len(start.days) :, column]
    points = known.points(column, np.nan_to_num(values))
    answers = np.where(np.isfinite(values), grid.nearest(points), -1)
    chances = each_model(grid, views, column)[:, :-1]
    weights = stack_weights(np.where(answers >= 0, grid.crps(chances, answers), np.nan))
    stacked = np.einsum("tk,ktv->tv", weights[:-1], chances)
    return grid, answers, _kept_to(grid, stacked, start.y[:, column]), weights[-1]


def _views(fit: LoopFit, frame: Frame, rng: Generator) -> Views:
    """Forecasts by each model of the days of `frame` after those of `fit`, and of one more."""
    first = len(fit.frame.days)
    return (
        onestep.loop_model(frame, fit.draws, first),
        _drift_view(fit.frame, frame, fit.prior, first, rng),
        onestep.local_level(frame, first),
    )


def _drift_view(
    learn: Frame, frame: Frame, prior: Prior, first: int, rng: Generator
) -> onestep.OneStep:
    """The loop model on deviations from a slow drift, put back on that drift."""
    deviations, _ = onestep.drifting(learn)
    draws = QUICK.sample(deviations, prior, rng)
    flat, levels = onestep.drifting(frame)
    view = onestep.loop_model(flat, draws, first, wanders=False)
    return replace(view, mean=view.mean + levels[None, first:])


def each_model(grid: steps.Steps, views: Views, column: int) -> Array:
    """(3 models, n_days + 1, n_values): each mixed over its parts and over heavy tails."""
    found = []
    for view in views:
        mean, known = view.mean[:, :, column], view.variance[:, :, column]
        own, weight = view.own[:, :, column], view.weight[:, :, column]
        each = [grid.probabilities(mean, known + own * tail) for tail in onestep.TAILS]
        found.append((weight[..., None] * np.mean(each, axis=0)).sum(axis=0))
    return np.stack(found)


def _kept_to(grid: steps.Steps, chances: Array, answers: Array) -> Array:
    """Forecasts (n_days, n_values) drawn towards the values that past `answers` kept to."""
    drawn = chances * grid.habits(answers)
    return np.asarray(drawn / drawn.sum(axis=-1, keepdims=True))


def _forecast(
    frame: Frame,
    column: int,
    weights: Array,
    found: Chances,
    day: int,
    level: float,
) -> Forecast:
    """The record of one item, `day` days after tomorrow."""
    values, chance = found.grid.values, found.stacked[day]
    low, high = steps.interval(chance, level)
    named: Mapping[str, float] = {
        name: round(float(weight), 3) for name, weight in zip(MODELS, weights, strict=True)
    }
    return Forecast(
        variable=frame.items[column],
        day=frame.days[-1] + timedelta(days=day + 1),
        values=tuple(float(value) for value in values),
        probabilities=tuple(float(p) for p in chance),
        mean=float(chance @ values),
        low=float(values[low]),
        high=float(values[high]),
        level=level,
        weights=named,
    )
