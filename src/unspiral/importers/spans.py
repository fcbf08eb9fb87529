"""Two columns of one row to a stretch of time: when it began and ended, where, and its night."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

from unspiral.importers.values import parse_moment, parse_number, parse_offset

LONGEST = timedelta(days=2)
MOST_ITEMS = 2880  # minutes of two days
# Offsets of half hours, and one zone each that keeps it all year.
HALF_HOURS = {270: "Asia/Kabul", 330: "Asia/Kolkata", 345: "Asia/Kathmandu", 390: "Asia/Yangon",
              570: "Australia/Darwin"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stretch:
    """From `start` to `end` (UTC). `zone` is where: an IANA name.

    `asleep` is the part between the first and the last moment asleep, or the skip code that says
    why that cannot be told.
    """

    start: datetime
    end: datetime
    zone: str
    asleep: tuple[datetime, datetime] | str

    def local(self, at: datetime) -> datetime:
        """`at` by the clock of the place."""
        return at.astimezone(ZoneInfo(self.zone))


@dataclass(frozen=True, slots=True)
class Told:
    """The texts of one row. `offset`, `lasts` None: the map names no such column.

    `before`: seconds of this row that are told already, see `pieces_of`.
    """

    start: str
    end: str
    offset: str | None = None
    lasts: str | None = None
    before: float = 0.0
    to_sleep: str = ""
    to_rise: str = ""


def pieces_of(cells: list[str], lasts: int) -> Iterator[tuple[float | str, list[str]]]:
    """A row whose cell of seconds is a list ("[60,60]") as one row for each item, one on another.

    Lists of the same length in other cells are taken item by item. Yields the seconds before each,
    or a skip code for the whole row, and its cells.
    """
    lists = {j: items for j, cell in enumerate(cells) if (items := _items(cell)) is not None}
    if lasts not in lists:
        yield 0.0, cells
        return
    n = len(lists[lasts])
    if n > MOST_ITEMS or any(len(items) != n for items in lists.values()):
        yield "odd_list", cells
        return
    before = 0.0
    for k in range(n):
        yield before, [lists[j][k] if j in lists else cell for j, cell in enumerate(cells)]
        seconds = parse_number(lists[lasts][k], comma_delimited=True)
        if isinstance(seconds, str):  # where the next ones stand cannot be told
            yield from ((seconds, cells) for _ in range(n - k - 1))
            return
        before += seconds


def _items(cell: str) -> list[str] | None:
    cell = cell.strip()
    if not (cell.startswith("[") and cell.endswith("]")):
        return None
    return [item.strip() for item in cell[1:-1].split(",")] if cell[1:-1].strip() else []


def read_stretch(
    told: Told, date_format: str, home: ZoneInfo, last_day: date | None, comma_delimited: bool
) -> Stretch | str:
    """What a row tells, or a skip code. Without offsets, times are those of `home`.

    With a column of offsets the times are UTC, and the offset only says where the person was.
    """
    place = parse_offset(told.offset) if told.offset is not None else None
    if told.offset is not None and place is None:
        return "bad_offset"
    clock = home if told.offset is None else UTC
    ends = _ends(told, date_format, clock, comma_delimited)
    if isinstance(ends, str):
        return ends
    start, end = ends
    if start >= end:
        return "no_length" if start == end else "ends_before_start"
    if end - start > LONGEST:
        return "too_long"
    try:
        zone = _zone(place, home, end)
        if last_day and end.astimezone(zone).date() > last_day:
            return "future_date"
    except OverflowError:  # by the clock of the place before the year 1, or past 9999
        return "bad_date"
    return Stretch(start, end, str(zone), _asleep(told, start, end, comma_delimited))


def _ends(
    told: Told, date_format: str, clock: tzinfo, comma_delimited: bool
) -> tuple[datetime, datetime] | str:
    start = parse_moment(told.start, date_format, clock)
    if isinstance(start, str):
        return start
    if told.lasts is None:
        end = parse_moment(told.end, date_format, clock)
        return end if isinstance(end, str) else (start, end)
    seconds = parse_number(told.lasts, comma_delimited)
    if isinstance(seconds, str):
        return seconds
    try:
        start += timedelta(seconds=told.before)
        return start, start + timedelta(seconds=seconds)
    except OverflowError:  # past the year 9999
        return "bad_date"


def _zone(place: timezone | None, home: ZoneInfo, at: datetime) -> ZoneInfo:
    """Home where its clock agrees; elsewhere a zone that keeps this offset all year, or home."""
    offset = place.utcoffset(None) if place else None
    if offset is None or at.astimezone(home).utcoffset() == offset:
        return home
    minutes = offset // timedelta(minutes=1)
    if minutes % 60 == 0 and -12 * 60 <= minutes <= 14 * 60:
        return ZoneInfo(f"Etc/GMT{-minutes // 60:+d}" if minutes else "Etc/GMT")
    return ZoneInfo(HALF_HOURS[minutes]) if minutes in HALF_HOURS else home


def _asleep(
    told: Told, start: datetime, end: datetime, comma_delimited: bool
) -> tuple[datetime, datetime] | str:
    ends = []
    for text in (told.to_sleep, told.to_rise):
        seconds = parse_number(text, comma_delimited) if text.strip() else 0.0
        if isinstance(seconds, str):
            return seconds
        if not 0 <= seconds <= LONGEST.total_seconds():
            return "out_of_range"
        ends.append(timedelta(seconds=seconds))
    first, last = start + ends[0], end - ends[1]
    return (first, last) if first < last else "ends_before_start"
