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
    ("floor", "On the floor."),
)
HOLD = "Hold {n} seconds."
SHOWN = "Shown: {what}."
OTHER_SIDE = "Mirror it for the other side."
MIRRORED = "Mirrored for the other side."
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
    numbered = [f"{i}. {step}" if len(steps) > 1 else step for i, step in enumerate(steps, 1)]
    for pose in figure.poses:
        if pose.hold >= LONG_ENOUGH_TO_SAY:
            numbered.append(translate(HOLD).format(n=round(pose.hold)))
    ends = []
    if figure.shows:
        ends.append(translate(SHOWN).format(what=translate(figure.shows)))
    if figure.sides == "both":
        ends.append(translate(MIRRORED if mirrored else OTHER_SIDE))
    lead = [translate(VIEWS[figure.view]), *_support(figure, translate)]
    return Words(translate(figure.title), steps, " ".join([*lead, *numbered, *ends]))


def _support(figure: Figure, translate: Translate) -> list[str]:
    """What carries the person; a chair that nobody sits on is only something to hold."""
    kinds = {prop.kind for prop in figure.props}
    kinds |= {prop.kind for pose in figure.poses for prop in pose.props or ()}
    if not any(pose.root.rest == "seat" for pose in figure.poses):
        kinds -= {"chair"}
    return [translate(text) for kind, text in SUPPORTS if kind in kinds][:1]
