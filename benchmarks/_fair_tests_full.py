"""The exact posterior of one outcome beside the sampled loop model, on the same fair tests.

Both with the loop model's own prior of an input, N(0, .4^2), so that what is left is how they see
the days.
"""

from datetime import date, timedelta

import numpy as np
from _rows import Row

from unspiral.dynamics import seeds
from unspiral.dynamics.model import LoopModel
from unspiral.dynamics.priors import Prior
from unspiral.dynamics.sampler import INPUT_SD
from unspiral.records.estimate import Array, NotEnough, Panel
from unspiral.records.trial import Scheme, Trial
from unspiral.trials import posterior, randomise, regressors, simulate
from unspiral.trials.design import make

RUN = LoopModel(chains=2, warm=200, keep=1500)
OWN_LAG = Prior({}, {"pain": (posterior.LAG_MEAN, 0.15)})
CLOSE = 0.25  # of a posterior sd, on average
WIDTH = (0.9, 1.1)


def one(scheme: Scheme, number: int) -> tuple[Array, Array]:
    """Mean and sd of the primary effect in points: of the sampled model, and of the exact one."""
    rng = seeds.generator("full fair test", scheme, str(number))
    made = make("", "", "pain", scheme=scheme, seed=number)
    trial = simulate.trial(simulate.World(), made, -(0.0, 0.5, 0.8)[number % 3], rng)
    y, arms, at = _columns(trial)
    return _sampled(y, arms, at, scheme, rng), _exact(y, arms, at, scheme)


def rows(trials: int) -> list[Row]:
    """How far apart they are, over `trials` tests of each scheme."""
    made = []
    for scheme in ("blocks", "pairs"):
        pairs = np.array([one(scheme, number) for number in range(trials)])
        (mean, sd), (own, own_sd) = pairs[:, 0].T, pairs[:, 1].T
        apart, ratio = float(np.mean(np.abs(own - mean) / sd)), float(np.mean(own_sd / sd))
        made += [
            Row("full", f"{scheme}: exact and sampled mean apart", apart, trials, "sd",
                high=CLOSE, needs=20),
            Row("full", f"{scheme}: exact sd over sampled", ratio, trials, "ratio",
                low=WIDTH[0], high=WIDTH[1], needs=20),
        ]  # fmt: skip
    return made


def _columns(trial: Trial) -> tuple[Array, Array, Array]:
    every = (*trial.before, *trial.days)
    y = np.array([np.nan if day.value is None else day.value for day in every])
    arms = np.array([float(bool(day.assigned)) for day in every])
    return y, arms, np.array([day.day for day in every], dtype=np.float64)


def _sampled(y: Array, arms: Array, at: Array, scheme: Scheme, rng: np.random.Generator) -> Array:
    length, inside = at.max(), at > 0
    yesterday = np.concatenate([[0.0], arms[:-1]])
    trend = np.where(inside, at / length - 0.5, 0.0)
    panel = Panel(
        days=tuple(date(2026, 1, 1) + timedelta(days=row) for row in range(len(y))),
        variables=("pain",), units=("points",), y=y[:, None],
        usable=np.isfinite(y)[:, None], sittings="one",
        inputs=np.column_stack([arms, yesterday, ~inside, trend]),
        input_names=("arm", "arm yesterday", "before", "trend"),
        steps=(1.0,), ranges=((0.0, 10.0),), nights=(False,),
    )  # fmt: skip
    fit = RUN.fit(panel, OWN_LAG, rng)
    assert not isinstance(fit, NotEnough)
    today, after = fit.draws.drift[:, 0, 1], fit.draws.drift[:, 0, 2]
    carried = after + fit.draws.lag[:, 0, 0] * today
    effect = (today + randomise.YESTERDAY[scheme] * carried) * fit.frame.spread[0]
    return np.array([effect.mean(), effect.std()])


def _exact(y: Array, arms: Array, at: Array, scheme: Scheme) -> Array:
    there = np.isfinite(y)
    spread, yesterday = np.nanstd(y), np.concatenate([[0.0], arms[:-1]])
    columns = regressors.build(at[there], arms[there], yesterday[there])
    prior = columns.prior_sd.copy()
    prior[[regressors.EFFECT, regressors.CARRY]] = INPUT_SD
    held = posterior.gram(((y - np.nanmean(y)) / spread)[there][:, None], columns.x, at[there])
    fitted = posterior.coefficients(held, columns.all, prior)
    found = posterior.combine(fitted, columns.primary(scheme))
    return np.array([found.mean[0] * spread, found.sd[0] * spread])
