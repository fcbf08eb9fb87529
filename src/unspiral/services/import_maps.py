"""Column maps that a person made, kept by the shape of the file: the next one needs none."""

import json
from hashlib import sha256
from itertools import islice
from typing import Any, BinaryIO

from unspiral.errors import BadInput
from unspiral.importers import registry
from unspiral.importers.guess import guess_map, look
from unspiral.importers.mapping import to_data
from unspiral.importers.table import open_table
from unspiral.services.context import Context
from unspiral.services.imports import HEAD_BYTES

KIND = "import_map"
FIRST_ROWS = 2000


def kept(ctx: Context, person: str, file: BinaryIO, name: str) -> Any:
    """The map for a table of this shape, or None; the file is left at its start."""
    file.seek(0)
    known = registry.identify(file.read(HEAD_BYTES), name)
    file.seek(0)
    shape = "" if known else shape_of(file)
    if not shape:
        return None
    with ctx.store.read(person) as tx:
        return tx.get_derived(KIND, shape)


def keep(ctx: Context, person: str, file: BinaryIO, columns: Any) -> None:
    """Keep a map for files with this header."""
    if shape := shape_of(file):
        with ctx.store.write(person) as tx:
            tx.put_derived(KIND, shape, columns, ctx.clock())


def suggested(ctx: Context, file: BinaryIO) -> dict[str, Any]:
    """The columns of a table, and a map guessed from their names and first rows."""
    table = open_table(file)
    rows = [cells for _, cells in islice(table.rows, FIRST_ROWS)]
    file.seek(0)
    seen = look(table.header, rows, table.delimiter == ",")
    found = guess_map(seen, ctx.catalogue.variables)
    return {"columns": list(table.header), "map": to_data(found)}


def shape_of(file: BinaryIO) -> str:
    """What files of one kind share: the names of their columns, in order. "" when unreadable."""
    try:
        header = open_table(file).header
    except BadInput:
        return ""
    finally:
        file.seek(0)
    return sha256(json.dumps(header).encode()).hexdigest()[:32]
