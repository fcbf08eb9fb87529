"""A figure in words, from the same data as the picture: view, support, steps, holds, side."""

from collections.abc import Callable
from dataclasses import dataclass

from unspiral.catalogue.types import Figure

Translate = Callable[[str], str]

# The sentences here are looked up by the translator handed in; the keys are the English text.
VIEWS = {
    "side": "Seen from the side.",
    "front": "Seen from the front.",
    "above": "Seen from above.",
}
ON_FLOOR = "On the floor."
SUPPORTS = (
    ("bed", "In bed."),
    ("bed_above", "In bed."),
    ("chair", "On a chair."),
    ("stool_front", "On a stool."),
    ("bench", "At a bench."),
    ("step", "At a step."),
    ("door", "At a door."),
    ("table", "At a table."),
    ("wall", "At a wall."),
    ("floor", ON_FLOOR),
)
STANDING = "Standing."
UPRIGHT = 45.0  # degrees; a body that leans more than this is not said to stand
HOLD = "Hold {n} seconds."
SHOWN = "Shown: {what}."
SHOWN_MIRRORED = "Described: {what}. The picture shows the other side."
OTHER_SIDE = "Mirror it for the other side."
LONG_ENOUGH_TO_SAY = 5.0


@dataclass(frozen=True, slots=True)
class Words:
    """`name` is the title; `steps` the numbered sentences; `text` the whole description."""

    name: str
    steps: tuple[str, ...]
    text: str


def describe(figure: Figure, translate: Translate = str, mirrored: bool = False) -> Words:
    """Name and description of a figure, good enough to stand in for the picture."""
    steps = tuple(translate(pose.say) for pose in figure.poses if pose.say)
    ends = []
    if figure.shows:
        shown = SHOWN_MIRRORED if mirrored else SHOWN
        ends.append(translate(shown).format(what=translate(figure.shows)))
    if figure.sides == "both" and not mirrored:
        ends.append(translate(OTHER_SIDE))
    lead = [translate(VIEWS[figure.view]), *_support(figure, translate)]
    told = [*lead, *_told(figure, translate, len(steps) > 1), *ends]
    return Words(translate(figure.title), steps, " ".join(told))


def _told(figure: Figure, translate: Translate, numbered: bool) -> list[str]:
    """The steps in order, each followed by how long its pose is held."""
    told, number = [], 0
    for pose in figure.poses:
        if pose.say:
            number += 1
            told.append(f"{number}. {translate(pose.say)}" if numbered else translate(pose.say))
        if pose.hold >= LONG_ENOUGH_TO_SAY:
            told.append(translate(HOLD).format(n=round(pose.hold)))
    return told


def _support(figure: Figure, translate: Translate) -> list[str]:
    """What carries the person; a chair that nobody sits on is only something to hold.

    Somebody who starts on their feet with nothing but the floor is said to stand.
    """
    kinds = {prop.kind for prop in figure.props}
    kinds |= {prop.kind for pose in figure.poses for prop in pose.props or ()}
    if not any(pose.root.rest == "seat" for pose in figure.poses):
        kinds -= {"chair"}
    found = [text for kind, text in SUPPORTS if kind in kinds][:1]
    start = figure.poses[0].root
    lies = start.rest == "back" or abs(start.lean or 0.0) > UPRIGHT
    if found == [ON_FLOOR] and not lies:
        found = [STANDING]
    return [translate(text) for text in found]
