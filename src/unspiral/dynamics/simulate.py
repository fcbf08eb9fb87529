"""Made-up people with a known truth: the linear world, for tests, the demo and benchmarks.

Most numbers behind it are elicited, not published; `basis` says which. What is made from it
shows whether the learner finds what was put in, never what is true of people.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
from numpy.random import Generator

from unspiral.catalogue.types import Edge, Population
from unspiral.dynamics.priors import LinkKey, from_content
from unspiral.records.estimate import Array

ITEMS = ("sleep_quality", "stress", "anxiety", "mood", "activity_minutes", "pain")
NIGHT = 0
WARM_UP_DAYS = 60
STEADY_BELOW = 0.95
# Elicited here, in no source: how much swings differ between people (sd of the log), the error
# share where no measurement error is known, and how minutes follow from the activity state.
SWING_LOG_SD = 0.2
ERROR_SHARE = 0.25
MINUTES_MEDIAN, MINUTES_LOG_SD = 45.0, 0.5
SAME_DAY_LIMIT = 0.6
ADDED_HERE = (
    "swing_between_people",
    "error_share_where_unknown",
    "minutes_from_activity",
    "missing_share",
)


@dataclass(frozen=True, slots=True)
class Truth:
    """What was put in. p items; sd units of the person's own true swing; row = effect.

    `same`: the night's effect on the same day's evening; `lag`: yesterday's effect, own
    carry-over on the diagonal; `noise`: covariance of daily shocks; `level`, `swing`, `error`:
    mean, within-person sd and measurement error sd in answer points (minutes: in log minutes).
    """

    same: Array
    lag: Array
    noise: Array
    level: Array
    swing: Array
    error: Array

    @property
    def total(self) -> Array:
        """(p, p): each link summed over its lags."""
        return np.asarray(self.same + self.lag)


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up diary: `answers` (n_days, p) in points, NaN = not answered."""

    days: tuple[date, ...]
    answers: Array
    truth: Truth


@dataclass(frozen=True, slots=True)
class World:
    """The linear world: `linked` False takes every cross-link out; `missing` share at random."""

    linked: bool = True
    missing: float = 0.2

    def person(
        self,
        edges: Mapping[str, Edge],
        populations: Mapping[str, Population],
        n_days: int,
        first_day: date,
        rng: Generator,
    ) -> Made:
        """One person and `n_days` of their diary."""
        truth = draw_truth(edges, populations, self.linked, rng)
        states = _states(truth, n_days, rng)
        answers = _answers(truth, states, rng)
        answers[rng.random(answers.shape) < self.missing] = np.nan
        days = tuple(first_day + timedelta(days=n) for n in range(n_days))
        return Made(days, answers, truth)


def draw_truth(
    edges: Mapping[str, Edge], populations: Mapping[str, Population], linked: bool, rng: Generator
) -> Truth:
    """A person from the population: own carry-over, links, levels, swings and errors.

    Links and carry-overs come from the same numbers as the prior; a person whose days would
    grow without bound is drawn again.
    """
    while True:
        same, lag = _coefficients(edges, populations, linked, rng)
        day_to_day = np.linalg.solve(np.eye(len(ITEMS)) - same, lag)
        if np.abs(np.linalg.eigvals(day_to_day)).max() < STEADY_BELOW:
            break
    states = [populations[name] for name in ITEMS]
    swing = np.array([_swing(name, state, rng) for name, state in zip(ITEMS, states, strict=True)])
    shares = [
        (state.measurement_error_sd or state.within_sd * np.sqrt(ERROR_SHARE)) / state.within_sd
        for state in states
    ]
    return Truth(
        same=same,
        lag=lag,
        noise=_noise(edges, populations, same, lag),
        level=np.array([_level(n, s, rng) for n, s in zip(ITEMS, states, strict=True)]),
        swing=swing,
        error=swing * np.array(shares),
    )


def basis(edges: Mapping[str, Edge], populations: Mapping[str, Population]) -> Mapping[str, object]:
    """Which numbers of this world are published, and which are elicited."""
    used = {key for key in from_content(edges, populations).links if set(key[:2]) <= set(ITEMS)}
    named = {
        f"{edge.cause} -> {edge.effect}": edge.basis
        for edge in edges.values()
        if (edge.cause, edge.effect, edge.lag) in used
    }
    return {
        "links_published_size": sorted(k for k, v in named.items() if v == "published_small_beta"),
        "links_published_direction_elicited_size": sorted(
            k for k, v in named.items() if v == "published_direction_elicited_size"
        ),
        "links_elicited": sorted(k for k, v in named.items() if v.startswith("weak")),
        "links_not_listed": "drawn with mean 0: elicited",
        "population_published": sorted(n for n in ITEMS if not populations[n].weak),
        "population_elicited": sorted(n for n in ITEMS if populations[n].weak),
        "elicited_here": list(ADDED_HERE),
    }


def _coefficients(
    edges: Mapping[str, Edge], populations: Mapping[str, Population], linked: bool, rng: Generator
) -> tuple[Array, Array]:
    prior = from_content(edges, populations)
    p = len(ITEMS)
    same, lag = np.zeros((p, p)), np.zeros((p, p))
    for effect in range(p):
        for cause in range(p):
            if cause == effect:
                lag[effect, effect] = _draw(prior.own_lag(ITEMS[effect]), rng)
            elif linked:
                key = _key(cause, effect)
                target = same if key[2] == "night_to_next_day" else lag
                target[effect, cause] = _draw(prior.link(*key), rng)
    return same, lag


def _key(cause: int, effect: int) -> LinkKey:
    if cause == NIGHT:
        return ITEMS[cause], ITEMS[effect], "night_to_next_day"
    return ITEMS[cause], ITEMS[effect], "day_to_that_night" if effect == NIGHT else "next_day"


def _draw(normal: tuple[float, float], rng: Generator) -> float:
    return float(rng.normal(*normal))


def _noise(
    edges: Mapping[str, Edge], populations: Mapping[str, Population], same: Array, lag: Array
) -> Array:
    """Shock covariance: correlated as same-day research says, sized so that each sd is 1."""
    together = _same_day_correlation(edges, populations)
    size = np.ones(len(ITEMS))
    solve = np.linalg.inv(np.eye(len(ITEMS)) - same)
    for _ in range(20):
        shocks = together * np.outer(size, size)
        total = _long_run(solve @ lag, solve @ shocks @ solve.T)
        size = size / np.sqrt(np.sqrt(np.diagonal(total)))
    return together * np.outer(size, size)


def _same_day_correlation(
    edges: Mapping[str, Edge], populations: Mapping[str, Population]
) -> Array:
    """Same-day links are read as one residual correlation each; opposite pairs are one link."""
    together = np.eye(len(ITEMS))
    for edge in edges.values():
        if edge.lag == "same_day" and {edge.cause, edge.effect} <= set(ITEMS):
            one, two = ITEMS.index(edge.cause), ITEMS.index(edge.effect)
            share = edge.size.mean / populations[edge.effect].within_sd
            value = float(np.clip(share, -SAME_DAY_LIMIT, SAME_DAY_LIMIT))
            if abs(value) > abs(together[one, two]):
                together[one, two] = together[two, one] = value
    return together


def _long_run(step: Array, shocks: Array) -> Array:
    total = shocks
    for _ in range(200):
        total = step @ total @ step.T + shocks
    return total


def _swing(name: str, state: Population, rng: Generator) -> float:
    usual = MINUTES_LOG_SD if name == "activity_minutes" else state.within_sd
    return float(usual * np.exp(rng.normal(0.0, SWING_LOG_SD)))


def _level(name: str, state: Population, rng: Generator) -> float:
    if name == "activity_minutes":
        return float(np.log1p(MINUTES_MEDIAN) + rng.normal(0.0, MINUTES_LOG_SD))
    return float(np.clip(rng.normal(state.mean, state.between_sd), 1.0, 9.0))


def _states(truth: Truth, n_days: int, rng: Generator) -> Array:
    """(n_days, p) true states, mean 0 and sd 1, after a warm-up nobody sees."""
    p = len(ITEMS)
    solve = np.linalg.inv(np.eye(p) - truth.same)
    root = np.linalg.cholesky(truth.noise)
    state = np.zeros(p)
    states = []
    for shock in rng.standard_normal((n_days + WARM_UP_DAYS, p)):
        state = solve @ (truth.lag @ state + root @ shock)
        states.append(state)
    return np.array(states[WARM_UP_DAYS:])


def _answers(truth: Truth, states: Array, rng: Generator) -> Array:
    """(n_days, p) answers in points: with error, on whole steps, within the scale."""
    raw = truth.level + truth.swing * states + truth.error * rng.standard_normal(states.shape)
    minutes = ITEMS.index("activity_minutes")
    answers = np.clip(np.round(raw), 0.0, 10.0)
    answers[:, minutes] = np.clip(np.round(np.expm1(raw[:, minutes])), 0.0, 1440.0)
    return answers
