"""Pieces of time told by watches and phones to one value a day and variable.

Several devices tell of the same walk and the same night. A plain sum counts them twice (24,700
steps for 12,500), and one device alone loses what only the other saw. So:
- counts and minutes: the day is walked in order, and each moment is taken from the device that
  comes first (watch, phone, then apps); a piece over midnight is shared out in proportion;
- levels (resting pulse, HRV): the mean of the one source that comes first that day;
- asleep: one source a night, stages before unspecified spans; its pieces are united. A piece may
  tell of less sleep than its length: 7 hours from falling asleep at 23:00 to waking at 7:00.

Times inside are seconds since 1970, UTC, so that clock changes neither lose nor add an hour.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from unspiral.records.facts import Reading
from unspiral.records.source import DEVICES, STAGES, split

SUMS = ("steps", "active_minutes_device", "mindful_minutes")
LEVELS = ("heart_rate_rest", "hrv_sdnn", "hrv_rmssd")
ASLEEP, IN_BED = "sleep_hours_device", "in_bed_hours_device"
RANK: Mapping[str, int] = {"watch": 0, "phone": 1, "app": 2}
IN_BED_GAP = 30 * 60  # phones cut the time in bed into pieces around an alarm
AWAKE_GAP = 2 * 3600  # somebody who lies awake for longer than half an hour has one night, not two
ROUNDING = 1.0  # seconds that rounded hours may lie below the length of their pieces
BY_DAY = 3 * 3600  # after night work; what is shorter is a nap
MAIN_ENDS = (time(3), time(12))  # a period that ends in between, local time, is the night
Span = tuple[float, float]
Kinds = Mapping[str, str]  # source name to watch, phone or app, where a file told it


@dataclass(frozen=True, slots=True)
class Night:
    """One night as a device tells it, in minutes. None: not known, which is not zero.

    `tib`: from into bed to out of bed; `sol`: into bed to asleep; `waso`: awake between the first
    and the last moment asleep; `tst`: asleep in the main period; `naps`: asleep beside it.
    """

    day: date
    start: float
    end: float
    zone: str
    tst: float
    waso: float
    naps: float
    tib: float | None = None
    sol: float | None = None


def days_of(pieces: Iterable[Reading], kinds: Kinds | None = None) -> tuple[Reading, ...]:
    """One reading a day and variable, from the source `records.source.DEVICES`, in day order."""
    told = kinds or {}
    groups: dict[str, list[Reading]] = defaultdict(list)
    for one in pieces:
        groups[one.variable].append(one)
    found: list[Reading] = []
    for variable in SUMS:
        found.extend(_sums(variable, groups.get(variable, ()), told))
    for variable in LEVELS:
        found.extend(_levels(variable, groups.get(variable, ()), told))
    for night in nights(groups.get(ASLEEP, ()), groups.get(IN_BED, ()), told):
        start, end = _at(night.start), _at(night.end)
        found.append(_made(ASLEEP, night.tst / 60, start, end, night.day, night.zone))
        if night.tib is not None:
            found.append(_made(IN_BED, night.tib / 60, start, end, night.day, night.zone))
    return tuple(sorted(found, key=lambda one: (one.local_date, one.variable)))


def nights(
    asleep: Iterable[Reading], in_bed: Iterable[Reading], kinds: Kinds | None = None
) -> Iterator[Night]:
    """Nights in order; a day with only a nap has no night."""
    by_day: dict[date, list[Reading]] = defaultdict(list)
    beds: dict[date, list[Span]] = defaultdict(list)
    for one in asleep:
        by_day[one.local_date].append(one)
    for one in in_bed:
        beds[one.local_date].append(_span(one))
    for day in sorted(by_day):
        if night := _night(day, by_day[day], merged(beds.get(day, ()), IN_BED_GAP), kinds or {}):
            yield night


def merged(spans: Iterable[Span], gap: float = 0.0) -> list[Span]:
    """Spans in order, united where they touch or lie less than `gap` apart."""
    found: list[Span] = []
    for start, end in sorted(spans):
        if found and (start <= found[-1][1] or start - found[-1][1] < gap):
            found[-1] = (found[-1][0], max(found[-1][1], end))
        else:
            found.append((start, end))
    return found


def _night(day: date, asleep: list[Reading], beds: list[Span], kinds: Kinds) -> Night | None:
    chosen = _sleep_source(asleep, kinds)
    pieces = merged(_span(one) for one in asleep if one.source == chosen)
    zone = next(one.zone for one in asleep if one.source == chosen)
    periods = _periods(pieces, beds)
    main = _main(periods, zone)
    if main is None:
        return None
    told = [one for one in asleep if one.source == chosen]
    inside = [one for one in told if main[0] <= _span(one)[0] and _span(one)[1] <= main[1]]
    total, tst = _slept(told), _slept(inside)
    bed = [span for span in beds if span[0] < main[1] and main[0] < span[1]]
    tib = sol = None
    if bed:
        into, out = min(bed[0][0], main[0]), max(bed[-1][1], main[1])
        tib, sol = (out - into) / 60, (main[0] - into) / 60
    return Night(
        day=day,
        start=main[0],
        end=main[1],
        zone=zone,
        tst=tst / 60,
        waso=(main[1] - main[0] - tst) / 60,
        naps=(total - tst) / 60,
        tib=tib,
        sol=sol,
    )


def _slept(told: Sequence[Reading]) -> float:
    """Seconds asleep: the united length of the pieces, or what they told where that is less."""
    length = sum(end - start for start, end in merged(_span(one) for one in told))
    said = sum(one.value for one in told) * 3600
    return said if said < length - ROUNDING else length


def _sleep_source(asleep: Iterable[Reading], kinds: Kinds) -> str:
    """Stages first; then the better device, then the one that saw most of the night."""
    spans: dict[str, list[Span]] = defaultdict(list)
    for one in asleep:
        spans[one.source].append(_span(one))
    longest = {name: sum(e - s for s, e in merged(held)) for name, held in spans.items()}

    def order(name: str) -> tuple[bool, int, float, str]:
        return split(name)[2] != STAGES, _rank(name, kinds), -longest[name], name

    return min(spans, key=order)


def _periods(pieces: Sequence[Span], beds: Sequence[Span]) -> list[Span]:
    """Sleep in one piece as a person counts it: one time in bed, or wakes of up to two hours."""
    found: list[Span] = []
    for start, end in merged(pieces):
        if found:
            last = found[-1]
            one_bed = any(a < last[1] and start < b for a, b in beds)
            if one_bed or start - last[1] < AWAKE_GAP:
                found[-1] = (last[0], max(last[1], end))
                continue
        found.append((start, end))
    return found


def _main(periods: Sequence[Span], zone: str) -> Span | None:
    """The longest that ends between 03:00 and 12:00 local time; else a long one, by day."""
    low, high = MAIN_ENDS
    ends = [span for span in periods if low <= _local(span[1], zone).time() <= high]
    by_day = [span for span in periods if span[1] - span[0] >= BY_DAY]
    return max(ends or by_day, key=lambda span: span[1] - span[0], default=None)


def _sums(variable: str, pieces: Iterable[Reading], kinds: Kinds) -> Iterator[Reading]:
    """Each moment from the device that comes first, shared out over local days."""
    by_source: dict[str, list[Reading]] = defaultdict(list)
    for one in pieces:
        by_source[one.source].append(one)
    days: dict[date, float] = defaultdict(float)
    zones: dict[date, str] = {}
    taken: list[Span] = []
    for source in sorted(by_source, key=lambda name: (_rank(name, kinds), name)):
        own: list[Span] = []
        reached = float("-inf")
        covered = _Covered(taken)
        for one in sorted(by_source[source], key=_span):
            start, end = _span(one)
            free = covered.free(max(start, reached), end) if end > reached else []
            for share, day in _shares(one, start, end, free):
                days[day] += share
                zones.setdefault(day, one.zone)
            reached = max(reached, end)
            own.append((start, end))
        taken = merged([*taken, *own])
    for day in sorted(days):
        begin, finish = _day_span(day, zones[day])
        yield _made(variable, days[day], _at(begin), _at(finish), day, zones[day])


def _shares(
    one: Reading, start: float, end: float, free: Sequence[Span]
) -> Iterator[tuple[float, date]]:
    """What of a piece counts, by local day."""
    if end <= start:  # told for one moment
        if free:
            yield one.value, _local(start, one.zone).date()
        return
    for low, high in free:
        while low < high:
            day = _local(low, one.zone).date()
            midnight = _day_span(day, one.zone)[1]
            stop = min(high, midnight)
            yield one.value * (stop - low) / (end - start), day
            low = stop


class _Covered:
    """Time that a better device has told already, asked for in rising order of start."""

    def __init__(self, spans: Sequence[Span]) -> None:
        self._spans = spans
        self._next = 0

    def free(self, start: float, end: float) -> list[Span]:
        """The parts of [start, end] that are not covered; a moment is a part of length 0."""
        spans = self._spans
        while self._next < len(spans) and spans[self._next][1] <= start:
            self._next += 1
        if start >= end:
            held = spans[self._next] if self._next < len(spans) else None
            return [] if held and held[0] <= start < held[1] else [(start, end)]
        found: list[Span] = []
        at = self._next
        while at < len(spans) and spans[at][0] < end:
            low, high = spans[at]
            if low > start:
                found.append((start, low))
            start = max(start, high)
            at += 1
        if start < end:
            found.append((start, end))
        return found


def _levels(variable: str, pieces: Iterable[Reading], kinds: Kinds) -> Iterator[Reading]:
    """The mean of one source a day: levels of two devices are not mixed."""
    days: dict[date, dict[str, list[Reading]]] = defaultdict(lambda: defaultdict(list))
    for one in pieces:
        days[one.local_date][one.source].append(one)
    for day in sorted(days):
        name = min(days[day], key=lambda key: (_rank(key, kinds), -len(days[day][key]), key))
        group = days[day][name]
        value = sum(one.value for one in group) / len(group)
        start, end = min(one.start for one in group), max(one.end for one in group)
        yield _made(variable, value, start, end, day, group[0].zone)


def _made(
    variable: str, value: float, start: datetime, end: datetime, day: date, zone: str
) -> Reading:
    return Reading(variable, round(value, 6), start, end, day, DEVICES, None, zone)


def _rank(source: str, kinds: Kinds) -> int:
    """Watch, phone, app: as the file told, else by the name people give their devices."""
    name = split(source)[1]
    told = kinds.get(name, "")
    if not told:
        words = name.lower()
        told = "watch" if "watch" in words else "phone" if "phone" in words else "app"
    return RANK.get(told, RANK["app"])


def _span(one: Reading) -> Span:
    return one.start.timestamp(), one.end.timestamp()


def _at(seconds: float) -> datetime:
    return datetime.fromtimestamp(seconds, UTC)


def _local(seconds: float, zone: str) -> datetime:
    return datetime.fromtimestamp(seconds, _zone(zone))


@lru_cache(maxsize=64)
def _zone(name: str) -> ZoneInfo:
    return ZoneInfo(name)


@lru_cache(maxsize=1024)
def _day_span(day: date, zone: str) -> Span:
    """From local midnight to the next: 23, 24 or 25 hours."""
    begin = datetime.combine(day, time(), _zone(zone)).timestamp()
    return begin, datetime.combine(day + timedelta(days=1), time(), _zone(zone)).timestamp()
