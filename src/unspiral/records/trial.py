"""Fair tests of one person as data: the design drawn before the start, its days, its answer.

A fair test (n-of-1 trial) lets chance decide on which days a technique is done. Days are counted
from 1, the first day of the test; calendar dates belong to the shell, so that any single-case
data fit. Effects are "with it" minus "without it", in the outcome's own unit.
"""

from dataclasses import dataclass, field
from typing import Literal

from unspiral.records.problem import Reason

# "blocks": four days, two with and two without, shuffled. "pairs": three days with and three
# without, in random order. "free": the on-days anywhere (only for data that come from elsewhere).
Scheme = Literal["blocks", "pairs", "free"]
When = Literal["evening", "morning"]
Better = Literal["lower", "higher"]
Verdict = Literal["helps", "does_not_seem_to", "cannot_tell"]
StopAction = Literal["go_on", "pause", "stop"]


@dataclass(frozen=True, slots=True)
class Design:
    """What was settled before the first day, and the seal that shows that nothing changed since.

    `question`, `technique`, `outcome`: ids of the catalogue (any text for data from elsewhere).
    `when`: the outcome is read the same evening, or the next morning. `days` is a whole number
    of blocks (4) or pairs (6); `arms[i]` says whether day i + 1 is one with the technique.
    `low`, `high`: the ends of the outcome's scale. `seal`: SHA-256 in hex over all other fields,
    with `salt`, so that a seal shown early does not give the schedule away.
    """

    question: str
    technique: str
    outcome: str
    better: Better
    when: When
    scheme: Scheme
    days: int
    seed: int
    arms: tuple[bool, ...]
    low: float = 0.0
    high: float = 10.0
    salt: str = ""
    seal: str = ""


@dataclass(frozen=True, slots=True)
class TrialDay:
    """One day: what was drawn for it, whether the technique was done, and the outcome.

    `day`: 1 for the first of the test; 0 and less before it, where `assigned` is None. `done`:
    None when it was not said. `value`: the outcome that belongs to this day's draw (the same
    evening's, or the next morning's), in the outcome's unit; None = missed, never filled in.
    `beside`: other items of the day before, in the order of `Trial.beside`.
    """

    day: int
    assigned: bool | None
    done: bool | None = None
    value: float | None = None
    beside: tuple[float | None, ...] = ()


@dataclass(frozen=True, slots=True)
class Trial:
    """A test and all that is known of it: `days` of the test and the days `before` it."""

    design: Design
    days: tuple[TrialDay, ...]
    before: tuple[TrialDay, ...] = ()
    beside: tuple[str, ...] = ()
    stopped_on: int | None = None


@dataclass(frozen=True, slots=True)
class Effect:
    """A difference "with it" minus "without it" in `unit`: mean, sd, central `level` interval.

    `days_on`, `days_off`: days with an outcome on either side.
    """

    mean: float
    sd: float
    low: float
    high: float
    unit: str
    days_on: int
    days_off: int
    level: float = 0.8


@dataclass(frozen=True, slots=True)
class Adherence:
    """How the test was lived: days drawn, days with an outcome, days done as drawn.

    `done_on`: of the `said_on` days drawn as "with it" for which something was said, how many
    were done; `done_off`, `said_off`: the same for days drawn as "without it".
    """

    days: int
    answered_on: int
    answered_off: int
    missed: int
    said_on: int
    done_on: int
    said_off: int
    done_off: int


@dataclass(frozen=True, slots=True)
class TrialResult:
    """The answer of one test.

    `primary`: mean difference by what was drawn, as fixed before the start. `as_done`: by what
    was done (not randomised: it only went with it). `cumulated`: the seventh day of seven with
    it against seven without. `in_points`: factor from the outcome's unit to points of 0 to 10.
    `p_value`: two-sided, by drawing the schedule again. `p_good`, `p_bad`: chance that the
    effect is in the good, the bad direction. `p_half`: that it is good and at least half a
    point in 10. `p_small`: that it is less than half a point either way. `worse`: it went worse
    with it (`p_bad` at least .95), so it is not offered again. `notes`: codes of what must be
    said beside any result; `not_blinded` always stands in it.
    """

    verdict: Verdict
    primary: Effect
    as_done: Effect | None
    cumulated: Effect
    in_points: float
    p_value: float
    p_good: float
    p_bad: float
    p_half: float
    p_small: float
    worse: bool
    adherence: Adherence
    reasons: tuple[Reason, ...] = ()
    notes: tuple[str, ...] = ("not_blinded",)
    method: str = ""


@dataclass(frozen=True, slots=True)
class PowerAt:
    """What a test ends in, as shares of simulated tests, when the truth is `points` (of 10)."""

    points: float
    helps: float
    does_not: float

    @property
    def clear(self) -> float:
        """Share of clear answers: either of the two verdicts that say something."""
        return self.helps + self.does_not


@dataclass(frozen=True, slots=True)
class Power:
    """What to expect of a test before it starts, from `simulated` made-up runs of it.

    `at`: by true effect, in points of 0 to 10. `expected`: share of clear answers when effects
    are as small as those of most single steps. `sd`, `lag`: the outcome's swing in points and
    its day-to-day correlation; `answered`, `done`: shares of days. `own`: which of them came
    from the person's own days rather than from a stated usual value.
    """

    days: int
    scheme: Scheme
    at: tuple[PowerAt, ...]
    expected: float
    sd: float
    lag: float
    answered: float
    done: float
    own: tuple[str, ...]
    simulated: int

    @property
    def clear_in_ten(self) -> int:
        """A clear answer in about this many of 10 tests, over `expected` effects."""
        return round(10 * self.expected)


@dataclass(frozen=True, slots=True)
class Stopping:
    """What harm asks for: go on, pause (days are skipped until the gate opens), or stop."""

    action: StopAction
    reasons: tuple[Reason, ...] = field(default=())
