"""The diary on the clinician's page: means of its first and last two weeks, and its pictures.

One value a day and variable, by the rules of the learner's panel: the diary's own entry first,
else the fullest import. Nothing is filled in, and a mean of few days is not given.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import ceil, floor
from typing import Literal

from unspiral.assessment.change import judge
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import Change, Variable
from unspiral.diary import panel
from unspiral.diary.sleep import metrics, nights, valid
from unspiral.insights.withhold import WORDS_FROM_DAYS
from unspiral.records.facts import DIARY, Reading
from unspiral.records.report import MOOD_ITEMS, Against, DailyRow, Mean, Parts, Period, Picture

PAIN, HOURS, QUALITY, EFFICIENCY = "pain", "sleep_hours", "sleep_quality", "se"
ACTIVE = "activity_minutes"
NIGHTS = (HOURS, QUALITY)
DEVICE_NIGHT = "sleep_hours_device"
STRETCH_DAYS = 14  # at each end of the period
FEWEST_DAYS = 7  # noted in a stretch, for a mean of it [GK]
FEWEST_NIGHTS = 5  # valid ones, as for a week of the sleep programme (safety page)
DECIMALS = 1
USUAL_SHARE = 0.8
COLUMN_DAYS, MOST_COLUMNS = (7, 14, 28), 7  # of the table beside a picture
ROUND_UP = {"hours": 12.0}
Days = Mapping[date, float]


def wanted(parts: Parts) -> tuple[str, ...]:
    """The daily answers that these parts put on the page."""
    found = [PAIN, ACTIVE]
    if "nights" in parts.shown:
        found += [*NIGHTS, EFFICIENCY]
    if "device" in parts.shown:
        found.append(DEVICE_NIGHT)
    return (*found, *(name for name in MOOD_ITEMS if name in parts.items))


def daily(
    held: Sequence[Reading], names: Iterable[str], period: Period, catalogue: Catalogue
) -> tuple[DailyRow, ...]:
    """The first two weeks of the period beside the last two, for what was noted in either."""
    answers = panel.values_by_day(held, catalogue.variables)
    rows = []
    for name in names:
        values = _efficiency(held) if name == EFFICIENCY else answers.get(name, {})
        row = _row(name, values, period, catalogue)
        if row.after.days or row.before.days:
            rows.append(row)
    return tuple(rows)


def pictures(held: Sequence[Reading], period: Period, catalogue: Catalogue) -> tuple[Picture, ...]:
    """Pain, and hours asleep or else the night as it was rated, as far as anything is noted."""
    answers = panel.values_by_day(held, catalogue.variables)
    night = next((name for name in NIGHTS if answers.get(name)), "")
    found = (name for name in (PAIN, night) if answers.get(name))
    return tuple(_picture(catalogue.variables[name], answers[name], period) for name in found)


def _efficiency(held: Iterable[Reading]) -> dict[date, float]:
    """Percent asleep of the time in bed, for each night of the sleep diary that counts."""
    own = (reading for reading in held if reading.source == DIARY)
    found = (metrics(night) for night in nights(own))
    return {one.day: one.se for one in found if valid(one) and one.se is not None}


def _row(name: str, values: Days, period: Period, catalogue: Catalogue) -> DailyRow:
    fewest = FEWEST_NIGHTS if name == EFFICIENCY else FEWEST_DAYS
    reach = timedelta(days=STRETCH_DAYS - 1)
    both = period.days >= 2 * STRETCH_DAYS
    first = (period.first, period.first + reach)
    last = (max(period.first, period.last - reach), period.last)
    before = mean(values, *first, fewest) if both else Mean(*first, 0, None)
    after = mean(values, *last, fewest)
    variable = catalogue.variables[name]
    if variable.unit == "minutes":  # a guess of the evening: tenths would be false
        before, after = (_whole(one) for one in (before, after))
    held = None
    if variable.change and before.value is not None and after.value is not None:
        worse: Literal["high", "low"] = "low" if variable.worse == "low" else "high"
        held = against(before.value, after.value, variable.change, worse)
    return DailyRow(name, before, after, variable.sitting == "device", held)


def _whole(one: Mean) -> Mean:
    return one if one.value is None else replace(one, value=float(round(one.value)))


def against(
    before: float, after: float, change: Change | None, worse: Literal["high", "low"]
) -> Against:
    """A change held against what is known of changes on its scale."""
    found = judge(before, after, change, worse)
    return Against(
        points=found.points,
        percent=found.percent,
        direction=found.direction,
        matters=found.matters,
        beyond_noise=found.beyond_noise,
        mic_points=change.mic_points if change else None,
        mic_percent=change.mic_percent if change else None,
    )


def mean(values: Days, first: date, last: date, fewest: int = 1) -> Mean:
    """The mean of what was noted from `first` to `last`; None of fewer than `fewest` days."""
    inside = [value for day, value in sorted(values.items()) if first <= day <= last]
    if len(inside) < max(fewest, 1):
        return Mean(first, last, len(inside), None)
    return Mean(first, last, len(inside), round(sum(inside) / len(inside), DECIMALS))


def _picture(variable: Variable, values: Days, period: Period) -> Picture:
    days = [period.first + timedelta(days=n) for n in range(period.days)]
    low, high = _usual(values.values())
    return Picture(
        variable=variable.id,
        values=tuple(values.get(day) for day in days),
        scale=_scale(variable, values.values()),
        low=low,
        high=high,
        stretches=tuple(_stretches(values, period)),
    )


def _usual(values: Iterable[float]) -> tuple[float | None, float | None]:
    """The range that held 8 of 10 noted days, widened to whole answers as on the loop page."""
    held = sorted(values)
    if len(held) < WORDS_FROM_DAYS:
        return None, None
    tail = (1 - USUAL_SHARE) / 2
    last = len(held) - 1
    return held[floor(tail * last)], held[ceil((1 - tail) * last)]


def _scale(variable: Variable, values: Iterable[float]) -> tuple[float, float]:
    """The full scale of answers in points; of hours, from 0 to a round number above all."""
    low, high = variable.range
    step = ROUND_UP.get(variable.unit)
    if step is None:
        return low, high
    return low, min(high, step * max(ceil(max(values) / step), 1))


def _stretches(values: Days, period: Period) -> Iterable[Mean]:
    """Columns of the table: weeks side by side, the last one as long as the period lasts."""
    step = _column(period.days)
    first = period.first
    while first <= period.last:
        last = min(first + timedelta(days=step - 1), period.last)
        yield mean(values, first, last)
        first = last + timedelta(days=1)


def _column(days: int) -> int:
    """Days of one column: the smallest step that leaves at most seven columns."""
    return next(step for step in COLUMN_DAYS if days <= MOST_COLUMNS * step)
