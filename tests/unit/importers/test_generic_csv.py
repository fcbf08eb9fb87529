"""One reading or one reason for each value of a file, whatever stands in it."""

import io
from collections import Counter
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from unspiral.catalogue.load import load
from unspiral.errors import BadInput
from unspiral.importers.base import SKIP_CODES, Wanted
from unspiral.importers.generic_csv import GenericCsv, people_in
from unspiral.importers.mapping import parse_map
from unspiral.records.facts import Reading
from unspiral.records.problem import Problem

VARIABLES = load()[0].variables
PAIN: Mapping[str, Any] = {"ache": {"variable": "pain"}}


def read(
    content: str, columns: Mapping[str, Any] = PAIN, /, wanted: Mapping[str, Any] = {}, **frame: Any
) -> list[Reading | Problem]:
    data = {"schema": "map/1", "date": "date", "columns": columns, **frame}
    found, problems = parse_map({k: v for k, v in data.items() if v is not None}, VARIABLES)
    assert found is not None, problems
    file = io.BytesIO(content.encode())
    return list(GenericCsv().extract(file, Wanted(found, **wanted), VARIABLES))


def codes(results: list[Reading | Problem]) -> Counter[str]:
    return Counter(r.code if isinstance(r, Problem) else "ok" for r in results)


def test_every_value_becomes_one_reading_or_one_reason() -> None:
    results = read(
        "date,ache,mood note\n"
        "2026-01-01,4,fine\n"  # ok, column_not_mapped
        "2026-01-01,5,\n"  # day_twice
        "2026-01-02,NA,\n"  # missing_marker
        "2026-01-03,much,\n"  # not_a_number
        "2026-01-04,11,\n"  # out_of_range
        "soon,4,good\n"  # bad_date, column_not_mapped
        "03/04/2026,4,\n"  # date_unclear
        "2026-01-05,4,,extra\n"  # ok, no_header
        ",,\n"
        "date,ache,mood note\n"  # repeated_header (two values beside the date)
        "2026-01-06,,\n"
    )
    assert codes(results) == {
        "ok": 2,
        "column_not_mapped": 2,
        "day_twice": 1,
        "missing_marker": 1,
        "not_a_number": 1,
        "out_of_range": 1,
        "bad_date": 1,
        "date_unclear": 1,
        "no_header": 1,
        "repeated_header": 2,
    }
    assert all(r.code in SKIP_CODES for r in results if isinstance(r, Problem))


def test_reasons_name_the_place_and_never_the_value() -> None:
    (problem,) = read("date,ache\n2026-01-01,secret words\n")
    assert isinstance(problem, Problem)
    assert problem.values == {"row": 2, "column": "ache"}


def test_only_one_person_is_taken() -> None:
    content = "who,date,ache\na,2026-01-01,4\nb,2026-01-01,5\n,2026-01-01,6\n"
    results = read(content, person="who", wanted={"person": "b"})
    assert codes(results) == {"other_person": 1, "ok": 1, "no_person": 1}
    columns, _ = parse_map(
        {"schema": "map/1", "date": "date", "person": "who", "columns": PAIN}, VARIABLES
    )
    assert columns and people_in(io.BytesIO(content.encode()), columns) == ("a", "b")


def test_days_after_today_wait() -> None:
    results = read("date,ache\n2026-01-02,4\n2026-01-03,4\n", wanted={"last_day": date(2026, 1, 2)})
    assert codes(results) == {"ok": 1, "future_date": 1}


def test_day_numbers_count_from_the_start_date() -> None:
    results = read(
        "day,ache\n0,1\n1,2\n27.0,3\n1.5,4\nx,5\n",
        date=None,
        day="day",
        day_number_start="2026-01-01",
    )
    days = [r.local_date for r in results if isinstance(r, Reading)]
    assert days == [date(2025, 12, 31), date(2026, 1, 1), date(2026, 1, 27)]
    assert codes(results)["bad_date"] == 2


def test_words_scales_and_decimal_commas() -> None:
    columns = {
        "mood": {"variable": "mood", "values": {"rad": 9}},
        "stress": {"variable": "stress", "scale": {"from": [5, 1]}},
    }
    results = read("date;mood;stress\n01.02.2026;rad;4,5\n", columns)
    values = {r.variable: r.value for r in results if isinstance(r, Reading)}
    assert values == {"mood": 9.0, "stress": 1.25}


def test_without_a_time_the_key_does_not_depend_on_the_zone() -> None:
    starts = set()
    for zone in ("UTC", "Pacific/Kiritimati"):
        (reading,) = read("date,ache\n2026-01-01,4\n", wanted={"zone": ZoneInfo(zone)})
        assert isinstance(reading, Reading) and reading.answered_at is None
        starts.add((reading.start, reading.end, reading.local_date, reading.source))
    noon = datetime(2026, 1, 1, 12, tzinfo=UTC)
    assert starts == {(noon, noon, date(2026, 1, 1), "import:csv")}


def test_two_sittings_answer_the_night_in_the_morning_and_the_rest_in_the_evening() -> None:
    columns = {"q": {"variable": "sleep_quality"}, **PAIN}
    zone = ZoneInfo("Asia/Tokyo")
    results = read(
        "date,q,ache\n2026-01-01,7,4\n", columns, wanted={"two_sittings": True, "zone": zone}
    )
    hours = [
        r.answered_at.astimezone(zone).hour
        for r in results
        if isinstance(r, Reading) and r.answered_at
    ]
    assert hours == [8, 20]


def test_after_midnight_belongs_to_the_day_before_until_four() -> None:
    results = read("date,at,ache\n2026-01-02,01:30,4\n2026-01-02,late,4\n", time="at")
    (reading, problem) = results
    assert isinstance(reading, Reading) and reading.local_date == date(2026, 1, 1)
    assert reading.start == datetime(2026, 1, 2, 1, 30, tzinfo=UTC)
    assert isinstance(problem, Problem) and problem.code == "bad_time"


@pytest.mark.parametrize(
    ("header", "problem"), [("date,pains", "column_missing"), ("date,ache,ache", "column_twice")]
)
def test_a_map_that_does_not_fit_the_file_says_so(header: str, problem: str) -> None:
    with pytest.raises(BadInput) as caught:
        read(f"{header}\n2026-01-01,4,4\n")
    assert caught.value.values["problem"] == problem


def test_answer_times_of_both_halves_are_read() -> None:
    columns = {"ache": {"variable": "pain"}, "night": {"variable": "sleep_quality"}}
    frame = {"answered_morning": "woke", "answered_evening": "bed"}
    wanted = {"zone": ZoneInfo("Europe/Dublin")}
    head = "date,woke,bed,ache,night\n"
    row = "2026-07-01,2026-07-01T07:30,2026-07-01T21:00,4,6\n"
    found = [r for r in read(head + row, columns, wanted, **frame) if isinstance(r, Reading)]
    times = {r.variable: r.answered_at for r in found}
    assert times["pain"] == datetime(2026, 7, 1, 20, tzinfo=UTC)
    assert times["sleep_quality"] == datetime(2026, 7, 1, 6, 30, tzinfo=UTC)
    bad = read(head + "2026-07-01,early,,4,6\n", columns, wanted, **frame)
    assert codes(bad) == {"ok": 1, "bad_time": 1}


@pytest.mark.parametrize(
    "told", ["0001-01-01T00:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"]
)
def test_an_answer_time_at_the_end_of_time_is_told_as_unreadable(told: str) -> None:
    found = read(
        f"date,ache,bed\n2026-01-01,4,{told}\n2026-01-02,4,2026-01-02T21:00\n",
        wanted={"zone": ZoneInfo("Asia/Tokyo")},
        answered_evening="bed",
    )
    assert codes(found) == {"bad_time": 1, "ok": 1}


def test_a_day_number_past_the_last_day_there_is_no_date() -> None:
    found = read("day,ache\n1,4\n2,5\n", date=None, day="day", day_number_start="9999-12-31")
    assert codes(found) == {"ok": 1, "bad_date": 1}


def test_a_time_past_the_last_moment_there_is_is_no_time() -> None:
    found = read(
        "date,ache,at\n9999-12-31,4,23:59\n9999-12-30,4,20:00\n",
        wanted={"zone": ZoneInfo("America/New_York")},
        time="at",
    )
    assert codes(found) == {"bad_time": 1, "ok": 1}
