"""Everything of one person: read a few rows at a time, and words taken out of single writes."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Connection, delete, select, update

from unspiral.store.codec import canonical, digest
from unspiral.store.tables import metadata, note, operation, person

ERASED = "erased"  # the kind of an operation whose words were taken out
ROWS_AT_ONCE = 100  # the operation of an import may be large


def rows_of(
    connection: Connection, whose: str, table: str, columns: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """These columns of every row of `table`, in the order stored."""
    found = metadata.tables[table]
    own = found.c.id if found is person else found.c.person
    order = [found.c[name] for name in ("version", "idx") if name in found.c]
    statement = select(*(found.c[name] for name in columns)).where(own == whose)
    ordered = statement.order_by(*(order or found.primary_key.columns))
    for row in connection.execute(ordered.execution_options(yield_per=ROWS_AT_ONCE)):
        yield tuple(row)


def forget_words(connection: Connection, whose: str, operations: Iterable[str]) -> None:
    """Take the note out of these operations. The rest of each stays, with a hash of what is left.

    Its kind becomes `ERASED`: whatever is sent under its id later counts as a replay.
    """
    for name in operations:
        place = (operation.c.person == whose) & (operation.c.id == name)
        payload = connection.execute(select(operation.c.payload).where(place)).scalar_one()
        left = canonical({**json.loads(payload), "note": "", "kind": ERASED})
        row = {"kind": ERASED, "payload": left, "sha256": digest(left)}
        connection.execute(update(operation).where(place).values(row))
        connection.execute(
            delete(note).where((note.c.person == whose) & (note.c.operation == name))
        )
