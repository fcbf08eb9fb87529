"""Import runs: many readings in one go, taken back in one go, and what a new file would meet.

A run is operations named RUN.00000, RUN.00001, ... Its readings go in by bulk statements; what
they do to the facts is what `store/project.py` says, and the deep check compares the two.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from operator import itemgetter
from typing import Any

from sqlalchemy import ColumnElement, Connection, bindparam, insert, select, update

from unspiral.records.facts import DIARY
from unspiral.store.base import Part
from unspiral.store.codec import canonical, digest, event_payload, instant_text
from unspiral.store.project import UNDONE
from unspiral.store.tables import IMPORTED_NOW, event, operation, person, reading

Key = tuple[str, str]  # start_at, end_at of one source and variable
_ROW = ("variable", "value", "start_at", "end_at", "local_date", "source", "answered_at", "zone")
_PLACE = ("source", "variable", "start_at", "end_at")


def append_parts(connection: Connection, whose: str, version: int, parts: Iterable[Part]) -> int:
    """Store the parts of a run behind `version`; returns the version after the last one.

    Every row of a part is new, or stands in front of one that is named in `replaced`.
    """
    step_back = (
        update(reading)
        .where(
            reading.c.person == whose,
            IMPORTED_NOW,
            *(reading.c[name] == bindparam(f"old_{name}") for name in _PLACE),
        )
        .values(is_current=False)
    )
    put_rows = _row_writer(connection)
    for part in parts:
        version += 1
        connection.execute(insert(operation), _operation_row(part, version))
        if part.replaced:
            old = [
                {f"old_{name}": value for name, value in zip(_PLACE, key, strict=True)}
                for key in part.replaced
            ]
            connection.execute(step_back, old)
        stamp = {"person": whose, "operation": part.head.id, "version": version}
        if part.rows:
            put_rows(part, whose, version)
        events = [
            {**event_payload(one), **stamp, "idx": idx} for idx, one in enumerate(part.head.events)
        ]
        if events:
            connection.execute(insert(event), events)
    connection.execute(update(person).where(person.c.id == whose).values(version=version))
    return version


def _row_writer(connection: Connection) -> Callable[[Part, str, int], None]:
    """Puts the rows of a part in: one compiled statement, and no dictionary for each row.

    A million rows hold the writer for as long as this takes. Rows go in as the statement's own
    order of places, by drivers that number them; others are given names.
    """
    names = (*_ROW, "person", "operation", "version", "idx", "is_current", "in_conflict", "undone")
    compiled = insert(reading).compile(dialect=connection.dialect, column_keys=list(names))
    statement, order = str(compiled), compiled.positiontup

    def put(part: Part, whose: str, version: int) -> None:
        tail = (whose, part.head.id, version)
        rows = [(*row, *tail, idx, True, False, None) for idx, row in enumerate(part.rows)]
        if order is None:
            named = [dict(zip(names, row, strict=True)) for row in rows]
            connection.execute(insert(reading), named)
            return
        pick = itemgetter(*(names.index(name) for name in order))
        connection.exec_driver_sql(statement, list(map(pick, rows)))

    return put


def _operation_row(part: Part, version: int) -> dict[str, Any]:
    head = part.head
    return {
        "person": head.person,
        "id": head.id,
        "kind": head.kind,
        "payload": part.payload,
        "sha256": digest(part.payload),
        "base_version": head.base_version,
        "instant": instant_text(head.at),
        "zone": head.zone,
        "local_date": head.local_date.isoformat(),
        "version": version,
        "stored": len(part.rows),
        "duplicates": 0,
        "conflicts": "[]",
    }


def part_payload(head: Mapping[str, Any], rows: Sequence[Sequence[Any]]) -> str:
    """The canonical payload of a part: `head` is the operation without readings, as data."""
    readings = [
        {
            "variable": variable,
            "value": value,
            "start": start,
            "end": end,
            "local_date": day,
            "source": source,
            "answered_at": answered,
            "zone": zone,
        }
        for variable, value, start, end, day, source, answered, zone in rows
    ]
    return canonical({**head, "readings": readings})


def of_run(run: str) -> ColumnElement[bool]:
    """The readings that the operations of `run` carried ("/" comes right after ".")."""
    return (reading.c.operation > f"{run}.") & (reading.c.operation < f"{run}/")


def undo_run(connection: Connection, whose: str, run: str, version: int) -> None:
    """Take back a run's readings; of each fact, the last version that is left stands again."""
    mine = (reading.c.person == whose) & of_run(run) & reading.c.undone.is_(None)
    current = select(*(reading.c[name] for name in _PLACE)).where(mine, reading.c.is_current)
    hidden = _hidden(connection, whose, run)
    freed = [tuple(row) for row in connection.execute(current)] if hidden else []
    connection.execute(update(reading).where(mine).values(undone=version, is_current=False))
    revived = [hidden[key] for key in freed if key in hidden]
    if revived:
        statement = update(reading).where(
            reading.c.person == whose,
            reading.c.operation == bindparam("of_operation"),
            reading.c.idx == bindparam("at_idx"),
        )
        connection.execute(
            statement.values(is_current=True),
            [{"of_operation": name, "at_idx": idx} for name, idx in revived],
        )


def _hidden(connection: Connection, whose: str, run: str) -> dict[tuple[str, ...], tuple[str, int]]:
    """Imported readings that stand behind another one and were not taken back: the last of each."""
    columns = (*_PLACE, "operation", "idx")
    rows = connection.execute(
        select(*(reading.c[name] for name in columns))
        .where(
            reading.c.person == whose,
            reading.c.source != DIARY,
            ~reading.c.is_current,
            reading.c.undone.is_(None),
            ~of_run(run),
        )
        .order_by(reading.c.version, reading.c.idx)
    )
    return {tuple(row[:4]): (row.operation, row.idx) for row in rows}


def standing(
    connection: Connection, whose: str, source: str, variable: str, since: str, until: str
) -> dict[Key, float]:
    """Values that count now of one source and variable, by start and end, from `since` on."""
    rows = connection.execute(
        select(reading.c.start_at, reading.c.end_at, reading.c.value).where(
            reading.c.person == whose,
            IMPORTED_NOW,
            reading.c.source == source,
            reading.c.variable == variable,
            (reading.c.start_at >= since) & (reading.c.start_at <= until),
        )
    )
    return {(row.start_at, row.end_at): row.value for row in rows}


def imports_since(connection: Connection, whose: str, version: int) -> bool:
    """Whether anything was imported, or taken back, after `version`."""
    undone = select(event.c.version).where(
        event.c.person == whose, event.c.kind == UNDONE, event.c.version > version
    )
    added = select(operation.c.version).where(
        operation.c.person == whose,
        operation.c.version > version,
        operation.c.kind.in_(("import", "demo")),
    )
    found = undone.union_all(added).limit(1)
    return connection.execute(found).first() is not None
