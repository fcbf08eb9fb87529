"""What holds, pauses or stops the sleep programme, and that nothing is dated back."""

from dataclasses import replace
from datetime import date, time
from random import Random

import pytest
from support.sleep import (
    BASE,
    BASE_LONG,
    DAY,
    GOOD,
    LATER,
    SOUND,
    START,
    WEEKS,
    content,
    happened,
    noon,
    offered,
    on,
    person,
    started,
    state,
    taps,
    weekly,
)

from unspiral.catalogue.load import Catalogue
from unspiral.records.facts import Answer, Event, Reading

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


def test_danger_questions_of_long_ago_hold_it_from_the_day_they_were_due(
    catalogue: Catalogue,
) -> None:
    facts = person(catalogue, START + 30 * DAY, (*BASE, *SOUND), [started(), *WEEKS])
    at = noon(START - 10 * DAY)
    signs = {n: replace(a, answered_at=at) for n, a in facts.answers.items() if n.startswith("rf")}
    told = state(catalogue, replace(facts, answers={**facts.answers, **signs}))
    assert (told.state, content(told.reasons)) == ("held", ["not_cleared"])
    assert [w.step for w in told.weeks] == ["longer", "longer", "same", "same"]


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
    assert told.reasons[0].code == "stopped" and told.safety_lines == ("do_not_drive_sleepy",)
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


# ---- order and dates ----------------------------------------------------------------------------


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
