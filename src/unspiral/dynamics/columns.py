"""Columns of any data frame as plain values; what cannot be read is named by column and row.

A table is anything whose `table[name]` gives the values of a column and that names its columns,
in `table.columns` or by being a mapping. Nothing else of pandas or polars is used.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from numbers import Real
from typing import Any, Protocol, TypeVar

from unspiral.errors import BadFrame

T = TypeVar("T")
SHOWN = 12


class Table(Protocol):
    """A data frame, or a mapping of names to columns of equal length."""

    def __getitem__(self, name: str, /) -> Any:
        """The values of one column."""
        ...


@dataclass(frozen=True, slots=True)
class Columns:
    """A table with its column names. Rows are counted from 0, as data frames do."""

    table: Table
    names: tuple[Any, ...]
    rows: int

    def all(self, name: str, read: Callable[[Any], T]) -> list[T]:
        """Every value of a column. Raises `BadFrame` for one that is missing or unreadable."""
        values = self.some(name, read)
        known = [value for value in values if value is not None]
        if len(known) < len(values):
            raise BadFrame(f"{name!r} is missing in row {values.index(None)}.", column=name)
        return known

    def some(self, name: str, read: Callable[[Any], T]) -> list[T | None]:
        """Every value of a column, None where it is missing (None, NaN, NaT, NA)."""
        if name not in self.names:
            raise BadFrame(f"There is no column {name!r}. {listed(self.names)}", column=name)
        held = self.table[name]
        found: list[T | None] = []
        for row, value in enumerate(held.to_list() if hasattr(held, "to_list") else held):
            try:
                found.append(None if _missing(value) else read(value))
            except ValueError as error:
                raise BadFrame(f"Column {name!r}, row {row}: {error}", column=name) from error
        if len(found) != self.rows:
            raise BadFrame(f"Column {name!r} is not as long as the others.", column=name)
        return found

    def __contains__(self, name: str) -> bool:
        return name in self.names


def listed(names: Sequence[Any]) -> str:
    """The names that are there, for the end of a sentence."""
    more = ", …" if len(names) > SHOWN else ""
    return f"There are: {', '.join(map(str, names[:SHOWN]))}{more}."


def columns_of(table: Table) -> Columns:
    """The columns of a table. Raises `BadFrame` when it is none, or a name stands twice."""
    if hasattr(table, "collect"):
        raise BadFrame("This data frame is lazy: collect it first.")
    names = tuple(table if isinstance(table, Mapping) else getattr(table, "columns", ()))
    if not names:
        raise BadFrame("This is no data frame: it names no columns.")
    for name in names:
        if names.count(name) > 1:
            raise BadFrame(f"Column {name!r} stands twice.", column=name)
    return Columns(table, names, len(table[names[0]]))


def number(value: Any) -> float:
    """A number. Words, yes/no and dates are none."""
    if isinstance(value, bool) or not isinstance(value, (Real, Decimal)):
        raise ValueError(f"{value!r} is not a number. Give the column a numeric type.")
    return float(value)


def tick(value: Any) -> bool:
    """0 or 1, or a truth value."""
    if value not in (0, 1):
        raise ValueError(f"{value!r} is neither 0 nor 1.")
    return bool(value)


def day(value: Any) -> date:
    """A calendar day: a date, a naive datetime at midnight, or text like 2026-11-01."""
    if isinstance(value, str):
        value = _from_text(value.strip())
    if isinstance(value, datetime):
        if moment(value).time() != time():
            raise ValueError(
                f"{value} has a time of day. Give the diary day alone; times belong into "
                "'answered_morning' and 'answered_evening'."
            )
        return value.date()
    if not isinstance(value, date):
        raise ValueError(f"{value!r} is no day. Give dates, or text like 2026-11-01.")
    return value


def _from_text(text: str) -> date:
    """A day, or a day with a time of day."""
    try:
        return date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError as error:
        raise ValueError(f"{text!r} is no day in the form 2026-11-01.") from error


def moment(value: Any) -> datetime:
    """A local date and time, naive, or text like 2026-11-01T21:30."""
    found = datetime.fromisoformat(value.strip()) if isinstance(value, str) else value
    if not isinstance(found, datetime):
        raise ValueError(f"{value!r} is no date and time.")
    if found.tzinfo is not None:
        raise ValueError(
            f"{value} has a time zone. Turn it into the person's own local time, without a zone."
        )
    return found


def anything(value: Any) -> Any:
    """The value as it is."""
    return value


def _missing(value: Any) -> bool:
    """None, NaN and NaT are; so is pandas' NA, which refuses to be compared."""
    try:
        return value is None or bool(value != value)
    except TypeError:
        return True
