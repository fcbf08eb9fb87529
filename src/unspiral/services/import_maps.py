"""Column maps that a person made, kept by the shape of the file: the next one needs none."""

import json
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from unspiral.services.context import Context

KIND = "import_map"


def kept(ctx: Context, person: str, columns: Sequence[str]) -> Any:
    """The map for tables with these columns, or None."""
    with ctx.store.read(person) as tx:
        return tx.get_derived(KIND, _shape(columns))


def keep(ctx: Context, person: str, columns: Sequence[str], data: Any) -> None:
    """Keep a map for tables with these columns."""
    with ctx.store.write(person) as tx:
        tx.put_derived(KIND, _shape(columns), data, ctx.clock())


def _shape(columns: Sequence[str]) -> str:
    """What files of one kind share: the names of their columns, in order."""
    return sha256(json.dumps(list(columns)).encode()).hexdigest()[:32]
