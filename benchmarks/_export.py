"""A made-up Apple Health export of any size: the mix of records of somebody who wears a watch."""

import random
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import BinaryIO

FIRST = datetime(2014, 1, 1, tzinfo=UTC)
OFFSET = timedelta(hours=2)  # the phone stood on +0200 on the day of the export
WATCH, PHONE = "Sam\u2019s Apple\u00a0Watch", "Sam\u2019s iPhone"
DEVICE = (
    "&lt;&lt;HKDevice: 0x3012772a0&gt;, name:Apple Watch, manufacturer:Apple Inc., "
    "model:Watch, hardware:Watch6,7, software:10.2&gt;"
)
# type, records a day, unit, seconds long, lowest, highest, digits, by the watch
QUANTITIES = (
    ("HeartRate", 280, "count/min", 0, 48, 140, 0, True),
    ("ActiveEnergyBurned", 400, "kcal", 60, 0, 4, 3, True),
    ("BasalEnergyBurned", 150, "kcal", 600, 5, 12, 3, True),
    ("DistanceWalkingRunning", 200, "km", 300, 0, 1, 5, True),
    ("StepCount", 90, "count", 500, 1, 600, 0, True),
    ("StepCount", 30, "count", 580, 1, 900, 0, False),
    ("AppleStandTime", 40, "min", 300, 1, 5, 0, True),
    ("RespiratoryRate", 40, "count/min", 0, 11, 19, 1, True),
    ("AppleExerciseTime", 25, "min", 60, 1, 1, 0, True),
    ("RestingHeartRate", 1, "count/min", 40_000, 50, 66, 0, True),
)
STAGES = ("AsleepCore", "AsleepDeep", "AsleepREM", "Awake")
HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
]>
<HealthData locale="en_GB">
 <ExportDate value="2026-05-13 10:36:12 +0200"/>
"""


def write_export(path: Path, megabytes: int, seed: int = 6) -> int:
    """Write an export of about `megabytes` (10^6 bytes); returns how many records it holds."""
    rng, records = random.Random(seed), 0
    with path.open("wb") as file:
        file.write(HEAD.encode())
        for n in range(10**6):
            lines = list(_day(rng, FIRST + timedelta(days=n)))
            records += sum(line.startswith(" <Record") for line in lines)
            file.write("".join(lines).encode())
            if file.tell() >= megabytes * 10**6:
                break
        _tail(file)
    return records


def _tail(file: BinaryIO) -> None:
    file.write(
        b' <ActivitySummary dateComponents="2026-05-12" activeEnergyBurned="400"/>\n</HealthData>\n'
    )


def _day(rng: random.Random, day: datetime) -> Iterator[str]:
    for kind, n, unit, seconds, low, high, digits, watch in QUANTITIES:
        step = 86_400 // n
        for k in range(n):
            start = day + timedelta(seconds=k * step)
            value = round(rng.uniform(low, high), digits)
            yield _record(
                f"HKQuantityTypeIdentifier{kind}",
                start,
                start + timedelta(seconds=seconds),
                f"{value:g}",
                unit,
                watch,
                kind == "HeartRate",
            )
    yield from _night(rng, day)


def _night(rng: random.Random, day: datetime) -> Iterator[str]:
    at = day + timedelta(hours=21, minutes=rng.randrange(120))
    kind = "HKCategoryTypeIdentifierSleepAnalysis"
    in_bed = "HKCategoryValueSleepAnalysisInBed"
    yield _record(kind, at, at + timedelta(hours=8), in_bed, "", False, False, True)
    for _ in range(22):
        until = at + timedelta(seconds=rng.randrange(300, 2400))
        value = "HKCategoryValueSleepAnalysis" + rng.choice(STAGES)
        yield _record(kind, at, until, value, "", True, False, True)
        at = until


def _record(
    kind: str,
    start: datetime,
    end: datetime,
    value: str,
    unit: str,
    watch: bool,
    context: bool = False,
    zone: bool = False,
) -> str:
    told = [f' <Record type="{kind}" sourceName="{WATCH if watch else PHONE}" sourceVersion="10.2"']
    told.append(f' device="{DEVICE}"' if watch else "")
    told.append(f' unit="{unit}"' if unit else "")
    told.append(f' creationDate="{_stamp(end)}" startDate="{_stamp(start)}"')
    told.append(f' endDate="{_stamp(end)}" value="{value}"')
    inside = ""
    if context:
        inside = '  <MetadataEntry key="HKMetadataKeyHeartRateMotionContext" value="0"/>\n'
    if zone:
        inside = '  <MetadataEntry key="HKTimeZone" value="Europe/London"/>\n'
    told.append(f">\n{inside} </Record>\n" if inside else "/>\n")
    return "".join(told)


def _stamp(at: datetime) -> str:
    return f"{(at + OFFSET):%Y-%m-%d %H:%M:%S} +0200"
