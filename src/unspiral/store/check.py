"""The deep check: every operation against its hash, and every fact against its operations."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Table, insert, select
from sqlalchemy import delete as remove

from unspiral.store.codec import Row, canonical, decode, digest, instant_text
from unspiral.store.project import Book, Change, apply
from unspiral.store.tables import FACT_TABLES, answer, event, note, operation, person, reading

A_FEW = 200  # operations or facts held at a time
_NAMES = {answer: "answers", reading: "readings", event: "events", note: "notes"}


def deep_check(connection: Connection, file_faults: Sequence[str]) -> Mapping[str, Any]:
    """Counts of what was checked, and `problems`: code and where, never any content.

    `file_faults` is what the database says of its own files; rows of damaged files are not read.
    """
    problems = [{"code": "file_damaged", "where": fault} for fault in file_faults]
    counts = {"people": 0, "operations": 0, **dict.fromkeys(_NAMES.values(), 0)}
    everyone = select(person.c.id, person.c.version)
    for whose, version in [] if problems else connection.execute(everyone).all():
        counts["people"] += 1
        _check_person(connection, whose, version, counts, problems)
    return {**counts, "problems": problems, "sound": not problems}


def _check_person(
    connection: Connection,
    whose: str,
    version: int,
    counts: dict[str, int],
    problems: list[dict[str, str]],
) -> None:
    versions: list[int] = []
    bad: list[str] = []
    for row in _operations(connection, whose):
        versions.append(row["version"])
        if not _hash_holds(row):
            bad.append(row["id"])
    counts["operations"] += len(versions)
    if versions != list(range(1, version + 1)):
        problems.append({"code": "operation_missing", "where": f"person {whose}"})
    problems += [{"code": "operation_damaged", "where": f"operation {one}"} for one in bad]
    if bad:
        return
    expected = replay(_operations(connection, whose), problems)
    for table in FACT_TABLES:
        found, n = _differences(table, _facts(connection, table, whose), expected.pop(table))
        counts[_NAMES[table]] += n
        problems += found


def _operations(connection: Connection, whose: str) -> Iterator[Row]:
    """In version order, a few at a time: an import of years is hundreds of megabytes."""
    statement = select(operation).where(operation.c.person == whose)
    ordered = statement.order_by(operation.c.version).execution_options(yield_per=A_FEW)
    for row in connection.execute(ordered).mappings():
        yield dict(row)


def _hash_holds(row: Row) -> bool:
    return bool(digest(row["payload"]) == row["sha256"])


def replay(operations: Iterable[Row], problems: list[dict[str, str]]) -> dict[Table, list[Row]]:
    """The fact rows that `operations` make, in version order, from nothing.

    A column of an operation that differs from its payload or its result is a problem.
    """
    book, made = Book(), {table: list[Row]() for table in FACT_TABLES}
    for row in operations:
        op = decode(row["payload"])
        change = apply(book, op, row["version"])
        if _columns(op, change) != {name: row[name] for name in _columns(op, change)}:
            problems.append({"code": "operation_differs", "where": f"operation {row['id']}"})
        made[answer] += change.answers
        made[reading] += change.readings
        made[event] += change.events
        made[note] += change.notes
    return made


def _columns(op: Any, change: Change) -> Row:
    """What the columns beside the payload must say."""
    return {
        "person": op.person,
        "id": op.id,
        "kind": op.kind,
        "base_version": op.base_version,
        "instant": instant_text(op.at),
        "zone": op.zone,
        "local_date": op.local_date.isoformat(),
        "stored": len(change.readings),
        "duplicates": change.duplicates,
        "conflicts": canonical([[day.isoformat(), name] for day, name in change.conflicts]),
    }


def _facts(connection: Connection, table: Table, whose: str) -> Iterator[Row]:
    statement = select(table).where(table.c.person == whose).execution_options(yield_per=A_FEW)
    for row in connection.execute(statement).mappings():
        yield dict(row)


def _differences(
    table: Table, stored: Iterator[Row], expected: list[Row]
) -> tuple[list[dict[str, str]], int]:
    """One problem for each row that is missing, too many, or different; how many are stored."""
    made = {(row["operation"], row.get("idx", 0)): row for row in expected}
    expected.clear()
    wrong, n = [], 0
    for row in stored:
        n += 1
        record = (row["operation"], row.get("idx", 0))
        if made.pop(record, None) != row:
            wrong.append(record)
    told = [f"{table.name} {'/'.join(map(str, one))}" for one in sorted({*wrong, *made})]
    return [{"code": "fact_differs", "where": where} for where in told], n


def rebuild(connection: Connection, whose: str) -> None:
    """Make one person's fact rows again from their operations, in a writing transaction."""
    made = replay(_operations(connection, whose), [])
    for table in FACT_TABLES:
        connection.execute(remove(table).where(table.c.person == whose))
        if made[table]:
            connection.execute(insert(table), made[table])
