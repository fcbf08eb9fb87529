"""A session as sound: as long as its script to the sample, soft everywhere, for closed eyes."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from unspiral.catalogue.load import load
from unspiral.records.session import Script, Step
from unspiral.records.triage import Clearance
from unspiral.sessions.audio import (
    BREATHING_SPACE,
    CHORD_SECONDS,
    LOUD,
    RATE,
    VOICE_PEAK,
    Samples,
    blocks,
    samples_in,
    score,
)
from unspiral.sessions.script import Ask, script_for
from unspiral.sessions.words import said

NOW = datetime(2026, 5, 14, 9, tzinfo=UTC)
TECHNIQUES = load()[0].techniques
NAMES = sorted(name for name, technique in TECHNIQUES.items() if technique.session)
SCOPES = frozenset({"comfort", "standard"})
CLEAR = Clearance("p", 1, SCOPES, frozenset(), False, False, NOW, NOW + timedelta(1))
MS = RATE // 1000
KINDS = ("say", "breath", "hold", "move", "rest", "switch", "walk", "heat")


def opened(name: str, ask: Ask | None = None) -> Script:
    found = script_for(TECHNIQUES[name], CLEAR, ask or Ask())
    assert isinstance(found, Script)
    return found


def heard(
    script: Script, voice: Mapping[str, Samples] | None = None, night: bool = False
) -> Samples:
    return np.concatenate(list(blocks(score(script, said(script), voice, night))))


def of(*steps: Step) -> Script:
    return Script("x", 1, "X", steps, ())


def pitch(sound: Samples) -> float:
    """The strongest frequency, in Hz."""
    power = np.abs(np.fft.rfft(sound * np.hanning(len(sound)), 1 << 16))
    return float(np.argmax(power)) * RATE / (1 << 16)


@pytest.mark.parametrize("name", NAMES)
def test_it_lasts_as_long_as_its_script_to_the_sample(name: str) -> None:
    for ask in (Ask(), Ask(tired=True)):
        script = opened(name, ask)
        assert score(script, said(script)).length == round(script.seconds * RATE)


steps = st.builds(
    Step,
    kind=st.sampled_from([kind for kind in KINDS if kind != "breath"]),
    seconds=st.floats(0.3, 40).map(lambda x: round(x, 2)),
    cue=st.just("Cue."),
    side=st.just("left"),
) | st.builds(
    Step,
    kind=st.just("breath"),
    seconds=st.floats(0.5, 12).map(lambda x: round(x, 2)),
    cue=st.just("Cue."),
    phase=st.sampled_from(["in", "hold", "out", "rest"]),
    count=st.integers(1, 3),
)


@settings(max_examples=30)
@given(st.lists(steps, min_size=1, max_size=8), st.booleans(), st.floats(0.1, 6))
def test_no_click_no_shock_and_no_lost_sample(row: list[Step], night: bool, long: float) -> None:
    script = of(*row)
    cue = (0.5 * np.sin(np.arange(samples_in(long)) / 20)).astype(np.float32)
    for voice in (None, {"Cue.": cue}):
        sound = heard(script, voice, night)
        assert len(sound) == sum(map(len, blocks(score(script, said(script), voice), 999)))
        assert abs(len(sound) - script.seconds * RATE) < 1
        assert np.abs(sound).max(initial=0) <= 2.2 * LOUD + (VOICE_PEAK if voice else 0)
        if voice is None:
            assert np.abs(np.diff(sound)).max(initial=0) < 0.08  # a sample is never a step
            assert abs(sound[0]) < 1e-3 and abs(sound[-1]) < 1e-3


@pytest.mark.parametrize("name", ["belly-breathing", "hamstring-strap", "sit-to-stand"])
def test_it_grows_loud_slowly(name: str) -> None:
    """The envelope in windows of 20 ms never jumps from quiet to full."""
    sound = heard(opened(name))
    size = 20 * MS
    whole = sound[: len(sound) // size * size].reshape(-1, size)
    loudness = np.abs(whole).max(axis=1)
    assert np.diff(loudness).max() < 0.75 * LOUD


def test_in_rises_hold_is_level_and_out_falls() -> None:
    script = of(
        Step("breath", 4, "c", "in", count=1, of=1),
        Step("breath", 4, "c", "hold", count=1, of=1),
        Step("breath", 4, "c", "out", count=1, of=1),
        Step("say", 10, "c"),
    )
    sound = heard(script)
    ends = {
        place: (pitch(sound[a : a + RATE]), pitch(sound[a + 3 * RATE : a + 4 * RATE]))
        for place, a in enumerate((0, 4 * RATE, 8 * RATE))
    }
    assert ends[0][1] > 1.2 * ends[0][0]
    assert ends[1][1] == pytest.approx(ends[1][0], rel=0.02)
    assert ends[2][1] < ends[2][0] / 1.2


def test_a_change_of_sides_is_two_short_tones_then_a_count_in() -> None:
    script = of(Step("hold", 5, "c"), Step("switch", 15, "", side="left"), Step("hold", 5, "c"))
    switch = np.abs(heard(script)[5 * RATE : 20 * RATE])
    tones = _bursts(switch)
    assert len(tones) == 5
    assert [round(at, 1) for at in tones[2:]] == [12.0, 13.0, 14.0]


def _bursts(loudness: Samples) -> list[float]:
    """When each stretch of sound begins, in seconds."""
    size = 10 * MS
    on = loudness[: len(loudness) // size * size].reshape(-1, size).max(axis=1) > 0.01
    begins = np.flatnonzero(on & ~np.concatenate(([False], on[:-1])))
    return [float(begin) * size / RATE for begin in begins]


def test_the_end_is_a_chord_and_nothing_after_it() -> None:
    script = of(Step("say", 30, "c"))
    sound = heard(script)
    last = samples_in(CHORD_SECONDS)
    assert np.abs(sound[-last:]).max() > 0.03
    assert np.abs(sound[5 * RATE : -last]).max() == 0


def test_at_night_it_is_lower_and_quieter() -> None:
    day, night = heard(opened("belly-breathing")), heard(opened("belly-breathing"), night=True)
    assert np.abs(night).max() < 0.5 * np.abs(day).max()
    where = slice(21 * RATE, 22 * RATE)
    assert pitch(night[where]) < 0.8 * pitch(day[where])


@given(st.floats(0.2, 12), st.sampled_from(["say", "hold", "switch", "heat"]))
def test_a_voice_fits_its_step_or_makes_way_for_a_mark(long: float, kind: str) -> None:
    cue = np.full(samples_in(long), 0.5, np.float32)
    script = of(Step(kind, 6, "Cue.", side="left"), Step("say", 20, "Later."))  # type: ignore[arg-type]
    found = score(script, said(script), {"Cue.": cue})
    spoken = [sound for sound in found.sounds if np.abs(sound.samples).max() > 2 * LOUD]
    assert found.spoken == len(spoken)
    ends = [sound.at + len(sound.samples) for sound in spoken]
    assert all(end <= samples_in(6 - BREATHING_SPACE) for end in ends)
    assert spoken if long < 4.5 else not spoken or long < 5.8


def test_without_a_voice_each_cue_has_a_mark() -> None:
    script = opened("body-scan")
    sound = heard(script)
    at = 0.0
    for step in script.steps:
        assert np.abs(sound[samples_in(at) : samples_in(at + 0.7)]).max() > 0.02
        at += step.seconds
