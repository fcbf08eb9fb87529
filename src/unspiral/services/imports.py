"""Bring a diary file in: read it once to see what is there, then store it in one go."""

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from io import SEEK_END
from itertools import islice
from typing import Any, BinaryIO
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from unspiral.catalogue.types import Variable
from unspiral.clock import diary_day
from unspiral.errors import BadInput
from unspiral.importers.base import Wanted
from unspiral.importers.generic_csv import own_map, people_in
from unspiral.importers.mapping import ColumnMap, parse_map, to_data
from unspiral.importers.registry import find
from unspiral.importers.table import find_encoding
from unspiral.records.facts import Operation, Reading
from unspiral.records.problem import Problem
from unspiral.services.context import Context, zone_of
from unspiral.services.operations import adults_only
from unspiral.store.base import Transaction

PER_OPERATION = 1000
EXAMPLES = 20
HEAD_BYTES = 4096
MOST_BYTES = 50_000_000
Variables = Mapping[str, Variable]


@dataclass(frozen=True, slots=True)
class Request:
    """One file and how to read it. `person` is a name inside the file, not in the store."""

    file: BinaryIO
    name: str
    map_data: Any = None
    person: str = ""
    two_sittings: bool = False


@dataclass(frozen=True, slots=True)
class Imported:
    """What became of a file: read = stored + duplicates + sum of skipped, always.

    The unit is one value: every non-empty cell apart from date, time, day and person columns.
    `values` counts usable values by variable; `examples` are the first skipped ones.
    """

    read: int
    stored: int
    duplicates: int
    skipped: Mapping[str, int]
    values: Mapping[str, int]
    days: int
    first_day: date | None
    last_day: date | None
    run: str
    preview: bool
    examples: tuple[Problem, ...] = ()
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Tally:
    """Counts while a file streams by."""

    read: int = 0
    values: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)
    examples: list[Problem] = field(default_factory=list)

    def add(self, result: Reading | Problem) -> None:
        self.read += 1
        if isinstance(result, Reading):
            self.values[result.variable] += 1
            self.days.add(result.local_date)
            return
        self.skipped[result.code] += 1
        quiet = result.code in ("column_not_mapped", "other_person")
        if not quiet and len(self.examples) < EXAMPLES:
            self.examples.append(result)


def bring_in(ctx: Context, person: str, request: Request, confirmed: bool) -> Imported:
    """Import a file for `person`; without `confirmed` only say what would be stored.

    The whole file is read before anything is written, and all of it is stored in one
    transaction: never half a file. The same file again stores nothing new.
    """
    variables = ctx.catalogue.variables
    columns = choose_map(request, variables)
    with ctx.store.read(person) as tx:
        zone = zone_of(tx)
    wanted = Wanted(
        columns,
        the_person(request, columns),
        ZoneInfo(zone),
        diary_day(ctx.clock(), zone),
        request.two_sittings or columns.two_sittings,
    )
    tally = _count(request, wanted, variables)
    run, encoding = _run_id(request.file, columns), find_encoding(request.file)
    if not confirmed:
        tally.skipped["not_confirmed"] = tally.values.total()
        return _result(tally, encoding, run, preview=True)
    with ctx.store.write(person) as tx:
        kept = _store(ctx, tx, run, _readings(request, wanted, variables), zone)
    return _result(tally, encoding, run, kept)


def read_file(request: Request, variables: Variables) -> tuple[tuple[Reading, ...], ColumnMap]:
    """All readings of one person of a file, touching no store. Raises `BadInput`."""
    columns = choose_map(request, variables)
    two = request.two_sittings or columns.two_sittings
    wanted = Wanted(columns, the_person(request, columns), two_sittings=two)
    _count(request, wanted, variables)
    return tuple(_readings(request, wanted, variables)), columns


def choose_map(request: Request, variables: Variables) -> ColumnMap:
    """The map given, checked; without one, the map of a file in our own ids."""
    if not request.file.seekable():
        raise BadInput(
            "This is a pipe, and the diary is read more than once.",
            "Nothing was stored.",
            "Save it to a file first.",
            problem="not_a_file",
        )
    if request.file.seek(0, SEEK_END) > MOST_BYTES:
        raise BadInput(
            f"The file is larger than {MOST_BYTES // 1_000_000} MB.",
            "Nothing was stored.",
            "Split it by years, and bring in one part after the other.",
            problem="too_big",
        )
    request.file.seek(0)
    importer = find(request.file.read(HEAD_BYTES), request.name)
    if importer is None:
        raise BadInput(
            "This is not a text file.", "Nothing was stored.", "Export the diary as CSV."
        )
    if request.map_data is None:
        return own_map(request.file, variables)
    columns, problems = parse_map(request.map_data, variables)
    if columns is None:
        told = "; ".join(f"{p.where}: {p.values.get('detail', p.code)}" for p in problems)
        raise BadInput(
            f"The map has faults. {told}.",
            "Nothing was stored.",
            "Change the map and run again. docs/reference/column-map.md lists every field.",
            problem="bad_map",
            faults=[{"code": p.code, "where": p.where, **p.values} for p in problems],
        )
    return columns


def the_person(request: Request, columns: ColumnMap) -> str:
    """Whose rows to take. Raises `BadInput` with the people when it cannot be told."""
    if not columns.person:
        return ""
    people = people_in(request.file, columns)
    if request.person in people:
        return request.person
    if not request.person and len(people) <= 1:
        return people[0] if people else ""
    lead = f"Nobody is called {request.person!r}" if request.person else "Many people stand"
    raise BadInput(
        f"{lead} in this file. It holds: {', '.join(people[:50])}.",
        "Nothing was stored.",
        "Choose one with --person.",
        problem="person_needed",
        people=list(people),
    )


def as_data(result: Imported) -> dict[str, Any]:
    """The result as plain JSON data. No value of the diary is in it, only rows and counts."""
    day = {"first_day": result.first_day, "last_day": result.last_day}
    return {
        "read": result.read,
        "stored": result.stored,
        "duplicates": result.duplicates,
        "skipped": [{"code": code, "n": n} for code, n in sorted(result.skipped.items())],
        "values": dict(result.values),
        "days": result.days,
        **{key: value.isoformat() if value else None for key, value in day.items()},
        "preview": result.preview,
        "run": result.run,
        "examples": [{"code": p.code, **p.values} for p in result.examples],
        "notes": list(result.notes),
    }


def _readings(request: Request, wanted: Wanted, variables: Variables) -> Iterator[Reading]:
    return (found for found in _extract(request, wanted, variables) if isinstance(found, Reading))


def _extract(request: Request, wanted: Wanted, variables: Variables) -> Iterator[Reading | Problem]:
    request.file.seek(0)
    importer = find(request.file.read(HEAD_BYTES), request.name)
    assert importer is not None
    return importer.extract(request.file, wanted, variables)


def _count(request: Request, wanted: Wanted, variables: Variables) -> _Tally:
    """One pass over the file. A file without one usable value is a fault, not a success."""
    tally = _Tally()
    for result in _extract(request, wanted, variables):
        tally.add(result)
    if not tally.values:
        raise BadInput(
            "No value in this file could be used.",
            "Nothing was stored.",
            "Look at the reasons below, and change the map.",
            problem="nothing_usable",
            skipped=[{"code": code, "n": n} for code, n in sorted(tally.skipped.items())],
            map=to_data(wanted.columns),
        )
    return tally


@dataclass(slots=True)
class _Kept:
    """What the store did with the usable values. `other`: it already held another value."""

    stored: int = 0
    duplicates: int = 0
    other: int = 0


def _store(
    ctx: Context, tx: Transaction, run: str, readings: Iterable[Reading], zone: str
) -> _Kept:
    """Append all readings, 1,000 to an operation."""
    at = ctx.clock()
    known = set(tx.operation_ids())
    kept = _Kept()
    stream = iter(readings)
    while batch := tuple(islice(stream, PER_OPERATION)):
        op_id = _operation_id(tx.person, run, batch)
        if op_id in known:
            kept.duplicates += len(batch)
            continue
        kept.other += _held_otherwise(tx, batch)
        day = diary_day(at, zone)
        operation = Operation(op_id, tx.person, "import", at, zone, day, readings=batch)
        adults_only(tx, operation, day)
        applied = tx.append(operation)
        kept.stored += applied.stored
        kept.duplicates += applied.duplicates
    return kept


def _held_otherwise(tx: Transaction, batch: tuple[Reading, ...]) -> int:
    """How many of these the person already has from a file, with another value."""
    days = [reading.local_date for reading in batch]
    source = batch[0].source
    held = {
        (one.variable, one.start, one.end): one.value
        for one in tx.readings(since=min(days), until=max(days), source=source)
    }
    return sum(held.get((r.variable, r.start, r.end), r.value) != r.value for r in batch)


def _operation_id(person: str, run: str, batch: tuple[Reading, ...]) -> str:
    """The same batch of the same file for the same person always has the same id."""
    content = hashlib.sha256(repr(batch).encode()).hexdigest()
    return str(uuid5(NAMESPACE_URL, f"unspiral:import:{person}:{run}:{content}"))


def _run_id(file: BinaryIO, columns: ColumnMap) -> str:
    """12 hexadecimal digits that name this file read through this map."""
    file.seek(0)
    digest = hashlib.sha256()
    for block in iter(lambda: file.read(1 << 16), b""):
        digest.update(block)
    digest.update(json.dumps(to_data(columns), sort_keys=True).encode())
    return digest.hexdigest()[:12]


def _result(
    tally: _Tally, encoding: str, run: str, kept: _Kept | None = None, preview: bool = False
) -> Imported:
    kept = kept or _Kept()
    told = {
        "read_as_latin_1": encoding == "latin-1",
        "most_out_of_range": tally.skipped["out_of_range"] > tally.values.total(),
        "other_value_kept": kept.other > 0,
    }
    return Imported(
        read=tally.read,
        stored=kept.stored,
        duplicates=kept.duplicates,
        skipped={code: n for code, n in tally.skipped.items() if n},
        values=dict(tally.values),
        days=len(tally.days),
        first_day=min(tally.days, default=None),
        last_day=max(tally.days, default=None),
        run=run,
        preview=preview,
        examples=tuple(tally.examples),
        notes=tuple(note for note, holds in told.items() if holds),
    )
