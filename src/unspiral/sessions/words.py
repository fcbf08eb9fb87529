"""The short words of a session in the source language, by what a step asks for.

Pages say them in the reader's language (`web/views/session_words.py`); a file made on the command
line says them as they stand here. A test holds both to the same words.
"""

from collections.abc import Mapping
from itertools import takewhile

from unspiral.records.session import Script, Step

WORDS: Mapping[str, str] = {
    "in": "In",
    "out": "Out",
    "hold": "Hold",
    "rest": "Rest",
    "move": "Move",
    "walk": "Walk",
    "heat": "Warm",
    "switch": "Change sides",
    "say": "Get ready",
    "now": "Now",
    "last": "Almost done",
}
SIDES: Mapping[str, str] = {
    "left": "Now the left side. Take all the time you need.",
    "right": "Now the right side. Take all the time you need.",
}
# The cue of breaths whose counts are not those of the content: one part for each phase.
COUNTS: Mapping[str, str] = {
    "in": "In for {n}.",
    "hold": "Hold for {n}.",
    "out": "Out for {n}.",
    "rest": "Rest for {n}.",
}


def word_of(script: Script, place: int) -> str:
    """Which of `WORDS` the step at `place` shows.

    Only the first thing said is "Get ready"; later ones are "Now", the last one ends.
    """
    step = script.steps[place]
    if step.kind != "say" or place == 0:
        return step.phase if step.kind == "breath" else step.kind
    return "last" if place == len(script.steps) - 1 else "now"


def opens_breathing(script: Script, place: int) -> bool:
    """True for the first phase of a row of breaths: its whole cue is said, then one word each."""
    step = script.steps[place]
    before = script.steps[place - 1].kind if place else ""
    return step.count == 1 and before != "breath"


def round_of(script: Script, place: int) -> tuple[Step, ...]:
    """The phases of the breath that the step at `place` belongs to."""
    count, first = script.steps[place].count, place
    while first and _same_breath(script.steps[first - 1], count):
        first -= 1
    return tuple(takewhile(lambda step: _same_breath(step, count), script.steps[first:]))


def _same_breath(step: Step, count: int) -> bool:
    return step.kind == "breath" and step.count == count


def said(script: Script) -> tuple[str, ...]:
    """What is spoken at each step, in the source language."""
    return tuple(_said(script, place, step) for place, step in enumerate(script.steps))


def _said(script: Script, place: int, step: Step) -> str:
    if step.kind == "switch":
        return step.cue or SIDES[step.side]
    if step.kind != "breath" or (step.cue and opens_breathing(script, place)):
        return step.cue
    if opens_breathing(script, place):
        phases = round_of(script, place)
        return " ".join(COUNTS[one.phase].format(n=f"{one.seconds:g}") for one in phases)
    return WORDS[word_of(script, place)]
