"""The column map: what is accepted, what is refused and where, and the scales it applies."""

from typing import Any

import pytest

from unspiral.catalogue.load import load
from unspiral.importers.mapping import Scale, parse_map, to_data

VARIABLES = load()[0].variables
GOOD: dict[str, Any] = {
    "schema": "map/1",
    "date": "day of year",
    "columns": {"ache": {"variable": "pain", "scale": {"from": [1, 5]}}, "other": None},
}


def test_a_good_map_survives_a_round_trip() -> None:
    columns, problems = parse_map(GOOD, VARIABLES)
    assert problems == [] and columns is not None
    assert parse_map(to_data(columns), VARIABLES) == (columns, [])


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"schema": "map/2"}, "bad_map"),
        ({"colums": {}}, "bad_map"),
        ({"columns": {"a": {"variable": "pane"}}}, "unknown_variable"),
        ({"columns": {"a": {"variable": "pain"}, "b": {"variable": "pain"}}}, "variable_twice"),
        ({"columns": {"a": None}}, "no_column"),
        ({"date": None}, "date_or_day"),
        ({"day": "n"}, "date_or_day"),
        ({"date": None, "day": "n"}, "day_number_start_missing"),
        ({"date_format": "y/d"}, "unknown_date_format"),
        ({"delimiter": ",,"}, "bad_delimiter"),
        (
            {"columns": {"a": {"variable": "pain", "scale": {"from": [3, 3]}}}},
            "scale_without_length",
        ),
        (
            {"columns": {"a": {"variable": "pain", "scale": {"from": [0, 1], "to": [0, 100]}}}},
            "scale_outside_variable",
        ),
        (
            {"columns": {"a": {"variable": "pain", "scale": {"from": [0, float("nan")]}}}},
            "bad_map",
        ),
        (
            {"columns": {"a": {"variable": "mood", "values": {"good": 70}}}},
            "scale_outside_variable",
        ),
    ],
)
def test_each_fault_is_named(change: dict[str, Any], code: str) -> None:
    columns, problems = parse_map({**GOOD, **change}, VARIABLES)
    assert columns is None
    assert code in {problem.code for problem in problems}


@pytest.mark.parametrize("data", [None, [], "map", 3, {"columns": 3}])
def test_any_other_json_is_refused_without_a_crash(data: Any) -> None:
    assert parse_map(data, VARIABLES)[0] is None


def test_scales_stretch_turn_and_hold() -> None:
    assert Scale(from_=(1, 5)).apply(3) == 5.0
    assert Scale(from_=(5, 1)).apply(5) == 0.0
    assert Scale(from_=(0, 100)).apply(70.667) == 7.0667
    assert Scale(from_=(5, 1)).holds(5) and not Scale(from_=(5, 1)).holds(5.5)
