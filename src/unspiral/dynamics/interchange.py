"""Data frames in, rows out: wide or long tables of one person or many to panels."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from typing import Any

import numpy as np

from unspiral.catalogue.types import Variable
from unspiral.diary import panel
from unspiral.dynamics import columns as c
from unspiral.errors import BadFrame
from unspiral.records.estimate import Panel, Response, Sittings
from unspiral.records.facts import Reading

# Wide tables: what says when a half of the day was answered. Long tables: their three columns.
MORNING, EVENING = "answered_morning", "answered_evening"
NAME, VALUE, ANSWERED = "variable", "value", "answered_at"
NOON = time(12, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Column:
    """What a column holds when its unit is not the dictionary's.

    `range`: lowest and highest answer; `step`: the smallest difference between two answers.
    Higher must mean more of the variable, as in the dictionary: turn a scale round beforehand.
    """

    variable: str
    unit: str
    range: tuple[float, float]
    step: float


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in a table.

    `columns` maps a column (in a long table: a name in its column `variable`) to a variable;
    None takes those that are called like one. `used` are names of 0 and 1: what was done on
    which day, to adjust for.
    """

    columns: Mapping[str, str | Column] | None = None
    date: str = "date"
    person: str | None = None
    long: bool = False
    used: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class _Cell:
    """One value of a table."""

    row: int
    name: str
    value: float
    answered: datetime | None


@dataclass(frozen=True, slots=True)
class _Diary:
    """What the rows of one person hold."""

    readings: list[Reading] = field(default_factory=list)
    used: dict[str, set[date]] = field(default_factory=dict)

    def panel(self, variables: Mapping[str, Variable], sittings: Sittings | None) -> Panel | None:
        used = {name: frozenset(days) for name, days in self.used.items()}
        return panel.build(self.readings, variables, sittings, used)


def read_table(
    table: c.Table,
    variables: Mapping[str, Variable],
    layout: Layout,
    sittings: Sittings | None = None,
) -> dict[Any, Panel]:
    """A panel for each person, in order of appearance; `{None: panel}` without a person column.

    The order of rows does not matter, and missing days stay missing. People without a value are
    left out. `sittings` as in `diary.panel.build`. Raises `BadFrame`, naming the column.
    """
    found = c.columns_of(table)
    if layout.long and layout.used:
        raise BadFrame("What was used is read from a wide table only: give it a column each.")
    days = found.all(layout.date, c.day)
    people = found.all(layout.person, c.anything) if layout.person else [None] * len(days)
    kinds = found.all(NAME, c.anything) if layout.long else [""] * len(days)
    _once(list(zip(people, days, kinds, strict=True)), layout.date)
    wanted = _wanted(kinds if layout.long else found.names, variables, layout.columns)
    diaries = {person: _Diary() for person in people}
    for cell in _long(found, kinds) if layout.long else _wide(found, wanted, layout.used):
        diary, day = diaries[people[cell.row]], days[cell.row]
        if cell.name in layout.used:
            diary.used.setdefault(cell.name, set()).update({day} if cell.value else ())
        elif cell.name in wanted:
            diary.readings.append(_reading(cell, wanted[cell.name], day))
    held = {variable.id: variable for variable in wanted.values()}
    known = {name: held[name] for name in variables if name in held}
    _all_answered(wanted, diaries.values())
    panels = {person: diary.panel(known, sittings) for person, diary in diaries.items()}
    return {person: built for person, built in panels.items() if built is not None}


def rows(records: Iterable[Any]) -> list[dict[str, Any]]:
    """Records of the learner as plain rows, for the constructor of any data frame.

    Fields keep their names; `from_` becomes `from`. A `Response` gives a row for each day.
    """
    return [row for record in records for row in _rows_of(record)]


def _rows_of(record: Any) -> Iterator[dict[str, Any]]:
    given = {one.name.rstrip("_"): _plain(getattr(record, one.name)) for one in fields(record)}
    days = given["days"] if isinstance(record, Response) else []
    if not days:
        yield given
    for at in range(len(days)):
        yield {key: value[at] if isinstance(value, list) else value for key, value in given.items()}


def _plain(value: Any) -> Any:
    """Lists for tuples, Python's own numbers for those of numpy."""
    if isinstance(value, tuple):
        return list(value)
    return value.item() if isinstance(value, np.generic) else value


def _once(keys: list[tuple[Any, date, Any]], column: str) -> None:
    """Each person has one row a day, in a long table one for each variable."""
    seen = set()
    for row, key in enumerate(keys):
        if key in seen:
            person, day, name = key
            whose = "".join(f", {part}" for part in (person, name) if part not in (None, ""))
            many = " Rows of many people are read by to_panels." if person is None else ""
            raise BadFrame(
                f"Column {column!r}, row {row}: {day}{whose} has an earlier row.{many}",
                column=column,
            )
        seen.add(key)


def _wanted(
    there: Iterable[Any],
    variables: Mapping[str, Variable],
    asked: Mapping[str, str | Column] | None,
) -> dict[str, Variable]:
    """Column (in a long table: name) -> variable, in the unit that the column has."""
    names = list(dict.fromkeys(there))
    daily = {name: one for name, one in variables.items() if one.daily}
    found: dict[str, Variable] = {}
    for name, held in (asked or {name: name for name in names if name in daily}).items():
        variable = held.variable if isinstance(held, Column) else held
        if name not in names:
            raise BadFrame(f"There is no column {name!r}. {c.listed(names)}", column=name)
        if variable not in daily:
            raise BadFrame(f"Column {name!r}: there is no variable {variable!r}.", column=name)
        if variable in {one.id for one in found.values()}:
            raise BadFrame(f"Column {name!r}: {variable!r} has another column.", column=name)
        found[name] = daily[variable]
        if isinstance(held, Column):
            found[name] = replace(found[name], unit=held.unit, range=held.range, step=held.step)
    if not found:
        raise BadFrame(
            f"No column is called like a variable: say which is which. {c.listed(names)}"
        )
    return found


def _wide(found: c.Columns, wanted: Mapping[str, Variable], used: Sequence[str]) -> Iterator[_Cell]:
    """Cells of a table with a column for each variable."""
    answered = {half: found.some(half, c.moment) for half in (MORNING, EVENING) if half in found}
    for name, variable in wanted.items():
        half = MORNING if variable.sitting in ("morning", "sleep_diary") else EVENING
        times = answered.get(half)
        for row, value in enumerate(found.some(name, c.number)):
            if value is not None:
                yield _Cell(row, name, value, times[row] if times else None)
    for name in used:
        for row, done in enumerate(found.some(name, c.tick)):
            if done is not None:
                yield _Cell(row, name, float(done), None)


def _long(found: c.Columns, kinds: list[Any]) -> Iterator[_Cell]:
    """Cells of a table with a row for each value."""
    values = found.some(VALUE, c.number)
    times = found.some(ANSWERED, c.moment) if ANSWERED in found else [None] * len(values)
    for row, (name, value, answered) in enumerate(zip(kinds, values, times, strict=True)):
        if value is not None:
            yield _Cell(row, name, value, answered)


def _reading(cell: _Cell, variable: Variable, day: date) -> Reading:
    """A cell as a diary reading. Raises `BadFrame` outside the variable's range."""
    low, high = variable.range
    if not low <= cell.value <= high:
        raise BadFrame(
            f"Column {cell.name!r}, row {cell.row}: {cell.value:g} is outside {low:g} to {high:g}. "
            "Give the column its own range with Column(...).",
            column=cell.name,
        )
    noon = datetime.combine(day, NOON)
    return Reading(variable.id, cell.value, noon, noon, day, answered_at=cell.answered)


def _all_answered(wanted: Mapping[str, Variable], diaries: Iterable[_Diary]) -> None:
    """A column without one value is most often a slip on the way here."""
    answered = {one.variable for diary in diaries for one in diary.readings}
    for name, variable in wanted.items():
        if variable.id not in answered:
            raise BadFrame(f"Column {name!r} holds no value at all.", column=name)
