"""Records of an Apple Health export to readings, one element at a time.

The parser calls `start` and `end` for each of millions of elements, so these two do next to nothing
for a record that is not used. What is kept is bounded: names of kinds and sources, offsets by day.
"""

from collections import defaultdict
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from unspiral.errors import BadInput
from unspiral.importers.stream import Asked, Out, SourceFound
from unspiral.records.problem import Problem
from unspiral.records.source import STAGES, UNSPECIFIED, join, tidy

APP = "apple"
DEEPEST = 64
MOST_KINDS = 5000  # pairs of a type and a source; HealthKit knows about 200 types
MOST_SPELLINGS = 20
LONGEST_NAME = 1000
MOST_ZONES = 1000
DAY, HOUR, MINUTE, MICRO = 86_400, 3600, 60, 1_000_000
FIRST_ORDINAL = date(1970, 1, 1).toordinal()
NIGHT_TURNS = 6 * HOUR
LONGEST = 2 * DAY  # seconds that one record may span
FIRST_MOMENT = datetime(1970, 1, 1)
LENGTH = len("2021-11-30 08:23:50 +0200")
PAST_HOUR = {f"{n // MINUTE:02d}:{n % MINUTE:02d}": n for n in range(HOUR)}
MOST_KEPT = 20_000
EARLIEST, LATEST = -70 * 365 * DAY, 230 * 365 * DAY  # about 1900 and 2200
SLEEP = "HKCategoryTypeIdentifierSleepAnalysis"
MINDFUL = "HKCategoryTypeIdentifierMindfulSession"
# type -> variable, unit
QUANTITIES: Mapping[str, tuple[str, str]] = {
    "HKQuantityTypeIdentifierStepCount": ("steps", "count"),
    "HKQuantityTypeIdentifierAppleExerciseTime": ("active_minutes_device", "min"),
    "HKQuantityTypeIdentifierRestingHeartRate": ("heart_rate_rest", "count/min"),
    "HKQuantityTypeIdentifierHeartRateVariabilitySDNN": ("hrv_sdnn", "ms"),
}
USED = frozenset({*QUANTITIES, SLEEP, MINDFUL})
CORRELATION = "Correlation"
# What stands beside records: counted, and not read.
BESIDE = frozenset(
    {CORRELATION, "Workout", "ActivitySummary", "ClinicalRecord", "Audiogram", "VisionPrescription"}
)
_SLEEP = "HKCategoryValueSleepAnalysis"
ASLEEP, IN_BED = "sleep_hours_device", "in_bed_hours_device"
# value -> variable, how it was told; None: known, and not used
SLEEP_VALUES: Mapping[str, tuple[str, str] | None] = {
    _SLEEP + "InBed": (IN_BED, ""),
    _SLEEP + "Asleep": (ASLEEP, UNSPECIFIED),
    _SLEEP + "AsleepUnspecified": (ASLEEP, UNSPECIFIED),
    _SLEEP + "AsleepCore": (ASLEEP, STAGES),
    _SLEEP + "AsleepDeep": (ASLEEP, STAGES),
    _SLEEP + "AsleepREM": (ASLEEP, STAGES),
    _SLEEP + "Awake": None,
}
Attributes = Mapping[str, str]


class Unusable(Exception):
    """One record that is set aside; the text is the code."""


class Stamps:
    """Printed moments to seconds since 1970 UTC. The printed offset gives the instant, no more.

    Neighbours share their hour and their offset, so those are looked up and not worked out again.
    """

    __slots__ = ("_hours", "_offsets")

    def __init__(self) -> None:
        self._hours: dict[str, int] = {}
        self._offsets: dict[str, int] = {}

    def read(self, text: str) -> int:
        """ "2021-11-30 08:23:50 +0200" to seconds. Raises `ValueError` or `TypeError`."""
        try:
            return self._hours[text[:14]] + PAST_HOUR[text[14:19]] - self._offsets[text[19:]]
        except KeyError:
            return self._learn(text)

    def _learn(self, text: str) -> int:
        at = datetime.fromisoformat(text[:19]) - FIRST_MOMENT
        seconds = at.days * DAY + at.seconds
        offset = self._offsets.get(text[19:])
        if offset is None:
            told = datetime.strptime(text[19:], " %z").utcoffset() or timedelta()
            offset = self._offsets[text[19:]] = int(told.total_seconds())
        if len(text) != LENGTH or len(self._offsets) > MOST_KEPT:
            raise ValueError("not as it is printed")
        if len(self._hours) > MOST_KEPT:
            self._hours.clear()
        self._hours[text[:14]] = seconds - seconds % HOUR
        return seconds - offset


class Zone:
    """The clock of one place: seconds since 1970 UTC to the local day. Offsets are kept by day."""

    def __init__(self, name: str) -> None:
        self.name = name
        self._info = ZoneInfo(name)
        self._offsets: dict[int, int | None] = {}

    def day(self, seconds: int, later: int = 0) -> int:
        """The ordinal of the local day at `seconds`, `later` seconds on by the clock."""
        day = seconds // DAY
        try:
            offset = self._offsets[day]
        except KeyError:
            offset = self._learn(day)
        if offset is None:  # the clock changes on this day
            offset = self._at(seconds)
        return (seconds + offset + later) // DAY + FIRST_ORDINAL

    def _learn(self, day: int) -> int | None:
        first, last = self._at(day * DAY), self._at((day + 1) * DAY)
        self._offsets[day] = first if first == last else None
        return self._offsets[day]

    def _at(self, seconds: int) -> int:
        at = datetime.fromtimestamp(seconds, UTC).astimezone(self._info).utcoffset()
        return int(at.total_seconds()) if at is not None else 0


class Records:
    """The parser's target: counts every record, and turns those of use into rows of `out`."""

    start: Callable[[str, Attributes], None]
    end: Callable[[str], None]
    rest: Callable[[], None]  # called after each block, as what has ended is kept until then

    def __init__(self, asked: Asked, out: Out) -> None:
        self.out = out
        self.asked = asked
        self.last_day = asked.last_day.toordinal()
        self.home = Zone(asked.zone)
        self.zones: dict[str, Zone] = {"": self.home}
        self._read = Stamps().read
        self._row, self._ranges = out.row, asked.ranges
        self.kinds: defaultdict[tuple[str, str], int] = defaultdict(int)
        self.others: defaultdict[str, int] = defaultdict(int)
        self.devices: dict[str, str] = {}
        self.sources: dict[tuple[str, str], str] = {}
        self.notes: dict[str, None] = {}
        self._unused = 0
        self._ended: list[str] = []
        self._in_zone, self._inside, self._depth, self._opened, self._mark = "", False, 0, 0, 0
        self.start, self.end = self._callbacks()

    def close(self) -> None:
        """Nothing is left to do when the document ends; the parser asks for this."""

    def _callbacks(self) -> tuple[Callable[[str, Attributes], None], Callable[[str], None]]:
        """`start` as a closure, a third faster than a method, and `end` as a list's own `append`.

        `rest` draws from that list how deep we stand. Long runs of one kind are counted by run.
        """
        pending, last_kind, last_source, run, wanted = None, "", "", 0, False
        ended, kinds, used, finish = self._ended, self.kinds, USED, self._finish

        def rest() -> None:
            """Take note of what has ended, and of the records counted since the last time."""
            nonlocal pending, run
            if run:
                kinds[last_kind, last_source] += run
                run = 0
            if pending is not None and "Record" in ended[self._mark :]:
                record, pending = pending, None
                finish(record, self._in_zone)
            self._climb()

        def start(tag: str, attributes: Attributes) -> None:
            nonlocal pending, last_kind, last_source, run, wanted
            if tag != "Record":
                self._beside(tag, attributes, pending is not None)
                return
            if pending is not None:
                record, pending = pending, None
                finish(record, self._in_zone)
            if self._inside and self._still_inside():
                return
            try:
                kind, source = attributes["type"], attributes["sourceName"]
            except KeyError:
                kind, source = attributes.get("type", ""), attributes.get("sourceName", "")
            if kind == last_kind and source == last_source:
                run += 1
            else:
                if run:
                    kinds[last_kind, last_source] += run
                last_kind, last_source, run, wanted = kind, source, 1, kind in used
            if wanted:
                pending, self._in_zone, self._mark = attributes, "", len(ended)

        self.rest = rest
        return start, ended.append

    def _climb(self) -> None:
        """How deep we stand after what has ended, which is then forgotten."""
        self._depth += self._opened - len(self._ended) + self._ended.count("Record")
        self._inside = self._inside and CORRELATION not in self._ended
        self._opened = self._mark = 0
        self._ended.clear()

    def _still_inside(self) -> bool:
        """Whether a record stands in a Correlation: it stands again by itself."""
        self.rest()
        return self._inside

    def _beside(self, tag: str, attributes: Attributes, held: bool) -> None:
        """The start of anything that is no record. `held`: a record waits for what stands in it."""
        self._opened += 1
        if tag == "MetadataEntry":
            if held and attributes.get("key") == "HKTimeZone":
                self.rest()
                self._in_zone = attributes.get("value", "")
        elif tag in BESIDE:
            self.rest()
            self.others[tag] += 1
            self._inside = tag == CORRELATION
        if self._depth + self._opened > DEEPEST:
            self.rest()
            if self._depth > DEEPEST:
                raise _refused(f"The file nests more than {DEEPEST} levels deep.", "too_deep")

    def _so_far(self) -> int:
        """The number of the record being finished; 0 when no more are named."""
        self.rest()
        return sum(self.kinds.values()) if self.out.lists else 0

    def settle(self) -> None:
        """Count what was not used since the last time, and see that nothing grows without end."""
        self.rest()
        unused = sum(n for (kind, _), n in self.kinds.items() if kind not in USED)
        if unused > self._unused:
            self.out.skip("type_not_used", unused - self._unused)
            self._unused = unused
        if len(self.kinds) + len(self.others) > MOST_KINDS or len(self.sources) > MOST_KINDS:
            told = f"The file has more than {MOST_KINDS} kinds of records."
            raise _refused(told, "too_many_kinds")

    def _finish(self, record: Attributes, zone: str) -> None:
        kind = record["type"]
        try:
            told = QUANTITIES.get(kind)
            if told is not None:
                try:
                    value = float(record["value"])
                except (KeyError, ValueError):
                    raise Unusable("not_a_number") from None
                if record.get("unit") != told[1]:
                    raise Unusable("odd_unit")
                self._keep(record, zone, told[0], value, 0, "")
            elif kind == SLEEP:
                self._sleep(record, zone)
            else:
                self._keep(record, zone, "mindful_minutes", 0.0, MINUTE, "")
        except Unusable as why:
            n = self._so_far()
            place: dict[str, str | int | float | None] = {"row": n, "column": kind}
            self.out.aside(Problem(str(why), f"record {n}, {kind}", "warning", place))

    def _sleep(self, record: Attributes, zone: str) -> None:
        try:
            told = SLEEP_VALUES[record.get("value", "")]
        except KeyError:
            raise Unusable("unknown_value") from None
        if told is None:
            self.out.skip("type_not_used")
        else:
            self._keep(record, zone, told[0], 0.0, HOUR, told[1])

    def _keep(
        self, record: Attributes, zone: str, variable: str, value: float, unit: int, kind: str
    ) -> None:
        """One row. With a `unit` (in seconds) the value is the length of the record in it."""
        try:
            start = self._read(record["startDate"])
            end = self._read(record["endDate"])
        except (KeyError, ValueError, TypeError):
            raise Unusable("bad_date") from None
        if not EARLIEST <= start <= LATEST:
            raise Unusable("bad_date")
        if not 0 <= end - start <= LONGEST:
            raise Unusable("ends_before_start" if end < start else "too_long")
        if unit:
            value = (end - start) / unit
            if start == end:
                raise Unusable("no_length")
        low, high = self._ranges[variable]
        if not low <= value <= high:
            raise Unusable("out_of_range")
        place = self.zones.get(zone) or self._zone(zone)
        day = place.day(end, NIGHT_TURNS) if unit == HOUR else place.day(start)
        if day > self.last_day:
            raise Unusable("future_date")
        name = record.get("sourceName", "")
        source = self.sources.get((name, kind)) or self._source(record, name, kind)
        self._row((variable, value, start * MICRO, end * MICRO, day, source, place.name, None))

    def _zone(self, name: str) -> Zone:
        """The zone a record names, or the person's own when there is no such zone."""
        try:
            found = Zone(name)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.notes["unknown_zone"] = None
            found = self.home
        if len(self.zones) < MOST_ZONES:
            self.zones[name] = found
        return found

    def _source(self, record: Attributes, name: str, kind: str) -> str:
        self.devices.setdefault(tidy(name), _device(record.get("device", ""), name))
        source = self.sources[name, kind] = join(APP, name, kind)
        return source

    def kinds_found(self) -> dict[str, int]:
        """How many of each kind the file holds, by its own names, the most first."""
        found: defaultdict[str, int] = defaultdict(int)
        for (kind, _), n in self.kinds.items():
            found[kind[:LONGEST_NAME]] += n
        for tag, n in self.others.items():
            found[tag[:LONGEST_NAME]] += n
        return dict(sorted(found.items(), key=lambda one: -one[1])[:500])

    def sources_found(self) -> tuple[SourceFound, ...]:
        """Every device or app that wrote a record, the one with most records first."""
        values: defaultdict[str, int] = defaultdict(int)
        spellings: defaultdict[str, dict[str, None]] = defaultdict(dict)
        for (_, name), n in self.kinds.items():
            values[tidy(name)] += n
            spellings[tidy(name)][name[:LONGEST_NAME]] = None
        found = [
            SourceFound(
                name,
                self.devices.get(name) or _device("", name),
                values[name],
                tuple(spellings[name])[:MOST_SPELLINGS],
            )
            for name in sorted(values, key=lambda name: -values[name])
        ]
        return tuple(found[:500])


def _device(told: Any, name: str) -> str:
    """watch, phone or app, by what the record says of its device, else by the source's name."""
    text = f"{told} {name}".lower()
    if "watch" in text:
        return "watch"
    return "phone" if "iphone" in text or "phone" in name.lower() else "app"


def _refused(told: str, problem: str) -> BadInput:
    next_step = "Choose the file as the phone made it."
    return BadInput(told, "Nothing was stored.", next_step, problem=problem)
