"""What a session says: its title, its cues, one word a step, and what is spoken at each step."""

from collections.abc import Sequence

from unspiral.records.session import Script, Step
from unspiral.services.sessions import Session
from unspiral.sessions import words
from unspiral.web.text import Text


def title_of(session: Session, t: Text) -> str:
    """The technique's title."""
    return t.content("techniques", session.technique.id, "title", session.technique.title)


def cue_of(script: Script, cue: str, t: Text) -> str:
    """A cue of the content."""
    return t.content("techniques", script.technique, "cue", cue)


def cue_at(script: Script, place: int, t: Text) -> str:
    """What to do at a step: its cue, the side to change to, or the counts of this breath."""
    step = script.steps[place]
    if step.cue:
        return cue_of(script, step.cue, t)
    if step.kind == "breath":
        return counts(words.round_of(script, place), t)
    return switch_words(step, t)


def counts(phases: Sequence[Step], t: Text) -> str:
    """One breath told by its counts, as in "In for 4. Out for 6."."""
    return " ".join(_count(step.phase, t.number(step.seconds), t) for step in phases)


def _count(phase: str, n: str, t: Text) -> str:
    return {
        "in": t("In for {n}.", n=n),
        "hold": t("Hold for {n}.", n=n),
        "out": t("Out for {n}.", n=n),
        "rest": t("Rest for {n}.", n=n),
    }[phase]


def word_of(step: Step, t: Text) -> str:
    """One word for a step, whatever its place."""
    return _named(step.phase if step.kind == "breath" else step.kind, t)


def word_at(script: Script, place: int, t: Text) -> str:
    """One word for the step at `place`."""
    return _named(words.word_of(script, place), t)


def _named(name: str, t: Text) -> str:
    return {
        "in": t("In"),
        "out": t("Out"),
        "hold": t("Hold"),
        "rest": t("Rest"),
        "move": t("Move"),
        "walk": t("Walk"),
        "heat": t("Warm"),
        "switch": t("Change sides"),
        "say": t("Get ready"),
        "now": t("Now"),
        "last": t("Almost done"),
    }[name]


def side_word(side: str, t: Text) -> str:
    """The name of a side, or nothing."""
    return {"left": t("left"), "right": t("right"), "": ""}[side]


def switch_words(step: Step, t: Text) -> str:
    """The change of sides, said."""
    if step.side == "left":
        return t("Now the left side. Take all the time you need.")
    return t("Now the right side. Take all the time you need.")


def said(script: Script, t: Text) -> tuple[str, ...]:
    """What is spoken at each step: its cue, and only one word for the rest of a row of breaths."""
    return tuple(
        word_at(script, place, t)
        if step.kind == "breath" and not words.opens_breathing(script, place)
        else cue_at(script, place, t)
        for place, step in enumerate(script.steps)
    )
