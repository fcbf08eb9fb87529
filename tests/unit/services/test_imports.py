"""Bringing a file in: every value is counted once, and nothing is ever doubled or half-written."""

import io
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from unspiral.catalogue.load import Catalogue
from unspiral.errors import BadInput
from unspiral.services.context import Context
from unspiral.services.import_runs import undo
from unspiral.services.imports import Imported, Request, bring_in
from unspiral.settings import Settings
from unspiral.store.opening import open_memory

NOW = datetime(2026, 5, 20, 12, tzinfo=UTC)
MAP = {"schema": "map/1", "date": "date", "columns": {"ache": {"variable": "pain"}}}
FILE = "date,ache,note\n2026-05-01,4,x\n2026-05-02,,y\n2026-05-03,12,z\n2026-05-30,5,\n"


@pytest.fixture
def ctx(catalogue: Catalogue, tmp_path: Path) -> Iterator[Context]:
    store = open_memory()
    store.add_person("p", NOW)
    yield Context(store, catalogue, lambda: NOW, Settings(tmp_path))
    store.close()


def bring(ctx: Context, content: str | bytes, confirmed: bool = True, **asked: Any) -> Imported:
    data = content.encode() if isinstance(content, str) else content
    request = Request(io.BytesIO(data), "diary.csv", asked.pop("map_data", MAP), **asked)
    result = bring_in(ctx, "p", request, confirmed)
    assert result.read == result.stored + result.duplicates + sum(result.skipped.values())
    return result


def stored(ctx: Context) -> list[tuple[str, str, float]]:
    with ctx.store.read("p") as tx:
        return [(r.local_date.isoformat(), r.variable, r.value) for r in tx.readings()]


def test_counts_add_up_and_readings_land_on_their_days(ctx: Context) -> None:
    result = bring(ctx, FILE)
    assert (result.read, result.stored, result.duplicates) == (6, 1, 0)
    assert result.skipped == {"column_not_mapped": 3, "out_of_range": 1, "future_date": 1}
    assert stored(ctx) == [("2026-05-01", "pain", 4.0)]


def test_a_preview_stores_nothing_and_still_adds_up(ctx: Context) -> None:
    result = bring(ctx, FILE, confirmed=False)
    assert result.preview and result.stored == 0 and result.skipped["not_confirmed"] == 1
    assert stored(ctx) == []


def test_the_same_file_again_is_all_duplicates(ctx: Context) -> None:
    first, again = bring(ctx, FILE), bring(ctx, FILE)
    assert (again.stored, again.duplicates) == (0, first.stored)
    assert first.run and not again.run


def test_a_longer_file_adds_only_its_new_days(ctx: Context) -> None:
    bring(ctx, FILE)
    again = bring(ctx, FILE + "2026-05-04,6,\n")
    assert (again.stored, again.duplicates) == (1, 1)


def test_the_same_file_through_another_scale_counts_the_newer_values_and_says_so(
    ctx: Context,
) -> None:
    bring(ctx, FILE)
    turned = {"ache": {"variable": "pain", "scale": {"from": [10, 0]}}}
    again = bring(ctx, FILE, map_data={**MAP, "columns": turned})
    assert (again.stored, again.duplicates, again.notes) == (1, 0, ("other_value_replaced",))
    assert stored(ctx) == [("2026-05-01", "pain", 6.0)]
    run_undone = undo(ctx, "p", again.run)
    assert run_undone.undone and stored(ctx) == [("2026-05-01", "pain", 4.0)]


def test_a_long_file_goes_in_by_the_thousand(ctx: Context) -> None:
    header = "date,time,ache\n"
    rows = "".join(f"2026-05-01,{n // 60 + 4:02}:{n % 60:02},{n % 11}\n" for n in range(1100))
    result = bring(ctx, header + rows, map_data={**MAP, "time": "time"})
    with ctx.store.read("p") as tx:
        assert len(tx.operation_ids()) == 2
    assert result.stored == 1100 and len(stored(ctx)) == 1100


def test_a_fault_far_down_keeps_everything_out(ctx: Context) -> None:
    rows = "".join(f"2026-01-{n % 28 + 1:02},4,\n" for n in range(2000))
    with pytest.raises(BadInput):
        bring(ctx, "date,ache,note\n" + rows + '2026-05-01,"4\n')
    assert stored(ctx) == []


@pytest.mark.parametrize(
    ("content", "asked", "problem"),
    [
        ("who,when\na,b\n", {"map_data": None}, "columns_unknown"),
        ("date,ache\n2026-05-01,12\n", {}, "nothing_usable"),
        ("date,ache\n", {}, "nothing_usable"),
        (FILE, {"map_data": {"schema": "map/9"}}, "bad_map"),
        ("date,pain\n2026-05-01,70\n", {"map_data": None}, "columns_unknown"),
    ],
)
def test_refusals_are_named(ctx: Context, content: str, asked: Any, problem: str) -> None:
    with pytest.raises(BadInput) as caught:
        bring(ctx, content, **asked)
    assert caught.value.values["problem"] == problem and caught.value.exit_code == 2


def test_many_people_need_a_name_and_one_does_not(ctx: Context) -> None:
    data = {**MAP, "person": "who"}
    two = "who,date,ache\na,2026-05-01,4\nb,2026-05-01,5\n"
    with pytest.raises(BadInput) as caught:
        bring(ctx, two, map_data=data)
    assert caught.value.values["people"] == ["a", "b"]
    assert bring(ctx, two, map_data=data, person="b").skipped == {"other_person": 1}
    assert bring(ctx, "who,date,ache\na,2026-05-02,4\n", map_data=data).stored == 1


def test_the_persons_own_entry_and_the_import_stand_side_by_side(ctx: Context) -> None:
    bring(ctx, FILE)
    with ctx.store.read("p") as tx:
        assert {r.source for r in tx.readings()} == {"import:csv"}


def test_a_file_that_is_not_utf8_is_read_and_said(ctx: Context) -> None:
    result = bring(ctx, "date,ache,Müde\n2026-05-01,4,\n".encode("latin-1"))
    assert result.notes == ("read_as_latin_1",) and result.stored == 1
