"""F3: the same file twice, and files that overlap, double nothing."""

import io
import os
import random
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from support.apple import STEPS, Taken, asleep, export, record

from unspiral.catalogue.load import Catalogue
from unspiral.importers.stream import EPOCH, Asked, Batch, Found, Row
from unspiral.records.facts import Reading
from unspiral.services import imports
from unspiral.services.context import Context
from unspiral.services.imports import Request, bring_in
from unspiral.services.imports_agreed import of_devices
from unspiral.settings import Settings
from unspiral.store.opening import open_memory

LONG = os.environ.get("UNSPIRAL_LONG") == "1"
FILES = 5_000 if LONG else 200
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


@pytest.fixture
def ctx(catalogue: Catalogue, tmp_path: Path) -> Iterator[Context]:
    store = open_memory()
    store.add_person("p", NOW)
    yield Context(store, catalogue, lambda: NOW, Settings(tmp_path))
    store.close()


def table(rng: random.Random, days: list[int]) -> bytes:
    """A diary of some days; what stands on a day is always the same."""
    first = datetime(2025, 1, 1)
    rows = [f"{first + timedelta(n):%Y-%m-%d},{n * 7 % 11},{n * 5 % 11}" for n in days]
    rng.shuffle(rows)
    return "\n".join(["date,pain,mood", *rows]).encode()


def held(ctx: Context) -> list[tuple[str, str]]:
    with ctx.store.read("p") as tx:
        return [(one.variable, one.local_date.isoformat()) for one in tx.readings()]


def test_F3_tables(ctx: Context) -> None:
    rng, seen, stored, doubled = random.Random(20261122), set[int](), 0, 0
    for _ in range(FILES // 2):
        days = rng.sample(range(300), rng.randint(1, 60))
        content = table(rng, days)
        fresh = 2 * len(set(days) - seen)
        for expected in (fresh, 0):
            found = bring_in(ctx, "p", Request(io.BytesIO(content), "d.csv"), True)
            assert (found.stored, found.duplicates) == (expected, 2 * len(days) - expected)
            assert not of_devices(found)
            stored += found.stored
        seen |= set(days)
        doubled += len(held(ctx)) - len(set(held(ctx)))
    assert (doubled, len(held(ctx))) == (0, stored)
    print(f"F3 tables: N={FILES} files, {stored} stored, doubled {doubled}")


def test_F3_devices(ctx: Context, monkeypatch: pytest.MonkeyPatch) -> None:
    """Overlapping cuts of one export; the child is left out, the rest is the whole road."""

    def read(path: Path, _: str, asked: Asked) -> Iterator[Batch | Found]:
        taken = Taken(path.read_bytes(), asked)
        told = tuple(reading(row) for row in taken.rows)
        yield Batch(told, (), taken.skipped, taken.read, 1, 1)
        yield taken.found

    monkeypatch.setattr(imports.sandbox, "run", read)
    lines = [
        record(STEPS, f"2026-03-{n // 24 + 1:02} {n % 24:02}:00:00 +0100",
               f"2026-03-{n // 24 + 1:02} {n % 24:02}:30:00 +0100", str(n % 90 + 1))
        for n in range(480)
    ] + [
        asleep(f"2026-03-{n:02} 01:00:00 +0100", f"2026-03-{n:02} 06:00:00 +0100", "AsleepCore")
        for n in range(1, 20)
    ]  # fmt: skip
    rng, stored, files = random.Random(1), 0, 20
    path = ctx.settings.data / "export.xml"
    for _ in range(files):
        low = rng.randrange(len(lines) - 40)
        path.write_bytes(export(lines[low : low + rng.randint(20, 300)]))
        for again in (False, True):
            with path.open("rb") as file:
                found = bring_in(ctx, "p", Request(file, path.name, path=path), True)
            assert not (again and found.stored)
            stored += found.stored
    with ctx.store.read("p") as tx:
        days = tx.interval_days()
        pieces = tx.intervals(days[0], days[-1])
    keys = {(one.source, one.variable, one.start, one.end) for one in pieces}
    assert len(keys) == len(pieces) == stored and ctx.store.deep_check()["sound"]
    print(f"F3 devices: N={2 * files} files, {stored} pieces stored, doubled 0")


def test_F3_spans_of_a_table(ctx: Context) -> None:
    """Overlapping cuts of one table of naps and nights, rows in any order, each brought twice."""
    span = {"start": "from", "end": "to", "device": "Some mat", "offset": "where"}
    made = {"sleep_hours_device": {"length": "hours"}, "steps": {"sum": ["a", "b"], "minus": ["c"]}}
    columns = {"schema": "map/1", "span": span, "columns": {}, "made": made, "only": {"k": ["1"]}}
    rows = [
        f"2025-{n // 56 + 1:02}-{n // 2 % 28 + 1:02} {n % 2 * 12:02}:{n % 60:02},"
        f"2025-{n // 56 + 1:02}-{n // 2 % 28 + 1:02} {n % 2 * 12 + 7:02}:10,UTC+0{n % 3}00,"
        f"{n},5,1,1"
        for n in range(560)
    ]
    rng, stored, files, seen = random.Random(7), 0, 20, set[int]()
    for _ in range(files):
        low = rng.randrange(len(rows) - 40)
        taken = list(range(low, min(len(rows), low + rng.randint(20, 200))))
        rng.shuffle(taken)
        other = ["2025-01-01 05:00,2025-01-01 06:00,UTC,1,1,1,0"]
        lines = ["from,to,where,a,b,c,k", *(rows[n] for n in taken), *other]
        content = "\n".join(lines).encode()
        for expected in (2 * len(set(taken) - seen), 0):
            found = bring_in(ctx, "p", Request(io.BytesIO(content), "mat.csv", columns), True)
            assert (found.stored, found.replaced) == (expected, 0)
            assert of_devices(found) and found.sources[0].name == "Some mat"
            stored += found.stored
        seen |= set(taken)
    with ctx.store.read("p") as tx:
        days = tx.interval_days()
        pieces = tx.intervals(days[0], days[-1])
    keys = {(one.source, one.variable, one.start, one.end) for one in pieces}
    assert len(keys) == len(pieces) == stored == 2 * len(seen)
    print(f"F3 spans: N={2 * files} files, {stored} pieces stored, doubled 0")


def reading(row: Row) -> Reading:
    variable, value, start, end, day, source, zone, _ = row
    begin, finish = (EPOCH + timedelta(microseconds=one) for one in (start, end))
    return Reading(variable, value, begin, finish, date.fromordinal(day), source, None, zone)
