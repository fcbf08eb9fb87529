"""The weekly rule of the sleep programme, with its caps: how many minutes in bed come next.

Evidence page, rows "sleep window" and "sleep compression", and c.5; safety page, "Sleep
programme". No setting, import or care action can pass the numbers here: they are constants.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import ceil
from types import MappingProxyType

from unspiral.records.problem import Reason
from unspiral.records.sleep import NightMetrics, SleepKind, Step, Week

# Least minutes in bed. A clinician whom the operator of a server confirmed may go to 5.5 h in a
# window; there is none on one's own machine, so there is no way to do it here.
FLOOR_MIN: Mapping[SleepKind, int] = MappingProxyType({"window": 360, "compression": 390})
STEP_MIN = 15
FASTEST_MIN = 30  # compression: never faster than this a week
ABOVE_SLEEP_MIN = 30  # compression stops at about time asleep plus this
SHORT_SLEEP_MIN = 300  # asleep less than this on average: never a window
NIGHTS_TO_START = 7
NIGHTS_TO_STEP = 5
GOOD_SE, LOW_SE = 85.0, 80.0
# Longer than anybody is asked to stay in bed; only so that odd nights cannot grow it for ever.
LONGEST_MIN = 600
ROUNDED_TO_MIN = 5
PERCENT = 100


@dataclass(frozen=True, slots=True)
class Notes:
    """What one week holds: its valid nights, why it waits, and what was asked and answered.

    `asked`: the morning tap on at least 5 mornings, and all of the weekly questions.
    """

    nights: Sequence[NightMetrics] = ()
    holds: tuple[Reason, ...] = ()
    asked: bool = False
    sleepy: bool = False


def asleep(nights: Sequence[NightMetrics]) -> float:
    """Mean minutes asleep of valid nights."""
    return sum(night.tst or 0.0 for night in nights) / len(nights)


def in_bed(nights: Sequence[NightMetrics]) -> float:
    """Mean minutes in bed of valid nights."""
    return sum(night.tib or 0.0 for night in nights) / len(nights)


def efficiency(nights: Sequence[NightMetrics]) -> float:
    """Percent asleep of the time in bed, over valid nights together."""
    asleep_min = sum(night.tst or 0.0 for night in nights)
    return PERCENT * asleep_min / sum(night.tib or 0.0 for night in nights)


def first_minutes(kind: SleepKind, nights: Sequence[NightMetrics]) -> int:
    """Minutes in bed to begin with, from the 7 nights of the start; rounded up to 5."""
    if kind == "window":
        return max(FLOOR_MIN[kind], rounded_up(asleep(nights)))
    return max(nearest(kind, nights), rounded_up(in_bed(nights)) - FASTEST_MIN)


def nearest(kind: SleepKind, nights: Sequence[NightMetrics]) -> int:
    """The least minutes in bed these nights allow."""
    if kind == "window":
        return FLOOR_MIN[kind]
    return max(FLOOR_MIN[kind], rounded_up(asleep(nights) + ABOVE_SLEEP_MIN))


def decide(kind: SleepKind, number: int, on: date, before: Week | int, notes: Notes) -> Week:
    """The step on `on`. `before` is the week before, or the minutes the programme began with."""
    minutes = before if isinstance(before, int) else before.after_min
    # The first cut of compression is itself a step that shortens; the window's start is not.
    cut_last = kind == "compression" if isinstance(before, int) else before.step == "shorter"
    nights = notes.nights
    enough = len(nights) >= NIGHTS_TO_STEP
    reasons = notes.holds
    if not enough:
        have = {"have": len(nights), "needs": NIGHTS_TO_STEP}
        reasons = (Reason("too_few_nights", values=have), *reasons)
    step: Step = "same"
    after = minutes
    if minutes < FLOOR_MIN[kind]:  # a window that goes on as compression: up to its floor at once
        step, after, reasons = "longer", FLOOR_MIN[kind], (Reason("floor"), *reasons)
    elif not reasons:
        step, after, why = _step(kind, minutes, notes, cut_last)
        reasons = (why,)
    return Week(
        number=number,
        on=on,
        valid_nights=len(nights),
        se=efficiency(nights) if enough else None,
        asleep_min=asleep(nights) if enough else None,
        step=step,
        before_min=minutes,
        after_min=after,
        reasons=reasons,
    )


def _step(kind: SleepKind, minutes: int, notes: Notes, cut_last: bool) -> tuple[Step, int, Reason]:
    se = efficiency(notes.nights)
    if se >= GOOD_SE or (se >= LOW_SE and notes.sleepy):
        why = Reason("slept_well" if se >= GOOD_SE else "sleepy_by_day", values={"se": se})
        longer = max(minutes, min(minutes + STEP_MIN, LONGEST_MIN))
        return ("longer", longer, why) if longer > minutes else ("same", minutes, why)
    if se >= LOW_SE:
        return "same", minutes, Reason("between", values={"se": se})
    if kept := _not_shorter(notes, cut_last):
        return "same", minutes, Reason(kept, values={"se": se})
    most = STEP_MIN if kind == "window" else FASTEST_MIN
    shorter = max(minutes - most, nearest(kind, notes.nights))
    if shorter >= minutes:
        return "same", minutes, Reason("at_the_least", values={"se": se, "minutes": minutes})
    return "shorter", shorter, Reason("awake_in_bed", values={"se": se})


def _not_shorter(notes: Notes, cut_last: bool) -> str:
    """Why a week with much time awake is not followed by less time in bed; "" when it may be."""
    if cut_last:
        return "not_two_weeks_running"
    if notes.sleepy:
        return "sleepy_by_day"
    return "" if notes.asked else "not_asked"


def rounded_up(minutes: float) -> int:
    """To the next 5 minutes: never less than asked for."""
    return ROUNDED_TO_MIN * ceil(minutes / ROUNDED_TO_MIN)
