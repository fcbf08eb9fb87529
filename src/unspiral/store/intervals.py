"""Readings for the pages without the pieces that devices tell; days made of those stand in.

A watch tells a million pieces in a few years. They stay in their table, and one value a day and
variable is kept in derived rows of the kind `device_days`, one row for each month.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, func, select

from unspiral.records.facts import Reading
from unspiral.records.source import DEVICES, INTERVAL_APPS
from unspiral.store.codec import READING_COLUMNS, read_readings
from unspiral.store.runs import of_run
from unspiral.store.tables import DIARY_NOW, IMPORTED_NOW, derived, reading

DEVICE_DAYS = "device_days"
ORDER = ("local_date", "variable", "start_at", "operation", "idx")


def made(connection: Connection, whose: str) -> str:
    """When the days of devices were last made; "" without any."""
    statement = select(func.max(derived.c.made)).where(
        derived.c.person == whose, derived.c.kind == DEVICE_DAYS
    )
    return connection.execute(statement).scalar_one_or_none() or ""


def any_held(connection: Connection, whose: str) -> bool:
    """Whether this person has intervals at all: one look into an index."""
    statement = select(reading.c.source).where(reading.c.person == whose, IMPORTED_NOW, _pieces())
    return connection.execute(statement.limit(1)).first() is not None


def whole_days(
    connection: Connection, whose: str, since: bool, *conditions: ColumnElement[bool]
) -> list[Any]:
    """Rows of `READING_COLUMNS` of the diary and of whole-day imports, in day order.

    Each query names the condition of a partial index, so that no interval is read on the way.
    SQLite would still walk the whole table in its key's order; a key that cannot be looked up
    turns it to the index of the diary. `since`: few days are asked for, and the key is right.
    """
    columns = (*READING_COLUMNS, "operation", "idx")
    rows: list[Any] = []
    for scope in ((DIARY_NOW,), *((IMPORTED_NOW, gap) for gap in _gaps())):
        hidden = connection.dialect.name == "sqlite" and scope == (DIARY_NOW,) and not since
        key = reading.c.person.concat("") if hidden else reading.c.person
        statement = select(*(reading.c[name] for name in columns)).where(
            key == whose, *scope, *conditions
        )
        rows.extend(connection.execute(statement))
    rows.sort(key=lambda row: tuple(getattr(row, name) for name in ORDER))
    return [row[: len(READING_COLUMNS)] for row in rows]


def device_days(months: Mapping[str, tuple[Any, dict[str, Any]]]) -> tuple[Reading, ...]:
    """The day readings kept in derived rows: each is (day, variable, value, start, end, zone)."""
    return read_readings(
        (variable, value, start, end, day, DEVICES, None, zone)
        for key in sorted(months)
        for day, variable, value, start, end, zone in months[key][1]["days"]
    )


def pieces(connection: Connection, whose: str, since: date, until: date) -> tuple[Reading, ...]:
    """Current intervals filed under the days from `since` to `until`."""
    statement = (
        select(*(reading.c[name] for name in READING_COLUMNS))
        .where(
            reading.c.person == whose,
            reading.c.local_date >= since.isoformat(),
            reading.c.local_date <= until.isoformat(),
            reading.c.is_current,
            _pieces(),
        )
        .order_by(reading.c.local_date, reading.c.variable, reading.c.start_at)
    )
    return read_readings(connection.execute(statement))


def days(connection: Connection, whose: str, run: str = "") -> tuple[date, ...]:
    """Days that hold intervals, those taken back of a named run too."""
    scope: Sequence[Any] = (of_run(run),) if run else (reading.c.is_current,)
    statement = select(reading.c.local_date).where(reading.c.person == whose, _pieces(), *scope)
    found = connection.execute(statement.distinct()).scalars()
    return tuple(sorted(date.fromisoformat(day) for day in found))


def _pieces() -> ColumnElement[bool]:
    """Sources of intervals: "apple:" up to "apple;", the sign right after the colon."""
    told: ColumnElement[bool] | None = None
    for app in INTERVAL_APPS:
        one = (reading.c.source >= f"{app}:") & (reading.c.source < f"{app};")
        told = one if told is None else told | one
    assert told is not None
    return told


def _gaps() -> Iterator[ColumnElement[bool]]:
    """What lies between those sources, as ranges that an index can follow."""
    low = ""
    for app in sorted(INTERVAL_APPS):
        yield (reading.c.source >= low) & (reading.c.source < f"{app}:")
        low = f"{app};"
    yield reading.c.source >= low
