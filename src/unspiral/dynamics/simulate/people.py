"""Who a made-up person is: carry-over, links, shocks, levels, swings and errors, drawn once."""

from collections.abc import Mapping

import numpy as np
from numpy.random import Generator

from unspiral.catalogue.types import Edge, Population
from unspiral.dynamics.priors import LinkKey, from_content
from unspiral.dynamics.simulate.made import COLUMN, ITEMS, MINUTES, NIGHT, PAIN, STRESS, Truth
from unspiral.dynamics.simulate.settings import Settings
from unspiral.records.estimate import Array

STEADY_BELOW = 0.95
TRIES = 1000
# Elicited here, in no source; `basis` tells them.
SWING_LOG_SD = 0.2
ERROR_SHARE = 0.2
MINUTES_MEDIAN, MINUTES_LOG_SD = 45.0, 0.5
SAME_DAY_LIMIT = 0.6
AT_END, AT_END_SD = 1.2, 0.4
# The benchmark's people (dynamics.md 2.1): sparse links of .10 to .35 of either sign.
LINK_SHARE, LINK_SIZE, OWN_SIZE = 0.25, (0.10, 0.35), (0.15, 0.45)
INPUT_SD, SHARED_SHOCK_SD = 0.2, 0.5
SIZING_STEPS, SIZED_WITHIN = 200, 1e-3
EVENING = [at for at in range(len(ITEMS)) if at != NIGHT]


def draw_truth(
    settings: Settings,
    edges: Mapping[str, Edge],
    populations: Mapping[str, Population],
    rng: Generator,
) -> Truth:
    """A person of the world; one whose days would grow without bound is drawn again.

    Raises ValueError when the links asked for leave no steady person.
    """
    within = _within(settings)
    for _ in range(TRIES):
        if settings.people == "benchmark":
            drawn, together = _sparse(rng), _shared_shocks(rng)
        else:
            drawn = _as_research(edges, populations, rng)
            together = _same_day_correlation(edges, populations)
        if settings.pain_to_stress:
            together[STRESS, PAIN] = together[PAIN, STRESS] = 0.0
        same, lag = _coefficients(drawn, settings, within)
        sized = _size_shocks(same, lag, within, together)
        if sized is not None:
            break
    else:
        raise ValueError("no steady person has these links")
    level, swing, error = _scale(settings, populations, rng)
    return Truth(
        same=same,
        lag=lag,
        noise=sized[0],
        covariance=sized[1],
        inputs=_inputs(settings, within, swing, rng),
        within=within,
        bend=(settings.bad_night, settings.good_night),
        level=level,
        swing=swing,
        error=error,
    )


def _within(settings: Settings) -> Array:
    direct = np.zeros((len(ITEMS), len(ITEMS)))
    direct[STRESS, PAIN] = settings.pain_to_stress
    return np.asarray(np.linalg.inv(np.eye(len(ITEMS)) - direct))


def _as_research(
    edges: Mapping[str, Edge], populations: Mapping[str, Population], rng: Generator
) -> Array:
    """(p, p): own carry-over on the diagonal, links off it, from the numbers of the prior."""
    prior = from_content(edges, populations)
    normals = [
        [prior.own_lag(effect) if effect == cause else prior.link(*_key(cause, effect))
         for cause in ITEMS]
        for effect in ITEMS
    ]  # fmt: skip
    mean, sd = np.moveaxis(np.array(normals), -1, 0)
    return np.asarray(rng.normal(mean, sd))


def _key(cause: str, effect: str) -> LinkKey:
    if cause == ITEMS[NIGHT]:
        return cause, effect, "night_to_next_day"
    return cause, effect, "day_to_that_night" if effect == ITEMS[NIGHT] else "next_day"


def _sparse(rng: Generator) -> Array:
    """(p, p): a few links of the benchmark's size and sign; own carry-over on the diagonal."""
    p = len(ITEMS)
    links = rng.choice([-1.0, 1.0], (p, p)) * rng.uniform(*LINK_SIZE, (p, p))
    links *= rng.random((p, p)) < LINK_SHARE
    np.fill_diagonal(links, rng.uniform(*OWN_SIZE, p))
    return np.asarray(links)


def _coefficients(drawn: Array, settings: Settings, within: Array) -> tuple[Array, Array]:
    """`same` and `lag` of what was drawn, or of the links that were asked for.

    With links drawn, an arrow within the evening carries all that reaches pain on to stress;
    with links set, only the day's own news, so that no link between sittings comes in by it.
    """
    chosen = drawn.copy()
    if settings.links is not None:
        chosen = np.diag(np.diagonal(drawn)).copy()
        for (cause, effect), size in settings.links.items():
            chosen[COLUMN[effect], COLUMN[cause]] = size
    same, lag = np.zeros_like(chosen), chosen.copy()
    same[EVENING, NIGHT] = chosen[EVENING, NIGHT]
    lag[EVENING, NIGHT] = 0.0
    if settings.links is None:
        return within @ same, within @ lag
    return same, lag


def _shared_shocks(rng: Generator) -> Array:
    """Correlation of the benchmark's evening shocks: one shared part of any sign."""
    part = np.zeros(len(ITEMS))
    part[EVENING] = rng.normal(0.0, SHARED_SHOCK_SD, len(EVENING))
    cov = np.outer(part, part) + np.eye(len(ITEMS))
    size = np.sqrt(np.diagonal(cov))
    return np.asarray(cov / np.outer(size, size))


def _same_day_correlation(
    edges: Mapping[str, Edge], populations: Mapping[str, Population]
) -> Array:
    """Same-day links are read as one residual correlation each; opposite pairs are one link."""
    together = np.eye(len(ITEMS))
    for edge in edges.values():
        if edge.lag == "same_day" and {edge.cause, edge.effect} <= set(ITEMS):
            one, two = COLUMN[edge.cause], COLUMN[edge.effect]
            share = edge.size.mean / populations[edge.effect].within_sd
            value = float(np.clip(share, -SAME_DAY_LIMIT, SAME_DAY_LIMIT))
            if abs(value) > abs(together[one, two]):
                together[one, two] = together[two, one] = value
    return together


def _size_shocks(
    same: Array, lag: Array, within: Array, together: Array
) -> tuple[Array, Array] | None:
    """Shock and state covariance with every state's sd at 1; None when no size does that."""
    p = len(ITEMS)
    solve = np.linalg.inv(np.eye(p) - same)
    step = solve @ lag
    if np.abs(np.linalg.eigvals(step)).max() >= STEADY_BELOW:
        return None
    # vec(X) of X = step X step' + shocks, solved exactly once for all shocks
    summed = np.linalg.inv(np.eye(p * p) - np.kron(step, step))
    size = np.ones(p)
    for _ in range(SIZING_STEPS):
        shocks = within @ (together * np.outer(size, size)) @ within.T
        states = (summed @ (solve @ shocks @ solve.T).ravel()).reshape(p, p)
        sd = np.sqrt(np.diagonal(states))
        if np.abs(sd - 1.0).max() < SIZED_WITHIN:
            return shocks, states
        size = size / sd
    return None


def _scale(
    settings: Settings, populations: Mapping[str, Population], rng: Generator
) -> tuple[Array, Array, Array]:
    """Level, swing and error of each item, in points (minutes: in log minutes)."""
    own = settings.people == "content"
    states = [populations[name] for name in ITEMS]
    usual = np.array([state.within_sd if own else 1.0 for state in states])
    usual[MINUTES] = MINUTES_LOG_SD
    spread = np.exp(rng.normal(0.0, SWING_LOG_SD, len(ITEMS)))
    swing = usual * spread if own else usual
    mean = np.array([state.mean if own else 5.0 for state in states])
    between = np.array([state.between_sd if own else 0.0 for state in states])
    level = np.clip(rng.normal(mean, between), 1.0, 9.0)
    near_end = np.clip(rng.normal(AT_END, AT_END_SD, len(ITEMS)), 0.5, 2.0)
    if settings.at_ends:
        better_high = np.isin(ITEMS, ("sleep_quality", "mood"))
        level = np.where(better_high, 10.0 - near_end, near_end)
    level[MINUTES] = np.log1p(MINUTES_MEDIAN) + rng.normal(0.0, MINUTES_LOG_SD)
    return level, swing, swing * _error_ratio(settings, states)


def _error_ratio(settings: Settings, states: list[Population]) -> Array:
    """Measurement error sd over true swing, per item."""
    share = ERROR_SHARE if settings.error_share is None else settings.error_share
    ratio = np.full(len(ITEMS), np.sqrt(share / (1.0 - share)))
    if settings.error_share is None:
        for at, state in enumerate(states):
            if state.measurement_error_sd:
                ratio[at] = state.measurement_error_sd / state.within_sd
    return ratio


def _inputs(settings: Settings, within: Array, swing: Array, rng: Generator) -> Array:
    """(p, k) effects in sd units: those named, in points; the benchmark's are drawn."""
    drawn = rng.normal(0.0, INPUT_SD, (len(settings.uses), len(ITEMS))).T
    if settings.people == "benchmark":
        return np.asarray(drawn)
    named = np.array([[use.effects.get(name, 0.0) for use in settings.uses] for name in ITEMS])
    return np.asarray(within @ (named / swing[:, None]))
