"""The weekly rule and its caps, with the numbers of the safety page written out by hand."""

from datetime import date

import pytest

from unspiral.planning.sleep_week import Notes, decide, first_minutes
from unspiral.records.problem import Reason
from unspiral.records.sleep import NightMetrics, SleepKind, Week

ON = date(2026, 3, 9)


def nights(count: int, asleep: float, in_bed: float) -> tuple[NightMetrics, ...]:
    se = 100 * asleep / in_bed
    return (NightMetrics(ON, 0, 0, asleep, in_bed, se, None),) * count


def notes(asleep: float, in_bed: float = 480, count: int = 7, **changed: object) -> Notes:
    given: dict[str, object] = {"nights": nights(count, asleep, in_bed), "asked": True, **changed}
    return Notes(**given)  # type: ignore[arg-type]


def code(week: Week) -> str:
    return week.reasons[0].code


@pytest.mark.parametrize(
    ("asleep", "minutes"), [(200, 360), (359, 360), (360, 360), (361, 365), (450, 450)]
)
def test_the_window_begins_at_mean_sleep_and_never_under_6_hours(
    asleep: float, minutes: int
) -> None:
    assert first_minutes("window", nights(7, asleep, 500)) == minutes


@pytest.mark.parametrize(
    ("asleep", "in_bed", "minutes"),
    [(300, 540, 510), (300, 400, 390), (300, 380, 390), (500, 540, 530), (300, 420, 390),
     (200, 300, 390), (400, 471, 445)],
)  # fmt: skip
def test_compression_begins_30_minutes_below_and_never_under_6_and_a_half_hours(
    asleep: float, in_bed: float, minutes: int
) -> None:
    assert first_minutes("compression", nights(7, asleep, in_bed)) == minutes


@pytest.mark.parametrize(
    ("asleep", "step", "after"),
    [(480, "longer", 435), (408, "longer", 435), (407.9, "same", 420), (384, "same", 420),
     (383.9, "shorter", 405), (100, "shorter", 405)],
)  # fmt: skip
def test_85_and_80_percent(asleep: float, step: str, after: int) -> None:
    week = decide("window", 1, ON, 420, notes(asleep))
    assert (week.step, week.after_min, week.before_min) == (step, after, 420)
    assert week.se == pytest.approx(100 * asleep / 480)
    assert week.asleep_min == pytest.approx(asleep)


def test_sleepy_by_day_gives_more_from_80_percent_and_never_less() -> None:
    assert decide("window", 1, ON, 420, notes(384, sleepy=True)).after_min == 435
    week = decide("window", 1, ON, 420, notes(300, sleepy=True))
    assert (week.step, code(week)) == ("same", "sleepy_by_day")


@pytest.mark.parametrize("kind", ["window", "compression"])
def test_never_shorter_two_weeks_running(kind: SleepKind) -> None:
    before = Week(1, ON, 7, 70.0, 300.0, "shorter", 465, 450)
    week = decide(kind, 2, ON, before, notes(300))
    assert (week.step, week.after_min, code(week)) == ("same", 450, "not_two_weeks_running")
    again = decide(kind, 3, ON, week, notes(300))
    assert again.step == "shorter" and again.before_min == 450


def test_the_first_cut_of_compression_is_a_step_and_the_start_of_a_window_is_none() -> None:
    assert decide("compression", 1, ON, 450, notes(300)).step == "same"
    assert decide("window", 1, ON, 450, notes(300)).step == "shorter"


def test_the_floors_hold() -> None:
    same = Week(1, ON, 7, 70.0, 300.0, "same", 365, 365)
    assert decide("window", 2, ON, same, notes(200)).after_min == 360
    least = decide("window", 2, ON, 360, notes(200))
    assert (least.step, least.after_min, code(least)) == ("same", 360, "at_the_least")
    low = Week(1, ON, 7, 70.0, 300.0, "same", 400, 400)
    assert decide("compression", 2, ON, low, notes(200)).after_min == 390


def test_compression_goes_by_30_and_stops_30_above_sleep() -> None:
    high = Week(1, ON, 7, 70.0, 300.0, "same", 500, 500)
    assert decide("compression", 2, ON, high, notes(380, 600)).after_min == 470
    near = Week(1, ON, 7, 70.0, 300.0, "same", 420, 420)
    assert decide("compression", 2, ON, near, notes(371, 500)).after_min == 405
    there = decide("compression", 2, ON, near, notes(390, 500))
    assert (there.step, code(there)) == ("same", "at_the_least")


def test_a_window_that_goes_on_as_compression_rises_to_its_floor() -> None:
    week = decide("compression", 2, ON, 360, notes(290, 360))
    assert (week.step, week.after_min, code(week)) == ("longer", 390, "floor")
    held = decide("compression", 2, ON, 360, notes(290, 360, holds=(Reason("waits", "travel"),)))
    assert held.after_min == 390


@pytest.mark.parametrize("asleep", [470, 390, 300])
def test_a_step_needs_five_valid_nights_and_nothing_that_holds(asleep: float) -> None:
    few = decide("window", 1, ON, 420, notes(asleep, count=4))
    assert (few.step, few.after_min, code(few)) == ("same", 420, "too_few_nights")
    assert few.se is None and few.reasons[0].values == {"have": 4, "needs": 5}
    assert decide("window", 1, ON, 420, notes(asleep, count=5)).se is not None
    held = decide("window", 1, ON, 420, notes(asleep, holds=(Reason("waits", "flare"),)))
    assert (held.step, held.reasons) == ("same", (Reason("waits", "flare"),))
    assert decide("window", 1, ON, 420, Notes()).step == "same"


def test_without_the_taps_nothing_gets_shorter_and_more_is_still_given() -> None:
    week = decide("window", 1, ON, 420, notes(300, asked=False))
    assert (week.step, code(week)) == ("same", "not_asked")
    assert decide("window", 1, ON, 420, notes(470, asked=False)).step == "longer"


def test_it_does_not_grow_for_ever_and_a_long_start_is_not_cut() -> None:
    assert decide("window", 9, ON, 590, notes(470)).after_min == 600
    assert decide("window", 9, ON, 600, notes(470)).step == "same"
    assert decide("window", 9, ON, 700, notes(470)).after_min == 700
