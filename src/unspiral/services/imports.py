"""Bring a diary file in: read it once to see what is there, then store it in one go."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from io import SEEK_END
from pathlib import Path
from typing import Any, BinaryIO
from zoneinfo import ZoneInfo

from unspiral.catalogue.types import Variable
from unspiral.clock import diary_day
from unspiral.diary.devices import days_of
from unspiral.errors import BadInput
from unspiral.importers import registry, sandbox
from unspiral.importers.base import Wanted
from unspiral.importers.choose import HEAD_BYTES, choose_map, must_be_a_file, the_person
from unspiral.importers.generic_csv import devices_in
from unspiral.importers.mapping import ColumnMap, to_data
from unspiral.importers.registry import find
from unspiral.importers.stream import PER_BATCH, Asked, Batch, Found, SourceFound
from unspiral.importers.table import find_encoding
from unspiral.importers.table_stream import variables_to
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem
from unspiral.records.source import is_interval
from unspiral.services import import_runs
from unspiral.services.context import Context, zone_of
from unspiral.services.staging import Ready, Stage

EXAMPLES = 20
CSV = "csv"
TABLE = "table"
Variables = Mapping[str, Variable]
QUIET = frozenset({"column_not_mapped", "other_person", "other_row", "type_not_used"})
REPLACED = "other_value_replaced"
Progress = Callable[[int, int], None]  # bytes read, of how many (0: not known)


@dataclass(frozen=True, slots=True)
class Request:
    """One file and how to read it. `person` is a name inside the file, not in the store.

    `path` is where the file lies, for formats that are read in the limited child.
    """

    file: BinaryIO
    name: str
    map_data: Any = None
    person: str = ""
    two_sittings: bool = False
    path: Path | None = None


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
    replaced: int = 0
    format: str = CSV
    sources: tuple[SourceFound, ...] = ()
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(slots=True)
class _Tally:
    """Counts while a file streams by."""

    read: int = 0
    rows: int = 0
    pieces: int = 0  # told by a device, of a span
    values: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    days: set[date] = field(default_factory=set)
    examples: list[Problem] = field(default_factory=list)

    def add(self, batch: Batch) -> None:
        """Count what a piece of the file held."""
        self.read += batch.read
        self.skipped.update(batch.skipped)
        for one in batch.readings:
            self.values[one.variable] += 1
            self.days.add(one.local_date)
            self.pieces += is_interval(one.source)
        loud = [one for one in batch.set_aside if one.code not in QUIET]
        self.examples += loud[: EXAMPLES - len(self.examples)]


@dataclass(slots=True)
class Looked:
    """A file that was read and waits for a yes. `result` is a preview of it."""

    stage: Stage
    result: Imported


def bring_in(ctx: Context, person: str, request: Request, confirmed: bool) -> Imported:
    """Import a file for `person`; without `confirmed` only say what would be stored.

    The whole file is read before anything is written, and all of it is stored in one
    transaction: never half a file. The same file again stores nothing new.
    """
    looked = look(ctx, person, request)
    try:
        return confirm(ctx, person, looked) if confirmed else looked.result
    finally:
        looked.stage.close()


def look(ctx: Context, person: str, request: Request, progress: Progress | None = None) -> Looked:
    """Read a whole file into a stage, and say what is in it. Nothing is stored.

    Raises `BadInput` for a file that cannot be used, or holds nothing usable.
    """
    kind = format_of(request)
    with ctx.store.read(person) as tx:
        zone = zone_of(tx)
    today = diary_day(ctx.clock(), zone)
    columns = (
        choose_map(request.file, request.map_data, ctx.catalogue.variables) if kind == CSV else None
    )
    stage, tally, found = Stage(ctx.settings.data), _Tally(), Found(kind)
    try:
        for piece in _pieces(ctx, request, kind, columns, ZoneInfo(zone), today):
            if isinstance(piece, Found):
                found = piece
                continue
            tally.add(piece)
            tally.rows += stage.add(piece.readings, piece.position)
            stage.aside(one for one in piece.set_aside if one.code not in QUIET)
            if progress:
                progress(piece.position, piece.size)
        _usable(tally, columns)
        if columns:
            found = replace(found, sources=devices_in(columns, tally.pieces))
        about = _about(request, tally, found, zone, today)
        with ctx.store.read(person) as tx:
            plan = stage.make_ready(tx, about, ctx.clock())
        encoding = find_encoding(request.file) if kind == CSV else ""
        return Looked(stage, _result(tally, found, plan, encoding))
    except BaseException:
        stage.close()
        raise


def confirm(ctx: Context, person: str, looked: Looked) -> Imported:
    """Store what was looked at."""
    plan = import_runs.store(ctx, person, looked.stage)
    run = looked.stage.name if plan.parts else ""
    return stored(looked.result, plan, run)


def stored(seen: Imported, plan: Ready, run: str) -> Imported:
    """What a preview became."""
    fresh = plan.new + plan.replaced
    skipped = {code: n for code, n in seen.skipped.items() if code != "not_confirmed"}
    kept = seen.read - sum(skipped.values())
    notes = tuple(one for one in seen.notes if one != REPLACED)
    return replace(
        seen,
        stored=fresh,
        duplicates=kept - fresh,
        skipped=skipped,
        replaced=plan.replaced,
        notes=(*notes, REPLACED) if plan.replaced else notes,
        run=run,
        preview=False,
    )


def format_of(request: Request) -> str:
    """How a file is read: a format of the limited child, or "csv" for a stream of our own."""
    must_be_a_file(request.file)
    request.file.seek(0)
    head = request.file.read(HEAD_BYTES)
    if request.path is None:
        return CSV
    known = TABLE if request.map_data else registry.identify(head, request.name)
    if known is None:
        raise BadInput(
            "This is no file that can be brought in.",
            "Nothing was stored.",
            "Choose an Apple Health export, or save the diary as CSV.",
            problem="wrong_kind",
        )
    return known


def _pieces(
    ctx: Context,
    request: Request,
    kind: str,
    columns: ColumnMap | None,
    zone: ZoneInfo,
    today: date,
) -> Iterator[Batch | Found]:
    """The file in batches, from the limited child or, for plain tables, from here."""
    variables = ctx.catalogue.variables
    if columns is None:
        assert request.path is not None
        ranges = {name: one.range for name, one in variables.items()}
        options = {
            "map": request.map_data,
            "person": request.person,
            "two_sittings": request.two_sittings,
            "variables": variables_to(variables),
        }
        asked = Asked(str(zone), today, ranges, options if kind == TABLE else {})
        yield from sandbox.run(request.path, kind, asked)
        return
    two = request.two_sittings or columns.two_sittings
    wanted = Wanted(columns, the_person(request.file, columns, request.person), zone, today, two)
    size = request.file.seek(0, SEEK_END)
    yield from batches(_extract(request, wanted, variables), size)


def batches(found: Iterator[Reading | Problem], size: int) -> Iterator[Batch]:
    """Single results as batches; the place of a reading is the count of values up to it."""
    readings: list[Reading] = []
    problems: list[Problem] = []
    place = 0

    def batch() -> Batch:
        codes = Counter(one.code for one in problems)
        held = len(readings) + len(problems)
        return Batch(tuple(readings), tuple(problems), codes, held, place, size)

    for one in found:
        place += 1
        (readings if isinstance(one, Reading) else problems).append(one)  # type: ignore[arg-type]
        if len(readings) + len(problems) >= PER_BATCH:
            yield batch()
            readings, problems = [], []
    if readings or problems:
        yield batch()


def _about(request: Request, tally: _Tally, found: Found, zone: str, today: date) -> dict[str, Any]:
    """What the run is remembered by; the stage adds its counts and places."""
    days = (min(tally.days, default=None), max(tally.days, default=None))
    return {
        "file": request.name[:200],
        "format": found.format,
        "zone": zone,
        "today": today.isoformat(),
        "sources": [one.name for one in found.sources],
        "devices": {one.name: one.device for one in found.sources},
        "skipped": {code: n for code, n in tally.skipped.items() if n},
        "values": dict(tally.values),
        "days": [day.isoformat() if day else None for day in days],
    }


def read_file(request: Request, variables: Variables) -> tuple[tuple[Reading, ...], ColumnMap]:
    """All readings of one person of a file, touching no store; pieces are made into days.

    Raises `BadInput`.
    """
    columns = choose_map(request.file, request.map_data, variables)
    two = request.two_sittings or columns.two_sittings
    wanted = Wanted(columns, the_person(request.file, columns, request.person), two_sittings=two)
    tally = _Tally()
    for batch in batches(_extract(request, wanted, variables), 0):
        tally.add(batch)
    _usable(tally, columns)
    readings = tuple(_readings(request, wanted, variables))
    pieces = [one for one in readings if is_interval(one.source)]
    whole = tuple(one for one in readings if not is_interval(one.source))
    return (*whole, *days_of(pieces)), columns


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
        "replaced": result.replaced,
        "format": result.format,
        "sources": [one.name for one in result.sources],
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


def _usable(tally: _Tally, columns: ColumnMap | None) -> None:
    """A file without one usable value is a fault, not a success."""
    if tally.values:
        return
    told = {"map": to_data(columns)} if columns else {}
    raise BadInput(
        "No value in this file could be used.",
        "Nothing was stored.",
        "Look at the reasons below, and change the map." if columns else "Choose another file.",
        problem="nothing_usable",
        skipped=[{"code": code, "n": n} for code, n in sorted(tally.skipped.items()) if n],
        **told,
    )


def _result(tally: _Tally, found: Found, plan: Ready, encoding: str) -> Imported:
    """The preview: what is new waits for a yes."""
    fresh = plan.new + plan.replaced
    told = {
        "read_as_latin_1": encoding == "latin-1",
        "most_out_of_range": tally.skipped["out_of_range"] > tally.values.total(),
        REPLACED: plan.replaced > 0,
    }
    skipped = {code: n for code, n in tally.skipped.items() if n}
    return Imported(
        read=tally.read,
        stored=0,
        duplicates=tally.values.total() - fresh,
        skipped={**skipped, "not_confirmed": fresh},
        values=dict(tally.values),
        days=len(tally.days),
        first_day=min(tally.days, default=None),
        last_day=max(tally.days, default=None),
        run="",
        preview=True,
        examples=tuple(tally.examples),
        notes=(*found.notes, *(note for note, holds in told.items() if holds)),
        replaced=plan.replaced,
        format=found.format,
        sources=found.sources,
        kinds=found.kinds,
    )
