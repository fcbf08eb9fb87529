"""F1: files with faults are read or refused; nothing is unhandled, hangs, or is half-written."""

import io
import os
import signal
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from random import Random
from types import FrameType

import openpyxl
import pytest
from support import apple
from support.mutants import alter, mutate

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.importers.stream import Asked, Out, Row
from unspiral.importers.table_stream import TableFile, variables_to
from unspiral.services.context import Context
from unspiral.services.imports import Request, bring_in
from unspiral.settings import Settings
from unspiral.store.opening import open_memory

LONG = os.environ.get("UNSPIRAL_LONG") == "1"
TIMES = 20 if LONG else 1
MUTANTS = {"xml": 2_000 * TIMES, "zip": 2_000 * TIMES, "table": 700 * TIMES, "sheet": 300 * TIMES}
THROUGH_CHILD = 400 if LONG else 8
HANGS_AFTER = 10
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
TABLE = b"date,time,pain,mood,sleep_hours\n" + b"".join(
    b"2025-07-%02d,%02d:15,%d,%d,7.%d\n" % (day, 7 + day % 12, day % 11, 10 - day % 11, day % 10)
    for day in range(1, 29)
)
XML = apple.export(apple.everyday() * 2)


@contextmanager
def no_hang() -> Iterator[None]:
    """Break off what takes longer than a file may."""

    def late(_signal: int, _frame: FrameType | None) -> None:
        raise AssertionError(f"more than {HANGS_AFTER} s")

    before = signal.signal(signal.SIGALRM, late)
    signal.alarm(HANGS_AFTER)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def read_export(content: bytes) -> str:
    taken = apple.Taken(content)
    low_high = apple.ranges()
    assert all(low_high[row[0]][0] <= row[1] <= low_high[row[0]][1] for row in taken.rows)
    assert taken.read >= len(taken.rows) and sum(taken.skipped.values()) >= len(taken.aside)
    return "read"


def read_table(content: bytes, catalogue: Catalogue) -> str:
    """Text or spreadsheet, as the child reads it."""
    columns = {name: {"variable": name} for name in ("pain", "mood", "sleep_hours")}
    options = {
        "map": {"schema": "map/1", "date": "date", "time": "time", "columns": columns},
        "person": "",
        "two_sittings": False,
        "variables": variables_to(catalogue.variables),
    }
    rows: list[Row] = []
    out = Out(lambda full: rows.extend(full.rows))
    question = Asked("Europe/Paris", apple.LAST_DAY, apple.ranges(), options)
    TableFile().stream(io.BytesIO(content), question, out)
    out.flush()
    low_high = apple.ranges()
    assert rows and all(low_high[row[0]][0] <= row[1] <= low_high[row[0]][1] for row in rows)
    return "read"


@cache
def sheet() -> bytes:
    """The table as a spreadsheet."""
    book = openpyxl.Workbook()
    for line in TABLE.decode().splitlines():
        book.worksheets[0].append(line.split(","))
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def attempt(read: Callable[[bytes], str], content: bytes, seed: int) -> str:
    """What became of one file. Anything but an answer for a bad file is a fault of ours."""
    try:
        with no_hang():
            return read(content)
    except BadInput as refused:
        assert refused.kept == "Nothing was stored." and refused.message and refused.next_step
        return str(refused.values.get("problem", "refused"))
    except Exception as error:
        raise AssertionError(f"seed {seed}: {type(error).__name__}: {error}") from error


def mutants(kind: str, n: int) -> Iterator[tuple[int, bytes]]:
    for seed in range(n):
        rng = Random(f"{kind} {seed}")
        if kind in ("table", "sheet"):
            yield seed, mutate(TABLE if kind == "table" else sheet(), rng)
        elif kind == "xml":
            yield seed, mutate(XML, rng)
        elif seed % 2:
            yield seed, mutate(apple.zipped(XML), rng)
        else:
            yield seed, apple.zipped((alter if seed % 4 else mutate)(XML, rng))


@pytest.mark.parametrize("kind", MUTANTS)
def test_no_mutated_file_is_unhandled_or_hangs(kind: str, catalogue: Catalogue) -> None:
    n, tables = MUTANTS[kind], kind in ("table", "sheet")
    read = (lambda content: read_table(content, catalogue)) if tables else read_export
    ends = Counter(attempt(read, content, seed) for seed, content in mutants(kind, n))
    assert ends["read"] > n // 50 and ends.total() - ends["read"] > n // 50
    print(f"F1 {kind}: N = {n}, 0 unhandled, 0 over {HANGS_AFTER} s, {dict(ends)}")


def test_through_the_child_a_mutated_file_is_stored_whole_or_not_at_all(
    catalogue: Catalogue, tmp_path: Path
) -> None:
    store = open_memory()
    store.add_person("p", NOW)
    ctx = Context(store, catalogue, lambda: NOW, Settings(tmp_path))
    ends: Counter[str] = Counter()
    held = 0
    for seed, content in mutants("zip", THROUGH_CHILD):
        path = apple.stored(tmp_path / "export.zip", content)
        with path.open("rb") as file:
            try:
                result = bring_in(ctx, "p", Request(file, path.name, path=path), True)
            except BadInput as refused:
                ends[str(refused.values.get("problem"))] += 1
                stored = 0
            else:
                ends["read"] += 1
                stored = result.stored
                kept = result.stored + result.duplicates + sum(result.skipped.values())
                assert result.read == kept, seed
        with store.read("p") as tx:
            now = len(list(tx.readings()))
        assert now >= held and now - held <= stored, seed
        held = now
    store.close()
    print(f"F1 through the child: N = {THROUGH_CHILD}, {dict(ends)}, {held} readings held")
