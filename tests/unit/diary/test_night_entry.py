"""Times typed for a night: read in many ways, and put on the right day."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspiral.diary.night_entry import clock, on_its_day, time_of_day


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("23:15", 1395),
        (" 23.15 ", 1395),
        ("2315", 1395),
        ("6", 360),
        ("06:30", 390),
        ("6 h 30", 390),
        ("6 30", 390),
        ("630", 390),
        ("11:15 pm", 1395),
        ("11 PM", 1380),
        ("12:05 am", 5),
        ("12 p.m.", 720),
        ("0:00", 0),
        ("24:00", 0),
    ],
)
def test_times_are_read_as_people_type_them(typed, minutes):
    assert time_of_day(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["", "25", "23:60", "-1", "soon", "13 pm", "0 am", "6:30:00", "²"]
)
def test_what_is_no_time_of_day_is_none(typed):
    assert time_of_day(typed) is None


@given(st.integers(0, 1439))
def test_what_a_field_shows_is_read_back(minutes):
    assert time_of_day(clock(minutes)) == minutes


@pytest.mark.parametrize(
    ("minutes", "said"), [(0, "00:00"), (-45, "23:15"), (390, "06:30"), (1440, "00:00")]
)
def test_minutes_are_a_time_of_day(minutes, said):
    assert clock(minutes) == said


def placed(**times):
    return on_its_day({f"sleep_{name}": time_of_day(typed) for name, typed in times.items()})


def test_an_evening_lies_before_midnight_and_a_late_bed_after_it():
    usual = placed(bed="23:15", tried="23:30", woke="6:15", rise="6:30")
    assert usual == {
        "sleep_bed": -45,
        "sleep_tried": -30,
        "sleep_woke": 375,
        "sleep_rise": 390,
    }
    assert placed(bed="0:30", tried="0:45", woke="7:00", rise="7:00")["sleep_bed"] == 30


def test_somebody_who_sleeps_by_day_went_to_bed_on_the_same_day():
    assert placed(bed="9:00", tried="9:10", woke="15:00", rise="15:10")["sleep_bed"] == 540


def test_without_an_end_the_evening_is_told_by_noon():
    assert placed(bed="23:00") == {"sleep_bed": -60}
    assert placed(bed="1:00") == {"sleep_bed": 60}
