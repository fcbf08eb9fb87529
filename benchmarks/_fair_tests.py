"""Made-up people in fair tests, worked out by ours and by two usual ways: one draw, all of them.

A person's days, schedule and missed days are drawn once for a design; every effect and every way
of living the test is then a further column on the same days. So all rates stand side by side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from scipy.special import stdtr, stdtrit

from unspiral.dynamics import seeds
from unspiral.records.estimate import Array
from unspiral.records.trial import Scheme
from unspiral.trials import posterior, randomise, regressors, simulate
from unspiral.trials.design import make
from unspiral.trials.randomise import Bools
from unspiral.trials.simulate import World
from unspiral.trials.verdict import AS_GOOD_AS_NOT, HALF_POINT, NO_DIFFERENCE, SURE

DESIGNS: Mapping[str, tuple[Scheme, int]] = {
    "blocks 28": ("blocks", 28),
    "blocks 56": ("blocks", 56),
    "blocks 84": ("blocks", 84),
    "pairs 56": ("pairs", 56),
}
EFFECTS = (0.0, 0.3, 0.5, 0.8)  # in sds of the answers; the sd is one point, lower is better
FEELING = 0.5
LIVES: Mapping[str, World] = {
    "as drawn": World(by_feeling=FEELING),
    "80 % done": World(by_feeling=FEELING, done=0.8),
    "carry-over": World(by_feeling=FEELING, carry=0.5),
    "both": World(by_feeling=FEELING, done=0.8, carry=0.5),
}
# Who they are: as the prior of a day's own lag has it; with days that carry over far more and
# twice as many missed; with a slow wave of 1.5 points under their days.
PEOPLE: Mapping[str, Mapping[str, Any]] = {
    "usual": {},
    "sluggish": {"lag": 0.6, "missed": 0.3},
    "drifting": {"drift": 1.5},
}
LEVEL = 0.8
REDRAWN = 499
WAYS = ("ours", "welch", "ols")
KINDS = ("helps", "does_not", "worse", "p05", "cover", "cover90", "error")


@dataclass(frozen=True, slots=True)
class Estimate:
    """One way's answers, (m,) each: mean, and P(effect < value) as a t with `dof`."""

    mean: Array
    se: Array
    dof: Array

    def below(self, value: Array | float) -> Array:
        return np.asarray(stdtr(self.dof, (value - self.mean) / self.se))


def person(design: str, people: str, number: int) -> dict[str, Array]:
    """One person under all lives and effects: per way and kind an array (lives, effects)."""
    scheme, days = DESIGNS[design]
    rng = seeds.generator("fair test", design, people, str(number))
    made = make("", "", "pain", scheme=scheme, days=days, seed=int(rng.integers(2**61)))
    first = replace(LIVES["as drawn"], **PEOPLE[people])
    lived = simulate.live(first, made.days, rng)
    arms = np.concatenate([np.zeros(first.run_in), np.array(made.arms, dtype=np.float64)])
    at = np.arange(1 - first.run_in, made.days + 1, dtype=np.float64)
    lower, columns, truth, same_day = [-one for one in EFFECTS], [], [], []
    for life in LIVES.values():
        world = replace(life, **PEOPLE[people])
        done = simulate.done_days(world, lived, arms)
        columns.append(simulate.answers(world, lived, done, lower))
        truth.append(simulate.truth(world, made, lower))
        same_day.append(np.array(lower) * (world.done - world.done_off))
    y, wanted = np.concatenate(columns, axis=1), np.concatenate(truth)
    found = _ours(y, lived.there, arms, at, scheme, wanted, rng)
    inside = at > 0
    kept, own = np.where(lived.there[:, None], y, np.nan)[inside], arms[inside]
    found |= _scored("welch", welch(kept, own), wanted)
    found |= _scored("ols", ols(kept, own), np.concatenate(same_day))
    shape = (len(LIVES), len(EFFECTS))
    return {name: np.asarray(one, dtype=np.float64).reshape(shape) for name, one in found.items()}


def _ours(
    y: Array, there: Bools, arms: Array, at: Array, scheme: Scheme, truth: Array,
    rng: np.random.Generator,
) -> dict[str, Any]:  # fmt: skip
    yesterday = np.concatenate([[0.0], arms[:-1]])
    kept, days = y[there], at[there]
    inside = days > 0
    spread = np.maximum(kept[inside].std(axis=0), 1e-6)
    columns = regressors.build(days, arms[there], yesterday[there])
    held = posterior.gram((kept - kept[inside].mean(axis=0)) / spread, columns.x, days)
    fitted = posterior.coefficients(held, columns.all, columns.prior_sd)
    primary = posterior.combine(fitted, columns.primary(scheme))
    pulls = posterior.residuals(held, columns.without_arms, columns.prior_sd)[inside]
    rows = days[inside].astype(int) - 1
    again = randomise.redraw(tuple(arms[at > 0] > 0), scheme, REDRAWN, rng)[:, rows] @ pulls
    own, middle = arms[there][inside] @ pulls, pulls.sum(axis=0) / 2.0
    as_far = np.abs(again - middle) >= np.abs(own - middle) - 1e-9
    p = (1 + as_far.sum(axis=0)) / (1 + REDRAWN)
    half = HALF_POINT / spread
    good, far, small = primary.below(0.0), primary.below(-half), primary.below(half)
    return {"ours p05": p <= 0.05} | _kinds(
        "ours", good, far, small - far, primary.below(truth / spread), primary.mean * spread - truth
    )


def _kinds(
    way: str, good: Array, far: Array, small: Array, rank: Array, error: Array
) -> dict[str, Any]:
    """The verdict rule and the measures, the same for every way."""
    helps = (good >= SURE) & (far >= AS_GOOD_AS_NOT)
    return {
        f"{way} helps": helps,
        f"{way} does_not": ~helps & (small >= NO_DIFFERENCE),
        f"{way} worse": 1.0 - good >= SURE,
        f"{way} cover": (rank >= 0.1) & (rank <= 0.9),
        f"{way} cover90": (rank >= 0.05) & (rank <= 0.95),
        f"{way} error": error**2,
    }


def _scored(way: str, found: Estimate, truth: Array) -> dict[str, Any]:
    good, far = found.below(0.0), found.below(-HALF_POINT)
    p05 = np.abs(found.mean / found.se) >= stdtrit(found.dof, 0.975)
    small = found.below(HALF_POINT) - far
    return {f"{way} p05": p05} | _kinds(
        way, good, far, small, found.below(truth), found.mean - truth
    )


def welch(y: Array, arms: Array) -> Estimate:
    """Two groups of days with unequal variances, as if days were strangers. `y` (n, m)."""
    on, off = y[arms > 0], y[arms == 0]
    parts, sizes = [], []
    for side in (on, off):
        n = np.isfinite(side).sum(axis=0)
        parts.append(np.maximum(np.nanvar(side, axis=0, ddof=1), 1e-6) / n)
        sizes.append(n)
    var = parts[0] + parts[1]
    dof = var**2 / sum(part**2 / (n - 1) for part, n in zip(parts, sizes, strict=True))
    mean = np.nanmean(on, axis=0) - np.nanmean(off, axis=0)
    return Estimate(np.asarray(mean), np.sqrt(var), np.asarray(dof))


def ols(y: Array, arms: Array) -> Estimate:
    """Least squares on today's arm, yesterday's arm and yesterday's outcome; complete pairs.

    Its coefficient is the same-day effect and is scored against that.
    """
    whole = np.isfinite(y[1:, 0]) & np.isfinite(y[:-1, 0])
    now, before = y[1:][whole].T, y[:-1][whole].T
    fixed = np.column_stack([arms[1:], arms[:-1], np.ones(len(arms) - 1)])[whole]
    x = np.concatenate([np.broadcast_to(fixed, (len(now), *fixed.shape)), before[..., None]], 2)
    inverse = np.linalg.inv(x.transpose(0, 2, 1) @ x + 1e-9 * np.eye(4))
    coef = (inverse @ (x.transpose(0, 2, 1) @ now[..., None]))[..., 0]
    dof = float(max(whole.sum() - 4, 1))
    rest = now - (x @ coef[..., None])[..., 0]
    noise = np.maximum((rest**2).sum(axis=1) / dof, 1e-6)
    return Estimate(coef[:, 0], np.sqrt(noise * inverse[:, 0, 0]), np.full(len(now), dof))


def measure(design: str, people: str, n: int) -> dict[str, Array]:
    """Means over `n` people: per way and kind (lives, effects); `error` as root mean square."""
    total: dict[str, Array] = {}
    for number in range(n):
        for name, one in person(design, people, number).items():
            total[name] = total.get(name, 0.0) + one
    means = {name: np.asarray(one / n) for name, one in total.items()}
    return {k: np.sqrt(v) if k.endswith("error") else v for k, v in means.items()}


def lines(design: str, people: str, n: int, found: Mapping[str, Array]) -> list[list[object]]:
    """One line for each life and effect, in the order of `COLUMNS`."""
    made = []
    for row, life in enumerate(LIVES):
        for column, effect in enumerate(EFFECTS):
            numbers = [float(found[name][row, column]) for name in _SHOWN]
            made.append([design, people, life, effect, n, *numbers])
    return made


_SHOWN: Sequence[str] = (
    "ours helps", "ours does_not", "ours worse", "ours p05", "ours cover", "ours cover90",
    "ours error", "welch helps", "welch cover", "welch error", "ols helps", "ols cover",
    "ols error",
)  # fmt: skip
COLUMNS = (
    "design", "people", "lived", "effect, sd", "N", "helps", "no difference", "worse",
    "p at most .05", "80 % cover", "90 % cover", "rmse", "Welch: helps", "cover", "rmse ",
    "OLS: helps", "cover ", "rmse  ",
)  # fmt: skip
