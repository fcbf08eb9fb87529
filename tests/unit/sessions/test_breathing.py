"""Other counts stay slow and easy; one's own are never outside the caps, whatever is stored."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unspiral.catalogue.load import load
from unspiral.records.plan import Withheld
from unspiral.records.session import Script
from unspiral.records.triage import Clearance
from unspiral.sessions.breathing import (
    BELLY,
    CHOICES,
    FEWEST,
    HELD,
    MOST,
    RANGES,
    Own,
    Pattern,
    breathed,
    faults,
    kept,
    own_of,
)
from unspiral.sessions.script import Ask, script_for, seconds_of, unroll
from unspiral.sessions.words import said

NOW = datetime(2026, 5, 14, 9, tzinfo=UTC)
TECHNIQUES = load()[0].techniques
BOTH = frozenset({"comfort", "standard"})
CLEAR = Clearance("p", 1, BOTH, frozenset(), False, False, NOW, NOW + timedelta(1))
any_number = st.floats(allow_nan=True, allow_infinity=True)
owns = st.builds(
    Own,
    st.builds(Pattern, *(st.floats(low, high) for low, high in RANGES.values())),
    st.integers(1, 10),
)


@given(st.builds(Own, st.builds(Pattern, *[any_number] * 4), st.integers(-5, 50)))
def test_nothing_outside_the_caps_is_without_fault(own: Own) -> None:
    if faults(own):
        return
    pattern = own.pattern
    for value, (low, high) in zip(
        (pattern.breath_in, pattern.hold, pattern.out, pattern.rest), RANGES.values(), strict=True
    ):
        assert low <= value <= high
    assert FEWEST <= 60 / pattern.cycle <= MOST
    assert 1 <= own.minutes <= 10


@given(owns)
def test_what_is_kept_comes_back_or_is_refused(own: Own) -> None:
    whole = Own(Pattern(*(round(2 * part) / 2 for part in _parts(own))), own.minutes)
    assert own_of(kept(whole)) == (None if faults(whole) else whole)


def _parts(own: Own) -> tuple[float, ...]:
    pattern = own.pattern
    return (pattern.breath_in, pattern.hold, pattern.out, pattern.rest)


@pytest.mark.parametrize("text", ["", "4", "4 0 6 0", "a b c d e", "4 0 6 0 5 5", "nan 0 6 0 5"])
def test_other_text_is_no_pattern(text: str) -> None:
    assert own_of(text) is None
    assert own_of(None) is None


def test_caps_of_today_close_a_pattern_kept_earlier() -> None:
    assert own_of("1 0 1 0 5") is None  # 30 breaths a minute
    assert own_of("6 7 10 4 5") is None  # fewer than 4
    assert own_of("4 20 6 0 5") is None  # a long hold


@given(owns.filter(lambda own: not faults(own)))
def test_a_hold_or_a_rest_needs_what_a_breath_hold_needs(own: Own) -> None:
    technique = breathed(TECHNIQUES[own.pattern.technique], own.pattern, own.minutes * 60.0)
    assert (technique.id == HELD) == own.pattern.holds
    comfort = replace(CLEAR, scopes=frozenset({"comfort"}))
    assert isinstance(script_for(technique, comfort), Withheld) == own.pattern.holds
    for caution in ("k2", "k4"):
        closed = script_for(technique, replace(CLEAR, cautions=frozenset({caution})))
        assert isinstance(closed, Withheld) == own.pattern.holds


@given(owns.filter(lambda own: not faults(own)))
def test_it_lasts_the_minutes_asked_for_in_whole_breaths(own: Own) -> None:
    technique = breathed(TECHNIQUES[own.pattern.technique], own.pattern, own.minutes * 60.0)
    script = script_for(technique, CLEAR)
    assert isinstance(script, Script)
    assert abs(script.seconds - own.minutes * 60) <= own.pattern.cycle
    phases = {step.phase: step.seconds for step in script.steps if step.kind == "breath"}
    assert phases == own.pattern.phases
    tired = script_for(technique, CLEAR, Ask(tired=True))
    assert isinstance(tired, Script) and 0 < tired.seconds <= 60


def test_the_counts_offered_are_slow_and_their_cue_tells_them() -> None:
    for name, offered in CHOICES.items():
        for pattern in offered.values():
            assert 60 / pattern.cycle <= MOST
            assert not pattern.holds or name == HELD
            script = script_for(breathed(TECHNIQUES[name], pattern), CLEAR)
            assert isinstance(script, Script)
            opening = said(script)[1]
            assert opening.startswith(f"In for {pattern.breath_in:g}.")
            assert f"Out for {pattern.out:g}." in opening
            assert ("Hold" in opening) == (pattern.hold > 0)


def test_shorter_counts_of_4_7_8_keep_its_four_rounds() -> None:
    steps = unroll(breathed(TECHNIQUES[HELD], CHOICES[HELD]["shorter"]).session, "right")
    breaths = [step for step in steps if step.kind == "breath"]
    assert [step.seconds for step in breaths] == [3, 4, 5] * 4


def test_other_counts_of_belly_breathing_keep_its_time() -> None:
    technique = TECHNIQUES[BELLY]
    for pattern in CHOICES[BELLY].values():
        steps = unroll(breathed(technique, pattern, technique.dose.seconds).session, "right")
        assert seconds_of(steps) == pytest.approx(technique.dose.seconds, abs=pattern.cycle)
