"""Has the level of one item shifted, once and for good? Two levels against one.

Two models of one diary: the loop model (0), and the loop model with a shift of one item from one
day on (1). For parameters theta, LR(theta) = p(y | theta, 1) / p(y | theta, 0), with the first day
and the size of the shift averaged over their priors, follows from the forecast residuals
(signature.py). The Bayes factor p(y | 1) / p(y | 0) is bridged from draws of theta under either
model (Bennett 1976, doi:10.1016/0021-9991(76)90078-4): model 0 alone would read a shift as long
memory. All days and items that were searched share one small prior chance.
"""

from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import normal
from unspiral.dynamics.draws import Draws
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import LoopFit, LoopModel
from unspiral.dynamics.signature import Rows, evidence, shape
from unspiral.dynamics.summary import LEVEL, WORTH_SAYING_SD
from unspiral.records.estimate import Array, ChangePoint

ANY_SHIFT = 0.05  # prior chance of a shift; items share it, then the days of an item
SHIFT_SD = 1.0  # a shift is about one usual swing, up or down
MIN_SIDE = 14  # answers on either side
WORTH_WEIGHING = 3.5  # standard errors between two means; below, no draw is spent on a shift
SHIFTED = LoopModel(chains=4, warm=100, keep=50)
ROUNDS, ROUNDS_THROWN_AWAY = 6, 2
DRAWS_USED = 200
BISECTIONS = 60


@dataclass(frozen=True, slots=True)
class Shift:
    """The one shift worth weighing: chance of it in either direction, and its estimate if real.

    `p_positive`, `p_negative`: that this item shifted, by more than .05 within-person sd.
    `halves`: the larger of the two from either half of the draws alone.
    """

    p_positive: float
    p_negative: float
    halves: tuple[float, float]
    point: ChangePoint


@dataclass(frozen=True, slots=True)
class _Place:
    """An item, the days on which a shift of it may begin, and a first guess of day and size."""

    column: int
    rows: Rows
    row: int
    size: float


@dataclass(frozen=True, slots=True)
class _Weighed:
    """Per draw and day, (n, n_days): log likelihood ratio, mean and sd of the shift, sd units."""

    ratio: Array
    mean: Array
    sd: Array

    @property
    def each(self) -> Array:
        """(n,): log LR(theta), averaged over the days."""
        return _log_mean(self.ratio)

    @property
    def days(self) -> Array:
        """(n, n_days): the chance of each first day, given the draw."""
        chance = np.exp(self.ratio - self.ratio.max(axis=1, keepdims=True))
        return np.asarray(chance / chance.sum(axis=1, keepdims=True))


def find(fit: LoopFit, rng: Generator, level: float = LEVEL) -> Shift | None:
    """The likeliest shift in a diary; None when no item comes near one."""
    place = guess(fit.frame)
    if place is None:
        return None
    without = _weigh(fit.frame, place, fit.draws)
    each = DRAWS_USED // (ROUNDS - ROUNDS_THROWN_AWAY)
    shifted = [_weigh(fit.frame, place, draws, each) for draws in _rounds(fit, place, rng)]
    given = _Weighed(*(np.concatenate([getattr(one, name) for one in shifted])
                       for name in ("ratio", "mean", "sd")))  # fmt: skip
    share = ANY_SHIFT / len(fit.frame.items)
    chance = _chance(bridge(without.each, given.each), share)
    halves = map(bridge, np.array_split(without.each, 2), np.array_split(given.each, 2))
    up, down = (_beyond(given, sign) for sign in (1.0, -1.0))
    most = max(up, down)
    first, second = (most * _chance(one, share) for one in halves)
    point = _point(fit.frame, place, given, chance * most, level)
    return Shift(chance * up, chance * down, (first, second), point)


def guess(frame: Frame) -> _Place | None:
    """The item and day with the clearest difference of means, if it is worth weighing."""
    best, found = WORTH_WEIGHING, None
    for column in range(len(frame.items)):
        rows = candidate_rows(frame, column)
        answered = np.flatnonzero(np.isfinite(frame.y[:, column]))
        values = frame.y[answered, column]
        for row in rows:
            clear, size = _difference(values, int(np.searchsorted(answered, row)))
            if clear > best:
                best, found = clear, _Place(column, rows, int(row), size)
    return found


def candidate_rows(frame: Frame, column: int) -> Rows:
    """Days that may be the first after a shift: answered, with enough answers on either side."""
    answered = np.flatnonzero(np.isfinite(frame.y[:, column]))
    return np.asarray(answered[MIN_SIDE : max(MIN_SIDE, len(answered) - MIN_SIDE + 1)])


def bridge(without: Array, given: Array) -> float:
    """The log Bayes factor from log LR(theta) at draws without and with a shift, (n,) each."""
    low = float(min(without.min(), given.min()))
    high = float(max(without.max(), given.max()))
    for _ in range(BISECTIONS):
        middle = (low + high) / 2.0
        above = _logistic(without - middle).mean() > _logistic(middle - given).mean()
        low, high = (middle, high) if above else (low, middle)
    return (low + high) / 2.0


def _difference(values: Array, split: int) -> tuple[float, float]:
    """Standard errors between the means of two parts, own lag counted, and the difference."""
    before, after = values[:split], values[split:]
    left = np.concatenate([before - before.mean(), after - after.mean()])
    spread = float(left @ left) or 1e-9
    lag = min(max(float(left[1:] @ left[:-1]) / spread, 0.0), 0.95)
    error = np.sqrt(spread / len(left) * (1.0 / len(before) + 1.0 / len(after)))
    size = float(after.mean() - before.mean())
    return abs(size) / float(error * np.sqrt((1.0 + lag) / (1.0 - lag))), size


def _rounds(fit: LoopFit, place: _Place, rng: Generator) -> list[Draws]:
    """Draws of the parameters with a shift: they, then its day and size, and again."""
    forms, _ = shape(fit.frame, place.column, place.rows)
    at, size = int(np.searchsorted(place.rows, place.row)), place.size
    ends = fit.frame.censored.copy()
    ends[place.column] = -np.inf, np.inf  # a moved answer is no longer at an end of its scale
    kept = []
    for _ in range(ROUNDS):
        without = fit.frame.y.copy()
        without[:, place.column] -= size * forms[:, at]
        moved = replace(fit.frame, y=without, censored=ends)
        draws = SHIFTED.sample(moved, fit.prior, rng)
        last = _weigh(fit.frame, place, draws, 1)
        at = int(rng.choice(len(place.rows), p=last.days[-1]))
        size = float(last.mean[-1, at] + last.sd[-1, at] * rng.standard_normal())
        kept.append(draws)
    return kept[ROUNDS_THROWN_AWAY:]


def _weigh(frame: Frame, place: _Place, draws: Draws, used: int = DRAWS_USED) -> _Weighed:
    last = len(draws.error) - 1
    picked = np.linspace(last, 0, min(used, last + 1)).astype(int)[::-1]
    found = evidence(frame, draws, picked, place.column, place.rows)
    gain = SHIFT_SD**2 / (1.0 + SHIFT_SD**2 * found.information)
    ratio = 0.5 * (found.score**2 * gain + np.log(gain / SHIFT_SD**2))
    return _Weighed(ratio, gain * found.score, np.sqrt(gain))


def _beyond(given: _Weighed, sign: float) -> float:
    """The chance, if there is a shift, that it goes this way and is worth saying."""
    below = normal.cdf((sign * given.mean - WORTH_SAYING_SD) / given.sd)
    return float((given.days * below).sum() / len(given.days))


def _chance(factor: float, share: float) -> float:
    """The chance of a shift from its log Bayes factor and its share of the prior chance."""
    odds = factor + np.log(share) - np.log1p(-ANY_SHIFT)
    return float(_logistic(np.asarray(odds)))


def _point(
    frame: Frame, place: _Place, given: _Weighed, chance: float, level: float
) -> ChangePoint:
    weight = given.days / len(given.days)
    first = int(place.rows[int(np.argmax(weight.sum(axis=0)))])
    points = frame.points_per_sd(place.column)
    tail = (1.0 - level) / 2.0
    answered = np.isfinite(frame.y[:, place.column])
    return ChangePoint(
        variable=frame.items[place.column],
        day=frame.days[first],
        shift=float((weight * given.mean).sum()) * points,
        low=_quantile(given, weight, tail) * points,
        high=_quantile(given, weight, 1.0 - tail) * points,
        level=level,
        unit=frame.units[place.column],
        p=chance,
        before=int(answered[:first].sum()),
        after=int(answered[first:].sum()),
    )


def _quantile(given: _Weighed, weight: Array, share: float) -> float:
    """The value below which `share` of the weighted normals lies, by bisection."""
    low = float((given.mean - 8.0 * given.sd).min())
    high = float((given.mean + 8.0 * given.sd).max())
    for _ in range(BISECTIONS):
        middle = (low + high) / 2.0
        below = float((weight * normal.cdf((middle - given.mean) / given.sd)).sum())
        low, high = (middle, high) if below < share else (low, middle)
    return (low + high) / 2.0


def _log_mean(logs: Array) -> Array:
    top = logs.max(axis=1, keepdims=True)
    mean: Array = np.log(np.exp(logs - top).mean(axis=1)) + top[:, 0]
    return mean


def _logistic(value: Array) -> Array:
    curve: Array = 0.5 * (1.0 + np.tanh(value / 2.0))
    return curve
