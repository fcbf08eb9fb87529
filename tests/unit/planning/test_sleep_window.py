"""The state of the sleep programme from facts: start, steps, holds, pauses, stops, and its end."""

from dataclasses import replace
from datetime import date, time, timedelta
from random import Random

import pytest
from support.sleep import (
    DAY,
    GOOD,
    POOR,
    START,
    asked,
    days,
    happened,
    night,
    noon,
    offered,
    person,
    started,
    state,
    taps,
    weekly,
)

from unspiral.catalogue.load import Catalogue
from unspiral.planning.sleep_window import gate, programme
from unspiral.records.facts import Answer, Event, Facts, Reading
from unspiral.records.problem import Reason
from unspiral.records.sleep import Programme
from unspiral.screening.gate import assess, closed

BASE = tuple(r for day in days(START - 6 * DAY, 7) for r in night(day))  # 7 nights, 5.5 h asleep
LATER = tuple(r for day in days(START + DAY, 60) for r in night(day))
SOUND = tuple(r for day in days(START + DAY, 60) for r in night(day, GOOD))
WEEKS = asked(START, 8)
LONGER = {**POOR, "sleep_latency_min": 30.0, "sleep_waso_min": 60.0}  # 6.5 h asleep
BASE_LONG = tuple(r for day in days(START - 6 * DAY, 7) for r in night(day, LONGER))


def on(
    catalogue: Catalogue,
    after: int,
    *events: Event,
    kind: str = "window",
    nights: tuple[Reading, ...] = (*BASE, *LATER),
    **changed: object,
) -> Programme:
    """The state so many days after the opening, with taps and weekly questions answered."""
    happened_so_far = (started(kind=kind), *WEEKS, *events)
    facts = person(catalogue, START + after * DAY, nights, happened_so_far, **changed)  # type: ignore[arg-type]
    return state(catalogue, facts)


def content(reasons: tuple[Reason, ...]) -> list[str | None]:
    return [reason.content_id for reason in reasons]


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
    assert on(catalogue, 0, nights=device).valid_nights == 0


def test_nights_filled_in_later_start_it_then_and_not_before(catalogue: Catalogue) -> None:
    late = noon(START + 20 * DAY)
    nights = tuple(replace(r, local_date=r.local_date + 14 * DAY, answered_at=late) for r in BASE)
    told = on(catalogue, 20, nights=nights)
    assert told.started is not None and told.started >= START + 19 * DAY
    assert told.weeks == () and "sleepier_before_better" in told.safety_lines


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
    ("day", "bed"), [(date(2026, 3, 28), time(0)), (date(2026, 10, 24), time(1))]
)
def test_the_night_of_a_clock_change_is_never_shorter(
    catalogue: Catalogue, day: date, bed: time
) -> None:
    nights = [r for d in days(day - 6 * DAY, 7) for r in night(d)]
    own = tuple(replace(r, zone="Europe/Dublin") for r in nights)
    facts = person(catalogue, day, own, [started(day)], asked_on=day)
    told = state(catalogue, facts)
    assert (told.window_min, told.rise, told.bed) == (360, time(7), bed)


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


# ---- holds --------------------------------------------------------------------------------------

HOLDS = [happened("sleep_hold", what, "", START + 3 * DAY) for what in
         ("illness", "travel", "medicine")]  # fmt: skip
HOLDS += [happened("bad_day", "day", "", START + 7 * DAY)]


@pytest.mark.parametrize("event", HOLDS, ids=lambda e: e.subject)
def test_what_holds_a_step(catalogue: Catalogue, event: Event) -> None:
    for nights in ((*BASE, *SOUND), (*BASE_LONG, *LATER)):
        told = on(catalogue, 7, event, nights=nights)
        assert told.decision is not None and told.decision.step == "same"
        assert told.decision.reasons[0].code == "waits"
        assert on(catalogue, 7, nights=nights).decision.step != "same"  # type: ignore[union-attr]


def test_a_new_medicine_in_the_diary_holds(catalogue: Catalogue) -> None:
    day = START + 5 * DAY
    changed = Reading("medicines_changed", 1, noon(day), noon(day), day)
    told = on(catalogue, 7, nights=(*BASE, *SOUND, changed))
    assert told.decision is not None and content(told.decision.reasons) == ["medicine"]


def test_a_flare_never_shortens_and_holds_one_step_only(catalogue: Catalogue) -> None:
    pain = [(START - n * DAY, 3.0) for n in range(14)]
    pain += [(START + n * DAY, 7.0 if n in (4, 5) else 3.0) for n in range(1, 15)]
    flare = tuple(Reading("pain", v, noon(d), noon(d), d) for d, v in pain)
    told = on(catalogue, 14, nights=(*BASE_LONG, *LATER, *flare))
    assert [w.step for w in told.weeks] == ["same", "shorter"]
    assert content(told.weeks[0].reasons) == ["flare"]


def test_a_step_needs_five_valid_nights(catalogue: Catalogue) -> None:
    for count, step in ((4, "same"), (5, "longer")):
        nights = (*BASE, *SOUND[: count * len(GOOD)])
        told = on(catalogue, 7, nights=nights)
        assert told.decision is not None and told.decision.step == step


def test_nights_and_taps_told_after_the_week_do_not_change_its_step(catalogue: Catalogue) -> None:
    late = noon(START + 9 * DAY)
    nights = (*BASE, *(replace(r, answered_at=late) for r in SOUND))
    assert on(catalogue, 14, nights=nights).weeks[0].step == "same"
    facts = person(
        catalogue,
        START + 14 * DAY,
        (*BASE_LONG, *LATER),
        [started(), *(replace(e, at=late) for e in WEEKS if e.local_date <= START + 7 * DAY)],
    )
    assert state(catalogue, facts).weeks[0].reasons[0].code == "not_asked"


@pytest.mark.parametrize(
    ("events", "shorter"),
    [
        (taps(START + DAY, 7), False),
        (weekly(START + 7 * DAY), False),
        ((*taps(START + DAY, 4), *weekly(START + 7 * DAY)), False),
        ((*taps(START + DAY, 5), *weekly(START + 7 * DAY)), True),
        ((*taps(START + DAY, 5), *weekly(START + 7 * DAY, sleepy="yes")), False),
        ((*taps(START + DAY, 5), *weekly(START + 7 * DAY)[:2]), False),
    ],
)
def test_unanswered_taps_never_shorten(
    catalogue: Catalogue, events: tuple[Event, ...], shorter: bool
) -> None:
    facts = person(catalogue, START + 7 * DAY, (*BASE_LONG, *LATER), [started(), *events])
    decision = state(catalogue, facts).decision
    assert decision is not None and (decision.step == "shorter") is shorter


def test_w_holds_what_runs_and_starts_none(catalogue: Catalogue) -> None:
    nights = (*BASE, *SOUND)
    before = on(catalogue, 13, nights=nights)
    for after in (13, 14, 21):
        told = on(catalogue, after, nights=nights, rf8_risk="yes")
        assert (told.state, content(told.reasons)) == ("held", ["level"])
    at_w = person(catalogue, START + 13 * DAY, nights, [started(), *WEEKS], rf8_risk="yes")
    assert state(catalogue, at_w).window_min == before.window_min
    assert offered(catalogue, at_w).offers == "none"
    collecting = on(catalogue, 0, rf8_risk="yes")
    assert (collecting.state, collecting.window_min) == ("collecting", 0)


def test_a_w_that_was_raised_and_ended_held_the_steps_between(catalogue: Catalogue) -> None:
    raised = happened("flag_raised", "rf8", "W", START + 5 * DAY)
    ended = happened("flag_ended", "rf8", "seen", START + 15 * DAY)
    told = on(catalogue, 21, raised, ended, nights=(*BASE, *SOUND))
    assert [w.step for w in told.weeks] == ["same", "same", "longer"]
    still = on(catalogue, 21, raised, nights=(*BASE, *SOUND))
    assert still.state == "held" and {w.step for w in still.weeks} == {"same"}


def test_a_level_that_stands_now_takes_no_step_today(catalogue: Catalogue) -> None:
    told = on(catalogue, 7, nights=(*BASE, *SOUND), rf8_risk="yes")
    assert told.window_min == 360


@pytest.mark.parametrize("flag", ["rf16_calf", "rf1_saddle"])
def test_d_and_e_pause_it(catalogue: Catalogue, flag: str) -> None:
    told = on(catalogue, 10, **{flag: "yes"})
    assert (told.state, told.window_min, told.bed, told.rise) == ("paused", 0, None, None)
    assert told.next_step is None


def test_a_mood_score_of_15_holds_and_20_stops(catalogue: Catalogue) -> None:
    assert on(catalogue, 10, gad7_total=15).state == "held"
    assert on(catalogue, 10, phq8_total=20).state == "stopped"
    assert on(catalogue, 10, phq8_total=14).state == "running"


# ---- stops --------------------------------------------------------------------------------------

STOPS = [
    happened("fought_sleep", "morning", "yes", START + 9 * DAY),
    happened("sleep_week", "fall", "yes", START + 9 * DAY),
    happened("sleep_week", "energy", "yes", START + 9 * DAY),
]


@pytest.mark.parametrize("event", STOPS, ids=lambda e: e.subject)
def test_a_tap_stops_it_with_an_hour_more_in_bed_for_14_days(
    catalogue: Catalogue, event: Event
) -> None:
    told = on(catalogue, 9, event)
    assert (told.state, told.window_min) == ("stopped", 420)
    assert told.next_step == START + 23 * DAY and told.bed == time(0)
    assert told.reasons[0].code == "stopped"
    again = happened("sleep_programme", "window", "started", START + 22 * DAY)
    assert on(catalogue, 22, event, again).state == "stopped"


def test_after_14_days_it_starts_again_with_seven_new_nights(catalogue: Catalogue) -> None:
    day = START + 23 * DAY
    facts = person(
        catalogue, day, (*BASE, *LATER), [started(), *WEEKS, STOPS[0], started(day)], asked_on=day
    )
    told = state(catalogue, facts)
    assert (told.state, told.kind, told.opened) == ("running", "window", day)
    without = tuple(r for r in LATER if r.local_date <= START + 9 * DAY)
    again = state(catalogue, replace(facts, history=(*BASE, *without)))
    assert (again.state, again.valid_nights) == ("collecting", 0)


def test_a_tap_before_any_start_blocks_it_for_14_days(catalogue: Catalogue) -> None:
    tap = happened("fought_sleep", "morning", "yes", START - DAY)
    facts = person(catalogue, START, BASE, [tap, started()])
    assert state(catalogue, facts).state == "not_started"
    assert state(catalogue, facts).next_step == START + 13 * DAY


def scored(day: date, **scores: int) -> tuple[Event, ...]:
    """Forms taken on `day`, as they are kept."""
    return tuple(
        happened(
            "form_taken",
            "phq-8",
            f'{{"score": {{"variable": "{name}", "value": {value}}}, "parts": []}}',
            day,
        )
        for name, value in scores.items()
    )


@pytest.mark.parametrize(
    ("before", "later", "stops"),
    [
        ({"phq2_total": 2}, {"phq2_total": 3}, True), ({"phq2_total": 3}, {"phq2_total": 4}, False),
        ({}, {"phq2_total": 3}, True), ({}, {"phq2_total": 2}, False),
        ({"phq8_total": 4}, {"phq8_total": 9}, True), ({"phq8_total": 4}, {"phq8_total": 8}, False),
    ],
)  # fmt: skip
def test_mood_that_gets_worse_stops_it_and_stays_stopped(
    catalogue: Catalogue, before: dict[str, int], later: dict[str, int], stops: bool
) -> None:
    events = (*scored(START - DAY, **before), *scored(START + 9 * DAY, **later))
    facts = person(catalogue, START + 12 * DAY, (*BASE, *LATER), [started(), *WEEKS, *events])
    low = Answer("phq8_total", 4, noon(START - DAY), START - DAY)
    told = state(catalogue, replace(facts, answers={**facts.answers, low.variable: low}))
    assert (told.state == "stopped") is stops
    if stops:
        assert told.window_min == 420 and told.next_step == START + 23 * DAY


@pytest.mark.parametrize(("score", "stops"), [(19, False), (20, True)])
def test_a_score_of_20_once_stays_a_stop_though_a_better_one_came(
    catalogue: Catalogue, score: int, stops: bool
) -> None:
    events = (started(), *WEEKS, *scored(START + 9 * DAY, phq8_total=score))
    today = START + 12 * DAY
    facts = person(catalogue, today, (*BASE, *LATER), events)
    better = Answer("phq8_total", 12, noon(today), today)
    told = state(catalogue, replace(facts, answers={**facts.answers, better.variable: better}))
    assert (told.state == "stopped") is stops


def test_a_form_that_cannot_be_read_is_left_aside(catalogue: Catalogue) -> None:
    for text in ("", "[]", '{"score": null}', '{"score": {"variable": []}, "parts": []}'):
        assert on(catalogue, 9, happened("form_taken", "phq-8", text, START)).state == "running"


@pytest.mark.parametrize("name", ["sleep_mania", "pregnant", "sleep_dark", "med_opioid"])
def test_an_answer_that_rules_it_out_stops_it(catalogue: Catalogue, name: str) -> None:
    told = on(catalogue, 9, **{name: "yes"})
    assert told.state == "stopped" and told.window_min in (0, 420)
    assert on(catalogue, 9, **{name: None}).state in ("stopped", "paused")


def test_an_answer_for_the_gentler_way_stops_a_window_and_not_compression(
    catalogue: Catalogue,
) -> None:
    told = on(catalogue, 9, sleep_migraine="yes")
    assert (told.state, content(told.reasons)) == ("stopped", ["sleep_migraine"])
    assert on(catalogue, 9, kind="compression", sleep_migraine="yes").state == "running"


def test_dark_thoughts_stop_it(catalogue: Catalogue) -> None:
    tap = happened("dark_thoughts", "dark_thoughts", "help_tap", START + 8 * DAY)
    safe = happened("safe_now", "dark_thoughts", "", START + 9 * DAY)
    for events in ((tap,), (tap, safe)):
        assert on(catalogue, 9, *events).state == "stopped"


def test_the_person_stops_it_and_may_begin_anew_after_seven_nights(catalogue: Catalogue) -> None:
    stop = happened("sleep_programme", "window", "stopped", START + 9 * DAY)
    told = on(catalogue, 9, stop)
    assert (told.state, told.window_min, told.next_step) == ("stopped", 0, None)
    day = START + 10 * DAY
    facts = person(catalogue, day, (*BASE, *LATER), [started(), *WEEKS, stop, started(day)])
    assert (state(catalogue, facts).state, state(catalogue, facts).valid_nights) == (
        "collecting", 1,
    )  # fmt: skip


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


def test_a_start_dated_back_gives_no_steps_of_the_past(catalogue: Catalogue) -> None:
    now = START + 40 * DAY
    back = replace(started(now), local_date=START)
    facts = person(catalogue, now, (*BASE_LONG, *LATER), [back, *WEEKS], asked_on=now)
    told = state(catalogue, facts)
    assert told.weeks == () and told.opened is not None and told.opened >= now - DAY


def test_a_start_from_the_future_is_none(catalogue: Catalogue) -> None:
    facts = person(catalogue, START, BASE)
    facts = replace(facts, events=(started(START + DAY),))
    assert state(catalogue, facts).kind is None


def test_order_and_replays_change_nothing(catalogue: Catalogue) -> None:
    events = (started(), *WEEKS, *HOLDS, STOPS[0], *scored(START + 3 * DAY, phq8_total=5))
    facts = person(catalogue, START + 30 * DAY, (*BASE, *LATER), events)
    told, rng = state(catalogue, facts), Random("order")
    for _ in range(10):
        history, happened_again = list(facts.history) * 2, list(facts.events) * 2
        rng.shuffle(history)
        rng.shuffle(happened_again)
        again = replace(facts, history=tuple(history), events=tuple(happened_again))
        assert state(catalogue, again) == told


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
