"""Numbers, days and times of a cell: read exactly, or refused with the right code."""

from datetime import date, time

import pytest

from unspiral.importers.values import parse_day, parse_number, parse_time


@pytest.mark.parametrize(
    ("text", "comma_file", "expected"),
    [
        ("4", True, 4.0),
        (" 4.5 ", True, 4.5),
        ("-.5", True, -0.5),
        ("4,5", False, 4.5),
        ("4,5", True, 4.5),
        ("70,667", False, 70.667),
        ("1,234", True, "number_unclear"),
        ("1e1", True, 10.0),
        ("NA", True, "missing_marker"),
        ("-", True, "missing_marker"),
        ("nan", True, "missing_marker"),
        ("inf", True, "not_a_number"),
        ("1_000", True, "not_a_number"),
        ("٤", True, "not_a_number"),
        ("1e300", True, "out_of_range"),
        ("4 of 10", True, "not_a_number"),
        ("=1+1", True, "not_a_number"),
    ],
)
def test_number(text: str, comma_file: bool, expected: float | str) -> None:
    assert parse_number(text, comma_file) == expected


@pytest.mark.parametrize(
    ("text", "fmt", "expected"),
    [
        ("2026-11-20", "", date(2026, 11, 20)),
        ("2026/1/2", "", date(2026, 1, 2)),
        ("20261120", "", date(2026, 11, 20)),
        ("20.11.2026", "", date(2026, 11, 20)),
        ("2026-11-20T21:15:00", "", date(2026, 11, 20)),
        ("2026-11-20 21:15", "", date(2026, 11, 20)),
        ("02/03/2026", "", "date_unclear"),
        ("02/03/2026", "d/m/y", date(2026, 3, 2)),
        ("02/03/2026", "m/d/y", date(2026, 2, 3)),
        ("2026-02-30", "", "bad_date"),
        ("0001-01-01", "", "bad_date"),
        ("yesterday", "", "bad_date"),
        ("", "", "bad_date"),
    ],
)
def test_day(text: str, fmt: str, expected: date | str) -> None:
    assert parse_day(text, fmt) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("21:15", time(21, 15)),
        ("9:05 pm", time(21, 5)),
        ("12:30 AM", time(0, 30)),
        ("2026-11-20T07:30:00", time(7, 30)),
        ("25:00", None),
        ("13:00 pm", None),
        ("evening", None),
    ],
)
def test_time(text: str, expected: time | None) -> None:
    assert parse_time(text) == expected
