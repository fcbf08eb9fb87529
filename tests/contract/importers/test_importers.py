"""Every importer, every written diary: streams, counts, units, and nothing raised but BadInput."""

import io
import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.diaries import MAPS, WRITTEN

from unspiral.catalogue.load import Catalogue, load
from unspiral.errors import BadInput
from unspiral.importers.base import SKIP_CODES, Importer, Wanted
from unspiral.importers.generic_csv import own_map
from unspiral.importers.mapping import ColumnMap, parse_map
from unspiral.importers.registry import IMPORTERS, find
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

CATALOGUE = load()[0]
DIARIES = sorted(WRITTEN.glob("*.csv"))
# file -> usable values of everybody, and why the others were set aside
EXPECTED: dict[str, tuple[int, dict[str, int]]] = {
    "ours": (68, {}),
    "semicolon_latin1": (32, {"column_not_mapped": 16}),
    "old_mac": (15, {}),
    "many_people": (24, {"day_twice": 48}),
    "ticks": (44, {"out_of_range": 1}),
    "day_numbers": (16, {"column_not_mapped": 16}),
    "odd": (
        7,
        {
            "column_not_mapped": 5,
            "missing_marker": 2,
            "date_unclear": 2,
            "bad_date": 6,
            "not_a_number": 1,
            "out_of_range": 1,
            "no_header": 1,
            "repeated_header": 4,
            "day_twice": 1,
        },
    ),
}


def columns_of(path: Path, catalogue: Catalogue) -> ColumnMap:
    map_file = MAPS / f"{path.stem}.json"
    if not map_file.exists():
        return own_map(io.BytesIO(path.read_bytes()), catalogue.variables)
    found, problems = parse_map(json.loads(map_file.read_text("utf-8")), catalogue.variables)
    assert found is not None, problems
    return found


def read(path: Path, catalogue: Catalogue) -> list[Reading | Problem]:
    with path.open("rb") as file:
        importer = find(file.read(4096), path.name)
        assert importer is not None
        wanted = Wanted(columns_of(path, catalogue))
        return list(importer.extract(file, wanted, catalogue.variables))


@pytest.mark.parametrize("path", DIARIES, ids=lambda path: path.stem)
def test_written_diaries_give_what_they_hold(path: Path, catalogue: Catalogue) -> None:
    results = read(path, catalogue)
    codes = Counter(one.code for one in results if isinstance(one, Problem))
    assert (len(results) - codes.total(), dict(codes)) == EXPECTED[path.stem]
    assert set(codes) <= set(SKIP_CODES)


@pytest.mark.parametrize("path", DIARIES, ids=lambda path: path.stem)
def test_readings_are_in_range_on_a_day_and_unique(path: Path, catalogue: Catalogue) -> None:
    readings = [one for one in read(path, catalogue) if isinstance(one, Reading)]
    for one in readings:
        low, high = catalogue.variables[one.variable].range
        assert low <= one.value <= high and isinstance(one.local_date, date)
        assert one.start.tzinfo is not None and one.source == "import:csv"
    keys = {(one.source, one.variable, one.start, one.end) for one in readings}
    assert len(keys) == len(readings)


@pytest.mark.parametrize("path", DIARIES, ids=lambda path: path.stem)
def test_the_same_bytes_give_the_same_readings(path: Path, catalogue: Catalogue) -> None:
    assert read(path, catalogue) == read(path, catalogue)


@pytest.mark.parametrize("importer", IMPORTERS, ids=lambda importer: importer.name)
def test_an_importer_names_itself_and_refuses_bytes_that_are_no_text(importer: Importer) -> None:
    assert importer.name.startswith("import:")
    assert importer.identify(b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "picture.csv") == 0.0


MAP, _ = parse_map(
    {"schema": "map/1", "date": "date", "columns": {"pain": {"variable": "pain"}}},
    CATALOGUE.variables,
)


@settings(max_examples=300)
@given(st.binary(max_size=400))
def test_any_bytes_end_in_readings_reasons_or_bad_input(content: bytes) -> None:
    assert MAP is not None
    file = io.BytesIO(b"date,pain\n2026-01-01,4\n" + content)
    importer = IMPORTERS[0]
    try:
        results = list(importer.extract(file, Wanted(MAP), CATALOGUE.variables))
    except BadInput as error:
        assert error.message and error.kept and error.next_step
    else:
        assert isinstance(results[0], Reading)


HEADED = st.binary(max_size=300).map(lambda rest: b"date,ache,pain\n2026-01-01,3,4\n" + rest)


@settings(max_examples=200)
@given(st.binary(max_size=300) | HEADED)
@example(b"date,ache,pain\n2026-01-01,3,4\n")
def test_any_bytes_without_a_map_get_a_map_or_a_plain_refusal(content: bytes) -> None:
    try:
        found = own_map(io.BytesIO(content), CATALOGUE.variables)
    except BadInput as error:
        assert error.message and error.kept and error.next_step
    else:
        assert found.columns
