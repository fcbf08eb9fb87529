"""How the points of answers become one number: one function for each method a form may name.

All arithmetic is exact (fractions), so that no score hangs on how a computer rounds in between.
A method gets the answered items with their points, in the order of the form, and how many items
there are; where the answers make no sense together it gives the reason instead.
"""

from collections.abc import Callable, Mapping, Sequence
from fractions import Fraction
from typing import Literal

from unspiral.catalogue.types import QItem

Pairs = Sequence[tuple[QItem, Fraction]]
Senseless = Literal["answers_contradict", "does_not_apply"]
Method = Callable[[Pairs, int], Fraction | Senseless]
HOURS_A_DAY = 24
LOW_RISK_UP_TO, HIGH_RISK_FROM = 3, 4  # STarT Back: total, and its psychosocial part


def total(pairs: Pairs, count: int) -> Fraction:
    """The sum; each missing item counts as the mean of the answered ones."""
    return mean(pairs, count) * count


def mean(pairs: Pairs, count: int) -> Fraction:
    """The mean of the answered items."""
    return sum((points for _, points in pairs), Fraction()) / len(pairs)


def percent_of_answered(pairs: Pairs, count: int) -> Fraction:
    """What was reached, in percent of what the answered items could reach."""
    reached = sum((points - item.range[0] for item, points in pairs), Fraction())
    return 100 * reached / sum(item.range[1] - item.range[0] for item, _ in pairs)


def psqi_latency(pairs: Pairs, count: int) -> Fraction:
    """Sleep latency, 0 to 3: minutes to fall asleep, and how often over half an hour."""
    minutes, over_half_an_hour = _points(pairs)
    return _above(_above(minutes, 15, 30, 60) + over_half_an_hour, 0, 2, 4)


def psqi_duration(pairs: Pairs, count: int) -> Fraction:
    """Hours asleep, 0 (over 7) to 3 (under 5)."""
    (hours,) = _points(pairs)
    return Fraction((hours <= 7) + (hours < 6) + (hours < 5))


def psqi_efficiency(pairs: Pairs, count: int) -> Fraction | Senseless:
    """Hours asleep as a share of hours in bed, 0 (85 % and over) to 3 (under 65 %).

    Clock times are hours after midnight; getting up belongs to the day after.
    """
    to_bed, up, asleep = _points(pairs)
    in_bed = (up - to_bed) % HOURS_A_DAY
    if asleep > in_bed:
        return "answers_contradict"
    percent = 100 * asleep / in_bed if in_bed else Fraction()
    return Fraction((percent < 85) + (percent < 75) + (percent < 65))


def psqi_disturbances(pairs: Pairs, count: int) -> Fraction:
    """How often sleep was disturbed, by nine things, 0 to 3."""
    return _above(sum(_points(pairs), Fraction()), 0, 9, 18)


def psqi_daytime(pairs: Pairs, count: int) -> Fraction:
    """Trouble by day, from two items, 0 to 3."""
    return _above(sum(_points(pairs), Fraction()), 0, 2, 4)


def wpai_absenteeism(pairs: Pairs, count: int) -> Fraction | Senseless:
    """Work time missed for health, in percent of the hours that would have been worked."""
    missed, worked = _points(pairs)
    return 100 * missed / (missed + worked) if missed + worked else "does_not_apply"


def wpai_presenteeism(pairs: Pairs, count: int) -> Fraction | Senseless:
    """How far health got in the way at work, in percent; nobody can say it of no work at all."""
    worked, hindered = _points(pairs)
    return 10 * hindered if worked else "does_not_apply"


def wpai_overall(pairs: Pairs, count: int) -> Fraction | Senseless:
    """Work lost to health in percent: the hours missed, and the hindered share of the rest."""
    missed, worked, hindered = _points(pairs)
    if not worked:
        return "does_not_apply"
    absent = missed / (missed + worked)
    return 100 * (absent + (1 - absent) * hindered / 10)


def start_back(score: float, parts: Sequence[float]) -> str:
    """The risk group of STarT Back: by the total, and by the psychosocial part above that."""
    if score <= LOW_RISK_UP_TO:
        return "low"
    return "high" if parts[0] >= HIGH_RISK_FROM else "medium"


METHODS: Mapping[str, Method] = {
    "sum": total,
    "mean": mean,
    "percent_of_answered": percent_of_answered,
    "psqi_latency": psqi_latency,
    "psqi_duration": psqi_duration,
    "psqi_efficiency": psqi_efficiency,
    "psqi_disturbances": psqi_disturbances,
    "psqi_daytime": psqi_daytime,
    "wpai_absenteeism": wpai_absenteeism,
    "wpai_presenteeism": wpai_presenteeism,
    "wpai_overall": wpai_overall,
}
GROUPS: Mapping[str, Callable[[float, Sequence[float]], str]] = {"start_back": start_back}


def _points(pairs: Pairs) -> list[Fraction]:
    return [points for _, points in pairs]


def _above(value: Fraction, *limits: int) -> Fraction:
    """How many of the limits `value` is above."""
    return Fraction(sum(value > limit for limit in limits))
