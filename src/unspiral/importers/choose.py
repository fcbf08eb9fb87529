"""How a table is to be read: its map, checked or found, and whose rows are taken."""

from collections.abc import Mapping
from io import SEEK_END
from typing import Any, BinaryIO

from unspiral.catalogue.types import Variable
from unspiral.errors import BadInput
from unspiral.importers.generic_csv import GenericCsv, own_map, people_in
from unspiral.importers.mapping import ColumnMap, parse_map

HEAD_BYTES = 4096
MOST_BYTES = 50_000_000
KEPT = "Nothing was stored."


def must_be_a_file(file: BinaryIO) -> None:
    """Refuse a pipe."""
    if not file.seekable():
        raise BadInput(
            "This is a pipe, and the diary is read more than once.",
            KEPT,
            "Save it to a file first.",
            problem="not_a_file",
        )


def choose_map(file: BinaryIO, map_data: Any, variables: Mapping[str, Variable]) -> ColumnMap:
    """The map given, checked; without one, the map of a file in our own ids."""
    must_be_a_file(file)
    if file.seek(0, SEEK_END) > MOST_BYTES:
        raise BadInput(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB.",
            KEPT,
            "Split it by years, and bring in one part after the other.",
            problem="too_big",
        )
    file.seek(0)
    if not GenericCsv().identify(file.read(HEAD_BYTES), ""):
        raise BadInput(
            "This is not a text file.", KEPT, "Export the diary as CSV.", problem="wrong_kind"
        )
    if map_data is None:
        return own_map(file, variables)
    columns, problems = parse_map(map_data, variables)
    if columns is None:
        told = "; ".join(f"{p.where}: {p.values.get('detail', p.code)}" for p in problems)
        raise BadInput(
            f"The map has faults. {told}.",
            KEPT,
            "Change the map and run again. docs/reference/column-map.md lists every field.",
            problem="bad_map",
            faults=[{"code": p.code, "where": p.where, **p.values} for p in problems],
        )
    return columns


def the_person(file: BinaryIO, columns: ColumnMap, named: str) -> str:
    """Whose rows to take. Raises `BadInput` with the people when it cannot be told."""
    if not columns.person:
        return ""
    people = people_in(file, columns)
    if named in people:
        return named
    if not named and len(people) <= 1:
        return people[0] if people else ""
    lead = f"Nobody is called {named!r}" if named else "Many people stand"
    raise BadInput(
        f"{lead} in this file. It holds: {', '.join(people[:50])}.",
        KEPT,
        "Choose one with --person.",
        problem="person_needed",
        people=list(people),
    )
