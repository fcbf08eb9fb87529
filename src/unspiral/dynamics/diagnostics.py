"""Does the model fit this diary? Checks whose failure withholds what they guard.

A check is named `what` (guards everything) or `what:item` (guards the links of that item).
"""

import numpy as np
from numpy.random import Generator

from unspiral.dynamics import replicate, steps, summary
from unspiral.dynamics.forecast import Past
from unspiral.dynamics.model import LoopFit
from unspiral.records.estimate import Array, Check, Diagnostics

EXPLOSIVE_AT_MOST = 0.05
# A well-fitting diary fails one forecast check about once in a thousand.
KS_AT_MOST = 1.95  # times 1 / sqrt(n)
COVER_SLACK_SDS = 3.3
LEVELS = (0.8, 0.9)
TAIL_AT_LEAST = 0.0025
CONFLICT_SDS = 2.0
MIN_FORECASTS = 7


def diagnose(fit: LoopFit, past: Past, rng: Generator) -> Diagnostics:
    """All checks of one fit that do not need a second chain."""
    checks = [
        Check(
            "explosive_share",
            fit.explosive_share,
            EXPLOSIVE_AT_MOST,
            fit.explosive_share <= EXPLOSIVE_AT_MOST,
        )
    ]
    for column, item in enumerate(fit.frame.items):
        checks += _forecast_checks(past, column, item, rng)
    checks += _replicate_checks(fit, rng)
    checks += _conflicts(fit)
    return Diagnostics(tuple(checks))


def guards(check: Check, *items: str) -> bool:
    """True when `check` speaks for the whole fit or for one of `items`."""
    _, _, subject = check.name.partition(":")
    return subject in ("", *items) and not check.name.startswith("prior_conflict:")


def conflict_name(cause: str, effect: str) -> str:
    """The check that says whether a link's posterior left what its prior thought possible."""
    return f"prior_conflict:{cause}>{effect}"


def _forecast_checks(past: Past, column: int, item: str, rng: Generator) -> list[Check]:
    """Randomised PIT and coverage of the stacked one-step forecasts of the last days."""
    there = past.answers[column] >= 0
    n = int(there.sum())
    if n < MIN_FORECASTS:
        return []
    chance = past.chances[column][there]
    answer = past.answers[column][there]
    bound = KS_AT_MOST / np.sqrt(n)
    distance = _uniform_distance(_randomised_pit(chance, answer, rng))
    checks = [Check(f"pit:{item}", distance, bound, distance <= bound)]
    for level in LEVELS:
        low, high = steps.interval(chance, level)
        share = float(((answer >= low) & (answer <= high)).mean())
        least = level - COVER_SLACK_SDS * np.sqrt(level * (1.0 - level) / n)
        checks.append(Check(f"cover{round(100 * level)}:{item}", share, least, share >= least))
    return checks


def _randomised_pit(chance: Array, answer: steps.Indices, rng: Generator) -> Array:
    below = np.cumsum(chance, axis=1)
    rows = np.arange(len(answer))
    upper = below[rows, answer]
    lower = upper - chance[rows, answer]
    pit: Array = lower + rng.random(len(answer)) * (upper - lower)
    return pit


def _uniform_distance(values: Array) -> float:
    ordered = np.sort(values)
    n = len(ordered)
    ranks = np.arange(1, n + 1) / n
    return float(np.maximum(ranks - ordered, ordered - ranks + 1.0 / n).max())


def _replicate_checks(fit: LoopFit, rng: Generator) -> list[Check]:
    """Posterior predictive: the smaller tail share of each statistic among replicated diaries."""
    copies = replicate.diaries(fit, rng)
    checks = []
    for column, item in enumerate(fit.frame.items):
        own = replicate.statistics(fit.frame, column, replicate.answers(fit.frame, column)[None])
        new = replicate.statistics(fit.frame, column, copies[:, :, column])
        for name, value in own.items():
            below, above = (new[name] <= value).mean(), (new[name] >= value).mean()
            tail = float(min(below, above))
            checks.append(Check(f"{name}:{item}", tail, TAIL_AT_LEAST, tail >= TAIL_AT_LEAST))
    return checks


def _conflicts(fit: LoopFit) -> list[Check]:
    """|posterior mean - prior mean| in prior sds, for each link."""
    means, spreads = summary.prior_totals(fit.frame, fit.prior)
    gap = np.abs(fit.draws.total.mean(axis=0) - means) / spreads
    names = fit.frame.items
    return [
        Check(
            conflict_name(names[cause], names[effect]),
            float(gap[effect, cause]),
            CONFLICT_SDS,
            bool(gap[effect, cause] <= CONFLICT_SDS),
        )
        for cause in range(len(names))
        for effect in range(len(names))
        if cause != effect
    ]
