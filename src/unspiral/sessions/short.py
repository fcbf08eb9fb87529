"""The two-minute form of a comfort technique: fewer breaths and shorter rests, same words."""

from dataclasses import replace

from unspiral.catalogue.types import SessionStep, Technique
from unspiral.sessions.script import seconds_of, unroll

EASE_SECONDS = 120.0
UPRIGHT = ("sitting", "standing")
SAY_AT_LEAST = 10.0  # seconds: a spoken line needs time to be heard and done


def two_minutes(technique: Technique, place: str = "", limit: float = EASE_SECONDS) -> Technique:
    """`technique` with a session of at most `limit` seconds; unchanged when it is short enough.

    Spoken lines keep at least 10 s each, so that a session of many lines may last a little longer.
    `place`: the picture shows that position, where it is not the lying one of the technique.
    """
    whole = seconds_of(unroll(technique.session, "right"))
    if place in UPRIGHT and technique.figure:
        technique = replace(technique, figure=f"place-{place}")
    if whole <= limit:
        return technique
    cut = tuple(_cut(step, limit / whole) for step in technique.session)
    over = seconds_of(unroll(cut, "right")) - limit
    return replace(technique, session=tuple(_less(step, over) for step in cut))


def _cut(step: SessionStep, share: float) -> SessionStep:
    """One step with its share of the time."""
    if step.kind in ("breath", "repeat"):
        return replace(step, times=max(1, int(step.times * share)))
    return replace(step, seconds=max(min(step.seconds, SAY_AT_LEAST), step.seconds * share))


def _less(step: SessionStep, over: float) -> SessionStep:
    """Breathing gives up what the spoken lines kept, in whole breaths."""
    breath = sum(step.phases.values())
    if over <= 0 or step.kind != "breath" or not breath:
        return step
    return replace(step, times=max(1, step.times - int(-(-over // breath))))
