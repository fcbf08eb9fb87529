"""How fast a breathing session breathes: the counts offered with it, and a person's own.

Every pattern stays slow and easy. The pace, the counts of 3, 4 and 5 where 4, 7 and 8 strain, and
who must not hold the breath are the clinical evidence page's (4-7-8 and diaphragmatic breathing);
the ranges of one's own counts are general knowledge [GK] and on the careful side.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from math import floor, isfinite

from unspiral.catalogue.types import SessionStep, Technique
from unspiral.sessions.script import seconds_of, unroll

BELLY, HELD = "belly-breathing", "breathing-4-7-8"
OWN = "own"
FEWEST, MOST = 4.0, 12.0  # breaths a minute of one's own pattern
TIRED_SECONDS = 60.0
# Seconds of each phase of one's own pattern [GK]: no long, forced breath in, no long hold.
RANGES: Mapping[str, tuple[float, float]] = {
    "in": (2.0, 6.0),
    "hold": (0.0, 7.0),
    "out": (3.0, 10.0),
    "rest": (0.0, 4.0),
}
MINUTES = (1, 10)
INFINITE = float("inf")


@dataclass(frozen=True, slots=True)
class Pattern:
    """Seconds of one breath: in, hold, out, rest."""

    breath_in: float
    hold: float
    out: float
    rest: float = 0.0

    @property
    def phases(self) -> dict[str, float]:
        """The phases that take time, in order."""
        all_of_them = {"in": self.breath_in, "hold": self.hold, "out": self.out, "rest": self.rest}
        return {name: seconds for name, seconds in all_of_them.items() if seconds > 0}

    @property
    def cycle(self) -> float:
        """Seconds of one whole breath."""
        return self.breath_in + self.hold + self.out + self.rest

    @property
    def holds(self) -> bool:
        """True when the breath stands still at any time, full or empty."""
        return self.hold > 0 or self.rest > 0

    @property
    def technique(self) -> str:
        """The technique it is done as: with a hold it needs what every breath hold needs."""
        return HELD if self.holds else BELLY


@dataclass(frozen=True, slots=True)
class Own:
    """A person's own pattern and for how many minutes."""

    pattern: Pattern
    minutes: int


# What is offered beside the counts of the content: name -> pattern.
CHOICES: Mapping[str, Mapping[str, Pattern]] = {
    BELLY: {"even": Pattern(5, 0, 5), "longer-out": Pattern(4, 0, 8)},
    HELD: {"shorter": Pattern(3, 4, 5), "no-hold": Pattern(4, 0, 8)},
}


def faults(own: Own) -> tuple[tuple[str, str], ...]:
    """What keeps a pattern from being used: (field, code), empty when it is within all caps.

    Codes: out_of_range, too_fast, too_slow.
    """
    pattern = own.pattern
    given = (pattern.breath_in, pattern.hold, pattern.out, pattern.rest, own.minutes)
    limits = {**RANGES, "minutes": MINUTES}
    outside = tuple(
        (name, "out_of_range")
        for (name, (low, high)), value in zip(limits.items(), given, strict=True)
        if not (isfinite(value) and low <= value <= high)
    )
    if outside:
        return outside
    if 60 / pattern.cycle > MOST:
        return (("out", "too_fast"),)
    if 60 / pattern.cycle < FEWEST:
        return (("hold" if pattern.hold else "out", "too_slow"),)
    return ()


def kept(own: Own) -> str:
    """A pattern as the text of an answer, as in "4 0 6 0 5"."""
    pattern = own.pattern
    parts = (pattern.breath_in, pattern.hold, pattern.out, pattern.rest, own.minutes)
    return " ".join(f"{part:g}" for part in parts)


def own_of(answer: object) -> Own | None:
    """The pattern of an answer; None when there is none, or when it is outside of today's caps."""
    try:
        first, hold, out, rest, minutes = (float(part) for part in str(answer).split())
        own = Own(Pattern(first, hold, out, rest), int(minutes))
    except (ValueError, OverflowError):
        return None
    return None if faults(own) else own


def breathed(technique: Technique, pattern: Pattern, seconds: float | None = None) -> Technique:
    """`technique` with the breaths of `pattern`, its cue told from the counts.

    `seconds`: how long the whole session lasts; None keeps the number of breaths. The short
    version stays at a minute or less.
    """
    return replace(
        technique,
        session=_breathed(technique.session, pattern, seconds),
        tired=replace(
            technique.tired, steps=_breathed(technique.tired.steps, pattern, None, TIRED_SECONDS)
        ),
    )


def _breathed(
    steps: Sequence[SessionStep], pattern: Pattern, seconds: float | None, at_most: float = INFINITE
) -> tuple[SessionStep, ...]:
    """Steps with the breaths of `pattern`: as many as fill `seconds`, and none over `at_most`."""
    rest = seconds_of([step for step in unroll(steps, "right") if step.kind != "breath"])
    room = at_most if seconds is None else min(seconds, at_most)
    fitting = (room - rest) / pattern.cycle

    def other(step: SessionStep) -> SessionStep:
        times = round(fitting) if seconds is not None else min(step.times, fitting)
        return replace(step, cue="", times=max(1, floor(times)), phases=pattern.phases)

    return tuple(other(step) if step.kind == "breath" else step for step in steps)
