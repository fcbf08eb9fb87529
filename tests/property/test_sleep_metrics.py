"""Sleep metrics against an independent calculation: minute by minute over generated nights.

The second way knows nothing of ours: it walks every minute from getting into bed to getting up as
UTC minutes, asks the zone what the wall shows, and counts. N is printed.
"""

import os
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

from unspiral.diary.sleep import metrics, nights, valid
from unspiral.records.facts import Reading

NIGHTS = 40_000 if os.environ.get("UNSPIRAL_LONG") else 10_500
ZONES = (
    "Europe/Dublin", "Europe/Berlin", "Europe/Lisbon", "Europe/Athens", "Europe/Chisinau",
    "America/New_York", "America/Los_Angeles", "America/St_Johns", "America/Havana",
    "America/Santiago", "America/Asuncion", "America/Nuuk", "America/Halifax", "America/Chicago",
    "America/Denver", "America/Anchorage", "Australia/Sydney", "Australia/Lord_Howe",
    "Australia/Adelaide", "Pacific/Auckland", "Pacific/Chatham", "Pacific/Norfolk", "Asia/Beirut",
    "Asia/Jerusalem", "Africa/Cairo", "Africa/Casablanca", "Atlantic/Azores", "Asia/Kolkata",
    "Asia/Kathmandu", "UTC", "Antarctica/Troll", "America/Port-au-Prince",
    "Europe/London", "Europe/Warsaw", "America/Winnipeg",
)  # fmt: skip
MINUTE = timedelta(minutes=1)
FOUND = ("sol", "waso", "tst", "tib", "se")


@dataclass(frozen=True)
class Truth:
    """One night as it truly was: UTC minutes from `bed`, and what happened in each."""

    day: date
    zone: str
    bed: datetime  # UTC
    plan: str  # one letter a minute: l lying before trying, t trying, s asleep, w awake, m morning
    nap: int | None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """What a person would note of it from the clock on the wall."""
        tried, woke = self.plan.index("t"), max(self.plan.rindex("s"), self.plan.rindex("t")) + 1
        told: dict[str, float] = {
            "sleep_bed": self.shown(0),
            "sleep_tried": self.shown(tried),
            "sleep_woke": self.shown(woke),
            "sleep_rise": self.shown(len(self.plan)),
            "sleep_latency_min": self.plan.count("t"),
            "sleep_waso_min": self.plan.count("w"),
        }
        if self.nap is not None:
            told["nap_min"] = self.nap
        at = datetime(self.day.year, self.day.month, self.day.day, 20, tzinfo=UTC)
        return tuple(
            Reading(n, float(v), at, at, self.day, zone=self.zone) for n, v in told.items()
        )

    def shown(self, minute: int) -> int:
        """The wall clock at a minute of the night, in minutes from 00:00 of the day of waking."""
        wall = (self.bed + minute * MINUTE).astimezone(ZoneInfo(self.zone))
        days = wall.date().toordinal() - self.day.toordinal()
        return 1440 * days + 60 * wall.hour + wall.minute

    @property
    def told_apart(self) -> bool:
        """No moment noted lies in an hour that comes twice: then the wall tells all."""
        marks = (0, self.plan.index("t"), max(self.plan.rindex("s"), self.plan.rindex("t")) + 1,
                 len(self.plan))  # fmt: skip
        zone = ZoneInfo(self.zone)
        walls = [(self.bed + m * MINUTE).astimezone(zone) for m in marks]
        return all(w.replace(fold=0).utcoffset() == w.replace(fold=1).utcoffset() for w in walls)


def changes(zone: str) -> list[datetime]:
    """The hours of 2026 and 2027 in which the zone's clock was changed, found by looking."""
    known, first = ZoneInfo(zone), datetime(2026, 1, 1, tzinfo=UTC)
    hours = [first + timedelta(hours=n) for n in range(2 * 365 * 24)]
    offsets = [hour.astimezone(known).utcoffset() for hour in hours]
    return [h for h, a, b in zip(hours[1:], offsets, offsets[1:], strict=False) if a != b]


def generated(rng: Random, around: dict[str, list[datetime]]) -> Truth:
    """A night in any zone; every other one lies over a change of the clock, where there is one."""
    zone = rng.choice(ZONES)
    lying, trying, morning = rng.randint(0, 60), rng.randint(1, 90), rng.randint(0, 60)
    middle = []
    for _ in range(rng.randint(1, 4)):
        middle += ["s"] * rng.randint(20, 150) + ["w"] * rng.randint(0, 50)
    plan = "l" * lying + "t" * trying + "".join(middle) + "s" * rng.randint(1, 60) + "m" * morning
    if around[zone] and rng.random() < 0.5:
        start = rng.choice(around[zone]) - rng.randint(0, len(plan)) * MINUTE
    else:
        start = datetime(2026, 1, 1, tzinfo=UTC) + rng.randrange(700 * 1440) * MINUTE
    day = (start + len(plan) * MINUTE).astimezone(ZoneInfo(zone)).date()
    return Truth(day, zone, start, plan, rng.choice((None, 0, 20, 90)))


def told_right(truth: Truth) -> bool:
    """The times noted are in order on the wall, and none was skipped by it."""
    return truth.told_apart and truth.shown(0) >= -720


def drawn() -> Iterator[Truth]:
    rng, around = Random("nights"), {zone: changes(zone) for zone in ZONES}
    made = 0
    while made < NIGHTS:
        truth = generated(rng, around)
        if told_right(truth):
            made += 1
            yield truth


def test_metrics_equal_counting_every_minute() -> None:
    over_a_change, zones = 0, set()
    for truth in drawn():
        (night,) = nights(truth.readings)
        said, plan = metrics(night), truth.plan
        assert valid(said), truth
        asleep = sum(letter == "s" for letter in plan)
        in_bed = len(plan)
        assert (said.tst, said.tib) == (asleep, in_bed), truth
        assert (said.sol, said.waso) == (plan.count("t"), plan.count("w"))
        assert abs(said.se - 100 * asleep / in_bed) < 1e-9
        assert said.nap == truth.nap and said.day == truth.day
        end = truth.bed + in_bed * MINUTE
        zone = ZoneInfo(truth.zone)
        if truth.bed.astimezone(zone).utcoffset() != end.astimezone(zone).utcoffset():
            over_a_change += 1
            zones.add(truth.zone)
    assert over_a_change > NIGHTS / 10 and len(zones) >= 30
    print(f"\nsleep metrics: N = {NIGHTS} nights, {over_a_change} over a change of the clock in"
          f" {len(zones)} zones, every minute counted")  # fmt: skip


def test_a_run_of_nights_with_gaps_and_parts_left_out() -> None:
    """Years of nights: gaps stay gaps, and a part left out leaves out what needs it."""
    rng, count = Random("gaps"), 0
    needs = {
        "sleep_bed": ("tib", "se"), "sleep_rise": ("tib", "se"), "sleep_tried": ("tst", "se"),
        "sleep_woke": ("tst", "se"), "sleep_latency_min": ("sol", "tst", "se"),
        "sleep_waso_min": ("waso", "tst", "se"),
    }  # fmt: skip
    for year in range(2020, 2026):
        readings: list[Reading] = []
        left_out: dict[date, str] = {}
        for n in range(360):
            if rng.random() < 0.3:
                continue
            day = date(year, 1, 3) + timedelta(days=n)
            bed = datetime(day.year, day.month, day.day, tzinfo=UTC) - rng.randint(1, 120) * MINUTE
            own = Truth(day, "UTC", bed, "ttt" + "s" * rng.randint(200, 480) + "www" + "s", 5)
            part = rng.choice(("", *needs))
            left_out[day] = part
            readings += [r for r in own.readings if r.variable != part]
        rng.shuffle(readings)
        found = nights(readings)
        assert [night.day for night in found] == sorted(left_out)
        for night in found:
            said = metrics(night)
            none = {
                name for name in ("sol", "waso", "tst", "tib", "se") if getattr(said, name) is None
            }
            assert none == set(needs.get(left_out[night.day], ())) and said.problems == ()
            count += 1
    assert count > 1000
    print(f"\nsleep metrics: N = {count} nights with gaps and parts left out")
