"""The state of the sleep programme from facts: its start, its weekly steps and its end."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest
from support.sleep import (
    BASE,
    BASE_LONG,
    DAY,
    LATER,
    LONGER,
    POOR,
    SOUND,
    START,
    WEEKS,
    content,
    days,
    happened,
    night,
    noon,
    offered,
    on,
    person,
    started,
    state,
)

from unspiral.catalogue.load import Catalogue
from unspiral.planning.sleep_window import gate, programme
from unspiral.records.facts import Facts
from unspiral.records.problem import Reason
from unspiral.screening.gate import assess, closed

# ---- before the start ---------------------------------------------------------------------------


def test_nothing_is_started_by_itself(catalogue: Catalogue) -> None:
    told = state(catalogue, person(catalogue, START, BASE))
    assert (told.kind, told.state, told.window_min, told.bed) == (None, "not_started", 0, None)
    assert told.valid_nights == 7 and told.reasons == ()


def test_what_is_missing_is_named(catalogue: Catalogue) -> None:
    told = state(catalogue, person(catalogue, START, BASE, asked_on=None))
    assert told.reasons[0] == Reason("not_asked", "sleep_insomnia")


@pytest.mark.parametrize("count", [0, 6])
def test_it_collects_until_there_are_seven_valid_nights(catalogue: Catalogue, count: int) -> None:
    told = on(catalogue, 0, nights=BASE[: count * len(POOR)])
    assert (told.state, told.window_min, told.started) == ("collecting", 0, None)
    assert told.valid_nights == count and told.opened == START
    assert "do_not_drive_sleepy" in told.safety_lines


def test_it_starts_on_the_day_of_the_seventh(catalogue: Catalogue) -> None:
    nights = (*BASE[len(POOR) :], *LATER)
    assert on(catalogue, 0, nights=nights).state == "collecting"
    told = on(catalogue, 1, nights=nights)
    assert (told.state, told.started) == ("running", START + DAY)


def test_nights_of_more_than_14_days_ago_do_not_count(catalogue: Catalogue) -> None:
    old = tuple(r for day in days(START - 14 * DAY, 7) for r in night(day))
    assert on(catalogue, 0, nights=old).valid_nights == 6


def test_only_the_own_diary_counts(catalogue: Catalogue) -> None:
    device = tuple(replace(r, source="watch") for r in BASE)
    told = on(catalogue, 0, nights=device)
    assert (told.state, told.valid_nights) == ("collecting", 0)


def test_nights_filled_in_later_start_it_then_and_not_before(catalogue: Catalogue) -> None:
    late = noon(START + 20 * DAY)
    nights = tuple(replace(r, local_date=r.local_date + 14 * DAY, answered_at=late) for r in BASE)
    told = on(catalogue, 20, nights=nights)
    assert told.started is not None and told.started >= START + 19 * DAY
    assert told.weeks == () and "sleepier_before_better" in told.safety_lines
    too_late = tuple(replace(r, answered_at=late) for r in BASE)
    assert on(catalogue, 20, nights=too_late).started is None


# ---- the window ---------------------------------------------------------------------------------


def test_the_window_is_mean_sleep_with_one_time_to_get_up(catalogue: Catalogue) -> None:
    told = on(catalogue, 0, nights=BASE_LONG)
    assert (told.state, told.kind, told.window_min) == ("running", "window", 390)
    assert (told.rise, told.bed) == (time(7), time(0, 30))
    assert (told.started, told.week, told.next_step) == (START, 1, START + 7 * DAY)
    assert told.safety_lines == ("sleepier_before_better", "do_not_drive_sleepy")


def test_5_and_a_half_hours_asleep_still_gives_6_in_bed(catalogue: Catalogue) -> None:
    assert on(catalogue, 0).window_min == 360


def test_the_own_time_to_get_up_moves_both(catalogue: Catalogue) -> None:
    told = on(catalogue, 0, sleep_rise_goal=6 * 60 + 30)
    assert (told.rise, told.bed) == (time(6, 30), time(0, 30))
    assert on(catalogue, 0, sleep_rise_goal=5000).rise == time(7)


@pytest.mark.parametrize(
    ("day", "kind", "minutes", "bed"),
    [
        (date(2026, 3, 28), "window", 360, time(0)),
        (date(2026, 3, 28), "compression", 450, time(22, 30)),
        (date(2026, 10, 24), "window", 360, time(1)),
        (date(2026, 10, 24), "compression", 450, time(23, 30)),
    ],
)
def test_the_night_of_a_clock_change_is_never_shorter(
    catalogue: Catalogue, day: date, kind: str, minutes: int, bed: time
) -> None:
    nights = [r for d in days(day - 6 * DAY, 7) for r in night(d)]
    own = tuple(replace(r, zone="Europe/Dublin") for r in nights)
    facts = person(catalogue, day, own, [started(day, kind)], asked_on=day)
    told = state(catalogue, facts)
    assert (told.window_min, told.rise, told.bed) == (minutes, time(7), bed)


def test_the_first_two_weeks_open_with_what_to_expect(catalogue: Catalogue) -> None:
    lines = ("sleepier_before_better", "do_not_drive_sleepy")
    assert on(catalogue, 13).safety_lines == lines
    assert on(catalogue, 14).safety_lines == ()


def test_a_week_of_sound_sleep_gives_15_minutes_each_week(catalogue: Catalogue) -> None:
    nights = (*BASE, *SOUND)
    minutes = [on(catalogue, n, nights=nights).window_min for n in (6, 7, 13, 14, 21)]
    assert minutes == [360, 375, 375, 390, 405]
    told = on(catalogue, 21, nights=nights)
    assert [w.on for w in told.weeks] == [START + 7 * n * DAY for n in (1, 2, 3)]
    assert told.decision == told.weeks[-1] and told.safety_lines == ()


def test_a_poor_week_takes_15_minutes_every_other_week_down_to_6_hours(
    catalogue: Catalogue,
) -> None:
    poor = {**LONGER, "sleep_waso_min": 100.0}  # 350 asleep of 480: 73 %
    nights = tuple(r for day in days(START + DAY, 60) for r in night(day, poor))
    told = on(catalogue, 42, nights=(*BASE_LONG, *nights))
    assert [w.after_min for w in told.weeks] == [375, 375, 360, 360, 360, 360]


def test_compression_takes_30_minutes_every_other_week_down_to_6_and_a_half(
    catalogue: Catalogue,
) -> None:
    told = on(catalogue, 42, kind="compression")
    assert on(catalogue, 0, kind="compression").window_min == 450
    assert [w.after_min for w in told.weeks] == [450, 420, 420, 390, 390, 390]


def test_average_sleep_under_5_hours_goes_on_as_the_gentler_way(catalogue: Catalogue) -> None:
    little = {**POOR, "sleep_waso_min": 125.0}  # 295 minutes
    base = tuple(r for day in days(START - 6 * DAY, 7) for r in night(day, little))
    facts = person(catalogue, START, base)
    assert offered(catalogue, facts).offers == "compression"
    told = on(catalogue, 0, nights=base)
    assert (told.kind, told.state, told.window_min) == ("compression", "running", 450)
    assert told.reasons == (Reason("compression_only", "short_sleep"),)
    later = tuple(r for day in days(START + DAY, 30) for r in night(day, little))
    turned = on(catalogue, 7, nights=(*BASE, *later))
    assert (turned.kind, turned.window_min) == ("compression", 390)
    assert on(catalogue, 6, nights=(*BASE, *later)).kind == "window"
    again = on(catalogue, 9, started(START + 8 * DAY), nights=(*BASE, *later))
    assert (again.kind, again.opened) == ("compression", START)


# ---- the end ------------------------------------------------------------------------------------


def test_good_enough_then_15_minutes_a_week_to_the_own_choice(catalogue: Catalogue) -> None:
    done = happened("sleep_programme", "window", "finished", START + 10 * DAY)
    minutes = [on(catalogue, n, done).window_min for n in (10, 16, 17, 24)]
    assert minutes == [360, 360, 375, 390]
    told = on(catalogue, 24, done)
    assert (told.state, len(told.weeks), told.next_step) == ("finished", 1, START + 31 * DAY)
    kept = happened("sleep_programme", "window", "own_choice", START + 18 * DAY)
    told = on(catalogue, 40, done, kept)
    assert (told.state, told.window_min, told.next_step) == ("finished", 375, None)


def test_it_cannot_be_finished_before_it_started(catalogue: Catalogue) -> None:
    done = happened("sleep_programme", "window", "finished", START)
    assert on(catalogue, 0, done, nights=()).state == "collecting"


def test_starting_again_while_it_runs_changes_nothing(catalogue: Catalogue) -> None:
    again = started(START + 9 * DAY)
    assert replace(on(catalogue, 15, again), reasons=()) == on(catalogue, 15)


def test_going_over_to_the_other_way_begins_with_new_nights(catalogue: Catalogue) -> None:
    other = started(START + 9 * DAY, "compression")
    told = on(catalogue, 9, other)
    assert (told.kind, told.state, told.valid_nights) == ("compression", "collecting", 0)
    assert on(catalogue, 16, other).state == "running"


# ---- faults and order ---------------------------------------------------------------------------


def test_a_gate_that_failed_closes_it(catalogue: Catalogue) -> None:
    broken = Facts(None, None)  # type: ignore[arg-type]
    assert gate(broken, closed(), catalogue).offers == "none"
    told = programme(broken, closed(), catalogue)
    assert (told.state, told.window_min) == ("paused", 0)


def test_a_clock_that_is_off_holds_it(catalogue: Catalogue) -> None:
    facts = person(catalogue, START + 8 * DAY, (*BASE, *LATER), [started(), *WEEKS])
    ahead = happened("done", "walking", "full", START + 30 * DAY)
    told = state(catalogue, replace(facts, events=(*facts.events, ahead)))
    assert (told.state, content(told.reasons)) == ("held", ["clock"])


def test_safety_lines_by_what_was_told(catalogue: Catalogue) -> None:
    facts = person(catalogue, START, BASE)
    assert state(catalogue, facts).safety_lines == ()
    lines = {
        "health_falls": "lamp_and_clear_path",
        "sleep_frail": "lamp_and_clear_path",
        "drowsy_driving": "do_not_drive_sleepy",
        "apnoea_pauses": "sleep_test",
        "sleep_restless_legs": "restless_legs_doctor",
        "med_opioid": "no_alcohol_with_it",
        "med_gabapentinoid": "ask_prescriber_never_stop",
    }
    for name, line in lines.items():
        assert line in state(catalogue, person(catalogue, START, **{name: "unsure"})).safety_lines
    for year in (1950, None):
        assert (
            "lamp_and_clear_path"
            in state(catalogue, person(catalogue, START, birth_year=year)).safety_lines
        )
    unknown = state(catalogue, person(catalogue, START, health_falls=None))
    assert "lamp_and_clear_path" in unknown.safety_lines


def test_the_gate_names_level_restart_and_what_is_not_cleared(catalogue: Catalogue) -> None:
    assert content(offered(catalogue, person(catalogue, START, rf8_risk="yes")).waits) == ["level"]
    facts = person(catalogue, START, BASE)
    decision = replace(assess(facts, catalogue), clearance=None)
    assert gate(facts, decision, catalogue).waits == (Reason("waits", "not_cleared"),)
    old = timedelta(days=40)
    stale = {n: replace(a, answered_at=a.answered_at - old) for n, a in facts.answers.items()
             if n.startswith("rf")}  # fmt: skip
    not_new = replace(facts, answers={**facts.answers, **stale})
    assert offered(catalogue, not_new).offers == "none"
