"""What the learner takes and gives: panels in; summaries, forecasts and diagnostics out."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from unspiral.records.problem import Reason

Array = NDArray[np.float64]
Sittings = Literal["one", "two"]


@dataclass(frozen=True, slots=True)
class Panel:
    """Days x variables of one person.

    `y`: (n_days, n_vars) in each variable's own unit (`units[j]`), NaN = not observed.
    `usable`: (n_days, n_vars) bool, False where an answer came more than 36 h late and so
    counts for level but not for day-to-day pairs. `inputs`: (n_days, n_inputs) adjust-only
    columns. `days[i]` is the diary day of row i; rows are consecutive calendar days.
    `steps`, `ranges`, `nights`: per variable the answer step, its lowest and highest answer,
    and whether it is about the night. `used`: the days on which each technique was done, from
    which `inputs` were chosen; kept only so that a shorter panel can choose anew.
    """

    days: tuple[date, ...]
    variables: tuple[str, ...]
    units: tuple[str, ...]
    y: Array
    usable: NDArray[np.bool_]
    sittings: Sittings
    inputs: Array
    input_names: tuple[str, ...] = ()
    steps: tuple[float, ...] = ()
    ranges: tuple[tuple[float, float], ...] = ()
    nights: tuple[bool, ...] = ()
    used: Mapping[str, frozenset[date]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NotEnough:
    """Too little to say anything yet: days needed, days there, and why."""

    needed: int
    have: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Link:
    """One arrow between sittings, summed over its lags.

    `mean`, `low`, `high`: change of `to` (in its unit) per usual day-to-day swing of `from_`;
    `low`..`high` is the central `level` interval. `p_positive`/`p_negative` are
    P(beta > .05) and P(beta < -.05) in within-person sd units. `pairs` counts usable
    consecutive pairs. `lags` lists what was summed. `prior_low`..`prior_high` is what the prior
    alone would have said, in the same unit and at the same level.
    """

    from_: str
    to: str
    lags: tuple[str, ...]
    mean: float
    sd: float
    low: float
    high: float
    level: float
    unit: str
    pairs: int
    p_positive: float
    p_negative: float
    prior_mean: float = 0.0
    prior_low: float = 0.0
    prior_high: float = 0.0


@dataclass(frozen=True, slots=True)
class Together:
    """Two items of one sitting that go together: the correlation of their daily shocks.

    It has no direction, stands in no loop and is never put in words. `mean`, `low`, `high`: -1
    to 1, central `level` interval. `pairs`: days on which both were answered.
    """

    a: str
    b: str
    mean: float
    low: float
    high: float
    level: float
    pairs: int


@dataclass(frozen=True, slots=True)
class Loop:
    """One short loop through pain: its nodes, gain and interval (gain is unitless)."""

    nodes: tuple[str, ...]
    gain: float
    low: float
    high: float
    level: float

    @property
    def amplification(self) -> float | None:
        """How much the loop makes of a lasting push, 1 / (1 - gain); None from gain 1 on."""
        return _amplification(self.gain)


@dataclass(frozen=True, slots=True)
class Gain:
    """Everything that returns to `node` by other ways, as one unitless gain (median, interval)."""

    node: str
    gain: float
    low: float
    high: float
    level: float

    @property
    def amplification(self) -> float | None:
        """How much all loops together make of a lasting push, 1 / (1 - gain)."""
        return _amplification(self.gain)


@dataclass(frozen=True, slots=True)
class Decoupled:
    """In the model: what a lasting push would do to `centre` if `node` had no links at all.

    `change`: the difference in `unit` to now, for a push that as things stand raises `centre`
    by one usual swing (median, central `level` interval). No statement about the person.
    """

    node: str
    centre: str
    change: float
    low: float
    high: float
    level: float
    unit: str


@dataclass(frozen=True, slots=True)
class Response:
    """What `to` does on the days after one unusual day of `from_`, in the model.

    All tuples run over `days` (0 = the same diary day), in `unit` of `to`, after `from_` was one
    usual swing higher than its own past foretold, once. `mid` is the median; `low50`..`high50`
    and `low80`..`high80` are central. `p_explosive` is the share of draws left out beyond seven
    days because they grow without bound.
    """

    from_: str
    to: str
    unit: str
    days: tuple[int, ...]
    mid: tuple[float, ...]
    low50: tuple[float, ...]
    high50: tuple[float, ...]
    low80: tuple[float, ...]
    high80: tuple[float, ...]
    p_explosive: float = 0.0


@dataclass(frozen=True, slots=True)
class ChangePoint:
    """One lasting shift in the level of `variable`: its first day and size in answer points.

    `low`..`high` is the central `level` interval of the shift, `p` the chance of its direction
    beyond .05 within-person sd; `before`, `after`: days with answers on either side.
    """

    variable: str
    day: date
    shift: float
    low: float
    high: float
    level: float
    unit: str
    p: float
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class Forecast:
    """Tomorrow's value of `variable` as probabilities over `values` (answer steps)."""

    variable: str
    day: date
    values: tuple[float, ...]
    probabilities: tuple[float, ...]
    mean: float
    low: float
    high: float
    level: float
    weights: Mapping[str, float]


@dataclass(frozen=True, slots=True)
class UsualRange:
    """The range that held `level` of this person's own days."""

    variable: str
    low: float
    high: float
    level: float
    n_days: int


@dataclass(frozen=True, slots=True)
class Check:
    """One diagnostic: its value, the bound it is held to, and whether it passed."""

    name: str
    value: float
    bound: float
    passed: bool


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """All checks of one fit. A failed one withholds what it guards."""

    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        """True when every check passed."""
        return all(check.passed for check in self.checks)


@dataclass(frozen=True, slots=True)
class Summary:
    """The one table that leaves the learner: links, loops, and the number of days behind."""

    n_days: int
    sittings: Sittings
    links: tuple[Link, ...]
    loops: tuple[Loop, ...]
    seed: int
    model_version: str
    explosive_share: float = 0.0
    total_gain: Gain | None = None
    responses: tuple[Response, ...] = ()
    together: tuple[Together, ...] = ()


def _amplification(gain: float) -> float | None:
    return 1.0 / (1.0 - gain) if gain < 1.0 else None
