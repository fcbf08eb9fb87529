"""Sessions unroll to exactly their dose, and refuse what the gate has not opened."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspiral.catalogue.load import load
from unspiral.catalogue.types import SessionStep
from unspiral.planning.ladder import ladder
from unspiral.records.plan import Amount, Withheld
from unspiral.records.triage import Clearance
from unspiral.sessions.script import SWITCH_SECONDS, Ask, script_for, seconds_of, unroll

NOW = datetime(2026, 5, 14, 9, tzinfo=UTC)
CATALOGUE = load()[0]
TECHNIQUES = CATALOGUE.techniques
NAMES = sorted(name for name, technique in TECHNIQUES.items() if technique.session)
CLEAR = Clearance(
    "p", 1, frozenset({"comfort", "standard"}), frozenset(), False, False, NOW, NOW + timedelta(1)
)


@pytest.mark.parametrize("name", NAMES)
def test_a_session_lasts_its_dose(name):
    script = script_for(TECHNIQUES[name], CLEAR)
    assert script.seconds == pytest.approx(TECHNIQUES[name].dose.seconds, rel=0.1)


@pytest.mark.parametrize("name", NAMES)
def test_a_tired_session_is_a_minute_or_less(name):
    script = script_for(TECHNIQUES[name], CLEAR, Ask(tired=True))
    assert 0 < script.seconds <= 60
    assert script.tired
    assert script.seconds == pytest.approx(TECHNIQUES[name].tired.seconds, abs=1)


@pytest.mark.parametrize("name", NAMES)
def test_every_dose_of_its_ladder_is_played_to_the_second(name):
    rungs = ladder(TECHNIQUES[name], {"walk_minutes": 20, "settles": "hours"})
    for rung in range(rungs.top + 1):
        amount = rungs.amount(rung)
        script = script_for(TECHNIQUES[name], CLEAR, Ask(amount=amount))
        assert script.seconds == pytest.approx(amount.seconds, abs=0.5), amount
        assert script.tired == amount.smallest


def test_sets_and_repetitions_are_those_of_the_dose():
    asked = Amount(0, times=7, sets=2)
    bridge = script_for(TECHNIQUES["bridge"], CLEAR, Ask(amount=asked)).steps
    assert sum(step.phase == "lift" and step.kind == "move" for step in bridge) == 14
    assert {step.of for step in bridge if step.of} == {7}
    dog = script_for(TECHNIQUES["bird-dog"], CLEAR, Ask(amount=asked)).steps
    slides = [step.side for step in dog if step.kind == "hold"]
    assert slides.count("right") == slides.count("left") == 14


@pytest.mark.parametrize("name", NAMES)
def test_every_step_takes_time_and_moving_ones_say_something(name):
    for ask in (Ask(), Ask(tired=True)):
        steps = script_for(TECHNIQUES[name], CLEAR, ask).steps
        assert all(step.seconds > 0 for step in steps)
        assert all(step.cue for step in steps if step.kind != "switch")


@pytest.mark.parametrize("name", NAMES)
def test_poses_named_in_a_session_are_drawn(name):
    steps = script_for(TECHNIQUES[name], CLEAR).steps
    poses = {step.phase for step in steps if step.phase and step.kind != "breath"}
    if poses:
        assert poses <= {pose.id for pose in CATALOGUE.figures[TECHNIQUES[name].figure].poses}


def test_without_the_scope_nothing_starts():
    only_comfort = replace(CLEAR, scopes=frozenset({"comfort"}))
    refused = script_for(TECHNIQUES["hamstring-strap"], only_comfort)
    assert isinstance(refused, Withheld)
    assert refused.reasons[0].code == "needs_clearance"
    assert not isinstance(script_for(TECHNIQUES["belly-breathing"], only_comfort), Withheld)


@given(st.sampled_from(NAMES), st.sets(st.sampled_from([f"k{i}" for i in range(1, 11)])))
def test_an_excluding_caution_always_refuses(name, cautions):
    technique = TECHNIQUES[name]
    out = {use.caution for use in technique.cautions if use.then == "exclude"} & cautions
    got = script_for(technique, replace(CLEAR, cautions=frozenset(cautions)))
    assert isinstance(got, Withheld) == bool(out)


def test_on_a_gentle_first_visit_only_the_gentle_set_starts():
    gentle = replace(CLEAR, gentle=True)
    assert isinstance(script_for(TECHNIQUES["sit-to-stand"], gentle), Withheld)
    assert not isinstance(script_for(TECHNIQUES["walking"], gentle), Withheld)


def test_sides_start_where_asked_and_change_at_the_switch():
    right = script_for(TECHNIQUES["hamstring-strap"], CLEAR).steps
    left = script_for(TECHNIQUES["hamstring-strap"], CLEAR, Ask(side_first="left")).steps
    switch = next(i for i, step in enumerate(right) if step.kind == "switch")
    assert {step.side for step in right[:switch]} == {"right"}
    assert {step.side for step in right[switch:]} == {"left"}
    assert [step.side for step in left] == [
        {"right": "left", "left": "right"}[s.side] for s in right
    ]


def test_a_two_sided_step_gets_fifteen_seconds_between_its_sides():
    steps = unroll([SessionStep(kind="hold", cue="Hold.", seconds=20, sides=True)], "right")
    assert [(s.kind, s.seconds, s.side) for s in steps] == [
        ("hold", 20, "right"),
        ("switch", SWITCH_SECONDS, "left"),
        ("hold", 20, "left"),
    ]


def test_breaths_unroll_into_counted_phases():
    steps = unroll(
        [SessionStep(kind="breath", cue="In.", times=2, phases={"in": 4, "out": 6})], "right"
    )
    assert [(s.phase, s.seconds, s.count, s.of) for s in steps] == [
        ("in", 4, 1, 2),
        ("out", 6, 1, 2),
        ("in", 4, 2, 2),
        ("out", 6, 2, 2),
    ]


@given(st.integers(60, 1800))
def test_a_walk_lasts_as_long_as_the_plan_says(seconds):
    script = script_for(TECHNIQUES["walking"], CLEAR, Ask(amount=Amount(seconds)))
    assert script.seconds == pytest.approx(seconds, abs=0.01)


@given(
    st.lists(
        st.builds(
            SessionStep,
            kind=st.sampled_from(["hold", "rest", "move"]),
            cue=st.just("x"),
            seconds=st.integers(1, 60).map(float),
            sides=st.booleans(),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_unrolled_length_is_the_sum_of_what_was_written(authored):
    want = sum(s.seconds * (2 if s.sides else 1) for s in authored)
    want += SWITCH_SECONDS * sum(s.sides for s in authored)
    assert seconds_of(unroll(authored, "right")) == pytest.approx(want)
