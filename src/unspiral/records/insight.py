"""What may be said to a person: a claim with numbers, days, grade and reasons, or a refusal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from unspiral.records.estimate import Diagnostics, Forecast, Link, Loop, UsualRange
from unspiral.records.problem import Reason

ClaimState = Literal["claimed", "cannot_tell", "withheld"]


@dataclass(frozen=True, slots=True)
class LinkVerdict:
    """One link with what may be said of it: claimed, cannot tell yet, or withheld and why."""

    link: Link
    claim: ClaimState
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Insights:
    """Everything the loop page and `fit --json` may show about one diary."""

    status: Literal["not_enough", "usual_range", "links", "loops"]
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
