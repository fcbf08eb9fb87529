"""Days from devices: nothing counted twice, nothing lost, nights to the day of waking."""

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspiral.diary.devices import ASLEEP, IN_BED, days_of, nights
from unspiral.importers.stream import night_of
from unspiral.records.facts import Reading

PARIS = "Europe/Paris"
WATCH, PHONE, APP = "apple:Anna's Watch", "apple:Anna's iPhone", "apple:Pedometer"


def at(told: str, zone: str = PARIS) -> datetime:
    return datetime.fromisoformat(told).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)


def piece(
    variable: str, start: str, end: str, value: float, source: str = WATCH, zone: str = PARIS
) -> Reading:
    begin, finish = at(start, zone), at(end, zone)
    return Reading(
        variable, value, begin, finish, date.fromisoformat(start[:10]), source, None, zone
    )


def asleep(
    start: str, end: str, source: str = f"{WATCH}#stages", variable: str = ASLEEP
) -> Reading:
    begin, finish = at(start), at(end)
    day = night_of(finish.astimezone(ZoneInfo(PARIS)))
    length = (finish - begin).total_seconds() / 3600
    return Reading(variable, length, begin, finish, day, source, None, PARIS)


def told(*pieces: Reading) -> dict[tuple[str, str], float]:
    return {(one.variable, one.local_date.isoformat()): one.value for one in days_of(pieces)}


def test_two_devices_on_one_walk_count_once() -> None:
    """24,700 for 12,500: watch and phone log the same walks (FitKit issue 22)."""
    walk = ("2026-03-02T08:00", "2026-03-02T10:00")
    found = told(piece("steps", *walk, 12_500), piece("steps", *walk, 12_200, PHONE))
    assert found == {("steps", "2026-03-02"): 12_500}


def test_a_walk_that_only_the_phone_saw_is_kept() -> None:
    """4,157 of 14,079 steps were the phone's alone (open-wearables issue 1287)."""
    found = told(
        piece("steps", "2026-03-02T08:00", "2026-03-02T09:00", 9_922),
        piece("steps", "2026-03-02T08:30", "2026-03-02T09:00", 4_000, PHONE),
        piece("steps", "2026-03-02T17:00", "2026-03-02T18:00", 4_157, PHONE),
        piece("steps", "2026-03-02T17:30", "2026-03-02T18:00", 1_000, APP),
    )
    assert found == {("steps", "2026-03-02"): 14_079}


def test_the_file_says_which_source_is_the_watch() -> None:
    walk = ("2026-03-02T08:00", "2026-03-02T09:00")
    pieces = (piece("steps", *walk, 10, "apple:Ticker"), piece("steps", *walk, 20, PHONE))
    assert days_of(pieces)[0].value == 20
    assert days_of(pieces, {"Ticker": "watch"})[0].value == 10


def test_a_piece_over_midnight_is_shared_out() -> None:
    found = told(piece("steps", "2026-03-02T23:45", "2026-03-03T00:15", 300))
    assert found == {("steps", "2026-03-02"): 150, ("steps", "2026-03-03"): 150}


def test_the_day_of_the_clock_change_has_25_hours() -> None:
    """Midnight to midnight, Paris, 25 October 2026: 600 steps over 25 hours stay on that day."""
    found = told(piece("steps", "2026-10-25T00:00", "2026-10-26T00:00", 600))
    assert found == {("steps", "2026-10-25"): 600}


def test_stages_beside_one_long_span_count_once() -> None:
    """6 h 49 was counted as 13 h 37: stages and a plain span of one night (SparkyFitness)."""
    found = told(
        asleep("2026-03-01T23:30", "2026-03-02T02:30"),
        asleep("2026-03-02T02:41", "2026-03-02T06:30"),
        asleep("2026-03-01T23:30", "2026-03-02T06:18", f"{WATCH}#unspecified"),
    )
    assert found == {(ASLEEP, "2026-03-02"): pytest.approx(6 + 49 / 60)}


def test_in_bed_comes_from_any_source_and_is_unknown_without() -> None:
    night = asleep("2026-03-01T23:30", "2026-03-02T06:30")
    bed = asleep("2026-03-01T23:00", "2026-03-02T06:40", PHONE, IN_BED)
    alarm = asleep("2026-03-02T06:45", "2026-03-02T07:00", PHONE, IN_BED)
    (known,) = nights([night], [bed, alarm])
    assert (known.tib, known.sol, known.waso, known.tst) == (480, 30, 0, 420)
    (unknown,) = nights([night], [])
    assert (unknown.tib, unknown.sol) == (None, None)
    assert (IN_BED, "2026-03-02") not in told(night)


def test_naps_stand_apart() -> None:
    (night,) = nights(
        [
            asleep("2026-03-01T23:00", "2026-03-02T06:00"),
            asleep("2026-03-02T14:00", "2026-03-02T15:30"),
        ],
        [],
    )
    assert (night.day, night.tst, night.naps) == (date(2026, 3, 2), 420, 90)
    assert list(nights([asleep("2026-03-02T14:00", "2026-03-02T15:30")], [])) == []


def test_an_hour_awake_does_not_cut_the_night() -> None:
    (night,) = nights(
        [
            asleep("2026-03-01T23:00", "2026-03-02T02:00"),
            asleep("2026-03-02T03:10", "2026-03-02T06:00"),
        ],
        [],
    )
    assert (night.tst, night.waso) == (350, 70)


@pytest.mark.parametrize(("day", "hours"), [("2026-03-29", 7), ("2026-10-25", 9)])
def test_nights_of_the_clock_change_have_their_true_length(day: str, hours: int) -> None:
    before = (date.fromisoformat(day) - timedelta(1)).isoformat()
    found = told(asleep(f"{before}T23:00", f"{day}T07:00"))
    assert found == {(ASLEEP, day): hours}


def test_sleep_by_day_after_night_work_is_a_night() -> None:
    (night,) = nights([asleep("2026-03-02T08:00", "2026-03-02T14:30")], [])
    assert night.tst == 390


def test_a_short_sleep_is_the_night_up_to_noon_and_a_nap_after_it() -> None:
    (night,) = nights([asleep("2026-03-02T10:00", "2026-03-02T12:00")], [])
    assert night.tst == 120
    assert list(nights([asleep("2026-03-02T10:01", "2026-03-02T12:01")], [])) == []


def test_stages_of_a_lesser_device_come_before_a_plain_span_of_a_watch() -> None:
    found = told(
        asleep("2026-03-01T23:00", "2026-03-02T07:00", f"{WATCH}#unspecified"),
        asleep("2026-03-01T23:30", "2026-03-02T06:00", f"{APP}#stages"),
    )
    assert found == {(ASLEEP, "2026-03-02"): 6.5}


def test_hours_awake_in_one_time_in_bed_do_not_cut_the_night() -> None:
    pieces = [
        asleep("2026-03-01T22:30", "2026-03-02T01:00"),
        asleep("2026-03-02T03:30", "2026-03-02T06:30"),
    ]
    bed = asleep("2026-03-01T22:00", "2026-03-02T07:00", PHONE, IN_BED)
    (one,), (cut,) = nights(pieces, [bed]), nights(pieces, [])
    assert (one.tst, cut.tst) == (330, 180)


def test_levels_of_two_devices_are_not_mixed() -> None:
    found = told(
        piece("heart_rate_rest", "2026-03-02T00:00", "2026-03-02T23:00", 60),
        piece("heart_rate_rest", "2026-03-02T01:00", "2026-03-02T23:00", 64),
        piece("heart_rate_rest", "2026-03-02T00:00", "2026-03-02T23:00", 90, APP),
    )
    assert found == {("heart_rate_rest", "2026-03-02"): 62}


BEGIN = at("2026-03-28T18:00")  # the clock goes forward in between
MINUTES = st.tuples(st.integers(0, 1500), st.integers(1, 240), st.sampled_from((WATCH, PHONE, APP)))


@settings(max_examples=60)
@given(st.lists(MINUTES, max_size=12, unique_by=lambda one: (one[0], one[2])))
def test_minute_by_minute_the_first_device_counts(spans: list[tuple[int, int, str]]) -> None:
    """An independent count: one step a minute, each minute from the first device that saw it."""
    pieces, seen = [], set()
    for start, length, source in spans:
        begin = BEGIN + timedelta(minutes=start)
        end = begin + timedelta(minutes=length)
        day = begin.astimezone(ZoneInfo(PARIS)).date()
        pieces.append(Reading("steps", length, begin, end, day, source, None, PARIS))
        seen.update(range(start, start + length))
    counted = Counter(
        (BEGIN + timedelta(minutes=one)).astimezone(ZoneInfo(PARIS)).date() for one in seen
    )
    found = {one.local_date: one.value for one in days_of(pieces)}
    assert found == {day: pytest.approx(n) for day, n in counted.items()}


def test_a_piece_may_tell_of_less_sleep_than_its_length() -> None:
    """Some apps tell how long was slept between two moments, and not when one lay awake."""
    whole = asleep("2026-03-01T23:22", "2026-03-02T06:43", "table:Mat#stages")
    slept = Reading(
        ASLEEP, 7.0, whole.start, whole.end, whole.local_date, whole.source, None, PARIS
    )
    bed = asleep("2026-03-01T23:00", "2026-03-02T07:00", "table:Mat", IN_BED)
    (night,) = nights([slept], [bed])
    told = (night.tst, night.waso, night.sol, night.tib)
    assert told == pytest.approx((420, 21, 22, 480))
    nap = asleep("2026-03-02T14:00", "2026-03-02T15:00", "table:Mat#stages")
    half = Reading(ASLEEP, 0.5, nap.start, nap.end, nap.local_date, nap.source, None, PARIS)
    (night,) = nights([slept, half], [bed])
    assert (night.tst, night.naps) == pytest.approx((420, 30))
