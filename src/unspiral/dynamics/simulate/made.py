"""A made-up diary and the truth behind it: what was put in, for a learner to find again."""

from dataclasses import dataclass
from datetime import date

import numpy as np
from numpy.typing import NDArray

from unspiral.records.estimate import Array

ITEMS = ("sleep_quality", "stress", "anxiety", "mood", "activity_minutes", "pain")
COLUMN = {name: column for column, name in enumerate(ITEMS)}
NIGHT, MINUTES = COLUMN["sleep_quality"], COLUMN["activity_minutes"]
STRESS, MOOD, PAIN = COLUMN["stress"], COLUMN["mood"], COLUMN["pain"]


@dataclass(frozen=True, slots=True)
class Truth:
    """What was put in. p items, k inputs; sd units of the person's own true swing; row = effect.

        S_d = lag_S x_{d-1} + inputs_S u_{d-1} + eps_S
        e_d = same_e g(S_d) + lag_e x_{d-1} + inputs_e u_d + eps_e,      eps ~ (0, noise)

    `same`: the night's effect on the same day's evening; `lag`: yesterday's effect, own
    carry-over on the diagonal; `noise`: covariance of daily shocks; `covariance`: of the states,
    in the long run and without inputs, flares and drift (1 on the diagonal); `inputs`: (p, k);
    `within`: (p, p), how much of a day's news in one evening item passes on to another of the
    same evening (identity in most worlds, and already part of every other field); `bend`: how
    much more a night below, and above, the own mean does: g(S) = bend * S, centred.
    `level`, `swing`, `error`: level on the first day, within-person sd and measurement error sd
    in answer points (minutes: in log minutes).
    """

    same: Array
    lag: Array
    noise: Array
    covariance: Array
    inputs: Array
    within: Array
    bend: tuple[float, float]
    level: Array
    swing: Array
    error: Array

    @property
    def total(self) -> Array:
        """(p, p): each link summed over its lags; what a two-sitting diary can tell."""
        return np.asarray(self.same + self.lag)

    @property
    def day_to_day(self) -> Array:
        """(p, p): (I - same)^-1 lag: what a one-sitting diary can tell."""
        return np.asarray(np.linalg.solve(np.eye(len(self.lag)) - self.same, self.lag))

    def links_for(self, spread: Array) -> Array:
        """(p, p): `total` in other sd units: `spread` (p,) in answer points (log minutes).

        With the sds of the answers, which hold error and drift too, this is the number that a
        fit of those answers estimates.
        """
        unit = self.swing / spread
        return np.asarray(self.total * unit[:, None] / unit[None, :])


@dataclass(frozen=True, slots=True)
class Made:
    """One made-up diary of n days, and all that was put in.

    `answers`: (n, p) in points, NaN = not answered; `rounded`: to whole steps, else to
    hundredths. `states`: (n, p), true swings in sd units; `drift`: (n, p), the slow part of the
    level, same unit; `inputs`: (n, k), 1 where something was done; `flares`: (n,).
    """

    days: tuple[date, ...]
    answers: Array
    truth: Truth
    states: Array
    drift: Array
    inputs: Array
    input_names: tuple[str, ...]
    flares: NDArray[np.bool_]
    rounded: bool = True

    def spread(self) -> Array:
        """(p,): sd of the answers given, in points (minutes: in log minutes)."""
        answers = self.answers.copy()
        answers[:, MINUTES] = np.log1p(answers[:, MINUTES])
        return np.asarray(np.nanstd(answers, axis=0))

    def used(self) -> dict[str, frozenset[date]]:
        """The days on which each input was on."""
        return {
            name: frozenset(day for day, on in zip(self.days, column, strict=True) if on)
            for name, column in zip(self.input_names, self.inputs.T, strict=True)
        }
