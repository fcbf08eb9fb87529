"""What may be said to a person: a claim with numbers, days, grade and reasons, or a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from unspiral.records.estimate import (
    ChangePoint,
    Diagnostics,
    Forecast,
    Gain,
    Link,
    Loop,
    Response,
    Sittings,
    Together,
    UsualRange,
)
from unspiral.records.problem import Reason

ClaimState = Literal["claimed", "cannot_tell", "withheld"]
Status = Literal["not_enough", "usual_range", "links", "loops"]


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """One link with what may be said of it: claimed, cannot tell yet, or withheld and why.

    `p` is max(P(beta > .05), P(beta < -.05)) of the claim fit on look day `look` (completed
    days); None when no look was made. `candidate`: one of the ten links fixed in advance.
    """

    link: Link
    claim: ClaimState
    reasons: tuple[Reason, ...] = ()
    p: float | None = None
    look: int | None = None
    candidate: bool = False


@dataclass(frozen=True, slots=True)
class Lead:
    """Which of two comes first: the links both ways, and P(|first -> second| is the larger)."""

    first: str
    second: str
    p: float
    forward: Link
    backward: Link


@dataclass(frozen=True, slots=True)
class Insights:
    """Everything the loop page and `fit --json` may show about one diary.

    `status` is the most that may be put in words: nothing, the usual range and a forecast, own
    links, or own loops. `verdicts` holds every link that may be drawn, claimed or not.
    `total_gain` and `responses` are pictures with bands, never put in words before a link in
    them is claimed; `change` is a shift that met the claim rule. `together` has no direction and
    is never put in words.
    """

    status: Status
    n_days: int
    as_of: date
    verdicts: tuple[LinkVerdict, ...] = ()
    loops: tuple[Loop, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    usual: tuple[UsualRange, ...] = ()
    withheld: tuple[Reason, ...] = ()
    diagnostics: Diagnostics | None = None
    next_look: Mapping[str, int] | None = None
    fingerprint: str = ""
    leads: tuple[Lead, ...] = ()
    sittings: Sittings = "one"
    seed: int = 0
    model_version: str = ""
    explosive_share: float = 0.0
    total_gain: Gain | None = None
    responses: tuple[Response, ...] = ()
    change: ChangePoint | None = None
    together: tuple[Together, ...] = ()
