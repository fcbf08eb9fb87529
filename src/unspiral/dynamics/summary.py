"""Draws to the one table that leaves the learner: links in points, and how sure they are."""

from itertools import combinations, permutations

import numpy as np

from unspiral.dynamics import normal
from unspiral.dynamics.frame import Frame
from unspiral.dynamics.model import LoopFit
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.sampler import make_blocks
from unspiral.records.estimate import Array, Link, Together

WORTH_SAYING_SD = 0.05
LEVEL = 0.8


def links(fit: LoopFit, level: float = LEVEL) -> tuple[Link, ...]:
    """Every link between sittings, in points of the effect per usual swing of the cause."""
    names = fit.frame.items
    means, spreads = prior_totals(fit.frame, fit.prior)
    return tuple(
        _link(fit, names.index(cause), names.index(effect), means, spreads, level)
        for cause, effect in permutations(names, 2)
    )


def chances(draws: Array) -> tuple[float, float]:
    """P(beta > .05) and P(beta < -.05) of draws in sd units."""
    return float((draws > WORTH_SAYING_SD).mean()), float((draws < -WORTH_SAYING_SD).mean())


def pairs(frame: Frame, cause: int, effect: int) -> int:
    """Usable pairs that speak for one link: both answered, in sittings that follow each other."""
    there = np.isfinite(frame.y)
    if frame.night == cause:
        return int((there[:, cause] & there[:, effect]).sum())
    return int((there[:-1, cause] & there[1:, effect]).sum())


def lags(frame: Frame, cause: int, effect: int) -> tuple[str, ...]:
    """Which lags a link sums over, in the words of content/edges."""
    if frame.night is None:
        return ("next_day",)
    if frame.night == cause:
        return ("night_to_next_day", "night_before_last")
    return ("day_to_that_night",) if frame.night == effect else ("next_day",)


def together(fit: LoopFit, level: float = LEVEL) -> tuple[Together, ...]:
    """Correlation of the daily shocks of each two items of one sitting: no direction."""
    frame, noise = fit.frame, fit.draws.noise
    scale = np.sqrt(np.diagonal(noise, axis1=1, axis2=2))
    shared = noise / (scale[:, :, None] * scale[:, None, :])
    same_sitting = [at for at in range(len(frame.items)) if at != frame.night]
    found = []
    for a, b in combinations(same_sitting, 2):
        low, _, high = quantiles(shared[:, a, b], level)
        days = int(np.isfinite(frame.y[:, [a, b]]).all(axis=1).sum())
        mean = float(shared[:, a, b].mean())
        found.append(Together(frame.items[a], frame.items[b], mean, low, high, level, days))
    return tuple(found)


def quantiles(draws: Array, level: float) -> tuple[float, float, float]:
    """Low end, median and high end of the central `level` interval."""
    tail = (1.0 - level) / 2.0
    low, middle, high = np.quantile(draws, [tail, 0.5, 1.0 - tail])
    return float(low), float(middle), float(high)


def prior_totals(frame: Frame, prior: Prior) -> tuple[Array, Array]:
    """(p, p) prior mean and sd of every link summed over its lags, sd units; row = effect."""
    p, first = len(frame.items), 1 + frame.inputs.shape[1]
    means, variances = np.zeros((p, p)), np.zeros((p, p))
    for block in make_blocks(frame, prior):
        rows, after = np.array(block.rows), first + len(block.same)
        means[rows] += block.mean[:, after:]
        variances[rows] += 1.0 / block.precision[:, after:]
        for at, column in enumerate(block.same):
            means[rows, column] += block.mean[:, first + at]
            variances[rows, column] += 1.0 / block.precision[:, first + at]
    return means, np.sqrt(variances)


def _link(
    fit: LoopFit, cause: int, effect: int, means: Array, spreads: Array, level: float
) -> Link:
    frame = fit.frame
    draws = fit.draws.total[:, effect, cause]
    scale = frame.points_per_sd(effect)
    low, _, high = quantiles(draws, level)
    positive, negative = chances(draws)
    half = normal.quantile(0.5 + level / 2) * spreads[effect, cause]
    middle = means[effect, cause]
    return Link(
        from_=frame.items[cause],
        to=frame.items[effect],
        lags=lags(frame, cause, effect),
        mean=float(draws.mean()) * scale,
        sd=float(draws.std()) * scale,
        low=low * scale,
        high=high * scale,
        level=level,
        unit=frame.units[effect],
        pairs=pairs(frame, cause, effect),
        p_positive=positive,
        p_negative=negative,
        prior_mean=float(middle) * scale,
        prior_low=float(middle - half) * scale,
        prior_high=float(middle + half) * scale,
    )
