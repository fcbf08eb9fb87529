"""Any diary in a delimited text file, read through a column map."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from itertools import islice
from typing import BinaryIO
from zoneinfo import ZoneInfo

from unspiral.catalogue.types import Variable
from unspiral.clock import DAY_TURNS_AT_HOUR
from unspiral.errors import BadInput
from unspiral.importers.base import Wanted
from unspiral.importers.guess import guess_map, look
from unspiral.importers.mapping import (
    OWN_TIMES,
    Column,
    ColumnMap,
    Made,
    Scale,
    identity_map,
    to_data,
)
from unspiral.importers.spans import Stretch, Told, pieces_of, read_stretch
from unspiral.importers.stream import SourceFound, night_of
from unspiral.importers.table import KEPT, Table, lines_above, name_columns, open_table
from unspiral.importers.values import parse_day, parse_hours, parse_number, parse_time
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem
from unspiral.records.source import STAGES, UNSPECIFIED, join, tidy

NAME = "import:csv"
DEVICE_APP = "table"  # of the sources of spans
ASLEEP, NIGHTS = "sleep_hours_device", ("sleep_hours_device", "in_bed_hours_device")
SECONDS = {"hours": 3600, "minutes": 60}
FRAME = ("date", "day", "time", "answered_morning", "answered_evening", "person")
MORNING, EVENING = time(8), time(20)
NOON = time(12, tzinfo=UTC)
ENOUGH_TO_TELL = 10
MAY_BE_TYPOS = 0.2
MOST_COLUMNS = 10_000


@dataclass(frozen=True, slots=True)
class GenericCsv:
    """The importer every other falls back to."""

    name: str = NAME

    def identify(self, head: bytes, filename: str) -> float:
        """Low but never zero for text: anything delimited can be mapped by hand."""
        return 0.0 if b"\0" in head and head[:2] not in (b"\xff\xfe", b"\xfe\xff") else 0.1

    def extract(
        self, file: BinaryIO, wanted: Wanted, variables: Mapping[str, Variable]
    ) -> Iterator[Reading | Problem]:
        """One `Reading` or one `Problem` for each non-empty cell that may be a value.

        Those are all beside the columns that only tell when, where and who, that choose the row, or
        that a value is made from; and each value that the map makes counts once a row.
        """
        table = open_table(file, wanted.columns.delimiter, wanted.columns.lines_before)
        reader = _Reader(table, wanted, variables)
        for row, cells in table.rows:
            yield from reader.row(row, cells)


def devices_in(columns: ColumnMap, pieces: int) -> tuple[SourceFound, ...]:
    """The device that a map names, with how many of its readings were found."""
    return (SourceFound(tidy(columns.span.device), "", pieces),) if columns.span else ()


def people_in(file: BinaryIO, columns: ColumnMap) -> tuple[str, ...]:
    """Everybody named in the person column of the map, in order of appearance."""
    table = open_table(file, columns.delimiter, columns.lines_before)
    if columns.person not in table.header:
        return ()
    at = table.header.index(columns.person)
    found = (cells[at].strip() for _, cells in table.rows if at < len(cells))
    return tuple(dict.fromkeys(name for name in found if name))


def own_map(file: BinaryIO, variables: Mapping[str, Variable]) -> ColumnMap:
    """The map of a file in our own ids. Raises `BadInput` with columns and a guessed map.

    A map is asked for where the scale may be another one: when a column has more than a fifth of
    its numbers outside its range, and when all ratings stay at 5 or less beside other columns.
    """
    lines = lines_above(file)
    table = open_table(file, lines_before=lines)
    rows = [cells for _, cells in islice(table.rows, 2000)]
    seen = look(table.header, rows, table.delimiter == ",")
    person = "person" if "person" in table.header else None
    ours = {name: seen[name].numbers for name in table.header if name in variables}
    foreign = set(table.header) - set(ours) - {"date", "person", *OWN_TIMES}
    if "date" in table.header and ours and not _other_scale(ours, variables, bool(foreign)):
        return replace(identity_map(table.header, variables, person), lines_before=lines)
    raise BadInput(
        "This diary does not use our column names and scales.",
        KEPT,
        "Save the map below as a file, check it, and run again with --map.",
        problem="columns_unknown",
        columns=list(table.header),
        map=to_data(replace(guess_map(seen, variables), lines_before=lines)),
    )


def _other_scale(
    ours: Mapping[str, tuple[float, ...]], variables: Mapping[str, Variable], foreign: bool
) -> bool:
    ratings = [n for name in ours if variables[name].range == (0, 10) for n in ours[name]]
    if foreign and len(ratings) >= ENOUGH_TO_TELL and max(ratings) <= 5:
        return True
    return any(
        sum(not low <= n <= high for n in numbers) > MAY_BE_TYPOS * len(numbers)
        for name, numbers in ours.items()
        for low, high in [variables[name].range]
    )


@dataclass(slots=True)
class _Reader:
    """Where each column goes, and which days were seen, while one file streams by."""

    table: Table
    wanted: Wanted
    variables: Mapping[str, Variable]
    columns: dict[int, Column | None] = field(init=False)
    at: dict[str, int] = field(init=False)
    places: dict[str, int] = field(init=False)
    hidden: frozenset[int] = field(init=False)
    seen: set[int] = field(init=False, default_factory=set)
    before: float | str = field(init=False, default=0.0)

    def __post_init__(self) -> None:
        found, header = self.wanted.columns, self.table.header
        frame = {key: getattr(found, key) for key in FRAME}
        beside = [*(part for made in found.made.values() for part in made.parts), *found.only]
        mapped = [name for name, column in found.columns.items() if column]
        telling = [*filter(None, frame.values()), *(found.span.parts if found.span else ())]
        needed = list(dict.fromkeys([*telling, *mapped, *beside]))
        missing = [name for name in needed if name not in header]
        doubled = [name for name in needed if name in self.table.repeated]
        if len(header) + len(found.made) > MOST_COLUMNS:
            raise BadInput(f"The file has more than {MOST_COLUMNS} columns.", KEPT, "Split it.")
        if missing or doubled:
            raise BadInput(
                f"The map names columns that stand {'twice' if doubled else 'nowhere'} in the "
                f"file: {', '.join(doubled or missing)}.",
                KEPT,
                "Change the map, or the header of the file.",
                problem="column_twice" if doubled else "column_missing",
                columns=list(header),
            )
        self.at = {key: header.index(name) for key, name in frame.items() if name}
        self.places = {name: header.index(name) for name in needed}
        only_telling = [*telling, *(name for name in beside if name not in mapped)]
        self.hidden = frozenset(self.places[name] for name in only_telling)
        others = [j for j in range(len(header)) if j not in self.hidden]
        self.columns = {j: found.columns.get(header[j]) for j in others}

    def row(self, row: int, cells: list[str]) -> Iterator[Reading | Problem]:
        """All values of one row."""
        span = self.wanted.columns.span
        lasts = self.places[span.lasts] if span and span.lasts else -1
        for self.before, piece in pieces_of(cells, lasts) if lasts >= 0 else [(0.0, cells)]:
            for name, result in self._values(piece):
                if isinstance(result, str):
                    where = f"row {row}, {name}"
                    yield Problem(result, where, "warning", {"row": row, "column": name})
                else:
                    yield result

    def _values(self, cells: list[str]) -> Iterator[tuple[str, Reading | str]]:
        """(column or made variable, its reading or why there is none)."""
        fault = self._row_fault(cells)
        when = fault or self._when(cells)
        for j, cell in enumerate(cells):
            if not cell.strip() or j in self.hidden:
                continue
            name = self.table.header[j] if j < len(self.table.header) else f"column {j + 1}"
            yield name, fault or self._cell(j, cell, when, cells)
        for n, (variable, made) in enumerate(self.wanted.columns.made.items()):
            if made.sum and not any(self._text(name, cells) for name in made.parts):
                continue
            value = when if isinstance(when, str) else self._made(variable, made, when, cells)
            place = len(self.table.header) + n
            yield variable, self._kept(place, variable, value, when, cells)

    def _row_fault(self, cells: list[str]) -> str:
        if name_columns(cells)[0] == self.table.header:
            return "repeated_header"
        if isinstance(self.before, str):
            return self.before
        only = self.wanted.columns.only
        if any(self._text(name, cells) not in texts for name, texts in only.items()):
            return "other_row"
        if self.wanted.person and "person" in self.at:
            named = self._frame("person", cells)
            if named != self.wanted.person:
                return "other_person" if named else "no_person"
        return ""

    def _frame(self, key: str, cells: list[str]) -> str:
        j = self.at.get(key, len(cells))
        return cells[j].strip() if j < len(cells) else ""

    def _text(self, name: str | None, cells: list[str]) -> str:
        """The cell under a column that the map names; "" without one."""
        j = self.places[name] if name else len(cells)
        return cells[j].strip() if j < len(cells) else ""

    def _when(self, cells: list[str]) -> date | Stretch | str:
        """The diary day of a row, its stretch of time, or a skip code."""
        span = self.wanted.columns.span
        if span is None:
            return self._day(cells)
        told = Told(
            self._text(span.start, cells),
            self._text(span.end, cells),
            self._text(span.offset, cells) if span.offset else None,
            self._text(span.lasts, cells) if span.lasts else None,
            float(self.before),
            self._text(span.to_sleep, cells),
            self._text(span.to_rise, cells),
        )
        return read_stretch(
            told,
            self.wanted.columns.date_format,
            self.wanted.zone or ZoneInfo("UTC"),
            self.wanted.last_day,
            self.table.delimiter == ",",
        )

    def _day(self, cells: list[str]) -> date | str:
        """The diary day of a row, or a skip code."""
        if "day" in self.at:
            return self._numbered_day(cells)
        day = parse_day(self._frame("date", cells), self.wanted.columns.date_format)
        if isinstance(day, str):
            return day
        told = self._frame("time", cells)
        clock = parse_time(told) if told else None
        if told and clock is None:
            return "bad_time"
        if clock and clock.hour < DAY_TURNS_AT_HOUR:
            day -= timedelta(days=1)
        return self._not_future(day)

    def _numbered_day(self, cells: list[str]) -> date | str:
        number = parse_number(self._frame("day", cells), self.table.delimiter == ",")
        first = parse_day(self.wanted.columns.day_number_start or "")
        if isinstance(number, str) or isinstance(first, str) or number != int(number):
            return "bad_date"
        if abs(number) > 36_600:
            return "bad_date"
        try:
            day = first + timedelta(days=int(number) - 1)
        except OverflowError:  # past the year 9999
            return "bad_date"
        return self._not_future(day)

    def _not_future(self, day: date) -> date | str:
        last = self.wanted.last_day
        return "future_date" if last and day > last else day

    def _cell(
        self, j: int, cell: str, when: date | Stretch | str, cells: list[str]
    ) -> Reading | str:
        if j not in self.columns:
            return "no_header"
        column = self.columns[j]
        if column is None:
            return "column_not_mapped"
        value = when if isinstance(when, str) else self._value(cell, column)
        return self._kept(j, column.variable, value, when, cells)

    def _kept(
        self,
        j: int,
        variable: str,
        value: float | str,
        when: date | Stretch | str,
        cells: list[str],
    ) -> Reading | str:
        """A value on its day or its span, once a file."""
        if isinstance(value, str) or isinstance(when, str):
            return str(value)
        if isinstance(when, date):
            reading = self._of_day(variable, value, when, cells)
        elif self.variables[variable].sitting == "device":
            reading = self._of_span(variable, value, when)
        else:
            reading = self._of_day(variable, value, night_of(when.local(when.end)), cells)
        if isinstance(reading, str):
            return reading
        start, length = (round(s * 1000) for s in (reading.start.timestamp(), _length(reading)))
        key = ((start << 32) | length) * MOST_COLUMNS + j  # a small number a value
        if key in self.seen:
            return "span_twice" if length else "day_twice"
        self.seen.add(key)
        return reading

    def _of_span(self, variable: str, value: float, when: Stretch) -> Reading | str:
        """What a device tells of a span; what it tells of sleep lies on the day of waking."""
        span = self.wanted.columns.span
        ends = when.asleep if variable == ASLEEP else (when.start, when.end)
        if span is None or isinstance(ends, str):
            return str(ends)
        kind = (STAGES if span.stages else UNSPECIFIED) if variable == ASLEEP else ""
        night = variable in NIGHTS
        day = night_of(when.local(ends[1])) if night else when.local(ends[0]).date()
        source = join(DEVICE_APP, span.device, kind)
        return Reading(variable, value, *ends, day, source, None, when.zone)

    def _of_day(self, variable: str, value: float, day: date, cells: list[str]) -> Reading | str:
        night = self.variables[variable].sitting in ("morning", "sleep_diary")
        half = self._frame("answered_morning" if night else "answered_evening", cells)
        answered = self._answered(half)
        if half and answered is None:
            return "bad_time"
        try:
            told = self._frame("time", cells)
            return self._reading(variable, value, day, told, answered)
        except OverflowError:  # in UTC it would be past the year 9999
            return "bad_time"

    def _value(self, cell: str, column: Column) -> float | str:
        if cell.strip() in column.values:
            return column.values[cell.strip()]
        comma = self.table.delimiter == ","
        raw = parse_hours(cell) if column.unit else parse_number(cell, comma)
        return raw if isinstance(raw, str) else self._fitting(column.variable, column.scale, raw)

    def _made(
        self, variable: str, made: Made, when: date | Stretch, cells: list[str]
    ) -> float | str:
        """The value of several columns, or the skip code of the first that gives none."""
        if made.length and isinstance(when, Stretch):
            ends = when.asleep if variable == ASLEEP else (when.start, when.end)
            if isinstance(ends, str):
                return ends
            length = (ends[1] - ends[0]).total_seconds() / SECONDS[made.length]
            return self._fitting(variable, None, length)
        total = 0.0
        for name in made.parts:
            cell = self._text(name, cells)
            raw = parse_number(cell, self.table.delimiter == ",") if cell else "missing_part"
            if isinstance(raw, str):
                return raw
            total += -raw if name in made.minus else raw
        return self._fitting(variable, made.scale, round(total, 6))

    def _fitting(self, variable: str, scale: Scale | None, raw: float) -> float | str:
        """A number on the variable's own range, by way of a scale where there is one."""
        if scale:
            return scale.apply(raw) if scale.holds(raw) else "out_of_range"
        low, high = self.variables[variable].range
        return raw if low <= raw <= high else "out_of_range"

    def _answered(self, told: str) -> datetime | None:
        """When a half was answered: a local date and time, or one with its own offset."""
        try:
            at = datetime.fromisoformat(told)
            zone = self.wanted.zone or ZoneInfo("UTC")
            return (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):  # in UTC it would be before the year 1, or past 9999
            return None

    def _reading(
        self, variable: str, value: float, day: date, told: str, half: datetime | None
    ) -> Reading:
        """A value at its time of day; without one the key is the day's noon, in any zone."""
        zone = self.wanted.zone or ZoneInfo("UTC")
        clock = parse_time(told) if told else None
        night = self.variables[variable].sitting in ("morning", "sleep_diary")
        if clock:
            turned = timedelta(days=1 if clock.hour < DAY_TURNS_AT_HOUR else 0)
            start = datetime.combine(day + turned, clock, zone).astimezone(UTC)
            return Reading(variable, value, start, start, day, NAME, half or start, str(zone))
        start = datetime.combine(day, NOON)
        if half is None and self.wanted.two_sittings:
            half = datetime.combine(day, MORNING if night else EVENING, zone).astimezone(UTC)
        return Reading(variable, value, start, start, day, NAME, half, str(zone))


def _length(reading: Reading) -> float:
    return (reading.end - reading.start).total_seconds()
