"""The column map (schema map/1): which column holds which variable, on which scale."""

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, ValidationError

from unspiral.catalogue.types import Variable
from unspiral.importers.table import DELIMITERS
from unspiral.importers.values import DATE_FORMATS, parse_day
from unspiral.records.problem import Problem

OWN_TIMES = ("time", "answered_morning", "answered_evening")
MOST_LINES_BEFORE = 1000
Finite = Annotated[float, Field(allow_inf_nan=False)]


@dataclass(frozen=True, slots=True, kw_only=True)
class Scale:
    """A straight line: `from_[0]` becomes `to[0]`, `from_[1]` becomes `to[1]`.

    Turned ends (`from: [5, 1]`) turn the direction, for scales where higher means the opposite.
    """

    from_: Annotated[tuple[Finite, Finite], Field(alias="from")]
    to: tuple[Finite, Finite] = (0.0, 10.0)

    def holds(self, raw: float) -> bool:
        """True when `raw` lies on the scale."""
        return min(self.from_) <= raw <= max(self.from_)

    def apply(self, raw: float) -> float:
        """`raw` carried over, rounded to 6 decimals."""
        share = (raw - self.from_[0]) / (self.from_[1] - self.from_[0])
        return round(self.to[0] + share * (self.to[1] - self.to[0]), 6)


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """What one column holds. `values` gives a number for a word ("good": 7).

    `unit` "h:mm" reads hours and minutes ("7:30") as hours (7.5), before a scale.
    """

    variable: str
    scale: Scale | None = None
    unit: Literal["", "h:mm"] = ""
    values: dict[str, Finite] = field(default_factory=dict)
    note: str = ""

    @property
    def ticks(self) -> bool:
        """True when the column only says yes or no (0 or 1), on a variable that has a size."""
        return self.scale is not None and set(self.scale.from_) == {0.0, 1.0}


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """One value a row, made of several columns: a sum less others, or how long the span is."""

    sum: tuple[str, ...] = ()
    minus: tuple[str, ...] = ()
    length: Literal["", "hours", "minutes"] = ""
    scale: Scale | None = None
    note: str = ""

    @property
    def parts(self) -> tuple[str, ...]:
        """Every column that it is made from."""
        return (*self.sum, *self.minus)


@dataclass(frozen=True, slots=True, kw_only=True)
class Span:
    """Columns that say when each row began and ended, as a device tells it.

    In place of `end`, `lasts` holds seconds, or lists of them: see `spans.pieces_of`.
    With `offset` ("UTC-0400") the times are UTC. `to_sleep` and `to_rise` hold seconds: from the
    start to falling asleep, and from the last waking to the end. `stages`: awake rows are told
    apart, so that these nights win over spans of sleep that are not.
    """

    start: str
    device: str
    end: str | None = None
    lasts: str | None = None
    offset: str | None = None
    to_sleep: str | None = None
    to_rise: str | None = None
    stages: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """Every column that it names."""
        named = (self.start, self.end, self.lasts, self.offset, self.to_sleep, self.to_rise)
        return tuple(filter(None, named))


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnMap:
    """A whole map. `columns` set to null are known and left out.

    Either `date` names a column, or `day` names one with day numbers and `day_number_start` is
    the date of day 1, or `span` gives each row a start and an end. `made` gives values of several
    columns, by variable. Rows are taken where each column of `only` holds one of its texts.
    `answered_morning` and `answered_evening` name columns that say when each
    half was answered (a local date and time).
    """

    schema: Literal["map/1"]
    date: str | None = None
    date_format: str = ""
    day: str | None = None
    day_number_start: str | None = None
    time: str | None = None
    answered_morning: str | None = None
    answered_evening: str | None = None
    person: str | None = None
    delimiter: str = ""
    lines_before: int = 0
    span: Span | None = None
    only: dict[str, tuple[str, ...]] = field(default_factory=dict)
    columns: dict[str, Column | None]
    made: dict[str, Made] = field(default_factory=dict)
    two_sittings: bool = False
    note: str = ""


def parse_map(
    data: Any, variables: Mapping[str, Variable]
) -> tuple[ColumnMap | None, list[Problem]]:
    """Plain JSON data to a map, and everything that is wrong with it."""
    try:
        found = _adapter().validate_json(json.dumps(data), strict=True, extra="forbid")
    except ValidationError as error:
        return None, [
            Problem(
                "bad_map",
                ".".join(str(part) for part in fault["loc"]) or "(map)",
                values={"detail": fault["msg"]},
            )
            for fault in error.errors()
        ]
    problems = _faults(found, variables)
    return (None if problems else found), problems


def identity_map(
    header: tuple[str, ...], variables: Mapping[str, Variable], person: str | None
) -> ColumnMap:
    """The map of a file that already uses our ids."""
    own = {name: name if name in header else None for name in OWN_TIMES}
    return ColumnMap(
        schema="map/1",
        date="date",
        time=own["time"],
        answered_morning=own["answered_morning"],
        answered_evening=own["answered_evening"],
        person=person,
        columns={name: Column(variable=name) for name in header if name in variables},
    )


def to_data(columns: ColumnMap) -> dict[str, Any]:
    """The map as plain JSON data, ready to edit: unset fields left out."""
    data: dict[str, Any] = _adapter().dump_python(
        columns, by_alias=True, exclude_none=False, exclude_defaults=False, mode="json"
    )
    for key in ("columns", "made"):
        data[key] = {name: _lean(one) for name, one in data[key].items()}
    data["span"] = _lean(data["span"])
    needed = {"schema", "date", "columns", "two_sittings"}
    if columns.day:
        needed |= {"day_number_start"}
    return {key: value for key, value in data.items() if value or key in needed}


def _lean(column: dict[str, Any] | None) -> dict[str, Any] | None:
    return column and {key: value for key, value in column.items() if value}


def _faults(found: ColumnMap, variables: Mapping[str, Variable]) -> list[Problem]:
    problems = _new_faults(found)
    if sum(map(bool, (found.date, found.day, found.span))) != 1:
        problems.append(Problem("date_or_day", "date"))
    if found.day and not isinstance(parse_day(found.day_number_start or ""), dt.date):
        problems.append(Problem("day_number_start_missing", "day_number_start"))
    if found.date_format and found.date_format not in DATE_FORMATS:
        known = ", ".join(DATE_FORMATS)
        problems.append(Problem("unknown_date_format", "date_format", values={"known": known}))
    if found.delimiter not in ("", *DELIMITERS):
        problems.append(Problem("bad_delimiter", "delimiter"))
    used: dict[str, str] = {}
    for name, column in found.columns.items():
        if column:
            problems.extend(_value_faults(f"columns.{name}", column, variables, used))
    for name, made in found.made.items():
        problems.extend(_made_faults(f"made.{name}", made, bool(found.span)))
        problems.extend(_value_faults(f"made.{name}", _as_column(name, made), variables, used))
    if not used:
        problems.append(Problem("no_column", "columns"))
    return problems


def _new_faults(found: ColumnMap) -> list[Problem]:
    """Faults of the fields about rows: which are taken, and what stands above and beside them."""
    problems = []
    if not 0 <= found.lines_before <= MOST_LINES_BEFORE:
        problems.append(Problem("bad_lines_before", "lines_before"))
    for name, texts in found.only.items():
        if not texts:
            problems.append(Problem("only_empty", f"only.{name}"))
    if found.span is None:
        return problems
    if not found.span.device.strip():
        problems.append(Problem("device_missing", "span.device"))
    if bool(found.span.end) == bool(found.span.lasts):
        problems.append(Problem("end_or_lasts", "span"))
    if len(set(found.span.parts)) != len(found.span.parts):
        problems.append(Problem("column_twice", "span"))
    for name in found.span.parts:
        if found.columns.get(name):
            problems.append(Problem("column_twice", f"columns.{name}"))
    if found.time:
        problems.append(Problem("time_beside_span", "time"))
    return problems


def _made_faults(where: str, made: Made, has_span: bool) -> list[Problem]:
    problems = []
    if bool(made.sum) == bool(made.length) or (made.length and made.minus):
        problems.append(Problem("sum_or_length", where))
    if len(set(made.parts)) != len(made.parts):
        problems.append(Problem("column_twice", where))
    if made.length and made.scale:
        problems.append(Problem("length_has_a_unit", f"{where}.scale"))
    if made.length and not has_span:
        problems.append(Problem("length_needs_span", f"{where}.length"))
    return problems


def _as_column(variable: str, made: Made) -> Column:
    return Column(variable=variable, scale=made.scale)


def _value_faults(
    where: str, column: Column, variables: Mapping[str, Variable], used: dict[str, str]
) -> list[Problem]:
    variable = variables.get(column.variable)
    if variable is None:
        return [Problem("unknown_variable", where, values={"variable": column.variable})]
    if column.variable in used:
        return [Problem("variable_twice", where, values={"other": used[column.variable]})]
    used[column.variable] = where
    problems = []
    low, high = variable.range
    if column.scale and column.scale.from_[0] == column.scale.from_[1]:
        problems.append(Problem("scale_without_length", where))
    ends = column.scale.to if column.scale else (low, high)
    if any(not low <= value <= high for value in (*ends, *column.values.values())):
        problems.append(Problem("scale_outside_variable", where, values={"low": low, "high": high}))
    return problems


@cache
def _adapter() -> TypeAdapter[ColumnMap]:
    return TypeAdapter(ColumnMap)
