"""The map from everything the founding articles describe to where it works or is answered here."""

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter, ValidationError

from unspiral.catalogue.item import Text
from unspiral.catalogue.load import Catalogue
from unspiral.catalogue.types import KINDS
from unspiral.records.problem import Problem

WHERE = "coverage.yaml"
ROW_ID = re.compile(r"00[0-4]-[0-9]{2}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row: what it says in our words, the items ("folder/id") and pages it stands on.

    `open` says why a row is not covered yet, `waits_for` which programme it waits for.
    """

    says: Text
    items: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    open: str = ""
    waits_for: str = ""


ROWS = TypeAdapter(dict[str, Row])
Coverage = Mapping[str, Row]


def parse(data: Any) -> tuple[Coverage, list[Problem]]:
    """Plain data to rows by id; a file that does not fit gives no rows and its faults."""
    try:
        rows = ROWS.validate_json(json.dumps(data), strict=True, extra="forbid")
    except ValidationError as error:
        return {}, [
            Problem(
                "bad_field", f"{WHERE}: {'.'.join(map(str, e['loc']))}", values={"detail": e["msg"]}
            )
            for e in error.errors()
        ]
    return dict(sorted(rows.items())), []


def check(rows: Coverage, catalogue: Catalogue) -> Iterator[Problem]:
    """Rows that name nothing, name what is not there, or are open without a reason."""
    for name, row in rows.items():
        where = f"{WHERE}: {name}"
        if not ROW_ID.fullmatch(name):
            yield Problem("bad_row_id", where)
        if not (row.items or row.pages or row.open):
            yield Problem("row_without_home", where)
        if bool(row.open) != bool(row.waits_for):
            yield Problem("open_row_without_reason", where)
        for item in row.items:
            folder, _, item_id = item.partition("/")
            found = getattr(catalogue, folder).get(item_id) if folder in KINDS else None
            if found is None or found.status == "retired":
                yield Problem("does_not_exist", where, values={"what": "item", "id": item})
