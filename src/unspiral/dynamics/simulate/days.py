"""How a made-up person's days go by: shocks, flares, what was done, and a level that drifts."""

from itertools import accumulate

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from unspiral.dynamics.simulate.made import ITEMS, NIGHT, PAIN, Truth
from unspiral.dynamics.simulate.settings import Settings
from unspiral.records.estimate import Array

WARM_UP_DAYS = 60
# Elicited here, in no source; `basis` tells them.
DRIFT_HALF_LIFE_DAYS = 60.0
FLARE_DAYS = (3, 7)
FLARE_PUSH_SD = 1.2

Lived = tuple[Array, Array, NDArray[np.bool_]]  # states, inputs, flares


def live(settings: Settings, truth: Truth, n_days: int, streams: list[Generator]) -> Lived:
    """`n_days` of true states, and what happened on them, after a warm-up nobody sees."""
    shocks_rng, flares_rng, use_rng = streams
    shocks = _shocks(settings, truth, n_days + WARM_UP_DAYS, shocks_rng)
    flares = _flares(settings, n_days + WARM_UP_DAYS, flares_rng)
    shocks += flares[:, None] * FLARE_PUSH_SD * truth.within[:, PAIN]
    states, inputs = _states(settings, truth, shocks, use_rng)
    return states[WARM_UP_DAYS:], inputs[WARM_UP_DAYS:], flares[WARM_UP_DAYS:]


def drift(settings: Settings, n_days: int, rng: Generator) -> Array:
    """(n_days, p) sd units: each level wanders from where it began, and follows its trend."""
    year = rng.normal(0.0, settings.trend, len(ITEMS))
    kept = 0.5 ** (1.0 / DRIFT_HALF_LIFE_DAYS)
    steps = rng.standard_normal((n_days, len(ITEMS))) * settings.drift * np.sqrt(1.0 - kept**2)
    steps[0] = 0.0
    wander = np.array(list(accumulate(steps, lambda level, step: kept * level + step)))
    return np.asarray(wander + np.arange(n_days)[:, None] / 365.0 * year)


def chance_logit(share: float, slope: float) -> float:
    """The intercept with which logistic(intercept + slope * z) has mean `share`, z ~ N(0, 1).

    The normal-logistic approximation of MacKay (1992), right to about .02.
    """
    return float(np.log(share / (1.0 - share)) * np.sqrt(1.0 + np.pi * slope**2 / 8.0))


def _shocks(settings: Settings, truth: Truth, n_days: int, rng: Generator) -> Array:
    tails = rng.spawn(1)[0]
    shocks = rng.standard_normal((n_days, len(ITEMS))) @ np.linalg.cholesky(truth.noise).T
    if settings.shock_df:
        # a night and an evening each have their own scale: a wild day is wild for its sitting
        df = settings.shock_df
        night, evening = np.sqrt((df - 2.0) / tails.chisquare(df, (n_days, 2))).T
        shocks *= evening[:, None]
        shocks[:, NIGHT] *= night / evening
    return np.asarray(shocks)


def _flares(settings: Settings, n_days: int, rng: Generator) -> NDArray[np.bool_]:
    start, length = rng.random((n_days, 2)).T
    shortest, longest = FLARE_DAYS
    on = np.zeros(n_days, dtype=np.bool_)
    for day in np.flatnonzero(start < settings.flares_per_year / 365.0):
        on[day : day + shortest + int(length[day] * (longest - shortest + 1))] = True
    return on


def _states(settings: Settings, truth: Truth, shocks: Array, rng: Generator) -> tuple[Array, Array]:
    """(days, p) states and (days, k) inputs, day by day: what is done may hang on the day."""
    limits = rng.logistic(size=(len(shocks), len(settings.uses)))
    base = np.array([chance_logit(use.share, use.indication) for use in settings.uses])
    slope = np.array([use.indication for use in settings.uses])
    tonight, today = truth.inputs[NIGHT], truth.inputs.copy()
    today[NIGHT] = 0.0
    below, above = truth.bend
    middle = (below - above) / np.sqrt(2.0 * np.pi)  # so that E[g] = 0 under N(0, 1)
    night_tells = truth.same[:, NIGHT]
    state, used = np.zeros(len(ITEMS)), np.zeros(len(base))
    states, inputs = np.empty_like(shocks), np.empty_like(limits)
    for day, shock in enumerate(shocks):
        state = truth.lag @ state + shock
        if len(base):
            state[NIGHT] += tonight @ used
        night = state[NIGHT]
        state += night_tells * (night * (below if night < 0.0 else above) + middle)
        if len(base):
            used = (limits[day] < base + slope * state[PAIN]).astype(float)
            state += today @ used
        states[day], inputs[day] = state, used
    return states, inputs
