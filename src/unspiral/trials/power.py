"""What to expect of a fair test before it starts, from made-up runs of it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.random import Generator

from unspiral.records.estimate import Array
from unspiral.records.trial import Power, PowerAt, Scheme
from unspiral.trials import posterior, randomise, regressors, simulate
from unspiral.trials.randomise import Bools
from unspiral.trials.simulate import World
from unspiral.trials.verdict import AS_GOOD_AS_NOT, HALF_POINT, NO_DIFFERENCE, SURE

# Usual values, used where the person's own days do not tell (content/populations: pain). How
# many evenings are answered and how often it is done are elicited.
USUAL_SD, USUAL_LAG = 1.1, 0.25
USUAL_ANSWERED, USUAL_DONE = 0.85, 0.8
# True effects a test may meet, in points, and how often: most single steps help less than 1
# point in 10 on average, some people more, some not at all (product.md, promise 6; elicited).
EXPECTED: Mapping[float, float] = {0.0: 0.25, 0.5: 0.5, 1.0: 0.25}
SHOWN = (0.0, 0.5, 1.0, 1.5)
SCHEDULES, NOISES = 60, 8
KNOWN_FROM = 14  # own days with an outcome from which sd and lag are one's own
SD_FLOOR, SD_CEILING = 0.4, 3.0
LAG_CEILING = 0.8
MID_ERROR = 0.3  # share of error in a single item, as the simulated people have it on average
POINTS = 10.0


@dataclass(frozen=True, slots=True)
class Expected:
    """What a test is reckoned with: swing in points, correlation of neighbouring days, shares.

    `own`: names of those that came from the person's own days.
    """

    sd: float = USUAL_SD
    lag: float = USUAL_LAG
    answered: float = USUAL_ANSWERED
    done: float = USUAL_DONE
    own: tuple[str, ...] = ()


def expect(
    values: Sequence[float | None],
    scale: tuple[float, float] = (0.0, 10.0),
    done: float | None = None,
) -> Expected:
    """From the outcome of the person's last days (None = missed), oldest first.

    `done`: the share of planned days on which something like it was done, where it is known.
    """
    found = Expected() if done is None else Expected(done=done, own=("done",))
    y = np.array([np.nan if one is None else one for one in values], dtype=np.float64)
    there = np.isfinite(y)
    if there.sum() < KNOWN_FROM:
        return found
    points = (y - np.nanmean(y)) * POINTS / (scale[1] - scale[0])
    sd = float(np.clip(np.nanstd(points), SD_FLOOR, SD_CEILING))
    lag, own = found.lag, ("sd", "answered", *found.own)
    pairs = there[1:] & there[:-1]
    if pairs.sum() >= KNOWN_FROM:
        together = np.mean(points[1:][pairs] * points[:-1][pairs]) / max(sd, SD_FLOOR) ** 2
        lag, own = float(np.clip(together, 0.0, LAG_CEILING)), ("lag", *own)
    return Expected(sd, lag, float(there.mean()), found.done, own)


def power(
    scheme: Scheme, days: int, expected: Expected, rng: Generator, schedules: int = SCHEDULES
) -> Power:
    """Chances of each verdict for a test of `days` days; about half a second.

    The technique is reckoned as having no carry-over. Numbers are shares of simulated tests.
    """
    effects = sorted({*SHOWN, *EXPECTED})
    helped, not_helped = np.zeros(len(effects)), np.zeros(len(effects))
    for _ in range(schedules):
        helps, small = _one_schedule(scheme, days, expected, effects, rng)
        helped, not_helped = helped + helps, not_helped + small
    n = schedules * NOISES
    every = {
        points: PowerAt(points, float(yes) / n, float(no) / n)
        for points, yes, no in zip(effects, helped, not_helped, strict=True)
    }
    return Power(
        days=days,
        scheme=scheme,
        at=tuple(every[points] for points in SHOWN),
        expected=sum(share * every[points].clear for points, share in EXPECTED.items()),
        sd=expected.sd,
        lag=expected.lag,
        answered=expected.answered,
        done=expected.done,
        own=expected.own,
        simulated=n,
    )


def world_of(expected: Expected) -> World:
    """People whose answers swing and carry over like this. Error takes its part of the lag."""
    lag = min(expected.lag / (1.0 - MID_ERROR), LAG_CEILING)
    missed = 1.0 - expected.answered
    return World(
        sd=expected.sd, lag=lag, lag_sd=0.0, error=(MID_ERROR, MID_ERROR), missed=missed,
        done=expected.done,
    )  # fmt: skip


def _one_schedule(
    scheme: Scheme, days: int, expected: Expected, effects: Sequence[float], rng: Generator
) -> tuple[Array, Array]:
    """Of `NOISES` runs with one schedule and one set of missed days: verdicts by effect, (m,)."""
    world = world_of(expected)
    drawn = randomise.draw(scheme, days, int(rng.integers(2**62)))
    arms = np.concatenate([np.zeros(world.run_in), np.array(drawn, dtype=np.float64)])
    runs = [simulate.live(world, days, rng) for _ in range(NOISES)]
    lower = [-one for one in effects]
    y = np.concatenate(
        [simulate.answers(world, one, simulate.done_days(world, one, arms), lower) for one in runs],
        axis=1,
    )
    at = np.arange(1 - world.run_in, days + 1, dtype=np.float64)
    helps, small = verdicts(y, runs[0].there, arms, at, scheme)
    by_effect = (NOISES, len(effects))
    return helps.reshape(by_effect).sum(axis=0), small.reshape(by_effect).sum(axis=0)


def verdicts(
    y: Array, there: Bools, arms: Array, days: Array, scheme: Scheme
) -> tuple[Bools, Bools]:
    """Which of the columns of `y` (n, m) end in "helps", lower being better, and "does not".

    One schedule `arms` (n,) and one set of days with an outcome, `there` (n,), for all of them.
    """
    spread, primary = fit_many(y, there, arms, days, scheme)
    below, half = primary.below(0.0), HALF_POINT / spread
    far = primary.below(-half)
    small = primary.below(half) - far
    helps = (below >= SURE) & (far >= AS_GOOD_AS_NOT)
    return helps, ~helps & (small >= NO_DIFFERENCE)


def fit_many(
    y: Array, there: Bools, arms: Array, days: Array, scheme: Scheme
) -> tuple[Array, posterior.Mixture]:
    """Spreads (m,) and the primary effects in them, of many outcomes on the same days."""
    yesterday = np.concatenate([[0.0], arms[:-1]])
    kept, days = y[there], days[there]
    inside = kept[days > 0]
    spread = np.maximum(inside.std(axis=0), 1e-6)
    columns = regressors.build(days, arms[there], yesterday[there])
    held = posterior.gram((kept - inside.mean(axis=0)) / spread, columns.x, days)
    found = posterior.coefficients(held, columns.all, columns.prior_sd)
    return spread, posterior.combine(found, columns.primary(scheme))
