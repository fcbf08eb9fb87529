"""A draft becomes readings, or problems that name the field and its allowed range."""

from datetime import UTC, date, datetime

import pytest

from unspiral.catalogue.load import load
from unspiral.diary.checkin import Draft, accept, usual
from unspiral.records.facts import Reading

VARIABLES = load()[0].variables
DAY = date(2026, 11, 20)
AT = datetime(2026, 11, 20, 19, tzinfo=UTC)


def parsed(note: str = "", confirmed: bool = False, day: date = DAY, **values: str | float):  # type: ignore[no-untyped-def]
    return accept(Draft(day, values, note, confirmed), VARIABLES, AT, "Europe/Dublin")


def test_numbers_become_readings_of_that_day() -> None:
    readings, problems = parsed(pain="4", sleep_hours="6,5")
    assert problems == ()
    assert {(r.variable, r.value, r.local_date) for r in readings} == {
        ("pain", 4.0, DAY),
        ("sleep_hours", 6.5, DAY),
    }


def test_empty_is_not_answered_and_not_zero() -> None:
    assert parsed(pain="", stress="0")[0][0].value == 0.0
    assert len(parsed(pain="", stress="0")[0]) == 1


@pytest.mark.parametrize(
    ("typed", "code"),
    [("11", "out_of_range"), ("-1", "out_of_range"), ("x", "not_a_number"),
     ("nan", "not_a_number"), ("inf", "not_a_number"), ("1e400", "not_a_number")],
)  # fmt: skip
def test_bad_pain_names_the_range(typed: str, code: str) -> None:
    _, (problem,) = parsed(pain=typed)
    assert (problem.code, problem.where, problem.values["high"]) == (code, "pain", 10)


def test_unknown_field_and_impossible_day_are_refused() -> None:
    assert parsed(colour="3")[1][0].code == "unknown_variable"
    assert parsed(day=date(1899, 12, 31), pain="3")[1][0].code == "impossible_date"


def test_too_long_or_nul_note_is_refused() -> None:
    assert parsed(note="x" * 10_001)[1][0].code == "too_long"
    assert parsed(note="a\x00b")[1][0].code == "not_text"


def test_an_unlikely_night_is_asked_once() -> None:
    assert parsed(sleep_hours="14.5")[1][0].code == "is_this_right"
    readings, problems = parsed(sleep_hours="14.5", confirmed=True)
    assert problems == ()
    assert readings[0].value == 14.5


def test_usual_is_the_middle_of_the_last_fourteen_answered_days() -> None:
    history = tuple(
        Reading("sleep_hours", float(day), AT, AT, date(2026, 11, day)) for day in range(1, 20)
    )
    assert usual(history, "sleep_hours", DAY) == 12.5
    assert usual(history, "pain", DAY) is None


def test_times_of_a_night_become_minutes_of_the_day_of_waking() -> None:
    readings, problems = parsed(sleep_bed="23:15", sleep_woke="6.15", sleep_rise="630")
    assert problems == ()
    assert {r.variable: r.value for r in readings} == {
        "sleep_bed": -45,
        "sleep_woke": 375,
        "sleep_rise": 390,
    }
    assert parsed(sleep_bed=-45.0)[0][0].value == -45


def test_what_is_no_time_of_day_is_named() -> None:
    _, (problem,) = parsed(sleep_bed="late", sleep_rise="6:30")
    assert (problem.code, problem.where) == ("not_a_time", "sleep_bed")
    _, (problem,) = parsed(sleep_bed="10:00", sleep_rise="6:00")
    assert (problem.code, problem.where) == ("check_times", "sleep_bed")


def test_a_night_that_contradicts_itself_is_asked_once() -> None:
    night = {"sleep_bed": "23:00", "sleep_woke": "6:30", "sleep_rise": "6:00"}
    _, (problem,) = parsed(**night)
    assert (problem.code, problem.where) == ("is_this_right", "sleep_rise")
    readings, problems = parsed(confirmed=True, **night)
    assert problems == () and len(readings) == 3
