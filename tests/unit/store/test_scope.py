"""Every statement of a transaction names its person, for each table it touches (hazard H14)."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import Alias, Table, event, select
from sqlalchemy.sql import visitors
from sqlalchemy.sql.dml import Delete, Insert, Update
from sqlalchemy.sql.elements import BinaryExpression, BindParameter
from sqlalchemy.sql.operators import concat_op, eq
from support.operations import DAY, NOON, ZONE, answered, checkin, happened, imported

from unspiral.records.facts import Operation
from unspiral.store.base import Part
from unspiral.store.codec import encode, instant_text
from unspiral.store.opening import open_memory
from unspiral.store.sql import SqlStore
from unspiral.store.tables import person, reading

Executed = list[tuple[Any, Any]]
NOW = instant_text(NOON)


@contextmanager
def listening(store: SqlStore) -> Iterator[Executed]:
    """All Core statements with their parameters."""
    found: Executed = []

    def take(_: Any, statement: Any, many: Any, one: Any, __: Any) -> None:
        found.append((statement, many or [one]))

    database: Any = store.database
    for engine in (database._writers, database._readers):
        event.listen(engine, "before_execute", take)
    yield found


def unscoped(statement: Any, parameters: Any, whose: str) -> list[str]:
    """Names of tables in `statement` that are not held to `whose`."""
    if isinstance(statement, Insert):
        rows = parameters if isinstance(parameters, list) else [parameters]
        return [] if all(row["person"] == whose for row in rows) else [str(statement.table)]
    tables = {one for one in visitors.iterate(statement) if isinstance(one, Table | Alias)}
    if isinstance(statement, Update | Delete):
        tables.add(statement.table)  # type: ignore[arg-type]
    held = {
        plain(one.left).table
        for one in visitors.iterate(statement)
        if isinstance(one, BinaryExpression) and one.operator is eq and holds(one, whose)
    }
    return sorted({table.name for table in tables if table not in held})


def plain(told: Any) -> Any:
    """The column in `person || ''`, which only keeps an index out."""
    told = getattr(told, "element", told)
    joined = isinstance(told, BinaryExpression) and told.operator is concat_op
    return told.left if joined else told


def holds(condition: BinaryExpression[Any], whose: str) -> bool:
    left, right = plain(condition.left), condition.right
    column = "id" if getattr(left, "table", None) is person else "person"
    same = getattr(left, "name", "") == column
    return same and isinstance(right, BindParameter) and right.value == whose


def do_everything(store: SqlStore) -> None:
    operations = (
        checkin("a", 0, pain=4, note="n"),
        checkin("b", 0, pain=6),
        answered("c", "goal", "x"),
        answered("d", "goal", "y"),
        imported("e", 1, 2),
        imported("w", 3, source="apple:Watch"),
        happened("f", "import_undone", "e"),
        happened("g", "import_undone", "a"),
        checkin("a", 0, pain=9),
    )
    with store.write("ann") as tx:
        for operation in operations:
            tx.append(operation)
        tx.put_derived("plan", "today", {}, NOON)
        tx.drop_derived("plan", ("tomorrow",))
        head = Operation("r.00000", "ann", "import", NOON, ZONE, DAY)
        row = ("steps", 4.0, NOW, NOW, DAY.isoformat(), "apple:Phone", None, ZONE)
        tx.append_run([Part(head, encode(head), [row], [("apple:Phone", "steps", NOW, NOW)])])
        runs = (tx.imported_since(0), tx.standing("apple:Phone", "steps", NOW, NOW))
        assert all(runs)
        tx.append(happened("h", "import_undone", "r"))
    with store.read("ann") as tx:
        seen = (tx.version(), tx.answers(), tx.readings(), tx.events(), tx.notes())
        narrow = tx.readings(DAY, DAY, ("pain",), "diary"), tx.reading_versions(DAY, "pain")
        rest = (
            tx.operation_ids(),
            tx.get_derived("plan", "today"),
            tx.events(DAY, ("done",)),
            tx.written(("checkin",)),
            tx.derived("plan"),
            tx.intervals(DAY, DAY),
            tx.interval_days(),
            tx.interval_days("r"),
        )
    assert all((seen, narrow, rest))


def test_every_statement_is_held_to_its_person() -> None:
    store = open_memory()
    store.add_person("ann", NOON)
    with listening(store) as executed:
        do_everything(store)
    loose = [str(statement) for statement, rows in executed if unscoped(statement, rows, "ann")]
    print(f"statements {len(executed)}, loose {len(loose)}")
    assert (len(executed) > 40, loose) == (True, [])
    store.close()


@pytest.mark.parametrize(
    "statement",
    [
        select(reading.c.value),
        select(reading.c.value).where(reading.c.person == "bob"),
        reading.update().values(value=1),
        reading.delete().where(reading.c.local_date == "ann"),
        select(reading.alias("reading").c.value),
    ],
)
def test_a_loose_statement_would_be_seen(statement: Any) -> None:
    assert unscoped(statement, [{}], "ann") == ["reading"]
