"""A session as sound: the script in, samples out, exact to the sample. Nothing is read or written.

Eyes closed it says what to do: a rising tone is in, a level one hold, a falling one out; two short
tones change sides, three soft ticks count in, a chord ends. Everything is quiet, starts softly and
ends softly, so that nothing startles a resting person and no speaker clicks. Levels, pitches and
lengths are our own choice, checked by ear and by tests; no trial stands behind them.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import accumulate
from math import pi

import numpy as np
from numpy.typing import NDArray

from unspiral.records.session import Script, Step

RATE = 16_000  # samples a second: enough for speech
LOUD = 0.12  # of full scale: the loudest tone by day, as soft as the tones of the page
NIGHT_LOUD = 0.05
NIGHT_PITCH = 0.75
VOICE_PEAK = 0.30
NIGHT_VOICE_PEAK = 0.14
LOW, HIGH = 294.0, 440.0  # Hz: the breath goes up and down between these
ATTACK, RELEASE = 0.12, 0.25  # seconds
CHORD = (262.0, 330.0, 392.0)
CHORD_SECONDS = 2.4
TICKS = 3
COUNT_IN_FROM = 6.0  # seconds: a shorter step holds no count-in
ACTS = frozenset({"breath", "move", "hold", "walk"})
BEFORE_ACTS = frozenset({"say", "switch", "rest"})
CUE_AFTER = {"switch": 0.9, "move": 0.7, "hold": 0.7, "rest": 0.7, "walk": 1.0, "heat": 0.7}
CUE_SOON = 0.15
BREATHING_SPACE = 0.2  # seconds of quiet between a cue and what comes next

Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Sound:
    """Samples that begin at sample `at` of the session."""

    at: int
    samples: Samples


@dataclass(frozen=True, slots=True)
class Score:
    """All sounds of a session, its length in samples, and how many cues are spoken."""

    sounds: tuple[Sound, ...]
    length: int
    spoken: int


def samples_in(seconds: float) -> int:
    """Whole samples of a length of time."""
    return round(seconds * RATE)


def score(
    script: Script,
    said: Sequence[str] = (),
    voice: Mapping[str, Samples] | None = None,
    night: bool = False,
) -> Score:
    """Every sound of `script` at its place.

    `said`: what is said at each step; `voice`: spoken words by text, mono at `RATE`. A cue that
    has no voice, or whose voice does not fit into its step, gets a soft mark instead.
    `night`: lower and quieter. The length is that of the script to the sample.
    """
    ends = [samples_in(end) for end in accumulate(step.seconds for step in script.steps)]
    starts = [0, *ends[:-1]]
    maker = _Maker(night)
    sounds: list[Sound] = []
    spoken = 0
    for place, step in enumerate(script.steps):
        start, room = starts[place], ends[place] - starts[place]
        words = voice.get(said[place]) if voice and said else None
        cue = _cue(step, words, room, night)
        spoken += cue is not None
        following = script.steps[place + 1] if place + 1 < len(script.steps) else None
        sounds += [Sound(start + at, found) for at, found in maker.tones(step, room, cue is None)]
        if cue is not None:
            sounds.append(Sound(start + cue.at, cue.samples))
        sounds += _count_in(maker, step, following, ends[place], cue, start)
    length = ends[-1] if ends else 0
    sounds += maker.chord(length)
    return Score(tuple(sounds), length, spoken)


def blocks(found: Score, size: int = 30 * RATE) -> Iterator[Samples]:
    """The session in stretches of at most `size` samples, so that memory stays small."""
    for begin in range(0, found.length, size):
        end = min(begin + size, found.length)
        block = np.zeros(end - begin, np.float32)
        for sound in found.sounds:
            first, last = max(begin, sound.at), min(end, sound.at + len(sound.samples))
            if first < last:
                part = sound.samples[first - sound.at : last - sound.at]
                block[first - begin : last - begin] += part
        yield block


def quietened(spoken: Samples, peak: float) -> Samples:
    """A voice brought to `peak`, with soft ends, so that no word begins with a click."""
    loudest = float(np.max(np.abs(spoken), initial=0.0))
    return _softened(spoken * np.float32(peak / loudest if loudest else 0.0), 0.02, 0.05)


def _cue(step: Step, words: Samples | None, room: int, night: bool) -> Sound | None:
    """The spoken cue inside its step; None when there is none, or when it does not fit."""
    if words is None or not len(words):
        return None
    at = samples_in(CUE_AFTER.get(step.kind, CUE_SOON))
    if at + len(words) + samples_in(BREATHING_SPACE) > room:
        return None
    return Sound(at, quietened(words, NIGHT_VOICE_PEAK if night else VOICE_PEAK))


def _count_in(
    maker: "_Maker", step: Step, following: Step | None, end: int, cue: Sound | None, start: int
) -> Iterator[Sound]:
    """Three soft ticks, a second apart, before something is done; never over a spoken cue."""
    if following is None or following.kind not in ACTS or step.kind not in BEFORE_ACTS:
        return
    talks_until = start + cue.at + len(cue.samples) if cue else start
    first = end - TICKS * RATE
    if step.seconds >= COUNT_IN_FROM and first >= talks_until:
        for tick in range(TICKS):
            yield Sound(first + tick * RATE, maker.tick())


def _softened(samples: Samples, attack: float, release: float) -> Samples:
    """Raised-cosine ends; of a sound too short for both, each takes half."""
    size = len(samples)
    rise, fall = min(samples_in(attack), size // 2), min(samples_in(release), size // 2)
    shaped = samples.astype(np.float32, copy=True)
    shaped[:rise] *= _ramp(rise)
    shaped[size - fall :] *= _ramp(fall)[::-1]
    return shaped


def _ramp(size: int) -> Samples:
    """From 0 up to 1, level at both ends."""
    return ((1 - np.cos(pi * np.arange(size) / max(1, size))) / 2).astype(np.float32)


@dataclass(slots=True)
class _Maker:
    """Makes the tones of one session; the same tone is made once."""

    night: bool
    made: dict[tuple[float, ...], Samples] = field(default_factory=dict)

    def tones(self, step: Step, room: int, mark: bool) -> Iterator[tuple[int, Samples]]:
        """The tones of a step as (samples after its start, samples). `mark`: nobody speaks."""
        if step.kind == "breath":
            yield from _BREATH[step.phase](self, room)
        elif step.kind == "switch":
            short = self._tone(HIGH, HIGH, min(0.2, room / RATE / 4), LOUD)
            yield 0, short
            yield min(samples_in(0.38), room // 2), short
        elif step.kind in _TURNS:
            low, high = _TURNS[step.kind]
            yield 0, self._tone(low, high, min(0.6, room / RATE), LOUD)
        if mark and step.kind == "say":
            yield 0, self._tone(349.0, 349.0, min(0.7, room / RATE), 0.7 * LOUD, 0.6)

    def tick(self) -> Samples:
        """One soft tick of the count-in."""
        return self._tone(523.0, 523.0, 0.12, 0.4 * LOUD)

    def chord(self, length: int) -> Iterator[Sound]:
        """The end: three tones that fade until the last sample."""
        seconds = min(CHORD_SECONDS, length / RATE / 2)
        for pitch in CHORD:
            tone = self._tone(pitch, pitch, seconds, 0.7 * LOUD / len(CHORD), 0.8 * seconds)
            yield Sound(length - len(tone), tone)

    def glide(self, room: int, low: float, high: float, loud: float) -> Samples:
        """One tone over a whole phase."""
        return self._tone(low, high, room / RATE, loud)

    def _tone(
        self, low: float, high: float, seconds: float, loud: float, release: float = RELEASE
    ) -> Samples:
        key = (low, high, seconds, loud, release)
        if key not in self.made:
            scale, level = (NIGHT_PITCH, NIGHT_LOUD / LOUD) if self.night else (1.0, 1.0)
            wave = _wave(scale * low, scale * high, samples_in(seconds))
            self.made[key] = _softened(wave * np.float32(loud * level), ATTACK, release)
        return self.made[key]


def _wave(low: float, high: float, size: int) -> Samples:
    """A soft tone from one pitch to another, with a little of its octave for small speakers."""
    part = np.arange(size) / max(1, size - 1)
    pitch = low * (high / low) ** (part * part * (3 - 2 * part))
    turn = 2 * pi * np.cumsum(pitch) / RATE
    return (0.85 * np.sin(turn) + 0.15 * np.sin(2 * turn)).astype(np.float32)


_Phase = Callable[[_Maker, int], Iterator[tuple[int, Samples]]]


def _in(maker: _Maker, room: int) -> Iterator[tuple[int, Samples]]:
    yield 0, maker.glide(room, LOW, HIGH, LOUD)


def _out(maker: _Maker, room: int) -> Iterator[tuple[int, Samples]]:
    yield 0, maker.glide(room, HIGH, LOW, LOUD)


def _hold(maker: _Maker, room: int) -> Iterator[tuple[int, Samples]]:
    yield 0, maker.glide(room, HIGH, HIGH, 0.5 * LOUD)


def _rest(maker: _Maker, room: int) -> Iterator[tuple[int, Samples]]:
    yield 0, maker.glide(room, 0.75 * LOW, 0.75 * LOW, 0.5 * LOUD)


_BREATH: Mapping[str, _Phase] = {"in": _in, "out": _out, "hold": _hold, "rest": _rest}
# From which pitch to which, in Hz, where something else than breathing begins.
_TURNS: Mapping[str, tuple[float, float]] = {
    "move": (330.0, 392.0),
    "hold": (392.0, 392.0),
    "rest": (330.0, 262.0),
    "walk": (294.0, 392.0),
    "heat": (262.0, 262.0),
}
