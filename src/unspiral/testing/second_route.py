"""The loop model's posterior by another way, for two items: no states, no Gibbs step, no solver.

Many chains propose in a way that keeps the prior, and accept by the exact likelihood of the
answers: a filter integrates the states out. Nothing is shared with the sampler but the equations
of `LoopModel` and the priors of docs/reference/library.md, which are written here once more.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from unspiral.dynamics.frame import Frame, make_frame
from unspiral.dynamics.priors import Normal, Prior
from unspiral.records.estimate import Array, Panel

CHAINS, STEPS, LOOK_EVERY = 1000, 800, 20  # the first half of the steps is thrown away
KEEP = 0.9  # how much of its place a proposal keeps
WEIGHTS_AT_ONCE = 4
LEVEL: Normal = (0.0, 1.0)
SHOCK_SCALE = 1.2
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where C chains stand, in variables of unit scale.

    `normal`: (C, 7) standard normals; `gamma`: (C, 4) gammas of `Case.shapes`; `weight`:
    (C, T, 2) gammas of shape 2, the weights of the answers.
    """

    normal: Array
    gamma: Array
    weight: Array


@dataclass(frozen=True, slots=True)
class Case:
    """Two items without inputs. `night`: the first is the night of a diary in two sittings.

    `mean`, `sd`: (6 or 7,) prior of the coefficients, in the order of `_coefficients`.
    """

    frame: Frame
    night: bool
    mean: Array
    sd: Array
    shapes: Array


def links_of(
    panel: Panel, items: Pair, prior: Prior, rng: Generator
) -> Mapping[Pair, tuple[float, float]]:
    """Mean and sd of both links (cause, effect), in points per usual swing of the cause."""
    frame = make_frame(panel, items)
    case = _case(frame, prior)
    place = _from_prior(case, rng)
    chance, seen = _log_likelihood(case, place), []
    for step in range(STEPS):
        tried = _other_weights(place, rng) if step % 2 else _other_parameters(case, place, rng)
        new = _log_likelihood(case, tried)
        yes = np.log(rng.random(CHAINS)) < new - chance
        place, chance = _where(yes, tried, place), np.where(yes, new, chance)
        if step >= STEPS // 2 and step % LOOK_EVERY == 0:
            seen.append(_totals(case, place))
    onto_first, onto_second = np.concatenate(seen, axis=1) * [
        [frame.points_per_sd(0)],
        [frame.points_per_sd(1)],
    ]
    return {
        items: (float(onto_second.mean()), float(onto_second.std())),
        (items[1], items[0]): (float(onto_first.mean()), float(onto_first.std())),
    }


def _case(frame: Frame, prior: Prior) -> Case:
    one, two = frame.items
    own = (prior.own_lag(one), prior.own_lag(two))
    if frame.night is None:
        # level, level, one <- one, one <- two, two <- one, two <- two; the Wishart's corner
        links = (prior.link(two, one, "next_day"), prior.link(one, two, "next_day"))
        priors = [LEVEL, LEVEL, own[0], *links, own[1], (0.0, 1.0)]
        shapes = (2.5, 2.0, 4.0, 4.0)
    else:
        # level, level, night <- night, night <- day, day <- this night, <- last night, own
        there = prior.link(one, two, "night_to_next_day"), prior.link(one, two, "next_day")
        priors = [LEVEL, LEVEL, own[0], prior.link(two, one, "day_to_that_night"), *there, own[1]]
        shapes = (2.0, 2.0, 4.0, 4.0)
    mean, sd = np.array(priors).T
    return Case(frame, frame.night is not None, mean, sd, np.array(shapes))


def _from_prior(case: Case, rng: Generator) -> Place:
    days = len(case.frame.days)
    return Place(
        rng.standard_normal((CHAINS, 7)),
        rng.standard_gamma(case.shapes, (CHAINS, 4)),
        rng.standard_gamma(2.0, (CHAINS, days, 2)),
    )


def _other_parameters(case: Case, place: Place, rng: Generator) -> Place:
    """Autoregressive steps of normals and (by beta thinning) gammas: the prior is kept."""
    fresh = rng.standard_normal(place.normal.shape)
    kept = rng.beta(case.shapes * KEEP, case.shapes * (1 - KEEP), place.gamma.shape)
    added = rng.standard_gamma(case.shapes * (1 - KEEP), place.gamma.shape)
    normal = KEEP * place.normal + np.sqrt(1 - KEEP**2) * fresh
    return replace(place, normal=normal, gamma=kept * place.gamma + added)


def _other_weights(place: Place, rng: Generator) -> Place:
    """New weights from the prior for a few answers."""
    weight = place.weight.copy()
    days, items = rng.integers(0, weight.shape[1:], (WEIGHTS_AT_ONCE, 2)).T
    weight[:, days, items] = rng.standard_gamma(2.0, (CHAINS, WEIGHTS_AT_ONCE))
    return replace(place, weight=weight)


def _where(yes: NDArray[np.bool_], one: Place, other: Place) -> Place:
    return Place(
        np.where(yes[:, None], one.normal, other.normal),
        np.where(yes[:, None], one.gamma, other.gamma),
        np.where(yes[:, None, None], one.weight, other.weight),
    )


def _totals(case: Case, place: Place) -> tuple[Array, Array]:
    """(C,) each: the link onto the first item and the link onto the second, over all lags."""
    drawn = (case.mean + case.sd * place.normal).T
    return drawn[3], drawn[4] + drawn[5] if case.night else drawn[4]


def _step(case: Case, place: Place) -> tuple[Array, Array, Array]:
    """x_d = shift + step x_{d-1} + shock: (2, C), (2, 2, C) and the shocks' covariance."""
    drawn, gamma = (case.mean + case.sd * place.normal).T, place.gamma.T
    if not case.night:
        one, two, corner = np.sqrt(2 * gamma[0]), np.sqrt(2 * gamma[1]), drawn[6]
        root = np.array([[1 / one, 0 * one], [-corner / (one * two), 1 / two]])
        shock = SHOCK_SCALE * (root[:, :, None] * root[:, None]).sum(axis=0)
        return drawn[:2], drawn[2:6].reshape(2, 2, -1), shock
    level_s, level_e, own_s, from_day, now, before, own_e = drawn
    night, day = 1.0 / gamma[0], SHOCK_SCALE / 2 / gamma[1]
    shift = np.array([level_s, level_e + now * level_s])
    step = np.array([[own_s, from_day], [now * own_s + before, now * from_day + own_e]])
    return shift, step, np.array([[night, now * night], [now * night, now**2 * night + day]])


def _log_likelihood(case: Case, place: Place) -> Array:
    """(C,): of all answers, states integrated out by a filter, one answer after the other."""
    shift, step, shock = _step(case, place)
    error = 1.0 / place.gamma[:, None, 2:] / place.weight + case.frame.rounding
    noise = np.moveaxis(error, 0, 2)
    state = np.zeros((2, CHAINS))
    cover = np.broadcast_to(np.eye(2)[:, :, None], (2, 2, CHAINS))
    total = np.zeros(CHAINS)
    for day, answers in enumerate(case.frame.y):
        if day:
            state = shift + (step * state).sum(axis=1)
            carried = (step[:, :, None] * cover).sum(axis=1)
            cover = (carried[:, None] * step).sum(axis=2) + shock
        for item in np.flatnonzero(np.isfinite(answers)):
            spread = cover[item, item] + noise[day, item]
            gap = answers[item] - state[item]
            total -= 0.5 * (np.log(spread) + gap**2 / spread)
            gain = cover[item] / spread
            state = state + gain * gap
            cover = cover - gain[:, None] * cover[item]
    return total
