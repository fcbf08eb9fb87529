"""Made-up people in a fair test, with a known truth: what size, power and cover are measured on.

Their days carry over, some are missed, some are not done as drawn, a part of the effect is left
on the next day, and whether something is done goes with how they feel (so that what was done
is no fair comparison, while what was drawn is).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray
from scipy.signal import lfilter
from scipy.special import ndtr

from unspiral.records.estimate import Array
from unspiral.records.trial import Design, Trial, TrialDay
from unspiral.trials.design import RUN_IN_DAYS
from unspiral.trials.randomise import YESTERDAY

ROUNDING = 1.0 / 12.0  # variance of rounding to whole answers
WAVE_DAYS = 70.0  # up and down again
SETTLING = 30  # days before the first one that is kept


@dataclass(frozen=True, slots=True)
class World:
    """What the people are like.

    `sd`: day-to-day swing of the answers in points, rounding and error with it; `level` their
    middle. `lag`, `lag_sd`: own lag over people; `error`: range of the share of measurement
    error. `missed`: share of days without an outcome; `done`: share of days with the technique
    on which it is done; `done_off`: share of the others on which it is done all the same;
    `carry`: part of the effect left on the next day. `by_feeling`: correlation of doing it with
    the day's own state: it is skipped on bad days with it, and used on bad days without.
    `drift`: height in points of a slow wave under the days, on top of `sd`.
    """

    run_in: int = RUN_IN_DAYS
    sd: float = 1.0
    level: float = 4.5
    lag: float = 0.35
    lag_sd: float = 0.15
    error: tuple[float, float] = (0.15, 0.5)
    missed: float = 0.15
    done: float = 1.0
    done_off: float = 0.0
    carry: float = 0.0
    by_feeling: float = 0.0
    drift: float = 0.0


@dataclass(frozen=True, slots=True)
class Days:
    """One person's days without any effect: `state`, `error` (n,) in points around 0.

    `there`: (n,) whether the day has an outcome; `wish`: (n,) 0 to 1, small = does what is
    drawn, great = does it though it is not drawn.
    """

    state: Array
    error: Array
    there: NDArray[np.bool_]
    wish: Array


def live(world: World, days: int, rng: Generator) -> Days:
    """`world.run_in` days and then `days` of a test."""
    n = world.run_in + days
    lag = float(np.clip(rng.normal(world.lag, world.lag_sd), 0.0, 0.85))
    share = float(rng.uniform(*world.error))
    shocks = rng.standard_normal(SETTLING + n) * np.sqrt(1.0 - lag**2)
    state = lfilter([1.0], [1.0, -lag], shocks)[SETTLING:]
    mood = world.by_feeling * state + np.sqrt(1.0 - world.by_feeling**2) * rng.standard_normal(n)
    size = np.sqrt(max(world.sd**2 - ROUNDING, 0.01))
    return Days(
        state=size * np.sqrt(1.0 - share) * state + _wave(world, n, rng),
        error=size * np.sqrt(share) * rng.standard_normal(n),
        there=rng.random(n) >= world.missed,
        wish=ndtr(mood),
    )


def _wave(world: World, n: int, rng: Generator) -> Array:
    if not world.drift:
        return np.zeros(n)
    return np.asarray(world.drift * np.sin(2 * np.pi * (np.arange(n) / WAVE_DAYS + rng.random())))


def done_days(world: World, lived: Days, arms: Array) -> Array:
    """(n,) 1 where the technique was done; `arms` (n,) 1 where it was drawn, 0 in the run-in."""
    inside = np.arange(len(arms)) >= world.run_in
    without = inside & (lived.wish > 1.0 - world.done_off)
    return np.where(arms > 0, lived.wish < world.done, without).astype(np.float64)


def answers(world: World, lived: Days, done: Array, effects: Sequence[float]) -> Array:
    """(n, m) whole answers 0 to 10, one column for each true same-day effect in points."""
    after = np.concatenate([[0.0], done[:-1]])
    push = np.multiply.outer(done + world.carry * after, np.asarray(effects, dtype=np.float64))
    latent = world.level + (lived.state + lived.error)[:, None] + push
    return np.asarray(np.clip(np.round(latent), 0.0, 10.0))


def truth(world: World, design: Design, effects: Sequence[float]) -> Array:
    """(m,): the primary estimand of each effect: by what is drawn, as the scheme draws it."""
    carried = 1.0 + world.carry * YESTERDAY[design.scheme]
    return np.asarray(effects) * (world.done - world.done_off) * carried


def trial(world: World, design: Design, effect: float, rng: Generator) -> Trial:
    """One person's whole test, as it would be kept. The effect is in points, negative = lower."""
    lived = live(world, design.days, rng)
    arms = np.concatenate([np.zeros(world.run_in), np.array(design.arms, dtype=np.float64)])
    done = done_days(world, lived, arms)
    values = answers(world, lived, done, [effect])[:, 0]
    every = [
        TrialDay(
            day=at + 1 - world.run_in,
            assigned=bool(arms[at]) if at >= world.run_in else None,
            done=bool(done[at]) if at >= world.run_in else None,
            value=float(values[at]) if lived.there[at] else None,
        )
        for at in range(len(arms))
    ]
    return Trial(design, tuple(every[world.run_in :]), tuple(every[: world.run_in]))
