"""Nights and the sleep programme as data: what was noted, what it adds up to, what is decided."""

from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Literal

from unspiral.records.problem import Problem, Reason

SleepKind = Literal["window", "compression"]
Offer = Literal["none", "compression", "window"]
# "paused" (E, D): no time in bed is asked of anybody. "held" (W and the like): last week's stays.
ProgrammeState = Literal[
    "not_started", "collecting", "running", "held", "paused", "stopped", "finished"
]
Step = Literal["longer", "same", "shorter"]


@dataclass(frozen=True, slots=True)
class Night:
    """One noted night. `day` is the day of waking; the moments are instants in `zone`.

    Minutes are as noted; None was not noted and is never filled in. `overlaps`: it was begun
    before the night before had ended, so one of the two is not right.
    """

    day: date
    bed: datetime | None
    tried: datetime | None
    sol_min: float | None
    waso_min: float | None
    awakenings: int | None
    woke: datetime | None
    rise: datetime | None
    nap_min: float | None
    zone: str
    overlaps: bool = False


@dataclass(frozen=True, slots=True)
class NightMetrics:
    """What one night adds up to: minutes, and `se` in percent. None: cannot be said.

    A problem means that the times cannot all be right: then nothing is worked out from them.
    """

    day: date
    sol: float | None
    waso: float | None
    tst: float | None
    tib: float | None
    se: float | None
    nap: float | None
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class SleepGate:
    """Which programme may be offered, and why not more.

    `neither` rules both out; `compression_only` rules the window out. `waits` starts none and
    holds one that runs (level W, a mood score of 15 and over, a clock that is off). `unanswered`
    names what is still to be asked, in order: screens, "birth_year", and the form "phq-8".
    Reasons: code "rules_out" or "compression_only" or "waits", content_id what it is.
    """

    neither: tuple[Reason, ...] = ()
    compression_only: tuple[Reason, ...] = ()
    unanswered: tuple[str, ...] = ()
    waits: tuple[Reason, ...] = ()

    @property
    def offers(self) -> Offer:
        """The most that may be started now. Unanswered counts as neither."""
        if self.neither or self.unanswered or self.waits:
            return "none"
        return "compression" if self.compression_only else "window"


@dataclass(frozen=True, slots=True)
class Week:
    """One weekly decision. It looks at the nights woken from on the seven days up to `on`.

    `se` in percent (asleep by time in bed, over the valid nights), `asleep_min` their mean.
    Minutes in bed go from `before_min` to `after_min`.
    """

    number: int
    on: date
    valid_nights: int
    se: float | None
    asleep_min: float | None
    step: Step
    before_min: int
    after_min: int
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Programme:
    """The whole state of the sleep programme today, worked out from facts and never stored.

    `window_min` is the time in bed for the coming night, 0 when none is asked; `bed` and `rise`
    are its wall times. `valid_nights` counts towards the 7 of the start, then in this week.
    `next_step` is the day of the next weekly step, or the first day a stopped one may start again.
    `safety_lines` are codes of sentences that stand first on every page of it.
    """

    kind: SleepKind | None
    state: ProgrammeState
    started: date | None = None
    window_min: int = 0
    rise: time | None = None
    bed: time | None = None
    week: int = 0
    valid_nights: int = 0
    next_step: date | None = None
    decision: Week | None = None
    reasons: tuple[Reason, ...] = ()
    safety_lines: tuple[str, ...] = ()
    weeks: tuple[Week, ...] = ()
    opened: date | None = None
