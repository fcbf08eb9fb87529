"""Tables in the limited child: delimited text, and the first filled sheet of a spreadsheet."""

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any, BinaryIO, Literal, cast
from zoneinfo import ZoneInfo

from unspiral.catalogue.types import Variable
from unspiral.errors import BadInput
from unspiral.importers.base import Wanted
from unspiral.importers.choose import choose_map, the_person
from unspiral.importers.generic_csv import GenericCsv, devices_in
from unspiral.importers.guess import guess_map, look
from unspiral.importers.mapping import to_data
from unspiral.importers.stream import Asked, Found, Out
from unspiral.importers.table import find_encoding, lines_above, open_table
from unspiral.records.facts import Reading
from unspiral.records.source import is_interval

NAME = "table"
KEPT = "Nothing was stored."
PACKED, OLD = b"PK\x03\x04", b"\xd0\xcf\x11\xe0"  # .xlsx and .ods; .xls, and what has a password
SHEETS = (".xlsx", ".xlsm", ".ods", ".xls")
QUIET = frozenset({"column_not_mapped", "other_person", "other_row"})
MOST_ROWS = 1_000_000
FIRST_ROWS = 2000


@dataclass(frozen=True, slots=True)
class TableFile:
    """CSV and its kin, .xlsx and .ods. `asked.options`: map, person, two_sittings, variables."""

    name: str = NAME

    def identify(self, head: bytes, filename: str) -> float:
        """Anything delimited can be mapped by hand; a spreadsheet is known by its name or parts."""
        if head.startswith((PACKED, OLD)):
            sheet = filename.lower().endswith(SHEETS) or b"xl/" in head or b"opendocument" in head
            return 0.6 if sheet else 0.0
        return GenericCsv().identify(head, filename)

    def stream(self, file: BinaryIO, asked: Asked, out: Out) -> Found:
        """Read the table through its map. Raises `BadInput`; it carries columns and a map then."""
        options = asked.options
        variables = variables_from(options["variables"])
        head = file.read(4)
        file.seek(0)
        packed = head in (PACKED, OLD)
        table = as_text(file) if packed else file
        columns = choose_map(table, options["map"], variables)
        person = the_person(table, columns, options["person"])
        two = bool(options["two_sittings"]) or columns.two_sittings
        wanted = Wanted(columns, person, ZoneInfo(asked.zone), asked.last_day, two)
        table.seek(0)
        usable = pieces = 0
        for out.position, one in enumerate(GenericCsv().extract(table, wanted, variables), 1):
            if isinstance(one, Reading):
                out.reading(one)
                usable += 1
                pieces += is_interval(one.source)
            elif one.code in QUIET:
                out.skip(one.code)
            else:
                out.aside(one)
        if not usable:
            raise _nothing(table, variables, to_data(columns))
        latin = not packed and find_encoding(table) == "latin-1"
        notes = ("read_as_latin_1",) if latin else ()
        sources = devices_in(columns, pieces)
        return Found("xlsx" if packed else "csv", sources=sources, notes=notes)


def suggestion(table: BinaryIO, variables: Mapping[str, Variable]) -> dict[str, Any]:
    """The columns of a table, and a map guessed from their names and first rows."""
    lines = lines_above(table)
    found = open_table(table, lines_before=lines)
    rows = [cells for _, (_, cells) in zip(range(FIRST_ROWS), found.rows, strict=False)]
    seen = look(found.header, rows, found.delimiter == ",")
    guessed = replace(guess_map(seen, variables), lines_before=lines)
    return {"columns": list(found.header), "map": to_data(guessed)}


def variables_to(variables: Mapping[str, Variable]) -> dict[str, Any]:
    """What a table needs to know of each variable, as plain data."""
    return {name: [*one.range, one.sitting] for name, one in variables.items()}


def variables_from(data: Mapping[str, Any]) -> dict[str, Variable]:
    """The child's side of `variables_to`: range and sitting are real, the rest is blank."""
    return {
        name: Variable(
            id=name,
            kind="variable",
            title=name,
            status="draft",
            version=1,
            unit="",
            range=(low, high),
            step=1.0,
            worse="neither",
            aggregate="last",
            sitting=cast(Literal["device"], sitting),
            label=name,
        )
        for name, (low, high, sitting) in data.items()
    }


def as_text(file: BinaryIO) -> BinaryIO:
    """The first sheet with anything in it, as CSV in memory. Raises `BadInput`."""
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(file)
        for name in book.sheet_names:
            rows = iter(book.get_sheet_by_name(name).iter_rows())
            if (text := _written(rows)) is not None:
                return text
    except PasswordError as error:
        raise BadInput(
            "This file is locked with a password.", KEPT, "Save it without.", problem="encrypted"
        ) from error
    except (CalamineError, ValueError, OSError, KeyError) as error:
        raise BadInput(
            "This spreadsheet cannot be read.", KEPT, "Save it as CSV.", problem="unreadable"
        ) from error
    raise BadInput("This spreadsheet is empty.", KEPT, "Choose another file.", problem="empty")


def _written(rows: Iterator[list[Any]]) -> BinaryIO | None:
    text = io.StringIO()
    writer = csv.writer(text)
    filled = False
    for n, row in enumerate(rows):
        if n >= MOST_ROWS:
            raise BadInput("This sheet is too long.", KEPT, "Split it.", problem="too_big")
        cells = [_cell(value) for value in row]
        filled = filled or any(cells)
        if filled:
            writer.writerow(cells)
    return io.BytesIO(text.getvalue().encode()) if filled else None


def _cell(value: Any) -> str:
    """A cell as it would stand in a text file: days year first, whole numbers without a point."""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds") if value.time() != time() else str(value.date())
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return f"{value.total_seconds() / 3600:g}"
    return str(value)


def _nothing(table: BinaryIO, variables: Mapping[str, Variable], used: Any) -> BadInput:
    told = suggestion(table, variables)
    return BadInput(
        "No value in this file could be used.",
        KEPT,
        "Look at the reasons below, and change the map.",
        problem="nothing_usable",
        columns=told["columns"],
        map=used,
    )
