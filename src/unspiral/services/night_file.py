"""A file of one's nights (CSV) to readings: every row is answered, a bad one by its reason.

Columns: docs/reference/sleep.md. Nothing is guessed and nothing is stored.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from unspiral.diary.sleep import CLOCK_RANGE, MINUTES_RANGE
from unspiral.errors import BadInput
from unspiral.importers.table import open_table
from unspiral.importers.values import parse_day, parse_number, parse_time
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

KEPT = "Nothing was stored."
DAY = "date"
# column -> variable; a file may use the variable's own name, too
CLOCKS = {
    "rise": "sleep_rise",
    "woke": "sleep_woke",
    "tried": "sleep_tried",
    "bed": "sleep_bed",
}
MINUTES = {
    "sol_min": "sleep_latency_min",
    "waso_min": "sleep_waso_min",
    "awakenings": "sleep_awakenings",
    "nap_min": "nap_min",
}
MOST_AWAKENINGS = 50
MORNING = ("rise", "woke")
DAY_MIN = 1440
HOUR_MIN = 60
NOON = time(12)


@dataclass(frozen=True, slots=True)
class NightRow:
    """One row: its number (the header is 1), its day, and its readings or its problems."""

    row: int
    day: date | None
    readings: tuple[Reading, ...] = ()
    problems: tuple[Problem, ...] = ()


def read_nights(path: Path, zone: str) -> tuple[NightRow, ...]:
    """Every row of the file, in its order. Raises BadInput when it is no file of nights.

    `zone` is the IANA zone of the clock on the wall. A row with a problem gives no reading.
    """
    known = _zone(zone)
    with path.open("rb") as file:
        table = open_table(file)
        columns = _columns(table.header)
        rows = [_row(n, cells, columns, known, table.delimiter) for n, cells in table.rows]
    return tuple(_once(rows))


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        raise BadInput(
            f"{name} is not a zone we know.", KEPT, "Use a name like Europe/Dublin or UTC."
        ) from None


def _columns(header: tuple[str, ...]) -> Mapping[str, int]:
    """Where each column stands. Raises BadInput without `date`, or with no time of the night."""
    own = {variable: name for name, variable in (CLOCKS | MINUTES).items()}
    found: dict[str, int] = {}
    for position, title in enumerate(header):
        name = title.lower()
        found.setdefault(own.get(name, name), position)
    if DAY not in found or not found.keys() & CLOCKS.keys():
        raise BadInput(
            "This is not a file of nights: it needs a column date, and bed, tried, woke or rise.",
            KEPT,
            f"It has: {', '.join(header)}. docs/reference/sleep.md names the columns.",
        )
    return found


def _row(
    number: int, cells: list[str], columns: Mapping[str, int], zone: ZoneInfo, delimiter: str
) -> NightRow:
    texts = {name: cells[at].strip() for name, at in columns.items() if at < len(cells)}
    day = parse_day(texts.get(DAY, ""))
    if isinstance(day, str):
        return NightRow(number, None, problems=(Problem(day, DAY),))
    values: dict[str, float] = {}
    problems: list[Problem] = []
    for name, value in _values(texts, day, zone, delimiter):
        if isinstance(value, str):
            problems.append(Problem(value, name))
        elif not _in_range(name, value):
            problems.append(Problem("out_of_range", name, values={"value": value}))
        else:
            values[(CLOCKS | MINUTES)[name]] = value
    if not values and not problems:
        problems.append(Problem("nothing_noted", DAY))
    if problems:
        return NightRow(number, day, problems=tuple(problems))
    at = datetime.combine(day, NOON, zone)
    readings = (
        Reading(name, value, at, at, day, answered_at=at, zone=zone.key)
        for name, value in values.items()
    )
    return NightRow(number, day, tuple(readings))


def _values(
    texts: Mapping[str, str], day: date, zone: ZoneInfo, delimiter: str
) -> Iterator[tuple[str, float | str]]:
    """Each cell that holds something: its column, and its number or why there is none.

    A clock time stands on the day of waking. To bed and trying to sleep may be later on the
    clock than waking: then they were on the evening before.
    """
    morning: float | None = None
    for name in CLOCKS:
        if not texts.get(name):
            continue
        value = _clock(texts[name], day, zone)
        plain = "-" not in texts[name]
        if name in MORNING and isinstance(value, float):
            morning = value
        elif (
            isinstance(value, float)
            and plain
            and value > (DAY_MIN / 2 if morning is None else morning)
        ):
            value -= DAY_MIN
        yield name, value
    for name in MINUTES:
        if texts.get(name):
            yield name, parse_number(texts[name], delimiter == ",")


def _clock(text: str, day: date, zone: ZoneInfo) -> float | str:
    """Minutes from 00:00 of `day` of a clock time, or of a day with a time (ISO)."""
    if "-" not in text:
        told = parse_time(text)
        return "not_a_time" if told is None else float(told.hour * HOUR_MIN + told.minute)
    try:
        moment = datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            moment = moment.astimezone(zone).replace(tzinfo=None)
    except (ValueError, OverflowError):  # no such time, or none in our zone
        return "not_a_time"
    return (moment - datetime.combine(day, time())) / timedelta(minutes=1)


def _in_range(name: str, value: float) -> bool:
    low, high = CLOCK_RANGE if name in CLOCKS else MINUTES_RANGE
    return low <= value <= (MOST_AWAKENINGS if name == "awakenings" else high)


def _once(rows: list[NightRow]) -> Iterator[NightRow]:
    """A day that stands twice is a problem of the later row."""
    seen: set[date] = set()
    for row in rows:
        if row.day is not None and row.readings and row.day in seen:
            yield NightRow(row.row, row.day, problems=(Problem("stands_twice", DAY),))
        else:
            yield row
        if row.day is not None and row.readings:
            seen.add(row.day)
