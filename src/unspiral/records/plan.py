"""A day's plan: a few items by role, each with its reasons, or a refusal with its reasons."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal

from unspiral.records.problem import Reason

Role = Literal["ease", "build", "night", "mind"]
ROLES: tuple[Role, ...] = ("ease", "build", "night", "mind")
When = Literal["any", "morning", "day", "evening", "night"]
PLAN_SIZES = ("few", "more")  # the answer `plan_size`: three things, or up to five
WALK_UNITS = ("minutes", "steps")  # the answer `walk_unit`


@dataclass(frozen=True, slots=True)
class Amount:
    """How much of one technique: the dose of one day.

    `seconds` is one whole session of it. `times` and `sets` count repetitions, 0 where it goes by
    time; `hold` is the seconds of each hold, 0 where that stays as written. `a_day` is how often
    a day. `smallest` is the "too tired" form.
    """

    seconds: int
    times: int = 0
    sets: int = 1
    hold: int = 0
    a_day: int = 1
    smallest: bool = False


@dataclass(frozen=True, slots=True)
class FairTestEffect:
    """What a finished fair test found for one technique.

    `mean` and `sd`: points of 0-10 by which it helped on what the test asked about (below 0: it
    did not), and how unsure that is. `days` is how many days it rests on.
    """

    technique: str
    mean: float
    sd: float
    days: int


Estimates = Mapping[str, FairTestEffect]


@dataclass(frozen=True, slots=True)
class DrawnToday:
    """The technique of the fair test that runs, and whether chance drew it for today.

    `when`: the part of the day in which the test asks for it.
    """

    technique: str
    with_it: bool
    when: When = "any"


@dataclass(frozen=True, slots=True)
class PlanItem:
    """One thing to do. Seconds are of the dose as planned and of the "too tired" version.

    `amount`: the dose as planned. `steps`: walking told in steps, 0 when told in minutes.
    `when` and `moments`: the part of the day, and minutes after rising for what is spread over it.
    `probability`: chance of being offered in its place today, given the places filled before it.
    It was drawn with a weight from `expected` (points of 0-10), `chance` of being done, and `fit`
    to today (1 is neutral).
    """

    technique: str
    version: int
    role: Role
    seconds: int
    tired_seconds: int
    grade: str
    reasons: tuple[Reason, ...]
    amount: Amount
    when: When = "any"
    moments: tuple[int, ...] = ()
    steps: int = 0
    probability: float = 1.0
    expected: float = 0.0
    chance: float = 1.0
    fit: float = 1.0


@dataclass(frozen=True, slots=True)
class Plan:
    """What today holds, in the order of `ROLES`; `left_out` says why others are not here."""

    day: date
    items: tuple[PlanItem, ...]
    notes: tuple[Reason, ...] = ()
    left_out: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Withheld:
    """Nothing is planned, and why."""

    day: date
    reasons: tuple[Reason, ...]
