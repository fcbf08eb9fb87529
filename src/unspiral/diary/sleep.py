"""Nights from a sleep diary's readings, and what each adds up to.

The metrics are those of the Consensus Sleep Diary (Carney et al. 2012; general knowledge, see
docs/reference/sleep.md): time in bed runs from getting into bed to getting up, time asleep from
trying to sleep to waking for good, less the minutes awake. Efficiency is asleep by in bed.
All lengths are elapsed time between instants, so a night of a clock change is as long as it was.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from unspiral.records.facts import DIARY, Reading
from unspiral.records.problem import Problem
from unspiral.records.sleep import Night, NightMetrics

BED, TRIED, WOKE, RISE = "sleep_bed", "sleep_tried", "sleep_woke", "sleep_rise"
CLOCKS = (BED, TRIED, WOKE, RISE)
SOL, WASO, AWAKENINGS, NAP = "sleep_latency_min", "sleep_waso_min", "sleep_awakenings", "nap_min"
VARIABLES = frozenset({*CLOCKS, SOL, WASO, AWAKENINGS, NAP})
# More hours in bed than this are more often a slip of am and pm than a night.
LONGEST_NIGHT_MIN = 960
MINUTE = timedelta(minutes=1)
# What the variables hold at most; anything else was never a noted night.
CLOCK_RANGE, MINUTES_RANGE = (-720, 1440), (0, 1440)
FIRST, LAST = date(1900, 1, 2), date(9998, 12, 31)  # clock times need a day on either side
PERCENT = 100


def nights(readings: Iterable[Reading], zone: str = "") -> tuple[Night, ...]:
    """The nights noted, oldest first; a day without any reading of a night is not there.

    Clock readings are minutes from 00:00 of the day of waking, negative before it, as the clock
    on the wall showed. `zone` is the IANA zone of that clock; "" takes the one each night was
    noted in. Of two readings of one day and variable the diary's, then the latest counts.
    """
    days: dict[date, dict[str, Reading]] = {}
    for reading in readings:
        if reading.variable in VARIABLES and _possible(reading):
            day = days.setdefault(reading.local_date, {})
            held = day.get(reading.variable)
            if held is None or _rank(reading) > _rank(held):
                day[reading.variable] = reading
    found: list[Night] = []
    for when, noted in sorted(days.items()):
        night = _night(when, noted, zone)
        before = found[-1] if found else None
        found.append(replace(night, overlaps=True) if _overlaps(before, night) else night)
    return tuple(found)


def metrics(night: Night) -> NightMetrics:
    """Minutes and sleep efficiency of one night. A night that cannot be right gives only why."""
    problems = tuple(_problems(night))
    if problems:
        return NightMetrics(night.day, None, None, None, None, None, None, problems)
    tib = _minutes(night.bed, night.rise)
    tried = _minutes(night.tried, night.woke)
    tst = None
    if tried is not None and night.sol_min is not None and night.waso_min is not None:
        tst = tried - night.sol_min - night.waso_min
    se = PERCENT * tst / tib if tst is not None and tib is not None else None
    return NightMetrics(night.day, night.sol_min, night.waso_min, tst, tib, se, night.nap_min)


def valid(found: NightMetrics) -> bool:
    """True when a night counts: asleep, in bed and efficiency can be said, and nothing is odd."""
    return not found.problems and None not in (found.tst, found.tib, found.se)


def _possible(reading: Reading) -> bool:
    low, high = CLOCK_RANGE if reading.variable in CLOCKS else MINUTES_RANGE
    return FIRST <= reading.local_date <= LAST and low <= reading.value <= high


def _rank(reading: Reading) -> tuple[bool, float, float]:
    told = reading.answered_at or reading.end
    return reading.source == DIARY, told.timestamp(), reading.value


def _night(day: date, noted: Mapping[str, Reading], zone: str) -> Night:
    name = zone or _zone_noted(noted)
    midnight = datetime.combine(day, time(), zone_of(name))
    moments: dict[str, datetime | None] = {}
    last: datetime | None = None
    for variable in CLOCKS:
        moments[variable] = None
        if variable in noted:
            last = moments[variable] = _instant(midnight, noted[variable].value, last)

    def number(variable: str) -> float | None:
        return noted[variable].value if variable in noted else None

    times = number(AWAKENINGS)
    return Night(
        day=day,
        bed=moments[BED],
        tried=moments[TRIED],
        sol_min=number(SOL),
        waso_min=number(WASO),
        awakenings=None if times is None else round(times),
        woke=moments[WOKE],
        rise=moments[RISE],
        nap_min=number(NAP),
        zone=name,
    )


def _zone_noted(noted: Mapping[str, Reading]) -> str:
    """The zone of the latest clock time: where the person woke."""
    clocks = [variable for variable in CLOCKS if variable in noted]
    return noted[clocks[-1]].zone if clocks else next(iter(noted.values())).zone


def _instant(midnight: datetime, minutes: float, after: datetime | None) -> datetime:
    """The instant (in UTC) at which the wall clock showed so many minutes from `midnight`.

    An hour that comes twice is the first, or the second when the first would lie before `after`.
    An hour that is skipped is read as the clock that was not yet changed.
    """
    wall = midnight + minutes * MINUTE  # on the wall: the zone's own offsets come in below
    first = wall.astimezone(UTC)
    if after is None or first >= after:
        return first
    second = wall.replace(fold=1).astimezone(UTC)
    return second if second >= after else first


@lru_cache(maxsize=64)
def zone_of(name: str) -> ZoneInfo:
    """The zone of that name; UTC for one that is not known."""
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        return ZoneInfo("UTC")


def _overlaps(before: Night | None, night: Night) -> bool:
    """True when this night begins before the one before it ended."""
    if before is None:
        return False
    ended = [m for m in (before.rise, before.woke, before.tried, before.bed) if m is not None]
    begun = [m for m in (night.bed, night.tried, night.woke, night.rise) if m is not None]
    return bool(ended and begun) and min(begun) < max(ended)


def _problems(night: Night) -> Iterable[Problem]:
    """What cannot be right, or is more often a slip: each is asked "is this right?"."""
    moments = (night.bed, night.tried, night.woke, night.rise)
    known = [(n, m) for n, m in zip(CLOCKS, moments, strict=True) if m is not None]
    for (earlier, first), (later, second) in pairwise(known):
        if second < first:
            yield _ask(later, "before", than=earlier)
    awake = (night.sol_min or 0) + (night.waso_min or 0)
    start = night.tried or night.bed
    span = _minutes(start, night.woke or night.rise)
    if span is not None and awake > span >= 0:
        yield _ask(SOL if night.waso_min is None else WASO, "longer_than_the_night", minutes=awake)
    tib = _minutes(night.bed, night.rise)
    if tib is not None and (tib == 0 or tib > LONGEST_NIGHT_MIN):
        yield _ask(RISE, "length", minutes=tib)
    if night.awakenings == 0 and night.waso_min:
        yield _ask(AWAKENINGS, "awake_without_waking", minutes=night.waso_min)
    if night.overlaps:
        yield _ask(BED, "overlaps")


def _ask(where: str, why: str, **values: str | float) -> Problem:
    return Problem("is_this_right", where, "warning", {"why": why, **values})


def _minutes(start: datetime | None, end: datetime | None) -> float | None:
    return None if start is None or end is None else (end - start) / MINUTE
