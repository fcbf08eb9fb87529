"""Apple Health exports written by hand: small, with the oddities that real ones have."""

import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from functools import cache
from io import BytesIO
from pathlib import Path

from unspiral.catalogue.load import load
from unspiral.importers.apple_health import AppleHealth
from unspiral.importers.stream import Asked, Found, Out, Row

LAST_DAY = date(2026, 11, 22)
HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
DTD = """<!DOCTYPE HealthData [
<!-- HealthKit Export Version: 14 -->
<!ELEMENT HealthData (ExportDate,Me,(Record|Correlation|Workout|ActivitySummary)*)>
<!ATTLIST HealthData
  locale CDATA #REQUIRED
>
<!-- Note: Any Records that appear as children of a correlation also appear here. -->
]>
"""
# As some phones of iOS 16 wrote it: one bracket missing, one doubled.
BROKEN_DTD = DTD.replace("  locale CDATA #REQUIRED\n>", "  locale CDATA #REQUIRED\n").replace(
    "Summary)*)>", "Summary)*)>>"
)
STEPS, EXERCISE = "HKQuantityTypeIdentifierStepCount", "HKQuantityTypeIdentifierAppleExerciseTime"
RESTING = "HKQuantityTypeIdentifierRestingHeartRate"
HRV = "HKQuantityTypeIdentifierHeartRateVariabilitySDNN"
PULSE = "HKQuantityTypeIdentifierHeartRate"
SLEEP, MINDFUL = "HKCategoryTypeIdentifierSleepAnalysis", "HKCategoryTypeIdentifierMindfulSession"
UNITS = {STEPS: "count", EXERCISE: "min", RESTING: "count/min", HRV: "ms", PULSE: "count/min"}
CDA = b'<?xml version="1.0"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3"><title/></ClinicalDocument>'


def record(
    kind: str,
    start: str,
    end: str,
    value: str,
    source: str = "Kim\u2019s Apple\u00a0Watch",
    unit: str | None = None,
    zone: str = "",
    more: str = "",
) -> str:
    """One Record; times as "2025-07-01 08:00:00 +0200"."""
    unit = UNITS.get(kind, "") if unit is None else unit
    told = f' unit="{unit}"' if unit else ""
    inside = f'\n  <MetadataEntry key="HKTimeZone" value="{zone}"/>\n ' if zone else ""
    return (
        f' <Record type="{kind}" sourceName="{source}"{told} startDate="{start}" '
        f'endDate="{end}" value="{value}"{more}>{inside}</Record>\n'
    )


def asleep(start: str, end: str, value: str, source: str = "Kim's Watch", zone: str = "") -> str:
    return record(SLEEP, start, end, f"HKCategoryValueSleepAnalysis{value}", source, zone=zone)


def export(lines: Iterable[str], dtd: str = DTD, tail: str = "</HealthData>\n") -> bytes:
    """A whole export.xml."""
    return (f'{HEAD}{dtd}<HealthData locale="en_GB">\n{"".join(lines)}{tail}').encode()


def zipped(
    xml: bytes,
    name: str = "apple_health_export/export.xml",
    others: Sequence[tuple[str, bytes]] = (("apple_health_export/export_cda.xml", CDA),),
) -> bytes:
    """An export.zip, with the other document that stands in it beside."""
    made = BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for other, content in others:
            archive.writestr(other, content)
        archive.writestr(name, xml)
    return made.getvalue()


def everyday() -> list[str]:
    """A summer day and a winter night of somebody in Paris; exported in May, so all reads +0200."""
    return [
        record(STEPS, "2025-07-01 08:00:00 +0200", "2025-07-01 08:10:00 +0200", "640"),
        record(STEPS, "2025-07-01 08:05:00 +0200", "2025-07-01 08:15:00 +0200", "710",
               "Kim's iPhone"),
        record(EXERCISE, "2025-07-01 08:01:00 +0200", "2025-07-01 08:02:00 +0200", "1"),
        record(RESTING, "2025-07-01 07:00:00 +0200", "2025-07-01 21:00:00 +0200", "58"),
        record(HRV, "2025-07-01 03:10:00 +0200", "2025-07-01 03:11:00 +0200", "41.25"),
        record(PULSE, "2025-07-01 08:00:10 +0200", "2025-07-01 08:00:10 +0200", "77"),
        record(MINDFUL, "2025-07-01 20:00:00 +0200", "2025-07-01 20:10:00 +0200", "0"),
        asleep("2025-12-30 23:10:00 +0200", "2025-12-31 00:40:00 +0200", "AsleepCore"),
        asleep("2025-12-31 00:40:00 +0200", "2025-12-31 02:00:00 +0200", "AsleepDeep"),
        asleep("2025-12-31 02:00:00 +0200", "2025-12-31 02:20:00 +0200", "Awake"),
        asleep("2025-12-31 02:20:00 +0200", "2025-12-31 07:30:00 +0200", "AsleepREM"),
        asleep("2025-12-30 23:10:00 +0200", "2025-12-31 07:30:00 +0200", "AsleepUnspecified"),
        asleep("2025-12-30 22:50:00 +0200", "2025-12-31 07:45:00 +0200", "InBed", "Kim's iPhone",
               "Europe/Paris"),
    ]  # fmt: skip


def asked(zone: str = "Europe/Paris") -> Asked:
    """What an import asks for, with the ranges of the content."""
    return Asked(zone, LAST_DAY, ranges())


@cache
def ranges() -> dict[str, tuple[float, float]]:
    """Lowest and highest value of every variable of the content."""
    catalogue, _ = load()
    return {name: one.range for name, one in catalogue.variables.items()}


class Taken:
    """What an importer gave, read here in this process. Raises what the importer raises."""

    def __init__(self, content: bytes, question: Asked | None = None) -> None:
        self.rows: list[Row] = []
        self.aside: list[tuple[str, str]] = []
        self.skipped: dict[str, int] = {}
        self.most = 0
        out = Out(self._take)
        self.found: Found = AppleHealth().stream(BytesIO(content), question or asked(), out)
        out.flush()

    def _take(self, out: Out) -> None:
        self.most = max(self.most, len(out.rows))
        self.rows += out.rows
        self.aside += [(one.code, one.where) for one in out.set_aside]
        for code, n in out.skipped.items():
            self.skipped[code] = self.skipped.get(code, 0) + n

    @property
    def read(self) -> int:
        return len(self.rows) + sum(self.skipped.values())


def stored(path: Path, content: bytes) -> Path:
    path.write_bytes(content)
    return path
