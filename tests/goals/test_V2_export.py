"""V2: the export holds every column a person owns, and bringing it back gives equal data."""

import csv
import io
import os
import random
from datetime import timedelta

import pytest
from hypothesis import given, settings
from support.exports import LIVES, exported, files, home
from support.operations import DAY, NOON, append, checkin, imported

from unspiral.catalogue.load import load
from unspiral.records.facts import Operation
from unspiral.services import export_form as form
from unspiral.services.export_home import bring_back
from unspiral.store.inventory import INVENTORY
from unspiral.store.tables import metadata

LONG = os.environ.get("UNSPIRAL_LONG") == "1"
EXAMPLES = 1000 if LONG else 40
YEARS = 10 if LONG else 1
CATALOGUE = load()[0]
EQUAL = (form.DATA, *(sheet.file for sheet in form.SHEETS))


def test_every_stored_column_has_a_place_in_the_export_or_a_reason() -> None:
    shown = [f"{sheet.table}.{name}" for sheet in form.SHEETS for name in sheet.columns]
    mapped = [*shown, *form.ELSEWHERE, *form.LEFT_OUT]
    stored = {f"{one.table.name}.{one.name}" for t in metadata.sorted_tables for one in t.columns}
    assert sorted(mapped) == sorted(stored | {"schema_version.version_num"})
    kept = [
        f"{table}.{name}"
        for table, columns in INVENTORY.items()
        for name, use in columns.items()
        if use.retention in ("until_erased", "rebuilt")
    ]
    assert [name for name in kept if name in form.LEFT_OUT] == []
    print(f"\nV2: N = {len(mapped)} columns mapped, {len(kept)} of the person's own, 0 left out")


def without_whose(name: str, content: bytes, person: str) -> bytes:
    """A file without the id of the person it is for, which differs."""
    if name != form.DATA:
        return content
    head, _, rest = content.partition(b"\n")
    assert f'"person":"{person}"'.encode() in head
    body, foot = rest.rsplit(b"\n]", 1) if b"\n]" in rest else (b"", rest)
    return head.replace(person.encode(), b"") + body + foot.rpartition(b'"sha256"')[0]


@settings(max_examples=EXAMPLES)
@given(LIVES)
def test_export_import_export_is_equal(life: list[Operation]) -> None:
    first, second = home(CATALOGUE, "ann"), home(CATALOGUE, "zoe")
    append(first.store, *life)
    export = exported(first)
    told = bring_back(second, "zoe", io.BytesIO(export), confirmed=True)
    again = exported(second, "zoe")
    one, two = files(export), files(again)
    for name in EQUAL:
        assert without_whose(name, one[name], "ann") == without_whose(name, two[name], "zoe"), name
    assert (told.stored, told.already, told.clashes) == (told.read, 0, 0)
    assert second.store.deep_check()["problems"] == []
    assert bring_back(second, "zoe", io.BytesIO(again), confirmed=True).already == told.read
    first.store.close()
    second.store.close()


@settings(max_examples=10)
@given(LIVES)
def test_the_same_data_give_the_same_bytes(life: list[Operation]) -> None:
    ctx = home(CATALOGUE, "ann", "bob")
    append(ctx.store, *life)
    assert exported(ctx) == exported(ctx)
    tables = files(exported(ctx))
    rows = list(csv.reader(io.StringIO(tables["notes.csv"].decode("utf-8-sig"), newline="")))
    for row in rows:
        assert not row[1].startswith(form.RISKY), row
    ctx.store.close()


def test_years_of_a_diary_with_a_device() -> None:
    """Whether it holds them; how long it takes is printed by `./test bench`, not asserted here."""
    ctx, rng = home(CATALOGUE, "ann"), random.Random(20261122)
    with ctx.store.write("ann") as tx:
        for n in range(365 * YEARS):
            day, at = DAY + timedelta(days=n), NOON + timedelta(days=n)
            tx.append(checkin(f"d{n}", n, day=day, at=at, pain=rng.randrange(11), stress=3))
        tx.append(imported("run", *(float(rng.randrange(900)) for _ in range(24 * 365 * YEARS))))
    held = files(exported(ctx))
    lines = held["readings.csv"].count(b"\r\n") - 1
    assert lines == (2 + 24) * 365 * YEARS
    assert held["data.json"].count(b"\n") == 365 * YEARS + 3
    print(f"\nV2: N = {lines} values of {YEARS} years in one export")
    ctx.store.close()


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@x", "\t=1", "\r=1"])
def test_what_a_spreadsheet_could_run_is_text_there_and_exact_in_the_json(text: str) -> None:
    ctx = home(CATALOGUE, "ann")
    append(ctx.store, checkin("a", note=text, pain=1))
    held = files(exported(ctx))
    rows = list(csv.reader(io.StringIO(held["notes.csv"].decode("utf-8-sig"), newline="")))
    assert rows[1][1] == f"'{text}"
    assert text.encode("unicode_escape").replace(b"\\", b"\\") in held["data.json"]
    ctx.store.close()
