"""What forecasts are compared with, in NumPy. Day t is forecast from the days before t alone."""

from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float64]
Normals = tuple[Array, Array]  # mean and sd of each day's answer, (n_days, n_items), points
RATES = np.array([0.01, 0.02, 0.03, 0.05, 0.07, 0.1, 0.14, 0.2, 0.28, 0.4, 0.55, 0.75, 1.0])
PENALTIES = np.array([1.0, 3.0, 10.0, 30.0, 100.0, 300.0, 1000.0])
MOST_CARRY = 0.98


def person_mean(y: Array) -> Normals:
    """The mean and sd of all earlier answers."""
    seen, values = np.isfinite(y), np.nan_to_num(y)
    n = _before(seen)
    mean = _before(values) / np.maximum(n, 1)
    left = _before(values**2) / np.maximum(n, 1) - mean**2
    return mean, np.sqrt(np.maximum(left * n / np.maximum(n - 1, 1), 0.0))


def last_value(y: Array) -> Normals:
    """The last answer; its spread is that of its own past errors."""
    mean, errors = _smoothed(y, np.array([1.0]))
    return mean[0], np.sqrt(errors[0])


def tuned_ewma(y: Array) -> Normals:
    """An exponentially weighted mean; each day the rate with the smallest past squared error."""
    mean, errors = _smoothed(y, RATES)
    best = np.argmin(errors, axis=0)[None]
    return (
        np.take_along_axis(mean, best, 0)[0],
        np.sqrt(np.take_along_axis(errors, best, 0)[0]),
    )


def autoregression(y: Array) -> Normals:
    """AR(1) by least squares on answers of consecutive days; a gap carries it on to the mean."""
    now, then = y[1:], y[:-1]
    pair = np.isfinite(now) & np.isfinite(then)
    now, then = np.where(pair, now, 0.0), np.where(pair, then, 0.0)
    sums = [pair, now, then, now**2, then**2, now * then]
    start = np.zeros((1, y.shape[1]))
    n, a, b, aa, bb, ab = (np.vstack([start, _before(one), one.sum(0)[None]])[:-1] for one in sums)
    n = np.maximum(n, 1)
    carry = (ab - a * b / n) / np.maximum(bb - b**2 / n, 1e-9)
    carry = np.clip(carry, -MOST_CARRY, MOST_CARRY)
    level = (a - carry * b) / n
    noise = (aa - a**2 / n) - carry * (ab - a * b / n)
    noise = np.maximum(noise, 0.0) / np.maximum(n - 2, 1)
    last, gap = _last(y)
    rest = level / (1 - carry)
    mean = rest + carry**gap * (last - rest)
    return mean, np.sqrt(noise * (1 - carry ** (2 * gap)) / (1 - carry**2))


def ridge_var(y: Array) -> Normals:
    """All items' last answers as regressors, in past sds; penalty by past squared error."""
    days, items = y.shape
    centre, spread = person_mean(y)
    last, _ = _last(y)
    last = np.where(np.isfinite(last), last, centre)
    mean, sd = centre.copy(), spread.copy()
    squares, counts = np.zeros((len(PENALTIES), items)), np.zeros(items)
    for day in range(2, days):
        scale = np.where(spread[day] > 0, spread[day], 1.0)
        z = (last[:day] - centre[day]) / scale
        ahead = (last[day] - centre[day]) / scale
        for item in range(items):
            rows = np.flatnonzero(np.isfinite(y[1:day, item])) + 1
            if len(rows) < items + 2:
                continue
            each = _ridge(z[rows], y[rows, item] - centre[day, item], ahead) + centre[day, item]
            best = int(np.argmin(squares[:, item]))
            mean[day, item] = each[best]
            if counts[item] >= 7:
                sd[day, item] = np.sqrt(squares[best, item] / counts[item])
            if np.isfinite(y[day, item]):
                squares[:, item] += (y[day, item] - each) ** 2
                counts[item] += 1
    return mean, sd


RIVALS: Mapping[str, Callable[[Array], Normals]] = {
    "person_mean": person_mean,
    "last_value": last_value,
    "ewma": tuned_ewma,
    "ar": autoregression,
    "ridge_var": ridge_var,
}


def _before(values: Array | NDArray[np.bool_]) -> Array:
    """Sums over the days before each day."""
    total = np.cumsum(values, axis=0, dtype=np.float64)
    return np.vstack([np.zeros((1, total.shape[1])), total[:-1]])


def _last(y: Array) -> tuple[Array, Array]:
    """The last answer before each day (NaN before the first), and how many days ago it was."""
    last, gap = np.full_like(y, np.nan), np.ones_like(y)
    for day in range(1, len(y)):
        seen = np.isfinite(y[day - 1])
        last[day] = np.where(seen, y[day - 1], last[day - 1])
        gap[day] = np.where(seen, 1.0, gap[day - 1] + 1.0)
    return last, gap


def _smoothed(y: Array, rates: Array) -> tuple[Array, Array]:
    """Level of each rate on each day, and its mean squared past error: (rates, days, items)."""
    level = np.full((len(rates), y.shape[1]), np.nan)
    squares, counts = np.zeros_like(level), np.zeros(y.shape[1])
    means, errors = [], []
    for answers in y:
        means.append(level)
        errors.append(squares / np.maximum(counts, 1.0))
        gap = np.where(np.isfinite(answers) & np.isfinite(level), answers - level, 0.0)
        squares = squares + gap**2
        counts = counts + (np.isfinite(answers) & np.isfinite(level[0]))
        first = np.isnan(level) & np.isfinite(answers)
        level = np.where(first, answers, level + rates[:, None] * gap)
    return np.stack(means, axis=1), np.stack(errors, axis=1)


def _ridge(z: Array, target: Array, ahead: Array) -> Array:
    """One forecast for each penalty; the intercept is not shrunk."""
    middle, base = z.mean(axis=0), float(target.mean())
    values, vectors = np.linalg.eigh((z - middle).T @ (z - middle))
    right = vectors.T @ ((z - middle).T @ (target - base))
    weights = vectors @ (right[:, None] / (np.maximum(values, 0.0)[:, None] + PENALTIES))
    return base + (ahead - middle) @ weights
