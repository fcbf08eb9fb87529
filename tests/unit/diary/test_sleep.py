"""Nights from readings and their metrics: midnight, clock changes, gaps, what cannot be right."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from support.sleep import GOOD, START, night, noon

from unspiral.diary.sleep import metrics, nights, valid
from unspiral.records.facts import Reading
from unspiral.records.sleep import Night, NightMetrics

DUBLIN = "Europe/Dublin"
SPRING, AUTUMN = date(2026, 3, 29), date(2026, 10, 25)


def one(zone: str = "", day: date = START, **values: float | None) -> Night:
    """The night of these readings over a good night; None leaves one out."""
    given = {n: v for n, v in {**GOOD, **values}.items() if v is not None}
    (found,) = nights(night(day, given), zone)
    return found


def numbers(zone: str = "", day: date = START, **values: float | None) -> NightMetrics:
    return metrics(one(zone, day, **values))


def asked(found: NightMetrics) -> list[tuple[str, object]]:
    return [(problem.where, problem.values["why"]) for problem in found.problems]


def test_a_night_across_midnight() -> None:
    found = numbers()
    assert (found.sol, found.waso, found.tst, found.tib) == (10, 20, 450, 480)
    assert found.se == 93.75 and found.nap is None and valid(found)


def test_in_bed_counts_before_trying_and_after_waking() -> None:
    found = numbers(sleep_bed=-90, sleep_rise=450)
    assert (found.tib, found.tst) == (540, 450)
    assert found.se == pytest.approx(100 * 450 / 540)


def test_a_night_after_midnight_only() -> None:
    assert numbers(sleep_bed=30, sleep_tried=45).tib == 390


@pytest.mark.parametrize(("day", "minutes"), [(SPRING, 420), (START, 480), (AUTUMN, 540)])
def test_a_night_of_a_clock_change_is_as_long_as_it_was(day: date, minutes: float) -> None:
    assert numbers(DUBLIN, day).tib == minutes
    assert numbers("UTC", day).tib == 480


def test_an_hour_that_comes_twice_is_the_later_when_the_earlier_cannot_be() -> None:
    """In bed at 01:50 summer time, up at 01:20 winter time: half an hour later."""
    short = {"sleep_latency_min": 0.0, "sleep_waso_min": 0.0}
    found = numbers(
        DUBLIN, AUTUMN, sleep_bed=110, sleep_tried=110, sleep_woke=80, sleep_rise=80, **short
    )
    assert found.tib == 30 and found.problems == ()


def test_a_time_that_was_skipped_is_read_as_the_clock_not_yet_changed() -> None:
    assert one(DUBLIN, SPRING, sleep_bed=90).bed == datetime(2026, 3, 29, 1, 30, tzinfo=UTC)


def test_each_night_is_read_in_the_zone_it_was_noted_in() -> None:
    readings = night(AUTUMN, GOOD)
    here = [replace(reading, zone=DUBLIN) for reading in readings]
    (found,) = nights(here)
    assert found.zone == DUBLIN and metrics(found).tib == 540
    (unknown,) = nights(readings, "Nowhere/At_All")
    assert metrics(unknown).tib == 480


@pytest.mark.parametrize(
    ("missing", "none"),
    [
        ("sleep_bed", {"tib", "se"}),
        ("sleep_rise", {"tib", "se"}),
        ("sleep_tried", {"tst", "se"}),
        ("sleep_woke", {"tst", "se"}),
        ("sleep_latency_min", {"sol", "tst", "se"}),
        ("sleep_waso_min", {"waso", "tst", "se"}),
    ],
)
def test_what_was_not_noted_is_never_filled_in(missing: str, none: set[str]) -> None:
    found = numbers(nap_min=15, **{missing: None})
    said = {n for n in ("sol", "waso", "tst", "tib", "se", "nap") if getattr(found, n) is None}
    assert said == none and not valid(found) and found.problems == ()


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"sleep_woke": -120, "sleep_rise": 420}, ("sleep_woke", "before")),
        ({"sleep_tried": -90}, ("sleep_tried", "before")),
        ({"sleep_rise": 400}, ("sleep_rise", "before")),
        ({"sleep_waso_min": 475}, ("sleep_waso_min", "longer_than_the_night")),
        ({"sleep_waso_min": None, "sleep_latency_min": 500},
         ("sleep_latency_min", "longer_than_the_night")),
        ({"sleep_bed": -600}, ("sleep_rise", "length")),
        ({"sleep_awakenings": 0}, ("sleep_awakenings", "awake_without_waking")),
    ],
)  # fmt: skip
def test_times_that_cannot_be_right_are_asked_about_and_not_used(
    values: dict[str, float | None], why: tuple[str, str]
) -> None:
    found = numbers(**values)
    assert why in asked(found) and not valid(found)
    assert (found.tst, found.tib, found.se) == (None, None, None)
    assert {p.code for p in found.problems} == {"is_this_right"}


def test_16_hours_in_bed_is_the_most_and_no_sleep_at_all_is_a_night() -> None:
    assert numbers(sleep_bed=-540).problems == ()
    assert asked(numbers(sleep_bed=-541)) == [("sleep_rise", "length")]
    awake = numbers(sleep_latency_min=480, sleep_waso_min=0)
    assert (awake.tst, awake.se) == (0, 0) and valid(awake)
    at_once = numbers(sleep_bed=420, sleep_tried=420, sleep_latency_min=0, sleep_waso_min=0)
    assert asked(at_once) == [("sleep_rise", "length")]


def test_naps_are_told_and_never_added_to_the_night() -> None:
    assert numbers(nap_min=40).tst == numbers().tst
    assert numbers(nap_min=40).nap == 40


def test_two_nights_that_lie_over_each_other() -> None:
    days = (*night(START, GOOD, sleep_rise=1000, sleep_woke=990),)
    days += night(START + timedelta(days=1), GOOD, sleep_bed=-500, sleep_tried=-480)
    first, second = nights(days)
    assert not first.overlaps and second.overlaps
    assert ("sleep_bed", "overlaps") in asked(metrics(second))


def test_gaps_stay_gaps_and_order_changes_nothing() -> None:
    readings = [r for n in (0, 3, 9) for r in night(START + timedelta(days=n), GOOD)]
    found = nights(readings)
    assert [n.day for n in found] == [START + timedelta(days=n) for n in (0, 3, 9)]
    assert nights(reversed(readings)) == found
    assert nights(()) == ()


def test_of_two_readings_the_diary_then_the_latest_counts() -> None:
    late = noon(START) + timedelta(hours=1)
    corrected = Reading("sleep_rise", 430, late, late, START, answered_at=late)
    device = Reading("sleep_rise", 500, late, late, START, "watch", late + timedelta(days=1))
    for readings in ((*night(START, GOOD), corrected, device), (device, corrected, *night(START))):
        assert metrics(nights(readings)[0]).tib == 490


def test_values_out_of_their_range_and_other_variables_are_left_aside() -> None:
    at = noon(START)
    odd = [
        Reading(name, value, at, at, START)
        for name, value in (
            ("sleep_bed", -721.0),
            ("sleep_rise", 1441.0),
            ("sleep_waso_min", float("nan")),
            ("nap_min", -1.0),
            ("pain", 5.0),
        )
    ]
    assert nights(odd) == ()
    edge = Reading("sleep_rise", 400, at, at, date.max)
    assert nights([edge]) == ()
